"""Enterprises as lists, the review screen and later steps need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enterprises.domain import why_not_enrol
from school_desk.enterprises.tables import (
    AuthorityDecisionRow,
    EnterpriseRow,
    FieldDecisionRow,
    FormerNameRow,
    OnSiteReviewRow,
)
from school_desk.terms.regions import authority_for, find_region
from school_desk.terms.search import search_key
from school_desk.terms.statuses import EnterpriseStatus

# So many enterprises are asked for by name; for more all of them are read.
_FEW = 500


@dataclass(frozen=True)
class EnterpriseListRow:
    """One enterprise of a list. `since` is when it came into its state."""

    id: str
    name: str
    credit_code: str
    region: str
    authority: str
    status: EnterpriseStatus
    doubt: str | None
    recheck: str | None
    suspended: str | None
    contact_name: str | None
    legal_person: str | None
    submitted_at: datetime
    since: datetime


@dataclass(frozen=True)
class EnterpriseDetail:
    """Everything about one enterprise's registration; mobiles are in plain text, screens mask them."""

    id: str
    name: str
    credit_code: str
    address: str
    region_code: str
    region: str
    province_affiliated: bool
    authority: str
    legal_person: str | None
    principal_mobile: str
    contact_name: str | None
    contact_mobile: str | None
    status: EnterpriseStatus
    submitted_at: datetime
    since: datetime
    return_reason: str | None
    doubt: str | None
    recheck: str | None
    suspended: str | None
    archive_no: str | None
    former_names: tuple[tuple[str, str, date], ...]
    on_site_reviews: tuple[OnSiteReview, ...]
    decisions: tuple[AuthorityDecision, ...]
    fields: tuple[FieldValue, ...]


@dataclass(frozen=True)
class KnownAs:
    """What besides its present name an enterprise is known by."""

    credit_code: str
    legal_person: str | None
    former_names: tuple[str, ...]


@dataclass(frozen=True)
class OnSiteReview:
    """One 现场审核 record."""

    id: str
    reviewed_on: date
    place: str
    persons: str
    originals: dict[str, Any]
    archive_no: str
    note: str | None


@dataclass(frozen=True)
class AuthorityDecision:
    """One decision of the authority."""

    id: str
    approved: bool
    decided_on: date
    document_no: str
    evidence_document_id: str | None
    reason: str | None


@dataclass(frozen=True)
class FieldValue:
    """What a person decided about one field."""

    paper: str
    field: str
    read_value: str | None
    decided_value: str
    decided_by: str
    decided_at: datetime


def enterprises(
    session: Session,
    school_id: str,
    *,
    statuses: frozenset[EnterpriseStatus] | None = None,
    recheck: bool = False,
    authority_code: str | None = None,
    search: str = "",
    limit: int = 5000,
) -> tuple[EnterpriseListRow, ...]:
    """Enterprises whose name, former name, code or pinyin initials hold every word of `search`, the newest first.

    `recheck`: only those with a change that waits to be checked again; `authority_code`: only those under this 行政主管部门.
    """
    wanted = sa.select(EnterpriseRow).where(EnterpriseRow.school_id == school_id)
    if statuses is not None:
        wanted = wanted.where(EnterpriseRow.status.in_(statuses))
    if recheck:
        wanted = wanted.where(EnterpriseRow.recheck.is_not(None))
    if authority_code is not None:
        wanted = wanted.where(EnterpriseRow.authority_code == authority_code)
    for word in search.split():
        wanted = wanted.where(EnterpriseRow.search_text.contains(search_key(word), autoescape=True))
    rows = session.scalars(wanted.order_by(EnterpriseRow.submitted_at.desc(), EnterpriseRow.id.desc()).limit(limit))
    return tuple(_list_row(row) for row in rows)


def status_counts(session: Session, school_id: str) -> dict[EnterpriseStatus, int]:
    """How many enterprises are in each state."""
    counted = (
        sa.select(EnterpriseRow.status, sa.func.count())
        .where(EnterpriseRow.school_id == school_id)
        .group_by(EnterpriseRow.status)
    )
    return dict(session.execute(counted).all())


def recheck_count(session: Session, school_id: str) -> int:
    """How many enterprises have a change that waits to be checked again."""
    wanted = sa.select(sa.func.count()).select_from(EnterpriseRow)
    return session.scalar(wanted.where(EnterpriseRow.school_id == school_id, EnterpriseRow.recheck.is_not(None))) or 0


def enterprise(session: Session, school_id: str, enterprise_id: str) -> EnterpriseDetail | None:
    """One enterprise with its records."""
    row = session.get(EnterpriseRow, (school_id, enterprise_id))
    return None if row is None else _detail(session, row)


def find_by_code(session: Session, school_id: str, credit_code: str) -> str | None:
    """The id of the enterprise with this normalised code."""
    return session.scalar(
        sa.select(EnterpriseRow.id).where(
            EnterpriseRow.school_id == school_id, EnterpriseRow.credit_code == credit_code
        )
    )


def find_by_name(session: Session, school_id: str, name: str) -> str | None:
    """The id of the enterprise with this normalised name, now or formerly; None when there is none or more than one."""
    current = sa.select(EnterpriseRow.id).where(EnterpriseRow.school_id == school_id, EnterpriseRow.name_key == name)
    former = sa.select(FormerNameRow.enterprise_id).where(
        FormerNameRow.school_id == school_id, FormerNameRow.name_key == name
    )
    found = set(session.scalars(current)) or set(session.scalars(former))
    return found.pop() if len(found) == 1 else None


def enterprise_name(session: Session, school_id: str, enterprise_id: str) -> str:
    """The enterprise's present name, or "" when there is no such enterprise."""
    row = session.get(EnterpriseRow, (school_id, enterprise_id))
    return "" if row is None else row.name


def enterprise_names(session: Session, school_id: str, ids: Collection[str] | None = None) -> dict[str, str]:
    """The enterprises' present names by their ids; at least those of `ids` when they are given."""
    wanted = sa.select(EnterpriseRow.id, EnterpriseRow.name).where(EnterpriseRow.school_id == school_id)
    if ids is not None and len(ids) <= _FEW:
        wanted = wanted.where(EnterpriseRow.id.in_(ids))
    return dict(session.execute(wanted).all())


def authority_codes(school_id: str) -> sa.Select[str, str]:
    """Each enterprise's id with the code of its 行政主管部门, for a query to join."""
    return sa.select(EnterpriseRow.id, EnterpriseRow.authority_code).where(EnterpriseRow.school_id == school_id)


def known_as(session: Session, school_id: str, enterprise_ids: Collection[str]) -> dict[str, KnownAs]:
    """By what papers and payers may call each of these enterprises."""
    of_school = sa.select(EnterpriseRow.id, EnterpriseRow.credit_code, EnterpriseRow.legal_person).where(
        EnterpriseRow.school_id == school_id
    )
    former = sa.select(FormerNameRow.enterprise_id, FormerNameRow.name).where(FormerNameRow.school_id == school_id)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for enterprise_id, name in session.execute(former.order_by(FormerNameRow.id)):
        names[enterprise_id].append(name)
    return {
        enterprise_id: KnownAs(code, legal_person, tuple(names[enterprise_id]))
        for enterprise_id, code, legal_person in session.execute(of_school)
        if enterprise_id in enterprise_ids
    }


def enrol_gate(session: Session, school_id: str, enterprise_id: str) -> str | None:
    """Why the enterprise may not enrol now; None: it may."""
    row = session.get(EnterpriseRow, (school_id, enterprise_id))
    return "没有这家企业" if row is None else why_not_enrol(row.status, row.recheck, row.suspended)


def _list_row(row: EnterpriseRow) -> EnterpriseListRow:
    return EnterpriseListRow(
        id=row.id,
        name=row.name,
        credit_code=row.credit_code,
        region=region_name(row.region_code),
        authority=authority_for(row.region_code, row.province_affiliated).name,
        status=row.status,
        doubt=row.doubt,
        recheck=row.recheck,
        suspended=row.suspended,
        contact_name=row.contact_name,
        legal_person=row.legal_person,
        submitted_at=row.submitted_at,
        since=row.status_since,
    )


def region_name(region_code: str) -> str:
    """City and district as clerks write them: "湖州市吴兴区"."""
    region = find_region(region_code)
    if region is None:
        return region_code
    parent = find_region(region.parent) if region.parent else None
    return f"{parent.name}{region.name}" if parent and parent.code != "330000" else region.name


def _detail(session: Session, row: EnterpriseRow) -> EnterpriseDetail:
    def mine(kind: Any) -> Any:
        return session.scalars(
            sa.select(kind).where(kind.school_id == row.school_id, kind.enterprise_id == row.id).order_by(kind.id)
        )

    return EnterpriseDetail(
        id=row.id,
        name=row.name,
        credit_code=row.credit_code,
        address=row.address,
        region_code=row.region_code,
        region=region_name(row.region_code),
        province_affiliated=row.province_affiliated,
        authority=authority_for(row.region_code, row.province_affiliated).name,
        legal_person=row.legal_person,
        principal_mobile=row.principal_mobile,
        contact_name=row.contact_name,
        contact_mobile=row.contact_mobile,
        status=row.status,
        submitted_at=row.submitted_at,
        since=row.status_since,
        return_reason=row.return_reason,
        doubt=row.doubt,
        recheck=row.recheck,
        suspended=row.suspended,
        archive_no=row.archive_no,
        former_names=tuple((f.name, f.credit_code, f.until) for f in mine(FormerNameRow)),
        on_site_reviews=tuple(
            OnSiteReview(r.id, r.reviewed_on, r.place, r.persons, r.originals, r.archive_no, r.note)
            for r in mine(OnSiteReviewRow)
        ),
        decisions=tuple(
            AuthorityDecision(d.id, d.approved, d.decided_on, d.document_no, d.evidence_document_id, d.reason)
            for d in mine(AuthorityDecisionRow)
        ),
        fields=tuple(
            FieldValue(f.paper, f.field, f.read_value, f.decided_value, f.decided_by, f.decided_at)
            for f in mine(FieldDecisionRow)
        ),
    )

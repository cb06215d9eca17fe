"""登录记录: who signed in, was refused or left, the newest first, with the names that people go by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.accounts.tables import AccountRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.kernel.parts import parts
from school_desk.staff.tables import SignInEventRow, StaffRow
from school_desk.terms.regions import find_region
from school_desk.terms.sign_ins import FAILURES, Door, SignInStep

PAGE = 200


@dataclass(frozen=True)
class SignInLine:
    """One line. `who` and `login` are "" of somebody unknown."""

    id: str
    at: datetime
    door: Door
    who: str
    login: str
    step: SignInStep
    place: str


def sign_ins(
    session: Session, school_id: str, *, failures: bool = False, limit: int = PAGE, before_id: str | None = None
) -> tuple[SignInLine, ...]:
    """One page, the newest first; the next one begins `before_id`, the last line's. `failures`: only what deserves a second look."""
    found = sa.select(SignInEventRow).where(*_asked(school_id, failures))
    if before_id is not None:
        found = found.where(SignInEventRow.id < before_id)
    rows = session.scalars(found.order_by(SignInEventRow.id.desc()).limit(limit)).all()
    names = _names(session, school_id, {row.person_id for row in rows})
    return tuple(
        SignInLine(row.id, row.at, row.door, names.get(row.person_id, ""), row.login, row.step, row.place)
        for row in rows
    )


def sign_in_count(session: Session, school_id: str, *, failures: bool = False) -> int:
    """How many lines there are."""
    counted = sa.select(sa.func.count()).select_from(SignInEventRow).where(*_asked(school_id, failures))
    return session.execute(counted).scalar_one()


def _asked(school_id: str, failures: bool) -> list[sa.ColumnElement[bool]]:
    own = [SignInEventRow.school_id == school_id]
    return [*own, SignInEventRow.step.in_(FAILURES)] if failures else own


def _names(session: Session, school_id: str, ids: Collection[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for part in parts(sorted(ids)):
        staff = sa.select(StaffRow.id, StaffRow.name).where(StaffRow.school_id == school_id, StaffRow.id.in_(part))
        names |= {row.id: row.name for row in session.execute(staff)}
        owned = (
            sa.select(AccountRow.id, EnterpriseRow.name, AccountRow.authority_code)
            .outerjoin(
                EnterpriseRow,
                sa.and_(EnterpriseRow.school_id == AccountRow.school_id, EnterpriseRow.id == AccountRow.enterprise_id),
            )
            .where(AccountRow.school_id == school_id, AccountRow.id.in_(part))
        )
        names |= {account_id: name or _authority(code) for account_id, name, code in session.execute(owned)}
    return names


def _authority(code: str | None) -> str:
    region = find_region(code or "")
    return (region.authority or region.name) if region else ""

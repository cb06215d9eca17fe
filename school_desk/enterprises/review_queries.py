"""What the 企业审核 screen asks: the queue in the order of risk, and one enterprise with everything read, declared and decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.documents.queries import PaperRow, papers, reading
from school_desk.documents.reading.paper import PaperReading, paper_from_json
from school_desk.enterprises.compare import Assessment, Place, Submission, assess
from school_desk.enterprises.queries import EnterpriseDetail, EnterpriseListRow, FieldValue, enterprise, enterprises
from school_desk.enterprises.tables import FieldDecisionRow
from school_desk.terms.statuses import DocumentStatus, EnterpriseStatus
from school_desk.terms.uploads import ENTERPRISE_KINDS


@dataclass(frozen=True)
class QueueRow:
    """One enterprise of the queue with its three papers' state."""

    enterprise: EnterpriseListRow
    papers: tuple[PaperRow, ...]
    assessment: Assessment

    @property
    def id(self) -> str:
        """The enterprise's id."""
        return self.enterprise.id


@dataclass(frozen=True)
class ReviewSheet:
    """One enterprise before the reviewer. `engines`: slot → engine that read it; `declared` and `decided` are in `submission`."""

    detail: EnterpriseDetail
    papers: tuple[PaperRow, ...]
    submission: Submission
    assessment: Assessment
    engines: Mapping[str, str]

    def paper(self, slot: str) -> PaperRow | None:
        """The paper in a slot, a returned one too."""
        return next((paper for paper in self.papers if paper.kind.value == slot), None)


def review_queue(
    session: Session, school_id: str, statuses: frozenset[EnterpriseStatus], on: date
) -> tuple[QueueRow, ...]:
    """The enterprises in `statuses`: marked 存疑 and risky ones first, those not read yet last; of equal ones the longest waiting first."""
    rows = [_queue_row(session, school_id, row, on) for row in enterprises(session, school_id, statuses=statuses)]
    return tuple(sorted(rows, key=_urgency))


def review_sheet(session: Session, school_id: str, enterprise_id: str, on: date) -> ReviewSheet | None:
    """Everything about one enterprise's papers; None: there is no such enterprise."""
    detail = enterprise(session, school_id, enterprise_id)
    if detail is None:
        return None
    lying = _enterprise_papers(session, school_id, enterprise_id)
    engines, read = _readings(session, school_id, lying)
    given = Submission(_slots(lying), read, _declared(detail), _decided(lying, detail.fields))
    return ReviewSheet(detail, lying, given, assess(given, on), engines)


def _queue_row(session: Session, school_id: str, row: EnterpriseListRow, on: date) -> QueueRow:
    lying = _enterprise_papers(session, school_id, row.id)
    _, read = _readings(session, school_id, lying)
    rows = session.scalars(
        sa.select(FieldDecisionRow).where(
            FieldDecisionRow.school_id == school_id, FieldDecisionRow.enterprise_id == row.id
        )
    )
    given = Submission(_slots(lying), read, _declared(row), _decided(lying, rows))
    return QueueRow(row, lying, assess(given, on))


def _urgency(row: QueueRow) -> tuple[object, ...]:
    return (row.enterprise.doubt is None, row.assessment.risk, row.enterprise.submitted_at, row.id)


def _enterprise_papers(session: Session, school_id: str, enterprise_id: str) -> tuple[PaperRow, ...]:
    return tuple(paper for paper in papers(session, school_id, enterprise_id) if paper.kind in ENTERPRISE_KINDS)


def _slots(lying: Iterable[PaperRow]) -> frozenset[str]:
    return frozenset(paper.kind.value for paper in lying if paper.status is DocumentStatus.CURRENT)


def _declared(row: EnterpriseDetail | EnterpriseListRow) -> dict[str, str]:
    declared = {"name": row.name, "uscc": row.credit_code, "legal_person": row.legal_person}
    return {field: value for field, value in declared.items() if value}


def _decided(lying: Iterable[PaperRow], decisions: Iterable[FieldValue | FieldDecisionRow]) -> dict[Place, str]:
    """What a person decided about an earlier photo of a paper does not count for the new one."""
    since = {paper.kind.value: paper.received_at for paper in lying}
    return {
        (one.paper, one.field): one.decided_value
        for one in decisions
        if one.paper in since and one.decided_at >= since[one.paper]
    }


def _readings(
    session: Session, school_id: str, lying: Iterable[PaperRow]
) -> tuple[dict[str, str], dict[str, PaperReading]]:
    """Slot → engine, slot → what it read."""
    engines, read = dict[str, str](), dict[str, PaperReading]()
    for paper in lying:
        slot = paper.kind.value
        known = reading(session, school_id, paper.sha256, slot)
        if known is not None:
            engines[slot], read[slot] = known[0], paper_from_json(json.loads(known[1]))
    return engines, read

"""What the scores need to know of exams: plans and who sat in them. Read only; lists for the exam screens are in queries.py."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.exams.queries import parts
from school_desk.exams.tables import CandidateRow, ExamPlanRow, ExamSessionRow
from school_desk.kernel.clock import local_date
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import ExamPlanStatus, Subject
from school_desk.terms.trades import find_trade


@dataclass(frozen=True)
class HeldPlan:
    """An exam plan. `first_on` and `last_on` are the days of its first and last session, None while there is none."""

    id: str
    number: str
    name: str
    trade_code: str
    trade: str
    level: SkillLevel
    status: ExamPlanStatus
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True)
class Candidate:
    """One candidate of a plan; `subjects` are those they sit (a resit names some), in the order of the three."""

    id: str
    plan_id: str
    enrollment_id: str
    ticket_no: str
    subjects: tuple[Subject, ...]


def held_plans(session: Session, school_id: str, ids: Collection[str] | None = None) -> dict[str, HeldPlan]:
    """Exam plans by id, the newest first; only those named when `ids` are given."""
    days = (
        sa.select(
            ExamSessionRow.plan_id,
            sa.func.min(ExamSessionRow.starts_at, type_=ExamSessionRow.starts_at.type).label("first"),
            sa.func.max(ExamSessionRow.starts_at, type_=ExamSessionRow.starts_at.type).label("last"),
        )
        .where(ExamSessionRow.school_id == school_id)
        .group_by(ExamSessionRow.plan_id)
        .subquery()
    )
    wanted = (
        sa.select(ExamPlanRow, days.c.first, days.c.last)
        .outerjoin(days, days.c.plan_id == ExamPlanRow.id)
        .where(ExamPlanRow.school_id == school_id)
        .order_by(ExamPlanRow.id.desc())
    )
    return {
        row.id: _plan(row, first and local_date(first), last and local_date(last))
        for part in parts(ids)
        for row, first, last in session.execute(wanted if part is None else wanted.where(ExamPlanRow.id.in_(part)))
    }


def candidates(
    session: Session,
    school_id: str,
    *,
    plan_id: str | None = None,
    ids: Collection[str] | None = None,
    enrollment_ids: Collection[str] | None = None,
    ticket_nos: Collection[str] | None = None,
) -> tuple[Candidate, ...]:
    """Candidates by ticket number, narrowed by what is given (at most one of the collections)."""
    wanted = sa.select(CandidateRow).where(CandidateRow.school_id == school_id)
    if plan_id is not None:
        wanted = wanted.where(CandidateRow.plan_id == plan_id)
    column, keys = next(
        (
            (column, keys)
            for column, keys in (
                (CandidateRow.id, ids),
                (CandidateRow.enrollment_id, enrollment_ids),
                (CandidateRow.ticket_no, ticket_nos),
            )
            if keys is not None
        ),
        (CandidateRow.id, None),
    )
    rows = [
        row
        for part in parts(keys)
        for row in session.scalars(wanted if part is None else wanted.where(column.in_(part)))
    ]
    return tuple(_candidate(row) for row in sorted(rows, key=lambda row: row.ticket_no))


def _plan(row: ExamPlanRow, first_on: date | None, last_on: date | None) -> HeldPlan:
    trade = find_trade(row.trade_code)
    return HeldPlan(
        id=row.id,
        number=row.number,
        name=row.name,
        trade_code=row.trade_code,
        trade=trade.name if trade else row.trade_code,
        level=SkillLevel(row.level),
        status=row.status,
        first_on=first_on,
        last_on=last_on,
    )


def _candidate(row: CandidateRow) -> Candidate:
    sits = {Subject(subject) for subject in row.subjects}
    return Candidate(row.id, row.plan_id, row.enrollment_id, row.ticket_no, tuple(s for s in Subject if s in sits))

"""What the scores need to know of exams: plans and who sat in them. Read only; lists for the exam screens are in queries.py."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.exams.tables import CandidateRow, ExamPlanRow, ExamSessionRow
from school_desk.kernel.clock import local_date
from school_desk.kernel.parts import parts
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import ExamPlanStatus, Subject
from school_desk.terms.trades import trade_name


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
    starts = ExamSessionRow.starts_at
    days = sa.select(
        ExamSessionRow.plan_id, sa.func.min(starts, type_=starts.type), sa.func.max(starts, type_=starts.type)
    ).where(ExamSessionRow.school_id == school_id)
    wanted = sa.select(ExamPlanRow).where(ExamPlanRow.school_id == school_id)
    found: list[HeldPlan] = []
    for part in parts(ids):
        held = days if part is None else days.where(ExamSessionRow.plan_id.in_(part))
        rows = wanted if part is None else wanted.where(ExamPlanRow.id.in_(part))
        on = {
            plan_id: (local_date(first), local_date(last))
            for plan_id, first, last in session.execute(held.group_by(ExamSessionRow.plan_id))
        }
        found += (_plan(row, *on.get(row.id, (None, None))) for row in session.scalars(rows))
    return {plan.id: plan for plan in sorted(found, key=lambda plan: plan.id, reverse=True)}


def sat_in(school_id: str, plan_ids: Collection[str]) -> sa.Select[str]:
    """The candidates (their ids) of these plans, for narrowing another question."""
    return sa.select(CandidateRow.id).where(CandidateRow.school_id == school_id, CandidateRow.plan_id.in_(plan_ids))


def examined_but(session: Session, school_id: str, those: sa.Select[str]) -> tuple[str, ...]:
    """The enrolments that are or were in an exam plan and are not among `those` (enrolment ids)."""
    wanted = sa.select(CandidateRow.enrollment_id).where(
        CandidateRow.school_id == school_id, CandidateRow.enrollment_id.not_in(those)
    )
    return tuple(session.scalars(wanted.distinct()))


def candidates(
    session: Session,
    school_id: str,
    *,
    plan_id: str | None = None,
    ids: Collection[str] | None = None,
    plan_ids: Collection[str] | None = None,
    enrollment_ids: Collection[str] | None = None,
    ticket_nos: Collection[str] | None = None,
) -> tuple[Candidate, ...]:
    """Candidates by ticket number, narrowed by what is given (at most one of the collections)."""
    wanted = sa.select(
        CandidateRow.id,
        CandidateRow.plan_id,
        CandidateRow.enrollment_id,
        CandidateRow.ticket_no,
        CandidateRow.subjects,
    ).where(CandidateRow.school_id == school_id)
    if plan_id is not None:
        wanted = wanted.where(CandidateRow.plan_id == plan_id)
    column, keys = next(
        (
            (column, keys)
            for column, keys in (
                (CandidateRow.id, ids),
                (CandidateRow.plan_id, plan_ids),
                (CandidateRow.enrollment_id, enrollment_ids),
                (CandidateRow.ticket_no, ticket_nos),
            )
            if keys is not None
        ),
        (CandidateRow.id, None),
    )
    rows = (
        _candidate(*row)
        for part in parts(keys)
        for row in session.execute(wanted if part is None else wanted.where(column.in_(part)))
    )
    return tuple(sorted(rows, key=lambda candidate: candidate.ticket_no))


def _plan(row: ExamPlanRow, first_on: date | None, last_on: date | None) -> HeldPlan:
    return HeldPlan(
        id=row.id,
        number=row.number,
        name=row.name,
        trade_code=row.trade_code,
        trade=trade_name(row.trade_code),
        level=SkillLevel(row.level),
        status=row.status,
        first_on=first_on,
        last_on=last_on,
    )


def _candidate(candidate_id: str, plan_id: str, enrollment_id: str, ticket_no: str, sits: list[Any]) -> Candidate:
    return Candidate(candidate_id, plan_id, enrollment_id, ticket_no, tuple(s for s in Subject if s.value in sits))

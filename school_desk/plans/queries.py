"""Training plans as lists and later steps need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.plans.domain import hours_needed, phase
from school_desk.plans.tables import PlanExtensionRow, TrainingPlanRow
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import PlanPhase
from school_desk.terms.trades import trade_name


@dataclass(frozen=True)
class PlanRow:
    """One training plan; `hours_needed` is what a trainee must reach, None when nobody has entered any."""

    id: str
    number: str
    name: str
    trade_code: str
    trade: str
    level: SkillLevel
    sign_up_from: date
    sign_up_to: date
    phase: PlanPhase
    fee_fen: int
    hours_required: int | None
    hours_needed: int | None
    note: str | None


@dataclass(frozen=True)
class ExtensionRow:
    """One extension of a plan's sign-up."""

    old_to: date
    new_to: date
    decided_on: date
    reason: str


def plans(session: Session, school_id: str, today: date) -> tuple[PlanRow, ...]:
    """All plans, those that end last first."""
    wanted = sa.select(TrainingPlanRow).where(TrainingPlanRow.school_id == school_id)
    rows = session.scalars(wanted.order_by(TrainingPlanRow.sign_up_to.desc(), TrainingPlanRow.number.desc()))
    return tuple(_plan(row, today) for row in rows)


def plan(session: Session, school_id: str, plan_id: str, today: date) -> PlanRow | None:
    """One plan."""
    row = session.get(TrainingPlanRow, (school_id, plan_id))
    return None if row is None else _plan(row, today)


def open_plans(session: Session, school_id: str, today: date) -> dict[tuple[str, SkillLevel], PlanRow]:
    """The plan that takes enrolments today for each trade code and level; of several the one whose sign-up ends first."""
    wanted = sa.select(TrainingPlanRow).where(
        TrainingPlanRow.school_id == school_id,
        TrainingPlanRow.sign_up_from <= today,
        TrainingPlanRow.sign_up_to >= today,
    )
    rows = session.scalars(wanted.order_by(TrainingPlanRow.sign_up_to.desc(), TrainingPlanRow.number.desc()))
    return {(row.trade_code, SkillLevel(row.level)): _plan(row, today) for row in rows}


def extensions(session: Session, school_id: str, plan_id: str) -> tuple[ExtensionRow, ...]:
    """A plan's extensions, oldest first."""
    wanted = sa.select(PlanExtensionRow).where(
        PlanExtensionRow.school_id == school_id, PlanExtensionRow.plan_id == plan_id
    )
    rows = session.scalars(wanted.order_by(PlanExtensionRow.id))
    return tuple(ExtensionRow(row.old_to, row.new_to, row.decided_on, row.reason) for row in rows)


def _plan(row: TrainingPlanRow, today: date) -> PlanRow:
    level = SkillLevel(row.level)
    return PlanRow(
        id=row.id,
        number=row.number,
        name=row.name,
        trade_code=row.trade_code,
        trade=trade_name(row.trade_code),
        level=level,
        sign_up_from=row.sign_up_from,
        sign_up_to=row.sign_up_to,
        phase=phase(row.sign_up_from, row.sign_up_to, today),
        fee_fen=row.fee_fen,
        hours_required=row.hours_required,
        hours_needed=hours_needed(level, row.hours_required),
        note=row.note,
    )

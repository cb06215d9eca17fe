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
    """One change of the last day of a plan's sign-up: later (延期) or earlier (提前截止)."""

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
    """The plan that takes enrolments today for each trade code and level; of several the one that was made last."""
    return {place: rows[0] for place, rows in plans_in_sign_up(session, school_id, today).items()}


def plans_in_sign_up(
    session: Session, school_id: str, today: date
) -> dict[tuple[str, SkillLevel], tuple[PlanRow, ...]]:
    """All plans that are 报名中 for each trade code and level, the one made last first.

    A fee on which people enrolled stays: whoever makes another plan beside it means what comes from now on.
    """
    wanted = sa.select(TrainingPlanRow).where(
        TrainingPlanRow.school_id == school_id,
        TrainingPlanRow.sign_up_from <= today,
        TrainingPlanRow.sign_up_to >= today,
    )
    found: dict[tuple[str, SkillLevel], tuple[PlanRow, ...]] = {}
    for row in session.scalars(wanted.order_by(TrainingPlanRow.id.desc())):
        place = row.trade_code, SkillLevel(row.level)
        found[place] = (*found.get(place, ()), _plan(row, today))
    return found


def extensions(session: Session, school_id: str, plan_id: str) -> tuple[ExtensionRow, ...]:
    """The changes of a plan's last day, oldest first."""
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

"""Decisions about training plans: make one, correct it, let its sign-up end later or earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from school_desk.kernel.commands import Command, Context, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.numbers import Series, declare
from school_desk.plans.domain import check_dates, check_fee, check_hours, check_new_end
from school_desk.plans.events import PlanChanged
from school_desk.plans.tables import PlanExtensionRow, TrainingPlanRow
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import CLERKS
from school_desk.terms.trades import find_trade, trade_name

NUMBERS = declare(Series("training_plan", "培训计划", yearly=True, block=20))


@dataclass(frozen=True)
class CreatePlan(Command):
    """新建培训计划: one trade and level, its sign-up days, its fee; `hours_required` only where the trade asks for more."""

    label: ClassVar[str] = "新建培训计划"
    allowed: ClassVar[frozenset[str]] = CLERKS

    trade_code: str
    level: SkillLevel
    sign_up_from: date
    sign_up_to: date
    fee_fen: int
    hours_required: int | None = None
    name: str = ""
    note: str | None = None

    @property
    def subject(self) -> str:
        """Which trade and level."""
        return f"{trade_name(self.trade_code)} {self.level.label}"


@dataclass(frozen=True)
class EditPlan(Command):
    """Corrects a plan. Once somebody has enrolled, the fee and the hours stand."""

    label: ClassVar[str] = "修改培训计划"
    allowed: ClassVar[frozenset[str]] = CLERKS

    plan_id: str
    name: str
    fee_fen: int
    hours_required: int | None
    note: str | None = None


@dataclass(frozen=True)
class ExtendPlan(Command):
    """延期, 提前截止: another last day of sign-up, with the reason. It is yesterday at the earliest: then nobody enrols from today on."""

    label: ClassVar[str] = "更改报名截止"
    allowed: ClassVar[frozenset[str]] = CLERKS

    plan_id: str
    new_to: date
    reason: str


@handles(CreatePlan)
def create_plan(context: Context, command: CreatePlan) -> dict[str, str]:
    """Makes the plan with the next number."""
    trade = find_trade(command.trade_code)
    if trade is None:
        raise RuleViolation("plan.trade", f"没有工种“{command.trade_code}”，请从列表中选择。", field="trade_code")
    check_dates(command.sign_up_from, command.sign_up_to)
    check_fee(command.fee_fen)
    check_hours(command.level, command.hours_required)
    year = command.sign_up_from.year
    row = TrainingPlanRow(
        school_id=context.school_id,
        id=context.new_id("plan"),
        number=f"PX{year}{context.number(NUMBERS.of(year)):03d}",
        name=command.name.strip() or f"{year}年{command.sign_up_from.month}月 {trade.name} {command.level.label}",
        trade_code=trade.code,
        level=int(command.level),
        sign_up_from=command.sign_up_from,
        sign_up_to=command.sign_up_to,
        fee_fen=command.fee_fen,
        hours_required=command.hours_required,
        note=command.note,
    )
    context.session.add(row)
    return {"plan_id": row.id, "number": row.number}


@handles(EditPlan)
def edit_plan(context: Context, command: EditPlan) -> None:
    """Changes the plan; whoever has built on its fee or hours objects."""
    row = plan(context, command.plan_id)
    check_fee(command.fee_fen)
    check_hours(SkillLevel(row.level), command.hours_required)
    if (command.fee_fen, command.hours_required) != (row.fee_fen, row.hours_required):
        context.emit(PlanChanged(row.id))
    row.name = command.name.strip() or row.name
    row.fee_fen, row.hours_required, row.note = command.fee_fen, command.hours_required, command.note


@handles(ExtendPlan)
def extend_plan(context: Context, command: ExtendPlan) -> None:
    """Keeps the old date with the reason; sign-up is open until the new one. Who has enrolled stays enrolled."""
    row = plan(context, command.plan_id)
    check_new_end(row.sign_up_from, row.sign_up_to, command.new_to, context.today)
    if not command.reason.strip():
        raise RuleViolation("plan.reason", "请填写更改截止日期的原因。", field="reason")
    context.session.add(
        PlanExtensionRow(
            school_id=context.school_id,
            id=context.new_id("extension"),
            plan_id=row.id,
            old_to=row.sign_up_to,
            new_to=command.new_to,
            decided_on=context.today,
            reason=command.reason.strip(),
        )
    )
    row.sign_up_to = command.new_to


def plan(context: Context, plan_id: str) -> TrainingPlanRow:
    """The plan. Raises RuleViolation `plan.unknown`."""
    row = context.session.get(TrainingPlanRow, (context.school_id, plan_id))
    if row is None:
        raise RuleViolation("plan.unknown", "找不到这个培训计划。")
    return row

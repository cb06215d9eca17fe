"""What a training plan usually costs and how many hours its trade asks for: offered when a plan is made, changed by the school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from school_desk.kernel import settings
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.settings import Setting, declare
from school_desk.plans.domain import check_hours
from school_desk.terms.levels import SkillLevel
from school_desk.terms.trades import trades

TradeHours = dict[str, dict[SkillLevel, int]]


def _usual_fee(level: SkillLevel, fen: int) -> Setting[int]:
    return declare(
        Setting(f"plans.usual_fee_{level.name.lower()}", f"{level.label}培训费（元/人）", int, fen, unit="fen")
    )


USUAL_FEES = {
    SkillLevel.JUNIOR: _usual_fee(SkillLevel.JUNIOR, 60_000),
    SkillLevel.INTERMEDIATE: _usual_fee(SkillLevel.INTERMEDIATE, 80_000),
    SkillLevel.SENIOR: _usual_fee(SkillLevel.SENIOR, 100_000),
}


def hours_problem(level: SkillLevel, hours: int) -> str:
    """A sentence when these are fewer than the level asks for anyway; else ""."""
    try:
        check_hours(level, hours)
    except RuleViolation as refused:
        return refused.message
    return ""


def _trade_hours_problem(hours: TradeHours) -> str | None:
    known = {trade.code for trade in trades()}
    unknown = sorted(hours.keys() - known)
    if unknown:
        return f"没有代码为 {unknown[0]} 的工种。"
    told = (hours_problem(level, number) for levels in hours.values() for level, number in levels.items())
    return next(filter(None, told), None)


TRADE_HOURS = declare(
    Setting[TradeHours](
        key="plans.trade_hours",
        label="工种学时",
        kind=TradeHours,
        default={},
        hint="职业标准要求的学时高于最低学时（初级工 16、中级工 24、高级工 32）的工种，以及技师、高级技师，在这里填写；"
        "新建培训计划时自动带出，可以再改。",
        check=_trade_hours_problem,
    )
)


@dataclass(frozen=True)
class Usual:
    """What is offered for a new plan: the fee in fen by level, the hours by trade and level."""

    fees: Mapping[SkillLevel, int]
    hours: TradeHours


def usual(session: Session, school_id: str, today: date) -> Usual:
    """What the school has set."""
    fees = {level: settings.read(session, school_id, setting, today) for level, setting in USUAL_FEES.items()}
    return Usual(fees, settings.read(session, school_id, TRADE_HOURS, today))

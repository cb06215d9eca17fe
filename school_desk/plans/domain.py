"""The rules of a training plan: its label follows from dates alone (操作说明 个人进度状态说明), its last day may move, but not into the past."""

from __future__ import annotations

from datetime import date, timedelta

from school_desk.kernel.errors import RuleViolation
from school_desk.terms.levels import SkillLevel, minimum_hours
from school_desk.terms.statuses import PlanPhase


def phase(sign_up_from: date, sign_up_to: date, today: date) -> PlanPhase:
    """报名中 from the first to the last sign-up day, both included; 培训结束 after it, whether or not anybody has finished learning."""
    if today < sign_up_from:
        return PlanPhase.UPCOMING
    return PlanPhase.SIGN_UP if today <= sign_up_to else PlanPhase.ENDED


def check_dates(sign_up_from: date, sign_up_to: date) -> None:
    """Raises RuleViolation `plan.dates` when sign-up would end before it begins."""
    if sign_up_to < sign_up_from:
        raise RuleViolation("plan.dates", "报名截止日期不能早于开始日期。", field="sign_up_to")


def check_new_end(sign_up_from: date, old_to: date, new_to: date, today: date) -> None:
    """Raises RuleViolation `plan.extension` unless sign-up may end on `new_to` instead of `old_to`: any later day, or an earlier one.

    An earlier one is yesterday or later, and after sign-up has begun: what was open on a day that has passed stays so.
    """
    if new_to == old_to:
        raise RuleViolation("plan.extension", f"报名截止日期就是 {old_to}，没有变化。", field="new_to")
    earliest = max(sign_up_from, today - timedelta(days=1))
    if new_to < old_to and new_to < earliest:
        over = old_to <= earliest
        message = f"原来的截止日期是 {old_to}，只能改得更晚。" if over else f"提前截止最早可以填 {earliest}。"
        raise RuleViolation("plan.extension", message, field="new_to")


def check_fee(fee_fen: int) -> None:
    """Raises RuleViolation `plan.fee` unless the fee is a sensible amount."""
    if not 0 < fee_fen <= 10_000_000:
        raise RuleViolation("plan.fee", "培训费应大于 0 元、不超过 100,000 元。", field="fee_fen")


def hours_needed(level: SkillLevel, hours_required: int | None) -> int | None:
    """The hours a trainee needs: the larger of the manual's minimum (16/24/32) and the plan's own. None: nobody has entered any."""
    known = [hours for hours in (minimum_hours(level), hours_required) if hours is not None]
    return max(known, default=None)


def check_hours(level: SkillLevel, hours_required: int | None) -> None:
    """Raises RuleViolation `plan.hours`: below the manual's minimum, or none for a level the manual gives none for."""
    minimum = minimum_hours(level)
    if minimum is None and hours_required is None:
        message = f"{level.label}没有统一的最低学时，请按职业标准填写要求学时。"
        raise RuleViolation("plan.hours", message, field="hours_required")
    if hours_required is not None and hours_required < (minimum or 1):
        message = f"{level.label}不得少于 {minimum or 1} 学时（含考核时间）。"
        raise RuleViolation("plan.hours", message, field="hours_required")

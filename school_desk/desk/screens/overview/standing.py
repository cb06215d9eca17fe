"""Where a trainee stands, as one sentence and a tone: the step, what holds it, whose turn it is and since when."""

from __future__ import annotations

from datetime import date

from school_desk.desk.colours import Tone
from school_desk.overview.domain import CLERK, EXAM_OFFICE, FINANCE, STAGES, Stage, Step

_OURS = (CLERK, FINANCE, EXAM_OFFICE)


def standing_tone(step: Step, today: date) -> Tone:
    """Bad when it is late, a warning when it is the school's own turn."""
    if step.stage is Stage.DONE:
        return Tone.GOOD
    if step.stage is Stage.CLOSED:
        return Tone.NEUTRAL
    if step.due_on is not None and step.due_on < today:
        return Tone.BAD
    return Tone.WARN if step.owner in _OURS else Tone.INFO


def standing_words(step: Step, today: date) -> str:
    """ "停在“费用审核”：待费用审核。轮到财务，2026-08-10 起已 3 天。" """
    if step.stage is Stage.DONE:
        return "九步都已走完：证书已推送，联网可查。"
    reason = step.reason.rstrip("。")
    if step.stage is Stage.CLOSED:
        return f"{STAGES[step.stage]}：{reason}。"
    waits = "" if step.since is None else f"，{step.since} 起{_days(step.since, today)}"
    due = "" if step.due_on is None else f"，{_due_word(step)} {step.due_on}"
    return f"停在“{STAGES[step.stage]}”：{reason}。轮到{step.owner}{waits}{due}。"


def _days(since: date, today: date) -> str:
    days = (today - since).days
    return f"已 {days} 天" if days > 0 else ""


def _due_word(step: Step) -> str:
    return "考试日期" if step.stage is Stage.EXAM else "最迟"

"""培训计划 as the list shows them: when sign-up is open, and how many have enrolled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.table import Column
from school_desk.enrollments.queries import plan_places
from school_desk.plans.queries import PlanRow, plans, plans_in_sign_up
from school_desk.terms.labels import plan_phase
from school_desk.terms.search import search_key, search_text
from school_desk.terms.statuses import PlanPhase

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_TONES = {PlanPhase.UPCOMING: Tone.NEUTRAL, PlanPhase.SIGN_UP: Tone.GOOD, PlanPhase.ENDED: Tone.INFO}
_SOON = 3


@dataclass(frozen=True)
class PlanLine:
    """One plan with the people enrolled in it; `days_left` of its sign-up, 0 on the last day.

    `beside`: all that are 报名中 for its trade and level, itself among them, where there are several: the first takes the rosters.
    """

    plan: PlanRow
    people: int
    days_left: int
    beside: tuple[PlanRow, ...] = ()

    @property
    def id(self) -> str:
        """The plan's id."""
        return self.plan.id

    @property
    def gives_way(self) -> bool:
        """Whether new rosters go into another plan, though this one is 报名中."""
        return bool(self.beside) and self.beside[0].id != self.id


def plan_lines(session: ReadSession, school_id: str, today: date, words: str = "") -> tuple[PlanLine, ...]:
    """Plans, those that end last first, whose number, name, trade, level or pinyin holds every word."""
    people = plan_places(session, school_id)
    several = [rows for rows in plans_in_sign_up(session, school_id, today).values() if len(rows) > 1]
    beside = {row.id: rows for rows in several for row in rows}
    return tuple(
        PlanLine(row, people.get(row.id, 0), (row.sign_up_to - today).days, beside.get(row.id, ()))
        for row in plans(session, school_id, today)
        if _fits(row, words)
    )


def phase_chip(line: PlanLine) -> Chip:
    """未开始报名, 报名中 (in its last days with how many are left; 有新计划 beside one made later), 培训结束."""
    phase = line.plan.phase
    if line.gives_way:
        return Chip(f"{plan_phase(phase)}，有新计划", Tone.WARN)
    if phase is PlanPhase.SIGN_UP and line.days_left <= _SOON:
        left = f"还剩 {line.days_left} 天" if line.days_left else "今天截止"
        return Chip(f"{plan_phase(phase)}，{left}", Tone.WARN)
    return Chip(plan_phase(phase), _TONES[phase])


def plan_columns() -> tuple[Column, ...]:
    """What the list of plans shows."""
    return (
        Column("number", "编号", 110, muted=True, value=lambda line: line.plan.number),
        Column("name", "培训计划", 180, stretch=True, value=lambda line: line.plan.name),
        Column("sign_up_from", "报名开始", 104, "date", value=lambda line: line.plan.sign_up_from),
        Column(
            "sign_up_to",
            "报名截止",
            104,
            "date",
            value=lambda line: line.plan.sign_up_to,
            sort_key=lambda line: line.plan.sign_up_to,
        ),
        Column("phase", "状态", 180, "chip", value=phase_chip),
        Column("people", "已报名", 76, "number"),
        Column("hours_needed", "学时", 64, "number", value=lambda line: line.plan.hours_needed),
        Column("fee_fen", "培训费", 100, "money", value=lambda line: line.plan.fee_fen),
    )


def _fits(row: PlanRow, words: str) -> bool:
    if not words:
        return True
    text = search_text(row.number, row.name, row.trade, row.level.label)
    return all(search_key(word) in text for word in words.split())

"""What the lists of an exam plan's page show: people, sessions, versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.table import Column
from school_desk.exams.eligibility import SittingRow
from school_desk.exams.queries import CandidateLine, PlanVersion, SessionRow
from school_desk.kernel.clock import SHANGHAI
from school_desk.terms.labels import SUBJECTS


@dataclass(frozen=True)
class PersonLine:
    """One row of the people list: the verdict with the seats."""

    row: SittingRow
    line: CandidateLine | None

    @property
    def person(self) -> Any:
        """The enrolment with its person."""
        return self.row.person

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why they may not sit."""
        return self.row.reasons

    @property
    def ticket_no(self) -> str | None:
        """The ticket, once they are taken in."""
        return self.row.ticket_no

    @property
    def seats(self) -> str:
        """Room and seat of each subject."""
        taken = () if self.line is None else self.line.seats
        return "，".join(f"{SUBJECTS[s.session.subject]} {s.session.room} {s.seat_no} 号" for s in taken)


def people_columns() -> tuple[Column, ...]:
    """Who sits, who might, and why not."""
    return (
        Column("name", "姓名", 84, value=lambda line: line.person.name),
        Column("enterprise", "企业", 170, stretch=True, value=lambda line: line.person.enterprise),
        Column("state", "能否参加", 118, "chip", value=_state),
        Column("ticket_no", "准考证号", 120, value=lambda line: line.ticket_no or ""),
        Column("why", "座位 / 原因", 210, value=lambda line: line.seats or "；".join(line.reasons)),
    )


def _state(line: PersonLine) -> Chip:
    if line.reasons:
        return Chip("不能参加", Tone.WARN)
    return Chip("已编入", Tone.GOOD) if line.ticket_no else Chip("可编入", Tone.INFO)


def session_columns() -> tuple[Column, ...]:
    """When and where each subject is held."""
    return (
        Column("subject", "科目", 90, value=lambda row: SUBJECTS[row.subject]),
        Column("when", "时间", 190, value=_when),
        Column("room", "考场", 120),
        Column("place", "考点", 160, stretch=True),
        Column("seated", "人数", 80, value=lambda row: f"{row.seated}/{row.seats}", align="right"),
    )


def _when(row: SessionRow) -> str:
    starts, ends = row.starts_at.astimezone(SHANGHAI), row.ends_at.astimezone(SHANGHAI)
    return f"{starts:%Y-%m-%d %H:%M}–{ends:%H:%M}"


def version_columns() -> tuple[Column, ...]:
    """What was reported and answered."""
    return (
        Column("version", "版本", 60, "number"),
        Column("reported_on", "上报", 104, "date"),
        Column("accepted_on", "受理", 104, "date"),
        Column("decided_on", "结论", 104, "date"),
        Column("state", "结果", 104, "chip", value=_outcome),
        Column("document_no", "文号", 150),
        Column("reason", "说明", 200, stretch=True),
    )


def _outcome(row: PlanVersion) -> Chip:
    if row.withdrawn_on is not None:
        return Chip("已撤回", Tone.NEUTRAL)
    if row.approved is None:
        return Chip("未审核", Tone.WARN)
    return Chip("通过", Tone.GOOD) if row.approved else Chip("退回", Tone.BAD)

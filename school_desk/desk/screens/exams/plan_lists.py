"""What the lists of an exam plan's page show: who sits, who else might or might not, sessions, versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.table import Column
from school_desk.exams.domain import ALL_SUBJECTS, period_words, subjects_words
from school_desk.exams.eligibility import SittingRow
from school_desk.exams.queries import CandidateLine, ExamPlanDetail, PlanVersion, SeatLine
from school_desk.terms.labels import SUBJECTS
from school_desk.terms.statuses import Subject


@dataclass(frozen=True)
class CandidateEntry:
    """A candidate with the verdict on whether they may (still) sit."""

    line: CandidateLine
    reasons: tuple[str, ...]

    @property
    def person(self) -> Any:
        """The enrolment with its person."""
        return self.line.person

    @property
    def lacking(self) -> tuple[Subject, ...]:
        """The subjects without a seat."""
        seated = {seat.session.subject for seat in self.line.seats}
        return tuple(subject for subject in self.line.subjects if subject not in seated)


def candidate_entries(detail: ExamPlanDetail, people: Iterable[SittingRow]) -> tuple[CandidateEntry, ...]:
    """The plan's candidates by ticket number."""
    reasons = {row.person.id: row.reasons for row in people}
    return tuple(CandidateEntry(line, reasons.get(line.person.id, ())) for line in detail.candidates)


def candidate_columns() -> tuple[Column, ...]:
    """Who sits where."""
    return (
        Column("name", "姓名", 80, value=lambda entry: entry.person.name),
        Column("enterprise", "企业", 130, yields_room=True, stretch=True, value=lambda entry: entry.person.enterprise),
        Column("subjects", "科目", 104, yields_room=True, value=lambda entry: subjects_said(entry.line.subjects)),
        Column("ticket_no", "准考证号", 112, value=lambda entry: entry.line.ticket_no),
        Column("state", "能否参加", 104, "chip", value=_candidate_chip),
        Column("seats", "座位", 132, stretch=True, value=_seats_or_reason),
    )


def subjects_said(subjects: Sequence[Subject]) -> str:
    """三科, or what a resit names."""
    return "三科" if tuple(subjects) == ALL_SUBJECTS else f"补考 {subjects_words(subjects)}"


def seat_words(seats: Sequence[SeatLine]) -> str:
    """One room and number when all subjects share them, else each with its subject."""
    places = {(seat.session.room, seat.seat_no) for seat in seats}
    if len(places) == 1:
        room, number = places.pop()
        return f"{room} {number} 号"
    return "，".join(f"{SUBJECTS[seat.session.subject]} {seat.session.room} {seat.seat_no} 号" for seat in seats)


def _seats_or_reason(entry: CandidateEntry) -> str:
    if entry.reasons:
        return "；".join(entry.reasons)
    if entry.lacking:
        which = "" if entry.lacking == entry.line.subjects else subjects_words(entry.lacking)
        return f"{which}还没有座位"
    return seat_words(entry.line.seats)


def _candidate_chip(entry: CandidateEntry) -> Chip:
    if entry.reasons:
        return Chip("不能参加", Tone.BAD)
    return Chip("缺座位", Tone.WARN) if entry.lacking else Chip("已排座", Tone.GOOD)


def other_columns() -> tuple[Column, ...]:
    """Who is not in the plan: with 学时, and why not."""
    return (
        Column("name", "姓名", 80, value=lambda row: row.person.name),
        Column("enterprise", "企业", 150, yields_room=True, stretch=True, value=lambda row: row.person.enterprise),
        Column("subjects", "科目", 104, yields_room=True, value=lambda row: subjects_said(row.subjects)),
        Column(
            "hours",
            "已学/要求",
            92,
            align="right",
            value=lambda row: f"{row.hours.reached} / {row.hours.needed or '—'}",
        ),
        Column("reasons", "为什么不能参加", 260, stretch=True, value=lambda row: "；".join(row.reasons)),
    )


def session_columns() -> tuple[Column, ...]:
    """When and where each subject is held."""
    return (
        Column("subject", "科目", 84, value=lambda row: SUBJECTS[row.subject]),
        Column("when", "时间", 190, value=lambda row: period_words(row.starts_at, row.ends_at)),
        Column("room", "考场", 120, stretch=True),
        Column("place", "考点", 160, yields_room=True, stretch=True),
        Column("seated", "人数/座位", 92, value=lambda row: f"{row.seated} / {row.seats}", align="right"),
    )


def version_columns() -> tuple[Column, ...]:
    """What was reported and answered."""
    return (
        Column("version", "版本", 52, "number"),
        Column("reported_on", "上报", 96, "date"),
        Column("accepted_on", "受理", 96, "date", yields_room=True),
        Column("decided_on", "结论", 96, "date"),
        Column("state", "结果", 108, "chip", value=version_chip),
        Column("document_no", "文号", 150, yields_room=True, stretch=True),
        Column("reason", "说明", 120, stretch=True),
    )


def version_chip(row: PlanVersion) -> Chip:
    """What became of a version."""
    if row.withdrawn_on is not None:
        return Chip("已撤回", Tone.NEUTRAL)
    if row.approved is None:
        return Chip("未审核", Tone.WARN)
    return Chip("通过", Tone.GOOD) if row.approved else Chip("退回", Tone.BAD)

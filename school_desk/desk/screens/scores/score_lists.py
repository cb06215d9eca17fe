"""What the lists of the scores show: plans with what they wait for, the score sheet of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.table import Column
from school_desk.scores.domain import Result, ResultKind
from school_desk.scores.queries import ScorePlanRow, ScoreSheetRow, ScoreStep
from school_desk.terms.labels import SUBJECTS, score_submission_status
from school_desk.terms.statuses import Subject
from school_desk.terms.statuses import SubmissionStatus as Status

# What comes next, beside the manual's label: submitted and not accepted reads 未上报 there, too.
STEPS = {
    ScoreStep.ENTER: "待录入",
    ScoreStep.SUBMIT: "待报审",
    ScoreStep.ACCEPT: "待受理",
    ScoreStep.DECIDE: "待结论",
    ScoreStep.CORRECT: "待更正",
}
_TONES = {
    Status.SUBMITTED: Tone.WARN,
    Status.ACCEPTED: Tone.INFO,
    Status.APPROVED: Tone.GOOD,
    Status.REJECTED: Tone.BAD,
}
_RESULTS = {
    ResultKind.PASSED: Tone.GOOD,
    ResultKind.FAILED: Tone.BAD,
    ResultKind.ABSENT: Tone.NEUTRAL,
    ResultKind.INCOMPLETE: Tone.WARN,
}


def plan_columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """Approved exam plans."""
    return (
        Column("what", "工种等级", 110, stretch=True, value=lambda row: f"{row.plan.trade} {row.plan.level.label}"),
        Column("last_on", "考核日", 76, yields_room=True, value=_day),
        Column("status", "成绩报审", 158, "chip", value=lambda row: status_chip(row, today())),
    )


def status_chip(row: ScorePlanRow, today: date) -> Chip:
    """The manual's label and what comes next: scores that lack are entered after 已审核, too."""
    status = None if row.newest is None else row.newest.status
    to_do = STEPS.get(row.step, "") if has_begun(row, today) else "未开考"
    words = " · ".join(filter(None, (score_submission_status(status), to_do)))
    if status is None:
        return Chip(words, Tone.NEUTRAL)
    return Chip(words, Tone.WARN if status is Status.APPROVED and to_do else _TONES[status])


def has_begun(row: ScorePlanRow, today: date) -> bool:
    """Nobody waits for the scores of an exam that is still to come."""
    return row.plan.first_on is None or row.plan.first_on <= today


def result_chip(result: Result) -> Chip:
    """合格, 不合格 with the subjects, 缺考, or what is not entered."""
    return Chip(result.words, _RESULTS[result.kind])


def sheet_columns() -> tuple[Column, ...]:
    """Candidates with their three subjects."""
    marks = [
        Column(subject.value, SUBJECTS[subject], 76, align="right", value=partial(mark_said, subject))
        for subject in Subject
    ]
    return (
        Column("ticket_no", "准考证号", 114, yields_room=True, muted=True),
        Column("name", "姓名", 76),
        *marks,
        Column("result", "结果", 140, "chip", stretch=True, value=lambda row: result_chip(row.result)),
    )


def mark_said(subject: Subject, row: ScoreSheetRow) -> str:
    """The mark, — for a subject they do not sit, nothing for one not entered."""
    mark = row.marks.get(subject)
    if subject not in row.sits:
        return "—"
    return "" if mark is None else mark.words


def _day(row: ScorePlanRow) -> str:
    return "" if row.plan.last_on is None else f"{row.plan.last_on:%m-%d}"

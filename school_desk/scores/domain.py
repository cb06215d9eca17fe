"""The rules of scores: marks are tenths (595 is 59.5) and never rounded, blank is not zero, every subject must be passed."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from school_desk.kernel.errors import RuleViolation
from school_desk.terms.labels import SCORE_FLAGS, SUBJECTS
from school_desk.terms.statuses import ScoreFlag, Subject, SubmissionStatus

FULL_TENTHS = 1000
Marks = Mapping[Subject, "Mark"]
PassMarks = Mapping[Subject, int]


@dataclass(frozen=True)
class Mark:
    """One subject's result: either tenths of a mark or the reason why there is none."""

    tenths: int | None = None
    flag: ScoreFlag | None = None

    @property
    def words(self) -> str:
        """59.5, 60 or 缺考."""
        if self.flag is not None:
            return SCORE_FLAGS[self.flag]
        return "" if self.tenths is None else mark_text(self.tenths)


class ResultKind(StrEnum):
    """What a candidate's marks of one plan come to."""

    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Result:
    """A candidate's result in one plan; `words` as sheets print it: 合格, 不合格（理论 59.5、操作技能缺考）, 缺考, 成绩未录全（安全）."""

    kind: ResultKind
    words: str


@dataclass(frozen=True)
class ApprovedMark:
    """A mark that the authority approved, with the day of its exam."""

    subject: Subject
    mark: Mark
    examined_on: date


def mark_text(tenths: int) -> str:
    """595 → 59.5, 600 → 60."""
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def check_mark(mark: Mark) -> str | None:
    """Why this is no result of one subject, as a sentence; None: it is one."""
    if mark.tenths is not None and mark.flag is not None:
        return f"写了{SCORE_FLAGS[mark.flag]}，却有成绩 {mark_text(mark.tenths)}，请核对。"
    if mark.tenths is not None and not 0 <= mark.tenths <= FULL_TENTHS:
        return f"成绩 {mark_text(mark.tenths)} 不在 0 到 100 之间，请对照原始成绩单更正。"
    return None


def is_passed(mark: Mark | None, pass_tenths: int) -> bool:
    """59.5 does not pass 60."""
    return mark is not None and mark.tenths is not None and mark.tenths >= pass_tenths


def plan_result(sits: Sequence[Subject], marks: Marks, passes: PassMarks) -> Result:
    """What the marks of one plan come to, for the subjects this candidate sits."""
    missing = [SUBJECTS[subject] for subject in sits if subject not in marks]
    if missing:
        return Result(ResultKind.INCOMPLETE, f"成绩未录全（{'、'.join(missing)}）" if marks else "成绩未录入")
    failed = [subject for subject in sits if not is_passed(marks[subject], passes[subject])]
    if not failed:
        return Result(ResultKind.PASSED, "合格")
    if all(marks[subject].flag is ScoreFlag.ABSENT for subject in sits):
        return Result(ResultKind.ABSENT, "缺考")
    return Result(
        ResultKind.FAILED, f"不合格（{'、'.join(_failed_words(subject, marks[subject]) for subject in failed)}）"
    )


def why_not_passed(marks: Collection[ApprovedMark], passes: Mapping[date, PassMarks], kept_months: int) -> str | None:
    """Why the approved marks of all an enrolment's exams do not make it pass; None: they do.

    `passes` holds the pass marks of each exam day. A passed subject is kept for a resit: for `kept_months` (0: for good).
    """
    if not marks:
        return "没有审核通过的成绩"
    good = [mark for mark in marks if is_passed(mark.mark, passes[mark.examined_on][mark.subject])]
    open_subjects = [subject for subject in Subject if subject not in {mark.subject for mark in good}]
    if open_subjects:
        newest = {mark.subject: mark for mark in sorted(marks, key=lambda mark: mark.examined_on)}
        return f"不合格（{'、'.join(_open_words(subject, newest.get(subject)) for subject in open_subjects)}）"
    if kept_months and not _together(good, kept_months):
        return f"各科合格成绩相隔超过 {kept_months} 个月，前面的成绩已不再保留"
    return None


def passed_days(marks: Collection[ApprovedMark], passes: Mapping[date, PassMarks]) -> dict[Subject, date]:
    """The subjects passed, each with the day of the newest exam that it was passed in."""
    good = [mark for mark in marks if is_passed(mark.mark, passes[mark.examined_on][mark.subject])]
    return {mark.subject: mark.examined_on for mark in sorted(good, key=lambda mark: mark.examined_on)}


def kept_subjects(passed: Mapping[Subject, date], today: date, kept_months: int) -> tuple[Subject, ...]:
    """Those of the `passed` subjects that a resit need not name `today`; 0 months: all, for good."""
    oldest = _months_before(today, kept_months) if kept_months else date.min
    return tuple(subject for subject in Subject if subject in passed and passed[subject] >= oldest)


def kept_for_resit(
    passed: Mapping[Subject, date], today: date, kept_months: int, exam_months: int
) -> tuple[Subject, ...]:
    """Those of the `passed` subjects that one who has not passed need not sit again `today`, by the rule of today.

    A rule made longer since would keep them all and leave nothing to pass with: then `exam_months` count, by which the exams did not do.
    """
    kept = kept_subjects(passed, today, kept_months)
    return kept if set(kept) != set(Subject) else kept_subjects(passed, today, exam_months)


def check_undecided(status: SubmissionStatus) -> None:
    """Raises RuleViolation `submission.step` once the authority has decided."""
    if status in (SubmissionStatus.APPROVED, SubmissionStatus.REJECTED):
        raise RuleViolation("submission.step", "这次报审已有结论，不能再登记。")


def check_day(day: date, earliest: date, today: date, word: str, field: str) -> None:
    """Raises RuleViolation `submission.date` when `day` lies before what it follows, or is still to come."""
    if day > today:
        raise RuleViolation("submission.date", f"{word}不能晚于今天。", field=field)
    if day < earliest:
        raise RuleViolation("submission.date", f"{word}不能早于上一步的 {earliest}。", field=field)


def _failed_words(subject: Subject, mark: Mark) -> str:
    return f"{SUBJECTS[subject]}{'' if mark.flag else ' '}{mark.words}"


def _open_words(subject: Subject, mark: ApprovedMark | None) -> str:
    return f"{SUBJECTS[subject]}没有成绩" if mark is None else _failed_words(subject, mark.mark)


def _together(good: Collection[ApprovedMark], kept_months: int) -> bool:
    """Whether at some exam day all subjects stood passed within the months before it."""
    days = sorted({mark.examined_on for mark in good})
    return any(
        {mark.subject for mark in good if _months_before(day, kept_months) <= mark.examined_on <= day} == set(Subject)
        for day in days
    )


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

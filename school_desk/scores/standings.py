"""What an enrolment has reached over all its exams: which subjects are passed and kept, whether all are. Only approved scores count."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.exams.results_queries import HeldPlan, held_plans
from school_desk.kernel import settings
from school_desk.kernel.parts import parts
from school_desk.kernel.tables import joined
from school_desk.scores.domain import ApprovedMark, Mark, PassMarks, passed_days, why_not_passed
from school_desk.scores.settings import KEPT_MONTHS, PASS_MARKS
from school_desk.scores.tables import ScoreRow, ScoreSubmissionRow
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import Subject, SubmissionStatus


@dataclass(frozen=True)
class Standing:
    """One enrolment's newest approved mark of each subject. `why_not` None: it has passed, by the exam of `examined_on`.

    `passed_on`: the newest exam day of each subject passed. `approved_on`: the authority's newest approval. `kept_months`: for how long
    subjects are kept by the rule of the newest exam day, which `why_not` goes by.
    """

    marks: dict[Subject, Mark]
    passed_on: dict[Subject, date]
    why_not: str | None
    examined_on: date | None = None
    approved_on: date | None = None
    kept_months: int = 0

    @property
    def passed(self) -> bool:
        """Whether every subject has an approved mark that reaches its pass mark."""
        return self.why_not is None


@dataclass(frozen=True)
class _Approval:
    mark: ApprovedMark
    level: SkillLevel
    approved_on: date


def standings(
    session: Session, school_id: str, enrollment_ids: Collection[str] | None = None, *, until: date = date.max
) -> dict[str, Standing]:
    """What each of these enrolments has reached, by id; None: of all that have approved scores. `until`: by exams up to that day."""
    book = PassBook(session, school_id)
    found: dict[str, list[_Approval]] = {enrollment_id: [] for enrollment_id in sorted(enrollment_ids or ())}
    for enrollment_id, approval in _approvals(session, school_id, enrollment_ids):
        if approval.mark.examined_on <= until:
            found.setdefault(enrollment_id, []).append(approval)
    return {enrollment_id: _standing(book, approvals) for enrollment_id, approvals in found.items()}


def passed_enrollments(
    session: Session, school_id: str, enrollment_ids: Collection[str] | None = None, *, until: date = date.max
) -> dict[str, Standing]:
    """Those of `enrollment_ids` (None: of all) that have passed every subject, by exams up to the day `until`."""
    reached = standings(session, school_id, enrollment_ids, until=until)
    return {enrollment_id: standing for enrollment_id, standing in reached.items() if standing.passed}


class PassBook:
    """The pass marks of each level on each exam day: a later change of the setting fails nobody who had passed."""

    def __init__(self, session: Session, school_id: str) -> None:
        self._session = session
        self._school_id = school_id
        self._by_day: dict[date, dict[SkillLevel, dict[Subject, int]]] = {}
        self._months: dict[date, int] = {}

    def marks(self, level: SkillLevel, on: date) -> PassMarks:
        """The pass marks, in tenths, of an exam of `level` held on the day `on`."""
        if on not in self._by_day:
            self._by_day[on] = settings.read(self._session, self._school_id, PASS_MARKS, on)
        return self._by_day[on][level]

    def kept_months(self, on: date) -> int:
        """How long a passed subject is kept, by the rule of the day `on`; 0: for good."""
        if on not in self._months:
            self._months[on] = settings.read(self._session, self._school_id, KEPT_MONTHS, on)
        return self._months[on]


def _standing(book: PassBook, approvals: Collection[_Approval]) -> Standing:
    if not approvals:
        return Standing({}, {}, why_not_passed((), {}, 0))
    in_order = sorted(approvals, key=lambda approval: (approval.mark.examined_on, approval.approved_on))
    newest = in_order[-1]
    marks = [approval.mark for approval in in_order]
    kept_months = book.kept_months(newest.mark.examined_on)
    passes = {a.mark.examined_on: book.marks(a.level, a.mark.examined_on) for a in in_order}
    return Standing(
        marks={mark.subject: mark.mark for mark in marks},
        passed_on=passed_days(marks, passes),
        why_not=why_not_passed(marks, passes, kept_months),
        examined_on=newest.mark.examined_on,
        approved_on=max(approval.approved_on for approval in approvals),
        kept_months=kept_months,
    )


def _approvals(
    session: Session, school_id: str, enrollment_ids: Collection[str] | None
) -> Iterator[tuple[str, _Approval]]:
    wanted = (
        sa.select(ScoreRow, ScoreSubmissionRow)
        .join(ScoreSubmissionRow, joined(ScoreSubmissionRow, ScoreRow, ScoreRow.submission_id))
        .where(ScoreRow.school_id == school_id, ScoreSubmissionRow.status == SubmissionStatus.APPROVED)
        .order_by(ScoreRow.enrollment_id, ScoreSubmissionRow.id, ScoreRow.id)
    )
    for part in parts(enrollment_ids):
        found = session.execute(wanted if part is None else wanted.where(ScoreRow.enrollment_id.in_(part))).all()
        plans = held_plans(session, school_id, {submission.plan_id for _, submission in found})
        for score, submission in found:
            yield score.enrollment_id, _approval(score, submission, plans[submission.plan_id])


def _approval(score: ScoreRow, submission: ScoreSubmissionRow, plan: HeldPlan) -> _Approval:
    mark = ApprovedMark(score.subject, Mark(score.mark_tenths, score.flag), plan.first_on or submission.submitted_on)
    return _Approval(mark, plan.level, submission.decided_on or submission.submitted_on)

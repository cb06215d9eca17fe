"""What waits, as the ids of rows with since when and until when. Numbers of the workbench are counts of these, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.certificates.queries import CertificateListRow, awaiting_number, certificates
from school_desk.enrollments.queries import enrolled
from school_desk.enrollments.tables import EnrollmentRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.exams.applications import readiness
from school_desk.exams.domain import not_ready
from school_desk.exams.queries import joined
from school_desk.exams.tables import CandidateRow, ExamApplicationRow, ExamPlanRow
from school_desk.kernel import settings
from school_desk.kernel.clock import local_date
from school_desk.kernel.tables import Recorded
from school_desk.learning.tables import StudyAccountRow
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.payments.tables import ReceivableRow
from school_desk.scores.queries import ScorePlanRow, ScoreStep, score_plans
from school_desk.scores.tables import ScoreRow, ScoreSubmissionRow
from school_desk.terms.statuses import (
    CertificateStatus,
    EnrollmentStatus,
    EnterpriseStatus,
    ExamPlanStatus,
    PushOutcome,
    ReceivableStatus,
    StudyAccountStatus,
    SubmissionStatus,
)


@dataclass(frozen=True)
class Waiting:
    """One row that waits. `since` None: nobody knows; `due_on` None: nothing is promised."""

    id: str
    since: date | None = None
    due_on: date | None = None


class Look:
    """One look at the school's data on the day `today`; what several queues ask for is read once."""

    def __init__(self, session: Session, school_id: str, today: date) -> None:
        self.session, self.school_id, self.today = session, school_id, today

    @cached_property
    def score_plans(self) -> tuple[ScorePlanRow, ...]:
        """Plans whose exam has begun and whose scores are not all approved."""
        rows = score_plans(self.session, self.school_id, _unsettled_plans(self))
        return tuple(row for row in rows if row.plan.first_on is None or row.plan.first_on <= self.today)

    @cached_property
    def unpushed(self) -> tuple[CertificateListRow, ...]:
        """Certificates that are not in the register."""
        return certificates(self.session, self.school_id, statuses=[CertificateStatus.GENERATED])


Find = Callable[[Look], Iterable[Waiting]]


def in_state(
    kind: type[Recorded],
    state: Any,
    states: Collection[Any],
    since: Any,
    due: Any = None,
    *where: Any,
    row_id: Any = None,
) -> Find:
    """Rows of `kind` whose column `state` is one of `states`. `row_id`: the column by which their page knows them, else their own id."""

    def find(look: Look) -> Iterable[Waiting]:
        shown_as = kind.id if row_id is None else row_id
        wanted = sa.select(shown_as, since, sa.null() if due is None else due)
        found = look.session.execute(
            wanted.where(kind.school_id == look.school_id, state.in_(states), *where).order_by(kind.id)
        )
        return [Waiting(found_id, _day(when), until) for found_id, when, until in found]

    return find


def enterprises_waiting(status: EnterpriseStatus) -> Find:
    """Enterprises in this state."""
    return in_state(EnterpriseRow, EnterpriseRow.status, [status], EnterpriseRow.status_since)


def rechecks(look: Look) -> Iterable[Waiting]:
    """Enterprises that may not enrol until a change of theirs was checked again."""
    wanted = sa.select(EnterpriseRow.id).where(
        EnterpriseRow.school_id == look.school_id, EnterpriseRow.recheck.is_not(None)
    )
    return [Waiting(row_id) for row_id in look.session.scalars(wanted.order_by(EnterpriseRow.id))]


def receivables_waiting(*states: ReceivableStatus) -> Find:
    """应缴单 in one of these states."""
    return in_state(ReceivableRow, ReceivableRow.status, states, ReceivableRow.status_since)


def owed(look: Look) -> Iterable[Waiting]:
    """应缴单 that are not paid in full, due as their 缴费通知单 says."""
    days = timedelta(days=settings.read(look.session, look.school_id, DAYS_TO_PAY, look.today))
    states = (ReceivableStatus.OPEN, ReceivableStatus.PART_PAID)
    open_rows = in_state(ReceivableRow, ReceivableRow.status, states, ReceivableRow.created_on)
    return [Waiting(row.id, row.since, row.since + days if row.since else None) for row in open_rows(look)]


def accounts_waiting(*states: StudyAccountStatus) -> Find:
    """Enrolments whose study account is in one of these states. Before the export it says only until when it is due."""
    kind = StudyAccountRow
    return in_state(kind, kind.status, states, kind.exported_at, kind.due_on, row_id=kind.enrollment_id)


def may_apply(look: Look) -> Iterable[Waiting]:
    """Enrolments that lack nothing for the exam and have not applied."""
    applied = sa.exists().where(
        ExamApplicationRow.school_id == StudyAccountRow.school_id,
        ExamApplicationRow.enrollment_id == StudyAccountRow.enrollment_id,
        ExamApplicationRow.withdrawn_on.is_(None),
    )
    wanted = (
        sa.select(StudyAccountRow.enrollment_id, StudyAccountRow.opened_on)
        .join(EnrollmentRow, joined(EnrollmentRow, StudyAccountRow, StudyAccountRow.enrollment_id))
        .where(
            StudyAccountRow.school_id == look.school_id,
            StudyAccountRow.status == StudyAccountStatus.OPENED,
            EnrollmentRow.status == EnrollmentStatus.ACTIVE,
            ~applied,
        )
    )
    opened: dict[str, date | None] = dict(look.session.execute(wanted).all())
    people = enrolled(look.session, look.school_id, ids=opened)
    known = readiness(look.session, look.school_id, people, look.today)
    return [Waiting(person.id, opened[person.id]) for person in people if not not_ready(known[person.id])]


def unplanned(look: Look) -> Iterable[Waiting]:
    """Enrolments that have applied and are in no exam plan."""
    wanted = (
        sa.select(ExamApplicationRow.enrollment_id, ExamApplicationRow.applied_on)
        .outerjoin(CandidateRow, joined(ExamApplicationRow, CandidateRow, CandidateRow.application_id))
        .where(ExamApplicationRow.school_id == look.school_id, ExamApplicationRow.withdrawn_on.is_(None))
        .where(CandidateRow.id.is_(None))
        .order_by(ExamApplicationRow.id)
    )
    return [Waiting(enrollment_id, applied_on) for enrollment_id, applied_on in look.session.execute(wanted)]


def exam_plans_waiting(status: ExamPlanStatus) -> Find:
    """Exam plans in this state."""
    return in_state(ExamPlanRow, ExamPlanRow.status, [status], ExamPlanRow.status_since)


def scores_waiting(*steps: ScoreStep) -> Find:
    """Plans whose exam has begun and whose scores wait for one of `steps`."""

    def find(look: Look) -> Iterable[Waiting]:
        return [
            Waiting(row.plan.id, row.newest.accepted_on or row.newest.submitted_on if row.newest else row.plan.last_on)
            for row in look.score_plans
            if row.step in steps
        ]

    return find


def _unsettled_plans(look: Look) -> list[str]:
    """Approved plans that have fewer approved scores than subjects sat: of all that were ever held only these are looked at."""
    sat = sa.func.json_array_length(CandidateRow.subjects)
    expected = (
        sa.select(CandidateRow.plan_id, sa.func.sum(sat).label("count"))
        .where(CandidateRow.school_id == look.school_id)
        .group_by(CandidateRow.plan_id)
        .subquery()
    )
    approved = (
        sa.select(ScoreSubmissionRow.plan_id, sa.func.count().label("count"))
        .join(ScoreRow, joined(ScoreSubmissionRow, ScoreRow, ScoreRow.submission_id))
        .where(ScoreSubmissionRow.school_id == look.school_id, ScoreSubmissionRow.status == SubmissionStatus.APPROVED)
        .group_by(ScoreSubmissionRow.plan_id)
        .subquery()
    )
    wanted = (
        sa.select(ExamPlanRow.id)
        .join(expected, expected.c.plan_id == ExamPlanRow.id)
        .outerjoin(approved, approved.c.plan_id == ExamPlanRow.id)
        .where(ExamPlanRow.school_id == look.school_id, ExamPlanRow.status == ExamPlanStatus.APPROVED)
        .where(sa.func.coalesce(approved.c.count, 0) < expected.c.count)
    )
    return list(look.session.scalars(wanted))


def unnumbered(look: Look) -> Iterable[Waiting]:
    """证书未生成: enrolments that have passed."""
    return [Waiting(row.person.id, row.standing.approved_on) for row in awaiting_number(look.session, look.school_id)]


def certificates_waiting(outcome: PushOutcome | None) -> Find:
    """Certificates that are not pushed and whose newest push came out so; None: they were never in a package."""

    def find(look: Look) -> Iterable[Waiting]:
        return [
            Waiting(row.id, (row.push.answered_on or local_date(row.push.sent_at)) if row.push else row.issued_on)
            for row in look.unpushed
            if (row.push.outcome if row.push else None) is outcome
        ]

    return find


def _day(value: date | datetime | None) -> date | None:
    return local_date(value) if isinstance(value, datetime) else value

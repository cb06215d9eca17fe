"""What waits, as the ids of rows with since when and until when. Numbers of the workbench are counts of these, nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.certificates.queries import (
    PushState,
    awaiting_number,
    certified_enrollments,
    newest_pushes,
    push_since,
    push_stage,
)
from school_desk.certificates.tables import CertificateRow
from school_desk.enrollments.queries import enrolled
from school_desk.enrollments.tables import EnrollmentRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.exams.applications import readiness
from school_desk.exams.domain import not_ready
from school_desk.exams.tables import CandidateRow, ExamApplicationRow, ExamPlanRow
from school_desk.kernel import settings
from school_desk.kernel.clock import local_date
from school_desk.kernel.parts import parts
from school_desk.kernel.tables import Recorded, joined
from school_desk.learning.tables import StudyAccountRow
from school_desk.payments.queries import invoices_to_red
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
    def under_way(self) -> tuple[str, ...]:
        """The enrolments that have a study account and no certificate that stands: of all that ever were only these can wait for an exam.

        Asked in two parts that two indexes answer: who never had a certificate, and whose was revoked.
        """
        ever = sa.exists().where(
            CertificateRow.school_id == StudyAccountRow.school_id,
            CertificateRow.enrollment_id == StudyAccountRow.enrollment_id,
        )
        never = sa.select(StudyAccountRow.enrollment_id).where(StudyAccountRow.school_id == self.school_id, ~ever)
        revoked = sa.select(CertificateRow.enrollment_id).where(
            CertificateRow.school_id == self.school_id, CertificateRow.status == CertificateStatus.REVOKED
        )
        lost = set(self.session.scalars(revoked))
        lost -= certified_enrollments(self.session, self.school_id, lost).keys()
        return tuple(sorted({*self.session.scalars(never), *lost}))

    @cached_property
    def unpushed(self) -> list[tuple[str, date, PushState | None]]:
        """Certificates that are not in the register: id, day of issue, newest push."""
        wanted = sa.select(CertificateRow.id, CertificateRow.issued_on).where(
            CertificateRow.school_id == self.school_id, CertificateRow.status == CertificateStatus.GENERATED
        )
        issued: dict[str, date] = dict(self.session.execute(wanted).all())
        pushes = newest_pushes(self.session, self.school_id, issued)
        return [(key, issued_on, pushes.get(key)) for key, issued_on in sorted(issued.items())]


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
        # Sorted here: asked for an order SQLite walks the whole table instead of the few rows in that state.
        found = look.session.execute(wanted.where(kind.school_id == look.school_id, state.in_(states), *where))
        return [Waiting(found_id, _day(when), until) for found_id, when, until in sorted(found, key=itemgetter(0))]

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


def to_red(look: Look) -> Iterable[Waiting]:
    """数电发票 that say more than was paid, or are on their way to a red one."""
    return [Waiting(row_id) for row_id in invoices_to_red(look.session, look.school_id)]


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
        sa.select(StudyAccountRow.enrollment_id, StudyAccountRow.opened_on, StudyAccountRow.status)
        .join(EnrollmentRow, joined(EnrollmentRow, StudyAccountRow, StudyAccountRow.enrollment_id))
        .where(
            StudyAccountRow.school_id == look.school_id,
            EnrollmentRow.status == EnrollmentStatus.ACTIVE,
            ~applied,
        )
    )
    # The state is judged here: SQLite would ask the index of all that are open, not the few that are named.
    opened = {
        enrollment_id: opened_on
        for part in parts(look.under_way)
        for enrollment_id, opened_on, status in look.session.execute(
            wanted.where(StudyAccountRow.enrollment_id.in_(part))
        )
        if status is StudyAccountStatus.OPENED
    }
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
    )
    return [
        Waiting(enrollment_id, applied_on)
        for part in parts(look.under_way)
        for enrollment_id, applied_on in look.session.execute(
            wanted.where(ExamApplicationRow.enrollment_id.in_(part)).order_by(ExamApplicationRow.enrollment_id)
        )
    ]


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
    """Approved plans that have fewer approved scores than subjects sat: of all that were ever held only these are looked at.

    Who lacks a score holds no certificate, so only plans in which somebody under way sits are counted through.
    """
    taken = sa.select(CandidateRow.plan_id).where(CandidateRow.school_id == look.school_id)
    plan_ids = {
        plan_id
        for part in parts(look.under_way)
        for plan_id in look.session.scalars(taken.where(CandidateRow.enrollment_id.in_(part)))
    }
    return [plan_id for part in parts(plan_ids) for plan_id in _fewer_approved(look, part)]


def _fewer_approved(look: Look, plan_ids: list[str]) -> Iterable[str]:
    sat = sa.func.sum(sa.func.json_array_length(CandidateRow.subjects))
    expected = (
        sa.select(CandidateRow.plan_id, sat)
        .join(ExamPlanRow, joined(ExamPlanRow, CandidateRow, CandidateRow.plan_id))
        .where(CandidateRow.school_id == look.school_id, CandidateRow.plan_id.in_(plan_ids))
        .where(ExamPlanRow.status == ExamPlanStatus.APPROVED)
        .group_by(CandidateRow.plan_id)
    )
    versions = sa.select(ScoreSubmissionRow.id, ScoreSubmissionRow.plan_id, ScoreSubmissionRow.status).where(
        ScoreSubmissionRow.school_id == look.school_id, ScoreSubmissionRow.plan_id.in_(plan_ids)
    )
    plan_of = {
        version_id: plan_id
        for version_id, plan_id, status in look.session.execute(versions)
        if status is SubmissionStatus.APPROVED
    }
    held = sa.select(ScoreRow.submission_id, sa.func.count()).where(ScoreRow.school_id == look.school_id)
    approved = Counter[str]()
    for part in parts(plan_of):
        counted = held.where(ScoreRow.submission_id.in_(part)).group_by(ScoreRow.submission_id)
        for version_id, count in look.session.execute(counted):
            approved[plan_of[str(version_id)]] += count
    return [plan_id for plan_id, count in look.session.execute(expected) if approved[plan_id] < count]


def unnumbered(look: Look) -> Iterable[Waiting]:
    """证书未生成: enrolments that have passed."""
    rows = awaiting_number(look.session, look.school_id, look.under_way)
    return [Waiting(row.person.id, row.standing.approved_on) for row in rows]


def certificates_waiting(outcome: PushOutcome | None) -> Find:
    """Certificates that are not pushed and whose newest push is so far; None: they are to be exported."""

    def find(look: Look) -> Iterable[Waiting]:
        return [
            Waiting(key, push_since(push) if push else issued_on)
            for key, issued_on, push in look.unpushed
            if push_stage(push) is outcome
        ]

    return find


def _day(value: date | datetime | None) -> date | None:
    return local_date(value) if isinstance(value, datetime) else value

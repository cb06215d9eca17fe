"""Gathers the facts about enrolments that say how far each is: a few statements for a whole page, none for one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.certificates.queries import newest_pushes, push_since
from school_desk.certificates.tables import CertificateRow
from school_desk.enrollments.tables import EnrollmentRow
from school_desk.exams.results_queries import HeldPlan, held_plans
from school_desk.exams.tables import CandidateRow, ExamApplicationRow, ExamPlanRow
from school_desk.kernel import settings
from school_desk.kernel.clock import local_date
from school_desk.kernel.parts import parts
from school_desk.kernel.tables import joined
from school_desk.learning.domain import HoursRow, count_hours
from school_desk.learning.settings import EXAM_HOURS, MINUTES_PER_HOUR
from school_desk.learning.tables import StudyAccountRow, StudyTimeRow
from school_desk.overview.domain import Account, Attempt, Certificate, Facts, Fee
from school_desk.payments.tables import ReceivableRow
from school_desk.plans.domain import hours_needed, phase
from school_desk.plans.tables import TrainingPlanRow
from school_desk.scores.standings import Standing, standings
from school_desk.scores.tables import ScoreRow, ScoreSubmissionRow
from school_desk.terms.labels import enrollment_status
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import CourseKind, EnrollmentStatus, Subject, SubmissionStatus


def facts_of(session: Session, school_id: str, rows: Collection[EnrollmentRow], today: date) -> dict[str, Facts]:
    """What is known of each of these enrolments, by id."""
    ids = [row.id for row in rows]
    plans = _plans(session, school_id, {row.plan_id for row in rows})
    fees = _fees(session, school_id, {row.batch_id for row in rows})
    accounts, attempts = _accounts(session, school_id, ids), _attempts(session, school_id, ids)
    studied = _studied(session, school_id, ids)
    hours_rule = partial(
        count_hours,
        minutes_per_hour=settings.read(session, school_id, MINUTES_PER_HOUR, today),
        exam_hours=settings.read(session, school_id, EXAM_HOURS, today),
    )
    reached = standings(session, school_id, ids)
    held = _certificates(session, school_id, ids)
    return {
        row.id: _facts(
            row,
            plans[row.plan_id],
            today,
            fee=fees.get((row.batch_id, row.plan_id)),
            account=accounts.get(row.id),
            hours=_hours(studied.get(row.id, {}), plans[row.plan_id], hours_rule),
            studied_on=max((day for _, day in studied.get(row.id, {}).values()), default=None),
            attempt=attempts.get(row.id),
            standing=reached[row.id],
            certificate=held.get(row.id),
        )
        for row in rows
    }


def _facts(
    row: EnrollmentRow,
    plan: TrainingPlanRow,
    today: date,
    *,
    fee: Fee | None,
    account: Account | None,
    hours: HoursRow,
    studied_on: date | None,
    attempt: Attempt | None,
    standing: Standing,
    certificate: Certificate | None,
) -> Facts:
    closed = None if row.status is EnrollmentStatus.ACTIVE else enrollment_status(row.status)
    return Facts(
        closed=f"{closed}：{row.status_reason}" if closed and row.status_reason else closed,
        closed_since=local_date(row.status_since),
        sign_up=phase(plan.sign_up_from, plan.sign_up_to, today),
        sign_up_to=plan.sign_up_to,
        fee=fee,
        account=account,
        hours=hours,
        studied_on=studied_on,
        attempt=attempt,
        why_not_passed=standing.why_not,
        approved_on=standing.approved_on,
        certificate=certificate,
    )


def _plans(session: Session, school_id: str, plan_ids: Collection[str]) -> dict[str, TrainingPlanRow]:
    wanted = sa.select(TrainingPlanRow).where(TrainingPlanRow.school_id == school_id)
    return {
        row.id: row for part in parts(plan_ids) for row in session.scalars(wanted.where(TrainingPlanRow.id.in_(part)))
    }


def _fees(session: Session, school_id: str, batch_ids: Collection[str]) -> dict[tuple[str, str], Fee]:
    wanted = sa.select(ReceivableRow).where(ReceivableRow.school_id == school_id)
    return {
        (row.batch_id, row.plan_id): Fee(
            row.status, row.due_fen - row.allocated_fen, local_date(row.status_since), row.paid_on
        )
        for part in parts(batch_ids)
        for row in session.scalars(wanted.where(ReceivableRow.batch_id.in_(part)))
    }


def _accounts(session: Session, school_id: str, ids: Collection[str]) -> dict[str, Account]:
    wanted = sa.select(StudyAccountRow).where(StudyAccountRow.school_id == school_id)
    return {
        row.enrollment_id: Account(row.status, row.due_on, _day(row.exported_at), row.opened_on, row.reason)
        for part in parts(ids)
        for row in session.scalars(wanted.where(StudyAccountRow.enrollment_id.in_(part)))
    }


def _studied(session: Session, school_id: str, ids: Collection[str]) -> dict[str, dict[CourseKind, tuple[int, date]]]:
    """Minutes and day of the last study of each enrolment, by what the courses count for."""
    last = sa.func.max(StudyTimeRow.finished_at, type_=StudyTimeRow.finished_at.type)
    wanted = sa.select(StudyTimeRow.enrollment_id, StudyTimeRow.kind, sa.func.sum(StudyTimeRow.minutes), last).where(
        StudyTimeRow.school_id == school_id
    )
    found: dict[str, dict[CourseKind, tuple[int, date]]] = defaultdict(dict)
    for part in parts(ids):
        narrowed = wanted.where(StudyTimeRow.enrollment_id.in_(part))
        grouped = narrowed.group_by(StudyTimeRow.enrollment_id, StudyTimeRow.kind)
        for enrollment_id, kind, minutes, finished_at in session.execute(grouped):
            found[enrollment_id][kind] = (minutes, local_date(finished_at))
    return found


def _hours(
    studied: dict[CourseKind, tuple[int, date]], plan: TrainingPlanRow, hours_rule: Callable[..., HoursRow]
) -> HoursRow:
    safety, theory = (studied.get(kind, (0, None))[0] for kind in (CourseKind.SAFETY, CourseKind.THEORY))
    return hours_rule(safety, theory, hours_needed(SkillLevel(plan.level), plan.hours_required))


def _attempts(session: Session, school_id: str, ids: Collection[str]) -> dict[str, Attempt]:
    """Each enrolment's newest application that was not withdrawn, with what became of it."""
    wanted = (
        sa.select(ExamApplicationRow, CandidateRow, ExamPlanRow)
        .outerjoin(CandidateRow, joined(ExamApplicationRow, CandidateRow, CandidateRow.application_id))
        .outerjoin(ExamPlanRow, joined(ExamPlanRow, CandidateRow, CandidateRow.plan_id))
        .where(ExamApplicationRow.school_id == school_id, ExamApplicationRow.withdrawn_on.is_(None))
    )
    found: list[tuple[ExamApplicationRow, CandidateRow | None, ExamPlanRow | None]] = [
        (application, candidate, plan)
        for part in parts(ids)
        for application, candidate, plan in session.execute(wanted.where(ExamApplicationRow.enrollment_id.in_(part)))
    ]
    newest = {applied[0].enrollment_id: applied for applied in sorted(found, key=lambda applied: applied[0].id)}
    sat = [candidate for _, candidate, _ in newest.values() if candidate is not None]
    held = held_plans(session, school_id, {candidate.plan_id for candidate in sat})
    scored = _scored(session, school_id, [candidate.id for candidate in sat])
    return {
        enrollment_id: (
            Attempt(application.applied_on)
            if candidate is None or plan is None
            else _attempt(application, candidate, plan, held[plan.id], scored.get(candidate.id, []))
        )
        for enrollment_id, (application, candidate, plan) in newest.items()
    }


def _attempt(
    application: ExamApplicationRow,
    candidate: CandidateRow,
    plan: ExamPlanRow,
    held: HeldPlan,
    scores: list[tuple[Subject, ScoreSubmissionRow | None]],
) -> Attempt:
    versions = [submission for _, submission in scores if submission is not None]
    newest = max(versions, key=lambda submission: submission.version, default=None)
    return Attempt(
        applied_on=application.applied_on,
        plan_number=plan.number,
        plan_status=plan.status,
        plan_since=local_date(plan.status_since),
        returned_reason=plan.returned_reason,
        first_on=held.first_on,
        last_on=held.last_on,
        complete={subject for subject, _ in scores} >= {Subject(subject) for subject in candidate.subjects},
        submission=newest.status if newest else None,
        submission_since=_submission_since(newest) if newest else None,
        submission_reason=newest.reason if newest else None,
    )


def _submission_since(row: ScoreSubmissionRow) -> date | None:
    if row.status is SubmissionStatus.SUBMITTED:
        return row.submitted_on
    return row.accepted_on if row.status is SubmissionStatus.ACCEPTED else row.decided_on


def _scored(
    session: Session, school_id: str, candidate_ids: Collection[str]
) -> dict[str, list[tuple[Subject, ScoreSubmissionRow | None]]]:
    """The scores of each candidate, with the newest version that holds each."""
    wanted = (
        sa.select(ScoreRow.candidate_id, ScoreRow.subject, ScoreSubmissionRow)
        .outerjoin(ScoreSubmissionRow, joined(ScoreSubmissionRow, ScoreRow, ScoreRow.submission_id))
        .where(ScoreRow.school_id == school_id)
    )
    found: dict[str, list[tuple[Subject, ScoreSubmissionRow | None]]] = defaultdict(list)
    for part in parts(candidate_ids):
        for candidate_id, subject, submission in session.execute(wanted.where(ScoreRow.candidate_id.in_(part))):
            found[candidate_id].append((subject, submission))
    return found


def _certificates(session: Session, school_id: str, ids: Collection[str]) -> dict[str, Certificate]:
    """The newest certificate of each enrolment, standing or revoked."""
    rows = {row.enrollment_id: row for row in _certificate_rows(session, school_id, ids)}
    pushes = newest_pushes(session, school_id, [row.id for row in rows.values()])
    found = {}
    for enrollment_id, row in rows.items():
        push = pushes.get(row.id)
        found[enrollment_id] = Certificate(
            status=row.status,
            number=row.number,
            issued_on=row.issued_on,
            status_reason=row.status_reason,
            push=push.outcome if push else None,
            push_since=push_since(push) if push else None,
            push_message=push.message if push else None,
            push_missed=push is not None and push.missed_on is not None,
        )
    return found


def _certificate_rows(session: Session, school_id: str, ids: Collection[str]) -> list[CertificateRow]:
    wanted = sa.select(CertificateRow).where(CertificateRow.school_id == school_id)
    found: list[CertificateRow] = []
    for part in parts(ids):
        found += session.scalars(wanted.where(CertificateRow.enrollment_id.in_(part)))
    return sorted(found, key=lambda row: row.id)


def _day(instant: datetime | None) -> date | None:
    return None if instant is None else local_date(instant)

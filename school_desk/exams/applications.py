"""Applications for the exam: whose stands, who may apply now and who not yet, each with the reasons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.exams.domain import Readiness, not_ready
from school_desk.exams.tables import CandidateRow, ExamApplicationRow, ExamPlanRow, ExamSessionRow
from school_desk.kernel.clock import local_date
from school_desk.kernel.parts import parts
from school_desk.kernel.tables import joined
from school_desk.learning.queries import HoursRow, account_states, hours_of, opened_accounts_but
from school_desk.payments.queries import fees_gone
from school_desk.terms.identity import check_id_number
from school_desk.terms.statuses import EnrollmentStatus, ExamPlanStatus, Subject


@dataclass(frozen=True)
class Application:
    """An application that was not withdrawn. `plan_id` None: it is in no plan yet. `over`: its exam has been held."""

    id: str
    enrollment_id: str
    subjects: tuple[Subject, ...]
    applied_on: date
    applied_by: str
    plan_id: str | None
    plan_number: str | None
    over: bool


@dataclass(frozen=True)
class ApplicantRow:
    """One who has not applied; without `reasons` they may."""

    person: EnrolledRow
    hours: HoursRow
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class AppliedRow:
    """One whose application stands and whose exam is still to come."""

    person: EnrolledRow
    application: Application


def application_queue(session: Session, school_id: str, today: date) -> tuple[ApplicantRow, ...]:
    """申请考试: everybody with an open account who has not applied; those who may apply now on top. Resits come from the scores."""
    have_applied = sa.select(ExamApplicationRow.enrollment_id).where(
        ExamApplicationRow.school_id == school_id, ExamApplicationRow.withdrawn_on.is_(None)
    )
    ids = opened_accounts_but(session, school_id, have_applied)
    people = [p for p in enrolled(session, school_id, ids=ids) if p.status is EnrollmentStatus.ACTIVE]
    known = readiness(session, school_id, people, today)
    rows = [ApplicantRow(p, known[p.id].hours, not_ready(known[p.id])) for p in people]
    return tuple(sorted(rows, key=lambda row: (bool(row.reasons), row.person.enterprise, row.person.id)))


def applied(session: Session, school_id: str, today: date) -> tuple[AppliedRow, ...]:
    """Whose application stands and whose exam is still to come, the earliest first."""
    waiting = {a.enrollment_id: a for a in applications(session, school_id, today).values() if not a.over}
    people = {person.id: person for person in enrolled(session, school_id, ids=waiting)}
    rows = [AppliedRow(people[enrollment_id], application) for enrollment_id, application in waiting.items()]
    return tuple(sorted(rows, key=lambda row: row.application.id))


def applications(
    session: Session, school_id: str, today: date, enrollment_ids: Collection[str] | None = None
) -> dict[str, Application]:
    """Each enrolment's newest application that was not withdrawn."""
    over = _plans_over(session, school_id, today)
    wanted = (
        sa.select(ExamApplicationRow, ExamPlanRow.id, ExamPlanRow.number)
        .outerjoin(CandidateRow, joined(ExamApplicationRow, CandidateRow, CandidateRow.application_id))
        .outerjoin(ExamPlanRow, joined(ExamPlanRow, CandidateRow, CandidateRow.plan_id))
        .where(ExamApplicationRow.school_id == school_id, ExamApplicationRow.withdrawn_on.is_(None))
        .order_by(ExamApplicationRow.id)
    )
    return {
        row.enrollment_id: Application(
            id=row.id,
            enrollment_id=row.enrollment_id,
            subjects=tuple(Subject(value) for value in row.subjects),
            applied_on=row.applied_on,
            applied_by=row.applied_by,
            plan_id=plan_id,
            plan_number=number,
            over=plan_id in over,
        )
        for part in parts(enrollment_ids)
        for row, plan_id, number in session.execute(
            wanted if part is None else wanted.where(ExamApplicationRow.enrollment_id.in_(part))
        )
    }


def readiness(session: Session, school_id: str, people: Collection[EnrolledRow], today: date) -> dict[str, Readiness]:
    """What is known of each of `people` before an exam."""
    ids = [person.id for person in people]
    states, hours = account_states(session, school_id, ids), hours_of(session, school_id, ids, today)
    gone = fees_gone(session, school_id)
    return {
        person.id: Readiness(
            closed=None if person.status is EnrollmentStatus.ACTIVE else person.status_reason or "",
            account=states[person.id].status if person.id in states else None,
            hours=hours[person.id],
            has_photo=person.photo_document_id is not None,
            id_problems=check_id_number(person.id_type, person.id_number, today).errors,
            fee_gone=(person.batch_id, person.plan_id) in gone,
        )
        for person in people
    }


def _plans_over(session: Session, school_id: str, today: date) -> set[str]:
    """Approved plans whose last session was held before today."""
    ended = (
        sa.select(ExamSessionRow.plan_id, sa.func.max(ExamSessionRow.ends_at))
        .join(ExamPlanRow, joined(ExamPlanRow, ExamSessionRow, ExamSessionRow.plan_id))
        .where(ExamSessionRow.school_id == school_id, ExamPlanRow.status == ExamPlanStatus.APPROVED)
        .group_by(ExamSessionRow.plan_id)
    )
    return {plan_id for plan_id, last in session.execute(ended) if local_date(last) < today}

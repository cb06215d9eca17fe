"""详情 of one enrolment in the manual's four sections: 申报信息, 培训信息, 考核信息, 证书信息, the second and third with their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.certificates.queries import CertificateListRow, LookUp, certificates, look_ups
from school_desk.certificates.settings import REGISTRY_ADDRESS
from school_desk.enrollments.queries import BatchRow, Correction, EnrolledRow, batch, corrections, enrolled
from school_desk.exams.results_queries import HeldPlan, candidates, held_plans
from school_desk.exams.tables import CandidateRow, ExamApplicationRow, ExamRoomRow, ExamSessionRow, SeatRow
from school_desk.kernel import settings
from school_desk.kernel.tables import joined
from school_desk.learning.queries import AccountState, HoursRow, StudyTimeLine, account_states, hours_of, study_times
from school_desk.overview.progress import ProgressRow, progress_of
from school_desk.payments.queries import ReceivableListRow, receivables
from school_desk.plans.queries import PlanRow, plan
from school_desk.scores.domain import Mark, Result
from school_desk.scores.queries import SubmissionRow, score_sheet
from school_desk.terms.statuses import Subject


@dataclass(frozen=True)
class Sitting:
    """One subject's session and seat."""

    subject: Subject
    starts_at: datetime
    ends_at: datetime
    room: str
    place: str
    address: str
    seat_no: int


@dataclass(frozen=True)
class ExamRow:
    """One application and what became of it. `plan` None: in no plan; `submission` is the newest 成绩报审 that holds a score of it."""

    applied_on: date
    applied_by: str
    subjects: tuple[Subject, ...]
    withdrawn_on: date | None
    withdrawn_reason: str | None
    plan: HeldPlan | None = None
    ticket_no: str | None = None
    sittings: tuple[Sitting, ...] = ()
    marks: dict[Subject, Mark] | None = None
    result: Result | None = None
    submission: SubmissionRow | None = None


@dataclass(frozen=True)
class CertificateSection:
    """One certificate with the look-ups in the register."""

    certificate: CertificateListRow
    look_ups: tuple[LookUp, ...]


@dataclass(frozen=True)
class TraineeDetail:
    """Everything about one enrolment; personal numbers are in plain text, screens mask them.

    `others`: the person's other enrolments. `fee` None: no 应缴单. `account` None: before 费用审核.
    """

    progress: ProgressRow
    person: EnrolledRow
    batch: BatchRow | None
    fee: ReceivableListRow | None
    corrections: tuple[Correction, ...]
    others: tuple[EnrolledRow, ...]
    training_plan: PlanRow
    account: AccountState | None
    hours: HoursRow
    courses: tuple[StudyTimeLine, ...]
    exams: tuple[ExamRow, ...]
    certificates: tuple[CertificateSection, ...]
    registry_address: str


def trainee_detail(session: Session, school_id: str, enrollment_id: str, today: date) -> TraineeDetail | None:
    """One enrolment; None when there is none with this id."""
    progress = progress_of(session, school_id, today, enrollment_id)
    if progress is None:
        return None
    (person,) = enrolled(session, school_id, ids=[enrollment_id])
    training_plan = plan(session, school_id, person.plan_id, today)
    if training_plan is None:
        raise AssertionError("an enrolment has a training plan")
    owed = receivables(session, school_id, batch_id=person.batch_id)
    held = certificates(session, school_id, enrollment_ids=[enrollment_id])
    return TraineeDetail(
        progress=progress,
        person=person,
        batch=batch(session, school_id, person.batch_id),
        fee=next((row for row in owed if row.plan_id == person.plan_id), None),
        corrections=corrections(session, school_id, person.trainee_id),
        others=tuple(r for r in enrolled(session, school_id, trainee_id=person.trainee_id) if r.id != enrollment_id),
        training_plan=training_plan,
        account=account_states(session, school_id, [enrollment_id]).get(enrollment_id),
        hours=hours_of(session, school_id, [enrollment_id], today)[enrollment_id],
        courses=study_times(session, school_id, enrollment_id),
        exams=_exams(session, school_id, enrollment_id),
        certificates=tuple(CertificateSection(row, look_ups(session, school_id, row.id)) for row in held),
        registry_address=settings.read(session, school_id, REGISTRY_ADDRESS, today),
    )


def _exams(session: Session, school_id: str, enrollment_id: str) -> tuple[ExamRow, ...]:
    """Every application, withdrawn ones too, oldest first."""
    sat = {c.id: c for c in candidates(session, school_id, enrollment_ids=[enrollment_id])}
    plans = held_plans(session, school_id, {candidate.plan_id for candidate in sat.values()})
    wanted = (
        sa.select(ExamApplicationRow, CandidateRow.id)
        .outerjoin(CandidateRow, joined(ExamApplicationRow, CandidateRow, CandidateRow.application_id))
        .where(ExamApplicationRow.school_id == school_id, ExamApplicationRow.enrollment_id == enrollment_id)
    )
    found: list[tuple[ExamApplicationRow, str | None]] = [(row, key) for row, key in session.execute(wanted)]
    in_order = sorted(found, key=lambda one: one[0].id)
    return tuple(
        _exam(session, school_id, row, None if key is None else (key, sat[key].ticket_no, plans[sat[key].plan_id]))
        for row, key in in_order
    )


def _exam(session: Session, school_id: str, row: ExamApplicationRow, sat: tuple[str, str, HeldPlan] | None) -> ExamRow:
    subjects = tuple(Subject(value) for value in row.subjects)
    applied = (row.applied_on, row.applied_by, subjects, row.withdrawn_on, row.withdrawn_reason)
    if sat is None:
        return ExamRow(*applied)
    candidate_id, ticket_no, held = sat
    line = next(line for line in score_sheet(session, school_id, held.id) if line.candidate_id == candidate_id)
    sittings = _sittings(session, school_id, candidate_id)
    return ExamRow(*applied, held, ticket_no, sittings, line.marks, line.result, line.submission)


def _sittings(session: Session, school_id: str, candidate_id: str) -> tuple[Sitting, ...]:
    wanted = (
        sa.select(SeatRow.seat_no, ExamSessionRow, ExamRoomRow)
        .join(ExamSessionRow, joined(ExamSessionRow, SeatRow, SeatRow.session_id))
        .join(ExamRoomRow, joined(ExamRoomRow, ExamSessionRow, ExamSessionRow.room_id))
        .where(SeatRow.school_id == school_id, SeatRow.candidate_id == candidate_id)
        .order_by(ExamSessionRow.starts_at)
    )
    return tuple(
        Sitting(held.subject, held.starts_at, held.ends_at, room.name, room.place, room.address, seat_no)
        for seat_no, held, room in session.execute(wanted)
    )

"""Exam applications, rooms, plans and seats for tests, given as commands; days are those of October 2026."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from school_desk.documents.ledger import LedgerRow
from school_desk.enrollments.queries import EnrolledRow
from school_desk.exams.applications import ApplicantRow, application_queue
from school_desk.exams.commands import (
    AddRoom,
    AddSession,
    ApplyForExam,
    AssignSeats,
    CreateExamPlan,
    SeatingOutcome,
    TakeCandidates,
)
from school_desk.exams.eligibility import SittingRow, who_may_sit
from school_desk.exams.queries import ExamPlanDetail, exam_plan
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import Subject
from tests.learners import given
from tests.school import Office

TODAY = date(2026, 10, 8)


def apply(office: Office, *people: EnrolledRow, **more: Any) -> tuple[LedgerRow, ...]:
    ledger: tuple[LedgerRow, ...] = office.do(ApplyForExam(tuple(person.id for person in people), **more))
    assert len(ledger) == len(people)
    return ledger


def queue(office: Office) -> tuple[ApplicantRow, ...]:
    with office.school.reading() as session:
        return application_queue(session, office.school.id, TODAY)


def exam_of(office: Office, trade: str = "钢筋工") -> str:
    command = CreateExamPlan(trade, SkillLevel.INTERMEDIATE)
    plan_id: str = given(office, command, office.examiner)["plan_id"]
    return plan_id


def room(office: Office, name: str = "第一考场", seats: int = 30) -> str:
    command = AddRoom(name, "湖州建设技师学院", "湖州市吴兴区学院路 1 号", seats)
    room_id: str = given(office, command, office.examiner)["room_id"]
    return room_id


def session(
    office: Office, plan_id: str, room_id: str, subject: Subject = Subject.THEORY, hour: int = 9, day: int = 20
) -> str:
    starts_at, ends_at = datetime(2026, 10, day, hour), datetime(2026, 10, day, hour + 1, 30)
    command = AddSession(plan_id, subject, room_id, starts_at, ends_at)
    session_id: str = given(office, command, office.examiner)["session_id"]
    return session_id


def take(office: Office, plan_id: str, *people: EnrolledRow) -> tuple[LedgerRow, ...]:
    command = TakeCandidates(plan_id, tuple(person.id for person in people))
    ledger: tuple[LedgerRow, ...] = office.do(command, office.examiner)
    return ledger


def seat(office: Office, plan_id: str) -> SeatingOutcome:
    outcome: SeatingOutcome = office.do(AssignSeats(plan_id), office.examiner)
    return outcome


def detail(office: Office, plan_id: str) -> ExamPlanDetail:
    with office.school.reading() as reading:
        found = exam_plan(reading, office.school.id, plan_id)
    assert found is not None
    return found


def sitting(office: Office, plan_id: str) -> dict[str, SittingRow]:
    with office.school.reading() as reading:
        return {row.person.name: row for row in who_may_sit(reading, office.school.id, plan_id, TODAY)}


def seats(office: Office, plan_id: str) -> dict[tuple[str, Subject], int]:
    candidates = detail(office, plan_id).candidates
    return {(c.person.name, s.session.subject): s.seat_no for c in candidates for s in c.seats}


def full_plan(office: Office, *people: EnrolledRow, hall: str = "第一考场") -> str:
    """A plan of three subjects on one day with everybody seated in a new room."""
    ids = tuple(person.id for person in people)
    given(office, ApplyForExam(ids))
    plan_id, room_id = exam_of(office), room(office, hall)
    for hour, subject in zip((9, 11, 14), Subject, strict=True):
        session(office, plan_id, room_id, subject, hour)
    given(office, TakeCandidates(plan_id, ids), office.examiner)
    assert given(office, AssignSeats(plan_id), office.examiner).unplaced == ()
    return plan_id

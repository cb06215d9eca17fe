"""Who may sit in an exam plan and who not, each with the reasons: one rule for the screens and the handlers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.exams.applications import Application, applications, readiness
from school_desk.exams.domain import ALL_SUBJECTS, Readiness, not_ready
from school_desk.exams.queries import CandidateLine, exam_plan, sessions_of
from school_desk.exams.seating import Period, overlap
from school_desk.exams.tables import CandidateRow, ExamPlanRow, ExamSessionRow, SeatRow
from school_desk.kernel.tables import joined
from school_desk.learning.queries import HoursRow
from school_desk.plans.queries import plans
from school_desk.terms.statuses import PlanPhase, Subject


@dataclass(frozen=True)
class SittingRow:
    """One who sits in a plan or might. Without `reasons` they may; `ticket_no` None: not taken into this plan."""

    person: EnrolledRow
    application_id: str | None
    ticket_no: str | None
    subjects: tuple[Subject, ...]
    hours: HoursRow
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Busy:
    """A time at which a person sits in another plan."""

    period: Period
    plan_number: str


def who_may_sit(
    session: Session, school_id: str, plan_id: str, today: date, enrollment_ids: Collection[str] | None = None
) -> tuple[SittingRow, ...]:
    """Who may sit in this plan and who not, with the reasons: its candidates and everybody of its trade and level whose exam is to come.

    `enrollment_ids` asks about these people only, of whatever trade. Those taken come first, then those who may be.
    """
    plan = session.get(ExamPlanRow, (school_id, plan_id))
    if plan is None:
        return ()
    judge = _Judge(session, school_id, plan, today, enrollment_ids)
    people = judge.everybody() if enrollment_ids is None else enrolled(session, school_id, ids=enrollment_ids)
    rows = judge.rows(people)
    if enrollment_ids is None:
        rows = [row for row in rows if not judge.has_sat(row.person.id)]
    return tuple(
        sorted(
            rows,
            key=lambda r: (r.ticket_no is None, r.ticket_no or "", bool(r.reasons), r.person.enterprise, r.person.id),
        )
    )


def busy_elsewhere(
    session: Session, school_id: str, plan_id: str, periods: Collection[Period]
) -> dict[str, tuple[Busy, ...]]:
    """When people (by trainee id) sit in other plans at times that share any with `periods`."""
    if not periods:
        return {}
    begin, end = min(period[0] for period in periods), max(period[1] for period in periods)
    wanted = (
        sa.select(CandidateRow.enrollment_id, ExamSessionRow.starts_at, ExamSessionRow.ends_at, ExamPlanRow.number)
        .join(SeatRow, joined(CandidateRow, SeatRow, SeatRow.candidate_id))
        .join(ExamSessionRow, joined(ExamSessionRow, SeatRow, SeatRow.session_id))
        .join(ExamPlanRow, joined(ExamPlanRow, CandidateRow, CandidateRow.plan_id))
        .where(
            CandidateRow.school_id == school_id,
            CandidateRow.plan_id != plan_id,
            ExamSessionRow.starts_at < end,
            ExamSessionRow.ends_at > begin,
        )
        .order_by(ExamSessionRow.starts_at, SeatRow.id)
    )
    seats = session.execute(wanted).all()
    trainee = {p.id: p.trainee_id for p in enrolled(session, school_id, ids={seat[0] for seat in seats})}
    found: dict[str, list[Busy]] = defaultdict(list)
    for enrollment_id, starts_at, ends_at, number in seats:
        found[trainee[enrollment_id]].append(Busy((starts_at, ends_at), number))
    return {trainee_id: tuple(busy) for trainee_id, busy in found.items()}


def double_booked(session: Session, school_id: str, plan_id: str) -> tuple[tuple[CandidateLine, str], ...]:
    """The plan's candidates with a seat at a time at which the person sits elsewhere too, each with the number of that other plan."""
    detail = exam_plan(session, school_id, plan_id)
    if detail is None:
        return ()
    busy = busy_elsewhere(session, school_id, plan_id, [(held.starts_at, held.ends_at) for held in detail.sessions])
    found = {
        line.id: (line, other.plan_number)
        for line in detail.candidates
        for other in busy.get(line.person.trainee_id, ())
        if any(overlap((seat.session.starts_at, seat.session.ends_at), other.period) for seat in line.seats)
    }
    return tuple(found.values())


class _Judge:
    """Judges people against one plan, having read what concerns them all once."""

    def __init__(
        self, session: Session, school_id: str, plan: ExamPlanRow, today: date, enrollment_ids: Collection[str] | None
    ) -> None:
        self._session, self._school_id, self._plan, self._today = session, school_id, plan, today
        self._training = {training.id: training for training in plans(session, school_id, today)}
        self._applications = applications(session, school_id, today, enrollment_ids)
        self._sessions = sessions_of(session, school_id, plan.id)
        self._busy = busy_elsewhere(session, school_id, plan.id, [(s.starts_at, s.ends_at) for s in self._sessions])
        taken = sa.select(CandidateRow).where(CandidateRow.school_id == school_id, CandidateRow.plan_id == plan.id)
        self._taken = {row.enrollment_id: row for row in session.scalars(taken.order_by(CandidateRow.id))}

    def everybody(self) -> list[EnrolledRow]:
        """The plan's candidates, and the standing enrolments of its trade and level."""
        session, school_id = self._session, self._school_id
        people = {person.id: person for person in enrolled(session, school_id, ids=self._taken)}
        for training in self._training.values():
            if (training.trade_code, training.level) == (self._plan.trade_code, self._plan.level):
                standing = enrolled(session, school_id, plan_id=training.id, active_only=True)
                people |= {person.id: person for person in standing}
        return list(people.values())

    def has_sat(self, enrollment_id: str) -> bool:
        """Whether the person's exam was held already, in another plan."""
        application = self._applications.get(enrollment_id)
        return application is not None and application.over and enrollment_id not in self._taken

    def rows(self, people: Collection[EnrolledRow]) -> list[SittingRow]:
        """The verdict on each."""
        known = readiness(self._session, self._school_id, people, self._today)
        return [self._row(person, known[person.id]) for person in people]

    def _row(self, person: EnrolledRow, known: Readiness) -> SittingRow:
        taken, application = self._taken.get(person.id), self._applications.get(person.id)
        stored = taken.subjects if taken else application.subjects if application else ALL_SUBJECTS
        subjects = tuple(Subject(value) for value in stored)
        reasons = (*not_ready(known), *self._against_plan(person, application, subjects))
        return SittingRow(
            person=person,
            application_id=taken.application_id if taken else application.id if application else None,
            ticket_no=taken.ticket_no if taken else None,
            subjects=subjects,
            hours=known.hours,
            reasons=reasons,
        )

    def _against_plan(
        self, person: EnrolledRow, application: Application | None, subjects: Iterable[Subject]
    ) -> Iterable[str]:
        if (person.trade_code, person.level) != (self._plan.trade_code, self._plan.level):
            yield f"报的是{person.trade}{person.level.label}，与计划的工种等级不符"
        training = self._training[person.plan_id]
        if training.phase is not PlanPhase.ENDED:
            yield f"培训计划“{training.name}”{training.sign_up_to} 才停止报名，之后才能编入"
        yield from self._application_faults(person, application)
        yield from self._clashes(person, subjects)

    def _application_faults(self, person: EnrolledRow, application: Application | None) -> Iterable[str]:
        if application is None:
            yield "考试申请已撤回" if person.id in self._taken else "还没有申请考试"
        elif application.plan_id not in (None, self._plan.id):
            yield "已考过，补考请先申请" if application.over else f"已编入考核计划 {application.plan_number}"

    def _clashes(self, person: EnrolledRow, subjects: Iterable[Subject]) -> Iterable[str]:
        """A subject all of whose sessions lie where the person sits in another plan."""
        busy = self._busy.get(person.trainee_id, ())
        for subject in subjects if busy else ():
            periods = [(s.starts_at, s.ends_at) for s in self._sessions if s.subject is subject]
            others = [next((b.plan_number for b in busy if overlap(b.period, period)), None) for period in periods]
            if periods and all(others):
                yield f"与考核计划 {others[0]} 的考试时间冲突"
                return

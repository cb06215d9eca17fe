"""Rooms, exam plans, their sessions, candidates and seats, and the versions reported. Personal numbers come in plain text: screens mask them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.exams.tables import (
    CandidateRow,
    ExamPlanRow,
    ExamRoomRow,
    ExamSessionRow,
    PlanReportRow,
    SeatRow,
)
from school_desk.kernel.parts import parts
from school_desk.kernel.tables import joined
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import ExamPlanStatus, Subject
from school_desk.terms.trades import trade_name


@dataclass(frozen=True)
class RoomRow:
    """One 考场."""

    id: str
    name: str
    place: str
    address: str
    seats: int
    active: bool


@dataclass(frozen=True)
class ExamPlanListRow:
    """One 考核计划. `returned_reason` stands beside 未上报 (被退回). `first_day` None: no session yet."""

    id: str
    number: str
    name: str
    trade_code: str
    trade: str
    level: SkillLevel
    institution: str
    status: ExamPlanStatus
    since: datetime
    returned_reason: str | None
    candidates: int
    sessions: int
    first_day: datetime | None


@dataclass(frozen=True)
class SessionRow:
    """One session with how many sit in it."""

    id: str
    subject: Subject
    room_id: str
    room: str
    place: str
    address: str
    seats: int
    starts_at: datetime
    ends_at: datetime
    seated: int


@dataclass(frozen=True)
class SeatLine:
    """One seat of a candidate."""

    session: SessionRow
    seat_no: int


@dataclass(frozen=True)
class CandidateLine:
    """One candidate with the seats, in the order of time."""

    id: str
    application_id: str
    person: EnrolledRow
    ticket_no: str
    subjects: tuple[Subject, ...]
    seats: tuple[SeatLine, ...]


@dataclass(frozen=True)
class PlanVersion:
    """One version before the authority. `joined` and `left`: (enrolment id, ticket number) against the version before."""

    version: int
    reported_on: date
    accepted_on: date | None
    decided_on: date | None
    withdrawn_on: date | None
    approved: bool | None
    document_no: str | None
    evidence_document_id: str | None
    reason: str | None
    candidates: tuple[tuple[str, str], ...]
    joined: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ExamPlanDetail:
    """One plan with all that belongs to it; candidates in the order of their tickets."""

    plan: ExamPlanListRow
    sessions: tuple[SessionRow, ...]
    candidates: tuple[CandidateLine, ...]
    versions: tuple[PlanVersion, ...]


def rooms(session: Session, school_id: str) -> tuple[RoomRow, ...]:
    """All rooms, in the order in which they were entered."""
    wanted = sa.select(ExamRoomRow).where(ExamRoomRow.school_id == school_id).order_by(ExamRoomRow.id)
    return tuple(
        RoomRow(row.id, row.name, row.place, row.address, row.seats, row.active) for row in session.scalars(wanted)
    )


def exam_plans(
    session: Session, school_id: str, statuses: Collection[ExamPlanStatus] | None = None
) -> tuple[ExamPlanListRow, ...]:
    """Exam plans, the newest first."""
    wanted = sa.select(ExamPlanRow).where(ExamPlanRow.school_id == school_id).order_by(ExamPlanRow.id.desc())
    if statuses is not None:
        wanted = wanted.where(ExamPlanRow.status.in_(statuses))
    rows = session.scalars(wanted).all()
    people = _counts(session, school_id)
    sessions: dict[str, list[datetime]] = defaultdict(list)
    begun = sa.select(ExamSessionRow.plan_id, ExamSessionRow.starts_at).where(ExamSessionRow.school_id == school_id)
    for plan_id, starts_at in session.execute(begun):
        sessions[plan_id].append(starts_at)
    return tuple(_plan(row, people[row.id], sessions.get(row.id, [])) for row in rows)


def exam_plan(session: Session, school_id: str, plan_id: str) -> ExamPlanDetail | None:
    """One plan."""
    row = session.get(ExamPlanRow, (school_id, plan_id))
    if row is None:
        return None
    held = sessions_of(session, school_id, plan_id)
    people = _candidates(session, school_id, plan_id, {sitting.id: sitting for sitting in held})
    plan = _plan(row, len(people), [sitting.starts_at for sitting in held])
    return ExamPlanDetail(plan, held, people, _versions(session, school_id, plan_id))


def sessions_of(session: Session, school_id: str, plan_id: str) -> tuple[SessionRow, ...]:
    """A plan's sessions by time, of one time in the order in which they were added."""
    seated = Counter(
        session.scalars(
            sa.select(SeatRow.session_id)
            .join(ExamSessionRow, joined(ExamSessionRow, SeatRow, SeatRow.session_id))
            .where(ExamSessionRow.school_id == school_id, ExamSessionRow.plan_id == plan_id)
        )
    )
    wanted = (
        sa.select(ExamSessionRow, ExamRoomRow)
        .join(ExamRoomRow, joined(ExamRoomRow, ExamSessionRow, ExamSessionRow.room_id))
        .where(ExamSessionRow.school_id == school_id, ExamSessionRow.plan_id == plan_id)
        .order_by(ExamSessionRow.starts_at, ExamSessionRow.id)
    )
    return tuple(_session(held, room, seated[held.id]) for held, room in session.execute(wanted))


def _candidates(
    session: Session, school_id: str, plan_id: str, held: dict[str, SessionRow]
) -> tuple[CandidateLine, ...]:
    wanted = sa.select(CandidateRow).where(CandidateRow.school_id == school_id, CandidateRow.plan_id == plan_id)
    rows = session.scalars(wanted.order_by(CandidateRow.ticket_no)).all()
    people = {person.id: person for person in enrolled(session, school_id, ids={row.enrollment_id for row in rows})}
    seats: dict[str, list[SeatLine]] = defaultdict(list)
    taken = sa.select(SeatRow).where(SeatRow.school_id == school_id)
    for part in parts(held):
        for seat in session.scalars(taken.where(SeatRow.session_id.in_(part))):
            seats[seat.candidate_id].append(SeatLine(held[seat.session_id], seat.seat_no))
    return tuple(
        CandidateLine(
            id=row.id,
            application_id=row.application_id,
            person=people[row.enrollment_id],
            ticket_no=row.ticket_no,
            subjects=_subjects(row.subjects),
            seats=tuple(sorted(seats[row.id], key=lambda line: (line.session.starts_at, line.session.id))),
        )
        for row in rows
    )


def _versions(session: Session, school_id: str, plan_id: str) -> tuple[PlanVersion, ...]:
    wanted = sa.select(PlanReportRow).where(PlanReportRow.school_id == school_id, PlanReportRow.plan_id == plan_id)
    found: list[PlanVersion] = []
    for row in session.scalars(wanted.order_by(PlanReportRow.version)):
        now = tuple((enrollment_id, ticket_no) for enrollment_id, ticket_no in row.candidates)
        before = found[-1].candidates if found else ()
        found.append(
            PlanVersion(
                version=row.version,
                reported_on=row.reported_on,
                accepted_on=row.accepted_on,
                decided_on=row.decided_on,
                withdrawn_on=row.withdrawn_on,
                approved=row.approved,
                document_no=row.document_no,
                evidence_document_id=row.evidence_document_id,
                reason=row.reason,
                candidates=now,
                joined=_without(now, before) if found else (),
                left=_without(before, now),
            )
        )
    return tuple(found)


def _without(these: Iterable[tuple[str, str]], those: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    known = set(those)
    return tuple(one for one in these if one not in known)


def _counts(session: Session, school_id: str) -> Counter[str]:
    counted = (
        sa.select(CandidateRow.plan_id, sa.func.count())
        .where(CandidateRow.school_id == school_id)
        .group_by(CandidateRow.plan_id)
    )
    return Counter(dict(session.execute(counted).all()))


def _plan(row: ExamPlanRow, candidates: int, starts: list[datetime]) -> ExamPlanListRow:
    return ExamPlanListRow(
        id=row.id,
        number=row.number,
        name=row.name,
        trade_code=row.trade_code,
        trade=trade_name(row.trade_code),
        level=SkillLevel(row.level),
        institution=row.institution,
        status=row.status,
        since=row.status_since,
        returned_reason=row.returned_reason,
        candidates=candidates,
        sessions=len(starts),
        first_day=min(starts, default=None),
    )


def _session(held: ExamSessionRow, room: ExamRoomRow, seated: int) -> SessionRow:
    return SessionRow(
        id=held.id,
        subject=held.subject,
        room_id=room.id,
        room=room.name,
        place=room.place,
        address=room.address,
        seats=room.seats,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        seated=seated,
    )


def _subjects(stored: Iterable[str]) -> tuple[Subject, ...]:
    return tuple(Subject(value) for value in stored)

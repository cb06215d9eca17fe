"""What an exam plan prints and tells: admission tickets, the sheet for 上报, the texts for 通知学员. Facts only; adapters draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from school_desk.enrollments.queries import EnrolledRow
from school_desk.exams.domain import period_words, subjects_words
from school_desk.exams.queries import CandidateLine, ExamPlanDetail, SessionRow, exam_plan
from school_desk.learning.domain import hours_words
from school_desk.learning.notices import NoticeText, numbered, to_enterprises
from school_desk.learning.queries import HoursRow, hours_of
from school_desk.terms.labels import SUBJECTS
from school_desk.terms.statuses import ExamPlanStatus


@dataclass(frozen=True)
class SittingFacts:
    """One subject of a ticket: when (aware instants), where, on which seat."""

    subject: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    room: str
    seat_no: int


@dataclass(frozen=True)
class TicketFacts:
    """One 准考证. The identity number is whole: the paper masks it. `photo_document_id` None: a place to glue one."""

    enrollment_id: str
    ticket_no: str
    name: str
    sex: str
    id_number: str
    enterprise: str
    trade: str
    level: str
    photo_document_id: str | None
    sittings: tuple[SittingFacts, ...]


@dataclass(frozen=True)
class NoTicket:
    """A candidate for whom no ticket may be printed, and why."""

    enrollment_id: str
    ticket_no: str
    name: str
    reason: str


@dataclass(frozen=True)
class ReportedSession:
    """One session of the sheet for 上报."""

    subject: str
    starts_at: datetime
    ends_at: datetime
    place: str
    room: str
    candidates: int


@dataclass(frozen=True)
class ReportedCandidate:
    """One candidate of the sheet for 上报; `rooms` and `seats` name each subject's where they differ."""

    ticket_no: str
    name: str
    sex: str
    id_number: str
    enterprise: str
    trade: str
    level: str
    subjects: str
    rooms: str
    seats: str


@dataclass(frozen=True)
class ReportSheet:
    """All that the workbook for 上报 holds: facts as (label, value), sessions by time, candidates by ticket number."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sessions: tuple[ReportedSession, ...]
    candidates: tuple[ReportedCandidate, ...]


def ticket_facts(
    session: Session, school_id: str, plan_id: str, today: date
) -> tuple[tuple[TicketFacts, ...], tuple[NoTicket, ...]]:
    """The tickets that may be printed, by room and seat, and who gets none: only when 已审核 and the hours are met (操作说明 准考证下载)."""
    detail = exam_plan(session, school_id, plan_id)
    if detail is None:
        return (), ()
    hours = hours_of(session, school_id, [line.person.id for line in detail.candidates], today)
    tickets, without = [], []
    for line in detail.candidates:
        reason = _why_no_ticket(detail.plan.status, hours[line.person.id])
        if reason:
            without.append(NoTicket(line.person.id, line.ticket_no, line.person.name, reason))
        else:
            tickets.append(line)
    tickets.sort(key=lambda line: (line.seats[0].session.starts_at, line.seats[0].session.id, line.seats[0].seat_no))
    return tuple(map(_ticket, tickets)), tuple(without)


def report_sheet(session: Session, school_id: str, plan_id: str) -> ReportSheet | None:
    """What is reported of the plan; None: there is no such plan."""
    detail = exam_plan(session, school_id, plan_id)
    if detail is None:
        return None
    plan = detail.plan
    facts = (
        ("计划编号", plan.number),
        ("计划名称", plan.name),
        ("职业(工种)", plan.trade),
        ("级别", plan.level.label),
        ("考核机构", plan.institution),
        ("考核日期", _days(detail)),
        ("考生人数", str(len(detail.candidates))),
    )
    sessions = tuple(
        ReportedSession(SUBJECTS[s.subject], s.starts_at, s.ends_at, _place(s), s.room, s.seated)
        for s in detail.sessions
    )
    return ReportSheet(plan.name, facts, sessions, tuple(map(_reported, detail.candidates)))


def exam_notices(session: Session, school_id: str, plan_id: str) -> tuple[NoticeText, ...]:
    """通知学员: to each enterprise, who sits when and where. Nothing before the plan is 已审核: it might still change."""
    detail = exam_plan(session, school_id, plan_id)
    if detail is None or detail.plan.status is not ExamPlanStatus.APPROVED:
        return ()
    lines = {line.person.id: line for line in detail.candidates}

    def text(people: Sequence[EnrolledRow]) -> str:
        places = {_place(seat.session) for person in people for seat in lines[person.id].seats}
        where = f"考点：{min(places)}。" if len(places) == 1 else ""
        summons = (_summons(lines[person.id], with_place=not where) for person in people)
        return (
            f"【考试通知】{people[0].enterprise}：贵单位 {len(people)} 名学员参加“{detail.plan.name}”，"
            f"请通知本人准时参加，带好准考证和身份证原件，提前 30 分钟到考点。{where}\n"
            f"{numbered(summons)}"
        )

    return to_enterprises(session, school_id, [line.person for line in lines.values()], text)


def _why_no_ticket(status: ExamPlanStatus, hours: HoursRow) -> str | None:
    if status is not ExamPlanStatus.APPROVED:
        return "考核计划还没有审核通过"
    return None if hours.met else hours_words(hours)


def _ticket(line: CandidateLine) -> TicketFacts:
    person = line.person
    return TicketFacts(
        enrollment_id=person.id,
        ticket_no=line.ticket_no,
        name=person.name,
        sex=person.sex,
        id_number=person.id_number,
        enterprise=person.enterprise,
        trade=person.trade,
        level=person.level.label,
        photo_document_id=person.photo_document_id,
        sittings=tuple(
            SittingFacts(
                SUBJECTS[seat.session.subject],
                seat.session.starts_at,
                seat.session.ends_at,
                seat.session.place,
                seat.session.address,
                seat.session.room,
                seat.seat_no,
            )
            for seat in line.seats
        ),
    )


def _reported(line: CandidateLine) -> ReportedCandidate:
    person = line.person
    return ReportedCandidate(
        ticket_no=line.ticket_no,
        name=person.name,
        sex=person.sex,
        id_number=person.id_number,
        enterprise=person.enterprise,
        trade=person.trade,
        level=person.level.label,
        subjects=subjects_words(line.subjects),
        rooms=_each(line, [seat.session.room for seat in line.seats]),
        seats=_each(line, [str(seat.seat_no) for seat in line.seats]),
    )


def _each(line: CandidateLine, values: Sequence[str]) -> str:
    """One word when all subjects share it, else each with its subject."""
    if len(set(values)) <= 1:
        return values[0] if values else ""
    named = zip((SUBJECTS[seat.session.subject] for seat in line.seats), values, strict=True)
    return "；".join(f"{subject} {value}" for subject, value in named)


def _summons(line: CandidateLine, *, with_place: bool) -> str:
    sittings = "；".join(
        f"{SUBJECTS[seat.session.subject]} {period_words(seat.session.starts_at, seat.session.ends_at)}"
        f"{f' {_place(seat.session)}' if with_place else ''} {seat.session.room} {seat.seat_no} 号"
        for seat in line.seats
    )
    return f"{line.person.name}（尾号 {line.person.id_number[-4:]}）准考证号 {line.ticket_no}：{sittings}"


def _place(session: SessionRow) -> str:
    return f"{session.place}（{session.address}）"


def _days(detail: ExamPlanDetail) -> str:
    days = sorted({period_words(s.starts_at, s.ends_at)[:10] for s in detail.sessions})
    return "、".join(days)

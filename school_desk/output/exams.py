"""准考证, what hangs and lies in the rooms, and the workbook for 上报 of an exam plan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from school_desk.adapters.printing.admission_tickets import AdmissionTicket, Examination, Sitting
from school_desk.adapters.printing.exam_room_papers import RoomCandidate, RoomSession
from school_desk.adapters.sheets.outgoing import CandidateLine, SessionLine
from school_desk.documents.queries import paper
from school_desk.exams.papers import NoTicket, ReportSheet, TicketFacts, report_sheet, ticket_facts
from school_desk.exams.queries import ExamPlanDetail, SessionRow, exam_plan
from school_desk.kernel.clock import local_date
from school_desk.terms.labels import SUBJECTS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from school_desk.output.source import PaperSchool

TICKETS = "school_desk.adapters.printing.admission_tickets:admission_tickets"
DOOR_LISTS = "school_desk.adapters.printing.exam_room_papers:door_list"
SIGN_IN_SHEETS = "school_desk.adapters.printing.exam_room_papers:sign_in_sheet"
DESK_CARDS = "school_desk.adapters.printing.exam_room_papers:desk_cards"
REPORT = "school_desk.adapters.sheets.outgoing:write_exam_plan"


def tickets(
    school: PaperSchool, plan_id: str, enrollment_ids: Collection[str] | None = None
) -> tuple[Examination, tuple[AdmissionTicket, ...], tuple[NoTicket, ...]]:
    """What `TICKETS` takes, and those for whom no ticket may be printed, with why: of all who sit in the plan, or of these only."""
    today = local_date(school.clock.now())
    with school.reading() as session:
        detail = exam_plan(session, school.id, plan_id)
        facts, without = ticket_facts(session, school.id, plan_id, today)
        made = tuple(_ticket(school, session, one) for one in facts if _is_asked_for(one, enrollment_ids))
    without = tuple(one for one in without if _is_asked_for(one, enrollment_ids))
    return Examination(detail.plan.name if detail else "", school.name, "", today), made, without


def room_sessions(school: PaperSchool, plan_id: str) -> tuple[tuple[RoomSession, ...], str, date]:
    """What `DOOR_LISTS`, `SIGN_IN_SHEETS` and `DESK_CARDS` take: sessions by time in which somebody sits."""
    with school.reading() as session:
        detail = exam_plan(session, school.id, plan_id)
        held = detail.sessions if detail else ()
        made = [_room_session(school, session, detail, sitting) for sitting in held if detail and sitting.seated]
    return tuple(made), school.name, printed_on(school)


def report(
    school: PaperSchool, plan_id: str
) -> tuple[str, tuple[tuple[str, str], ...], tuple[SessionLine, ...], tuple[CandidateLine, ...]] | None:
    """What `REPORT` takes after the path; None: there is no such plan."""
    with school.reading() as session:
        sheet = report_sheet(session, school.id, plan_id)
    return None if sheet is None else (sheet.title, sheet.facts, _sessions(sheet), _candidates(sheet))


def printed_on(school: PaperSchool) -> date:
    """The date papers bear."""
    return local_date(school.clock.now())


def photo_of(school: PaperSchool, session: Session, document_id: str | None) -> bytes | None:
    """The photo's bytes, None when there is none."""
    found = None if document_id is None else paper(session, school.id, document_id)
    return None if found is None else school.blobs.get(found.sha256)


def _room_session(school: PaperSchool, session: Session, detail: ExamPlanDetail, held: SessionRow) -> RoomSession:
    seats = {seat.seat_no: line for line in detail.candidates for seat in line.seats if seat.session.id == held.id}
    candidates = tuple(
        RoomCandidate(
            number,
            line.ticket_no,
            line.person.name,
            line.person.id_number,
            line.person.trade,
            line.person.level.label,
            photo_of(school, session, line.person.photo_document_id),
        )
        for number, line in sorted(seats.items())
    )
    return RoomSession(
        detail.plan.name, SUBJECTS[held.subject], held.starts_at, held.ends_at, held.place, held.room, candidates
    )


def _is_asked_for(one: TicketFacts | NoTicket, enrollment_ids: Collection[str] | None) -> bool:
    return enrollment_ids is None or one.enrollment_id in enrollment_ids


def _ticket(school: PaperSchool, session: Session, facts: TicketFacts) -> AdmissionTicket:
    return AdmissionTicket(
        number=facts.ticket_no,
        name=facts.name,
        sex=facts.sex,
        resident_id=facts.id_number,
        employer=facts.enterprise,
        trade=facts.trade,
        level=facts.level,
        sittings=tuple(
            Sitting(s.subject, s.starts_at, s.ends_at, s.place, s.address, s.room, s.seat_no) for s in facts.sittings
        ),
        photo=photo_of(school, session, facts.photo_document_id),
    )


def _sessions(sheet: ReportSheet) -> tuple[SessionLine, ...]:
    return tuple(SessionLine(s.subject, s.starts_at, s.ends_at, s.place, s.room, s.candidates) for s in sheet.sessions)


def _candidates(sheet: ReportSheet) -> tuple[CandidateLine, ...]:
    return tuple(
        CandidateLine(
            c.ticket_no, c.name, c.sex, c.id_number, c.enterprise, c.trade, c.level, c.subjects, c.rooms, c.seats
        )
        for c in sheet.candidates
    )

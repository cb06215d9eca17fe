"""Carries out who is taken into an exam plan, who leaves it again, and who sits where."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from school_desk.documents.ledger import LedgerRow
from school_desk.exams import commands as c
from school_desk.exams.domain import ticket_number
from school_desk.exams.eligibility import SittingRow, busy_elsewhere, double_booked, who_may_sit
from school_desk.exams.handlers.planning import draft_plan
from school_desk.exams.queries import CandidateLine, exam_plan
from school_desk.exams.seating import Seat, Sitter, Sitting, Unplaced, arrange
from school_desk.exams.settings import TICKET_PATTERN
from school_desk.exams.tables import CandidateRow, ExamApplicationRow, ExamPlanRow, SeatRow
from school_desk.kernel.commands import Context, Undo, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.parts import parts
from school_desk.kernel.recording import touched


@handles(c.TakeCandidates)
def take_candidates(context: Context, command: c.TakeCandidates) -> tuple[LedgerRow, ...]:
    """Takes whoever may sit, in the order given, each with the next ticket number of the plan."""
    plan = draft_plan(context, command.plan_id)
    wanted = list(dict.fromkeys(command.enrollment_ids))
    judged = who_may_sit(context.session, context.school_id, plan.id, context.today, wanted)
    by_id, taken, rows = {row.person.id: row for row in judged}, {}, []
    for place, enrollment_id in enumerate(wanted, start=1):
        row = by_id.get(enrollment_id)
        if row is None:
            rows.append(LedgerRow(place, "", "failed", ("找不到这条报名。",)))
        elif row.ticket_no is not None:
            rows.append(LedgerRow(place, row.person.name, "skipped", (f"已在计划中，准考证号 {row.ticket_no}。",)))
        elif row.reasons:
            rows.append(LedgerRow(place, row.person.name, "failed", row.reasons))
        else:
            taken[place] = row
            rows.append(LedgerRow(place, row.person.name, "imported"))
    if taken:
        _take(context, plan, taken)
        plan.edited_at = context.made_at
    return tuple(rows)


def _may_come_back(context: Context, command: c.RemoveCandidate) -> None:
    application = context.session.get(ExamApplicationRow, (context.school_id, command.application_id))
    if application is None or application.withdrawn_on is not None or _candidate_of(context, command.application_id):
        raise RuleViolation("exam.application_gone", "移出之后申请已撤回或已编入别的计划，不能再恢复。")


def _seated_once(context: Context) -> None:
    """Seats that are given back: the person may have been seated elsewhere for the same time since."""
    given_back = {row.candidate_id for row in touched(context.session, context.school_id, SeatRow)}
    rows = (context.session.get_one(CandidateRow, (context.school_id, key)) for key in sorted(given_back))
    for plan_id in sorted({row.plan_id for row in rows}):
        for line, number in double_booked(context.session, context.school_id, plan_id):
            if line.id in given_back:
                message = f"不能恢复：{line.person.name}之后已编排考核计划 {number} 的座位，考试时间冲突。请先从那个计划中移出。"
                raise RuleViolation("exam.clash", message)


@handles(c.RemoveCandidate, undo=Undo(guard=_may_come_back, after=_seated_once))
def remove_candidate(context: Context, command: c.RemoveCandidate) -> None:
    """Takes the candidate and the seats out of the plan; nobody else moves."""
    plan = draft_plan(context, command.plan_id)
    candidate = _candidate_of(context, command.application_id)
    if candidate is None or candidate.plan_id != plan.id:
        raise RuleViolation("exam.not_candidate", "这个考核计划里没有这名考生。")
    seats = sa.select(SeatRow).where(SeatRow.school_id == context.school_id, SeatRow.candidate_id == candidate.id)
    for seat in context.session.scalars(seats.order_by(SeatRow.id)).all():
        context.session.delete(seat)
    context.session.flush()
    context.session.delete(candidate)
    plan.edited_at = context.made_at


@handles(c.AssignSeats, undo=Undo(after=_seated_once))
def assign_seats(context: Context, command: c.AssignSeats) -> c.SeatingOutcome:
    """Seats whoever lacks a seat; nobody who has one moves, whoever finds none is listed."""
    plan = draft_plan(context, command.plan_id)
    detail = exam_plan(context.session, context.school_id, plan.id)
    if detail is None:
        raise AssertionError("the plan was read a line before")
    sittings = [Sitting(s.id, s.subject, s.starts_at, s.ends_at, s.seats) for s in detail.sessions]
    busy = busy_elsewhere(context.session, context.school_id, plan.id, [sitting.period for sitting in sittings])
    sitters = [
        Sitter(line.id, line.subjects, tuple(other.period for other in busy.get(line.person.trainee_id, ())))
        for line in detail.candidates
    ]
    kept = [Seat(line.id, seat.session.id, seat.seat_no) for line in detail.candidates for seat in line.seats]
    seating = arrange(sittings, sitters, kept)
    for place, seat in enumerate(seating.added):
        _seat(context, seat, place)
    if seating.added:
        plan.edited_at = context.made_at
    lines = {line.id: line for line in detail.candidates}
    unplaced = tuple(_seatless(lines[left.sitter_id], left) for left in seating.unplaced)
    return c.SeatingOutcome(len(seating.added), len(kept), unplaced)


def _seat(context: Context, seat: Seat, place: int) -> None:
    row = SeatRow(
        school_id=context.school_id,
        id=context.new_id(f"seat/{seat.sitter_id}/{seat.sitting_id}", place),
        candidate_id=seat.sitter_id,
        session_id=seat.sitting_id,
        seat_no=seat.number,
    )
    context.session.add(row)


def _seatless(line: CandidateLine, left: Unplaced) -> c.SeatlessRow:
    return c.SeatlessRow(line.person.id, line.person.name, line.ticket_no, left.subject, left.reason)


def _take(context: Context, plan: ExamPlanRow, taken: Mapping[int, SittingRow]) -> None:
    """Makes candidates of those taken, by their place in the selection."""
    pattern, series = context.setting(TICKET_PATTERN), f"exam_ticket/{plan.id}"
    tickets = {place: ticket_number(pattern, plan.number, context.number(series)) for place in taken}
    _refuse_given(context, tickets.values())
    for place, row in taken.items():
        candidate = CandidateRow(
            school_id=context.school_id,
            id=context.new_id(f"candidate/{row.person.id}", place),
            plan_id=plan.id,
            application_id=row.application_id,
            enrollment_id=row.person.id,
            ticket_no=tickets[place],
            subjects=[subject.value for subject in row.subjects],
        )
        context.session.add(candidate)


def _refuse_given(context: Context, tickets: Collection[str]) -> None:
    """A pattern that was changed may run into numbers that were given under the one before."""
    known = sa.select(CandidateRow.ticket_no).where(CandidateRow.school_id == context.school_id)
    for part in parts(tickets):
        given = context.session.scalar(known.where(CandidateRow.ticket_no.in_(part)).limit(1))
        if given is not None:
            message = f"准考证号 {given} 已给过别人。请在设置里检查“准考证号格式”。"
            raise RuleViolation("exam.ticket_known", message)


def _candidate_of(context: Context, application_id: str) -> CandidateRow | None:
    wanted = sa.select(CandidateRow).where(
        CandidateRow.school_id == context.school_id, CandidateRow.application_id == application_id
    )
    return context.session.scalar(wanted)

"""Carries out the decisions about rooms, exam plans and their sessions. A plan changes only while it is 未上报."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from school_desk.exams import commands as c
from school_desk.exams.domain import FINER_WORDS, check_session_times, plan_number, session_times
from school_desk.exams.eligibility import busy_elsewhere
from school_desk.exams.queries import exam_plan
from school_desk.exams.seating import Period, overlap
from school_desk.exams.settings import INSTITUTION
from school_desk.exams.tables import ExamPlanRow, ExamRoomRow, ExamSessionRow, SeatRow
from school_desk.kernel.commands import Context, Undo, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.numbers import Series, declare
from school_desk.kernel.recording import altered
from school_desk.kernel.tables import SchoolRow, joined
from school_desk.plans.queries import plans
from school_desk.terms.names import visible
from school_desk.terms.statuses import ExamPlanStatus, PlanPhase
from school_desk.terms.trades import find_trade

NUMBERS = declare(Series("exam_plan", "考核计划", yearly=True, block=20))

_MOST_SEATS = 500
_WHERE = ("name", "place", "address")


@handles(c.AddRoom)
def add_room(context: Context, command: c.AddRoom) -> dict[str, str]:
    """Adds the room."""
    row = ExamRoomRow(
        school_id=context.school_id,
        id=context.new_id("room"),
        name=_room_name(context, command.name, None),
        place=_filled(command.place, "考点名称", "place"),
        address=_filled(command.address, "考点地址", "address"),
        seats=_seats(command.seats),
        active=True,
    )
    context.session.add(row)
    return {"room_id": row.id}


def _room_is_free(context: Context, command: c.EditRoom) -> None:
    """What the room was before may not be enough for sessions that were planned since."""
    planned = sa.select(ExamSessionRow.id).where(
        ExamSessionRow.school_id == context.school_id,
        ExamSessionRow.room_id == command.room_id,
        ExamSessionRow.ends_at > context.made_at,
    )
    if context.session.scalar(planned.limit(1)) is not None:
        raise RuleViolation("exam.room_in_use", "这个考场已排了场次，不能撤销修改。请直接再修改一次。")


def _stays_where_reported(context: Context) -> None:
    """After an undo: a room in which the authority knows a plan is where it was said to be."""
    for room_id, (before, after) in altered(context.session, ExamRoomRow).items():
        moved = [column for column in _WHERE if column in after and not _same_text(before[column], after[column])]
        if moved:
            _refuse_reported(context, _room(context, room_id), moved[0])


def _same_text(one: str, other: str) -> bool:
    # Dropping what nobody sees is no other place: it is the way to print what was pasted before this was dropped.
    return visible(one).strip() == visible(other).strip()


@handles(c.EditRoom, undo=Undo(guard=_room_is_free, after=_stays_where_reported))
def edit_room(context: Context, command: c.EditRoom) -> None:
    """Changes the room; seats that somebody has been given stay, and so does where the plans before the authority are held."""
    row, seats = _room(context, command.room_id), _seats(command.seats)
    highest = _highest_seat(context, ExamSessionRow.room_id == row.id, ExamSessionRow.ends_at > context.made_at)
    if highest > seats:
        message = f"已有考生排在 {highest} 号座位，座位数不能少于 {highest}。"
        raise RuleViolation("exam.seats_taken", message, field="seats")
    where = {
        "name": _room_name(context, command.name, row.id),
        "place": _filled(command.place, "考点名称", "place"),
        "address": _filled(command.address, "考点地址", "address"),
    }
    moved = next((column for column, text in where.items() if not _same_text(getattr(row, column), text)), None)
    if moved is not None:
        _refuse_reported(context, row, moved)
    for column, text in where.items():
        setattr(row, column, text)
    row.seats, row.active = seats, command.active


@handles(c.CreateExamPlan)
def create_exam_plan(context: Context, command: c.CreateExamPlan) -> dict[str, str]:
    """Makes the plan with the next number, once sign-up for the trade and level has ended (操作说明: 培训结束，可创建考核计划)."""
    trade = find_trade(command.trade_code)
    if trade is None:
        raise RuleViolation("exam.trade", f"没有工种“{command.trade_code}”，请从列表中选择。", field="trade_code")
    what = f"{trade.name} {command.level.label}"
    training = [
        plan
        for plan in plans(context.session, context.school_id, context.today)
        if (plan.trade_code, plan.level) == (trade.code, command.level)
    ]
    if not any(plan.phase is PlanPhase.ENDED for plan in training):
        told = f"最早 {min(plan.sign_up_to for plan in training)} 截止" if training else "还没有这样的培训计划"
        message = f"{what}没有“培训结束”的培训计划（{told}），报名结束后才可创建考核计划。"
        raise RuleViolation("exam.sign_up_open", message)
    year = context.today.year
    row = ExamPlanRow(
        school_id=context.school_id,
        id=context.new_id("plan"),
        number=plan_number(year, context.number(NUMBERS.of(year))),
        name=visible(command.name).strip() or f"{year}年{context.today.month}月 {what} 考核",
        trade_code=trade.code,
        level=int(command.level),
        institution=_institution(context, command.institution),
        status=ExamPlanStatus.DRAFT,
        status_since=context.made_at,
        edited_at=context.made_at,
    )
    context.session.add(row)
    return {"plan_id": row.id, "number": row.number}


@handles(c.EditExamPlan)
def edit_exam_plan(context: Context, command: c.EditExamPlan) -> None:
    """Changes what is free to change."""
    plan = draft_plan(context, command.plan_id)
    plan.name = _filled(command.name, "计划名称", "name")
    plan.institution = _institution(context, command.institution)
    plan.edited_at = context.made_at


@handles(c.AddSession)
def add_session(context: Context, command: c.AddSession) -> dict[str, str]:
    """Adds the session when the room is free then."""
    plan = draft_plan(context, command.plan_id)
    room = _room(context, command.room_id)
    if not room.active:
        raise RuleViolation("exam.room_inactive", f"考场“{room.name}”已停用，请换一个。", field="room_id")
    starts_at, ends_at = session_times(command.starts_at, command.ends_at)
    _check_time(context, room, starts_at, ends_at, None)
    row = ExamSessionRow(
        school_id=context.school_id,
        id=context.new_id("session"),
        plan_id=plan.id,
        room_id=room.id,
        subject=command.exam_subject,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    context.session.add(row)
    plan.edited_at = context.made_at
    return {"session_id": row.id}


@handles(c.EditSession, undo=Undo(never="原来的考场和时间可能已另有安排。请再调整一次。"))
def edit_session(context: Context, command: c.EditSession) -> None:
    """Moves the session to another room or time, unless somebody who sits in it could not."""
    plan = draft_plan(context, command.plan_id)
    row, room = session_in(context, plan, command.session_id), _room(context, command.room_id)
    starts_at, ends_at = session_times(command.starts_at, command.ends_at)
    _check_time(context, room, starts_at, ends_at, row.id)
    highest = _highest_seat(context, ExamSessionRow.id == row.id)
    if highest > room.seats:
        message = f"已有考生排在 {highest} 号座位，考场“{room.name}”只有 {room.seats} 个座位。"
        raise RuleViolation("exam.seats_taken", message, field="room_id")
    _check_seated_are_free(context, row, (starts_at, ends_at))
    row.room_id, row.starts_at, row.ends_at = room.id, starts_at, ends_at
    plan.edited_at = context.made_at


@handles(c.RemoveSession, undo=Undo(never="原来的考场和时间可能已另有安排。请重新建场次。"))
def remove_session(context: Context, command: c.RemoveSession) -> None:
    """Removes the session and its seats; whoever sat in it needs another."""
    plan = draft_plan(context, command.plan_id)
    row = session_in(context, plan, command.session_id)
    seats = sa.select(SeatRow).where(SeatRow.school_id == context.school_id, SeatRow.session_id == row.id)
    for seat in context.session.scalars(seats.order_by(SeatRow.id)).all():
        context.session.delete(seat)
    context.session.flush()
    context.session.delete(row)
    plan.edited_at = context.made_at


def exam_plan_row(context: Context, plan_id: str) -> ExamPlanRow:
    """The plan. Raises RuleViolation `exam.plan_unknown`."""
    row = context.session.get(ExamPlanRow, (context.school_id, plan_id))
    if row is None:
        raise RuleViolation("exam.plan_unknown", "找不到这个考核计划。")
    return row


def draft_plan(context: Context, plan_id: str) -> ExamPlanRow:
    """The plan, which must not have been reported. Raises RuleViolation `exam.frozen`; whoever changes it sets `edited_at`."""
    row = exam_plan_row(context, plan_id)
    if row.status is not ExamPlanStatus.DRAFT:
        message = f"考核计划 {row.number} {FINER_WORDS[row.status]}，场次和考生不能再改。要改请先撤回上报。"
        raise RuleViolation("exam.frozen", message)
    return row


def session_in(context: Context, plan: ExamPlanRow, session_id: str) -> ExamSessionRow:
    """The plan's session. Raises RuleViolation `exam.session_unknown`."""
    row = context.session.get(ExamSessionRow, (context.school_id, session_id))
    if row is None or row.plan_id != plan.id:
        raise RuleViolation("exam.session_unknown", "这个考核计划里没有这个场次。")
    return row


def _check_time(
    context: Context, room: ExamRoomRow, starts_at: datetime, ends_at: datetime, but_session: str | None
) -> None:
    check_session_times(starts_at, ends_at, context.made_at)
    there = (
        sa.select(ExamPlanRow.number)
        .join(ExamSessionRow, joined(ExamPlanRow, ExamSessionRow, ExamSessionRow.plan_id))
        .where(
            ExamSessionRow.school_id == context.school_id,
            ExamSessionRow.room_id == room.id,
            ExamSessionRow.id != (but_session or ""),
            ExamSessionRow.starts_at < ends_at,
            ExamSessionRow.ends_at > starts_at,
        )
    )
    number = context.session.scalar(there.order_by(ExamSessionRow.id).limit(1))
    if number is not None:
        message = f"考场“{room.name}”这段时间已排给考核计划 {number}，请换考场或时间。"
        raise RuleViolation("exam.room_taken", message, field="room_id")


def _check_seated_are_free(context: Context, row: ExamSessionRow, period: Period) -> None:
    """Nobody who sits in `row` may sit elsewhere in the new time, in this plan or another."""
    detail = exam_plan(context.session, context.school_id, row.plan_id)
    busy = busy_elsewhere(context.session, context.school_id, row.plan_id, [period])
    clashing = []
    for candidate in detail.candidates if detail else ():
        sessions = {seat.session.id: (seat.session.starts_at, seat.session.ends_at) for seat in candidate.seats}
        if sessions.pop(row.id, None) is None:
            continue
        others = [*sessions.values(), *(other.period for other in busy.get(candidate.person.trainee_id, ()))]
        if any(overlap(period, other) for other in others):
            clashing.append(candidate.person.name)
    if clashing:
        message = f"{'、'.join(clashing[:3])}{'等' if len(clashing) > 3 else ''}共 {len(clashing)} 人这段时间另有考试，请换时间。"
        raise RuleViolation("exam.clash", message, field="starts_at")


def _highest_seat(context: Context, *which: sa.ColumnElement[bool]) -> int:
    """The highest seat number given in the sessions told by `which`; 0: none."""
    taken = (
        sa.select(sa.func.max(SeatRow.seat_no))
        .join(ExamSessionRow, joined(ExamSessionRow, SeatRow, SeatRow.session_id))
        .where(SeatRow.school_id == context.school_id, *which)
    )
    return context.session.scalar(taken) or 0


def _room(context: Context, room_id: str) -> ExamRoomRow:
    row = context.session.get(ExamRoomRow, (context.school_id, room_id))
    if row is None:
        raise RuleViolation("exam.room_unknown", "找不到这个考场。", field="room_id")
    return row


def _room_name(context: Context, name: str, room_id: str | None) -> str:
    plain = _filled(name, "考场名称", "name")
    known = sa.select(ExamRoomRow.id).where(ExamRoomRow.school_id == context.school_id, ExamRoomRow.name == plain)
    if context.session.scalar(known) not in (None, room_id):
        raise RuleViolation("exam.room_known", f"已有名为“{plain}”的考场，请换一个名称。", field="name")
    return plain


def _reported_in(context: Context, room_id: str) -> ExamPlanRow | None:
    """The newest plan that the authority knows, or knew when it was held, with a session in this room."""
    wanted = (
        sa.select(ExamPlanRow)
        .join(ExamSessionRow, joined(ExamPlanRow, ExamSessionRow, ExamSessionRow.plan_id))
        .where(
            ExamSessionRow.school_id == context.school_id,
            ExamSessionRow.room_id == room_id,
            ExamPlanRow.status != ExamPlanStatus.DRAFT,
        )
    )
    return context.session.scalar(wanted.order_by(ExamPlanRow.id.desc()).limit(1))


def _refuse_reported(context: Context, room: ExamRoomRow, field: str) -> None:
    plan = _reported_in(context, room.id)
    if plan is not None:
        message = (
            f"考核计划 {plan.number} {FINER_WORDS[plan.status]}，用的是考场“{room.name}”，名称、考点和地址不能改。"
            "要换地方请新建一个考场（名称不能相同，旧的可以停用）；没有开考的计划请先撤回上报，再换考场。"
        )
        raise RuleViolation("exam.room_reported", message, field=field)


def _institution(context: Context, typed: str) -> str:
    school = context.session.get(SchoolRow, context.school_id)
    return visible(typed).strip() or visible(context.setting(INSTITUTION)).strip() or (school.name if school else "")


def _seats(seats: int) -> int:
    if not 1 <= seats <= _MOST_SEATS:
        raise RuleViolation("exam.seats", f"座位数应在 1 到 {_MOST_SEATS} 之间。", field="seats")
    return seats


def _filled(text: str, word: str, field: str) -> str:
    """What was typed or pasted, as papers can print it."""
    plain = visible(text).strip()
    if not plain:
        raise RuleViolation("exam.required", f"请填写{word}。", field=field)
    return plain

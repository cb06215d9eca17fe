"""One enrolment at a time for a trade and level: while one is under way a second is refused; once it is over the person may come again.

An enrolment that is closed is over. One that counts is over when nobody downstream still waits for it: certified, or failed with no exam
to come.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from school_desk.enrollments.events import EnrollingAgain
from school_desk.enrollments.tables import EnrollmentBatchRow, EnrollmentRow, TraineeRow
from school_desk.kernel.commands import Context
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.statuses import EnrollmentStatus


def standing_enrollments(context: Context, trainee_id: str, trade_code: str, level: int) -> list[EnrollmentRow]:
    """The person's enrolments for this trade and level that count, oldest first: at most one of them is under way."""
    wanted = sa.select(EnrollmentRow).where(
        EnrollmentRow.school_id == context.school_id,
        EnrollmentRow.trainee_id == trainee_id,
        EnrollmentRow.trade_code == trade_code,
        EnrollmentRow.level == level,
        EnrollmentRow.status == EnrollmentStatus.ACTIVE,
    )
    return sorted(context.session.scalars(wanted), key=lambda row: row.id)


def waits_for(context: Context, row: EnrollmentRow) -> str | None:
    """What an enrolment that counts is under way for, as a sentence; None: it is over."""
    try:
        context.emit(EnrollingAgain(row.id))
    except RuleViolation as objection:
        return objection.message
    return None


def refuse_second(context: Context, trainee_id: str, trade_code: str, level: int, *, but: str = "") -> None:
    """Raises RuleViolation `enrollment.twice` when the person has an enrolment for this trade and level under way, other than `but`."""
    for row in standing_enrollments(context, trainee_id, trade_code, level):
        waiting = None if row.id == but else waits_for(context, row)
        if waiting is not None:
            trainee = context.session.get_one(TraineeRow, (context.school_id, trainee_id))
            batch = context.session.get_one(EnrollmentBatchRow, (context.school_id, row.batch_id))
            message = f"{trainee.name} 已在批次 {batch.number} 报名同一工种等级，还没有办完：{waiting}"
            raise RuleViolation("enrollment.twice", message, field="id_number")


def refuse_beside_another(context: Context, enrollment_id: str) -> None:
    """For handlers downstream that would take an enrolment up again. Raises `enrollment.twice` when the person has come again since."""
    row = context.session.get_one(EnrollmentRow, (context.school_id, enrollment_id))
    refuse_second(context, row.trainee_id, row.trade_code, row.level, but=row.id)


def refuse_two(context: Context, enrollment_ids: Iterable[str]) -> None:
    """After an undo, also of an undo: none of these may be under way again beside another. Raises `enrollment.twice`."""
    for enrollment_id in sorted(set(enrollment_ids)):
        row = context.session.get(EnrollmentRow, (context.school_id, enrollment_id))
        if row is None or row.status is not EnrollmentStatus.ACTIVE:
            continue
        others = len(standing_enrollments(context, row.trainee_id, row.trade_code, row.level)) - 1
        if others and waits_for(context, row) is not None:
            refuse_beside_another(context, row.id)

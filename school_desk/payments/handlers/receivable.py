"""What an enterprise owes follows its enrolments: one 应缴单 for each training plan of a batch, until its fee is reviewed."""

from __future__ import annotations

from school_desk.enrollments.events import BatchEnrolled, EnrollmentClosed
from school_desk.enrollments.queries import BatchRow, active_places, batch, enrolled
from school_desk.kernel.commands import Context, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.payments.domain import FLUID
from school_desk.payments.handlers.entries import receivables_of_batch, release, settle, standing
from school_desk.payments.tables import ReceivableRow
from school_desk.plans.queries import plan
from school_desk.terms.labels import receivable_status
from school_desk.terms.statuses import EnrollmentStatus, ReceivableStatus


@reacts(BatchEnrolled)
def charge_batch(context: Context, event: BatchEnrolled) -> None:
    """Makes the batch's 应缴单, or lets them follow the people that were added."""
    known = {row.plan_id: row for row in receivables_of_batch(context, event.batch_id)}
    places = active_places(context.session, context.school_id, event.batch_id)
    found = batch(context.session, context.school_id, event.batch_id)
    if found is None:
        raise AssertionError("the batch was told of before it was written")
    for plan_id, count in places.items():
        row = known.get(plan_id)
        if row is None:
            row = known[plan_id] = _charge(context, found, plan_id, len(known) + 1)
        _follow(context, row, count)


@reacts(EnrollmentClosed)
def follow_closed_enrollment(context: Context, event: EnrollmentClosed) -> None:
    """Asks for one fee less, unless somebody took the place; a refund settles the money itself."""
    rows = receivables_of_batch(context, event.batch_id)
    row = next((row for row in rows if row.plan_id == event.plan_id), None)
    if row is None:
        return
    count = active_places(context.session, context.school_id, event.batch_id).get(event.plan_id, 0)
    (closed,) = enrolled(context.session, context.school_id, ids=[event.enrollment_id])
    if closed.status is EnrollmentStatus.REFUNDED:
        row.head_count = count
    else:
        _follow(context, row, count)


def _charge(context: Context, of: BatchRow, plan_id: str, place: int) -> ReceivableRow:
    found = plan(context.session, context.school_id, plan_id, context.today)
    if found is None:
        raise AssertionError("people were enrolled in a plan that is not there")
    row = ReceivableRow(
        school_id=context.school_id,
        id=context.new_id(f"receivable/{plan_id}", place),
        batch_id=of.id,
        plan_id=plan_id,
        enterprise_id=of.enterprise_id,
        number=f"YJ{of.number}-{place}",
        head_count=0,
        unit_fee_fen=found.fee_fen,
        due_fen=0,
        allocated_fen=0,
        status=ReceivableStatus.OPEN,
        created_on=context.today,
        status_since=context.made_at,
    )
    context.session.add(row)
    return row


def _follow(context: Context, row: ReceivableRow, count: int) -> None:
    """Another number of people: the fee follows, and what was paid too much becomes 预收余额."""
    if count == row.head_count:
        return
    if row.status not in FLUID:
        word = receivable_status(row.status)
        how = "请把新增的人导入新的批次" if count > row.head_count else "请办理退费，或先撤回费用审核"
        raise RuleViolation("receivable.reviewed", f"应缴单 {row.number} 已是“{word}”，人数不能再变：{how}。")
    # What a refund left the school in keeping stays in the amount: only the difference counts.
    due_fen = row.due_fen + (count - row.head_count) * row.unit_fee_fen
    if row.allocated_fen > due_fen:
        held = standing(context, receivable_id=row.id)
        release(context, held, row.allocated_fen - due_fen, f"应缴单 {row.number} 人数减少")
    row.head_count, row.due_fen = count, due_fen
    settle(context, row)

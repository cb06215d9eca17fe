"""退费: asked for by one person, approved by another, and done when the statement shows the money leaving to the account that had paid.

A fee that came in two transfers goes back in two refunds, each to the account its transfer came from; the first one paid ends the enrolment.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from fractions import Fraction

from school_desk.enrollments.events import EnrollmentClosing, EnrollmentGivenUp, EnrollmentsPutBack
from school_desk.enrollments.handlers import active_enrollment, close_enrollment, enrollments_agree
from school_desk.enrollments.queries import enrolled
from school_desk.enterprises.handlers import enterprise
from school_desk.kernel.clock import local_date
from school_desk.kernel.commands import Context, Undo, handles, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.kernel.recording import touched
from school_desk.payments import commands as c
from school_desk.payments.domain import check_amount, check_second_person, required, same_party, spread
from school_desk.payments.handlers.agreement import books_agree
from school_desk.payments.handlers.entries import (
    PENDING_REFUND,
    draw,
    lots,
    pending_refunds,
    receivable,
    receivables_of_batch,
    release,
    standing,
    statement_line,
    take_credit_of,
    undraw,
)
from school_desk.payments.handlers.invoice import match_invoice
from school_desk.payments.queries.refundable import REFUNDABLE, fees_left
from school_desk.payments.settings import ONE_PERSON_OFFICE
from school_desk.payments.tables import ReceivableRow, RefundRow, StatementLineRow
from school_desk.terms.labels import line_status, refund_status
from school_desk.terms.statuses import EnrollmentStatus, LineStatus, ReceivableStatus, RefundStatus


def _promises_hold(context: Context) -> None:
    """After an undo: the books agree.

    And no refund that counts again asks for more than was paid for its people, or than its line still pays, or for who left.
    """
    books_agree(context)
    for row in touched(context.session, context.school_id, RefundRow):
        if row.receivable_id is None or row.status is RefundStatus.REJECTED:
            continue
        owed = receivable(context, row.receivable_id)
        if row.status in PENDING_REFUND and owed.status is not ReceivableStatus.REVIEWED:
            message = f"应缴单 {owed.number} 的费用审核之后已撤销，这一步不能撤销。请先重新审核费用，或重新申请退费。"
            raise RuleViolation("refund.moved_on", message)
        for enrollment_id in _still_enrolled(context, row.enrollment_ids):
            active_enrollment(context, enrollment_id)
        left = _fees_left(context, owed, row.enrollment_ids)
        if min(left.values()) < 0 or _unpromised(context, owed, row.source_line_id) < 0:
            message = f"之后应缴单 {owed.number} 又有退费，这一步不能撤销。请先撤销或驳回后面的退费。"
            raise RuleViolation("refund.moved_on", message)


@handles(c.RequestRefund, undo=Undo(after=_promises_hold))
def request_refund(context: Context, command: c.RequestRefund) -> dict[str, str]:
    """Keeps the request; from now on the money it asks for can go nowhere else: of 预收余额 it is taken at once."""
    owner = enterprise(context, command.enterprise_id)
    source = statement_line(context, command.source_line_id, incoming=True)
    if source.status is LineStatus.REVERSED:
        raise RuleViolation("refund.reversed", "这笔款已被银行冲正或退回，不能再退费。", field="source_line_id")
    reason = required(command.reason, "退费原因")
    if command.receivable_id is None:
        if command.enrollment_ids:
            raise RuleViolation("refund.receivable", "按学员退费时请选择应缴单。", field="receivable_id")
        free = sum(lot.left_fen for lot in lots(context, enterprise_id=owner.id, line_id=source.id))
        check_amount(command.amount_fen, free, "这笔款还可退的预收余额")
    else:
        _check_reviewed(context, receivable(context, command.receivable_id), command)
    row = RefundRow(
        school_id=context.school_id,
        id=context.new_id("refund"),
        enterprise_id=owner.id,
        receivable_id=command.receivable_id,
        source_line_id=source.id,
        amount_fen=command.amount_fen,
        enrollment_ids=list(command.enrollment_ids),
        reason=reason,
        status=RefundStatus.REQUESTED,
        requested_by_id=context.actor.id,
        requested_by=context.actor.name,
        requested_at=context.made_at,
    )
    context.session.add(row)
    context.session.flush()
    if row.receivable_id is None:
        _take_from_credit(context, row)
    return {"refund_id": row.id}


def _decided_otherwise(context: Context) -> None:
    """After an undo: who asked does not get the money approved by taking a colleague's refusal back."""
    _promises_hold(context)
    for row in touched(context.session, context.school_id, RefundRow):
        if row.status is RefundStatus.APPROVED:
            _check_other_person(context, row)


@handles(c.DecideRefund, undo=Undo(after=_decided_otherwise))
def decide_refund(context: Context, command: c.DecideRefund) -> None:
    """Approves or refuses; an approved one may be refused as long as it was not paid."""
    row = _refund(context, command.refund_id)
    before = (RefundStatus.REQUESTED,) if command.approved else PENDING_REFUND
    if row.status not in before:
        raise RuleViolation("refund.step", f"这笔退费现在是“{refund_status(row.status)}”，不能再审批。")
    _check_other_person(context, row)
    if command.approved:
        if statement_line(context, row.source_line_id, incoming=True).status is LineStatus.REVERSED:
            message = "这笔款已被银行冲正或退回，不能再同意退费。请点“不同意…”，写明原因后驳回。"
            raise RuleViolation("refund.reversed", message)
        _ask_about_leaving(context, row.enrollment_ids)
    row.decision_note = (
        command.reason.strip() if command.approved else required(command.reason, "不批准的原因")
    ) or None
    row.status = RefundStatus.APPROVED if command.approved else RefundStatus.REJECTED
    row.decided_by, row.decided_at = context.actor.name, context.made_at
    if not command.approved:
        _give_back(context, row)


def _check_other_person(context: Context, row: RefundRow) -> None:
    check_second_person(row.requested_by_id, context.actor.id, context.setting(ONE_PERSON_OFFICE), "退费审批")


def _may_be_unpaid(context: Context) -> None:
    enrollments_agree(context)
    _promises_hold(context)


@handles(c.RecordRefundPaid, undo=Undo(after=_may_be_unpaid))
def record_refund_paid(context: Context, command: c.RecordRefundPaid) -> None:
    """Takes the money out of the 应缴单 or the 预收余额, and closes the enrolments."""
    row = _refund(context, command.refund_id)
    if row.status is not RefundStatus.APPROVED:
        raise RuleViolation("refund.step", f"这笔退费现在是“{refund_status(row.status)}”，批准后才能登记退款。")
    line = statement_line(context, command.line_id, incoming=False)
    _check_same_way_back(context, row, line)
    if row.receivable_id is not None:
        _take_from_receivable(context, row, receivable(context, row.receivable_id))
        _take_from_credit(context, row)
    row.status, row.paid_line_id = RefundStatus.PAID, line.id
    line.status, line.status_reason = LineStatus.CLAIMED, f"退费：{row.reason}"[:200]


@reacts(EnrollmentGivenUp)
def refuse_while_refunded(context: Context, event: EnrollmentGivenUp) -> None:
    """The money may have left for the person already: it could be recorded for nobody once another stands in the place."""
    if any(event.enrollment_id in row.enrollment_ids for row in pending_refunds(context)):
        (person,) = enrolled(context.session, context.school_id, ids=[event.enrollment_id])
        raise RuleViolation(
            "enrollment.refund_waits",
            f"{person.name} 正在办理退费，报名不能撤回或换人。请先驳回退费申请；款已经退出的，请登记退款。",
        )


@reacts(EnrollmentsPutBack)
def refuse_when_refunded_would_be_gone(context: Context, event: EnrollmentsPutBack) -> None:
    """Nor does an undo take away whom a refund names: a 换人 taken back, or a withdrawal that is made again."""
    for batch_id in event.batch_ids:
        for owed in receivables_of_batch(context, batch_id):
            for row in pending_refunds(context, receivable_id=owed.id):
                people = enrolled(context.session, context.school_id, ids=list(row.enrollment_ids))
                if sum(person.status in REFUNDABLE for person in people) < len(row.enrollment_ids):
                    message = f"应缴单 {owed.number} 正在为其中的人办理退费，这一步不能撤销。请先驳回退费申请。"
                    raise RuleViolation("enrollment.refund_waits", message)


def _check_reviewed(context: Context, row: ReceivableRow, command: c.RequestRefund) -> None:
    if row.enterprise_id != command.enterprise_id:
        raise RuleViolation("refund.enterprise", f"应缴单 {row.number} 不属于这家企业。", field="receivable_id")
    if row.status is not ReceivableStatus.REVIEWED:
        message = f"应缴单 {row.number} 还没有通过费用审核。请先撤回报名，多出的钱转为预收余额后再退。"
        raise RuleViolation("refund.not_reviewed", message, field="receivable_id")
    left = _fees_left_of(context, row, command.enrollment_ids)
    _ask_about_leaving(context, command.enrollment_ids)
    fees = math.floor(min(left.values()) * len(left))
    check_amount(
        command.amount_fen, min(_unpromised(context, row, command.source_line_id), fees), "这笔款为这些学员缴的"
    )


def _fees_left_of(context: Context, row: ReceivableRow, enrollment_ids: Collection[str]) -> dict[str, Fraction]:
    """What may still go back for each. Raises RuleViolation `refund.enrollments` when somebody is not of this 应缴单, or has it all."""
    if not enrollment_ids or len(set(enrollment_ids)) < len(enrollment_ids):
        raise RuleViolation("refund.enrollments", "请选择为哪些学员退费，每人一次。", field="enrollment_ids")
    left = _fees_left(context, row, enrollment_ids)
    people = {person.id: person for person in enrolled(context.session, context.school_id, ids=enrollment_ids)}
    for enrollment_id in enrollment_ids:
        person = people.get(enrollment_id)
        if person is None or person.status not in REFUNDABLE:
            active_enrollment(context, enrollment_id)  # says why not
        elif (person.batch_id, person.plan_id) != (row.batch_id, row.plan_id):
            message = f"{person.name} 不在应缴单 {row.number} 里，请重新选择学员。"
            raise RuleViolation("refund.enrollments", message, field="enrollment_ids")
        elif left[enrollment_id] <= 0:
            message = f"{person.name} 的培训费已全部退还，或正在另一笔退费里。"
            raise RuleViolation("refund.enrollments", message, field="enrollment_ids")
    return left


def _fees_left(context: Context, row: ReceivableRow, enrollment_ids: Collection[str]) -> dict[str, Fraction]:
    return fees_left(context.session, context.school_id, row.id, row.unit_fee_fen, enrollment_ids)


def _unpromised(context: Context, row: ReceivableRow, line_id: str) -> int:
    """What of the line still pays this 应缴单 and waits in no refund."""
    held = sum(one.fen for one in standing(context, receivable_id=row.id, line_id=line_id))
    return held - sum(one.amount_fen for one in pending_refunds(context, receivable_id=row.id, source_line_id=line_id))


def _ask_about_leaving(context: Context, enrollment_ids: Iterable[str]) -> None:
    """Before the money goes: one who has sat an exam or holds a certificate cannot leave any more, and paid money could not be recorded."""
    for enrollment_id in _still_enrolled(context, enrollment_ids):
        context.emit(EnrollmentClosing(enrollment_id))


def _still_enrolled(context: Context, enrollment_ids: Iterable[str]) -> list[str]:
    """Those whom no other refund has taken out already."""
    people = enrolled(context.session, context.school_id, ids=list(enrollment_ids))
    return [person.id for person in people if person.status is not EnrollmentStatus.REFUNDED]


def _check_same_way_back(context: Context, row: RefundRow, line: StatementLineRow) -> None:
    if line.status is not LineStatus.NOT_TUITION:
        message = f"这笔支出现在是“{line_status(line.status)}”，不能再用于登记退款。"
        raise RuleViolation("refund.line_used", message, field="line_id")
    if line.amount_fen != row.amount_fen:
        message = (
            f"这笔支出是 {format_yuan(line.amount_fen)} 元，批准退费 {format_yuan(row.amount_fen)} 元，金额不一致。"
        )
        raise RuleViolation("refund.line_amount", message, field="line_id")
    paid_by = statement_line(context, row.source_line_id, incoming=True)
    if local_date(line.booked_at) < local_date(paid_by.booked_at):
        message = f"这笔支出（{local_date(line.booked_at)}）早于要退的到账（{local_date(paid_by.booked_at)}），不会是它的退款。"
        raise RuleViolation("refund.line_before", message, field="line_id")
    if not same_party(
        paid_by.counterparty_account_key,
        paid_by.counterparty_name,
        line.counterparty_account_key,
        line.counterparty_name,
    ):
        message = f"退费应退回原付款账户（{paid_by.counterparty_name}），这笔支出的收款方不是它。"
        raise RuleViolation("refund.other_account", message, field="line_id")


def _take_from_receivable(context: Context, row: RefundRow, owed: ReceivableRow) -> None:
    """What the school keeps of the fees stays due, so that the 应缴单 is still paid in full."""
    for enrollment_id in _still_enrolled(context, row.enrollment_ids):
        close_enrollment(context, active_enrollment(context, enrollment_id), EnrollmentStatus.REFUNDED, row.reason)
    held = standing(context, receivable_id=owed.id, line_id=row.source_line_id)
    if sum(one.fen for one in held) < row.amount_fen:
        message = (
            f"这笔款在应缴单 {owed.number} 上已不够这笔退费：之后冲销过。请先把款重新认领到这张应缴单，再登记退款。"
        )
        raise RuleViolation("refund.money_gone", message)
    release(context, held, row.amount_fen, f"退费：{row.reason}", paid_out=True)
    owed.due_fen -= row.amount_fen
    if owed.due_fen == 0:
        owed.status, owed.status_since, owed.paid_on = ReceivableStatus.CANCELLED, context.made_at, None
    match_invoice(context, owed)


def _take_from_credit(context: Context, row: RefundRow) -> None:
    """Out of the newest lots of the line: what was released for this refund lies there."""
    newest_first = list(reversed(lots(context, enterprise_id=row.enterprise_id, line_id=row.source_line_id)))
    for lot, fen in zip(newest_first, spread(row.amount_fen, [lot.left_fen for lot in newest_first]), strict=True):
        if fen:
            draw(context, lot, fen, f"退费：{row.reason}", refund_id=row.id)


def _give_back(context: Context, row: RefundRow) -> None:
    """What was taken for a refund that will not be paid is 预收余额 again, unless the bank has taken it in the meantime."""
    source = statement_line(context, row.source_line_id, incoming=True)
    undraw(context, refund_id=row.id)
    if source.status is LineStatus.REVERSED:
        take_credit_of(context, source)


def _refund(context: Context, refund_id: str) -> RefundRow:
    row = context.session.get(RefundRow, (context.school_id, refund_id))
    if row is None:
        raise RuleViolation("refund.unknown", "找不到这笔退费，请刷新列表。")
    return row

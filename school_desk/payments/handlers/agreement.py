"""What taking a decision back may never leave behind: an 应缴单 or a line whose state does not follow from its sums and its people."""

from __future__ import annotations

from school_desk.enrollments.events import EnrollmentsPutBack
from school_desk.enrollments.queries import active_places
from school_desk.kernel.commands import Context, Undo, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.recording import touched
from school_desk.payments.domain import CLAIMABLE, FLUID, claimed_status, paid_status
from school_desk.payments.handlers.entries import receivable, receivables_of_batch, statement_line
from school_desk.payments.tables import AllocationRow, CreditEntryRow, ReceivableRow, StatementLineRow
from school_desk.terms.labels import line_status, receivable_status
from school_desk.terms.statuses import LineStatus


def books_agree(context: Context) -> None:
    """Undo puts back the columns that a decision changed; others of the same row may have moved on since."""
    for row in touched(context.session, context.school_id, ReceivableRow):
        _check_receivable(row)
    for line in touched(context.session, context.school_id, StatementLineRow):
        claims = line.status in CLAIMABLE or line.status is LineStatus.CLAIMED
        if line.incoming and claims and line.status is not claimed_status(line.amount_fen, line.used_fen):
            word = line_status(line.status)
            raise RuleViolation("line.moved_on", f"之后又有认领变动，这笔流水不能回到“{word}”，请直接办理下一步。")
    _check_claims_again(context)
    _check_credit_again(context)


MONEY_UNDO = Undo(after=books_agree)


@reacts(EnrollmentsPutBack)
def refuse_when_money_moved_on(context: Context, event: EnrollmentsPutBack) -> None:
    """People come back or go only as long as what is owed for them can follow."""
    for batch_id in event.batch_ids:
        places = active_places(context.session, context.school_id, batch_id)
        for row in receivables_of_batch(context, batch_id):
            _check_receivable(row)
            if row.head_count != places.get(row.plan_id, 0):
                raise _moved_on(row)


def _check_claims_again(context: Context) -> None:
    """Money that the bank took back is not claimed again by undoing the removal of a claim; what was reviewed before stands on it still."""
    claims = touched(context.session, context.school_id, AllocationRow)
    for claim in (claim for claim in claims if claim.reverses_id is None):
        line, row = statement_line(context, claim.line_id, incoming=True), receivable(context, claim.receivable_id)
        if line.status is LineStatus.REVERSED and row.status in FLUID:
            message = f"这笔流水之后已被银行冲正或退回，不能再认领给应缴单 {row.number}，这一步不能撤销。"
            raise RuleViolation("line.taken_back", message)


def _check_credit_again(context: Context) -> None:
    """Nor is it 预收余额 again by undoing what had taken it from there: no step leaves any on a line that the bank took back."""
    for lot in touched(context.session, context.school_id, CreditEntryRow):
        if lot.left_fen > 0 and statement_line(context, lot.line_id, incoming=True).status is LineStatus.REVERSED:
            message = "这笔流水之后已被银行冲正或退回，它的钱不再是预收余额，这一步不能撤销。正在办理的退费请由同事点“不同意…”驳回。"
            raise RuleViolation("line.taken_back", message)


def _check_receivable(row: ReceivableRow) -> None:
    paid = paid_status(row.due_fen, row.allocated_fen)
    if not (row.status is paid or (row.status not in FLUID and row.due_fen == row.allocated_fen)):
        raise _moved_on(row)


def _moved_on(row: ReceivableRow) -> RuleViolation:
    word = receivable_status(row.status)
    message = f"应缴单 {row.number} 之后又有变动（{word}），这一步不能撤销。请先撤销后面的认领、审核或报名变动。"
    return RuleViolation("receivable.moved_on", message)

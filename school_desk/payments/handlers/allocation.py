"""认领: gives the money of lines and of the 预收余额 to 应缴单, and takes it back, before the 费用审核 or (冲销) after it."""

from __future__ import annotations

from school_desk.enterprises.handlers import enterprise
from school_desk.kernel.commands import Context, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.payments import commands as c
from school_desk.payments.domain import (
    CLAIMABLE,
    FLUID,
    check_amount,
    check_payer,
    check_seen,
    required,
    spread,
)
from school_desk.payments.events import FeeReversed, FeeReviewTakenBack
from school_desk.payments.handlers.agreement import MONEY_UNDO
from school_desk.payments.handlers.entries import (
    add_credit,
    allocate,
    draw,
    lots,
    pending_refunds,
    receivable,
    settle,
    settle_line,
    standing,
    statement_line,
    take_back,
    undraw,
)
from school_desk.payments.handlers.invoice import match_invoice
from school_desk.payments.handlers.judged import keep_result, withdraw_result
from school_desk.payments.tables import AllocationRow, CreditEntryRow, ReceivableRow
from school_desk.terms.labels import line_status, receivable_status
from school_desk.terms.statuses import AllocationKind, LineStatus, ProposalDecision, ReceivableStatus


@handles(c.AllocateTransfer, undo=MONEY_UNDO)
def allocate_transfer(context: Context, command: c.AllocateTransfer) -> dict[str, list[str]]:
    """Gives the parts, and the rest to the 预收余额 when that was said; no more than the line holds and each 应缴单 wants."""
    line = statement_line(context, command.line_id, incoming=True)
    if line.status not in CLAIMABLE:
        raise RuleViolation("line.not_claimable", f"这笔流水现在是“{line_status(line.status)}”，不能认领。")
    rest = line.amount_fen - line.used_fen
    check_seen("这笔流水的未认领金额", command.expect_rest_fen, rest)
    check_payer(line.counterparty_name, command.personal_reason)
    rows = _open_receivables(context, command.parts)
    claimed = sum(part.amount_fen for part in command.parts)
    if command.parts:
        check_amount(claimed, rest, "这笔流水的未认领金额")
    credited = rest - claimed if command.credit_rest_to else 0
    if not claimed + credited:
        raise RuleViolation("allocation.empty", "请选择应缴单，或选择转入哪家企业的预收余额。")
    reasons = list(command.reasons)
    if command.personal_reason.strip():
        reasons.append(f"个人付款：{command.personal_reason.strip()}")
    made = []
    for part, row in zip(command.parts, rows, strict=True):
        label = f"allocation/{line.id}/{row.id}"
        entry = allocate(
            context, line.id, row, part.amount_fen, kind=AllocationKind.TRANSFER, reasons=reasons, label=label
        )
        made.append(entry.id)
    line.used_fen += claimed + credited
    if credited and command.credit_rest_to:
        owner = enterprise(context, command.credit_rest_to)
        add_credit(context, owner.id, line.id, credited, "；".join(reasons) or "认领后的余款", label=f"rest/{line.id}")
    settle_line(line)
    for row in rows:
        settle(context, row)
    keep_result(context, line.id, ProposalDecision.CLAIMED, command.judged)
    return {"allocation_ids": made}


@handles(c.RemoveAllocation, undo=MONEY_UNDO)
def remove_allocation(context: Context, command: c.RemoveAllocation) -> None:
    """Deletes the allocation while the 应缴单 is not before the review; the money is where it was."""
    entry = _allocation(context, command.allocation_id)
    row = receivable(context, entry.receivable_id)
    if row.status not in FLUID:
        word = receivable_status(row.status)
        raise RuleViolation("allocation.reviewed", f"应缴单 {row.number} 已是“{word}”，不能撤销认领，只能冲销。")
    if sum(held.fen for held in standing(context, allocation_id=entry.id)) != entry.amount_fen:
        raise RuleViolation("allocation.partly_gone", "这笔认领已有一部分冲销或转为预收，请用“冲销”收回其余部分。")
    line = statement_line(context, entry.line_id, incoming=True)
    if entry.kind is AllocationKind.CREDIT:
        undraw(context, allocation_id=entry.id)
    else:
        line.used_fen -= entry.amount_fen
    row.allocated_fen -= entry.amount_fen
    context.session.delete(entry)
    context.session.flush()
    settle_line(line)
    settle(context, row)
    withdraw_result(context, line.id, ProposalDecision.CLAIMED, entry.allocated_at)


@handles(c.ReverseAllocation, undo=MONEY_UNDO)
def reverse_allocation(context: Context, command: c.ReverseAllocation) -> None:
    """Writes the counter-row. A passed 费用审核 falls with it, unless somebody has built on it and objects."""
    entry = _allocation(context, command.allocation_id)
    row, reason = receivable(context, entry.receivable_id), required(command.reason, "冲销原因")
    fen = sum(held.fen for held in standing(context, allocation_id=entry.id))
    check_seen("这笔认领还能冲销的金额", command.expect_standing_fen, fen)
    check_amount(fen, fen, "还能冲销的")
    if row.status is ReceivableStatus.PROPOSED:
        raise RuleViolation("allocation.in_review", f"应缴单 {row.number} 正在费用审核，请先驳回再冲销。")
    if pending_refunds(context, receivable_id=row.id):
        raise RuleViolation("allocation.refund_waits", f"应缴单 {row.number} 正在办理退费，请先驳回退费申请。")
    reviewed = row.status is ReceivableStatus.REVIEWED
    line = statement_line(context, entry.line_id, incoming=True)
    if reviewed and line.status is not LineStatus.REVERSED:
        # Money that the bank took is gone whatever was built on it: nobody may object, and what was built stands still (fees_gone).
        context.emit(FeeReviewTakenBack(row.id, row.batch_id, row.plan_id))
    # Money that came by way of the 预收余额 goes back there, unless the bank has taken it.
    to_credit = entry.kind is AllocationKind.CREDIT and line.status is not LineStatus.REVERSED
    for held in standing(context, allocation_id=entry.id):
        take_back(context, held, fen, f"冲销：{reason}", to_credit=to_credit)
    settle_line(line)
    settle(context, row)
    if line.status is not LineStatus.REVERSED:
        # What the bank took back was matched rightly all the same.
        withdraw_result(context, line.id, ProposalDecision.CLAIMED, entry.allocated_at)
    if reviewed:
        match_invoice(context, row)
        context.emit(FeeReversed(row.id, row.batch_id, row.plan_id))


@handles(c.UseCredit, undo=MONEY_UNDO)
def use_credit(context: Context, command: c.UseCredit) -> dict[str, list[str]]:
    """Pays from the enterprise's own 预收余额, the oldest money first."""
    (row,) = _open_receivables(context, (c.Part(command.receivable_id, command.amount_fen, command.expect_open_fen),))
    free = lots(context, enterprise_id=row.enterprise_id)
    credit = sum(lot.left_fen for lot in free)
    check_seen("预收余额", command.expect_credit_fen, credit)
    check_amount(command.amount_fen, credit, "预收余额")
    made = []
    for lot, fen in zip(free, spread(command.amount_fen, [lot.left_fen for lot in free]), strict=True):
        if fen:
            label = f"allocation/{lot.id}"
            entry = allocate(
                context, lot.line_id, row, fen, kind=AllocationKind.CREDIT, reasons=["用预收余额"], label=label
            )
            draw(context, lot, fen, f"缴 {row.number}", allocation_id=entry.id)
            made.append(entry.id)
    settle(context, row)
    return {"allocation_ids": made}


@handles(c.RemoveCredit, undo=MONEY_UNDO)
def remove_credit(context: Context, command: c.RemoveCredit) -> None:
    """Takes the entry away, whole, while nothing was drawn from it."""
    entry = context.session.get(CreditEntryRow, (context.school_id, command.credit_entry_id))
    if entry is None or entry.draws_on_id or entry.allocation_id or entry.refund_id:
        raise RuleViolation("credit.unknown", "只有从流水直接转入的预收可以撤回。")
    if entry.left_fen != entry.amount_fen:
        raise RuleViolation("credit.used", "这笔预收已经使用或正在退费，不能撤回。")
    line = statement_line(context, entry.line_id, incoming=True)
    line.used_fen -= entry.amount_fen
    context.session.delete(entry)
    settle_line(line)


def _open_receivables(context: Context, parts: tuple[c.Part, ...]) -> list[ReceivableRow]:
    """The 应缴单 of the parts, each able to take its amount."""
    rows = [receivable(context, part.receivable_id) for part in parts]
    if len({row.id for row in rows}) < len(rows):
        raise RuleViolation("allocation.twice", "同一张应缴单在一次认领里只能出现一次。")
    for part, row in zip(parts, rows, strict=True):
        open_fen = row.due_fen - row.allocated_fen
        check_seen(f"应缴单 {row.number} 的待缴金额", part.expect_open_fen, open_fen)
        check_amount(part.amount_fen, open_fen, f"应缴单 {row.number} 的待缴金额")
    return rows


def _allocation(context: Context, allocation_id: str) -> AllocationRow:
    row = context.session.get(AllocationRow, (context.school_id, allocation_id))
    if row is None or row.kind is AllocationKind.REVERSAL:
        raise RuleViolation("allocation.unknown", "找不到这笔认领，请刷新列表。")
    return row

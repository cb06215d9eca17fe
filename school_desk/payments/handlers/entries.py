"""Moves money between lines, 应缴单 and 预收余额, and keeps the sums that follow from the entries. It asks nothing and decides nothing.

Always: a line's `used_fen` = its allocations + what of it is 预收余额 + what of it was refunded; an 应缴单's `allocated_fen` = its allocations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from school_desk.kernel.clock import local_date
from school_desk.kernel.commands import Context
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.tables import Recorded
from school_desk.payments.domain import CLAIMABLE, claimed_status, paid_status, spread
from school_desk.payments.tables import AllocationRow, CreditEntryRow, ReceivableRow, RefundRow, StatementLineRow
from school_desk.terms.statuses import AllocationKind, LineStatus, ReceivableStatus, RefundStatus

TAKEN_BY_BANK = "银行冲正或退回"
PENDING_REFUND = (RefundStatus.REQUESTED, RefundStatus.APPROVED)


@dataclass(frozen=True)
class Standing:
    """An allocation and what counter-rows have left of it."""

    row: AllocationRow
    fen: int


def receivable(context: Context, receivable_id: str) -> ReceivableRow:
    """The 应缴单. Raises RuleViolation `receivable.unknown`."""
    row = context.session.get(ReceivableRow, (context.school_id, receivable_id))
    if row is None:
        raise RuleViolation("receivable.unknown", "找不到这张应缴单，请刷新列表。")
    return row


def receivables_of_batch(context: Context, batch_id: str) -> list[ReceivableRow]:
    """The batch's 应缴单, in the order of their making."""
    return list(context.session.scalars(_of(context, ReceivableRow, batch_id=batch_id)))


def statement_line(context: Context, line_id: str, *, incoming: bool) -> StatementLineRow:
    """The line, of the direction wanted. Raises RuleViolation `line.unknown` or `line.direction`."""
    row = context.session.get(StatementLineRow, (context.school_id, line_id))
    if row is None:
        raise RuleViolation("line.unknown", "找不到这笔流水，请刷新列表。")
    if row.incoming is not incoming:
        word = "收入" if incoming else "支出"
        raise RuleViolation("line.direction", f"请选择一笔{word}的流水。")
    return row


def standing(
    context: Context, *, receivable_id: str | None = None, line_id: str | None = None, allocation_id: str | None = None
) -> list[Standing]:
    """Allocations that still stand, wholly or in part, oldest first."""
    wanted = _of(context, AllocationRow, receivable_id=receivable_id, line_id=line_id)
    if allocation_id is not None:
        wanted = wanted.where(sa.or_(AllocationRow.id == allocation_id, AllocationRow.reverses_id == allocation_id))
    rows = context.session.scalars(wanted).all()
    left: dict[str, int] = {}
    for row in rows:
        origin = row.reverses_id or row.id
        left[origin] = left.get(origin, 0) + row.amount_fen
    return [Standing(row, left[row.id]) for row in rows if row.reverses_id is None and left[row.id]]


def lots(context: Context, *, enterprise_id: str | None = None, line_id: str | None = None) -> list[CreditEntryRow]:
    """The entries of money into 预收余额 of which something is left, oldest first."""
    wanted = _of(context, CreditEntryRow, enterprise_id=enterprise_id, line_id=line_id)
    return list(context.session.scalars(wanted.where(CreditEntryRow.left_fen > 0)))


def pending_refunds(context: Context, **columns: str | None) -> Sequence[RefundRow]:
    """Refunds asked for and not yet paid or refused, with these values in these columns (None: empty)."""
    wanted = sa.select(RefundRow).where(RefundRow.school_id == context.school_id, RefundRow.status.in_(PENDING_REFUND))
    for name, value in columns.items():
        wanted = wanted.where(getattr(RefundRow, name) == value)
    return context.session.scalars(wanted.order_by(RefundRow.id)).all()


def allocate(
    context: Context,
    line_id: str,
    row: ReceivableRow,
    fen: int,
    *,
    kind: AllocationKind,
    reasons: Iterable[str],
    label: str,
    reverses_id: str | None = None,
) -> AllocationRow:
    """Adds an allocation (or, with `reverses_id`, a counter-row below zero) and the 应缴单's sum."""
    entry = AllocationRow(
        school_id=context.school_id,
        id=context.new_id(label),
        line_id=line_id,
        receivable_id=row.id,
        kind=kind,
        amount_fen=fen,
        reasons=list(reasons),
        reverses_id=reverses_id,
        allocated_by=context.actor.name,
        allocated_at=context.made_at,
    )
    row.allocated_fen += fen
    context.session.add(entry)
    context.session.flush()
    return entry


def take_back(context: Context, held: Standing, fen: int, reason: str, *, to_credit: bool) -> None:
    """A counter-row of `fen`; the money becomes 预收余额, or lies on its line again."""
    row = receivable(context, held.row.receivable_id)
    label = f"counter/{held.row.id}"
    counter = allocate(
        context,
        held.row.line_id,
        row,
        -fen,
        kind=AllocationKind.REVERSAL,
        reasons=[reason],
        label=label,
        reverses_id=held.row.id,
    )
    if to_credit:
        add_credit(context, row.enterprise_id, counter.line_id, fen, reason, label=label, allocation_id=counter.id)
    else:
        statement_line(context, counter.line_id, incoming=True).used_fen -= fen


def release(context: Context, held: Sequence[Standing], fen: int, reason: str, *, paid_out: bool = False) -> None:
    """Turns `fen` of what stands in `held` into 预收余额, the newest allocation first.

    Of money that the bank took back there is none to keep, unless it was `paid_out` to the enterprise all the same.
    """
    newest_first = list(reversed(held))
    for one, part in zip(newest_first, spread(fen, [one.fen for one in newest_first]), strict=True):
        if part:
            is_here = statement_line(context, one.row.line_id, incoming=True).status is not LineStatus.REVERSED
            take_back(context, one, part, reason, to_credit=paid_out or is_here)


def add_credit(
    context: Context,
    enterprise_id: str,
    line_id: str,
    fen: int,
    note: str,
    *,
    label: str,
    allocation_id: str | None = None,
    refund_id: str | None = None,
    draws_on_id: str | None = None,
) -> CreditEntryRow:
    """Adds a movement of the 预收余额; out of it (below zero) only with the lot that it draws on."""
    entry = CreditEntryRow(
        school_id=context.school_id,
        id=context.new_id(f"credit/{label}"),
        enterprise_id=enterprise_id,
        line_id=line_id,
        allocation_id=allocation_id,
        refund_id=refund_id,
        draws_on_id=draws_on_id,
        amount_fen=fen,
        left_fen=max(fen, 0),
        entered_at=context.made_at,
        note=note[:200],
    )
    context.session.add(entry)
    context.session.flush()
    return entry


def draw(context: Context, lot: CreditEntryRow, fen: int, note: str, **because: str | None) -> None:
    """Takes `fen` out of a lot, for an allocation, a refund, or (neither) because the bank took it."""
    lot.left_fen -= fen
    add_credit(
        context, lot.enterprise_id, lot.line_id, -fen, note, label=f"draw/{lot.id}", draws_on_id=lot.id, **because
    )


def undraw(context: Context, **because: str) -> None:
    """Puts what was drawn for an allocation or a refund back into its lots."""
    for drawn in context.session.scalars(_of(context, CreditEntryRow, **because)).all():
        lot = context.session.get(CreditEntryRow, (context.school_id, drawn.draws_on_id))
        if lot is None:
            raise AssertionError("money out of 预收余额 without the entry it was taken from")
        lot.left_fen -= drawn.amount_fen
        context.session.delete(drawn)
    context.session.flush()


def take_credit_of(context: Context, line: StatementLineRow) -> int:
    """Empties the lots of a line that the bank took back. Returns how much that was."""
    taken = 0
    for lot in lots(context, line_id=line.id):
        taken += lot.left_fen
        draw(context, lot, lot.left_fen, TAKEN_BY_BANK)
    line.used_fen -= taken
    return taken


def settle(context: Context, row: ReceivableRow) -> None:
    """Puts the 应缴单 into the state that its sums say, as if nobody had reviewed it."""
    status = paid_status(row.due_fen, row.allocated_fen)
    row.paid_on = _paid_on(context, row) if status is ReceivableStatus.PAID else None
    if row.status is not status:
        row.status, row.status_since = status, context.made_at


def settle_line(row: StatementLineRow) -> None:
    """Puts an incoming line into the state that its sum says, unless somebody or the bank set it aside."""
    if row.status in CLAIMABLE or row.status is LineStatus.CLAIMED:
        row.status = claimed_status(row.amount_fen, row.used_fen)


def _paid_on(context: Context, row: ReceivableRow) -> date:
    """The day of the line that made the amount full; 预收余额 counts from the day it was used."""
    days = []
    for held in standing(context, receivable_id=row.id):
        by_credit = held.row.kind is AllocationKind.CREDIT
        line = statement_line(context, held.row.line_id, incoming=True)
        days.append(local_date(held.row.allocated_at if by_credit else line.booked_at))
    return max(days)


def _of(context: Context, kind: type[Any], **columns: str | None) -> sa.Select[Any]:
    """Rows of the school with these values, None: any, oldest first."""
    table: type[Recorded] = kind
    wanted = sa.select(kind).where(table.school_id == context.school_id).order_by(table.id)
    for name, value in columns.items():
        if value is not None:
            wanted = wanted.where(getattr(kind, name) == value)
    return wanted

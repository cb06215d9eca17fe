"""预收余额 and refunds: how much lies there for whom, which line it came with, and what is on its way back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enterprises.queries import enterprise_names
from school_desk.kernel.tables import joined
from school_desk.payments.tables import CreditEntryRow, ReceivableRow, RefundRow, StatementLineRow
from school_desk.terms.statuses import LineStatus, RefundStatus

_PENDING = (RefundStatus.REQUESTED, RefundStatus.APPROVED)


@dataclass(frozen=True)
class CreditBalanceRow:
    """An enterprise's 预收余额; `refunding_fen` was taken out of it for refunds that are not paid yet."""

    enterprise_id: str
    enterprise: str
    balance_fen: int
    refunding_fen: int


@dataclass(frozen=True)
class CreditEntryListRow:
    """One movement. `left_fen` is what of money in is still there; `removable`: it came straight from a line and nothing was drawn from it.

    `allocation_id`: money out that pays an 应缴单, or came back from one.
    """

    id: str
    enterprise_id: str
    enterprise: str
    line_id: str
    payer_name: str
    amount_fen: int
    left_fen: int
    removable: bool
    allocation_id: str | None
    entered_at: datetime
    note: str


@dataclass(frozen=True)
class RefundListRow:
    """One refund, back to the account that paid the source line.

    `bounced`: it was paid, and the bank brought the money back. `taken_back`: the bank has taken the source line back, so that there is
    nothing to refund.
    """

    id: str
    enterprise_id: str
    enterprise: str
    receivable_id: str | None
    receivable_number: str | None
    source_line_id: str
    payer_name: str
    payer_account: str | None
    amount_fen: int
    enrollment_ids: tuple[str, ...]
    reason: str
    status: RefundStatus
    requested_by_id: str
    requested_by: str
    requested_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision_note: str | None
    paid_line_id: str | None
    bounced: bool
    taken_back: bool


def credit_balances(session: Session, school_id: str) -> tuple[CreditBalanceRow, ...]:
    """Enterprises that have a balance or get some of it back, the largest first."""
    sums = (
        sa.select(CreditEntryRow.enterprise_id, sa.func.sum(CreditEntryRow.amount_fen))
        .where(CreditEntryRow.school_id == school_id)
        .group_by(CreditEntryRow.enterprise_id)
    )
    waiting = (
        sa.select(RefundRow.enterprise_id, sa.func.sum(RefundRow.amount_fen))
        .where(
            RefundRow.school_id == school_id,
            RefundRow.receivable_id.is_(None),
            RefundRow.status.in_(_PENDING),
        )
        .group_by(RefundRow.enterprise_id)
    )
    refunding: dict[str, int] = dict(session.execute(waiting).all())
    names = enterprise_names(session, school_id)
    rows = [
        CreditBalanceRow(owner, names.get(owner, ""), balance, refunding.get(owner, 0))
        for owner, balance in session.execute(sums)
        if balance or owner in refunding
    ]
    return tuple(sorted(rows, key=lambda row: (-row.balance_fen, row.enterprise)))


def credit_entries(
    session: Session, school_id: str, *, enterprise_id: str | None = None, line_id: str | None = None
) -> tuple[CreditEntryListRow, ...]:
    """Movements, oldest first."""
    wanted = (
        sa.select(CreditEntryRow, StatementLineRow.counterparty_name)
        .join(StatementLineRow, joined(StatementLineRow, CreditEntryRow, CreditEntryRow.line_id))
        .where(CreditEntryRow.school_id == school_id)
        .order_by(CreditEntryRow.id)
    )
    if enterprise_id is not None:
        wanted = wanted.where(CreditEntryRow.enterprise_id == enterprise_id)
    if line_id is not None:
        wanted = wanted.where(CreditEntryRow.line_id == line_id)
    names = enterprise_names(session, school_id)
    return tuple(
        CreditEntryListRow(
            id=row.id,
            enterprise_id=row.enterprise_id,
            enterprise=names.get(row.enterprise_id, ""),
            line_id=row.line_id,
            payer_name=payer_name,
            amount_fen=row.amount_fen,
            left_fen=row.left_fen,
            removable=not (row.draws_on_id or row.allocation_id or row.refund_id) and row.left_fen == row.amount_fen,
            allocation_id=row.allocation_id,
            entered_at=row.entered_at,
            note=row.note,
        )
        for row, payer_name in session.execute(wanted)
    )


def refunds(
    session: Session, school_id: str, statuses: Collection[RefundStatus] | None = None
) -> tuple[RefundListRow, ...]:
    """Refunds, the newest first."""
    bounced = (
        sa.exists()
        .where(CreditEntryRow.school_id == RefundRow.school_id, CreditEntryRow.refund_id == RefundRow.id)
        .where(CreditEntryRow.amount_fen > 0)
    )
    wanted = (
        sa.select(RefundRow, StatementLineRow, ReceivableRow.number, bounced)
        .join(StatementLineRow, joined(StatementLineRow, RefundRow, RefundRow.source_line_id))
        .outerjoin(ReceivableRow, joined(ReceivableRow, RefundRow, RefundRow.receivable_id))
        .where(RefundRow.school_id == school_id)
        .order_by(RefundRow.id.desc())
    )
    if statuses is not None:
        wanted = wanted.where(RefundRow.status.in_(statuses))
    names = enterprise_names(session, school_id)
    return tuple(
        RefundListRow(
            id=row.id,
            enterprise_id=row.enterprise_id,
            enterprise=names.get(row.enterprise_id, ""),
            receivable_id=row.receivable_id,
            receivable_number=number,
            source_line_id=row.source_line_id,
            payer_name=source.counterparty_name,
            payer_account=source.counterparty_account,
            amount_fen=row.amount_fen,
            enrollment_ids=tuple(row.enrollment_ids),
            reason=row.reason,
            status=row.status,
            requested_by_id=row.requested_by_id,
            requested_by=row.requested_by,
            requested_at=row.requested_at,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            decision_note=row.decision_note,
            paid_line_id=row.paid_line_id,
            bounced=came_back,
            taken_back=source.status is LineStatus.REVERSED,
        )
        for row, source, number, came_back in session.execute(wanted)
    )

"""Fees whose money the bank took back after the 费用审核 had passed: until it is paid and reviewed again, nothing is built on them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.tables import joined
from school_desk.payments.tables import AllocationRow, ReceivableRow, StatementLineRow
from school_desk.terms.statuses import LineStatus, ReceivableStatus

_SETTLED = (ReceivableStatus.REVIEWED, ReceivableStatus.CANCELLED)


def fees_gone(session: Session, school_id: str) -> frozenset[tuple[str, str]]:
    """The (batch id, plan id) of each 应缴单 that a 冲正 or 退回 has hit: its claim still stands on that line, or nobody paid it anew."""
    stands = sa.func.sum(AllocationRow.amount_fen)
    hit = (
        sa.select(ReceivableRow.batch_id, ReceivableRow.plan_id)
        .select_from(StatementLineRow)
        .join(AllocationRow, joined(StatementLineRow, AllocationRow, AllocationRow.line_id))
        .join(ReceivableRow, joined(ReceivableRow, AllocationRow, AllocationRow.receivable_id))
        .where(StatementLineRow.school_id == school_id, StatementLineRow.status == LineStatus.REVERSED)
        .group_by(ReceivableRow.batch_id, ReceivableRow.plan_id, ReceivableRow.status)
        .having(sa.or_(stands > 0, ReceivableRow.status.not_in(_SETTLED)))
    )
    return frozenset((batch_id, plan_id) for batch_id, plan_id in session.execute(hit))

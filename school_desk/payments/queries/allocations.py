"""Claims as the line's and the 应缴单's detail show them, with what counter-rows have left of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.tables import joined
from school_desk.payments.tables import AllocationRow, ReceivableRow, StatementLineRow
from school_desk.terms.statuses import AllocationKind, ReceivableStatus


@dataclass(frozen=True)
class AllocationListRow:
    """One claim or counter-row. `standing_fen` is what of a claim still pays, 0 for a counter-row; the status is the 应缴单's."""

    id: str
    line_id: str
    booked_at: datetime
    payer_name: str
    receivable_id: str
    receivable_number: str
    receivable_status: ReceivableStatus
    enterprise_id: str
    kind: AllocationKind
    amount_fen: int
    standing_fen: int
    reasons: tuple[str, ...]
    reverses_id: str | None
    allocated_by: str
    allocated_at: datetime


def allocations(
    session: Session, school_id: str, *, line_id: str | None = None, receivable_id: str | None = None
) -> tuple[AllocationListRow, ...]:
    """Claims and counter-rows of a line or of an 应缴单, oldest first."""
    wanted = (
        sa.select(AllocationRow, StatementLineRow.booked_at, StatementLineRow.counterparty_name, ReceivableRow)
        .join(StatementLineRow, joined(StatementLineRow, AllocationRow, AllocationRow.line_id))
        .join(ReceivableRow, joined(ReceivableRow, AllocationRow, AllocationRow.receivable_id))
        .where(AllocationRow.school_id == school_id)
        .order_by(AllocationRow.id)
    )
    if line_id is not None:
        wanted = wanted.where(AllocationRow.line_id == line_id)
    if receivable_id is not None:
        wanted = wanted.where(AllocationRow.receivable_id == receivable_id)
    rows = session.execute(wanted).all()
    left: dict[str, int] = {}
    for row, *_ in rows:
        origin = row.reverses_id or row.id
        left[origin] = left.get(origin, 0) + row.amount_fen
    return tuple(
        AllocationListRow(
            id=row.id,
            line_id=row.line_id,
            booked_at=booked_at,
            payer_name=payer_name,
            receivable_id=row.receivable_id,
            receivable_number=owed.number,
            receivable_status=owed.status,
            enterprise_id=owed.enterprise_id,
            kind=row.kind,
            amount_fen=row.amount_fen,
            standing_fen=0 if row.reverses_id else left[row.id],
            reasons=tuple(row.reasons),
            reverses_id=row.reverses_id,
            allocated_by=row.allocated_by,
            allocated_at=row.allocated_at,
        )
        for row, booked_at, payer_name, owed in rows
    )

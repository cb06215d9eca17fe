"""What may be refunded, for whom, and which outgoing line may be the payment of a refund."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.enterprises.queries import enterprise_names
from school_desk.kernel.clock import local_date
from school_desk.kernel.tables import joined
from school_desk.payments.domain import left_of_fee, same_party
from school_desk.payments.queries.lines import LineRow, line_row
from school_desk.payments.queries.receivables import ReceivableListRow, receivable, receivables
from school_desk.payments.tables import AllocationRow, CreditEntryRow, RefundRow, StatementLineRow
from school_desk.terms.statuses import EnrollmentStatus, LineStatus, ReceivableStatus, RefundStatus

_PENDING = (RefundStatus.REQUESTED, RefundStatus.APPROVED)
# One refunded may be refunded again: a fee that came in two transfers goes back in two.
REFUNDABLE = frozenset({EnrollmentStatus.ACTIVE, EnrollmentStatus.REFUNDED})


@dataclass(frozen=True)
class RefundableRow:
    """Money of one incoming line that may go back where it came from.

    `receivable` None: it lies in the enterprise's 预收余额. `removable_ids`: credit entries that may go back to the line itself instead.
    """

    id: str
    enterprise_id: str
    enterprise: str
    receivable: ReceivableListRow | None
    line_id: str
    booked_at: datetime
    payer_name: str
    payer_account: str | None
    free_fen: int
    removable_ids: tuple[str, ...]


@dataclass(frozen=True)
class RefundablePerson:
    """A person of an 应缴单, and what of their fee was not refunded or asked back yet."""

    person: EnrolledRow
    left_fen: int


def refundable(session: Session, school_id: str) -> tuple[RefundableRow, ...]:
    """预收余额 first, then what pays reviewed 应缴单; each the newest money first."""
    credit = sorted(_credit(session, school_id), key=lambda row: row.booked_at, reverse=True)
    fees = sorted(_fees(session, school_id), key=lambda row: row.booked_at, reverse=True)
    return (*credit, *fees)


def refundable_people(session: Session, school_id: str, receivable_id: str) -> tuple[RefundablePerson, ...]:
    """The people of an 应缴单 of whose fee something may still go back, those first who still count."""
    owed = receivable(session, school_id, receivable_id)
    if owed is None:
        return ()
    of, plan = owed.receivable.batch_id, owed.receivable.plan_id
    found = [p for p in enrolled(session, school_id, batch_id=of, plan_id=plan) if p.status in REFUNDABLE]
    left = fees_left(session, school_id, receivable_id, owed.receivable.unit_fee_fen, [person.id for person in found])
    people = (RefundablePerson(person, math.floor(left[person.id])) for person in found)
    in_order = sorted(people, key=lambda row: row.person.status is not EnrollmentStatus.ACTIVE)
    return tuple(row for row in in_order if row.left_fen > 0)


def fees_left(
    session: Session, school_id: str, receivable_id: str, fee_fen: int, enrollment_ids: Collection[str]
) -> dict[str, Fraction]:
    """What of each person's fee no refund takes, paid or still asked for: who is in one with others has an equal share of it."""
    counted = sa.select(RefundRow).where(
        RefundRow.school_id == school_id,
        RefundRow.receivable_id == receivable_id,
        RefundRow.status != RefundStatus.REJECTED,
    )
    taken: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for refund in session.scalars(counted.order_by(RefundRow.id)):
        for enrollment_id in refund.enrollment_ids:
            taken[enrollment_id].append((refund.amount_fen, len(refund.enrollment_ids)))
    return {enrollment_id: left_of_fee(fee_fen, taken[enrollment_id]) for enrollment_id in enrollment_ids}


def refund_payments(session: Session, school_id: str, refund_id: str) -> tuple[LineRow, ...]:
    """Outgoing lines that may be this refund's payment, the newest first: unused, of its amount, to the account that had paid."""
    refund = session.get(RefundRow, (school_id, refund_id))
    if refund is None:
        return ()
    paid_by = session.get_one(StatementLineRow, (school_id, refund.source_line_id))
    wanted = sa.select(StatementLineRow).where(
        StatementLineRow.school_id == school_id,
        StatementLineRow.incoming.is_(False),
        StatementLineRow.amount_fen == refund.amount_fen,
        StatementLineRow.status == LineStatus.NOT_TUITION,
    )
    newest = wanted.order_by(StatementLineRow.booked_at.desc(), StatementLineRow.id.desc())
    since = local_date(paid_by.booked_at)
    lines = (line for line in session.scalars(newest) if local_date(line.booked_at) >= since)
    return tuple(line_row(line) for line in lines if _same_party(paid_by, line))


def _same_party(one: StatementLineRow, other: StatementLineRow) -> bool:
    return same_party(
        one.counterparty_account_key,
        one.counterparty_name,
        other.counterparty_account_key,
        other.counterparty_name,
    )


def _credit(session: Session, school_id: str) -> Iterator[RefundableRow]:
    names = enterprise_names(session, school_id)
    lots: defaultdict[tuple[str, str], list[CreditEntryRow]] = defaultdict(list)
    lines = {}
    wanted = (
        sa.select(CreditEntryRow, StatementLineRow)
        .join(StatementLineRow, _of_line(CreditEntryRow))
        .where(CreditEntryRow.school_id == school_id, CreditEntryRow.left_fen > 0)
        .where(StatementLineRow.status != LineStatus.REVERSED)
        .order_by(CreditEntryRow.id)
    )
    for lot, line in session.execute(wanted):
        lots[lot.enterprise_id, line.id].append(lot)
        lines[line.id] = line
    for (owner, line_id), held in lots.items():
        removable = [
            lot.id for lot in held if not (lot.allocation_id or lot.refund_id) and lot.left_fen == lot.amount_fen
        ]
        free = sum(lot.left_fen for lot in held)
        yield _row(owner, names.get(owner, ""), None, lines[line_id], free, tuple(removable))


def _fees(session: Session, school_id: str) -> Iterator[RefundableRow]:
    owed = {row.id: row for row in receivables(session, school_id, statuses=(ReceivableStatus.REVIEWED,))}
    promised: defaultdict[tuple[str | None, str], int] = defaultdict(int)
    for refund in session.scalars(_pending(school_id)):
        promised[refund.receivable_id, refund.source_line_id] += refund.amount_fen
    stands = sa.func.sum(AllocationRow.amount_fen)
    wanted = (
        sa.select(AllocationRow.receivable_id, StatementLineRow, stands)
        .join(StatementLineRow, _of_line(AllocationRow))
        .where(AllocationRow.school_id == school_id, StatementLineRow.status != LineStatus.REVERSED)
        .group_by(AllocationRow.receivable_id, StatementLineRow.id)
    )
    for receivable_id, line, fen in session.execute(wanted):
        free = fen - promised[receivable_id, line.id]
        row = owed.get(receivable_id)
        if row is not None and free > 0:
            yield _row(row.enterprise_id, row.enterprise, row, line, free, ())


def _row(
    enterprise_id: str,
    name: str,
    owed: ReceivableListRow | None,
    line: StatementLineRow,
    free_fen: int,
    removable_ids: tuple[str, ...],
) -> RefundableRow:
    return RefundableRow(
        id=f"{owed.id if owed else enterprise_id}/{line.id}",
        enterprise_id=enterprise_id,
        enterprise=name,
        receivable=owed,
        line_id=line.id,
        booked_at=line.booked_at,
        payer_name=line.counterparty_name,
        payer_account=line.counterparty_account,
        free_fen=free_fen,
        removable_ids=removable_ids,
    )


def _of_line(kind: type[AllocationRow] | type[CreditEntryRow]) -> sa.ColumnElement[bool]:
    return joined(StatementLineRow, kind, kind.line_id)


def _pending(school_id: str) -> sa.Select[RefundRow]:
    return sa.select(RefundRow).where(RefundRow.school_id == school_id, RefundRow.status.in_(_PENDING))

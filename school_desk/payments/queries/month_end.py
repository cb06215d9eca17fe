"""Month end of one own account: opening + in − out = closing, and everything that came in is somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.clock import SHANGHAI
from school_desk.kernel.tables import joined
from school_desk.payments.running import balance_before, running_order
from school_desk.payments.tables import AllocationRow, CreditEntryRow, StatementLineRow
from school_desk.terms.statuses import LineStatus


@dataclass(frozen=True)
class MonthEnd:
    """What the month's lines say. Balances are None where the bank prints none.

    The money that came in with these lines, wherever it has gone until today: `allocated_fen` pays fees, `credit_fen` is 预收余额,
    `refunded_fen` was paid back (or taken out of 预收余额 for that), `unclaimed_fen` waits (`on_hold_fen` of it set aside),
    `not_tuition_fen` is something else, and `taken_back_fen` went back with a 冲正 or is a bounced payment of the school's own.
    """

    own_account: str
    first: date
    opening_fen: int | None
    in_fen: int
    out_fen: int
    closing_fen: int | None
    allocated_fen: int
    credit_fen: int
    refunded_fen: int
    unclaimed_fen: int
    on_hold_fen: int
    not_tuition_fen: int
    taken_back_fen: int
    at_risk_fen: int
    """Of `taken_back_fen`: still pays fees that were reviewed before the bank took it back."""

    @property
    def claimed_fen(self) -> int:
        """Σ 已认领，含预收余额 and what was paid back of it."""
        return self.allocated_fen + self.credit_fen + self.refunded_fen

    @property
    def returned_fen(self) -> int:
        """Σ 已退回: refunds, and what the bank took back."""
        return self.refunded_fen + self.taken_back_fen

    @property
    def gap_fen(self) -> int | None:
        """How much is missing between the balances and the lines; 0: the month ties out, None: no balances to compare."""
        if self.opening_fen is None or self.closing_fen is None:
            return None
        return self.closing_fen - (self.opening_fen + self.in_fen - self.out_fen)

    @property
    def untold_fen(self) -> int:
        """Money in that is nowhere; always 0, or an entry is wrong."""
        known = self.claimed_fen + self.unclaimed_fen + self.not_tuition_fen + self.taken_back_fen
        return self.in_fen - known


@dataclass(frozen=True)
class MonthLine:
    """One line of the month, and where the money that came in with it is now: the five amounts after the balance add up to `in_fen`.

    `returned_fen`: paid back as a refund, or taken back by the bank (then whatever still stands on it is told by `MonthEnd.at_risk_fen`).
    """

    booked_at: datetime
    party: str
    memo: str
    in_fen: int
    out_fen: int
    balance_fen: int | None
    allocated_fen: int
    credit_fen: int
    unclaimed_fen: int
    not_tuition_fen: int
    returned_fen: int
    status: LineStatus
    status_reason: str | None


def month_lines(session: Session, school_id: str, own_account: str, month: date) -> tuple[MonthLine, ...]:
    """The month's lines as the account has them, oldest first."""
    line = StatementLineRow
    begin, end = _span(month)
    mine = (line.school_id == school_id, line.own_account == own_account, line.booked_at >= begin, line.booked_at < end)
    allocated = _by_line(session, AllocationRow, mine)
    credit = _by_line(session, CreditEntryRow, mine)
    refunded = _by_line(session, CreditEntryRow, (CreditEntryRow.refund_id.is_not(None), *mine))
    rows = session.scalars(sa.select(line).where(*mine).order_by(line.booked_at, line.id))
    last = _last_before(session, school_id, own_account, begin)
    return tuple(
        _month_line(row, allocated.get(row.id, 0), credit.get(row.id, 0), -refunded.get(row.id, 0))
        for row in running_order(rows, last.balance_fen if last else None)
    )


def own_accounts_with_lines(session: Session, school_id: str) -> tuple[str, ...]:
    """The own accounts of which statements were imported."""
    wanted = sa.select(StatementLineRow.own_account).where(StatementLineRow.school_id == school_id).distinct()
    return tuple(session.scalars(wanted.order_by(StatementLineRow.own_account)))


def month_end(session: Session, school_id: str, own_account: str, month: date) -> MonthEnd:
    """The month in which `month` lies."""
    first = month.replace(day=1)
    begin, end = _span(month)
    line = StatementLineRow
    mine = (line.school_id == school_id, line.own_account == own_account)
    found = session.scalars(
        sa.select(line).where(*mine, line.booked_at >= begin, line.booked_at < end).order_by(line.booked_at, line.id)
    )
    last = _last_before(session, school_id, own_account, begin)
    opening = last.balance_fen if last else None
    rows = running_order(found, opening)
    came_in = [row for row in rows if row.incoming]
    kept = [row for row in came_in if row.status is not LineStatus.REVERSED]
    gone = [row for row in came_in if row.status is LineStatus.REVERSED]
    waiting = [row for row in kept if row.status is not LineStatus.NOT_TUITION]
    if last is None and rows:
        opening = balance_before(rows[0])
    where = (line.booked_at >= begin, line.booked_at < end, line.status != LineStatus.REVERSED, *mine)
    return MonthEnd(
        own_account=own_account,
        first=first,
        opening_fen=opening,
        in_fen=sum(row.amount_fen for row in came_in),
        out_fen=sum(row.amount_fen for row in rows if not row.incoming),
        closing_fen=rows[-1].balance_fen if rows else opening,
        allocated_fen=_sum(session, AllocationRow, where),
        credit_fen=_sum(session, CreditEntryRow, where),
        refunded_fen=-_sum(session, CreditEntryRow, (CreditEntryRow.refund_id.is_not(None), *where)),
        unclaimed_fen=sum(row.amount_fen - row.used_fen for row in waiting),
        on_hold_fen=sum(row.amount_fen - row.used_fen for row in waiting if row.status is LineStatus.ON_HOLD),
        not_tuition_fen=sum(row.amount_fen for row in kept if row.status is LineStatus.NOT_TUITION),
        taken_back_fen=sum(row.amount_fen for row in gone),
        at_risk_fen=sum(row.used_fen for row in gone),
    )


def _span(month: date) -> tuple[datetime, datetime]:
    """The instants at which the month begins and the next one does."""
    first = month.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return datetime.combine(first, time(), SHANGHAI), datetime.combine(following, time(), SHANGHAI)


def _month_line(row: StatementLineRow, allocated: int, credit: int, refunded: int) -> MonthLine:
    came = row.amount_fen if row.incoming else 0
    gone = row.status is LineStatus.REVERSED
    other = row.status is LineStatus.NOT_TUITION
    kept = came if not gone and not other else 0
    return MonthLine(
        booked_at=row.booked_at,
        party=row.counterparty_name,
        memo=row.memo,
        in_fen=came,
        out_fen=0 if row.incoming else row.amount_fen,
        balance_fen=row.balance_fen,
        allocated_fen=allocated if kept else 0,
        credit_fen=credit if kept else 0,
        unclaimed_fen=kept - row.used_fen if kept else 0,
        not_tuition_fen=came if other else 0,
        returned_fen=came if gone else refunded if kept else 0,
        status=row.status,
        status_reason=row.status_reason,
    )


def _by_line(
    session: Session, kind: type[AllocationRow] | type[CreditEntryRow], where: tuple[sa.ColumnElement[bool], ...]
) -> dict[str, int]:
    summed = (
        sa.select(kind.line_id, sa.func.sum(kind.amount_fen))
        .select_from(kind)
        .join(StatementLineRow, joined(StatementLineRow, kind, kind.line_id))
        .where(*where)
        .group_by(kind.line_id)
    )
    return {line_id: int(fen) for line_id, fen in session.execute(summed)}


def _last_before(session: Session, school_id: str, own_account: str, begin: datetime) -> StatementLineRow | None:
    """The account's last line before that instant."""
    line = StatementLineRow
    mine = (line.school_id == school_id, line.own_account == own_account)
    newest = session.scalar(sa.select(sa.func.max(line.booked_at)).where(*mine, line.booked_at < begin))
    if newest is None:
        return None
    return running_order(session.scalars(sa.select(line).where(*mine, line.booked_at == newest).order_by(line.id)))[-1]


def _sum(
    session: Session, kind: type[AllocationRow] | type[CreditEntryRow], where: tuple[sa.ColumnElement[bool], ...]
) -> int:
    summed = (
        sa.select(sa.func.coalesce(sa.func.sum(kind.amount_fen), 0))
        .select_from(kind)
        .join(StatementLineRow, joined(StatementLineRow, kind, kind.line_id))
        .where(*where)
    )
    return int(session.scalar(summed) or 0)

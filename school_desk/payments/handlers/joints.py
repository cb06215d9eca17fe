"""Whether a new file joins on to what was imported before and after it: a balance that jumps between two files means lines never exported."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from school_desk.kernel.clock import SHANGHAI, as_utc
from school_desk.kernel.commands import Context
from school_desk.payments.commands import BankLine
from school_desk.payments.tables import StatementLineRow

Balance = tuple[int, int]
"""(before, after) a line, in fen."""


def untold_gaps(context: Context, account: str, lines: Sequence[BankLine], known: Collection[str]) -> Iterator[str]:
    """A sentence for each end of the file (`lines` oldest first) that does not join. An end that overlaps what is known joins by that."""
    days = {day: [line for line in lines if _day(line.booked_at) == day] for day in _ends(lines)}
    for place, (day, ends) in enumerate(days.items()):
        if any(line.identity in known or line.balance_fen is None for line in ends):
            continue
        if place == 0 and (before := _stored_day(context, account, before=_start(day))):
            there, stored = before
            if not {after for _, after in stored} & {start for start, _ in map(_balance, ends)}:
                yield _gap(there, day)
        if day == max(days) and (behind := _stored_day(context, account, since=_start(day + timedelta(days=1)))):
            there, stored = behind
            if not {start for start, _ in stored} & {after for _, after in map(_balance, ends)}:
                yield _gap(day, there)


def _ends(lines: Sequence[BankLine]) -> list[date]:
    return sorted({_day(line.booked_at) for line in (*lines[:1], *lines[-1:])})


def _stored_day(
    context: Context, account: str, *, before: datetime | None = None, since: datetime | None = None
) -> tuple[date, list[Balance]] | None:
    """The nearest day with lines on that side, and their balances; None when there is none or one of them has no balance."""
    at = StatementLineRow.booked_at
    ours = (StatementLineRow.school_id == context.school_id, StatementLineRow.own_account == account)
    beyond = (sa.func.max(at), at < before) if before is not None else (sa.func.min(at), at >= since)
    nearest = context.session.scalar(sa.select(beyond[0]).where(*ours, beyond[1]))
    if nearest is None:
        return None
    day = _day(nearest)
    there = context.session.scalars(
        sa.select(StatementLineRow).where(*ours, at >= _start(day), at < _start(day + timedelta(days=1)))
    ).all()
    balances = [_balance(row) for row in there if row.balance_fen is not None]
    return (day, balances) if len(balances) == len(there) else None


def _balance(line: BankLine | StatementLineRow) -> Balance:
    after = line.balance_fen or 0
    return (after - line.amount_fen if line.incoming else after + line.amount_fen, after)


def _day(moment: datetime) -> date:
    return as_utc(moment).astimezone(SHANGHAI).date()


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _gap(first: date, second: date) -> str:
    return (
        f"{first:%Y-%m-%d} 的流水之后与 {second:%Y-%m-%d} 的流水之前余额接不上，其间可能还有流水没有导入。"
        "请从网银导出这段时间的明细再导入。"
    )

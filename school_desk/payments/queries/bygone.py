"""What is dealt with, as far as it may speak against a proposal for the lines that wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import batch_codes
from school_desk.kernel.clock import SHANGHAI, local_date
from school_desk.kernel.parts import parts
from school_desk.payments.domain import time_of_day
from school_desk.payments.matching import CreditLine, DebitLine
from school_desk.payments.matching.context import REPEATED_DAYS
from school_desk.payments.tables import ReceivableRow
from school_desk.payments.tables import StatementLineRow as Line
from school_desk.terms.statuses import LineStatus, ReceivableStatus

_CLOSED = frozenset(ReceivableStatus) - {ReceivableStatus.OPEN, ReceivableStatus.PART_PAID}


_REMEMBERED = timedelta(days=731)
"""So long before the newest line an 应缴单 was closed at most, for somebody to quote its number still."""


def closed_codes(session: Session, school_id: str, waiting: Sequence[CreditLine]) -> tuple[str, ...]:
    """What payers may quote of the batches whose 应缴单 were paid or withdrawn; those of which another is open are among them."""
    if not waiting:
        return ()
    batch = batch_codes(school_id).subquery()
    since = _begin(max(line.booked_on for line in waiting)) - _REMEMBERED
    closed = (
        sa.select(batch.c.number, batch.c.payment_code)
        .join(ReceivableRow, ReceivableRow.batch_id == batch.c.id)
        .where(
            ReceivableRow.school_id == school_id,
            ReceivableRow.status.in_(_CLOSED),
            ReceivableRow.status_since >= since,
        )
        .distinct()
    )
    return tuple(sorted({code for codes in session.execute(closed) for code in codes}))


def sent_back(session: Session, school_id: str, waiting: Sequence[CreditLine]) -> tuple[DebitLine, ...]:
    """What went out of the amounts of lines that wait and is no refund of ours: it may be such a line's money, sent back by hand.

    Without memo and mark: what the bank took back was paired at the import, and no word in a memo pairs it here.
    """
    if not waiting:
        return ()
    first = {line.amount_fen: line.booked_on for line in sorted(waiting, key=lambda line: line.booked_on, reverse=True)}
    went_out = (Line.incoming.is_(False), Line.status == LineStatus.NOT_TUITION)
    near = _near(session, school_id, waiting, timedelta(), went_out)
    wanted = [key for key, fen, day in near if day >= first[fen]]
    return tuple(
        DebitLine(key, fen, name, account or "", "", local_date(at), reversal_flag=False, booked_at=time_of_day(at))
        for key, fen, name, account, at in _told(session, school_id, wanted)
    )


def decided(session: Session, school_id: str, waiting: Sequence[CreditLine]) -> tuple[CreditLine, ...]:
    """Payments of the amounts of lines that wait, about which a person has decided, whole or in part: claimed, put on hold, no fee."""
    if not waiting:
        return ()
    days: defaultdict[int, set[date]] = defaultdict(set)
    for line in waiting:
        days[line.amount_fen].add(line.booked_on)
    about = timedelta(days=REPEATED_DAYS)
    came_in = (
        Line.incoming,
        Line.takes_back.is_(False),
        Line.status.not_in((LineStatus.UNCLAIMED, LineStatus.REVERSED)),
    )
    near = _near(session, school_id, waiting, about, came_in)
    wanted = [key for key, fen, day in near if any(abs(day - other) <= about for other in days[fen])]
    return tuple(
        CreditLine(key, fen, name, account or "", "", local_date(at), time_of_day(at))
        for key, fen, name, account, at in _told(session, school_id, wanted)
    )


def _near(
    session: Session,
    school_id: str,
    waiting: Sequence[CreditLine],
    before: timedelta,
    which: Iterable[sa.ColumnExpressionArgument[bool]],
) -> list[tuple[str, int, date]]:
    """Id, amount and day of lines of the amounts of those that wait, from so long before the first of them on."""
    amounts = {line.amount_fen for line in waiting}
    since = _begin(min(line.booked_on for line in waiting)) - before
    wanted = sa.select(Line.id, Line.amount_fen, Line.booked_at).where(
        Line.school_id == school_id, Line.booked_at >= since, *which
    )
    return [(key, fen, local_date(at)) for key, fen, at in session.execute(wanted) if fen in amounts]


def _told(session: Session, school_id: str, ids: Sequence[str]) -> list[sa.Row[str, int, str, str | None, datetime]]:
    """These lines in order. Their accounts are unsealed, so one asks for those only that may matter: one old line waits for years."""
    found: list[sa.Row[str, int, str, str | None, datetime]] = []
    for part in parts(ids):
        wanted = sa.select(
            Line.id, Line.amount_fen, Line.counterparty_name, Line.counterparty_account, Line.booked_at
        ).where(Line.school_id == school_id, Line.id.in_(part))
        found += session.execute(wanted)
    return sorted(found, key=lambda row: (row[4], row[0]))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)

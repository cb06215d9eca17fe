"""What is dealt with, as far as it may speak against a proposal for the lines that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import batch_codes
from school_desk.kernel.clock import SHANGHAI, local_date
from school_desk.payments.domain import CLAIMABLE, time_of_day
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
    wanted = _alike(school_id, waiting, timedelta()).where(
        Line.incoming.is_(False), Line.status == LineStatus.NOT_TUITION
    )
    return tuple(
        DebitLine(key, fen, name, account or "", "", local_date(at), reversal_flag=False, booked_at=time_of_day(at))
        for key, fen, name, account, at in session.execute(wanted)
    )


def decided(session: Session, school_id: str, waiting: Sequence[CreditLine]) -> tuple[CreditLine, ...]:
    """Payments of the amounts of lines that wait, about which a person has decided, whole or in part: claimed, put on hold, no fee."""
    if not waiting:
        return ()
    wanted = _alike(school_id, waiting, timedelta(days=REPEATED_DAYS)).where(
        Line.incoming,
        Line.takes_back.is_(False),
        Line.status.not_in((LineStatus.UNCLAIMED, LineStatus.REVERSED)),
    )
    return tuple(
        CreditLine(key, fen, name, account or "", "", local_date(at), time_of_day(at))
        for key, fen, name, account, at in session.execute(wanted)
    )


def _alike(
    school_id: str, waiting: Sequence[CreditLine], before: timedelta
) -> sa.Select[str, int, str, str | None, datetime]:
    """Lines of the amounts of those that wait, from so long before the first of them on; accounts are unsealed, so only these."""
    amounts = sa.select(Line.amount_fen - Line.used_fen).where(
        Line.school_id == school_id, Line.incoming, Line.status.in_(CLAIMABLE)
    )
    since = _begin(min(line.booked_on for line in waiting)) - before
    return (
        sa.select(Line.id, Line.amount_fen, Line.counterparty_name, Line.counterparty_account, Line.booked_at)
        .where(Line.school_id == school_id, Line.booked_at >= since, Line.amount_fen.in_(amounts))
        .order_by(Line.booked_at, Line.id)
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)

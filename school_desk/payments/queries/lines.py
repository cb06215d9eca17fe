"""Lines of the bank statement as the list, the detail and the slips' search need them. Account numbers come in plain text: screens mask them."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enterprises.queries import enterprise_names
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import parse_yuan
from school_desk.kernel.tables import joined
from school_desk.payments.queries.allocations import AllocationListRow, allocations
from school_desk.payments.queries.credit import CreditEntryListRow, credit_entries
from school_desk.payments.tables import (
    AllocationRow,
    ReceivableRow,
    SlipRow,
    StatementImportRow,
    StatementLineRow,
)
from school_desk.terms.statuses import LineStatus

_PAST = 10


@dataclass(frozen=True)
class LineRow:
    """One line. `rest_fen` is what of an incoming line is not used; `takes_back`: the bank undoes an earlier line with it.

    `at_risk`: the bank took it back, and money of it still pays a fee.
    """

    id: str
    own_account: str
    row_no: int
    booked_at: datetime
    incoming: bool
    amount_fen: int
    used_fen: int
    rest_fen: int
    balance_fen: int | None
    counterparty_name: str
    counterparty_account: str | None
    memo: str
    voucher_no: str
    status: LineStatus
    status_reason: str | None
    takes_back: bool
    at_risk: bool


@dataclass(frozen=True)
class PastPayment:
    """What an earlier line from the same account was claimed for."""

    booked_at: datetime
    amount_fen: int
    enterprise: str
    receivable_number: str


@dataclass(frozen=True)
class LineDetail:
    """One line with what was done with it. `slip_document_id` is the picture of the slip that speaks of it.

    `other_half`: of a line that the bank took back the one that did it, and the other way round.
    """

    line: LineRow
    other_half: LineRow | None
    allocations: tuple[AllocationListRow, ...]
    credit: tuple[CreditEntryListRow, ...]
    slip_document_id: str | None
    past_payments: tuple[PastPayment, ...]


@dataclass(frozen=True)
class ImportRow:
    """One imported file: rows = new lines + known lines + leftovers (row, text, reason)."""

    id: str
    file_name: str
    bank: str
    own_account: str
    imported_at: datetime
    rows: int
    new_lines: int
    known_lines: int
    leftovers: tuple[tuple[int, str, str], ...]
    breaks: tuple[str, ...]


def line_counts(session: Session, school_id: str) -> dict[LineStatus, int]:
    """How many incoming lines are in each state."""
    counted = (
        sa.select(StatementLineRow.status, sa.func.count())
        .where(StatementLineRow.school_id == school_id, StatementLineRow.incoming)
        .group_by(StatementLineRow.status)
    )
    return dict(session.execute(counted).all())


def lines(
    session: Session,
    school_id: str,
    *,
    statuses: Collection[LineStatus] | None = None,
    incoming: bool = True,
    search: str = "",
    limit: int = 5000,
) -> tuple[LineRow, ...]:
    """Lines that hold every word of `search` in name or memo, or are of that amount, the newest first."""
    wanted = _of_school(school_id).where(StatementLineRow.incoming.is_(incoming))
    if statuses is not None:
        wanted = wanted.where(StatementLineRow.status.in_(statuses))
    for word in search.split():
        wanted = wanted.where(_holds(word))
    newest = wanted.order_by(StatementLineRow.booked_at.desc(), StatementLineRow.id.desc()).limit(limit)
    return tuple(line_row(row) for row in session.scalars(newest))


def taken_back(session: Session, school_id: str, search: str = "") -> tuple[LineRow, ...]:
    """Both halves of every 冲正 and 退回, and those whose other half is missing; what still needs a person first, then the newest."""
    wanted = _of_school(school_id).where(
        sa.or_(StatementLineRow.status == LineStatus.REVERSED, StatementLineRow.takes_back)
    )
    for word in search.split():
        wanted = wanted.where(_holds(word))
    newest = wanted.order_by(StatementLineRow.booked_at.desc(), StatementLineRow.id.desc())
    return tuple(sorted(map(line_row, session.scalars(newest)), key=lambda row: not row.at_risk))


def line_detail(session: Session, school_id: str, line_id: str) -> LineDetail | None:
    """One line."""
    row = session.get(StatementLineRow, (school_id, line_id))
    if row is None:
        return None
    return LineDetail(
        line=line_row(row),
        other_half=_other_half(session, row),
        allocations=allocations(session, school_id, line_id=line_id),
        credit=credit_entries(session, school_id, line_id=line_id),
        slip_document_id=session.scalar(
            sa.select(SlipRow.document_id).where(SlipRow.school_id == school_id, SlipRow.line_id == line_id)
        ),
        past_payments=_past_payments(session, row),
    )


def lines_like(
    session: Session, school_id: str, *, incoming: bool, amount_fen: int, statuses: Collection[LineStatus]
) -> tuple[LineRow, ...]:
    """Lines of exactly this amount in one of these states, the newest first: what a slip or a refund may belong to."""
    wanted = _of_school(school_id).where(
        StatementLineRow.incoming.is_(incoming),
        StatementLineRow.amount_fen == amount_fen,
        StatementLineRow.status.in_(statuses),
    )
    newest = wanted.order_by(StatementLineRow.booked_at.desc(), StatementLineRow.id.desc())
    return tuple(line_row(row) for row in session.scalars(newest))


def imports(session: Session, school_id: str) -> tuple[ImportRow, ...]:
    """Imported statements, the newest first."""
    wanted = sa.select(StatementImportRow).where(StatementImportRow.school_id == school_id)
    return tuple(
        ImportRow(
            row.id,
            row.file_name,
            row.bank,
            row.own_account,
            row.imported_at,
            row.row_count,
            row.line_count,
            row.known_count,
            tuple((number, text, reason) for number, text, reason in row.leftovers),
            tuple(row.breaks),
        )
        for row in session.scalars(wanted.order_by(StatementImportRow.id.desc()))
    )


def line_row(row: StatementLineRow) -> LineRow:
    """A line as lists show it."""
    return LineRow(
        id=row.id,
        own_account=row.own_account,
        row_no=row.row_no,
        booked_at=row.booked_at,
        incoming=row.incoming,
        amount_fen=row.amount_fen,
        used_fen=row.used_fen,
        rest_fen=row.amount_fen - row.used_fen if row.incoming else 0,
        balance_fen=row.balance_fen,
        counterparty_name=row.counterparty_name,
        counterparty_account=row.counterparty_account,
        memo=row.memo,
        voucher_no=row.voucher_no,
        status=row.status,
        status_reason=row.status_reason,
        takes_back=row.takes_back,
        at_risk=row.status is LineStatus.REVERSED and row.used_fen > 0,
    )


def _other_half(session: Session, row: StatementLineRow) -> LineRow | None:
    if row.reversed_by_id is not None:
        found = session.get(StatementLineRow, (row.school_id, row.reversed_by_id))
    else:
        found = session.scalar(_of_school(row.school_id).where(StatementLineRow.reversed_by_id == row.id))
    return None if found is None else line_row(found)


def _of_school(school_id: str) -> sa.Select[StatementLineRow]:
    return sa.select(StatementLineRow).where(StatementLineRow.school_id == school_id)


def _holds(word: str) -> sa.ColumnElement[bool]:
    fits = [
        StatementLineRow.counterparty_name.contains(word, autoescape=True),
        StatementLineRow.memo.contains(word, autoescape=True),
    ]
    with suppress(RuleViolation):  # a word, not an amount
        fits.append(StatementLineRow.amount_fen == parse_yuan(word))
    return sa.or_(*fits)


def _past_payments(session: Session, row: StatementLineRow) -> tuple[PastPayment, ...]:
    if row.counterparty_account_key is None:
        return ()
    wanted = (
        sa.select(StatementLineRow.booked_at, AllocationRow.amount_fen, ReceivableRow)
        .select_from(AllocationRow)
        .join(StatementLineRow, joined(StatementLineRow, AllocationRow, AllocationRow.line_id))
        .join(ReceivableRow, joined(ReceivableRow, AllocationRow, AllocationRow.receivable_id))
        .where(
            StatementLineRow.school_id == row.school_id,
            StatementLineRow.counterparty_account_key == row.counterparty_account_key,
            StatementLineRow.id != row.id,
            AllocationRow.reverses_id.is_(None),
        )
        .order_by(AllocationRow.id.desc())
        .limit(_PAST)
    )
    names = enterprise_names(session, row.school_id)
    return tuple(
        PastPayment(booked_at, fen, names.get(owed.enterprise_id, ""), owed.number)
        for booked_at, fen, owed in session.execute(wanted)
    )

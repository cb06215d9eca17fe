"""Asks the matching engine what the open lines pay, with everything the books know."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import enrolled_names
from school_desk.enterprises.queries import known_as
from school_desk.kernel.clock import local_date
from school_desk.kernel.tables import joined
from school_desk.payments.domain import CLAIMABLE
from school_desk.payments.matching import Books, CreditLine, KnownPayer, Matching, OpenReceivable, Slip, match
from school_desk.payments.queries.receivables import ReceivableListRow, receivables
from school_desk.payments.tables import (
    AllocationRow,
    DismissedPairRow,
    ReceivableRow,
    SlipRow,
    StatementLineRow,
)
from school_desk.terms.statuses import ReceivableStatus, SlipStatus


def proposals(session: Session, school_id: str, line_id: str | None = None) -> Matching:
    """Up to three explanations of each line that waits, best first, without those a person has dismissed; of one line when it is named.

    A line is always judged beside all others that wait: two of them may want the same 应缴单.
    """
    found = match(open_books(session, school_id), _credit_lines(session, school_id))
    dismissed = {
        (pair.line_id, pair.receivable_id)
        for pair in session.scalars(sa.select(DismissedPairRow).where(DismissedPairRow.school_id == school_id))
    }
    return Matching(
        tuple(
            one
            for one in found.proposals
            if line_id in (None, one.line_id)
            and not any((one.line_id, receivable_id) in dismissed for receivable_id, _ in one.parts)
        ),
        tuple(verdict for verdict in found.verdicts if line_id in (None, verdict.line_id)),
    )


def open_books(session: Session, school_id: str) -> Books:
    """Everything that is still owed, with what is known of who pays it."""
    open_rows = receivables(session, school_id, statuses=(ReceivableStatus.OPEN, ReceivableStatus.PART_PAID))
    return Books(
        _open_receivables(session, school_id, open_rows),
        known_payers(session, school_id),
        _slips(session, school_id, open_rows),
    )


def known_payers(session: Session, school_id: str) -> tuple[KnownPayer, ...]:
    """Accounts from which claims that stand were paid: the claims themselves are the memory, so undoing one unlearns it."""
    net = (
        sa.select(
            ReceivableRow.enterprise_id,
            StatementLineRow.counterparty_account_key.label("account_key"),
            StatementLineRow.id.label("line_id"),
        )
        .join(AllocationRow, joined(ReceivableRow, AllocationRow, AllocationRow.receivable_id))
        .join(StatementLineRow, joined(StatementLineRow, AllocationRow, AllocationRow.line_id))
        .where(ReceivableRow.school_id == school_id, StatementLineRow.counterparty_account_key.is_not(None))
        .group_by(ReceivableRow.enterprise_id, StatementLineRow.counterparty_account_key, StatementLineRow.id)
        .having(sa.func.sum(AllocationRow.amount_fen) > 0)
        .subquery()
    )
    counted = (
        sa.select(
            net.c.enterprise_id,
            net.c.account_key,
            sa.func.count().label("times"),
            sa.func.max(net.c.line_id).label("line_id"),
        )
        .group_by(net.c.enterprise_id, net.c.account_key)
        .subquery()
    )
    accounts = (
        sa.select(StatementLineRow.counterparty_account, counted.c.enterprise_id, counted.c.times)
        .join(counted, counted.c.line_id == StatementLineRow.id)
        .where(StatementLineRow.school_id == school_id)
        .order_by(counted.c.enterprise_id, counted.c.account_key)
    )
    return tuple(
        KnownPayer(account, enterprise_id, times) for account, enterprise_id, times in session.execute(accounts)
    )


def _credit_lines(session: Session, school_id: str) -> list[CreditLine]:
    waiting = session.scalars(
        sa.select(StatementLineRow)
        .where(
            StatementLineRow.school_id == school_id,
            StatementLineRow.incoming,
            StatementLineRow.status.in_(CLAIMABLE),
        )
        .order_by(StatementLineRow.booked_at, StatementLineRow.id)
    )
    return [
        CreditLine(
            id=line.id,
            amount_fen=line.amount_fen - line.used_fen,
            payer_name=line.counterparty_name,
            payer_account=line.counterparty_account or "",
            memo=line.memo,
            booked_on=local_date(line.booked_at),
        )
        for line in waiting
    ]


def _open_receivables(
    session: Session, school_id: str, rows: tuple[ReceivableListRow, ...]
) -> tuple[OpenReceivable, ...]:
    owners = known_as(session, school_id, {row.enterprise_id for row in rows})
    people = enrolled_names(session, school_id, {row.batch_id for row in rows})
    found = []
    for row in rows:
        owner = owners[row.enterprise_id]
        found.append(
            OpenReceivable(
                id=row.id,
                batch_id=row.batch_id,
                payment_code=row.payment_code,
                enterprise_id=row.enterprise_id,
                enterprise_name=row.enterprise,
                aliases=owner.former_names,
                trainee_names=people.get((row.batch_id, row.plan_id), ()),
                due_fen=row.due_fen,
                open_fen=row.open_fen,
                created_on=row.created_on,
                legal_person=owner.legal_person or "",
                credit_code=owner.credit_code,
            )
        )
    return tuple(found)


def _slips(session: Session, school_id: str, rows: tuple[ReceivableListRow, ...]) -> tuple[Slip, ...]:
    """Slips that say for which batch they paid, or whose enterprise has only one that is open."""
    open_batches: dict[str, set[str]] = {}
    for row in rows:
        open_batches.setdefault(row.enterprise_id, set()).add(row.batch_id)
    wanted = sa.select(SlipRow).where(
        SlipRow.school_id == school_id, SlipRow.status.in_((SlipStatus.WAITING, SlipStatus.PAIRED))
    )
    found = []
    for slip in session.scalars(wanted.order_by(SlipRow.id)):
        only = open_batches.get(slip.enterprise_id or "", set())
        batch_id = slip.batch_id or (next(iter(only)) if len(only) == 1 else None)
        if batch_id is not None and slip.paid_on is not None:
            account = slip.payer_account or ""
            found.append(Slip(slip.id, batch_id, slip.amount_fen, slip.payer_name, account, slip.paid_on))
    return tuple(found)

"""Asks the matching engine what the open lines pay, with everything the books know."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import enrolled
from school_desk.enterprises.queries import enterprise
from school_desk.kernel.clock import local_date
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
        .join(
            AllocationRow,
            sa.and_(
                AllocationRow.school_id == ReceivableRow.school_id, AllocationRow.receivable_id == ReceivableRow.id
            ),
        )
        .join(
            StatementLineRow,
            sa.and_(
                StatementLineRow.school_id == AllocationRow.school_id, StatementLineRow.id == AllocationRow.line_id
            ),
        )
        .where(ReceivableRow.school_id == school_id, StatementLineRow.counterparty_account_key.is_not(None))
        .group_by(ReceivableRow.enterprise_id, StatementLineRow.counterparty_account_key, StatementLineRow.id)
        .having(sa.func.sum(AllocationRow.amount_fen) > 0)
        .subquery()
    )
    counted = (
        sa.select(net.c.enterprise_id, sa.func.count(), sa.func.max(net.c.line_id))
        .group_by(net.c.enterprise_id, net.c.account_key)
        .order_by(net.c.enterprise_id, net.c.account_key)
    )
    payers = []
    for enterprise_id, times, line_id in session.execute(counted):
        line = session.get(StatementLineRow, (school_id, line_id))
        if line is not None and line.counterparty_account is not None:
            payers.append(KnownPayer(line.counterparty_account, enterprise_id, times))
    return tuple(payers)


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
    ids = dict.fromkeys(row.enterprise_id for row in rows)
    owners = {owner_id: enterprise(session, school_id, owner_id) for owner_id in ids}
    people: dict[tuple[str, str], list[str]] = {}
    for plan_id in dict.fromkeys(row.plan_id for row in rows):
        for person in enrolled(session, school_id, plan_id=plan_id, active_only=True):
            people.setdefault((person.batch_id, plan_id), []).append(person.name)
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
                aliases=tuple(name for name, _, _ in owner.former_names) if owner else (),
                trainee_names=tuple(people.get((row.batch_id, row.plan_id), ())),
                due_fen=row.due_fen,
                open_fen=row.open_fen,
                created_on=row.created_on,
                legal_person=(owner.legal_person if owner else None) or "",
                credit_code=owner.credit_code if owner else "",
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

"""Asks the matching engine what the open lines pay, with everything the books know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import enrolled_names
from school_desk.enterprises.queries import KnownAs, enterprise_names, known_as
from school_desk.kernel.clock import local_date
from school_desk.kernel.tables import joined
from school_desk.payments.domain import CLAIMABLE, time_of_day
from school_desk.payments.matching import (
    Books,
    CreditLine,
    DebitLine,
    KnownPayer,
    Matching,
    OpenReceivable,
    Party,
    Slip,
    match,
)
from school_desk.payments.queries.bygone import closed_codes, decided, sent_back
from school_desk.payments.queries.receivables import ReceivableListRow, receivables
from school_desk.payments.tables import (
    AllocationRow,
    DismissedPairRow,
    ReceivableRow,
    SlipRow,
    StatementLineRow,
)
from school_desk.terms.statuses import ReceivableStatus, SlipStatus


@dataclass(frozen=True)
class MatchingQuestion:
    """Everything the books know about the lines that wait, in plain values: it can be answered in another process."""

    receivables: tuple[OpenReceivable, ...]
    payers: tuple[KnownPayer, ...]
    slips: tuple[Slip, ...]
    lines: tuple[CreditLine, ...]
    dismissed: frozenset[tuple[str, str]]
    parties: tuple[Party, ...] = ()
    """All enterprises: the money of one that owes nothing must not be taken for that of another whose name is alike."""
    sent_back: tuple[DebitLine, ...] = ()
    """Money out that may be that of a line that waits, returned to its payer by hand."""
    closed_codes: tuple[str, ...] = ()
    """Numbers and 缴费码 of batches that are paid or withdrawn: who quotes one means none that is open."""
    decided: tuple[CreditLine, ...] = ()
    """Payments that are dealt with, whose payer may have paid the same again."""

    @property
    def books(self) -> Books:
        """What is owed, made ready for matching."""
        return Books(self.receivables, self.payers, self.slips, self.parties, self.closed_codes)


def answered(question: MatchingQuestion) -> Matching:
    """Up to three explanations of each line, best first; it takes seconds for thousands of lines and needs no database."""
    return match(
        question.books,
        question.lines,
        question.sent_back,
        decided=question.decided,
        dismissed=question.dismissed,
    )


def proposals(session: Session, school_id: str, line_id: str | None = None) -> Matching:
    """Up to three explanations of each line that waits, best first, without those a person has dismissed; of one line when it is named.

    A line is always judged beside all others that wait: two of them may want the same 应缴单.
    """
    found = answered(matching_question(session, school_id))
    if line_id is None:
        return found
    return Matching(
        tuple(one for one in found.proposals if one.line_id == line_id),
        tuple(verdict for verdict in found.verdicts if verdict.line_id == line_id),
    )


def matching_question(session: Session, school_id: str) -> MatchingQuestion:
    """What `proposals` asks, for whoever has it answered elsewhere."""
    open_rows = receivables(session, school_id, statuses=(ReceivableStatus.OPEN, ReceivableStatus.PART_PAID))
    names = enterprise_names(session, school_id)
    owners = known_as(session, school_id, names.keys())
    lines = tuple(_credit_lines(session, school_id))
    dismissed = session.execute(
        sa.select(DismissedPairRow.line_id, DismissedPairRow.receivable_id).where(
            DismissedPairRow.school_id == school_id
        )
    )
    return MatchingQuestion(
        _open_receivables(session, school_id, open_rows, owners),
        known_payers(session, school_id),
        _slips(session, school_id, open_rows, {line.id for line in lines}),
        lines,
        frozenset((line, receivable) for line, receivable in dismissed),
        tuple(Party(key, name, owners[key].former_names) for key, name in sorted(names.items())),
        sent_back(session, school_id, lines),
        closed_codes(session, school_id, lines),
        decided(session, school_id, lines),
    )


def known_payers(session: Session, school_id: str) -> tuple[KnownPayer, ...]:
    """Accounts from which, and names under which, claims that stand were paid.

    The claims themselves are the memory: undoing one unlearns what it taught.
    """
    claimed = (
        sa.select(ReceivableRow.enterprise_id, StatementLineRow.id.label("line_id"))
        .join(AllocationRow, joined(ReceivableRow, AllocationRow, AllocationRow.receivable_id))
        .join(StatementLineRow, joined(StatementLineRow, AllocationRow, AllocationRow.line_id))
        .where(ReceivableRow.school_id == school_id)
        .group_by(ReceivableRow.enterprise_id, StatementLineRow.id)
        .having(sa.func.sum(AllocationRow.amount_fen) > 0)
        .subquery()
    )
    lines = (
        sa.select(claimed.c.enterprise_id, StatementLineRow.counterparty_account, StatementLineRow.counterparty_name)
        .join(claimed, claimed.c.line_id == StatementLineRow.id)
        .where(StatementLineRow.school_id == school_id)
        .order_by(claimed.c.enterprise_id, StatementLineRow.id)
    )
    times = Counter((account or "", owner, name) for owner, account, name in session.execute(lines))
    return tuple(
        KnownPayer(account, owner, count, name) for (account, owner, name), count in times.items() if account or name
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
            booked_at=time_of_day(line.booked_at),
        )
        for line in waiting
    ]


def _open_receivables(
    session: Session, school_id: str, rows: tuple[ReceivableListRow, ...], owners: Mapping[str, KnownAs]
) -> tuple[OpenReceivable, ...]:
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
                other_codes=(row.batch_number,),
                course=f"{row.trade}{row.level.label}",
            )
        )
    return tuple(found)


def _slips(
    session: Session, school_id: str, rows: tuple[ReceivableListRow, ...], waiting: Container[str]
) -> tuple[Slip, ...]:
    """Slips that say for which batch they paid, or whose enterprise has only one that is open.

    One that is paired speaks of its own line, and no more when that does not wait.
    """
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
        spent = slip.line_id is not None and slip.line_id not in waiting
        if batch_id is not None and slip.paid_on is not None and not spent:
            account, own = slip.payer_account or "", slip.line_id or ""
            found.append(Slip(slip.id, batch_id, slip.amount_fen, slip.payer_name, account, slip.paid_on, line_id=own))
    return tuple(found)

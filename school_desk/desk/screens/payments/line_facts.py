"""What the reconcile page asks about lines: what each may pay, what was done with it, which slips speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from school_desk.enterprises.queries import enterprise_names
from school_desk.payments import queries
from school_desk.payments.commands import AllocateTransfer, Part
from school_desk.payments.matching import Matching, Proposal, Verdict
from school_desk.payments.queries import LineDetail, LineRow, ReceivableListRow, SlipListRow
from school_desk.terms.statuses import LineStatus, ReceivableStatus, SlipStatus

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

OWED = (ReceivableStatus.OPEN, ReceivableStatus.PART_PAID)
WAITING = (LineStatus.UNCLAIMED, LineStatus.PART_CLAIMED)
UNPAIRED = (SlipStatus.WAITING, SlipStatus.DUPLICATE)


@dataclass(frozen=True)
class OpenBooks:
    """What is owed, and what the lines that wait may pay of it. `enterprises` are names by id."""

    matching: Matching
    owed: tuple[ReceivableListRow, ...]
    enterprises: Mapping[str, str]

    def proposals(self, line_id: str) -> tuple[Proposal, ...]:
        """The line's explanations, best first."""
        return tuple(one for one in self.matching.proposals if one.line_id == line_id)

    def verdicts(self, line_id: str) -> tuple[Verdict, ...]:
        """What else there is to say of the line."""
        return tuple(one for one in self.matching.verdicts if one.line_id == line_id)


@dataclass(frozen=True)
class LineFacts:
    """Everything the panel shows of one line; `slips` may be its slip: unpaired ones of the same amount."""

    detail: LineDetail
    slips: tuple[SlipListRow, ...]
    books: OpenBooks

    @property
    def line(self) -> LineRow:
        """The line."""
        return self.detail.line

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What it may pay, best first; nothing once it is claimed or set aside."""
        return self.books.proposals(self.line.id) if self.waits else ()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the matching remarks about it."""
        return self.books.verdicts(self.line.id) if self.waits else ()

    @property
    def waits(self) -> bool:
        """Whether money of it may be claimed."""
        return self.line.incoming and self.line.status in WAITING

    @property
    def is_personal(self) -> bool:
        """Whether a person paid: a claim then needs a reason."""
        return any(verdict.kind == "personal_payer" for verdict in self.verdicts)

    def draft(self, proposal: Proposal) -> Draft:
        """The claim that a proposal stands for: what it leaves of the line becomes 预收余额 of the enterprise."""
        owed = {row.id: row for row in self.books.owed}
        parts = tuple((owed[key], amount) for key, amount in proposal.parts)
        used = sum(amount for _, amount in parts)
        credit_to = parts[0][0].enterprise_id if used < self.line.rest_fen else None
        return Draft(self.line, parts, credit_to, proposal.reasons)


@dataclass(frozen=True)
class Draft:
    """A claim before it is given: how much of the line each 应缴单 gets, and whose 预收余额 the rest becomes, if anybody's."""

    line: LineRow
    parts: tuple[tuple[ReceivableListRow, int], ...] = ()
    credit_to: str | None = None
    reasons: tuple[str, ...] = ("手动认领",)

    @property
    def given_fen(self) -> int:
        """What the 应缴单 get."""
        return sum(amount for _, amount in self.parts)

    @property
    def credited_fen(self) -> int:
        """What becomes 预收余额."""
        return max(0, self.line.rest_fen - self.given_fen) if self.credit_to else 0

    @property
    def difference_fen(self) -> int:
        """差额: what of the line goes nowhere yet; below zero: more is given than there is."""
        return self.line.rest_fen - self.given_fen - self.credited_fen

    def command(self, personal_reason: str = "") -> AllocateTransfer:
        """The decision; the amounts seen go with it."""
        parts = tuple(Part(row.id, amount, row.open_fen) for row, amount in self.parts)
        return AllocateTransfer(
            self.line.id, self.line.rest_fen, parts, self.credit_to, self.reasons, personal_reason.strip()
        )


def open_books(session: ReadSession, school_id: str) -> OpenBooks:
    """What every waiting line may pay, asked once for all of them."""
    owed = queries.receivables(session, school_id, statuses=OWED)
    return OpenBooks(queries.proposals(session, school_id), owed, enterprise_names(session, school_id))


def line_facts(session: ReadSession, school_id: str, line_id: str, books: OpenBooks) -> LineFacts | None:
    """One line, its slips, and what `books` say of it."""
    detail = queries.line_detail(session, school_id, line_id)
    if detail is None:
        return None
    slips: tuple[SlipListRow, ...] = ()
    if detail.slip_document_id is None and detail.line.incoming:
        slips = tuple(filter(partial(_may_be, detail.line), queries.slips(session, school_id, UNPAIRED)))
    return LineFacts(detail, slips, books)


def _may_be(line: LineRow, slip: SlipListRow) -> bool:
    """Whether the slip may speak of the line: accounts must agree where both are known."""
    accounts = {slip.payer_account, line.counterparty_account} - {None}
    return slip.amount_fen == line.amount_fen and len(accounts) < 2

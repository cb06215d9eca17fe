"""What the reconcile page asks about lines: what each may pay, what was done with it, which slips speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from school_desk.desk.screens.payments.drafts import Draft
from school_desk.desk.screens.payments.open_books import OWED as OWED
from school_desk.desk.screens.payments.open_books import WAITING, OpenBooks
from school_desk.payments import queries
from school_desk.payments.matching import Proposal, Verdict
from school_desk.payments.queries import LineDetail, LineRow, SlipListRow
from school_desk.terms.statuses import SlipStatus

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

UNPAIRED = (SlipStatus.WAITING, SlipStatus.DUPLICATE)


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
        return self.books.proposals(self.line) if self.waits else ()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the matching remarks about it."""
        return self.books.verdicts(self.line.id) if self.waits else ()

    @property
    def waits(self) -> bool:
        """Whether money of it may be claimed."""
        return self.line.incoming and self.line.status in WAITING

    @property
    def is_pending(self) -> bool:
        """Whether what it may pay is still being worked out."""
        return self.waits and self.books.is_pending(self.line)

    @property
    def is_personal(self) -> bool:
        """Whether a person paid: a claim then needs a reason."""
        return self.waits and self.books.is_personal(self.line.id)

    def draft(self, proposal: Proposal) -> Draft:
        """The claim that a proposal stands for: what it leaves of the line becomes 预收余额 of the enterprise."""
        return self.books.draft(self.line, proposal)

    def shows_the_same(self, other: LineFacts) -> bool:
        """Whether a person would see no difference."""
        seen = (self.detail, self.slips, self.proposals, self.verdicts, self.is_pending)
        return seen == (other.detail, other.slips, other.proposals, other.verdicts, other.is_pending) and (
            not self.proposals or all(self.draft(one) == other.draft(one) for one in self.proposals)
        )


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

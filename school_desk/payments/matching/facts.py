"""What matching is told and what it answers: plain frozen values, no rows of a database. Amounts are fen, ids opaque text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

Kind = Literal["exact", "split", "several", "part", "over", "fee_withheld"]
"""What a line pays: one receivable, several of one batch, several batches (each in full); a part; more; all but a bank's charge."""

VerdictKind = Literal["not_tuition", "reversed", "reversal", "personal_payer", "unknown_purpose", "nothing_due"]


@dataclass(frozen=True, slots=True)
class OpenReceivable:
    """One 应缴单 that still wants money; a batch has one for each 工种 × 等级."""

    id: str
    batch_id: str
    payment_code: str
    """The batch's short code, or whatever else the payer was asked to quote. Empty: none was given."""
    enterprise_id: str
    enterprise_name: str
    aliases: tuple[str, ...]
    """Former names and what the enterprise is also called."""
    trainee_names: tuple[str, ...]
    due_fen: int
    open_fen: int
    created_on: date
    legal_person: str
    credit_code: str
    other_codes: tuple[str, ...] = ()
    """What else a payer may quote for the batch, such as its order number."""
    contact: str = ""
    """The enterprise's contact: who pays in person is often he."""
    course: str = ""
    """Trade and level: payers write what the course is for."""


@dataclass(frozen=True, slots=True)
class Party:
    """An enterprise that may owe nothing now."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditLine:
    """Money that came in and is not allotted yet."""

    id: str
    amount_fen: int
    payer_name: str
    payer_account: str
    memo: str
    booked_on: date
    booked_at: time | None = None
    """Where the bank prints the time of day."""
    place: int = 0
    """Its place among all lines of the account, oldest first; 0: not known."""

    @property
    def moment(self) -> datetime:
        """Day and time, for the order of lines and for slips."""
        return datetime.combine(self.booked_on, self.booked_at or time())


@dataclass(frozen=True, slots=True)
class DebitLine:
    """Money that went out: it may take a credit back."""

    id: str
    amount_fen: int
    payee_name: str
    payee_account: str
    memo: str
    booked_on: date
    reversal_flag: bool
    booked_at: time | None = None
    place: int = 0
    """As of `CreditLine`."""

    @property
    def moment(self) -> datetime:
        """As of `CreditLine`."""
        return datetime.combine(self.booked_on, self.booked_at or time())


@dataclass(frozen=True, slots=True)
class KnownPayer:
    """An account from which, and a name under which, a person has confirmed payments of an enterprise. A parent's may stand for several."""

    account: str
    enterprise_id: str
    confirmed_times: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A transfer slip that an enterprise handed in for a batch: a claim, never money."""

    id: str
    batch_id: str
    amount_fen: int
    payer_name: str
    payer_account: str
    paid_on: date
    paid_at: time | None = None
    more_batch_ids: tuple[str, ...] = ()
    """The others, where one transfer paid several batches."""
    confidence: float = 1.0
    """0–1: how surely it was read."""
    line_id: str = ""
    """The line with which a person has paired it: it speaks of no other."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to allot one line. A line's proposals come best first."""

    line_id: str
    kind: Kind
    parts: tuple[tuple[str, int], ...]
    """(receivable id, fen): never more than the line holds or the receivable wants. What `over` leaves becomes 预收余额."""
    score: float
    """0–1: the calibrated probability that exactly these parts are meant."""
    certain: bool
    """The score reaches the shipped threshold, nothing forbids it, and it is the line's first."""
    reasons: tuple[str, ...]
    vetoes: tuple[str, ...]
    """Why a person has to look, however high the score."""
    rival: str | None
    """The closest other explanation, None when there is none."""
    stands: bool = True
    """It has its own share of the receivables in the assignment of the whole statement; only a line's first does."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line is, apart from whom it pays for."""

    line_id: str
    kind: VerdictKind
    reason: str
    other_line_id: str | None = None
    """The other half of a reversal, where it was found."""


@dataclass(frozen=True, slots=True)
class Matching:
    proposals: tuple[Proposal, ...]
    """In the order of the lines, each line's best first."""
    verdicts: tuple[Verdict, ...]

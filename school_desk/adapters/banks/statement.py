"""What a bank's export says, whichever bank it is: lines, rows that are no line, and gaps in the running balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

import msgspec

Direction = Literal["in", "out"]


class StatementLine(msgspec.Struct, frozen=True, gc=False):
    """One movement on the school's account. A struct, because a year of them is made, compared and sent between processes."""

    row: int
    """1-based row below the header, blank rows counted, so that it can be found again in the file."""
    booked_at: datetime
    """Wall clock of Asia/Shanghai without time zone; midnight where the bank prints only a date."""
    direction: Direction
    amount_fen: int
    """Always above zero."""
    balance_fen: int | None
    """The balance after this line; None where the layout has none."""
    counterparty_name: str
    counterparty_account: str
    memo: str
    """摘要, 用途, 附言 and 个性化信息 in this order, each wording once."""
    voucher_no: str
    """Empty for the 0 and 000000000 that banks print on lines without a voucher."""
    bank_ref: str | None
    """The bank's own unique number of the line, where the layout has one."""
    reversal_flag: bool
    """The bank marks this line as taking an earlier one back (冲正, 退汇, 红字)."""
    occurrence: int = 1
    """Counts lines of one file that share everything else `identity` is made of."""

    @property
    def signed_fen(self) -> int:
        return self.amount_fen if self.direction == "in" else -self.amount_fen

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two rows the same movement, but for `occurrence`.

        With a running balance equal rows are told apart by the balance; without one every word counts.
        """
        if self.bank_ref:
            return (self.booked_at.date(), self.bank_ref, self.direction, self.amount_fen, self.balance_fen)
        where = (self.booked_at, self.direction, self.amount_fen, self.counterparty_account)
        if self.balance_fen is not None:
            return (*where, self.balance_fen)
        return (*where, self.counterparty_name, self.memo, self.voucher_no)

    @property
    def identity(self) -> str:
        """The same for one movement in every export of one account, whatever the cut or the sort order. Unique within one account."""
        return sha256("\x1f".join(map(str, (*self.key, self.occurrence))).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Leftover:
    """A row that became no line, and why."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Break:
    """Between two neighbouring lines the running balance does not add up: rows are missing or were altered."""

    after_row: int
    before_row: int
    expected_fen: int
    found_fen: int
    message: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One export. `len(lines) + len(leftovers) == row_count` always holds."""

    bank: str
    """Short code: icbc, abc, ccb, boc, cmb, …; "other" when neither header nor title tells."""
    layout: str
    account: str | None
    """The school's own account; None where the file does not print it."""
    row_count: int
    """Rows below the header that are not blank."""
    lines: tuple[StatementLine, ...]
    """In the file's order."""
    leftovers: tuple[Leftover, ...]
    breaks: tuple[Break, ...]
    notes: tuple[str, ...]
    """Sentences about what the file has lost or what was not read."""
    signature: str = ""
    """Of the header, the same for the next export with the same columns (`mapping.signature`)."""

"""The decisions about 数电发票 beyond typing one number: the way to a red one, and the tax site's file. Amounts are fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from school_desk.documents.ledger import SkippedEntry
from school_desk.kernel.commands import Command
from school_desk.terms.roles import CASHIERS


@dataclass(frozen=True)
class _ByCashier(Command):
    allowed: ClassVar[frozenset[str]] = CASHIERS


@dataclass(frozen=True)
class RequestRedConfirmation(_ByCashier):
    """登记红字确认单已申请: its number on the tax site. The invoice stands until the red one is there."""

    label: ClassVar[str] = "登记红字确认单"

    invoice_id: str
    red_confirmation: str

    @property
    def subject(self) -> str:
        """Which 红字确认单."""
        return self.red_confirmation


@dataclass(frozen=True)
class DecideRedConfirmation(_ByCashier):
    """登记红字确认单的结果: confirmed, or (with the reason) refused or withdrawn: then the invoice is as it was issued."""

    label: ClassVar[str] = "登记红字确认单结果"

    invoice_id: str
    confirmed: bool
    reason: str = ""


@dataclass(frozen=True)
class InvoiceEntry:
    """One invoice as the tax site's file tells it. `serial`: 发票流水号 of the batch; None: the cell is blank or cannot be read.

    `red`: it takes another one back. `issued` False: the tax site refused it, for `reason`; None: the file has no such column.
    """

    row_no: int
    serial: str
    number: str
    buyer_name: str
    buyer_code: str
    amount_fen: int | None
    issued_on: date | None
    red: bool
    note: str = ""
    issued: bool | None = None
    reason: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportInvoices(_ByCashier):
    """导入开票结果: registers each invoice that the tax site issued, as if it had been typed, and each red one that it shows."""

    label: ClassVar[str] = "导入开票结果"

    file_name: str
    entries: tuple[InvoiceEntry, ...]
    skipped: tuple[SkippedEntry, ...] = ()

    @property
    def subject(self) -> str:
        """Which file."""
        return self.file_name

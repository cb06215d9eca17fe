"""The tax site's list of issued 数电发票 becomes one `ImportInvoices`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.intake.files import FileMark, mark_of
from school_desk.intake.steps import skipped_entries
from school_desk.payments.invoice_commands import ImportInvoices, InvoiceEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from school_desk.adapters.sheets.invoices import IssuedInvoiceRow
    from school_desk.adapters.sheets.results import SheetRows


@dataclass(frozen=True)
class IssuedPreview:
    """The list as read."""

    file: FileMark
    sheet: SheetRows[IssuedInvoiceRow]


def read_issued(path: str, mapping: Mapping[str, str] | None = None) -> IssuedPreview:
    """The rows of the workbook. Raises as `adapters.sheets.invoices.read_invoices`."""
    from school_desk.adapters.sheets.invoices import read_invoices

    return IssuedPreview(mark_of(Path(path)), read_invoices(Path(path), mapping))


def invoices_command(preview: IssuedPreview) -> ImportInvoices:
    """The command for the whole file."""
    entries = tuple(_entry(row) for row in preview.sheet.rows)
    return ImportInvoices(preview.file.name, entries, skipped_entries(preview.sheet.skipped))


def _entry(row: IssuedInvoiceRow) -> InvoiceEntry:
    return InvoiceEntry(
        row_no=row.row_no,
        serial=row.serial,
        number=row.number,
        buyer_name=row.buyer_name,
        buyer_code=row.buyer_code,
        amount_fen=row.amount_fen,
        issued_on=row.issued_on,
        red=row.red,
        note=row.note,
        issued=row.succeeded,
        reason=row.reason,
        problems=tuple(problem.message for problem in row.problems),
    )

"""The learning platform's answer about accounts becomes one `RecordAccountResults`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.intake.files import FileMark, mark_of
from school_desk.intake.steps import skipped_entries
from school_desk.learning.commands import AccountResultEntry, RecordAccountResults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from school_desk.adapters.sheets.results import AccountResultRow, SheetRows
    from school_desk.composition import School


@dataclass(frozen=True)
class AccountsPreview:
    """The answer as read."""

    file: FileMark
    sheet: SheetRows[AccountResultRow]


def read_accounts(path: str, mapping: Mapping[str, str] | None = None) -> AccountsPreview:
    """The rows of the workbook. Raises as `adapters.sheets.results.read_account_results`."""
    from school_desk.adapters.sheets.results import read_account_results

    return AccountsPreview(mark_of(Path(path)), read_account_results(Path(path), mapping))


def accounts_command(school: School, preview: AccountsPreview, answered_on: date | None = None) -> RecordAccountResults:
    """The command for the whole file; `answered_on` None: today."""
    entries = tuple(_entry(row) for row in preview.sheet.rows)
    return RecordAccountResults(preview.file.name, entries, skipped_entries(preview.sheet.skipped), answered_on)


def _entry(row: AccountResultRow) -> AccountResultEntry:
    return AccountResultEntry(
        row_no=row.row_no,
        id_number=row.account,
        name=row.name,
        succeeded=row.succeeded,
        reason=row.reason,
        problems=tuple(problem.message for problem in row.problems),
    )

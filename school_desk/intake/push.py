"""The ministry register's answer to pushed certificates becomes one `RecordPushResults`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.certificates.commands import PushResultEntry, RecordPushResults
from school_desk.intake.files import FileMark, mark_of
from school_desk.intake.steps import skipped_entries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from school_desk.adapters.sheets.results import PushResultRow, SheetRows
    from school_desk.composition import School


@dataclass(frozen=True)
class PushPreview:
    """The answer as read."""

    file: FileMark
    sheet: SheetRows[PushResultRow]


def read_push_results(path: str, mapping: Mapping[str, str] | None = None) -> PushPreview:
    """The rows of the workbook. Raises as `adapters.sheets.results.read_push_results`."""
    from school_desk.adapters.sheets.results import read_push_results as read_sheet

    return PushPreview(mark_of(Path(path)), read_sheet(Path(path), mapping))


def push_command(school: School, preview: PushPreview) -> RecordPushResults:
    """The command for the whole file."""
    entries = tuple(_entry(row) for row in preview.sheet.rows)
    return RecordPushResults(preview.file.name, entries, skipped_entries(preview.sheet.skipped))


def _entry(row: PushResultRow) -> PushResultEntry:
    return PushResultEntry(
        row_no=row.row_no,
        number=row.certificate_no,
        succeeded=row.succeeded,
        name=row.name,
        id_number=row.id_number,
        message=row.reason,
        receipt_no=row.receipt_no,
        answered_on=row.pushed_on,
        problems=tuple(problem.message for problem in row.problems),
    )

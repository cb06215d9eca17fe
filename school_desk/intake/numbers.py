"""The authorities' list of certificate numbers becomes one `ImportCertificateNumbers`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.certificates.commands import ImportCertificateNumbers, NumberEntry
from school_desk.intake.files import FileMark, mark_of
from school_desk.intake.steps import skipped_entries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from school_desk.adapters.sheets.results import CertificateNumberRow, SheetRows
    from school_desk.composition import School


@dataclass(frozen=True)
class NumbersPreview:
    """The list as read."""

    file: FileMark
    sheet: SheetRows[CertificateNumberRow]


def read_numbers(path: str, mapping: Mapping[str, str] | None = None) -> NumbersPreview:
    """The rows of the workbook. Raises as `adapters.sheets.results.read_certificate_numbers`."""
    from school_desk.adapters.sheets.results import read_certificate_numbers

    return NumbersPreview(mark_of(Path(path)), read_certificate_numbers(Path(path), mapping))


def numbers_command(school: School, preview: NumbersPreview) -> ImportCertificateNumbers:
    """The command for the whole file."""
    entries = tuple(_entry(row) for row in preview.sheet.rows)
    return ImportCertificateNumbers(preview.file.name, entries, skipped_entries(preview.sheet.skipped))


def _entry(row: CertificateNumberRow) -> NumberEntry:
    return NumberEntry(
        row_no=row.row_no,
        name=row.name,
        id_number=row.id_number,
        trade=row.trade,
        level=row.level,
        number=row.certificate_no,
        issued_on=row.issued_on,
        problems=tuple(problem.message for problem in row.problems),
    )

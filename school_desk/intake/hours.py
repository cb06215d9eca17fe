"""The learning platform's export of courses and minutes becomes one `ImportStudyHours`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.intake.files import FileMark, mark_of
from school_desk.intake.steps import skipped_entries
from school_desk.learning.commands import ImportStudyHours, StudyTimeEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from school_desk.adapters.sheets.results import SheetRows, StudyHoursRow
    from school_desk.composition import School
    from school_desk.learning.domain import TradeLevel


@dataclass(frozen=True)
class HoursPreview:
    """The export as read."""

    file: FileMark
    sheet: SheetRows[StudyHoursRow]


def read_hours(path: str, mapping: Mapping[str, str] | None = None) -> HoursPreview:
    """The rows of the workbook. Raises as `adapters.sheets.results.read_study_hours`."""
    from school_desk.adapters.sheets.results import read_study_hours

    return HoursPreview(mark_of(Path(path)), read_study_hours(Path(path), mapping))


def hours_command(school: School, preview: HoursPreview, belongs_to: TradeLevel | None = None) -> ImportStudyHours:
    """The command for the whole file; `belongs_to`: what a person said its unclear rows are about."""
    entries = tuple(_entry(row) for row in preview.sheet.rows)
    return ImportStudyHours(preview.file.name, entries, skipped_entries(preview.sheet.skipped), belongs_to)


def _entry(row: StudyHoursRow) -> StudyTimeEntry:
    return StudyTimeEntry(
        row_no=row.row_no,
        id_number=row.account,
        name=row.name,
        course=row.course,
        minutes=row.minutes,
        finished_at=row.finished_at,
        problems=tuple(problem.message for problem in row.problems),
    )

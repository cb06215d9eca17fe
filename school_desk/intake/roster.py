"""A roster of an enterprise: its rows, with every photo as the JPEG that tickets and certificates take, become one `ImportRoster`.

What was refused goes back as the enterprise's own workbook with its reasons; a photo that comes later is made to conform here, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.documents.ledger import LedgerRow
from school_desk.enrollments.commands import AttachPhoto, ImportRoster, RosterEntry, RosterOutcome
from school_desk.intake.files import FileMark, FileSchool, mark_of, read_file, store_file
from school_desk.intake.steps import skipped_entries
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.worker import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from school_desk.adapters.sheets.rosters import RosterPlace, RosterRow, RosterSheet
    from school_desk.documents.commands import StoredFile


@dataclass(frozen=True)
class RosterPreview:
    """A roster as read. Photos in `sheet` conform; `originals` keeps what was converted, `photo_problems` what was no use (by row)."""

    file: FileMark
    sheet: RosterSheet
    originals: dict[int, bytes]
    photo_problems: dict[int, str]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the clerk should know about the file as a whole."""
        unread = (f"工作表“{name}”没有读取。" for name in self.sheet.unread_sheets)
        return (*unread, *(f"照片没有用上：{text}。" for text in self.sheet.unused_photos))


def read_roster(
    path: str, photos_zip: str | None = None, mapping: Mapping[str, str] | None = None, sheet_name: str | None = None
) -> RosterPreview:
    """The roster in a workbook with the photos inside it or in a zip. Raises as `adapters.sheets.rosters.read_roster`."""
    from school_desk.adapters.sheets.rosters import read_roster as read_sheet

    sheet = read_sheet(Path(path), None if photos_zip is None else Path(photos_zip), mapping, sheet_name)
    return preview_of(mark_of(Path(path)), sheet)


def preview_of(file: FileMark, sheet: RosterSheet) -> RosterPreview:
    """The sheet with photos that conform; rows that shared a photo's bytes share them still, so that a worker hands them over once."""
    rows, originals, problems = [], {}, {}
    conform = cache(_conformed)
    for done, row in enumerate(sheet.rows, start=1):
        photo, problem = _conforming(row, conform)
        if problem:
            problems[row.row_no] = problem
        elif photo is not None and row.photo is not None and photo != row.photo:
            originals[row.row_no] = row.photo
        rows.append(replace(row, photo=photo))
        progress(done, len(sheet.rows))
    return RosterPreview(file, replace(sheet, rows=tuple(rows)), originals, problems)


def roster_command(
    school: FileSchool, preview: RosterPreview, enterprise_id: str, into_batch_id: str | None = None
) -> ImportRoster:
    """The command for one enterprise; the photos are in the store when it returns."""
    return ImportRoster(
        enterprise_id=enterprise_id,
        roster_name=preview.file.name,
        roster_sha256=preview.file.sha256,
        entries=tuple(_entry(school, preview, row) for row in preview.sheet.rows),
        skipped=skipped_entries(preview.sheet.skipped),
        into_batch_id=into_batch_id,
    )


def roster_ledger(preview: RosterPreview, outcome: RosterOutcome) -> tuple[LedgerRow, ...]:
    """The command's ledger, with what was wrong with a photo said in its row: a bad photo keeps nobody from enrolling."""
    return tuple(
        replace(row, reasons=(*row.reasons, preview.photo_problems[row.row_no]))
        if row.row_no in preview.photo_problems
        else row
        for row in outcome.rows
    )


def reasons_to_return(rows: Iterable[LedgerRow]) -> dict[int, str]:
    """What the enterprise must put right, by row: why its people were not enrolled."""
    return {row.row_no: "".join(row.reasons) for row in rows if row.state == "failed"}


def return_workbook(target: Path, source: str, place: RosterPlace, reasons: Mapping[int, str]) -> None:
    """Writes the roster `source` with a 原因 column as `target`. Raises as `adapters.sheets.annotate.annotate`."""
    from school_desk.adapters.sheets.annotate import annotate

    annotate(Path(source), target, place, reasons)


@dataclass(frozen=True)
class LatePhoto:
    """A photo handed in by itself. `original`: what it was before it was made to conform, None when it did already."""

    content: bytes
    original: bytes | None


def read_photo(path: str) -> LatePhoto:
    """The photo in a file. Raises RuleViolation `picture.*`, EnvironmentFault `file.unreadable`. Call it in a worker process."""
    return conform_photo(read_file(Path(path)))


def conform_photo(content: bytes) -> LatePhoto:
    """The same of a picture from the clipboard."""
    from school_desk.adapters.ocr.conform import make_conforming_jpg

    conforming = make_conforming_jpg(content)
    return LatePhoto(conforming, None if conforming == content else content)


def photo_command(school: FileSchool, photo: LatePhoto, enrollment_id: str) -> AttachPhoto:
    """The command for one enrolment; the photo is in the store when it returns."""
    return AttachPhoto(enrollment_id, store_file(school, photo.content, "photo.jpg", original=photo.original))


def _conforming(row: RosterRow, conform: Callable[[bytes], tuple[bytes | None, str]]) -> tuple[bytes | None, str]:
    """The row's photo as a conforming JPEG, or None and why."""
    disputed = next((problem.message for problem in row.problems if problem.field == "photo"), "")
    return (None, disputed) if row.photo is None else conform(row.photo)


def _conformed(content: bytes) -> tuple[bytes | None, str]:
    from school_desk.adapters.ocr.conform import make_conforming_jpg

    try:
        return make_conforming_jpg(content), ""
    except RuleViolation as unreadable:
        return None, f"照片不能用：{unreadable.message}"


def _entry(school: FileSchool, preview: RosterPreview, row: RosterRow) -> RosterEntry:
    return RosterEntry(
        row_no=row.row_no,
        name=row.name,
        sex=row.sex,
        id_number=row.id_number,
        mobile=row.mobile,
        trade=row.trade,
        level=row.level,
        note=row.note,
        problems=tuple(problem.message for problem in row.problems if problem.field not in ("photo", "id_number")),
        photo=_photo(school, preview, row),
        id_problem="".join(problem.message for problem in row.problems if problem.field == "id_number"),
    )


def _photo(school: FileSchool, preview: RosterPreview, row: RosterRow) -> StoredFile | None:
    if row.photo is None:
        return None
    return store_file(school, row.photo, f"photo-{row.row_no}.jpg", original=preview.originals.get(row.row_no))

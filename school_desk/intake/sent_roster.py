"""A roster that somebody sent to the website: read in memory, and within closer bounds than a file that a clerk chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from school_desk.intake.files import mark
from school_desk.intake.roster import RosterPreview, preview_of
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    from school_desk.adapters.sheets.rosters import RosterPlace

MAX_BYTES = 20 * 1024 * 1024
# Photos hardly shrink in a zip: beyond this somebody packed a bomb.
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
# A workbook has some dozens of parts, and each of its people a photo.
MOST_PARTS = 5000
MOST_PEOPLE = 1000
# Of everybody's photos as they would be kept: they go through the memory of the Hub itself.
MAX_PHOTO_BYTES = 100 * 1024 * 1024


def read_sent_roster(content: bytes, name: str, photos_zip: tuple[bytes, str] | None = None) -> RosterPreview:
    """The roster; `photos_zip` is content and name. Raises RuleViolation as `adapters.sheets.rosters.read_roster`, and
    `sheet.too_big`, `roster.too_many` or `roster.photos` beyond the bounds. Call it in a worker process."""
    from school_desk.adapters.sheets.rosters import roster_in

    for data, file_name in ((content, name), photos_zip or (b"", "")):
        _refuse_bomb(data, file_name)
    preview = preview_of(mark(name, content), roster_in(content, name, photos_zip, most=MOST_PEOPLE))
    photos = [row.photo for row in preview.sheet.rows if row.photo is not None]
    if sum(map(len, (*photos, *preview.originals.values()))) > MAX_PHOTO_BYTES:
        message = f"“{name}”里 {len(photos)} 人的照片合计超过 100 MB，没有读取。请缩小照片，或分成几个文件上传。"
        raise RuleViolation("roster.photos", message)
    return preview


def sent_roster_returned(content: bytes, name: str, place: RosterPlace, reasons: Mapping[int, str]) -> bytes:
    """The same workbook as .xlsx with a 原因 column. Call it in a worker process."""
    from school_desk.adapters.sheets.annotate import annotated

    return annotated(content, name, place, reasons)


def _refuse_bomb(data: bytes, name: str) -> None:
    from school_desk.adapters.sheets.archive import Package

    entries = Package(data, name).entries if data.startswith(b"PK") else []
    unpacked = sum(entry.file_size for entry in entries)
    if len(data) > MAX_BYTES or unpacked > MAX_UNPACKED_BYTES or len(entries) > MOST_PARTS:
        message = f"“{name}”太大（文件超过 20 MB，或解压后超过 100 MB），没有读取。请缩小照片，或分成几个文件上传。"
        raise RuleViolation("sheet.too_big", message)

"""A bank's workbook as sheets of cells, within fixed limits: what a stranger packed may not fill the memory or end the program."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from school_desk.adapters.banks.compound import lacks_its_end
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_CELLS = 5_000_000
# 100,000 rows of 14 columns unpack to 42 MB; ten times that is no statement.
_MAX_UNPACKED_BYTES = 400 * 1024 * 1024
_MAX_CHARACTERS = 1024 * 1024 * 1024
"""A text that a thousand cells share is stored once and read a thousand times."""
_LOCKED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le")) + rb"|\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
"""A stream that only an .xlsx with a password has, or an .xls whose first records are BOF and FILEPASS. calamine, reading from memory, only says
that it does not know the format."""
_PLAIN_CELL = b'<c r="'
_CELL = re.compile(rb"<c[\s/>]")
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})[0-9]')
_SMALL_LETTER = re.compile(rb'<c r="[A-Z]*[a-z]')
_ANY_PLACE = re.compile(rb"""r\s*=\s*["']([A-Za-z]{1,3})(\d{1,9})""")
_POINTER = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>\s*(\d{1,9})\s*<")
_ANY_TEXT = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?/?>")
_ANY_ROW, _ANY_CELL = re.compile(rb"<(?:\w+:)?row[\s/>]"), re.compile(rb"<(?:\w+:)?c[\s/>]")


def read_sheets(data: bytes, name: str) -> list[tuple[str, Sequence[Sequence[Any]]]]:
    """(title, rows) of every worksheet; `name` is the file's name for messages.

    Raises RuleViolation for a workbook that is locked with a password, damaged, cut off, of another kind, or unreasonably large.
    """
    if data.startswith(ZIP):
        _refuse_unreasonable(data, name)
    elif _LOCKED.search(data):
        raise _locked(name)
    elif lacks_its_end(data):
        raise _cut_off(name)
    try:
        return list(_sheets(data, name))
    except RuleViolation:
        raise
    except BaseException as fault:
        from python_calamine import CalamineError

        # A damaged .xls can make the reader's Rust code panic; that exception is no Exception and cannot be imported.
        if isinstance(fault, CalamineError) or type(fault).__name__ == "PanicException":
            raise _damaged(name) from fault
        raise


def _sheets(data: bytes, name: str) -> Iterator[tuple[str, Sequence[Sequence[Any]]]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    room = MAX_CELLS
    for sheet in book.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet:
            rows, size = _rows_of(book, sheet.name, room, name)
            room -= size
            yield sheet.name, rows


def _rows_of(book: CalamineWorkbook, title: str, room: int, name: str) -> tuple[Sequence[Sequence[Any]], int]:
    sheet = book.get_sheet_by_name(title)
    bottom, right = sheet.end or (0, 0)
    size = (bottom + 1) * (right + 1)
    if size > room:
        raise _sprawl(name)
    return sheet.to_python(skip_empty_area=False), size


def _refuse_unreasonable(data: bytes, name: str) -> None:
    """Unpacks what the reader would unpack, but bounded: sizes that a zip declares may be lies.

    The reader lays a sheet out as one full rectangle: a stray value in XFD1048576 would ask for 400 GB.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _refuse_kinds(package, name)
            if sum(entry.file_size for entry in package.infolist()) > _MAX_UNPACKED_BYTES:
                raise _sprawl(name)
            parts = [package.read(entry) for entry in package.infolist()]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as fault:
        raise _damaged(name) from fault
    if any(b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:4096] for part in parts):
        raise _damaged(name)
    # By what they hold: a workbook may give its parts any name.
    shared = [list(map(len, _ANY_TEXT.split(part)[1:])) for part in parts if b"sst" in part[:4096]]
    lengths = [max(same) for same in zip_longest(*shared, fillvalue=0)]
    sheets = [part for part in parts if b"sheetData" in part]
    if sum(map(_area, sheets)) > MAX_CELLS:
        raise _sprawl(name)
    if sum(_shared_characters(sheet, lengths) for sheet in sheets) > _MAX_CHARACTERS:
        raise _sprawl(name)


def _refuse_kinds(package: zipfile.ZipFile, name: str) -> None:
    """Only .xlsx (and .xlsm): banks send no other, and the others' sizes cannot be told beforehand."""
    if any(entry.flag_bits & 1 for entry in package.infolist()):
        raise _locked(name)
    names = {entry.lower().replace("\\", "/").lstrip("/") for entry in package.namelist()}
    if "xl/workbook.xml" in names:
        return
    if names & {"content.xml", "xl/workbook.bin"}:
        message = f"“{name}”是 ods 或 xlsb 格式。请用 Excel 或 WPS 打开它，另存为 .xlsx 后再导入。"
        raise RuleViolation("statement.other_workbook", message)
    raise _damaged(name)


def _area(sheet: bytes) -> int:
    """How many cells the rectangle of a sheet holds, at most."""
    right = max(map(_column, set(_FAR_COLUMN.findall(sheet))), default=26)
    limit = MAX_CELLS // right
    plain = sheet.count(_PLAIN_CELL) == len(_CELL.findall(sheet)) and not _SMALL_LETTER.search(sheet)
    if plain and not _row_beyond(limit).search(sheet):
        return min(limit, sheet.count(b"<row")) * right
    return _exact_area(sheet)


def _row_beyond(limit: int) -> re.Pattern[bytes]:
    """Finds cells in rows from about `limit` on (its first two digits): looking at every cell's place would take as long as reading it."""
    first, second, *rest = str(limit).encode().ljust(2, b"0")
    more, places = len(rest), len(rest) + 2
    near = rb"%c[%c-9][0-9]{%d}" % (first, second, more)
    above = rb"[%c-9][0-9]{%d}" % (first + 1, more + 1) if first < ord("9") else near
    return re.compile(rb'<c r="[A-Z]{1,3}(?:%s|%s|[0-9]{%d,})' % (near, above, places + 1))


def _exact_area(sheet: bytes) -> int:
    """The same with every spelling of XML understood, and cells without a place counted."""
    places = set(_ANY_PLACE.findall(sheet))
    rows = _ANY_ROW.split(sheet)
    bottom = max([len(rows), *(int(row) for _, row in places)])
    right = max([*map(len, map(_ANY_CELL.findall, rows)), *map(_column, {letters for letters, _ in places})])
    return bottom * right


def _shared_characters(sheet: bytes, lengths: Sequence[int]) -> int:
    """How many bytes of text the cells that point to shared texts give, at most."""
    most = max(lengths, default=0) * (sheet.count(b"<v") + sheet.count(b":v"))
    if most <= _MAX_CHARACTERS:
        return most
    used = Counter(map(int, _POINTER.findall(sheet)))
    return sum(lengths[place] * count for place, count in used.items() if place < len(lengths))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _locked(name: str) -> RuleViolation:
    message = f"工作簿“{name}”有密码。请用 Excel 或 WPS 打开它，取消密码另存后再导入。"
    return RuleViolation("statement.password", message)


def _damaged(name: str) -> RuleViolation:
    message = f"工作簿“{name}”已损坏或不是表格，读不出来。请从网银重新导出后再导入。"
    return RuleViolation("statement.damaged", message)


def _cut_off(name: str) -> RuleViolation:
    message = f"工作簿“{name}”没有下载完整，后面的内容缺了，没有读取。请从网银重新导出后再导入。"
    return RuleViolation("statement.cut_off", message)


def _sprawl(name: str) -> RuleViolation:
    message = f"“{name}”的表格大得不正常，可能在很远的行或列误留了内容。请从网银按月重新导出后再导入。"
    return RuleViolation("statement.too_big", message)

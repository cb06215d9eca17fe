"""Reads any workbook or csv into plain cells, judged by its content and not by its extension. Knows nothing of what the columns mean."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.adapters.sheets.archive import Package, read_bytes
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Cell = str | int | float | date | None

MAX_CELLS = 5_000_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream only a protected .xlsx has, or the first records of a protected .xls: BOF, perhaps WRITEPROT, FILEPASS. Reading from
# memory the library does not tell these from damage.
_LOCKED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le")) + rb"|\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br=["\']([A-Z]{1,3})(\d{1,7})["\'][^>]*(?<!/)>')
_FORMULA_TEXT = re.compile(r'="(.*)"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[i]` is what Excel numbers as row i + 1; all rows are equally long; trailing empty rows are cut off."""

    name: str
    rows: list[list[Cell]]


def read_cells(path: Path) -> list[Sheet]:
    """The visible, non-empty sheets of an xlsx, xls, ods or csv file (at least one).

    A value merged over several rows stands in each of them, in the first merged column. Dates with a time are `datetime`.
    Raises RuleViolation (`sheet.empty`, `.password`, `.damaged`, `.not_a_workbook`, `.too_big`), EnvironmentFault when locked.
    """
    sheets = [sheet for sheet in cells_of(read_bytes(path), path.name) if sheet.rows]
    if not sheets:
        raise RuleViolation("sheet.empty", f"“{path.name}”里没有任何内容。请确认选对了文件，填好后再导入。")
    return sheets


def cells_of(data: bytes, name: str) -> list[Sheet]:
    """As `read_cells`, from bytes already read, with empty sheets left in; `name` is the file's name for messages."""
    if data.startswith(_ZIP):
        _refuse_sprawl(Package(data, name), name)
        return _read_workbook(data, name)
    if data.startswith(_OLE):
        if _LOCKED.search(data):
            raise _password(name)
        return _read_workbook(data, name)
    return [Sheet(Path(name).stem, _read_text(data, name))]


def text_of(cell: Cell) -> str:
    """The cell as text without padding: numbers keep every digit and gain no ".0", dates are ISO, None is ""."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int) or not cell.is_integer():
        # Fifteen significant digits are what Excel shows: 0.1 + 0.2 is 0.3 to the person who typed it.
        return str(cell) if isinstance(cell, int) else format(Decimal(f"{cell:.15g}"), "f")
    return str(int(cell)) if abs(cell) < 2**53 else format(Decimal(repr(cell)), "f")


def _read_workbook(data: bytes, name: str) -> list[Sheet]:
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        visible = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
        return [Sheet(title, _rows_of(book, title, name)) for title in visible]
    except CalamineError as fault:
        raise _unreadable(data, name) from fault
    except BaseException as fault:
        # A damaged .xls can make the reader's Rust code panic; that exception is no Exception and cannot be imported.
        if type(fault).__name__ != "PanicException":
            raise
        raise _unreadable(data, name) from fault


def _rows_of(book: CalamineWorkbook, title: str, name: str) -> list[list[Cell]]:
    sheet = book.get_sheet_by_name(title)
    bottom, right = sheet.end or (0, 0)
    if (bottom + 1) * (right + 1) > MAX_CELLS:
        raise _sprawl(name)
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _fill_merged(rows, sheet)
    return _without_empty_tail(rows)


def _fill_merged(rows: list[list[Cell]], sheet: CalamineSheet) -> None:
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] is None:  # an empty area may lie beside everything that was filled in
                row[left] = rows[top][left]


def _without_empty_tail(rows: list[list[Cell]]) -> list[list[Cell]]:
    while rows and all(text_of(cell) == "" for cell in rows[-1]):
        rows.pop()
    return rows


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, datetime):
        # Workbooks keep a time as a fraction of a day and give 09:45:10.999997 back.
        return (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(value, int | float | date):
        return value
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return str(value)


def _read_text(data: bytes, name: str) -> list[list[Cell]]:
    text = _decoded(data, name)
    if text.lstrip()[:1] == "<":
        message = f"“{name}”其实是网页格式，不是表格文件。请用 Excel 或 WPS 打开它，另存为 .xlsx 再导入。"
        raise RuleViolation("sheet.not_a_workbook", message)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as fault:
        raise _no_workbook(name) from fault
    rows = [[_text_cell(value) for value in row] for row in records]
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise _sprawl(name)
    return _without_empty_tail([row + [None] * (width - len(row)) for row in rows])


def _decoded(data: bytes, name: str) -> str:
    """GB18030 comes last because nearly every even-length byte string is some GB18030 text; a NUL shows that none of it is text."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _no_workbook(name)


def _delimiter(text: str) -> str:
    head = text[:4000]
    return max(",\t;", key=head.count)


def _text_cell(value: str) -> Cell:
    """Exports guard long numbers from Excel by ="…", a leading apostrophe or padding tabs."""
    plain = value.strip().removeprefix("'")
    guarded = _FORMULA_TEXT.fullmatch(plain)
    return (guarded[1] if guarded else plain) or None


def _refuse_sprawl(package: Package, name: str) -> None:
    """The reader lays a sheet out as one full rectangle: a stray value in XFD1048576 would ask for 400 GB."""
    for part in package:
        if part.lower().endswith(".xml"):  # a sheet may lie under any name
            found = set(_FILLED_CELL.findall(package.read(part)))
            height = max((int(row) for _, row in found), default=0)
            if (
                height * max((_column_number(letters) for letters in {letters for letters, _ in found}), default=0)
                > MAX_CELLS
            ):
                raise _sprawl(name)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sprawl(name: str) -> RuleViolation:
    message = f"“{name}”的表格范围大得不正常，可能在很远的行或列误留了内容。请新建一个表格，只复制需要的部分再导入。"
    return RuleViolation("sheet.too_big", message)


def _password(name: str) -> RuleViolation:
    return RuleViolation("sheet.password", f"“{name}”加了密码，打不开。请在 Excel 或 WPS 里取消密码、另存后再导入。")


def _unreadable(data: bytes, name: str) -> RuleViolation:
    """A whole zip without a workbook's parts is another kind of document; anything else that fails is damaged."""
    if data.startswith(_ZIP) and not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & {
        part.lower() for part in Package(data, name)
    }:
        return _no_workbook(name)
    return RuleViolation("sheet.damaged", f"“{name}”已损坏或没有传完整，打不开。请重新取得这个文件再导入。")


def _no_workbook(name: str) -> RuleViolation:
    message = f"“{name}”不是表格文件（能读 .xlsx、.xls、.ods、.csv）。请确认选对了文件，或用 Excel、WPS 另存为 .xlsx。"
    return RuleViolation("sheet.not_a_workbook", message)

"""Reads any workbook or csv into plain cells, judged by its content and not by its extension. Knows nothing of what the columns mean."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from school_desk.adapters.sheets import csv_text
from school_desk.adapters.sheets.archive import read_bytes
from school_desk.adapters.sheets.extent import MAX_CELLS
from school_desk.adapters.sheets.raw import OLE, ZIP, RawSheet, no_workbook, raw_sheets, sprawl
from school_desk.kernel.errors import RuleViolation

Cell = str | int | float | date | None

_DELIMITERS = ",\t;"
_FORMULA_TEXT = re.compile(r'="(.*)"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[i]` is what Excel numbers as row i + 1; all rows are equally long; trailing empty rows are cut off."""

    name: str
    rows: list[list[Cell]]


def read_cells(path: Path) -> list[Sheet]:
    """The visible, non-empty sheets of an xlsx, xls or csv file (at least one).

    A value merged over several rows stands in each of them, in the first merged column. Dates with a time are `datetime`.
    Raises RuleViolation (`sheet.empty`, `.quotation_mark`, and as `raw_sheets`), EnvironmentFault when locked.
    """
    sheets = [sheet for sheet in cells_of(read_bytes(path), path.name) if sheet.rows]
    if not sheets:
        raise RuleViolation("sheet.empty", f"“{path.name}”里没有任何内容。请确认选对了文件，填好后再导入。")
    return sheets


def cells_of(data: bytes, name: str) -> list[Sheet]:
    """As `read_cells`, from bytes already read, with empty sheets left in; `name` is the file's name for messages."""
    if data.startswith((ZIP, OLE)):
        return [Sheet(raw.title, _cells(raw, name)) for raw in raw_sheets(data, name) if raw.visible]
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


def _cells(raw: RawSheet, name: str) -> list[list[Cell]]:
    rows = [[_cell(value) for value in row] for row in raw.rows]
    _fill_merged(rows, raw, name)
    return _without_empty_tail(rows)


def _fill_merged(rows: list[list[Cell]], raw: RawSheet, name: str) -> None:
    if sum(max(0, min(bottom, len(rows)) - top) for (top, _), (bottom, _) in raw.merged) > MAX_CELLS:
        raise sprawl(name)
    for (top, left), (bottom, _) in raw.merged:
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
    delimiter = csv_text.delimiter_of(text, _DELIMITERS)
    if csv_text.most_cells(text, delimiter) > MAX_CELLS:
        raise sprawl(name)
    try:
        rows = _filled(csv_text.records(text, delimiter))
    except csv.Error as fault:
        raise no_workbook(name) from fault
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise sprawl(name)
    return [row + [None] * (width - len(row)) for row in rows]


def _filled(records: Iterable[Sequence[str]]) -> list[list[Cell]]:
    """Up to the last row in which there is something; those between keep their place."""
    rows: list[list[Cell]] = []
    empty = 0
    for record in records:
        row = [_text_cell(value) for value in record]
        if any(row):
            rows += [[] for _ in range(empty)]
            rows.append(row)
            empty = 0
        else:
            empty += 1
    return rows


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
    raise no_workbook(name)


def _text_cell(value: str) -> Cell:
    """Exports guard long numbers from Excel by ="…", a leading apostrophe or padding tabs."""
    plain = value.strip().removeprefix("'")
    guarded = _FORMULA_TEXT.fullmatch(plain)
    return (guarded[1] if guarded else plain) or None

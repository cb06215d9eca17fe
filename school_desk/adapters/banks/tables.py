"""A bank's file as rows of cells, recognised by its first bytes and never by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from school_desk.adapters.banks import texts, workbooks
from school_desk.adapters.banks.cells import Cleaned
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import unreadable

MAX_FILE_BYTES = 100 * 1024 * 1024
"""A year of 500 lines a day is 10 MB as text."""
_LOOKED_AT, _FEWEST_COMMAS = 20, 4


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    """The worksheet's name; the file's name for a text file."""
    rows: Sequence[Sequence[str]]
    """Cells as a person reads them, see `cells.clean`."""
    notes: tuple[str, ...] = ()
    """What of it could not be read."""
    open_end: bool = False
    """Nothing ends the last row of the text, neither a line end nor the quotation mark it began with."""


def read_file(path: Path) -> bytes:
    """The whole file. Raises RuleViolation when it is too big, EnvironmentFault when it cannot be opened."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            message = f"“{path.name}”超过 100 MB，不像银行流水，没有读取。请从网银按月分开导出后再导入。"
            raise RuleViolation("statement.too_big", message)
        return path.read_bytes()
    except OSError as fault:
        raise unreadable(path, fault) from fault


def tables_of(data: bytes, name: str) -> list[Table]:
    """Every sheet with its cells as they lie in the file; `name` is the file's, for messages.

    Raises RuleViolation for a file that is empty, locked with a password, damaged, unreasonably large, or no table.
    """
    if not data.strip(texts.MARKS + b"\x00 \t\r\n"):
        raise _empty(name)
    if workbooks.is_workbook(data):
        return [Table(title, _clean(_unwrapped(rows))) for title, rows in workbooks.read_sheets(data, name)]
    start = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF"):
        raise RuleViolation("statement.pdf", f"“{name}”是 PDF。请在网银里选择导出 Excel 或 csv 格式的账户明细。")
    if start.startswith(b"<"):
        message = f"“{name}”其实是网页，不是表格。请用 Excel 或 WPS 打开它，另存为 xlsx 后再导入。"
        raise RuleViolation("statement.web_page", message)
    text, notes = texts.decode(data, name)
    if not text.strip():
        raise _empty(name)
    return [Table(name, _clean(texts.records(text)), notes, texts.has_open_end(text))]


def _empty(name: str) -> RuleViolation:
    return RuleViolation("statement.empty", f"文件“{name}”是空的。请从网银重新导出后再导入。")


def _unwrapped(rows: Sequence[Sequence[object]]) -> Iterable[Iterable[object]]:
    """工行's text also comes wrapped into the first column of a workbook: a row a cell, commas and all."""
    first = [row[0] if row else "" for row in rows[:_LOOKED_AT]]
    alone = not any(cell not in ("", None) for row in rows[:_LOOKED_AT] for cell in row[1:])
    if not alone or not any(isinstance(cell, str) and cell.count(",") >= _FEWEST_COMMAS for cell in first):
        return rows
    lines = (str(row[0]).replace("\r", " ").replace("\n", " ") if row else "" for row in rows)
    return texts.records("\n".join(lines))


def _clean(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    cleaned = Cleaned()
    return [cleaned.row(row) for row in rows]

"""Writes tables for people: a workbook with the right kind of cell in every column."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import replacing
from school_desk.kernel.money import format_yuan

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | date | None

MAX_ROWS = 1_000_000
_MEASURED_ROWS = 300
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\']")


class ColumnKind(StrEnum):
    """What a column holds: text (ids and numbers that are names too), money in fen, a date or instant, a count, a status word."""

    TEXT = "text"
    MONEY = "money"
    DATE = "date"
    INT = "int"
    CHIP = "chip"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header as printed and its kind."""

    header: str
    kind: ColumnKind = ColumnKind.TEXT


def write_table(
    path: Path, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], subtitle: str = ""
) -> None:
    """One sheet: title, count (with `subtitle`, say the filter), frozen header, rows in the order given.

    Money is integer fen; instants are printed in Shanghai time; None is an empty cell. Replaces `path` in one step. Raises
    RuleViolation beyond a million rows, EnvironmentFault as `replacing`.
    """
    if len(rows) > MAX_ROWS:
        raise RuleViolation(
            "sheet.too_many_rows", f"要导出的有 {len(rows)} 行，超过 Excel 的上限。请先筛选，分几次导出。"
        )
    with new_workbook(path) as book:
        count = f"共 {len(rows)} 条" + (f" · {subtitle}" if subtitle else "")
        write_block(book, book.add_worksheet(sheet_title(title)), [title, count], columns, rows)


@contextmanager
def new_workbook(path: Path) -> Iterator[Workbook]:
    """A workbook that takes one row at a time in order and replaces `path` in one step on leaving. Raises as `replacing`."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with (
        replacing(path, make_folder=False) as draft,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
    ):
        book = Workbook(str(draft), {"constant_memory": True, "tmpdir": scratch})
        try:
            yield book
            book.close()
        except FileCreateError as wrapped:
            raise wrapped.args[0] from wrapped
        finally:
            # An open row file could not be removed on Windows, and it holds what was to be written.
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


def write_block(
    book: Workbook, sheet: Worksheet, heading: Sequence[str], columns: Sequence[Column], rows: Sequence[Sequence[Value]]
) -> None:
    """Fills an empty sheet: heading lines, frozen header, rows; ready to print on A4 landscape with the header on each page."""
    styles = Styles(book)
    top = len(heading)
    for number, width in enumerate(column_widths(columns, rows)):
        sheet.set_column(number, number, width)
    for row_number, line in enumerate(heading):
        sheet.write_string(row_number, 0, line, styles.title if row_number == 0 else styles.quiet)
    for number, column in enumerate(columns):
        sheet.write_string(top, number, column.header, styles.header)
    for offset, row in enumerate(rows, start=top + 1):
        for number, (column, value) in enumerate(zip(columns, row, strict=True)):
            write_value(sheet, offset, number, column.kind, value, styles)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + len(rows), len(columns) - 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        def style(**properties: object) -> Format:
            return book.add_format({"font_name": "等线", "font_size": 11, "valign": "vcenter", **properties})

        self.title = style(bold=True, font_size=14)
        self.quiet = style(font_color="#5F6B7A")
        self.header = style(bold=True, bg_color="#E8EDF3", bottom=1, text_wrap=True)
        self.text = style(num_format="@")
        # The apostrophe of Excel: shown nowhere, and the text stays text even when somebody edits the cell.
        self.guarded = style(num_format="@", quote_prefix=True)
        self.chip = style(num_format="@", align="center")
        self.money = style(num_format="#,##0.00")
        self.int = style(num_format="0")
        self.day = style(num_format="yyyy-mm-dd", align="left")
        self.instant = style(num_format="yyyy-mm-dd hh:mm", align="left")


def write_value(sheet: Worksheet, row: int, number: int, kind: ColumnKind, value: Value, styles: Styles) -> None:
    """One cell of the kind its column says; None and "" leave it empty. Raises TypeError for a value of another kind: that is our bug."""
    if value is None or value == "":
        return
    if isinstance(value, date):
        moment = value.astimezone(_SHANGHAI).replace(tzinfo=None) if isinstance(value, datetime) else value
        sheet.write_datetime(row, number, moment, styles.instant if isinstance(value, datetime) else styles.day)
    elif kind is ColumnKind.MONEY:
        sheet.write_number(row, number, yuan(value), styles.money)
    elif kind is ColumnKind.INT:
        sheet.write_number(row, number, int(value), styles.int)
    else:
        text = str(value)
        plain = styles.chip if kind is ColumnKind.CHIP else styles.text
        sheet.write_string(row, number, text, styles.guarded if text.startswith(_FORMULA_STARTS) else plain)


def yuan(amount_fen: Value) -> Decimal:
    """Fen as exact yuan. Raises TypeError for anything but an integer."""
    if not isinstance(amount_fen, int):
        raise TypeError(f"money must be integer fen, not {type(amount_fen).__name__}")
    return Decimal(amount_fen).scaleb(-2)


def printed(kind: ColumnKind, value: Value) -> str:
    """The cell as a person reads it: yuan with two decimals, ISO dates, Shanghai time; "" for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(_SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if kind is ColumnKind.MONEY and isinstance(value, int):
        return format_yuan(value, grouped=False)
    return str(value)


def column_widths(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> list[float]:
    """Widths in Excel's units by the header and the first rows; a Chinese character takes two."""
    widths = []
    for number, column in enumerate(columns):
        texts = [printed(column.kind, row[number]) for row in rows[:_MEASURED_ROWS]]
        longest = max([display_width(column.header) + 2, *map(display_width, texts)])
        widths.append(min(max(longest * 1.1 + 1.5, 6.0), 48.0))
    return widths


def display_width(text: str) -> int:
    """Columns of a fixed grid that `text` takes: wide and full-width characters count two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def sheet_title(text: str) -> str:
    """`text` as Excel allows it for a sheet: 31 characters, none of []:*?/\\'."""
    return " ".join(_FORBIDDEN_IN_TITLE.sub(" ", text).split())[:31] or "Sheet1"

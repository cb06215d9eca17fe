"""Ruled tables that run over pages: every row of one height, texts shrunk or wrapped into their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from school_desk.adapters.printing.sheet import LINE, TINT, Align, Box, Sheet

PADDING = 1.2  # millimetres between a text and the lines beside it


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its width in millimetres."""

    title: str
    width: float
    align: Align = Align.CENTRE


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a text for each column, and whose row it is."""

    who: str
    cells: tuple[str, ...]


def draw_table(
    sheet: Sheet, x: float, y: float, columns: Sequence[Column], rows: Sequence[Row], row_height: float, size: float = 9
) -> float:
    """Draws the headings and `rows` from the point (x, y) down, text at `size` points. Returns where the table ends."""
    wide = sum(column.width for column in columns)
    sheet.frame(Box(x, y, wide, row_height), 0, fill=TINT)
    _draw_cells(sheet, x, y, columns, tuple(column.title for column in columns), row_height, size, heading=True)
    for number, row in enumerate(rows, start=1):
        top = y + number * row_height
        sheet.who = row.who
        sheet.rule((x, top), (x + wide, top), 0.4)
        _draw_cells(sheet, x, top, columns, row.cells, row_height, size)
    bottom = y + (len(rows) + 1) * row_height
    _draw_uprights(sheet, x, y, bottom, columns)
    sheet.frame(Box(x, y, wide, bottom - y), 0.8, shade=LINE)
    return bottom


def paged(rows: Sequence[Row], first: int, later: int) -> list[Sequence[Row]]:
    """`rows` cut into pages: `first` on the first, `later` on each other. At least one page, even without rows."""
    pages = [rows[:first]]
    pages += [rows[start : start + later] for start in range(first, len(rows), later)]
    return pages


def _draw_cells(
    sheet: Sheet,
    x: float,
    y: float,
    columns: Sequence[Column],
    cells: tuple[str, ...],
    height: float,
    size: float,
    *,
    heading: bool = False,
) -> None:
    for column, text in zip(columns, cells, strict=True):
        align = Align.CENTRE if heading else column.align
        sheet.write(Box(x, y, column.width, height).inset(PADDING, 0.4), text, size, bold=heading, align=align)
        x += column.width


def _draw_uprights(sheet: Sheet, x: float, top: float, bottom: float, columns: Sequence[Column]) -> None:
    for column in columns[:-1]:
        x += column.width
        sheet.rule((x, top), (x, bottom), 0.4)

"""A flat paper and what stands on it, and the printing of label and value in rows that every form shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from PIL import Image

from benchmarks.papers.fonts import Face
from benchmarks.papers.ink import Box, Colour, Sheet

Fields = dict[str, Any]
"""Field → value as `school-desk read` gives it; None: this layout does not print it."""


@dataclass(frozen=True)
class Drawn:
    """`boxes` are pixels of `image` (x, y, right, bottom); `extra` goes into the truth as it is.

    `form` is how it must be handed in: "", "png" (a screenshot) or "pdf", whose `content` is ready and whose boxes are pixels of the
    page at 200 dpi.
    """

    image: Image.Image
    fields: Fields
    boxes: Mapping[str, Box]
    extra: Mapping[str, Any] = field(default_factory=dict)
    form: str = ""
    content: bytes = b""


@dataclass(frozen=True)
class Row:
    """A label with its value; `name` is the field, "" when it is none."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Rows:
    """How rows are set: `label_width` > 0 spreads the label over it; else it is plain, with `colon` behind, value right after it."""

    x: float
    y: float
    width: float
    size: float
    label_width: float = 0.0
    colon: str = ""
    gap: float = 0.75
    leading: float = 1.4
    indent: float = 0.0
    label_face: Face | None = None
    label_colour: Colour | None = None
    underline: bool = False


def print_rows(sheet: Sheet, rows: Sequence[Row], how: Rows, *, limit: float = 1e9) -> float:
    """The rows below each other, set smaller when they would pass `limit`. Returns the y below."""
    size = how.size
    while size > how.size * 0.72 and _height(sheet, rows, how, size) > limit:
        size -= how.size * 0.04
    y = how.y
    for row in rows:
        y = _print_row(sheet, row, how, size, y)
    return y


def chinese_day(day: date, rng: Random | None = None, *, padded: bool = True) -> str:
    """2026年08月01日, or without the noughts."""
    if rng is not None:
        padded = rng.random() < 0.6
    return f"{day:%Y年%m月%d日}" if padded else f"{day.year}年{day.month}月{day.day}日"


def apart(
    sheet: Sheet, day: date, x: float, y: float, size: float, step: float, *, field_name: str, padded: bool = True
) -> None:
    """The day with year, month and day set apart, as forms do where the seal goes; `x` is its left edge."""
    parts = (
        f"{day.year}",
        "年",
        f"{day.month:02d}" if padded else f"{day.month}",
        "月",
        f"{day.day:02d}" if padded else f"{day.day}",
        "日",
    )
    for place, part in enumerate(parts):
        sheet.text(x + size + place * step, y, part, size, align="m", field=field_name)


def _value_x(sheet: Sheet, row: Row, how: Rows, size: float) -> float:
    if how.indent:
        return how.x + how.indent
    if how.label_width:
        return how.x + how.label_width * size + size
    return how.x + sheet.advance(row.label + how.colon, size, how.label_face) + size * 0.3


def _height(sheet: Sheet, rows: Sequence[Row], how: Rows, size: float) -> float:
    y = how.y
    for row in rows:
        room = how.x + how.width - _value_x(sheet, row, how, size)
        lines = sum(len(sheet.wrap(part, room, size)) for part in row.value.split("\n"))
        y += lines * size * how.leading + size * how.gap
    return y


def _print_row(sheet: Sheet, row: Row, how: Rows, size: float, y: float) -> float:
    x = _value_x(sheet, row, how, size)
    if how.label_width:
        # 执行事务合伙人 is set smaller, as the real forms do.
        narrow = min(size, how.label_width * size / len(row.label))
        top = y + (size - narrow) / 2
        sheet.spread(
            how.x, top, how.label_width * size, row.label, narrow, face=how.label_face, colour=how.label_colour
        )
    else:
        sheet.text(how.x, y, row.label + how.colon, size, face=how.label_face, colour=how.label_colour)
    below = sheet.paragraph(x, y, how.x + how.width - x, row.value, size, leading=how.leading, field=row.name)
    if how.underline:
        sheet.rule((x - size * 0.2, below - size * 0.2), (how.x + how.width, below - size * 0.2), width=1.2)
    return below + size * how.gap

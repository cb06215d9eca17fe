"""Breaks Chinese text into lines and finds the size at which it fits. Knows widths, not pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from school_desk.adapters.printing.fonts import text_width

LEADING = 1.3  # from one line of a fitted text to the next, as a share of its size

_PIECES = re.compile(r"[0-9A-Za-z.,:/@_+*%#&=?-]+|.")
_NEVER_FIRST = frozenset("。，、；：？！）》〉」』】”’…—％℃·,.;:?!)]}%")
_NEVER_LAST = frozenset("（《〈「『【“‘([{￥¥")
_SQUEEZE = 0.85  # a text this near to fitting is set a little smaller rather than broken in two
_STEP = 0.97


class Fitted(NamedTuple):
    """A text cut into lines, and the size in points at which they fit."""

    lines: list[str]
    size: float


class _Unit(NamedTuple):
    """Characters that stay on one line, and their width as a share of the size."""

    text: str
    width: float


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """`text` in lines of at most `width` points; keeps numbers whole and punctuation off the wrong end of a line."""
    return _lines(_paragraphs(text, bold), width / size, bold)


def fit(text: str, width: float, height: float, size: float, *, bold: bool = False) -> Fitted:
    """`text` at `size` points or as much smaller as it takes to stand inside `width` × `height` points, uncut.

    One line where that costs little, else evenly filled lines. A single line is never refused for its height.
    """
    long = text_width(text, size, bold=bold)
    if "\n" not in text and long * _SQUEEZE <= width:
        return Fitted([text], size * min(1.0, width / long) if long else size)
    paragraphs = _paragraphs(text, bold)
    size = min(size, width / max(text_width(character, 1.0, bold=bold) for character in text.replace("\n", " ")))
    while True:
        lines = _lines(paragraphs, width / size, bold)
        if len(lines) == 1 or len(lines) * size * LEADING <= height:
            return Fitted(_balanced(paragraphs, lines, width / size, bold), size)
        size *= _STEP


def _paragraphs(text: str, bold: bool) -> list[list[_Unit]]:
    return [
        [_Unit(unit, text_width(unit, 1.0, bold=bold)) for unit in _unbroken(paragraph)]
        for paragraph in text.split("\n")
    ]


def _unbroken(text: str) -> Iterator[str]:
    """The pieces of `text` between which a line may end."""
    unit = ""
    for piece in _PIECES.findall(text):
        if unit and piece[0] not in _NEVER_FIRST and unit[-1] not in _NEVER_LAST:
            yield unit
            unit = ""
        unit += piece
    if unit:
        yield unit


def _lines(paragraphs: list[list[_Unit]], width: float, bold: bool) -> list[str]:
    return [line for units in paragraphs for line in _filled(units, width, bold)]


def _filled(units: list[_Unit], width: float, bold: bool) -> list[str]:
    """Lines of at most `width` sizes, each as full as it can be."""
    lines, line, used = [], "", 0.0
    for unit in units:
        for part in [unit] if unit.width <= width else _characters(unit, bold):
            if line and used + part.width > width + 1e-6:
                lines.append(line.rstrip(" "))
                line, used = "", 0.0
            if line or part.text != " " or not lines:
                line, used = line + part.text, used + part.width
    return [*lines, line.rstrip(" ")]


def _characters(unit: _Unit, bold: bool) -> list[_Unit]:
    """A unit too wide for any line, by characters."""
    return [_Unit(character, text_width(character, 1.0, bold=bold)) for character in unit.text]


def _balanced(paragraphs: list[list[_Unit]], lines: list[str], width: float, bold: bool) -> list[str]:
    """No more lines than these, but filled evenly: no last line of a single character. Leaves several paragraphs alone."""
    low, high = width / 2, width
    while len(lines) > 1 and len(paragraphs) == 1 and high - low > 0.25:
        middle = (low + high) / 2
        tried = _lines(paragraphs, middle, bold)
        if len(tried) == len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines

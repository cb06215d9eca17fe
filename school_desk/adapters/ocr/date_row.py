"""Reads the date at the foot as one line: its year, month and day stand apart, and the detector passes over a lone digit between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.adapters.ocr.lines import Line, cut_line
from school_desk.adapters.ocr.ring_text import inks_of
from school_desk.documents.reading.boxes import Quad, TextBox
from school_desk.documents.reading.dated import lost_a_digit
from school_desk.documents.reading.values import dates_in

_LONGEST = 12
# In heights of its letters: forms that set a date apart around the seal make it some 18 wide.
_WIDEST = 40
_SAME_ROW = 0.6
_EDGE = 0.15
_YEAR = re.compile(r"^(?:19|20)\d\d(?!\d)|\d年|^年")
_PIECE = re.compile(r"[\d年月日]{1,4}")
_WHOLE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# What was passed over at an end of the row, in heights of its letters: four digits of a year, a day with its sign behind the month.
_BEFORE, _BEHIND = 2.4, 4.5


def with_whole_date(engine: TextEngine, picture: Picture, lines: Sequence[Line]) -> list[Line]:
    """`lines` with the pieces of every broken date in one line, when the whole reads as a date; else as they are."""
    mended = list(lines)
    for pieces in _broken_dates(lines):
        whole = _read_whole(engine, picture, pieces) if all(piece in mended for piece in pieces) else None
        if whole:
            mended = [line for line in mended if line not in pieces and not _is_part(line.box, whole.box)] + [whole]
    return mended


def _is_part(box: TextBox, whole: TextBox) -> bool:
    """Whether `box` is a piece of the date that lies in the whole of it, found again on its own: its digits would stand there twice."""
    left, right = whole.quad[0][0], whole.quad[1][0]
    across, down = (sum(point[axis] for point in box.quad) / 4 for axis in (0, 1))
    middle = sum(point[1] for point in whole.quad) / 4
    return bool(_PIECE.fullmatch(box.text)) and left < across < right and abs(down - middle) < whole.height


def _read_whole(engine: TextEngine, picture: Picture, pieces: Sequence[Line]) -> Line | None:
    quad = _around(pieces)
    for crop in _crops(picture, quad):
        (glyphs,) = engine.read_lines([crop])
        if _is_date("".join(glyph.char for glyph in glyphs)):
            return Line(TextBox(quad, glyphs), crop)
    return None


def _crops(picture: Picture, quad: Quad) -> Iterator[Picture]:
    """The row without the seal's red; on a copy, whose seal is grey, as it is."""
    crop = cut_line(picture, quad)
    yield without_seal(crop)
    yield crop


def without_seal(crop: Picture) -> Picture:
    """What is dark in red light, on white; what is left there of the seal's own red is taken off too."""
    inks = inks_of(crop)
    black = np.clip(inks.black - 0.6 * np.maximum(inks.dark - inks.black, 0), 0, 1)
    drawn = 255 - np.clip(black / max(float(np.percentile(black, 99)), 0.2) * 235, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(drawn[:, :, np.newaxis], 3, axis=2))


def _broken_dates(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The pieces of each row from one with a year to the one with 日, left to right; not those that read as a date together."""
    short = [line for line in lines if len(line.box.text) <= _LONGEST]
    for year in (line for line in short if _YEAR.search(line.box.text)):
        row = sorted((line for line in short if _in_row(line.box, year.box)), key=lambda line: line.box.quad[0][0])
        pieces = _from_year_to_day(row[row.index(year) :])
        if pieces and not _is_date("".join(piece.box.text for piece in pieces)):
            yield pieces


def _is_date(text: str) -> bool:
    return bool(dates_in(text)) and not lost_a_digit(text)


def _from_year_to_day(row: Sequence[Line]) -> list[Line]:
    """The pieces of `row` up to the one with 日, or with 月 when that is the last that was found; none when no date is there."""
    for sign in "日月":
        ends = [number for number, line in enumerate(row) if sign in line.box.text]
        if ends and (ends[0] or "年" in row[0].box.text):
            pieces = list(row[: ends[0] + 1])
            return pieces if _is_as_long_as_dates(pieces) else []
    return []


def _is_as_long_as_dates(pieces: Sequence[Line]) -> bool:
    """Whether one date may reach from the first of the pieces to the last: what stands at the other end of the sheet is another one's."""
    first, last = pieces[0].box, pieces[-1].box
    return last.quad[1][0] - first.quad[0][0] <= _WIDEST * max(piece.box.height for piece in pieces)


def _in_row(box: TextBox, year: TextBox) -> bool:
    """Whether `box` stands on the line that `year` lies on, slanted as it is."""
    (left, top), (right, slanted) = year.quad[0], year.quad[1]
    slope = (slanted - top) / max(right - left, 1.0)
    expected = top + slope * (box.quad[0][0] - left)
    return abs(box.quad[0][1] - expected) < _SAME_ROW * year.height


def _around(pieces: Sequence[Line]) -> Quad:
    """A quad around all of them, a little higher, and longer where the row's year or day was passed over."""
    (left_top, _, _, left_foot), (_, right_top, right_foot, _) = pieces[0].box.quad, pieces[-1].box.quad
    height = pieces[0].box.height
    before = 0.0 if _WHOLE_YEAR.search(pieces[0].box.text) else _BEFORE * height
    behind = 0.0 if "日" in pieces[-1].box.text else _BEHIND * height
    length = max(right_top[0] - left_top[0], 1.0)
    slope, edge = (right_top[1] - left_top[1]) / length, _EDGE * height
    return (
        (left_top[0] - before, left_top[1] - slope * before - edge),
        (right_top[0] + behind, right_top[1] + slope * behind - edge),
        (right_foot[0] + behind, right_foot[1] + slope * behind + edge),
        (left_foot[0] - before, left_foot[1] - slope * before + edge),
    )

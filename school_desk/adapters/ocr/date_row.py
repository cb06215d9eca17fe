"""Reads the date under a seal as one line: its year, month and day stand apart, and the detector passes over a lone digit between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.adapters.ocr.lines import Line, cut_line
from school_desk.adapters.ocr.ring_text import inks_of
from school_desk.documents.reading.boxes import Quad, TextBox
from school_desk.documents.reading.values import dates_in

_LONGEST = 12
_SAME_ROW = 0.6
_EDGE = 0.15


def with_whole_date(engine: TextEngine, picture: Picture, lines: Sequence[Line]) -> list[Line]:
    """`lines` with the pieces of a broken date in one line, when the whole reads as a date; else as they are."""
    pieces = _date_pieces(lines)
    if not pieces or dates_in("".join(piece.box.text for piece in pieces)):
        return list(lines)
    quad = _around(pieces)
    crop = without_seal(cut_line(picture, quad))
    (glyphs,) = engine.read_lines([crop])
    if not dates_in("".join(glyph.char for glyph in glyphs)):
        return list(lines)
    return [line for line in lines if line not in pieces] + [Line(TextBox(quad, glyphs), crop)]


def without_seal(crop: Picture) -> Picture:
    """What is dark in red light, on white; what is left there of the seal's own red is taken off too."""
    inks = inks_of(crop)
    black = np.clip(inks.black - 0.6 * np.maximum(inks.dark - inks.black, 0), 0, 1)
    drawn = 255 - np.clip(black / max(float(np.percentile(black, 99)), 0.2) * 235, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(drawn[:, :, np.newaxis], 3, axis=2))


def _date_pieces(lines: Sequence[Line]) -> list[Line]:
    """From the piece with 年 to the one with 日 in its row, left to right; none when they are not there."""
    short = [line for line in lines if len(line.box.text) <= _LONGEST]
    for year in (line for line in short if "年" in line.box.text):
        row = sorted((line for line in short if _in_row(line.box, year.box)), key=lambda line: line.box.quad[0][0])
        row = row[row.index(year) :]
        ends = [number for number, line in enumerate(row) if "日" in line.box.text]
        if ends:
            return row[: ends[0] + 1]
    return []


def _in_row(box: TextBox, year: TextBox) -> bool:
    """Whether `box` stands on the line that `year` lies on, slanted as it is."""
    (left, top), (right, slanted) = year.quad[0], year.quad[1]
    slope = (slanted - top) / max(right - left, 1.0)
    expected = top + slope * (box.quad[0][0] - left)
    return abs(box.quad[0][1] - expected) < _SAME_ROW * year.height


def _around(pieces: Sequence[Line]) -> Quad:
    (left_top, _, _, left_foot), (_, right_top, right_foot, _) = pieces[0].box.quad, pieces[-1].box.quad
    edge = _EDGE * pieces[0].box.height
    return (
        (left_top[0], left_top[1] - edge),
        (right_top[0], right_top[1] - edge),
        (right_foot[0], right_foot[1] + edge),
        (left_foot[0], left_foot[1] + edge),
    )

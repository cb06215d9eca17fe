"""Looks at a page once more, in parts and enlarged: for lines that were too small or too dark to be found at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import hypot

import cv2
import numpy as np

from school_desk.adapters.ocr.date_row import without_seal
from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.adapters.ocr.lines import Line, cut_line, moved_back, read_quads
from school_desk.documents.reading.boxes import Point, Quad, TextBox

_HALVES = ((0.0, 0.56), (0.44, 1.0))
_LONG_SIDE = 1280
_MOST = 2.0
_EDGE = 4
_SAME_PLACE = 0.5
_OFFICE = re.compile(r"登记机|(?:发证|备案|颁发|审批)机关")
# The band in which the day of issue stands, in heights of the office's line: below it, and as long as a day set wide.
_BELOW, _AS_FAR_AS, _LENGTH = 1.2, 4.0, 22.0


def look_closer(engine: TextEngine, picture: Picture, lines: Sequence[Line]) -> list[Line]:
    """`lines` with those that only the closer look found, and in its place whatever it read better."""
    return _joined(lines, _lines_of_halves(engine, picture))


def look_below_office(engine: TextEngine, picture: Picture, lines: Sequence[Line]) -> list[Line]:
    """`lines` with those that a closer look finds below the line that names the office, where the seal lies over the day of issue."""
    office = next((line for line in lines if _OFFICE.search(line.box.text)), None)
    return _joined(lines, _lines_of_band(engine, picture, _band_below(office.box))) if office else list(lines)


def _joined(lines: Sequence[Line], more: Iterable[Line]) -> list[Line]:
    """`lines` with those of `more` that are new or say more than what stood in their place."""
    kept = list(lines)
    for found in more:
        rivals = [line for line in kept if same_place(line.box.quad, found.box.quad)]
        if sum(_weight(rival.box) for rival in rivals) < _weight(found.box):
            kept = [line for line in kept if line not in rivals]
            kept.append(found)
    return kept


def same_place(one: Quad, other: Quad) -> bool:
    """Whether two lines lie on one another: measured along the first, for upright rectangles around slanted lines always overlap."""
    start, end, height = _middle_line(one)
    length = max(hypot(end[0] - start[0], end[1] - start[1]), 1.0)
    along = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    a, b, other_height = _middle_line(other)
    places = sorted((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1] for point in (a, b))
    shared = min(length, places[1]) - max(0.0, places[0])
    if shared < _SAME_PLACE * min(length, places[1] - places[0]):
        return False
    middle = (a[0] + b[0]) / 2 - start[0], (a[1] + b[1]) / 2 - start[1]
    across = abs(middle[1] * along[0] - middle[0] * along[1])
    return across < _SAME_PLACE * min(height, other_height)


def _lines_of_halves(engine: TextEngine, picture: Picture) -> Iterator[Line]:
    lying = picture.shape[1] > picture.shape[0]
    size = picture.shape[1 if lying else 0]
    for begin, end in _HALVES:
        start, stop = int(size * begin), int(size * end)
        half = picture[:, start:stop] if lying else picture[start:stop]
        scale = min(_MOST, _LONG_SIDE / max(half.shape[:2]))
        closer = cv2.resize(half, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        cuts = [edge for edge, cut in ((0, start > 0), (closer.shape[1 if lying else 0], stop < size)) if cut]
        shift = (start, 0) if lying else (0, start)
        for line in _read(engine, np.ascontiguousarray(closer, np.uint8)):
            # What the cut went through is read whole in the other half.
            if not any(abs(corner[0 if lying else 1] - edge) < _EDGE for corner in line.box.quad for edge in cuts):
                yield moved_back(line, scale, *shift)


def _band_below(office: TextBox) -> Quad:
    (left, top), (right, slanted) = office.quad[0], office.quad[1]
    slope = (slanted - top) / max(right - left, 1.0)
    length = max(right - left, _LENGTH * office.height)
    high, low = top + _BELOW * office.height, top + _AS_FAR_AS * office.height
    end, drop = left + length, slope * length
    return (left, high), (end, high + drop), (end, low + drop), (left, low)


def _lines_of_band(engine: TextEngine, picture: Picture, band: Quad) -> Iterator[Line]:
    crop = without_seal(cut_line(picture, band))
    closer = cv2.resize(crop, None, fx=_MOST, fy=_MOST, interpolation=cv2.INTER_CUBIC)
    height, width = closer.shape[:2]
    (left, top), (right, slanted), (_, low), _ = band
    for line in _read(engine, np.ascontiguousarray(closer, np.uint8)):
        a, b, c, d = (
            (left + x / width * (right - left), top + x / width * (slanted - top) + y / height * (low - slanted))
            for x, y in line.box.quad
        )
        yield Line(TextBox((a, b, c, d), line.box.glyphs), line.crop)


def _read(engine: TextEngine, picture: Picture) -> list[Line]:
    return read_quads(engine, picture, engine.find_lines(picture))


def _middle_line(quad: Quad) -> tuple[Point, Point, float]:
    """The two ends of the line through the middle of `quad`, in reading order, and its height."""
    a, b, c, d = quad
    start = (a[0] + d[0]) / 2, (a[1] + d[1]) / 2
    end = (b[0] + c[0]) / 2, (b[1] + c[1]) / 2
    return start, end, (hypot(d[0] - a[0], d[1] - a[1]) + hypot(c[0] - b[0], c[1] - b[1])) / 2


def _weight(box: TextBox) -> float:
    return sum(glyph.score**2 for glyph in box.glyphs)

"""Reads again what a seal covers: the red is taken out, the surroundings enlarged, better lines replace the first reading."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.adapters.ocr.lines import Line, moved_back, read_quads
from school_desk.adapters.ocr.seals import Ring
from school_desk.documents.reading.boxes import Quad, TextBox

_REACH = 1.25
_LONG_SIDE = 1200


def reread_under_seal(engine: TextEngine, picture: Picture, ring: Ring, lines: Sequence[Line]) -> list[Line]:
    """`lines` with those that the seal touches read anew without its colour."""
    touched = [line for line in lines if _overlaps(line.box.quad, ring)]
    area = _around([*ring.quad, *(corner for line in touched for corner in line.box.quad)])
    left, top, right, bottom = _inside(area, picture)
    crop = without_red(picture[top:bottom, left:right])
    scale = min(2.0, _LONG_SIDE / max(crop.shape[:2]))
    enlarged = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    found = [moved_back(line, scale, left, top) for line in _read(engine, np.ascontiguousarray(enlarged, np.uint8))]
    untouched = [line for line in lines if line not in touched]
    # A line that the crop cut through was read whole before; its stump must not stand beside it.
    whole = [line for line in found if not any(_same_place(line.box.quad, other.box.quad) for other in untouched)]
    return untouched + _best(touched, whole)


def without_red(picture: Picture) -> Picture:
    """`picture` as its red channel sees it: red ink is as bright there as paper, black print stays black."""
    red = picture[:, :, 2]
    return np.ascontiguousarray(np.repeat(red[:, :, np.newaxis], 3, axis=2))


def _read(engine: TextEngine, picture: Picture) -> list[Line]:
    return read_quads(engine, picture, engine.find_lines(picture))


def _best(old: Sequence[Line], new: Sequence[Line]) -> list[Line]:
    """Every place once: the new reading, unless the old pieces in its place together say more and are surer."""
    kept: list[Line] = []
    replaced: list[Line] = []
    for line in new:
        rivals = [other for other in old if _same_place(line.box.quad, other.box.quad)]
        if sum(_weight(rival.box) for rival in rivals) <= _weight(line.box):
            kept.append(line)
            replaced += rivals
    return kept + [line for line in old if line not in replaced]


def _weight(box: TextBox) -> float:
    return sum(glyph.score**2 for glyph in box.glyphs)


def _overlaps(quad: Quad, ring: Ring) -> bool:
    left, top, right, bottom = _bounds(quad)
    reach = _REACH * max(ring.a, ring.b)
    return left < ring.x + reach and right > ring.x - reach and top < ring.y + reach and bottom > ring.y - reach


def _same_place(one: Quad, other: Quad) -> bool:
    a, b = _bounds(one), _bounds(other)
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    least = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return wide > 0 and high > 0 and wide * high > 0.4 * least


def _bounds(quad: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return min(xs), min(ys), max(xs), max(ys)


def _around(points: Sequence[tuple[float, float]]) -> Quad:
    left, top, right, bottom = _bounds(points)
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _inside(quad: Quad, picture: Picture) -> tuple[int, int, int, int]:
    left, top, right, bottom = _bounds(quad)
    edge = 0.1 * (bottom - top)
    height, width = picture.shape[:2]
    return (
        max(0, int(left - edge)),
        max(0, int(top - edge)),
        min(width, int(right + edge)),
        min(height, int(bottom + edge)),
    )

"""Reads again what a person drew a box around: cut from the full picture, enlarged, heard by every reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.adapters.ocr.light import lit
from school_desk.adapters.ocr.lines import Line, read_quads, turn
from school_desk.adapters.ocr.pictures import load_upright
from school_desk.adapters.ocr.readers import Readers, clear
from school_desk.adapters.ocr.under_seal import without_red
from school_desk.documents.reading.boxes import Quad
from school_desk.documents.reading.paper import FieldReading
from school_desk.documents.reading.region import read_in_box
from school_desk.documents.reading.votes import Voice
from school_desk.kernel.errors import RuleViolation

Area = tuple[int, int, int, int]
"""x, y, width, height in pixels of the upright picture."""

_LEAST = 8
_RED = ("seal_name",)
_STUMP = 0.85
_LONG_SIDE, _MOST_ENLARGED = 1200, 3.0
_MARGIN = 24
# The first reader is the best one; another mind counts for more than a second look of the same.
_FIRST, _CLEARED, _SECOND, _THIRD = 1.0, 0.5, 0.5, 0.6


def read_region(
    readers: Readers, content: bytes, kind: str, field: str, area: Area, *, rotation: int = 0, turned: int = 0
) -> FieldReading:
    """`field` of a paper of `kind` as it stands inside `area`, with that area as its box.

    `rotation`: degrees clockwise by which the picture was turned to stand upright when the paper was read; `turned`: how a person turned
    the view on top of it. Raises RuleViolation `region.too_small`, `picture.*`.
    """
    picture = turn(lit(load_upright(content)), rotation)
    inside = _inside(area, picture)
    crop = turn(_cut(picture, inside), turned)
    # Print is never red, seals are; what the seal itself says is.
    lines = _lines(readers.first, _enlarged(crop if field in _RED else without_red(crop)))
    found = read_in_box(kind, field, [line.box for line in lines], _voices(readers, lines))
    return replace(found, box=inside)


def _inside(area: Area, picture: Picture) -> Area:
    """The part of `area` that lies on the picture."""
    height, width = picture.shape[:2]
    left, top = max(0, area[0]), max(0, area[1])
    right, bottom = min(width, area[0] + area[2]), min(height, area[1] + area[3])
    if right - left < _LEAST or bottom - top < _LEAST:
        raise RuleViolation("region.too_small", "框得太小了，请把这一项的整行文字框进去。")
    return left, top, right - left, bottom - top


def _cut(picture: Picture, area: Area) -> Picture:
    left, top, width, height = area
    return np.ascontiguousarray(picture[top : top + height, left : left + width])


def _enlarged(crop: Picture) -> Picture:
    """Small print as large as the detector likes it, with a margin: it finds no line that touches the edge."""
    scale = min(_MOST_ENLARGED, max(1.0, _LONG_SIDE / max(crop.shape[:2])))
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    framed = cv2.copyMakeBorder(large, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(framed, np.uint8)


def _lines(engine: TextEngine, crop: Picture) -> list[Line]:
    """The lines found, without those that the box cut through; where none is, the whole box is taken for one."""
    quads = engine.find_lines(crop)
    tallest = max((_height(quad) for quad in quads), default=0.0)
    whole = [quad for quad in quads if _height(quad) > _STUMP * tallest or not _at_edge(quad, crop)]
    return read_quads(engine, crop, whole or [_whole(crop)])


def _height(quad: Quad) -> float:
    return (abs(quad[3][1] - quad[0][1]) + abs(quad[2][1] - quad[1][1])) / 2


def _at_edge(quad: Quad, crop: Picture) -> bool:
    """Whether the piece reaches into the margin above or below, which repeats the edge of the box."""
    ys = [y for _, y in quad]
    return min(ys) < _MARGIN or max(ys) > crop.shape[0] - _MARGIN


def _whole(crop: Picture) -> Quad:
    height, width = (float(side) for side in crop.shape[:2])
    edge = float(_MARGIN)
    return (edge, edge), (width - edge, edge), (width - edge, height - edge), (edge, height - edge)


def _voices(readers: Readers, lines: Sequence[Line]) -> list[Voice]:
    crops = [line.crop for line in lines]
    voices = [
        Voice(readers.first.mind, _FIRST, {at: line.box.glyphs for at, line in enumerate(lines)}),
        _heard(readers.first, [clear(crop) for crop in crops], _CLEARED),
    ]
    others = ((readers.second, _SECOND), (readers.third, _THIRD))
    return voices + [_heard(engine, crops, weight) for engine, weight in others if engine is not None]


def _heard(engine: TextEngine, crops: Sequence[Picture], weight: float) -> Voice:
    return Voice(engine.mind, weight, dict(enumerate(engine.read_lines(crops))))

"""Finds the date of a letter that its seal hides from the detector: the surroundings of the seal once more, its ink taken off altogether."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from school_desk.adapters.ocr.closer import same_place
from school_desk.adapters.ocr.date_row import without_seal
from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.adapters.ocr.lines import Line, moved_back, read_quads
from school_desk.adapters.ocr.seals import Ring
from school_desk.documents.reading.cns import read_cns
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.values import dates_in

# In radii of the seal: a date begins left of it or ends right of it, and stands beside, in or right under it.
_WIDE, _HIGH = 2.6, 1.5
_ENLARGED, _LONG_SIDE = 2.0, 1200


def with_hidden_date(engine: TextEngine, picture: Picture, ring: Ring, lines: Sequence[Line]) -> list[Line]:
    """`lines`, and where they give no date to rely on, the dates around the seal with them."""
    day = read_cns(Sheet(line.box for line in lines))["date"]
    if day.value and not day.doubtful:
        return list(lines)
    found = [line for line in _around(engine, picture, ring) if dates_in(line.box.text)]
    kept = [line for line in lines if not any(same_place(other.box.quad, line.box.quad) for other in found)]
    return kept + found


def _around(engine: TextEngine, picture: Picture, ring: Ring) -> list[Line]:
    radius = max(ring.a, ring.b)
    height, width = picture.shape[:2]
    left, right = (int(min(max(ring.x + side * _WIDE * radius, 0), width)) for side in (-1, 1))
    top, bottom = (int(min(max(ring.y + side * _HIGH * radius, 0), height)) for side in (-1, 1))
    crop = without_seal(picture[top:bottom, left:right])
    scale = min(_ENLARGED, _LONG_SIDE / max(crop.shape[:2]))
    larger = np.ascontiguousarray(cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    return [moved_back(line, scale, left, top) for line in read_quads(engine, larger, engine.find_lines(larger))]

"""Whether the whole sheet is in the picture, by its outline against the ground; silent where the outline cannot be made out."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.rough import resized

Mask = NDArray[np.uint8]
_WORK_SIDE = 400
# Wider than a stroke, narrower than the picture of any ground: what is left has no print on it.
_PRINT = 11
_LEAST, _MOST = 0.15, 0.97
_SOLID = 0.93
_CUT = 0.2
_STEP, _CLEAR = 1.25, 0.8
_REACH = 4


def is_cut_off(picture: Picture) -> bool:
    """Whether the sheet runs out of the picture at a corner or a side while its outline is clear on the others.

    Not a scan, whose every side is paper, nor a card on a screen from edge to edge; silent, too, when sheet and ground look alike.
    """
    level = _without_print(picture)
    sheet = _bright_piece(level)
    if sheet is None or min(sheet.shape) < 2 * _REACH or not _is_clear(level, sheet):
        return False
    top, bottom, left, right = (float(side.mean()) > _CUT for side in (sheet[1], sheet[-2], sheet[:, 1], sheet[:, -2]))
    return (top != bottom and not (left and right)) or (left != right and not (top and bottom))


def find_sheet(picture: Picture) -> Mask | None:
    """The sheet as a mask (1 inside) of `shrunk(picture)`, None when it cannot be told from its ground."""
    return _bright_piece(_without_print(picture))


def shrunk(picture: Picture) -> Picture:
    """`picture` as small as outlines are looked for in."""
    return resized(picture, _WORK_SIDE / max(picture.shape[:2]))


def _without_print(picture: Picture) -> Mask:
    """Small, one channel (white is bright in the darkest one, wood and cloth are not), print painted over by the paper around it."""
    closed = cv2.morphologyEx(shrunk(picture).min(axis=2), cv2.MORPH_CLOSE, np.ones((_PRINT, _PRINT), np.uint8))
    return np.asarray(cv2.medianBlur(closed, 5), np.uint8)


def _bright_piece(level: Mask) -> Mask | None:
    """The sheet as a mask: one bright piece that is as good as convex."""
    _, bright = cv2.threshold(level, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    if largest is None:
        return None
    area, hull = cv2.contourArea(largest), cv2.contourArea(cv2.convexHull(largest))
    if not _LEAST * level.size < area < _MOST * level.size or area < _SOLID * hull:
        return None
    return cast("Mask", cv2.drawContours(np.zeros_like(level), [largest], -1, 1, -1))


def _is_clear(level: Mask, sheet: Mask) -> bool:
    """Whether the brightness steps down at nearly all of the outline inside the picture: a shadow's edge is softer, a bright desk has none."""
    kernel = np.ones((2 * _REACH + 1, 2 * _REACH + 1), np.uint8)
    values = level.astype(np.float32)
    inside = cv2.dilate(np.where(sheet > 0, values, 0), kernel)
    outside = cv2.erode(np.where(sheet > 0, 255, values), kernel)
    rim = (cv2.erode(sheet, np.ones((3, 3), np.uint8), borderValue=1) == 0) & (sheet > 0)
    rim[:_REACH], rim[-_REACH:], rim[:, :_REACH], rim[:, -_REACH:] = False, False, False, False
    steps = inside[rim] / np.maximum(outside[rim], 1)
    return bool(steps.size) and float((steps > _STEP).mean()) > _CLEAR

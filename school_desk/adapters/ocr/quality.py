"""Says in words what is wrong with a photo before a person looks: what a glance shows, and what reading it showed besides."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import cut_line
from school_desk.adapters.ocr.look import GLARING, SMALL, look
from school_desk.adapters.ocr.origin import doubts
from school_desk.documents.reading.boxes import TextBox

NO_TEXT = "照片上没有认出文字，请确认拍的是证件，并在光线充足处重新拍摄。"
TEXT_CUT = "照片可能没有拍全：文字贴到了图片边缘，请把整张纸拍进画面。"
_SMALL_TEXT = 17.0
_PALE = 0.5
_UNSURE = 0.6
_EDGE = 2


def quality_problems(picture: Picture, boxes: Sequence[TextBox]) -> tuple[str, ...]:
    """Chinese sentences for the sender; empty when the photo is fine. `picture` is upright, `boxes` what was read on it.

    The last ones may be doubts about what was photographed (a screen, a copy), which blame nobody.
    """
    if not boxes:
        return (NO_TEXT,)
    found = [*look(picture)]
    if np.median([box.height for box in boxes if not box.is_stacked] or [_SMALL_TEXT]) < _SMALL_TEXT:
        found.append(SMALL)
    if _washed_out(picture, [box for box in boxes if not box.is_stacked]):
        found.append(GLARING)
    if _cut_off(picture, boxes):
        found.append(TEXT_CUT)
    return tuple(dict.fromkeys((*found, *doubts(picture))))


def _washed_out(picture: Picture, boxes: Sequence[TextBox]) -> bool:
    """Whether some lines are far paler than the page's usual ones and were read badly: glare, not just a light paper."""
    contrasts = [_contrast(cut_line(picture, box.quad)) for box in boxes]
    usual = float(np.median(contrasts)) if contrasts else 0.0
    pale = [
        box
        for box, contrast in zip(boxes, contrasts, strict=True)
        if contrast < _PALE * usual and min(glyph.score for glyph in box.glyphs) < _UNSURE
    ]
    return len(pale) >= 2


def _contrast(crop: Picture) -> float:
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    return float(np.percentile(grey, 95) - np.percentile(grey, 5))


def _cut_off(picture: Picture, boxes: Sequence[TextBox]) -> bool:
    height, width = picture.shape[:2]
    touching = [
        box
        for box in boxes
        if len(box.glyphs) > 3
        and any(x <= _EDGE or y <= _EDGE or x >= width - _EDGE or y >= height - _EDGE for x, y in box.quad)
    ]
    return len(touching) >= 2

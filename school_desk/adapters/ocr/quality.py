"""Says in words what is wrong with a photo before a person looks: too small, blurred, dark, glaring, cut off."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import cut_line
from school_desk.documents.reading.boxes import TextBox

_SMALL_TEXT = 17.0
# Measured on 70 photos: phone photos 0.53 to 0.82, bad ones 0.21 to 0.43.
_BLURRED = 0.35
_DARK = 95
_PALE = 0.5
_UNSURE = 0.6
_SAMPLES = 12


def quality_problems(picture: Picture, boxes: Sequence[TextBox]) -> tuple[str, ...]:
    """Chinese sentences for the sender; empty when the photo is fine. `picture` is upright."""
    if not boxes:
        return ("照片上没有认出文字，请确认拍的是证件，并在光线充足处重新拍摄。",)
    level = [box for box in boxes if not box.is_stacked]
    found = []
    if np.median([box.height for box in level or boxes]) < _SMALL_TEXT:
        found.append("分辨率不足：文字太小，请靠近拍摄或发送原图。")
    if _sharpness(picture, level) < _BLURRED:
        found.append("照片模糊：请持稳手机、对焦后重新拍摄。")
    if float(np.percentile(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), 90)) < _DARK:
        found.append("照片过暗：请在光线充足处重新拍摄。")
    if _washed_out(picture, level):
        found.append("照片反光：有几行字被冲淡，请避开灯光和闪光灯重新拍摄。")
    if _cut_off(picture, boxes):
        found.append("照片可能没有拍全：文字贴到了图片边缘，请把整张纸拍进画面。")
    return tuple(found)


def _sharpness(picture: Picture, boxes: Sequence[TextBox]) -> float:
    """How steep the strokes' edges are against their contrast, over the longest lines (0.3 blurred, 0.7 crisp)."""
    longest = sorted(boxes, key=lambda box: -box.width)[:_SAMPLES]
    return float(np.median([_steepness(cut_line(picture, box.quad)) for box in longest])) if longest else 1.0


def _steepness(crop: Picture) -> float:
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    scaled = cv2.resize(grey, None, fx=48 / grey.shape[0], fy=48 / grey.shape[0], interpolation=cv2.INTER_AREA)
    values = scaled.astype(np.float32)
    contrast = float(np.percentile(values, 98) - np.percentile(values, 2))
    edges = np.abs(cv2.Sobel(values, cv2.CV_32F, 1, 0)) / 4
    return float(np.percentile(edges, 97)) / max(contrast, 20.0)


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
    edge = 2
    touching = [
        box
        for box in boxes
        if len(box.glyphs) > 3
        and any(x <= edge or y <= edge or x >= width - edge or y >= height - edge for x, y in box.quad)
    ]
    return len(touching) >= 2

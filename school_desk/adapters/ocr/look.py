"""What can be said of a photo at a glance, before anything is read: small, blurred, dark, glaring, cut off; some 60 ms.

Every limit lies between what careful photos and bad ones of that mode measured on drawn papers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import cut_line
from school_desk.adapters.ocr.outline import is_cut_off
from school_desk.adapters.ocr.rough import Grey, rough_lines

SMALL = "分辨率不足：文字太小，请靠近拍摄或发送原图。"
BLURRED = "照片模糊：请持稳手机、对焦后重新拍摄。"
DARK = "照片过暗：请在光线充足处重新拍摄。"
SHADED = "照片局部过暗：有阴影盖住了文字，请避开手和手机的影子重新拍摄。"
GLARING = "照片反光：有几行字被冲淡，请避开灯光和闪光灯重新拍摄。"
CUT = "照片缺角：纸的一角或一边在画面外，请把整张纸拍进画面。"

# Careful photos and scans: ink 20 px high and more, edges 0.49 and steeper, brightness 190 and more, darkest paper 0.69 of the brightest.
# Bad ones: taken from afar 8 to 16 px; out of focus 0.20 to 0.30, moved 0.20 to 0.46; dark 87 to 104; shaded 0.4 to 0.9.
_SMALL_INK = 17.0
_BLURRED = 0.36
_DARK = 115
_SHADED = 0.62
_WASHED = 0.62
_FEW = 4
_LONGEST, _JUDGED = 12, 40
_CROP_HEIGHT = 40
_PART = 1.5


def look(picture: Picture) -> tuple[str, ...]:
    """Chinese sentences about the photo as such, each with what to do; empty when it looks fine. Whichever way up it lies."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    found = _at_a_glance(grey)
    if is_cut_off(picture):
        found.append(CUT)
    return tuple(found)


def _at_a_glance(grey: Grey) -> list[str]:
    quads = rough_lines(grey)[:_JUDGED]
    dark = float(np.percentile(grey[::4, ::4], 90)) < _DARK
    if len(quads) < _FEW:
        return [DARK] if dark else []
    crops = [np.asarray(cut_line(grey, quad), np.uint8) for quad in quads]
    told = (
        (SMALL, float(np.median([crop.shape[0] for crop in crops])) < _SMALL_INK),
        (BLURRED, float(np.median([_steepness(crop) for crop in crops[:_LONGEST]])) < _BLURRED),
        (DARK, dark),
        (SHADED, not dark and _unevenness(crops) < _SHADED),
        (GLARING, sum(map(_is_washed_out, crops)) >= 2),
    )
    return [sentence for sentence, holds in told if holds]


def _steepness(crop: Grey) -> float:
    """How steep the strokes' edges are against their contrast, the line at a common height (0.3 blurred, 0.7 crisp)."""
    scale = _CROP_HEIGHT / crop.shape[0]
    values = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    contrast = float(np.percentile(values, 98) - np.percentile(values, 2))
    edges = np.abs(cv2.Sobel(values, cv2.CV_32F, 1, 0)) / 4
    return float(np.percentile(edges, 97)) / max(contrast, 20.0)


def _unevenness(crops: Sequence[Grey]) -> float:
    """The paper's brightness at the darkest tenth of the lines against that at the brightest tenth."""
    paper = [float(np.percentile(crop, 92)) for crop in crops]
    return float(np.percentile(paper, 10)) / max(1.0, float(np.percentile(paper, 90)))


def _is_washed_out(crop: Grey) -> bool:
    """Whether a part of the line, printed with the same ink as the rest, is far paler on paper that is no darker: a lamp mirrors there."""
    parts = max(1, int(crop.shape[1] / (_PART * crop.shape[0])))
    edges = np.linspace(0, crop.shape[1], parts + 1).astype(int).tolist()
    levels = [np.percentile(crop[:, start:end], (92, 4)) for start, end in pairwise(edges)]
    paper = np.array([level[0] for level in levels])
    depth = np.array([1 - level[1] / max(level[0], 1.0) for level in levels])
    deepest = int(depth.argmax())
    washed = (depth < _WASHED * depth[deepest]) & (paper >= paper[deepest])
    # A single pale part is a comma or a thin stroke.
    return bool(np.any(washed[1:] & washed[:-1]))

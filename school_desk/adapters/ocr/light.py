"""Makes the most of a photo taken in the dark: its paper as bright as paper usually is, before anything is looked for in it."""

from __future__ import annotations

import numpy as np

from school_desk.adapters.ocr.engine import Picture

_DARK = 160
_PAPER = 235
_STEP = 4


def lit(picture: Picture) -> Picture:
    """`picture` with its light drawn up when even its bright places are dark; any other as it is."""
    # The paper is among the brightest twentieth, lamps and mirrors among the brightest hundredth.
    bright = float(np.percentile(picture[::_STEP, ::_STEP].max(axis=2), 95))
    if not 0 < bright < _DARK:
        return picture
    brighter = np.clip(picture.astype(np.float32) * np.float32(_PAPER / bright), 0, 255)
    return np.ascontiguousarray(brighter, np.uint8)

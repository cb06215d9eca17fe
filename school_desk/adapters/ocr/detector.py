"""Where lines of text stand on a picture: the network tells for every place how likely print is there, here that becomes quads.

The steps and their limits are those with which PP-OCR's detectors were trained and are commonly run ("differentiable binarization"):
the same picture gives the same quads as RapidOCR 3.10 gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import pyclipper
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.networks import Network, Values

Box = NDArray[np.float32]
"""4 × 2: x and y of the corners top left, top right, bottom right, bottom left, in pixels."""

_LONGEST, _SHORTEST = 4096, 30
_STEP = 32
_WIDEST = 8
_PRINT, _SURE = 0.3, 0.5
_MOST_SPOTS = 1000
_LEAST_SPOT, _LEAST_GROWN, _LEAST_SIDE = 3, 5, 3
_GROWTH = 1.6
_ROW = 10
# Darkness as the network was taught it: from -1 (black) to 1.
_LEVELS = ((np.arange(256, dtype=np.float32) * np.float32(1 / 255) - np.float64(0.5)) / 0.5).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Detector:
    """`side`: the long side, in pixels, to which a larger picture is shrunk before the network sees it."""

    network: Network
    side: int

    def find(self, picture: Picture) -> list[Box]:
        """The boxes of lines, row by row and in a row from left to right."""
        sized = _within(picture)
        framed, above = _framed(sized)
        seen = _shown(framed, self.side)
        if seen is None:
            return []
        likely = self.network(seen)[0, 0]
        boxes = _in_reading_order(list(_boxes(likely, framed.shape[1], framed.shape[0])))
        return [_on_picture(box, picture, sized, above) for box in boxes]


def _within(picture: Picture) -> Picture:
    """`picture` with its long side at most 4096 and its short side at least 30 pixels."""
    sized = picture
    if max(sized.shape[:2]) > _LONGEST:
        sized = _resized(sized, _LONGEST / max(sized.shape[:2]))
    if min(sized.shape[:2]) < _SHORTEST:
        sized = _resized(sized, _SHORTEST / min(sized.shape[:2]))
    return sized


def _resized(picture: Picture, scale: float) -> Picture:
    height, width = (max(_STEP, _in_steps(side, scale)) for side in picture.shape[:2])
    return np.asarray(cv2.resize(picture, (width, height)), np.uint8)


def _in_steps(side: int, scale: float) -> int:
    """The network halves its picture five times: sides are multiples of 32."""
    return round(int(side * scale) / _STEP) * _STEP


def _framed(picture: Picture) -> tuple[Picture, int]:
    """A low strip with black above and below it, so that its lines do not fill the picture; and how much stands above."""
    height, width = picture.shape[:2]
    if height > _SHORTEST and width / height <= _WIDEST:
        return picture, 0
    more = abs(max(width // _WIDEST, _SHORTEST) * 2 - height) // 2
    return np.asarray(cv2.copyMakeBorder(picture, more, more, 0, 0, cv2.BORDER_CONSTANT), np.uint8), more


def _shown(picture: Picture, side: int) -> Values | None:
    """1 × 3 × height × width for the network; None for a strip so thin that nothing of it is left."""
    scale = min(1.0, side / max(picture.shape[:2]))
    height, width = (_in_steps(length, scale) for length in picture.shape[:2])
    if not height or not width:
        return None
    planes = np.ascontiguousarray(cv2.resize(picture, (width, height)).transpose(2, 0, 1))
    return np.asarray(_LEVELS[planes][np.newaxis], np.float32)


def _boxes(likely: Values, width: int, height: int) -> Iterator[Box]:
    """The boxes on a picture of `width` × `height` pixels; `likely` is smaller, height × width, how likely print is at each place."""
    spots = cv2.dilate((likely > _PRINT).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(spots, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    seen, shown = (np.array(size, np.float32) for size in (likely.shape[::-1], (width, height)))
    for outline in outlines[:_MOST_SPOTS]:
        corners, short = _rectangle(np.asarray(outline, np.int32))
        if short < _LEAST_SPOT or _likelihood(likely, corners) < _SURE:
            continue
        grown, short = _rectangle(_grown(corners))
        if short < _LEAST_GROWN:
            continue
        # In this order of operations: whole pixels are a matter of halves, and another order rounds some of them elsewhere.
        box = np.clip(_ordered(np.clip(np.round(grown / seen * shown), 0, shown)), 0, shown - 1)
        if min(int(np.linalg.norm(box[0] - corner)) for corner in (box[1], box[3])) > _LEAST_SIDE:
            yield box


def _rectangle(points: NDArray[np.int32]) -> tuple[Box, float]:
    """The smallest rectangle around `points`, however it slants, and its short side."""
    around = cv2.minAreaRect(points)
    return _ordered(np.asarray(cv2.boxPoints(around), np.float32)), min(around[1])


def _ordered(corners: Box) -> Box:
    """Of the two corners on the left the upper comes first, then the two on the right, then the lower left."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (pair[np.argsort(pair[:, 1], kind="stable")] for pair in (by_x[:2], by_x[2:]))
    return np.array((left[0], right[0], right[1], left[1]), np.float32)


def _likelihood(likely: Values, corners: Box) -> float:
    """The mean inside the rectangle."""
    most = np.array((likely.shape[1] - 1, likely.shape[0] - 1))
    start = np.clip(np.floor(corners.min(axis=0)).astype(np.int32), 0, most)
    end = np.clip(np.ceil(corners.max(axis=0)).astype(np.int32), 0, most)
    inside = np.zeros((end - start + 1)[::-1], np.uint8)
    cv2.fillPoly(inside, [(corners - start.astype(np.float32)).astype(np.int32)], 1)
    return float(cv2.mean(likely[start[1] : end[1] + 1, start[0] : end[0] + 1], inside)[0])


def _grown(corners: Box) -> NDArray[np.int32]:
    """The network marks the core of a line: its outline goes back out, the farther the fuller the core."""
    points = corners.astype(np.float64)
    following = np.roll(points, -1, axis=0)
    area = abs(float((points[:, 0] * following[:, 1] - following[:, 0] * points[:, 1]).sum())) / 2
    around = float(np.hypot(*(following - points).T).sum())
    offset = pyclipper.PyclipperOffset()
    offset.AddPath(points.astype(np.int64).tolist(), pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    return np.array(offset.Execute(area * _GROWTH / around), np.int32).reshape(-1, 1, 2)


def _in_reading_order(boxes: list[Box]) -> list[Box]:
    """A new row begins where the next box, from the top, begins ten pixels lower than the one before."""
    if not boxes:
        return []
    lower = sorted(boxes, key=lambda box: float(box[0, 1]))
    steps = np.diff([float(box[0, 1]) for box in lower]) >= _ROW
    rows = np.concatenate(([0], np.cumsum(steps)))
    places = sorted(range(len(lower)), key=lambda at: (int(rows[at]), float(lower[at][0, 0])))
    return [lower[at] for at in places]


def _on_picture(box: Box, picture: Picture, sized: Picture, above: int) -> Box:
    """`box`, found on `sized` below `above` rows of frame, as it stands on `picture`."""
    height, width = picture.shape[:2]
    scale = np.array((width / sized.shape[1], height / sized.shape[0]), np.float32)
    placed = (box - np.array((0, above), np.float32)) * scale
    return np.asarray(np.clip(placed, 0, np.array((width, height))), np.float32)

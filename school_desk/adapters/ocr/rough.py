"""Where print seems to stand on a picture, by darkness alone: no engine, some 30 ms, good enough to judge the photo by."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from school_desk.documents.reading.boxes import Quad

Grey = NDArray[np.uint8]
_WORK_SIDE = 1100
_WINDOW = 41
_INK = 0.84
_JOIN = 13
_LOWEST, _HIGHEST = 5, 60
_LONG = 4.0
# How full of ink a line's box is: a rule is nearly black, a stain nearly white.
_THIN, _SOLID = 0.12, 0.86


def rough_lines(grey: Grey) -> list[Quad]:
    """Lines of print on `grey`, level or (where the page lies) upright, corners clockwise from the top left; longest first."""
    scale = min(1.0, _WORK_SIDE / max(grey.shape))
    ink = _ink(resized(grey, scale))
    both = [list(_lines(ink, kernel)) for kernel in ((_JOIN, 1), (1, _JOIN))]
    found = max(both, key=lambda lines: sum(length for length, _ in lines))
    return [_scaled(corners, 1 / scale) for _, corners in sorted(found, key=lambda pair: -pair[0])]


def resized(picture: Grey, scale: float) -> Grey:
    """`picture` made smaller by `scale`, never to nothing."""
    height, width = (max(1, round(side * scale)) for side in picture.shape[:2])
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _ink(small: Grey) -> Grey:
    """1 where it is clearly darker than around."""
    smooth = cv2.GaussianBlur(small, (0, 0), 0.8)
    around = cv2.blur(smooth, (_WINDOW, _WINDOW))
    return np.asarray(smooth < around * _INK, np.uint8)


def _lines(ink: Grey, kernel: tuple[int, int]) -> Iterator[tuple[float, NDArray[np.float32]]]:
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(kernel[::-1], np.uint8))
    # Not only the outermost: the edge of the sheet is dark as well and goes around everything.
    outlines, inside = cv2.findContours(joined, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    level = kernel[0] > 1
    outer = inside[0, :, 3] < 0 if outlines else ()
    for outline in (outline for outline, is_outer in zip(outlines, outer, strict=True) if is_outer):
        _, _, width, height = cv2.boundingRect(outline)
        if max(width, height) < _LONG * _LOWEST or (width > height) is not level:
            continue
        box = cv2.minAreaRect(outline)
        long, short = max(box[1]), min(box[1])
        if not _LOWEST <= short <= _HIGHEST or long < _LONG * short:
            continue
        if (
            cv2.contourArea(outline) > 0.4 * long * short
            and _THIN < _density(ink, np.asarray(outline, np.int32)) < _SOLID
        ):
            yield long, _ordered(np.asarray(cv2.boxPoints(box), np.float32))


def _density(ink: Grey, outline: NDArray[np.int32]) -> float:
    x, y, width, height = cv2.boundingRect(outline)
    inside = np.zeros((height, width), np.uint8)
    cv2.drawContours(inside, [outline], -1, 1, -1, offset=(-x, -y))
    return float(ink[y : y + height, x : x + width][inside > 0].mean())


def _ordered(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Clockwise, beginning where the edge that points most to the right begins."""
    edges = np.roll(corners, -1, axis=0) - corners
    first = int(np.argmax(edges[:, 0] / np.maximum(np.hypot(edges[:, 0], edges[:, 1]), 1e-6)))
    return np.roll(corners, -first, axis=0)


def _scaled(corners: NDArray[np.float32], factor: float) -> Quad:
    a, b, c, d = ((float(x) * factor, float(y) * factor) for x, y in corners)
    return a, b, c, d

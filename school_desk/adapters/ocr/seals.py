"""Finds round red seals on a picture, and tells whether a picture without one could show one at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture
from school_desk.documents.reading.boxes import Quad

_WORK_SIDE = 1000
_PAPER_SIDE = 100
_PAPER_WINDOW = 25
_MIN_RING = 0.62
# What is slanted away so far that its circle looks like this is not photographed to be read; a bank's oval seal is flatter.
_ROUND = 0.72
# A faint seal beside a bright emblem and a bright one on tinted paper have no common threshold: the best ring of all counts.
_THRESHOLDS = (14, 28, 45, 70)
_MOST_SEALS = 2
_DIRECTIONS = 120
_GREY = 1
_DARK_SIDE = 500
_CIRCLES = 12
# Measured on drawn copies: rings 0.91 and more, what print and table make by chance 0.63 at most.
_WHOLE = 0.8


@dataclass(frozen=True, slots=True)
class Ring:
    """An upright picture's seal: centre, half axes and turn (degrees) of its outer rim, in pixels."""

    x: float
    y: float
    a: float
    b: float
    angle: float

    def at(
        self, theta: NDArray[np.float64], radius: NDArray[np.float64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Picture points at `theta` (0 = right, a quarter turn = down) and `radius` (1 = on the rim)."""
        turn = np.deg2rad(self.angle)
        # The angle is measured on the paper, so the ellipse's own turn is taken back before stretching.
        u, v = radius * np.cos(theta - turn) * self.a, radius * np.sin(theta - turn) * self.b
        x = self.x + u * np.cos(turn) - v * np.sin(turn)
        y = self.y + u * np.sin(turn) + v * np.cos(turn)
        return x.astype(np.float32), y.astype(np.float32)

    def scaled(self, factor: float) -> Ring:
        return Ring(self.x * factor, self.y * factor, self.a * factor, self.b * factor, self.angle)

    def moved(self, x: float, y: float) -> Ring:
        return Ring(self.x + x, self.y + y, self.a, self.b, self.angle)

    @property
    def radius(self) -> float:
        return (self.a + self.b) / 2

    @property
    def quad(self) -> Quad:
        reach = max(self.a, self.b)
        left, right, top, bottom = self.x - reach, self.x + reach, self.y - reach, self.y + reach
        return (left, top), (right, top), (right, bottom), (left, bottom)


def find_seals(picture: Picture) -> list[Ring]:
    """The ring-like red marks of the picture, at most two, the most complete first."""
    scale = min(1.0, _WORK_SIDE / max(picture.shape))
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    red = redness(small)
    rings = find_rings(red) or [ring for ring in find_dark_rings(small)[:1] if _is_red(red, ring)]
    return [ring.scaled(1 / scale) for ring in rings]


def is_grey(picture: Picture) -> bool:
    """Whether the picture has no colour at all, as scanners set to grey give it; those set to colour leave a trace of it on any paper."""
    small = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    spread = cv2.subtract(small.max(axis=2), small.min(axis=2))
    return bool(np.percentile(spread, 99.9) <= _GREY)


def redness(picture: Picture) -> NDArray[np.float32]:
    """0–255: how much more red than the paper around it each pixel is, whatever light the photo was taken in."""
    blue, green, red = cv2.split(_levelled(picture))
    return np.maximum(red - (blue + green) / 2, 0).astype(np.float32)


def _levelled(picture: Picture) -> NDArray[np.float32]:
    """The picture as if its paper were white everywhere, 0–255."""
    height, width = picture.shape[:2]
    scale = _PAPER_SIDE / max(height, width)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # The window is wider than any seal or emblem, so that what it finds most of is paper.
    paper = cv2.resize(cv2.medianBlur(small, _PAPER_WINDOW), (width, height)).astype(np.float32)
    level = picture.astype(np.float32) * 255 / np.maximum(paper, 40)
    return np.minimum(level, 255).astype(np.float32)


def find_rings(red: NDArray[np.float32]) -> list[Ring]:
    """The red ellipses whose rim is most complete, none inside another; filled marks such as the emblem are none."""
    rings = [pair for threshold in _THRESHOLDS for pair in _rings(red > threshold)]
    kept: list[Ring] = []
    for ring, completeness in sorted(rings, key=lambda pair: -pair[1]):
        if completeness < _MIN_RING or len(kept) == _MOST_SEALS:
            break
        if all(np.hypot(ring.x - other.x, ring.y - other.y) > ring.radius + other.radius for other in kept):
            kept.append(ring)
    return kept


def _rings(red: NDArray[np.bool_]) -> Iterator[tuple[Ring, float]]:
    mask = red.astype(np.uint8)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    # Two levels: what lies in the hole of another mark is found as well (a sheet on a reddish table is such a hole).
    outlines, nesting = cv2.findContours(joined, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for number, outline in enumerate(outlines):
        ring = _fitted(np.asarray(outline, np.int32), mask.shape) if nesting[0][number][3] < 0 else None
        if ring:
            yield ring, _completeness(mask, ring)


def _fitted(outline: NDArray[np.int32], shape: tuple[int, ...]) -> Ring | None:
    if len(outline) < 0.1 * max(shape):
        return None
    hull = cv2.convexHull(outline)
    if len(hull) < 8:
        return None
    (x, y), (width, height), angle = cv2.fitEllipse(hull)
    long, short = max(width, height), min(width, height)
    if not 0.05 * max(shape) < long < 0.4 * max(shape) or short < _ROUND * long:
        return None
    return Ring(x, y, width / 2, height / 2, angle)


def _completeness(mask: NDArray[np.uint8], ring: Ring) -> float:
    """The share of directions in which the rim is red, less what is filled between rim and star, and around."""
    theta = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    rim = _sampled(mask, ring, theta, np.linspace(0.9, 1.04, 8)).max(axis=0).mean()
    inside = _sampled(mask, ring, theta, np.linspace(0.45, 0.88, 12)).mean()
    around = _sampled(mask, ring, theta, np.linspace(1.1, 1.3, 5)).mean()
    return float(rim) - max(0.0, float(inside) - 0.4) * 2 - max(0.0, float(around) - 0.1) * 2


def _sampled(
    mask: NDArray[np.uint8], ring: Ring, theta: NDArray[np.float64], radius: NDArray[np.float64]
) -> NDArray[np.uint8]:
    x, y = ring.at(theta[np.newaxis, :], radius[:, np.newaxis])
    return np.asarray(cv2.remap(mask, x, y, cv2.INTER_NEAREST), np.uint8)


def find_copied_seals(picture: Picture, besides: Sequence[Ring] = ()) -> list[Ring]:
    """The seals that a copier made grey, apart from those found by their colour: a stamp on a copy is red, the copied seal is not."""
    rings = [ring for ring in find_dark_rings(picture) if all(_apart(ring, other) for other in besides)]
    return rings[:_MOST_SEALS]


def _apart(ring: Ring, other: Ring) -> bool:
    return bool(np.hypot(ring.x - other.x, ring.y - other.y) > max(ring.radius, other.radius))


def find_dark_rings(picture: Picture) -> list[Ring]:
    """The nearly whole circles that print of any colour makes, the most complete first: seals on a copy, or whose red is broken by print."""
    scale = min(1.0, _DARK_SIDE / max(picture.shape))
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    grey = cv2.cvtColor(_levelled(small).astype(np.uint8), cv2.COLOR_BGR2GRAY)
    circles = cv2.HoughCircles(
        grey, cv2.HOUGH_GRADIENT_ALT, 1.5, 20, param1=160, param2=0.3, minRadius=16, maxRadius=90
    )
    if circles is None:
        return []
    thin = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    mask = np.asarray(thin, np.uint8)
    kept: list[Ring] = []
    for ring in sorted(_widened(circles[0][:_CIRCLES]), key=lambda ring: -_completeness(mask, ring)):
        if _completeness(mask, ring) > _WHOLE and all(_apart(ring, other) for other in kept):
            kept.append(ring)
    return [ring.scaled(1 / scale) for ring in kept]


def _widened(circles: Sequence[NDArray[np.float32]]) -> Iterator[Ring]:
    """Each circle as it was found, a little smaller and a little larger."""
    for x, y, radius, *_ in circles:
        for wider in (0.97, 1.0, 1.03):
            yield Ring(float(x), float(y), float(radius) * wider, float(radius) * wider, 0.0)


def _is_red(red: NDArray[np.float32], ring: Ring) -> bool:
    theta = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    x, y = ring.at(theta[np.newaxis, :], np.linspace(0.9, 1.05, 8)[:, np.newaxis])
    rim = cv2.remap(red, x, y, cv2.INTER_LINEAR).max(axis=0)
    return bool(np.median(rim) > _THRESHOLDS[0])

"""Finds the round red seal on a picture, unrolls the text around its rim and has it read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.documents.reading.boxes import Glyph, Quad
from school_desk.documents.reading.seal import SealReading

_WORK_SIDE = 1000
_BAND = (0.95, 0.58)
_INK = 2.2
_STRIP_HEIGHT = 64
_TURN = np.deg2rad(400)
_PAPER_SIDE = 100
_PAPER_WINDOW = 25
_MIN_RING = 0.55
# A faint seal beside a bright emblem and a bright one on tinted paper have no common threshold: the best ring of all counts.
_THRESHOLDS = (14, 28, 45, 70)


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

    @property
    def quad(self) -> Quad:
        reach = max(self.a, self.b)
        left, right, top, bottom = self.x - reach, self.x + reach, self.y - reach, self.y + reach
        return (left, top), (right, top), (right, bottom), (left, bottom)


@dataclass(frozen=True)
class FoundSeal:
    """A seal before it is read: where it is, and its rim text as level strips (by redness, and as photographed).

    Redness takes black print away but has little detail in a small photo; the photograph has the detail and the print.
    """

    ring: Ring
    strips: tuple[Picture, ...]


def find_seal(picture: Picture) -> FoundSeal | None:
    """The most ring-like red mark of the picture, None when there is none or the picture has no colour (see `is_grey`)."""
    if is_grey(picture):
        return None
    scale = min(1.0, _WORK_SIDE / max(picture.shape))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ring = find_ring(redness(np.asarray(small, np.uint8)))
    return None if ring is None else _cut_out(picture, ring.scaled(1 / scale))


def _cut_out(picture: Picture, ring: Ring) -> FoundSeal:
    """The seal with its strips; the redness is judged anew against the paper right around it, in full detail."""
    reach = 1.2 * max(ring.a, ring.b)
    left, top = max(0, int(ring.x - reach)), max(0, int(ring.y - reach))
    crop = picture[top : int(ring.y + reach), left : int(ring.x + reach)]
    inside = replace(ring, x=ring.x - left, y=ring.y - top)
    ink = np.clip(255 - _INK * redness(crop), 0, 255).astype(np.uint8)
    strips = (unroll(np.repeat(ink[:, :, np.newaxis], 3, axis=2), inside), unroll(crop, inside))
    return FoundSeal(ring, strips)


def read_seal(engine: TextEngine, seal: FoundSeal, expected: str | None = None) -> SealReading:
    """The rim text of `seal`; with `expected`, also what it says when only the characters of that name are considered."""
    readings = engine.read_lines(seal.strips)
    bound = engine.read_lines(seal.strips, "".join(sorted(set(expected)))) if expected else []
    return SealReading(True, seal.ring.quad, max(readings, key=_weight), max(bound, key=_weight, default=()))


def _weight(glyphs: Sequence[Glyph]) -> float:
    """How much was read for sure; digits and letters are the seal's number or noise."""
    return sum(glyph.score - 0.5 for glyph in glyphs if glyph.char >= "\u3400")


def is_grey(picture: Picture) -> bool:
    """Whether the picture has no colour worth the name: a grey scan or copy, on which no red can be told."""
    small = cv2.resize(picture, (200, 200), interpolation=cv2.INTER_AREA).astype(np.int16)
    spread = small.max(axis=2) - small.min(axis=2)
    return bool(np.percentile(spread, 99.5) < 18)


def redness(picture: Picture) -> NDArray[np.float32]:
    """0–255: how much more red than the paper around it each pixel is, whatever light the photo was taken in."""
    height, width = picture.shape[:2]
    scale = _PAPER_SIDE / max(height, width)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # The window is wider than any seal or emblem, so that what it finds most of is paper.
    paper = cv2.resize(cv2.medianBlur(small, _PAPER_WINDOW), (width, height)).astype(np.float32)
    level = picture.astype(np.float32) * 255 / np.maximum(paper, 40)
    blue, green, red = cv2.split(np.minimum(level, 255).astype(np.float32))
    return np.maximum(red - (blue + green) / 2, 0).astype(np.float32)


def find_ring(red: NDArray[np.float32]) -> Ring | None:
    """The red ellipse whose rim is most complete; filled marks such as the emblem are none."""
    rings = [pair for threshold in _THRESHOLDS for pair in _rings(red > threshold)]
    best = max(rings, key=lambda pair: pair[1], default=None)
    if best is None or best[1] < _MIN_RING:
        return None
    return best[0]


def _rings(red: NDArray[np.bool_]) -> Iterator[tuple[Ring, float]]:
    mask = red.astype(np.uint8)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for outline in outlines:
        ring = _fitted(np.asarray(outline, np.int32), mask.shape)
        if ring:
            yield ring, _completeness(mask, ring)


def unroll(picture: Picture, ring: Ring) -> Picture:
    """The band inside the rim as a level strip, clockwise from the foot, with a little of its beginning repeated at the end."""
    length = round((ring.a + ring.b) / 2 * (_BAND[0] - _BAND[1]))
    middle = (_BAND[0] + _BAND[1]) / 2
    width = max(_STRIP_HEIGHT, round(_STRIP_HEIGHT * _TURN * middle * (ring.a + ring.b) / 2 / max(length, 1)))
    overlap = (_TURN - 2 * np.pi) / 2
    theta = np.pi / 2 - overlap + np.linspace(0, _TURN, width)
    radius = np.linspace(_BAND[0], _BAND[1], _STRIP_HEIGHT)
    x, y = ring.at(theta[np.newaxis, :], radius[:, np.newaxis])
    strip = cv2.remap(picture, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(strip, np.uint8)


def _fitted(outline: NDArray[np.int32], shape: tuple[int, ...]) -> Ring | None:
    hull = cv2.convexHull(outline)
    if len(hull) < 8:
        return None
    (x, y), (width, height), angle = cv2.fitEllipse(hull)
    long, short = max(width, height), min(width, height)
    if not 0.05 * max(shape) < long < 0.4 * max(shape) or short < 0.55 * long:
        return None
    return Ring(x, y, width / 2, height / 2, angle)


def _completeness(mask: NDArray[np.uint8], ring: Ring) -> float:
    """The share of directions in which the rim is red, less what is filled between rim and star."""
    theta = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    rim = _sampled(mask, ring, theta, np.linspace(0.9, 1.04, 8)).max(axis=0).mean()
    inside = _sampled(mask, ring, theta, np.linspace(0.45, 0.88, 12)).mean()
    return float(rim) - max(0.0, float(inside) - 0.4) * 2


def _sampled(
    mask: NDArray[np.uint8], ring: Ring, theta: NDArray[np.float64], radius: NDArray[np.float64]
) -> NDArray[np.uint8]:
    x, y = ring.at(theta[np.newaxis, :], radius[:, np.newaxis])
    columns = np.clip(np.rint(x), 0, mask.shape[1] - 1).astype(int)
    rows = np.clip(np.rint(y), 0, mask.shape[0] - 1).astype(int)
    sampled: NDArray[np.uint8] = mask[rows, columns]
    return sampled

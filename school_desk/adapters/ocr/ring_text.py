"""Unrolls the text around a seal's rim into level strips: the rim fitted anew, the band and the gap at the foot found in the ink itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.rough import resized
from school_desk.adapters.ocr.seals import Ring

Plane = NDArray[np.float32]

_REACH = 1.25
_PAPER_SIDE = 48
_TURN = 720
# Radii of the rings of samples, from outside in; in rims.
_RADII = np.linspace(1.08, 0.40, 69)
_HEIGHT = 64
# Ring characters are cut narrow; readers know them wider, but measured best is a little narrower still than they stand.
_STRETCH = 0.85
_MARGIN = np.deg2rad(11)
_USUAL_SWEEP = np.deg2rad(280)
_LEAST_GAP, _MOST_OFF = 40, 65


@dataclass(frozen=True, slots=True)
class Band:
    """Where the ring text stands: between two radii (in rims), clockwise from `start` over `sweep` (radians, 0 = right)."""

    inner: float
    outer: float
    start: float
    sweep: float


@dataclass(frozen=True)
class Inks:
    """A crop around a seal, each pixel 0–1: the crop with paper white, how dark it is, and how dark in red light, where seals are bright."""

    level: Plane
    dark: Plane
    black: Plane

    @property
    def seal(self) -> Plane:
        """Dark, less what is dark in red light too."""
        return np.clip(self.dark - 1.7 * np.maximum(self.black - 0.4 * self.dark, 0), 0, 1).astype(np.float32)


def ring_strips(picture: Picture, ring: Ring) -> tuple[Picture, ...]:
    """The text inside the rim of `ring`, twice: in its colours and in grey, both on white with black print taken back a little."""
    crop, place = _around(picture, ring)
    inks = inks_of(crop)
    inside = fitted_rim(inks.seal, place)
    band = find_band(inks.seal, inside)
    coloured, grey = _without_print(inks, inside.radius)
    return unroll(coloured, inside, band), unroll(_stretched(grey), inside, band)


def copied_strips(picture: Picture, ring: Ring) -> tuple[Picture, ...]:
    """The text inside the rim of a seal that a copier made grey; print and seal are one ink there and cannot be told apart."""
    crop, place = _around(picture, ring)
    inks = inks_of(crop)
    inside = fitted_rim(inks.dark, place)
    band = find_band(inks.dark, inside)
    plain = np.clip(inks.level * 255, 0, 255).astype(np.uint8)
    return unroll(plain, inside, band), unroll(_stretched(inks.dark), inside, band)


def _around(picture: Picture, ring: Ring) -> tuple[Picture, Ring]:
    """The picture around the rim, and the ring's place there."""
    reach = _REACH * max(ring.a, ring.b)
    left, top = max(0, int(ring.x - reach)), max(0, int(ring.y - reach))
    crop = picture[top : int(ring.y + reach), left : int(ring.x + reach)]
    return np.ascontiguousarray(crop), ring.moved(-left, -top)


def inks_of(crop: Picture) -> Inks:
    height, width = crop.shape[:2]
    scale = _PAPER_SIDE / max(height, width)
    # A line of print may be so long and low that to scale nothing of its height would be left.
    small = resized(crop, scale)
    bright = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 9)
    paper = cv2.resize(cv2.GaussianBlur(bright, (0, 0), 4), (width, height)).astype(np.float32)
    level = np.minimum(crop / np.maximum(paper, 24), 1).astype(np.float32)
    blue, green, red = cv2.split(level)
    return Inks(level, (1 - 0.8 * green - 0.2 * blue).astype(np.float32), (1 - red).astype(np.float32))


def fitted_rim(ink: Plane, ring: Ring) -> Ring:
    """`ring` laid through the middle of the rim's line; as it was when too little of the line is seen."""
    radii = np.linspace(1.14, 0.84, 31)
    theta = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    seen = cv2.GaussianBlur(_polar(ink, ring, theta, radii), (3, 3), 0)
    best = seen.argmax(axis=0)
    strength = seen.max(axis=0)
    x, y = ring.at(theta, radii[best])
    good = (strength > 0.5 * np.median(strength)) & (best > 0) & (best < len(radii) - 1)
    for _ in range(2):
        if good.sum() < 60:
            return ring
        fitted = _ellipse(x[good], y[good])
        good &= np.abs(_distance(fitted, x, y) - 1) < 0.04
    alike = (
        abs(fitted.radius / ring.radius - 1) < 0.12
        and np.hypot(fitted.x - ring.x, fitted.y - ring.y) < 0.12 * ring.radius
    )
    return fitted if alike and good.sum() >= 60 else ring


def _ellipse(x: NDArray[np.float32], y: NDArray[np.float32]) -> Ring:
    (cx, cy), (width, height), angle = cv2.fitEllipseDirect(np.stack([x, y], axis=1))
    return Ring(cx, cy, width / 2, height / 2, angle)


def _distance(ring: Ring, x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float64]:
    """1 on the rim, less inside."""
    turn = np.deg2rad(ring.angle)
    dx, dy = x - ring.x, y - ring.y
    u, v = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
    return np.asarray(np.hypot(u / ring.a, v / ring.b), np.float64)


def find_band(ink: Plane, ring: Ring) -> Band:
    """Where the ink between rim and star begins and ends, inwards and along the ring."""
    theta = np.pi / 2 + np.linspace(0, 2 * np.pi, _TURN, endpoint=False)
    seen = _polar(ink, ring, theta, _RADII)
    # The foot is left out: number and words below the star are no ring text.
    inner, outer = _radii(seen[:, _TURN // 8 : -_TURN // 8].mean(axis=1))
    middle = (inner + outer) / 2 + 0.02
    rows = np.logical_and(inner < _RADII, middle > _RADII)
    start, sweep = _sweep(seen[rows].mean(axis=0))
    return Band(inner, outer, start, sweep)


def _radii(profile: NDArray[np.float32]) -> tuple[float, float]:
    """Inner and outer radius of the text, from how much ink there is at each of `_RADII`."""
    rim = int(np.argmax(np.where(_RADII > 0.92, profile, -1)))
    text = rim + 6 + int(np.argmax(profile[rim + 6 : rim + 38]))
    outer = rim + int(np.argmin(profile[rim : min(text, rim + 12) + 1]))
    floor = float(np.percentile(profile[rim:], 10))
    least = floor + 0.22 * (float(profile[text]) - floor)
    below = np.flatnonzero(profile[text:] <= least)
    inner = text + int(below[0]) if len(below) else len(_RADII) - 1
    return float(np.clip(_RADII[inner], 0.52, 0.74)), float(_RADII[outer])


def _sweep(ink: NDArray[np.float32]) -> tuple[float, float]:
    """Start and length of the text along the ring; `ink` goes once around, clockwise from the foot."""
    wide = 13
    smooth = np.convolve(np.concatenate([ink[-wide:], ink, ink[:wide]]), np.ones(wide) / wide, "same")[wide:-wide]
    for share in (0.28, 0.4):
        gap = _gap(smooth < share * np.percentile(smooth, 80))
        if gap:
            first, length = gap
            step = 2 * np.pi / _TURN
            return np.pi / 2 + (first + length) * step, 2 * np.pi - length * step
    return np.pi / 2 + (2 * np.pi - _USUAL_SWEEP) / 2, float(_USUAL_SWEEP)


def _gap(empty: NDArray[np.bool_]) -> tuple[int, int] | None:
    """First place (may be negative: left of the foot) and length of the longest empty run near the foot."""
    half = _TURN // 2
    turned = np.roll(empty, half)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], turned.astype(np.int8), [0]])))
    runs = [(int(a) - half, int(b - a)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    near = [(first, length) for first, length in runs if abs(first + length / 2) < _MOST_OFF * _TURN / 360]
    best = max(near, key=lambda run: run[1], default=(0, 0))
    return best if best[1] >= _LEAST_GAP * _TURN / 360 else None


def unroll(picture: Picture, ring: Ring, band: Band) -> Picture:
    """The band as a level strip, clockwise, with a little on both ends."""
    inner, outer = band.inner - 0.03, min(band.outer + 0.02, 1.0)
    length = (band.sweep + 2 * _MARGIN) * (inner + outer) / 2 * _STRETCH
    width = max(_HEIGHT, round(_HEIGHT * length / (outer - inner)))
    theta = band.start - _MARGIN + np.linspace(0, band.sweep + 2 * _MARGIN, width)
    strip = _polar(picture, ring, theta, np.linspace(outer, inner, _HEIGHT))
    return np.ascontiguousarray(strip, np.uint8)


def _polar(plane: NDArray[Any], ring: Ring, theta: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[Any]:
    x, y = ring.at(theta[np.newaxis, :], radii[:, np.newaxis])
    return cv2.remap(plane, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _without_print(inks: Inks, radius: float) -> tuple[Picture, Plane]:
    lift = np.maximum(inks.black - 0.45 * inks.dark, 0) * 1.2
    plain = np.clip((inks.level + lift[:, :, np.newaxis]) * 255, 0, 255).astype(np.uint8)
    coloured = cv2.GaussianBlur(plain, (0, 0), max(0.3, radius / 90))
    grey = np.clip(inks.dark - 0.8 * np.maximum(inks.black - 0.5 * inks.dark, 0), 0, 1)
    return np.asarray(coloured, np.uint8), np.asarray(
        cv2.GaussianBlur(grey, (0, 0), max(0.3, radius / 150)), np.float32
    )


def _stretched(grey: Plane) -> Picture:
    high = max(float(np.percentile(grey, 98.5)), 0.05)
    drawn = 255 - np.clip(grey / high * 255, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(drawn[:, :, np.newaxis], 3, axis=2))

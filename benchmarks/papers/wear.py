"""What befell the sheet before it was pictured: faint or fat print, photocopying, folds, a telephone's screen instead of paper."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
_TILE = 1024


def faint(sheet: Picture, rng: Random) -> Picture:
    """Toner running out: ink paler, in patches and bands."""
    noise = np.random.default_rng(rng.getrandbits(32))
    size = (sheet.shape[1], sheet.shape[0])
    strength = noise.uniform(rng.uniform(0.42, 0.6), 0.9, (14, 6)).astype(np.float32)
    ink = cv2.resize(strength, size, interpolation=cv2.INTER_CUBIC)
    return _scaled_ink(sheet, np.asarray(ink, np.float32))


def fat(sheet: Picture, rng: Random) -> Picture:
    """Too much ink: strokes a little wider."""
    size = 2 if rng.random() < 0.7 else 3
    wide = cv2.erode(sheet, np.ones((size, size), np.uint8))
    share = rng.uniform(0.5, 0.9) if size == 2 else rng.uniform(0.3, 0.5)
    return np.asarray(cv2.addWeighted(wide, share, sheet, 1 - share, 0), np.uint8)


def photocopied(sheet: Picture, rng: Random) -> Picture:
    """A black-white copy: no colour, hard contrast, specks and a dark edge."""
    noise = np.random.default_rng(rng.getrandbits(32))
    grey = cv2.GaussianBlur(cv2.cvtColor(sheet, cv2.COLOR_RGB2GRAY), (0, 0), rng.uniform(0.6, 1.0)).astype(np.float32)
    grey += grain(sheet.shape[:2], rng) * rng.uniform(4, 10)
    at, steep = rng.uniform(150, 190), rng.uniform(10, 22)
    copied = 255 / (1 + np.exp((at - grey) / steep))
    for _ in range(rng.randrange(20, 140)):
        x, y = int(noise.integers(sheet.shape[1])), int(noise.integers(sheet.shape[0]))
        cv2.circle(copied, (x, y), int(noise.integers(1, 3)), 40.0, -1)
    copied[:, : rng.randrange(0, 26)] *= 0.35
    return np.asarray(cv2.cvtColor(copied.astype(np.uint8), cv2.COLOR_GRAY2RGB), np.uint8)


def folded(sheet: Picture, rng: Random, *, folds: int, depth: float) -> Picture:
    """Creases across or down the sheet: a dark line beside a bright one, one side a little darker, ink rubbed off on the ridge."""
    shaded = sheet
    for _ in range(folds):
        down = rng.random() < 0.6
        length = sheet.shape[0 if down else 1]
        at = length * (rng.uniform(0.28, 0.72) if folds > 1 else rng.uniform(0.42, 0.58))
        place = np.arange(length, dtype=np.float32)
        line = 1 - depth * np.exp(-((place - at) ** 2) / 16) + depth * 0.4 * np.exp(-((place - at - 6) ** 2) / 18)
        line *= np.where(place > at, 1 - depth * 0.3, 1.0)
        factor = np.broadcast_to(line[:, None] if down else line[None, :], sheet.shape[:2]).astype(np.float32)
        shaded = np.asarray(cv2.multiply(shaded, cv2.merge([factor] * 3), dtype=cv2.CV_8U), np.uint8)
    return shaded


def on_screen(sheet: Picture, rng: Random, *, strength: float) -> Picture:
    """The sheet shown on a monitor: bluish, rows and columns of the panel faintly seen (the camera makes moiré of them)."""
    height, width = sheet.shape[:2]
    pitch = rng.uniform(2.6, 4.2)
    rows = 1 - strength * (0.5 + 0.5 * np.sin(np.arange(height, dtype=np.float32) * 2 * np.pi / pitch))
    columns = 1 - strength * (0.5 + 0.5 * np.sin(np.arange(width, dtype=np.float32) * 2 * np.pi / (pitch * 1.01)))
    factor = (rows[:, None] * columns[None, :]).astype(np.float32)
    colour = np.array((0.95, 0.99, 1.05), np.float32)
    return np.asarray(cv2.multiply(sheet, factor[:, :, None] * colour, dtype=cv2.CV_8U), np.uint8)


def handled(sheet: Picture, rng: Random, done: dict[str, Any]) -> Picture:
    """What a sheet gathers on desks and in files, in half of them: a staple, a turned-down corner, a cup's pale ring, crumples."""
    mark = rng.choice(("", "", "", "", "staple", "corner", "ring", "crumpled"))
    if not mark:
        return sheet
    done["handled"] = mark
    return {"staple": _stapled, "corner": _dog_eared, "ring": _ringed, "crumpled": _crumpled}[mark](sheet, rng)


def _stapled(sheet: Picture, rng: Random) -> Picture:
    unit = max(sheet.shape[:2]) / 100
    x, y = unit * rng.uniform(1.4, 2.2), unit * rng.uniform(1.2, 2.0)
    reach, lean = unit * 1.1, rng.uniform(-1.2, -0.3)
    ends = [
        (round(x - reach * np.cos(lean)), round(y - reach * np.sin(lean))),
        (round(x + reach * np.cos(lean)), round(y + reach * np.sin(lean))),
    ]
    stapled = sheet.copy()
    for shift, colour in ((2, (120, 120, 124)), (0, (176, 178, 184)), (-1, (222, 224, 228))):
        cv2.line(stapled, (ends[0][0], ends[0][1] + shift), (ends[1][0], ends[1][1] + shift), colour, 2, cv2.LINE_AA)
    return stapled


def _dog_eared(sheet: Picture, rng: Random) -> Picture:
    """The upper right corner turned down: a white triangle with a shadow, within the margin."""
    width, size = sheet.shape[1], round(max(sheet.shape[:2]) * rng.uniform(0.016, 0.026))
    turned = sheet.copy()
    cv2.fillConvexPoly(turned, np.array([[width - size, 0], [width, 0], [width, size]], np.int32), (92, 90, 88))
    cv2.fillConvexPoly(
        turned,
        np.array([[width - size, 0], [width, size], [width - size, size]], np.int32),
        (226, 224, 220),
        cv2.LINE_AA,
    )
    cv2.line(turned, (width - size, 0), (width - size, size), (190, 188, 186), 2, cv2.LINE_AA)
    cv2.line(turned, (width - size, size), (width, size), (190, 188, 186), 2, cv2.LINE_AA)
    return turned


def _ringed(sheet: Picture, rng: Random) -> Picture:
    """Tea from the foot of a cup: print stays as dark as it was."""
    height, width = sheet.shape[:2]
    mask, radius = np.zeros((height, width), np.float32), max(height, width) * rng.uniform(0.06, 0.09)
    centre = (round(width * rng.uniform(0.1, 0.9)), round(height * rng.uniform(0.1, 0.9)))
    cv2.ellipse(mask, (centre, (radius * 2, radius * 1.94), 0), 1.0, round(radius * 0.07))
    cv2.ellipse(mask, (centre, (radius * 1.8, radius * 1.76), 0), 0.25, -1)
    mask = cv2.GaussianBlur(mask, (0, 0), radius * 0.03) * np.float32(rng.uniform(0.12, 0.26))
    tea = np.array((0.35, 0.6, 1.0), np.float32)
    return np.asarray(cv2.multiply(sheet, 1 - mask[:, :, None] * tea, dtype=cv2.CV_8U), np.uint8)


def _crumpled(sheet: Picture, rng: Random) -> Picture:
    """Shallow facets of a sheet that was smoothed out again: slow shading, no deeper than a fold's."""
    noise = np.random.default_rng(rng.getrandbits(32))
    size = (sheet.shape[1], sheet.shape[0])
    facets = np.zeros((size[1] // 4, size[0] // 4), np.float32)
    rows, columns = np.mgrid[: facets.shape[0], : facets.shape[1]].astype(np.float32)
    for _ in range(9):
        angle, at = noise.uniform(0, np.pi), noise.uniform(0.1, 0.9, 2)
        away = (columns - at[0] * facets.shape[1]) * np.cos(angle) + (rows - at[1] * facets.shape[0]) * np.sin(angle)
        facets += (
            np.float32(noise.uniform(-1, 1)) * np.tanh(away / 10) * np.exp(-np.abs(away) / (facets.shape[1] * 0.2))
        )
    factor = 1 - np.float32(rng.uniform(0.04, 0.09)) * np.clip(np.abs(facets), 0, 2)
    return np.asarray(cv2.multiply(sheet, cv2.merge([cv2.resize(factor, size)] * 3), dtype=cv2.CV_8U), np.uint8)


def grain(shape: tuple[int, ...], rng: Random) -> NDArray[np.float32]:
    """Noise of deviation 1 for a picture of `shape`, cut from a kept tile at a place of its own."""
    tile, down, across = _noise(), rng.randrange(_TILE), rng.randrange(_TILE)
    moved = np.roll(tile, (down, across), (0, 1))
    if rng.random() < 0.5:
        moved = moved[::-1]
    times = (-(-shape[0] // _TILE), -(-shape[1] // _TILE))
    return np.ascontiguousarray(np.tile(moved, times)[: shape[0], : shape[1]])


@lru_cache(maxsize=1)
def _noise() -> NDArray[np.float32]:
    return np.random.default_rng(20261129).standard_normal((_TILE, _TILE), dtype=np.float32)


def _scaled_ink(sheet: Picture, strength: NDArray[np.float32]) -> Picture:
    """Distance from white times `strength`."""
    ink = cv2.multiply(cv2.bitwise_not(sheet), cv2.merge([strength] * 3), dtype=cv2.CV_8U)
    return np.asarray(cv2.bitwise_not(ink), np.uint8)

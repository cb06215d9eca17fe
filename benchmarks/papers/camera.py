"""The three levels: a flat scan, a telephone's photo, a bad photo. Each gives pixels and where points of the sheet came to lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.papers import wear
from benchmarks.papers.grounds import draw_ground
from benchmarks.papers.lens import Lens, Picture, Points, draw_lens
from benchmarks.papers.light import Light, lit

Pixels = NDArray[np.float32]


@dataclass(frozen=True)
class Shot:
    """An upright picture (RGB), its JPEG quality, where sheet pixels lie in it, and what was done (plain values)."""

    picture: Picture
    quality: int
    place: Callable[[Points], Points]
    done: dict[str, Any]


# Photo sizes (long, short) and shares of the frame that the sheet fills.
_FRAMES = {
    "develop": (((2200, 1650), (2400, 1800)), (0.80, 0.95)),
    "report": (((2340, 1755), (2560, 1440), (2100, 1575)), (0.78, 0.98)),
}
_MODES = {
    "develop": ("defocus", "motion", "far", "dark", "shade", "tilt", "jpeg", "copy", "screen"),
    "report": ("motion", "defocus", "far", "dark", "shade", "tilt", "jpeg", "copy", "screen"),
}


def scan(sheet: Picture, rng: Random) -> Shot:
    """A flatbed's or feeder's picture: nearly straight, evenly lit, sometimes grey, faint or fat."""
    done: dict[str, Any] = {}
    worn = rng.choices(("", "faint", "fat"), (74, 13, 13))[0]
    if worn:
        done["print"] = worn
        sheet = wear.faint(sheet, rng) if worn == "faint" else wear.fat(sheet, rng)
    height, width = sheet.shape[:2]
    done["skew"] = round(rng.gauss(0, 0.55), 2)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), done["skew"], 1.0)
    edge = rng.randrange(232, 256)
    picture = cv2.warpAffine(sheet, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(edge, edge, edge))
    if rng.random() < 0.18:
        done["grey"] = True
        picture = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.35, 0.7))
    noisy = picture * np.float32(rng.uniform(0.95, 1.02)) + wear.grain(picture.shape, rng)[:, :, None] * np.float32(
        rng.uniform(0.5, 2.5)
    )

    def place(points: Points) -> Points:
        return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float64)

    return Shot(_whole(noisy), rng.choice((68, 76, 82, 88, 92)), place, done)


def photograph(sheet: Picture, rng: Random, family: str, *, screen: bool) -> Shot:
    """A telephone's photo by somebody who takes a little care. `screen`: of another telephone's screen."""
    done: dict[str, Any] = {}
    if screen:
        done["screen"] = True
        sheet = wear.on_screen(sheet, rng, strength=0.05)
    elif rng.random() < 0.4:
        done["folds"] = rng.choice((1, 1, 2))
        sheet = wear.folded(sheet, rng, folds=done["folds"], depth=rng.uniform(0.1, 0.2))
    lens = _lens(rng, sheet, family, tilt=rng.uniform(0.01, 0.06), curl=rng.choice((0.0, 0.0, 0.006)))
    light = Light(
        rng.uniform(0.05, 0.3),
        rng.uniform(0.1, 0.3) if rng.random() < 0.4 else 0.0,
        rng.uniform(0.15, 0.4) if rng.random() < 0.25 else 0.0,
        rng.uniform(0.0, 0.07),
        rng.uniform(0.88, 1.05),
    )
    seen = lit(rng, _on_ground(sheet, lens, rng, family), light)
    done |= {"blur": round(rng.uniform(0.45, 0.95), 2), "shadow": bool(light.shadow), "glare": bool(light.glare)}
    seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), done["blur"]), np.float32)
    return Shot(_whole(_noisy(seen, rng, rng.uniform(1.5, 4.0))), rng.choice((74, 80, 86)), lens.place, done)


def photograph_badly(sheet: Picture, rng: Random, family: str, *, screen: bool) -> Shot:
    """A photo that a clerk would sigh at: one bad fault, at times a second milder one; a person can still read it with effort."""
    mode = "screen" if screen else rng.choice(_MODES[family])
    done: dict[str, Any] = {"mode": mode}
    if mode == "copy":
        sheet = wear.photocopied(sheet, rng)
    if mode == "screen":
        sheet = wear.on_screen(sheet, rng, strength=rng.uniform(0.1, 0.2))
    if mode not in ("screen", "copy") and rng.random() < 0.5:
        sheet = wear.folded(sheet, rng, folds=rng.choice((1, 2, 2)), depth=rng.uniform(0.15, 0.3))
    strong = mode == "tilt"
    tilt, curl = (
        (rng.uniform(0.1, 0.16), rng.uniform(0.012, 0.022))
        if strong
        else (rng.uniform(0.03, 0.09), rng.choice((0.0, 0.01)))
    )
    lens = _lens(rng, sheet, family, tilt=tilt, curl=curl)
    seen = lit(rng, _on_ground(sheet, lens, rng, family), _bad_light(rng, mode))
    seen = _blurred(seen, rng, mode)
    seen = _noisy(seen, rng, rng.uniform(11, 17) if mode == "dark" else rng.uniform(3, 7))
    shrink = (
        rng.uniform(0.44, 0.52)
        if mode == "far"
        else rng.uniform(0.5, 0.62)
        if mode == "jpeg"
        else rng.uniform(0.62, 0.85)
    )
    done["shrink"] = round(shrink, 2)
    picture = cv2.resize(_whole(seen), None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)

    def place(points: Points) -> Points:
        return lens.place(points) * shrink

    quality = rng.randrange(20, 30) if mode == "jpeg" else rng.randrange(45, 70)
    return Shot(np.asarray(picture, np.uint8), quality, place, done)


def _bad_light(rng: Random, mode: str) -> Light:
    if mode == "shade":
        return Light(rng.uniform(0.3, 0.5), rng.uniform(0.5, 0.65), rng.choice((0.0, rng.uniform(0.5, 0.7))), 0.1, 1.0)
    if mode == "dark":
        return Light(rng.uniform(0.2, 0.45), rng.uniform(0, 0.3), 0.0, 0.14, rng.uniform(0.36, 0.5))
    return Light(
        rng.uniform(0.15, 0.4),
        rng.uniform(0.1, 0.4),
        rng.uniform(0.3, 0.5) if rng.random() < 0.4 else 0.0,
        0.1,
        rng.uniform(0.75, 1.0),
    )


def _blurred(seen: Pixels, rng: Random, mode: str) -> Pixels:
    if mode == "motion":
        length = rng.uniform(6.0, 10.0)
        return np.asarray(cv2.filter2D(seen, -1, _streak(length, rng.uniform(0, 180))), np.float32)
    if mode == "defocus":
        return np.asarray(cv2.filter2D(seen, -1, _disc(rng.uniform(2.8, 3.9))), np.float32)
    return np.asarray(cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.8, 1.5)), np.float32)


def _streak(length: float, degrees: float) -> Pixels:
    side = int(length) * 2 + 1
    kernel = np.zeros((side, side), np.float32)
    middle = side // 2
    reach = length / 2
    along = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))]) * reach
    start, end = np.array([middle, middle]) - along, np.array([middle, middle]) + along
    cv2.line(kernel, [int(v) for v in np.round(start)], [int(v) for v in np.round(end)], 1.0, 1, cv2.LINE_AA)
    return np.asarray(kernel / kernel.sum(), np.float32)


def _disc(radius: float) -> Pixels:
    reach = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    kernel = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return np.asarray(kernel / kernel.sum(), np.float32)


def _lens(rng: Random, sheet: Picture, family: str, *, tilt: float, curl: float) -> Lens:
    frames, fills = _FRAMES[family]
    long_side, short_side = rng.choice(frames)
    height, width = sheet.shape[:2]
    size = (long_side, short_side) if width > height else (short_side, long_side)
    return draw_lens(
        rng, (width, height), size, fill=rng.uniform(*fills), tilt=tilt, lean=rng.choice((2.0, 4.0, 7.0)), curl=curl
    )


def _on_ground(sheet: Picture, lens: Lens, rng: Random, family: str) -> Picture:
    """The sheet on its ground with a soft shadow around it."""
    seen, mask = lens.look(sheet)
    ground = draw_ground(rng, family, lens.size)
    small = cv2.resize(mask, (lens.size[0] // 8, lens.size[1] // 8), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), rng.uniform(1.5, 4))
    shade = cv2.resize(np.roll(soft, (rng.randrange(-1, 3), rng.randrange(-2, 3)), (0, 1)), lens.size)
    factor = 1 - np.float32(rng.uniform(0.2, 0.5) / 255) * shade.astype(np.float32)
    shaded = cv2.multiply(ground, cv2.merge([factor] * 3), dtype=cv2.CV_8U)
    inside = mask > 127
    return np.where(inside[:, :, None], seen, shaded).astype(np.uint8)


def _noisy(seen: Pixels, rng: Random, deviation: float) -> Pixels:
    noise = wear.grain(seen.shape, rng) * np.float32(deviation)
    return np.asarray(seen + noise[:, :, None], np.float32)


def _whole(pixels: Pixels) -> Picture:
    return np.clip(pixels, 0, 255).astype(np.uint8)

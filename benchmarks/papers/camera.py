"""The three levels: a flat scan, a telephone's photo, a bad photo. Each gives pixels and where points of the sheet came to lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.papers import wear
from benchmarks.papers.clutter import bezelled, held, strewn
from benchmarks.papers.faults import CAREFUL, FAULTS, Fault, drawn
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
    "fresh": (((2304, 1728), (2272, 1704), (2448, 1632)), (0.79, 0.965)),
    "later": (((2368, 1776), (2200, 1650), (2496, 1664)), (0.79, 0.965)),
    "outside": (((2400, 1800), (2272, 1704), (2560, 1440)), (0.79, 0.965)),
    "beyond": (((2304, 1728), (2400, 1800), (2448, 1632)), (0.79, 0.965)),
}
# Their sheets bear traces of use, and shadows have shapes.
_USED = ("fresh", "later", "outside", "beyond")


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
    fault = replace(CAREFUL, panel=(0.03, 0.07), folds=(0,)) if screen else CAREFUL
    return _shot(sheet, rng, family, fault, {}, bezel=screen)


def photograph_badly(sheet: Picture, rng: Random, family: str, *, screen: bool) -> Shot:
    """A photo that a clerk would sigh at: one bad fault; a person can still read it with effort."""
    mode = "screen" if screen else rng.choice(tuple(FAULTS[family]))
    return _shot(sheet, rng, family, FAULTS[family][mode], {"mode": mode}, bezel=screen)


def _shot(sheet: Picture, rng: Random, family: str, fault: Fault, done: dict[str, Any], *, bezel: bool) -> Shot:
    if family in _USED and not bezel:
        sheet = wear.handled(sheet, rng, done)
    worn, edge = _worn(sheet, rng, fault, done), 0
    if bezel:
        worn, edge = bezelled(worn, rng)
    lens = _lens(rng, worn, family, tilt=drawn(rng, fault.tilt), curl=drawn(rng, fault.curl))
    laid = _on_ground(worn, lens, rng, family)
    if not bezel and rng.random() < 0.15:
        done["thumb"] = True
        laid = held(laid, lens, rng)
    light = _light(rng, fault, family, done)
    seen = _blurred(lit(rng, laid, light), rng, fault, done)
    seen = _noisy(seen, rng, drawn(rng, fault.noise))
    picture, shrink = _whole(seen), drawn(rng, fault.shrink)
    if shrink < 1:
        done["shrink"] = round(shrink, 2)
        picture = np.asarray(cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)

    def place(points: Points) -> Points:
        return lens.place(points + edge) * shrink

    return Shot(picture, round(drawn(rng, fault.quality)), place, done)


def _worn(sheet: Picture, rng: Random, fault: Fault, done: dict[str, Any]) -> Picture:
    if fault.copied:
        done["grey"] = True
        sheet = wear.photocopied(sheet, rng)
    if fault.panel[1]:
        done["screen"] = True
        sheet = wear.on_screen(sheet, rng, strength=drawn(rng, fault.panel))
    folds = rng.choice(fault.folds)
    if folds:
        done["folds"] = folds
        sheet = wear.folded(sheet, rng, folds=folds, depth=drawn(rng, fault.depth))
    return sheet


def _light(rng: Random, fault: Fault, family: str, done: dict[str, Any]) -> Light:
    shadow = drawn(rng, fault.shadow) if rng.random() < fault.shadow_chance else 0.0
    glare = drawn(rng, fault.glare) if rng.random() < fault.glare_chance else 0.0
    light = Light(drawn(rng, fault.uneven), shadow, glare, rng.uniform(0, fault.tint), drawn(rng, fault.gain))
    if family in _USED:
        light = replace(light, shape=rng.choice(("hand", "blinds", "edge")))
    done |= {"shadow": round(shadow, 2), "glare": round(glare, 2), "gain": round(light.gain, 2)}
    return light


def _blurred(seen: Pixels, rng: Random, fault: Fault, done: dict[str, Any]) -> Pixels:
    done["blur"] = round(drawn(rng, fault.gauss), 2)
    seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), done["blur"]), np.float32)
    if fault.disc[1]:
        done["disc"] = round(drawn(rng, fault.disc), 2)
        return np.asarray(cv2.filter2D(seen, -1, _disc(done["disc"])), np.float32)
    if fault.streak[1]:
        done["streak"] = round(drawn(rng, fault.streak), 1)
        return np.asarray(cv2.filter2D(seen, -1, _streak(done["streak"], rng.uniform(0, 180))), np.float32)
    return seen


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
    if rng.random() < 0.2:
        ground = strewn(ground, lens, rng)
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

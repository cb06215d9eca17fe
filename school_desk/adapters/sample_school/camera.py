"""Turns a flat page into what an office sends: a scan, or a photo taken at an angle, in uneven light, folded, turned, blurred."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from school_desk.terms.uploads import MAX_UPLOAD_BYTES

Pixels = NDArray[np.float32]

_ORIENTATION = 0x0112
_PHOTO = (2208, 1656)
# Colours of desks: pine, oak, slate, cloth.
_DESKS = ((178, 150, 112), (122, 84, 52), (84, 92, 98), (38, 74, 70), (206, 200, 190))


@dataclass(frozen=True)
class Shot:
    """A JPEG and what was done to the page on the way (plain values for the truth file)."""

    jpeg: bytes
    degradation: dict[str, Any] = field(default_factory=dict)


def scan(page: Image.Image, rng: Random, *, grey: bool = False) -> Shot:
    """A flatbed's picture: straight, evenly lit, maybe `grey`."""
    picture = page.convert("L").convert("RGB") if grey else page
    return Shot(_jpeg(picture, rng.choice((88, 90, 92))), {"gray": True} if grey else {})


def photograph(page: Image.Image, rng: Random, *, hard: bool = False) -> Shot:
    """A telephone's picture on a desk; `hard` is a bad one. A turned photo either says so in its EXIF or does not."""
    noise = np.random.default_rng(rng.getrandbits(32))
    seen: dict[str, Any] = {}
    size = _PHOTO if page.width > page.height else _PHOTO[::-1]
    sheet = np.asarray(page, np.float32)
    if rng.random() < (0.7 if hard else 0.4):
        sheet = _folded(sheet, rng)
        seen["fold"] = True
    picture = _on_desk(sheet, size, rng, noise, tilt=0.06 if hard else 0.035)
    picture *= _light(size, rng, noise, hard=hard)[:, :, None]
    picture *= 1 + np.array((1, 0, -1), np.float32) * np.float32(
        rng.uniform(-0.05, 0.07)
    )  # lamps are warm, windows cool
    if rng.random() < (0.7 if hard else 0.3):
        picture += (255 - picture) * _glare(size, rng)[:, :, None]
        seen["glare"] = True
    if hard:
        seen["shadow"] = True
    seen["blur"] = round(rng.uniform(1.4, 2.0) if hard else rng.uniform(0.4, 0.8), 2)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), seen["blur"]), np.float32)
    picture += (noise.standard_normal(picture.shape[:2], dtype=np.float32) * (6 if hard else 2.5))[:, :, None]
    finished = Image.fromarray(np.clip(picture, 0, 255, out=picture).astype(np.uint8))
    if hard:
        finished = finished.resize((finished.width * 4 // 7, finished.height * 4 // 7), Image.Resampling.BILINEAR)
    return _turned(finished, rng, seen, quality=62 if hard else 84)


def _turned(picture: Image.Image, rng: Random, seen: dict[str, Any], *, quality: int) -> Shot:
    """Three in five upright; one in five lying with EXIF orientation 6, one lying or upside down without a word."""
    turn = rng.random()
    if turn < 0.2:
        seen["exif"] = 6
        return Shot(_jpeg(picture.transpose(Image.Transpose.ROTATE_90), quality, orientation=6), seen)
    if turn < 0.4:
        seen["rotation"] = rng.choice((90, 180, 270))
        return Shot(_jpeg(picture.rotate(-seen["rotation"], expand=True), quality), seen)
    return Shot(_jpeg(picture, quality), seen)


def _jpeg(picture: Image.Image, quality: int, *, orientation: int = 1) -> bytes:
    """A JPEG within the upload limit, with an EXIF orientation unless it is 1."""
    exif = Image.Exif()
    if orientation != 1:
        exif[_ORIENTATION] = orientation
    while True:
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=quality, exif=exif)
        if target.tell() <= MAX_UPLOAD_BYTES:
            return target.getvalue()
        quality -= 6


def _folded(sheet: Pixels, rng: Random) -> Pixels:
    """A crease across the page: one side a little darker, a bright line beside a dark one."""
    rows = np.arange(sheet.shape[0], dtype=np.float32)
    at = sheet.shape[0] * rng.uniform(0.4, 0.6)
    crease = 1 - 0.16 * np.exp(-((rows - at) ** 2) / 18) + 0.06 * np.exp(-((rows - at - 7) ** 2) / 24)
    crease *= np.where(rows > at, 0.95, 1.0)
    return np.asarray(sheet * crease[:, None, None], np.float32)


def _on_desk(sheet: Pixels, size: tuple[int, int], rng: Random, noise: np.random.Generator, *, tilt: float) -> Pixels:
    """The sheet seen at an angle, with a soft shadow, on a desk with a grain."""
    desk = _desk(size, rng, noise)
    rows, columns = sheet.shape[:2]
    half = np.array([columns, rows]) * min(size[0] / columns, size[1] / rows) * 0.44
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    corners += np.array([[rng.uniform(-tilt, tilt) for _ in range(2)] for _ in range(4)]) * min(size)
    # Lean the whole sheet by a few degrees as a hand would.
    lean = np.deg2rad(rng.uniform(-3, 3))
    turn = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
    corners = corners @ turn.T + np.array(size) / 2
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    seen = np.asarray(cv2.warpPerspective(sheet, matrix, size), np.float32)
    mask = np.asarray(cv2.warpPerspective(np.ones((rows, columns), np.float32), matrix, size), np.float32)
    small = np.asarray(cv2.GaussianBlur(_resized(mask, _small(size)), (0, 0), 4), np.float32)
    desk *= (1 - 0.5 * _resized(np.roll(small, (2, 1), (0, 1)), size))[:, :, None]
    seen -= desk
    seen *= mask[:, :, None]
    seen += desk
    return seen


def _desk(size: tuple[int, int], rng: Random, noise: np.random.Generator) -> Pixels:
    grain = noise.uniform(0.82, 1.1, (rng.choice((5, 40)), 60)).astype(np.float32)
    return _resized(grain, size)[:, :, None] * np.array(rng.choice(_DESKS), np.float32)


def _resized(grid: Pixels, size: tuple[int, int]) -> Pixels:
    return np.asarray(cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC), np.float32)


def _small(size: tuple[int, int]) -> tuple[int, int]:
    """Light changes slowly: it is worked out on a grid eight times coarser."""
    return size[0] // 8, size[1] // 8


def _light(size: tuple[int, int], rng: Random, noise: np.random.Generator, *, hard: bool) -> Pixels:
    """Uneven lamp light as a factor per pixel; a hard photo has the photographer's shadow over one corner, too."""
    lamp = noise.uniform(0.58 if hard else 0.78, 1.0, (3, 3)).astype(np.float32)
    light = _resized(lamp, _small(size))
    if hard:
        down, across = np.mgrid[: light.shape[0], : light.shape[1]].astype(np.float32)
        edge = across * rng.uniform(0.6, 1.6) + down
        light *= 1 - 0.4 / (1 + np.exp((edge.max() * rng.uniform(0.55, 0.75) - edge) / 8))
    return _resized(light, size)


def _glare(size: tuple[int, int], rng: Random) -> Pixels:
    """How much of the lamp a glossy page mirrors, per pixel."""
    width, height = _small(size)
    x = (np.arange(width, dtype=np.float32) / width - rng.uniform(0.25, 0.75)) / rng.uniform(0.1, 0.16)
    y = (np.arange(height, dtype=np.float32) / height - rng.uniform(0.25, 0.75)) / rng.uniform(0.08, 0.14)
    return _resized(np.exp(-(y[:, None] ** 2) - x[None, :] ** 2) * np.float32(0.55), size)

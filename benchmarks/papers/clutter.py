"""What else is in the picture: a telephone's bezel around a screen, a thumb that holds the sheet, a pen or ruler beside it."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np

from benchmarks.papers.lens import Lens, Picture

_SKIN = ((222, 178, 150), (198, 150, 122), (236, 196, 172))


def bezelled(sheet: Picture, rng: Random) -> tuple[Picture, int]:
    """The screen inside a telephone's dark edge, and how many pixels were added on every side."""
    edge = round(sheet.shape[1] * rng.uniform(0.02, 0.05))
    shade = rng.randrange(8, 50)
    framed = cv2.copyMakeBorder(sheet, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(shade, shade, shade))
    return np.asarray(framed, np.uint8), edge


def held(picture: Picture, lens: Lens, rng: Random) -> Picture:
    """A thumb over the margin of the sheet, never over its print: it reaches in by less than the margin of every form."""
    width, height = lens.sheet
    side, share = rng.choice(("left", "right", "bottom")), rng.uniform(0.25, 0.75)
    reach = 0.022 * max(width, height)
    tip = {
        "left": (reach, height * share),
        "right": (width - reach, height * share),
        "bottom": (width * share, height - reach),
    }[side]
    away = {"left": (-1.0, 0.12), "right": (1.0, 0.12), "bottom": (0.12, 1.0)}[side]
    long_side = max(lens.size)
    # The nail's end lies at the tip, the rest of the thumb outside the sheet.
    length, breadth = long_side * rng.uniform(0.07, 0.1), long_side * rng.uniform(0.028, 0.036)
    at = lens.place(np.array([tip]))[0]
    centre = (float(at[0] + away[0] * length), float(at[1] + away[1] * length))
    angle = float(np.rad2deg(np.arctan2(away[1], away[0])))
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.ellipse(mask, (centre, (length * 2, breadth * 2), angle), 255, -1)
    return _painted(picture, mask, rng.choice(_SKIN), rng)


def strewn(picture: Picture, lens: Lens, rng: Random) -> Picture:
    """A pen or ruler on the ground, its end perhaps under the sheet: painted before the sheet is laid on it."""
    width, height = lens.size
    start = (rng.randrange(width), rng.choice((rng.randrange(height // 12), height - rng.randrange(height // 12))))
    end = (start[0] + rng.randrange(-width // 3, width // 3), start[1] + rng.randrange(-height // 10, height // 10))
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.line(mask, start, end, 255, rng.randrange(14, 46), cv2.LINE_AA)
    return _painted(picture, mask, rng.choice(((30, 30, 34), (40, 60, 140), (180, 176, 160), (150, 30, 36))), rng)


def _painted(picture: Picture, mask: Picture, colour: tuple[int, int, int], rng: Random) -> Picture:
    """`colour` where `mask` is, rounded by a darker rim."""
    x, y, width, height = cv2.boundingRect(mask)
    if not width:
        return picture
    part = (slice(y, y + height), slice(x, x + width))
    cut = mask[part]
    depth = cv2.distanceTransform((cut > 127).astype(np.uint8), cv2.DIST_L2, 3)
    shading = 0.72 + 0.28 * np.clip(depth / max(1.0, float(depth.max()) * rng.uniform(0.5, 0.9)), 0, 1)
    painted = picture.copy()
    inside = (cut.astype(np.float32) / 255)[:, :, None]
    tone = shading[:, :, None] * np.array(colour, np.float32)
    painted[part] = (picture[part] * (1 - inside) + tone * inside).astype(np.uint8)
    return painted

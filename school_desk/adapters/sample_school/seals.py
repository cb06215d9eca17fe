"""Draws red seals: a ring, its owner's name along the upper arc, a star or a line of words in the middle, ink that does not cover evenly."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from PIL import Image, ImageDraw

from school_desk.adapters.sample_school.ink import font, star

_SCALE = 2
_RED = (200, 24, 34)


def draw_seal(
    rng: Random, owner: str, diameter: int, *, middle: str = "", serial: str = "", squash: float = 1.0
) -> Image.Image:
    """A seal on white, turned by a few degrees. Without `middle` words it bears a star; `squash` below 1 makes it oval."""
    side = diameter * _SCALE
    ink = Image.new("L", (side, side))
    draw = ImageDraw.Draw(ink)
    centre, radius = side / 2, side * 0.48
    draw.ellipse(
        (centre - radius, centre - radius, centre + radius, centre + radius), outline=255, width=round(side * 0.022)
    )
    _arc_text(
        ink, owner, radius * 0.77, sweep=min(262, 24 * len(owner)), letter=_letter_size(owner, radius), upwards=True
    )
    if serial:
        _arc_text(ink, serial, radius * 0.84, sweep=74, letter=round(radius * 0.11), upwards=False)
    if middle:
        draw.text(
            (centre, centre * 1.04), middle, font=font(round(radius * 1.1 / len(middle)), True), fill=255, anchor="mm"
        )
    else:
        draw.polygon(star(centre, centre, radius * 0.3), fill=255)
    turned = ink.rotate(rng.uniform(-9, 9), resample=Image.Resampling.BICUBIC)
    small = turned.resize((diameter, round(diameter * squash)), Image.Resampling.LANCZOS)
    return _inked(small, rng)


def _letter_size(owner: str, radius: float) -> int:
    return round(radius * (0.3 if len(owner) <= 12 else 0.27 if len(owner) <= 17 else 0.22))


def _arc_text(ink: Image.Image, text: str, radius: float, *, sweep: float, letter: int, upwards: bool) -> None:
    """Letters along a circle around the middle: over the top (`upwards`, feet inside) or along the bottom, readable from outside."""
    step = sweep / max(1, len(text) - 1)
    for place, character in enumerate(text):
        degrees = -sweep / 2 + place * step
        tile = Image.new("L", (letter * 2, letter * 2))
        ImageDraw.Draw(tile).text((letter, letter), character, font=font(letter, True), fill=255, anchor="mm")
        narrow = tile.resize((round(letter * 1.7), round(letter * 2.3)), Image.Resampling.BICUBIC)
        turned = narrow.rotate(-degrees if upwards else degrees, resample=Image.Resampling.BICUBIC, expand=True)
        angle = math.radians(degrees - 90 if upwards else 90 - degrees)
        x = ink.width / 2 + math.cos(angle) * radius - turned.width / 2
        y = ink.height / 2 + math.sin(angle) * radius - turned.height / 2
        ink.paste(255, (round(x), round(y)), turned)


def _inked(mask: Image.Image, rng: Random) -> Image.Image:
    """`mask` in red on white, thinner here and there."""
    noise = np.random.default_rng(rng.getrandbits(32))
    patches = Image.fromarray(noise.integers(150, 256, (9, 9), dtype=np.uint8)).resize(
        mask.size, Image.Resampling.BICUBIC
    )
    grain = noise.integers(205, 256, mask.size[::-1], dtype=np.uint16)
    strength = np.asarray(mask, np.uint16) * np.asarray(patches, np.uint16) // 255 * grain // 255
    seal = Image.new("RGB", mask.size, "white")
    seal.paste(_RED, (0, 0), Image.fromarray(strength.astype(np.uint8)))
    return seal

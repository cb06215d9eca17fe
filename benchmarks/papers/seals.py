"""Seals: round ones with a ring of text and a star or a line of words, oval ones of banks; ink that is uneven, thin, smeared or doubled."""

from __future__ import annotations

import math
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.papers.fonts import Face

Mask = NDArray[np.float32]

_REDS = ((204, 28, 34), (216, 40, 44), (190, 20, 48), (226, 58, 62), (178, 30, 36))
_BASE = 420


def round_seal(
    rng: Random,
    owner: str,
    face: Face,
    diameter: int,
    *,
    middle: str = "",
    serial: str = "",
    star: bool = True,
    tilt: float = 12,
) -> Image.Image:
    """A round seal on white, `diameter` pixels, turned by up to `tilt` degrees; `middle` words stand below the star."""
    ink = Image.new("L", (_BASE, _BASE))
    draw = ImageDraw.Draw(ink)
    centre, radius = _BASE / 2, _BASE * 0.485
    rim = round(_BASE * rng.uniform(0.014, 0.024))
    draw.ellipse(_around(centre, centre, radius, radius), outline=255, width=rim)
    if rng.random() < 0.15:
        draw.ellipse(_around(centre, centre, radius * 0.93, radius * 0.93), outline=255, width=2)
    letter = _letter(owner, radius)
    sweep = min(268.0, rng.uniform(20, 26) * len(owner))
    _arc(ink, owner, face, (radius * 0.955 - letter * 0.72,) * 2, sweep, letter, over=True)
    if serial:
        _arc(ink, serial, face, (radius * 0.86,) * 2, 62, round(radius * 0.1), over=False)
    if star:
        draw.polygon(_star(centre, centre, radius * rng.uniform(0.26, 0.34)), fill=255)
    if middle:
        size = min(radius * 0.2, radius * 1.15 / len(middle))
        draw.text((centre, centre + radius * (0.5 if star else 0.04)), middle, font=face.at(round(size)), fill=255,
                  anchor="mm", stroke_width=1)  # fmt: skip
    return _inked(rng, ink.rotate(rng.uniform(-tilt, tilt), resample=Image.Resampling.BICUBIC), diameter, 1.0)


def oval_seal(rng: Random, owner: str, face: Face, width: int, *, middle: str, squash: float = 0.66) -> Image.Image:
    """A bank's oval seal: its name above, `middle` (one or two lines) inside."""
    ink = Image.new("L", (_BASE, _BASE))
    draw = ImageDraw.Draw(ink)
    centre, radius = _BASE / 2, _BASE * 0.485
    draw.ellipse(_around(centre, centre, radius, radius), outline=255, width=9)
    letter = round(_letter(owner, radius) * 0.8)
    _arc(ink, owner, face, (radius * 0.95 - letter * 0.72,) * 2, min(230.0, 17 * len(owner)), letter, over=True)
    lines = middle.split("\n")
    for place, line in enumerate(lines):
        size = min(radius * 0.28, radius * 1.25 / len(line))
        at = centre + (place - (len(lines) - 1) / 2) * size * 1.5 + radius * 0.12
        draw.text((centre, at), line, font=face.at(round(size)), fill=255, anchor="mm", stroke_width=1)
    return _inked(rng, ink, width, squash)


def name_seal(rng: Random, name: str, face: Face, side: int) -> Image.Image:
    """A legal person's square seal: the name and 印 in two columns, read from the right."""
    ink = Image.new("L", (_BASE, _BASE))
    draw = ImageDraw.Draw(ink)
    edge = _BASE * 0.03
    draw.rectangle((edge, edge, _BASE - edge, _BASE - edge), outline=255, width=round(_BASE * rng.uniform(0.03, 0.05)))
    chars = f"{name}印" if len(name) % 2 else f"{name}之印" if len(name) == 2 else name
    rows = -(-len(chars) // 2)
    size = min(_BASE * 0.42, _BASE * 0.84 / rows)
    for place, char in enumerate(chars):
        x = _BASE * (0.72 if place < rows else 0.28)
        y = _BASE * 0.08 + _BASE * 0.84 / rows * (place % rows + 0.5)
        draw.text((x, y), char, font=face.at(round(size)), fill=255, anchor="mm", stroke_width=3)
    return _inked(rng, ink.rotate(rng.uniform(-6, 6), resample=Image.Resampling.BICUBIC), side, 1.0)


def _around(x: float, y: float, a: float, b: float) -> tuple[float, float, float, float]:
    return (x - a, y - b, x + a, y + b)


def _letter(owner: str, radius: float) -> int:
    """Long names are set smaller, so that the ring holds them."""
    return round(min(radius * 0.3, radius * 0.68 * math.radians(268) / len(owner) * 1.12))


def _arc(
    ink: Image.Image, text: str, face: Face, radii: tuple[float, float], sweep: float, letter: int, *, over: bool
) -> None:
    """`text` along a circle: over the top with feet inside, or along the bottom, readable from outside."""
    step = sweep / max(1, len(text) - 1)
    for place, char in enumerate(text):
        degrees = -sweep / 2 + place * step
        tile = Image.new("L", (letter * 2, letter * 2))
        ImageDraw.Draw(tile).text((letter, letter), char, font=face.at(letter), fill=255, anchor="mm", stroke_width=1)
        narrow = tile.resize((round(letter * 1.66), round(letter * 2.3)), Image.Resampling.BICUBIC)
        turned = narrow.rotate(-degrees if over else degrees, resample=Image.Resampling.BICUBIC, expand=True)
        angle = math.radians(degrees - 90 if over else 90 - degrees)
        x = ink.width / 2 + math.cos(angle) * radii[0] - turned.width / 2
        y = ink.height / 2 + math.sin(angle) * radii[1] - turned.height / 2
        ink.paste(255, (round(x), round(y)), turned)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    corners = []
    for place in range(10):
        reach = radius if place % 2 == 0 else radius * 0.382
        angle = math.radians(place * 36 - 90)
        corners.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach))
    return corners


def _inked(rng: Random, mask: Image.Image, width: int, squash: float) -> Image.Image:
    """`mask` in red on white: patches where the pad was dry, grain, perhaps pressed harder on one side."""
    height = round(width * squash)
    ink = np.asarray(mask.resize((width, height), Image.Resampling.LANCZOS), np.float32) / 255
    noise = np.random.default_rng(rng.getrandbits(32))
    dry = rng.uniform(0.5, 0.95)
    patches = cv2.resize(
        noise.uniform(dry, 1.12, (8, 8)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    grain = cv2.GaussianBlur(noise.uniform(0.5, 1.35, (height, width)).astype(np.float32), (0, 0), 0.8)
    side = np.linspace(rng.uniform(0.72, 1.05), rng.uniform(0.72, 1.05), width, dtype=np.float32)[None, :]
    strength = np.clip(ink * patches * grain * side * rng.uniform(0.72, 0.98), 0, 1)
    colour = np.array(rng.choice(_REDS), np.float32)
    seal = 255 - strength[:, :, None] * (255 - colour)
    return Image.fromarray(seal.astype(np.uint8))

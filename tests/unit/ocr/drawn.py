"""Papers and seals drawn flat, and an engine that reads nothing but can tell which way up a crop stands."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from school_desk.adapters.ocr.engine import Picture
from school_desk.documents.reading.boxes import Glyph, Quad
from school_desk.kernel.resources import resource_path

_FONT = next(iter(sorted(resource_path("fonts").glob("*.ttf"))))


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


def blank(width: int = 900, height: int = 1200, colour: tuple[int, int, int] = (236, 240, 244)) -> Picture:
    return np.full((height, width, 3), colour, np.uint8)


def write(picture: Picture, text: str, x: int, y: int, size: int = 40) -> None:
    image = Image.fromarray(picture)
    ImageDraw.Draw(image).text((x, y), text, fill=(20, 20, 20), font=font(size))
    picture[:] = np.asarray(image)


def stamp(picture: Picture, text: str, x: int, y: int, radius: int) -> None:
    """A round red seal with `text` around its rim and a dot in the middle."""
    red = (60, 40, 200)
    cv2.circle(picture, (x, y), radius, red, 5)
    cv2.circle(picture, (x, y), radius // 6, red, -1)
    size = min(radius // 3, int(4.2 * radius / len(text)))
    for place, char in enumerate(text):
        angle = np.deg2rad(140 + 260 * (place + 0.5) / len(text))
        _letter(picture, char, angle, (x, y), 0.78 * radius, size, red)


def _letter(
    picture: Picture,
    char: str,
    angle: float,
    middle: tuple[int, int],
    radius: float,
    size: int,
    colour: tuple[int, int, int],
) -> None:
    tile = Image.new("L", (2 * size, 2 * size))
    ImageDraw.Draw(tile).text((size, size), char, fill=255, font=font(size), anchor="mm")
    turned = np.asarray(tile.rotate(-float(np.rad2deg(angle)) - 90), np.float32)[:, :, None] / 255
    left = round(middle[0] + radius * np.cos(angle)) - size
    top = round(middle[1] + radius * np.sin(angle)) - size
    area = picture[top : top + 2 * size, left : left + 2 * size]
    area[:] = (area * (1 - turned) + np.array(colour) * turned).astype(np.uint8)


class TopHeavyEngine:
    """Lines are dark bars with a darker upper half; a crop is "read" surely only when its upper half is the darker one."""

    name = mind = "top heavy"

    def find_lines(self, picture: Picture) -> list[Quad]:
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        outlines, _ = cv2.findContours((grey < 200).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        return [_corners(*cv2.boundingRect(outline)) for outline in outlines]

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        return [self._read(crop) for crop in crops]

    def _read(self, crop: Picture) -> tuple[Glyph, ...]:
        half = crop.shape[0] // 2
        upright = crop[:half].mean() < crop[half:].mean()
        return tuple(Glyph("字", 0.9 if upright else 0.3, (place + 0.5) / 5) for place in range(5))


def bars() -> Picture:
    """Five lines as `TopHeavyEngine` knows them, upright."""
    picture = blank(600, 500, (250, 250, 250))
    for number in range(5):
        top = 50 + 80 * number
        picture[top : top + 15, 60:460] = 20
        picture[top + 15 : top + 30, 60:460] = 120
    return picture


def _corners(x: int, y: int, width: int, height: int) -> Quad:
    right, bottom = float(x + width), float(y + height)
    return (float(x), float(y)), (right, float(y)), (right, bottom), (float(x), bottom)

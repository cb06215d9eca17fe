"""Draws a passport-style portrait: 295×413 pixels, white ground, nobody in particular."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 295, 413
_SCALE = 3
_SKINS = ((236, 196, 164), (226, 182, 148), (210, 162, 126), (196, 146, 110))
_HAIR = ((28, 24, 24), (44, 36, 32), (62, 52, 46), (36, 30, 30), (112, 108, 106))
_CLOTHES = ((38, 58, 92), (70, 74, 82), (24, 88, 80), (120, 42, 46), (34, 36, 42), (92, 82, 60))
_LIPS = (178, 96, 92)
_INK = (34, 28, 28)

Colour = tuple[int, int, int]


def draw_face(rng: Random, sex: str) -> bytes:
    """A JPEG of a drawn man (男) or woman (女); some 12 KB."""
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), "white")
    face = _Face(ImageDraw.Draw(image), rng, sex)
    face.draw()
    target = io.BytesIO()
    image.reduce(_SCALE).save(target, "JPEG", quality=90, dpi=(300, 300))
    return target.getvalue()


def _shade(colour: Colour, factor: float) -> Colour:
    red, green, blue = (min(255, round(part * factor)) for part in colour)
    return red, green, blue


class _Face:
    """One portrait in the making; lengths are pixels of the finished photo."""

    def __init__(self, draw: ImageDraw.ImageDraw, rng: Random, sex: str) -> None:
        self._draw = draw
        self._rng = rng
        self._woman = sex == "女"
        self._skin = rng.choice(_SKINS)
        self._hair = rng.choice(_HAIR)
        self._width = rng.uniform(56, 64)
        self._chin = rng.uniform(246, 258)
        self._brow = rng.uniform(146, 152)

    def draw(self) -> None:
        """From the back to the front."""
        self._back_hair()
        self._shoulders()
        self._head()
        self._features()
        self._front_hair()
        if self._rng.random() < 0.22:
            self._glasses()

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[int, int, int, int]:
        return round(x0 * _SCALE), round(y0 * _SCALE), round(x1 * _SCALE), round(y1 * _SCALE)

    def _oval(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        self._draw.ellipse(self._box(x - rx, y - ry, x + rx, y + ry), fill=colour)

    def _shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def _arc(self, box: tuple[float, float, float, float], start: int, end: int, colour: Colour, width: float) -> None:
        self._draw.arc(self._box(*box), start, end, fill=colour, width=round(width * _SCALE))

    def _back_hair(self) -> None:
        if self._woman:
            length = self._rng.choice((236, 250, 300))
            self._draw.rounded_rectangle(self._box(78, 92, 217, length), 46 * _SCALE, fill=self._hair)

    def _shoulders(self) -> None:
        clothes = self._rng.choice(_CLOTHES)
        self._draw.rounded_rectangle(self._box(30, 284, 265, 520), 78 * _SCALE, fill=clothes)
        self._shape([(108, 280), (187, 280), (147.5, 368)], (248, 248, 250))
        self._shape([(120, 226), (175, 226), (180, 284), (147.5, 318), (115, 284)], _shade(self._skin, 0.88))
        for side in (-1, 1):  # the two halves of the collar
            inner, outer = 147.5 + side * 34, 147.5 + side * 54
            self._shape([(inner, 278), (outer, 300), (147.5 + side * 18, 372), (147.5, 366)], _shade(clothes, 1.28))

    def _head(self) -> None:
        for side in (-1, 1):
            self._oval(147.5 + side * self._width, 176, 9, 17, _shade(self._skin, 0.94))
        self._oval(147.5, 160, self._width, 78, self._skin)
        self._oval(147.5, 192, self._width * 0.9, self._chin - 192, self._skin)

    def _features(self) -> None:
        for side in (-1, 1):
            x = 147.5 + side * 25
            self._oval(x, 168, 9.5, 4.6, (250, 250, 250))
            self._oval(x, 168, 4.4, 4.6, _INK)
            self._arc((x - 11, 161, x + 11, 178), 195, 345, _INK, 1.8)
            self._arc((x - 16, self._brow, x + 16, self._brow + 18), 205, 335, self._hair, 2.2 if self._woman else 3.8)
        self._arc((139, 176, 156, 206), 25, 155, _shade(self._skin, 0.74), 2.2)
        self._arc((126, 208, 169, 229), 25, 155, _LIPS if self._woman else _shade(_LIPS, 0.88), 3.4)

    def _front_hair(self) -> None:
        top, line = self._rng.uniform(68, 76), self._rng.uniform(118, 130)
        side, parting = self._width + 3, self._rng.uniform(-26, 26)
        self._draw.chord(self._box(147.5 - side, top, 147.5 + side, 2 * line - top), 180, 360, fill=self._hair)
        for edge in (-side, side):  # temples, and the fringe falling from the parting
            self._shape(
                [
                    (147.5 + edge, line - 4),
                    (147.5 + edge, line + 44),
                    (147.5 + edge * 0.84, line + 12),
                    (147.5 + parting, line - 4),
                ],
                self._hair,
            )

    def _glasses(self) -> None:
        for side in (-1, 1):
            x = 147.5 + side * 26
            self._draw.rounded_rectangle(
                self._box(x - 19, 156, x + 19, 184), 8 * _SCALE, outline=_INK, width=2 * _SCALE
            )
        self._arc((138, 160, 157, 176), 200, 340, _INK, 2)

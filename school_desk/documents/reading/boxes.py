"""What an engine hands to the rules: one text box per printed line piece, with its characters and where each stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners in reading order: top left, top right, bottom right, bottom left; pixels of the upright picture."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One read character: its probability, its centre along the box (0 = left edge, 1 = right edge), and the runners-up.

    `peaks`: for a place that several readings were asked about, the most that any one of them gave each character.
    """

    char: str
    score: float
    at: float
    others: tuple[tuple[str, float], ...] = ()
    peaks: tuple[tuple[str, float], ...] = ()

    def chance(self, char: str) -> float:
        """How likely `char` is here by all that was said; 0 for what is not among the runners-up."""
        return self.score if char == self.char else dict(self.others).get(char, 0.0)

    @property
    def most(self) -> dict[str, float]:
        """Every character seen here with the most that any reading gave it."""
        return {self.char: self.score, **dict(self.others), **dict(self.peaks)}


@dataclass(frozen=True, slots=True)
class TextBox:
    """One detected piece of text. `glyphs` are the characters of `text` in order; spaces are not kept."""

    quad: Quad
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def score(self) -> float:
        """Mean probability of the characters, 0 when there are none."""
        return sum(glyph.score for glyph in self.glyphs) / len(self.glyphs) if self.glyphs else 0.0

    @property
    def width(self) -> float:
        return (_distance(self.quad[0], self.quad[1]) + _distance(self.quad[3], self.quad[2])) / 2

    @property
    def height(self) -> float:
        return (_distance(self.quad[0], self.quad[3]) + _distance(self.quad[1], self.quad[2])) / 2

    @property
    def is_stacked(self) -> bool:
        """Whether the characters run downwards (a narrow cell with one character a line)."""
        return len(self.glyphs) > 1 and self.height > 1.5 * self.width


def box_from_text(quad: Quad, text: str, score: float = 1.0) -> TextBox:
    """A box of an engine that gives no character positions: the characters are spread by their usual widths."""
    kept = [char for char in one_form(text) if not char.isspace()]
    widths = [1.0 if unicodedata.east_asian_width(char) in "WF" else 0.55 for char in kept]
    total, passed, glyphs = sum(widths), 0.0, []
    for char, width in zip(kept, widths, strict=True):
        glyphs.append(Glyph(char, score, (passed + width / 2) / total))
        passed += width
    return TextBox(quad, tuple(glyphs))


def one_form(text: str) -> str:
    """`text` with every full-width letter, digit and bracket-like sign in one form, character by character (the length stays)."""
    return "".join(_ONE_FORM.get(char, char) for char in text)


def _forms() -> dict[str, str]:
    forms = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    # Chinese sentences keep these wide: values are compared after normalisation anyway, and names print them wide.
    for kept in "，；！？":
        del forms[kept]
    forms.update(
        {"（": "（", "）": "）", "(": "（", ")": "）", "￥": "¥", "：": "：", ":": "：", "﹕": "：", "〇": "零"}
    )
    return forms


_ONE_FORM = _forms()


def bounds(points: Iterable[Point]) -> tuple[int, int, int, int]:
    """The upright rectangle around `points` as x, y, width, height in whole pixels."""
    xs, ys = zip(*points, strict=True)
    left, top = int(min(xs)), int(min(ys))
    return left, top, int(max(xs) + 0.999) - left, int(max(ys) + 0.999) - top


def _distance(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])

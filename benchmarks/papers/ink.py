"""A sheet to print on: text with its field boxes, spread labels, wrapped paragraphs, rules. Lengths are units; `scale` makes them pixels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from benchmarks.papers.fonts import Face, Faces

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

INK: Colour = (24, 24, 26)
# A line must not begin with these, nor end with those.
_CLOSING = "，。、；：）)》”？！"
_OPENING = "（(《“"
Op = tuple[Any, ...]
"""What was printed, in pixels, so that it can be printed again as vectors: ("text", x, baseline, text, face, size, colour),
("line", points, colour, width), ("frame", box, colour, width, fill), ("ring", box, colour, width), ("seal", left, top, picture)."""

_RUNS = re.compile(r"[!-~]+|[^!-~]+")
_ASCENT = 0.88


class Sheet:
    """`width` × `height` units at `scale` pixels a unit. `marks` gathers the boxes of printed fields in pixels (x, y, right, bottom)."""

    def __init__(
        self, width: float, height: float, scale: float, faces: Faces, ground: Colour = (255, 255, 255)
    ) -> None:
        self.width, self.height, self.scale, self.faces = width, height, scale, faces
        self.image = Image.new("RGB", (self.px(width), self.px(height)), ground)
        self.draw = ImageDraw.Draw(self.image)
        self.ink: Colour = INK
        self.marks: dict[str, Box] = {}
        self.ops: list[Op] = []

    def px(self, units: float) -> int:
        return round(units * self.scale)

    def advance(self, text: str, size: float, face: Face | None = None) -> float:
        """How wide `text` prints, in units."""
        return sum(used.at(self.px(size)).getlength(run) for run, used in self._runs(text, face)) / self.scale

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        face: Face | None = None,
        colour: Colour | None = None,
        align: str = "l",
        field: str = "",
    ) -> float:
        """`text` on one line with its top at `y`, from, around or up to `x` (`align` l, m, r). Returns its end."""
        self._check(text, face)
        length = self.advance(text, size, face)
        start = x - {"l": 0.0, "m": 0.5, "r": 1.0}[align] * length
        pen, base = start * self.scale, (y + size * _ASCENT) * self.scale
        for run, used in self._runs(text, face):
            font = used.at(self.px(size))
            stroke = round(used.stroke * size * self.scale)
            if used.stroke > 0 and stroke == 0 and size * self.scale * used.stroke > 0.25:
                self.draw.text((pen + 0.35, base), run, font=font, fill=colour or self.ink, anchor="ls")
            self.draw.text((pen, base), run, font=font, fill=colour or self.ink, anchor="ls", stroke_width=stroke)
            self.ops.append(("text", pen, base, run, used, self.px(size), colour or self.ink))
            pen += font.getlength(run)
        if field:
            self.mark(field, (start, y, start + length, y + size * 1.08))
        return start + length

    def spread(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float,
        *,
        face: Face | None = None,
        colour: Colour | None = None,
    ) -> None:
        """The characters of `text` evenly from `x` over `width`, the way labels and titles are printed."""
        gap = (width - size) / max(1, len(text) - 1)
        for place, char in enumerate(text):
            self.text(x + place * gap + size / 2, y, char, size, face=face, colour=colour, align="m")

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float,
        *,
        leading: float = 1.4,
        indent: int = 0,
        face: Face | None = None,
        field: str = "",
        fields: Sequence[tuple[str, str]] = (),
    ) -> float:
        """`text` wrapped at `width` and at line breaks. `fields`: (field, value) found inside it. Returns the y below the last line."""
        for part in text.split("\n"):
            for line in self.wrap("\u3000" * indent + part, width, size, face):
                self.text(x, y, line, size, face=face, field=field)
                self._mark_inside(x, y, line, size, face, fields)
                y += size * leading
        return y

    def wrap(self, text: str, width: float, size: float, face: Face | None = None) -> list[str]:
        """`text` cut into lines of at most `width`; a closing mark may hang over, an opening one moves down."""
        lines, line = [], ""
        length = 0.0
        for char in text:
            step = self.advance(char, size, face)
            if length + step > width + 0.01 and char not in _CLOSING:
                moved = line[-1] if line[-1:] and line[-1] in _OPENING else ""
                lines.append(line[: len(line) - len(moved)])
                line, length = moved, self.advance(moved, size, face) if moved else 0.0
            line += char
            length += step
        return [*lines, line]

    def rule(self, *points: tuple[float, float], colour: Colour | None = None, width: float = 1.6) -> None:
        """A line through `points`."""
        pixels = [(self.px(x), self.px(y)) for x, y in points]
        self.draw.line(pixels, fill=colour or self.ink, width=max(1, self.px(width)))
        self.ops.append(("line", pixels, colour or self.ink, max(1, self.px(width))))

    def frame(self, box: Box, *, colour: Colour | None = None, width: float = 1.6, fill: Colour | None = None) -> None:
        """A rectangle (x, y, right, bottom)."""
        pixels = tuple(self.px(edge) for edge in box)
        self.draw.rectangle(pixels, outline=colour or self.ink, width=max(1, self.px(width)), fill=fill)
        self.ops.append(("frame", pixels, colour or self.ink, max(1, self.px(width)), fill))

    def ring(self, box: Box, *, colour: Colour, width: float) -> None:
        """An ellipse inside the box (x, y, right, bottom)."""
        pixels = tuple(self.px(edge) for edge in box)
        self.draw.ellipse(pixels, outline=colour, width=max(2, self.px(width)))
        self.ops.append(("ring", pixels, colour, max(2, self.px(width))))

    def grid(
        self, columns: Sequence[float], rows: Sequence[float], *, colour: Colour | None = None, width: float = 1.6
    ) -> None:
        """A ruled table with lines at `columns` and `rows`."""
        for y in rows:
            self.rule((columns[0], y), (columns[-1], y), colour=colour, width=width)
        for x in columns:
            self.rule((x, rows[0]), (x, rows[-1]), colour=colour, width=width)

    def stamp(self, seal: Image.Image, x: float, y: float) -> Box:
        """Print `seal` (ink on white) centred at x, y; what is below shows through. Returns its place in pixels."""
        left, top = self.px(x) - seal.width // 2, self.px(y) - seal.height // 2
        box = (left, top, left + seal.width, top + seal.height)
        self.image.paste(ImageChops.multiply(self.image.crop(box), seal), (left, top))
        self.ops.append(("seal", left, top, seal))
        return box

    def mark(self, field: str, box: Box) -> None:
        """Add `box` (units) to the place of `field`."""
        x, y, right, bottom = (edge * self.scale for edge in box)
        if field in self.marks:
            old = self.marks[field]
            x, y, right, bottom = min(x, old[0]), min(y, old[1]), max(right, old[2]), max(bottom, old[3])
        self.marks[field] = (x, y, right, bottom)

    def _check(self, text: str, face: Face | None) -> None:
        """No empty boxes: refuse what the font lacks."""
        lacking = [f"{run!r} in {used.path}" for run, used in self._runs(text, face) if not used.covers(run)]
        if lacking:
            raise ValueError(f"characters missing from the font: {'; '.join(lacking)}")

    def _mark_inside(
        self, x: float, y: float, line: str, size: float, face: Face | None, fields: Sequence[tuple[str, str]]
    ) -> None:
        for field, value in fields:
            at = line.find(value)
            if at >= 0 and field not in self.marks:
                start = x + self.advance(line[:at], size, face)
                self.mark(field, (start, y, start + self.advance(value, size, face), y + size * 1.08))

    def _runs(self, text: str, face: Face | None) -> list[tuple[str, Face]]:
        base = face or self.faces.body
        latin = self.faces.latin if face is None else None
        if latin is None:
            return [(text, base)]
        return [(run, latin if run[0].isascii() and run[0] != " " else base) for run in _RUNS.findall(text)]

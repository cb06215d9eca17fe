"""A page to print on: text in the bundled font, spread labels, wrapped paragraphs, security borders, QR codes, star roundels, stamps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from school_desk.kernel.resources import resource_path

Colour = tuple[int, int, int]

INK: Colour = (26, 26, 28)
GREY: Colour = (110, 108, 104)
RED: Colour = (188, 26, 30)
GOLD: Colour = (206, 160, 62)

# A line must not begin with these.
_CLOSING = "，。、；：）)》”？！"


@lru_cache(maxsize=64)
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The bundled font at `size` pixels."""
    return ImageFont.truetype(resource_path("fonts", f"SchoolDeskSans-{'Bold' if bold else 'Regular'}.ttf"), size)


class Page:
    """A white or tinted sheet; every length is in pixels."""

    def __init__(self, width: int, height: int, ground: Colour = (255, 255, 255)) -> None:
        self.image = Image.new("RGB", (width, height), ground)
        self.draw = ImageDraw.Draw(self.image)
        self.width = width
        self.height = height

    def text(
        self, x: float, y: float, text: str, size: int, *, colour: Colour = INK, bold: bool = False, anchor: str = "la"
    ) -> None:
        """`text` on one line; `anchor` as Pillow names it (first letter: l m r, second: a m s)."""
        self.draw.text((x, y), text, font=font(size, bold), fill=colour, anchor=anchor)

    def spread(
        self, x: float, y: float, width: float, text: str, size: int, *, colour: Colour = INK, bold: bool = False
    ) -> None:
        """The characters of `text` spread evenly from `x` over `width`, the way labels and titles are printed."""
        gap = (width - size) / max(1, len(text) - 1)
        for place, letter in enumerate(text):
            self.text(x + place * gap + size / 2, y, letter, size, colour=colour, bold=bold, anchor="ma")

    def paragraph(
        self, x: float, y: float, width: float, text: str, size: int, *, leading: float = 1.45, indent: int = 0
    ) -> float:
        """`text` wrapped at `width` and at line breaks, its beginning indented by `indent` characters. Returns the y below the last line."""
        for part in ("\u3000" * indent + text).split("\n"):
            for line in wrap(part, width, size):
                self.text(x, y, line, size)
                y += size * leading
        return y

    def rule(self, *points: tuple[float, float], colour: Colour = INK, width: int = 2) -> None:
        """A line through `points`."""
        self.draw.line(points, fill=colour, width=width)

    def grid(self, columns: Sequence[float], rows: Sequence[float], *, colour: Colour = INK, width: int = 2) -> None:
        """A ruled table with lines at `columns` and `rows`."""
        for y in rows:
            self.rule((columns[0], y), (columns[-1], y), colour=colour, width=width)
        for x in columns:
            self.rule((x, rows[0]), (x, rows[-1]), colour=colour, width=width)

    def watermark(self, text: str, size: int, colour: Colour) -> None:
        """`text` all over the page, slanting; call it first."""
        step = round(size * (len(text) + 2))
        tile = Image.new("L", (step, round(size * 3.2)))
        ImageDraw.Draw(tile).text((size / 2, size), text, font=font(size), fill=255)
        side = round(math.hypot(self.width, self.height))
        mask = Image.new("L", (side, side))
        for row, y in enumerate(range(0, side, tile.height)):
            for x in range(-(row % 2) * step // 2, side, step):
                mask.paste(tile, (x, y))
        left, top = (side - self.width) // 2, (side - self.height) // 2
        slanting = mask.rotate(24).crop((left, top, left + self.width, top + self.height))
        self.image.paste(colour, (0, 0), slanting)

    def woven_border(self, margin: int, band: int, colours: Sequence[Colour]) -> None:
        """Four bands of interlaced waves between double lines."""
        left, top, right, bottom = margin, margin, self.width - margin, self.height - margin
        for strand in range(6):
            phase, colour = strand * math.pi / 3, colours[strand % len(colours)]
            for y in (top + band / 2, bottom - band / 2):
                self.rule(*[(x, y + _wave(x, band, phase)) for x in range(left, right, 3)], colour=colour, width=2)
            for x in (left + band / 2, right - band / 2):
                self.rule(*[(x + _wave(y, band, phase), y) for y in range(top, bottom, 3)], colour=colour, width=2)
        for inset in (-4, band + 4):
            box = (left + inset, top + inset, right - inset, bottom - inset)
            self.draw.rectangle(box, outline=colours[0], width=2)

    def roundel(self, x: float, y: float, radius: float) -> None:
        """A red disc with a golden rim and stars: stands for the emblem of state without copying it."""
        for share, colour in ((1.0, GOLD), (0.9, (226, 190, 92)), (0.8, RED)):
            size = radius * share
            self.draw.ellipse((x - size, y - size, x + size, y + size), fill=colour)
        self.draw.polygon(star(x, y - radius * 0.16, radius * 0.36), fill=(248, 214, 88))
        for place in range(4):
            angle = math.radians(35 + place * 36.7)
            small = star(
                x + math.cos(angle) * radius * 0.58, y + math.sin(angle) * radius * 0.5 + radius * 0.02, radius * 0.12
            )
            self.draw.polygon(small, fill=(248, 214, 88))

    def qr(self, x: int, y: int, size: int, content: str) -> None:
        """A QR code of `content`, about `size` pixels wide."""
        import segno

        rows = [bytes(row) for row in segno.make(content, error="m", micro=False).matrix]
        code = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows)).point(lambda dark: 0 if dark else 255)
        module = size // len(rows)
        side = module * len(rows)
        self.image.paste(code.resize((side, side), Image.Resampling.NEAREST).convert("RGB"), (x, y))

    def stamp(self, seal: Image.Image, x: float, y: float) -> None:
        """Print `seal` (red on white) centred at x, y; what is below shows through."""
        left, top = round(x - seal.width / 2), round(y - seal.height / 2)
        box = (left, top, left + seal.width, top + seal.height)
        self.image.paste(ImageChops.multiply(self.image.crop(box), seal), box)


def wrap(text: str, width: float, size: int) -> list[str]:
    """`text` cut into lines of at most `width`; a closing mark may hang over."""
    measure = font(size)
    lines, line, length = [], "", 0.0
    for letter in text:
        advance = measure.getlength(letter)
        if length + advance > width and letter not in _CLOSING:
            lines.append(line)
            line, length = "", 0.0
        line += letter
        length += advance
    return [*lines, line]


def star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """The corners of a five-pointed star with one point up."""
    corners = []
    for place in range(10):
        reach = radius if place % 2 == 0 else radius * 0.382
        angle = math.radians(place * 36 - 90)
        corners.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach))
    return corners


def _wave(at: float, band: int, phase: float) -> float:
    return math.sin(at * 2 * math.pi / (band * 1.6) + phase) * band * 0.46

"""What surrounds the text of certificates: woven borders, watermarks, an emblem that copies none, QR codes. Costly parts are kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import segno
from PIL import Image, ImageDraw

from benchmarks.papers.fonts import Face
from benchmarks.papers.ink import Colour, Sheet

_GOLD: Colour = (204, 158, 60)
_RED: Colour = (190, 28, 32)


def watermark(sheet: Sheet, text: str, size: float, colour: Colour, *, slant: int = 24) -> None:
    """`text` all over the page, slanting; call it first."""
    mask = _watermark(sheet.faces.label, text, sheet.px(size), sheet.image.size, slant)
    sheet.image.paste(colour, (0, 0), mask)


def woven_border(sheet: Sheet, margin: float, band: float, colours: Sequence[Colour], *, strands: int = 6) -> None:
    """Four bands of interlaced waves between double lines."""
    left, top, right, bottom = margin, margin, sheet.width - margin, sheet.height - margin
    step = 5
    for strand in range(strands):
        phase, colour = strand * 2 * math.pi / strands, colours[strand % len(colours)]
        for y in (top + band / 2, bottom - band / 2):
            xs = range(round(left), round(right), step)
            sheet.rule(*[(x, y + _wave(x, band, phase)) for x in xs], colour=colour, width=1.4)
        for x in (left + band / 2, right - band / 2):
            ys = range(round(top), round(bottom), step)
            sheet.rule(*[(x + _wave(y, band, phase), y) for y in ys], colour=colour, width=1.4)
    for inset in (-4, band + 4):
        sheet.frame((left + inset, top + inset, right - inset, bottom - inset), colour=colours[0])


def plain_border(sheet: Sheet, margin: float, colours: Sequence[Colour]) -> None:
    """Three nested frames with key-like corners."""
    for place, inset in enumerate((0, 10, 30)):
        box = (margin + inset, margin + inset, sheet.width - margin - inset, sheet.height - margin - inset)
        sheet.frame(box, colour=colours[place % len(colours)], width=(5, 2, 2)[place])
    for x in (margin + 10, sheet.width - margin - 70):
        for y in (margin + 10, sheet.height - margin - 70):
            for inset in (0, 12, 24):
                sheet.frame((x + inset, y + inset, x + 60 - inset, y + 60 - inset), colour=colours[-1], width=2)


def emblem(sheet: Sheet, x: float, y: float, radius: float) -> None:
    """A red disc with golden rim, stars and a gate: stands for the emblem of state without copying it."""
    for share, colour in ((1.0, _GOLD), (0.9, (226, 190, 92)), (0.8, _RED)):
        size = radius * share
        sheet.draw.ellipse(tuple(sheet.px(edge) for edge in (x - size, y - size, x + size, y + size)), fill=colour)
    for px, py, size in ((0, -0.2, 0.3), (-0.4, -0.02, 0.1), (-0.2, 0.12, 0.1), (0.2, 0.12, 0.1), (0.4, -0.02, 0.1)):
        corners = _star(x + px * radius, y + py * radius, size * radius)
        sheet.draw.polygon([(sheet.px(a), sheet.px(b)) for a, b in corners], fill=(248, 214, 88))
    sheet.frame((x - 0.4 * radius, y + 0.34 * radius, x + 0.4 * radius, y + 0.5 * radius), colour=_GOLD, fill=_GOLD)


def qr(sheet: Sheet, x: float, y: float, size: float, content: str) -> None:
    """A QR code of `content`, `size` units wide."""
    rows = [bytes(row) for row in segno.make(content, error="m", micro=False).matrix]
    code = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows)).point(lambda dark: 20 if dark else 255)
    side = sheet.px(size)
    sheet.image.paste(code.resize((side, side), Image.Resampling.NEAREST).convert("RGB"), (sheet.px(x), sheet.px(y)))


@lru_cache(maxsize=24)
def _watermark(face: Face, text: str, size: int, page: tuple[int, int], slant: int) -> Image.Image:
    step = round(size * (len(text) + 2))
    tile = Image.new("L", (step, round(size * 3.4)))
    ImageDraw.Draw(tile).text((size / 2, size), text, font=face.at(size), fill=255)
    side = round(math.hypot(*page))
    mask = Image.new("L", (side, side))
    for row, y in enumerate(range(0, side, tile.height)):
        for x in range(-(row % 2) * step // 2, side, step):
            mask.paste(tile, (x, y))
    left, top = (side - page[0]) // 2, (side - page[1]) // 2
    return mask.rotate(slant, resample=Image.Resampling.BILINEAR).crop((left, top, left + page[0], top + page[1]))


def _wave(at: float, band: float, phase: float) -> float:
    return math.sin(at * 2 * math.pi / (band * 1.6) + phase) * band * 0.46


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    corners = []
    for place in range(10):
        reach = radius if place % 2 == 0 else radius * 0.382
        angle = math.radians(place * 36 - 90)
        corners.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach))
    return corners

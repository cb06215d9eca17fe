"""Electronic receipts as PDF, one to three below each other on an A4 page: as one picture, or as text and lines (with a text layer)."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.papers.fonts import Face
from benchmarks.papers.ink import Box, Colour, Op, Sheet

DPI = 200
PAGE = (1654, 2339)
"""An A4 page at 200 dpi."""
_POINTS = 72 / DPI


def picture_page(sheets: Sequence[Sheet]) -> tuple[bytes, Mapping[str, Box]]:
    """The page as a picture in a PDF, and the boxes of the first slip in pixels of the page."""
    page = Image.new("RGB", PAGE, "white")
    for place, sheet in enumerate(sheets):
        factor, left, top = _slot(sheet, place)
        size = (round(sheet.image.width * factor), round(sheet.image.height * factor))
        page.paste(sheet.image.resize(size, Image.Resampling.LANCZOS), (round(left), round(top)))
    target, then = io.BytesIO(), time.gmtime(0)
    page.save(target, "PDF", resolution=DPI, creationDate=then, modDate=then, quality=88)
    return target.getvalue(), _boxes(sheets[0])


def vector_page(sheets: Sequence[Sheet]) -> tuple[bytes, Mapping[str, Box]]:
    """The page printed again as vectors with embedded fonts; only seals are pictures."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(PAGE[0] * _POINTS, PAGE[1] * _POINTS), invariant=1)
    for place, sheet in enumerate(sheets):
        factor, left, top = _slot(sheet, place)
        canvas.saveState()
        # Pixels of the sheet grow downwards, points of a PDF upwards.
        canvas.transform(factor * _POINTS, 0, 0, factor * _POINTS, left * _POINTS, (PAGE[1] - top) * _POINTS)
        for op in sheet.ops:
            _print(canvas, op)
        canvas.restoreState()
    canvas.save()
    return target.getvalue(), _boxes(sheets[0])


def _slot(sheet: Sheet, place: int) -> tuple[float, float, float]:
    """Factor, left and top of the slip in `place` on the page."""
    width, height = sheet.image.size
    factor = min((PAGE[0] - 60) / width, (PAGE[1] / 3 - 20) / height)
    return factor, (PAGE[0] - width * factor) / 2, place * PAGE[1] / 3 + 10


def _boxes(sheet: Sheet) -> Mapping[str, Box]:
    factor, left, top = _slot(sheet, 0)
    return {
        name: (x * factor + left, y * factor + top, right * factor + left, bottom * factor + top)
        for name, (x, y, right, bottom) in sheet.marks.items()
    }


def _print(canvas: Canvas, op: Op) -> None:
    kind, *rest = op
    print_as: dict[str, Callable[..., None]] = {
        "text": _text,
        "line": _line,
        "frame": _frame,
        "ring": _ring,
        "seal": _seal,
    }
    print_as[kind](canvas, *rest)


def _text(canvas: Canvas, x: float, base: float, text: str, face: Face, size: int, colour: Colour) -> None:
    canvas.setFillColorRGB(*(part / 255 for part in colour))
    canvas.setFont(_registered(face), size)
    canvas.drawString(x, -base, text)


def _line(canvas: Canvas, points: Sequence[tuple[int, int]], colour: Colour, width: int) -> None:
    canvas.setStrokeColorRGB(*(part / 255 for part in colour))
    canvas.setLineWidth(width)
    for (x, y), (right, bottom) in pairwise(points):
        canvas.line(x, -y, right, -bottom)


def _frame(canvas: Canvas, box: Box, colour: Colour, width: int, fill: Colour | None) -> None:
    canvas.setStrokeColorRGB(*(part / 255 for part in colour))
    canvas.setLineWidth(width)
    if fill:
        canvas.setFillColorRGB(*(part / 255 for part in fill))
    canvas.rect(box[0], -box[3], box[2] - box[0], box[3] - box[1], fill=int(fill is not None))


def _ring(canvas: Canvas, box: Box, colour: Colour, width: int) -> None:
    canvas.setStrokeColorRGB(*(part / 255 for part in colour))
    canvas.setLineWidth(width)
    canvas.ellipse(box[0], -box[3], box[2], -box[1])


def _seal(canvas: Canvas, left: int, top: int, seal: Image.Image) -> None:
    """White becomes transparent, so that print below shows through."""
    pixels: Any = np.asarray(seal)
    ink = 255 - pixels.min(axis=2)
    picture = Image.fromarray(np.dstack([pixels, ink]).astype(np.uint8), "RGBA")
    canvas.drawImage(ImageReader(picture), left, -top - seal.height, seal.width, seal.height, mask="auto")


def _registered(face: Face) -> str:
    name = f"{face.file.stem}-{face.index}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(face.file), subfontIndex=face.index))
    return name

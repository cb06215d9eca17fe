"""A stack of A4 pages to draw on, in millimetres from the top left corner. Refuses characters the fonts lack."""

from __future__ import annotations

import io
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from school_desk.adapters.printing.fonts import font_name, require_glyphs, text_width
from school_desk.adapters.printing.typesetting import LEADING, fit, wrap

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
A4_SHORT, A4_LONG = 210.0, 297.0

INK, MUTED, LINE, TINT, WHITE = (
    0.1,
    0.42,
    0.72,
    0.955,
    1.0,
)  # shades of grey: every paper may meet a black-and-white printer

_LOOSEST = 0.15  # a line is stretched to the margin by at most this share of its size between characters
_CENTRE_ABOVE_BASELINE = 0.38  # where the middle of a Chinese character lies, as a share of its size


class Align(Enum):
    """Where a text stands in its box."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class Box(NamedTuple):
    """A rectangle in millimetres from the top left corner of the page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def inset(self, across: float, down: float = 0.0) -> Box:
        """The box inside this one."""
        return Box(self.x + across, self.y + down, self.width - 2 * across, self.height - 2 * down)


class Sheet:
    """Draws one document. Set `who` before drawing what belongs to a person or enterprise: errors name them."""

    def __init__(self, title: str, author: str, made_on: date, *, landscape: bool = False) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.width, self.height = (A4_LONG, A4_SHORT) if landscape else (A4_SHORT, A4_LONG)
        self.who = title
        self._buffer = io.BytesIO()
        # invariant: no clock and no random number in the file, so that the same values give the same bytes
        self._canvas: Canvas = Canvas(self._buffer, (self.width * MM, self.height * MM), invariant=1, lang="zh-CN")
        self._canvas.setTitle(title)
        self._canvas.setSubject(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("School Desk")
        self._canvas.setDateFormatter(lambda *_: f"D:{made_on:%Y%m%d}000000+08'00'")

    def next_page(self) -> None:
        """Ends the page and begins another."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Ends the last page and returns the PDF."""
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def write(
        self,
        box: Box,
        text: str,
        size: float,
        *,
        bold: bool = False,
        align: Align = Align.LEFT,
        shade: float = INK,
        from_top: bool = False,
    ) -> None:
        """Sets `text` in `box` at `size` points, or smaller and in several lines where it must; in mid-height as a rule."""
        require_glyphs(text.replace("\n", ""), self.who)
        fitted = fit(text, box.width * MM, box.height * MM, size, bold=bold)
        step = fitted.size * LEADING / MM
        middle = box.y + (step if from_top else box.height - step * (len(fitted.lines) - 1)) / 2
        for row, line in enumerate(fitted.lines):
            spare = box.width - text_width(line, fitted.size, bold=bold) / MM
            self._line(box.x + spare * align.value, middle + row * step, line, fitted.size, bold, shade)

    def spread(
        self, box: Box, text: str, size: float, gap: float, *, bold: bool = True, align: Align = Align.CENTRE
    ) -> None:
        """Sets one line with `gap` points between the characters, for titles and codes; narrower where the box is."""
        require_glyphs(text, self.who)
        wide = text_width(text, size, bold=bold) + gap * (len(text) - 1)
        scale = min(1.0, box.width * MM / wide)
        spare = box.width - wide * scale / MM
        middle = box.y + box.height / 2
        self._line(box.x + spare * align.value, middle, text, size * scale, bold, INK, gap * scale)

    def paragraph(
        self, box: Box, text: str, size: float, *, leading: float = 1.75, bold: bool = False, shade: float = INK
    ) -> float:
        """Sets justified lines from the top of `box`, of whose height it takes no notice. Returns where they end."""
        require_glyphs(text, self.who)
        step = size * leading / MM
        lines = wrap(text, box.width * MM, size, bold=bold)
        for row, line in enumerate(lines):
            spare = box.width * MM - text_width(line, size, bold=bold)
            gap = spare / max(1, len(line) - 1)
            if row == len(lines) - 1 or gap > size * _LOOSEST:
                gap = 0.0
            self._line(box.x, box.y + step * (row + 0.5), line, size, bold, shade, gap)
        return box.y + step * len(lines)

    def rule(
        self, start: tuple[float, float], end: tuple[float, float], weight: float = 0.5, *, shade: float = LINE
    ) -> None:
        """A straight line `weight` points thick."""
        self._canvas.setStrokeGray(shade)
        self._canvas.setLineWidth(weight)
        self._canvas.line(start[0] * MM, self._up(start[1]), end[0] * MM, self._up(end[1]))

    def dashes(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A dashed line to cut along."""
        self._canvas.setDash(2, 3)
        self.rule(start, end, 0.4)
        self._canvas.setDash()

    def frame(
        self, box: Box, weight: float = 0.5, *, shade: float = LINE, fill: float | None = None, radius: float = 0
    ) -> None:
        """A rectangle with a line `weight` points thick (0 = none) around it, filled when `fill` names a shade."""
        self._canvas.setStrokeGray(shade)
        self._canvas.setLineWidth(weight)
        if fill is not None:
            self._canvas.setFillGray(fill)
        x, y, wide, high = box.x * MM, self._up(box.bottom), box.width * MM, box.height * MM
        self._canvas.roundRect(x, y, wide, high, radius * MM, stroke=int(weight > 0), fill=int(fill is not None))

    def picture(self, box: Box, jpeg: bytes) -> None:
        """A picture as large as `box` allows, in its middle, undistorted."""
        from reportlab.lib.utils import ImageReader

        x, y, wide, high = box.x * MM, self._up(box.bottom), box.width * MM, box.height * MM
        self._canvas.drawImage(ImageReader(io.BytesIO(jpeg)), x, y, wide, high, preserveAspectRatio=True)

    def squares(self, box: Box, matrix: tuple[tuple[bool, ...], ...]) -> None:
        """A QR code: the dark squares of `matrix` fill `box`, which must have white around it."""
        side = box.width * MM / len(matrix)
        path = self._canvas.beginPath()
        top = self._up(box.y)
        for row, cells in enumerate(matrix):
            for column, length in _runs(cells):
                path.rect(box.x * MM + column * side, top - (row + 1) * side, length * side, side)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _line(
        self, x: float, middle: float, text: str, size: float, bold: bool, shade: float, gap: float = 0.0
    ) -> None:
        self._canvas.setFillGray(shade)
        self._canvas.setFont(font_name(bold=bold), size)
        self._canvas.drawString(x * MM, self._up(middle) - size * _CENTRE_ABOVE_BASELINE, text, charSpace=gap)

    def _up(self, y: float) -> float:
        """Points from the bottom of the page, as PDF counts."""
        return (self.height - y) * MM


def _runs(cells: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Start and length of each run of dark cells: fewer, seamless rectangles."""
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(cells):
        if dark and runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((column, 1))
    return runs

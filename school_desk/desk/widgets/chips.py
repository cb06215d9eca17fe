"""Status chips: a glyph, a word and a colour together, so that nobody depends on the colour; and the small count pill.

    Chip("待审核", Tone.WARN, glyph="half")      value; glyph "" takes the tone's own
    ChipLabel(chip=None, parent=None)           the chip as a widget; set_chip(chip)
    paint_chip(painter, rect, chip, *, outlined=False)    for delegates: drawn at the left of `rect`, vertically centred
    chip_width(chip) -> int · paint_glyph(painter, name, rect, ink) · paint_count(painter, right, middle, count, tone) -> int

Glyphs: circle ○, half ◐, dot ●, check ✓, cross ✕, warn ⚠, yuan ¥, clock, pause, arrow →. They are drawn, not typed: no font can lack them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import colour, font, tokens

HEIGHT = 22
_PAD, _GLYPH, _BETWEEN = 8, 12, 5
_OWN_GLYPH = {Tone.NEUTRAL: "circle", Tone.INFO: "dot", Tone.WARN: "half", Tone.GOOD: "check", Tone.BAD: "cross"}


@dataclass(frozen=True, slots=True)
class Chip:
    """What a chip says. `glyph` empty means the tone's own."""

    text: str
    tone: Tone = Tone.NEUTRAL
    glyph: str = ""

    @property
    def sign(self) -> str:
        return self.glyph or _OWN_GLYPH[self.tone]


@lru_cache(maxsize=2048)
def chip_width(chip: Chip) -> int:
    """Device-independent pixels the whole chip takes."""
    return 2 * _PAD + _GLYPH + _BETWEEN + QFontMetrics(font()).horizontalAdvance(chip.text)


def paint_chip(painter: QPainter, rect: QRect, chip: Chip, *, outlined: bool = False) -> None:
    """Draw `chip` at the left of `rect`, vertically centred, elided if need be; `outlined` on a coloured ground."""
    colours = tokens().tones[chip.tone]
    pill = QRect(rect.left(), rect.center().y() - HEIGHT // 2 + 1, min(chip_width(chip), rect.width()), HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colour(colours.edge) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(colour(colours.fill))
    painter.drawRoundedRect(
        pill.toRectF().adjusted(0.5, 0.5, -0.5, -0.5) if outlined else pill.toRectF(), HEIGHT / 2, HEIGHT / 2
    )
    glyph = QRect(pill.left() + _PAD, pill.center().y() - _GLYPH // 2 + 1, _GLYPH, _GLYPH)
    paint_glyph(painter, chip.sign, glyph, colour(colours.ink))
    words = pill.adjusted(_PAD + _GLYPH + _BETWEEN, 0, -_PAD + 2, 0)
    painter.setFont(font())
    painter.setPen(colour(colours.ink))
    text = painter.fontMetrics().elidedText(chip.text, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


def paint_glyph(painter: QPainter, name: str, rect: QRect, ink: QColor) -> None:
    """Draw the glyph as large as `rect`. Raises KeyError for a name that is none."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 12, rect.height() / 12)
    painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _GLYPHS[name](painter, ink)
    painter.restore()


def count_width(count: int) -> int:
    """Device-independent pixels the pill of a count takes."""
    return max(22, QFontMetrics(font("caption")).horizontalAdvance(_count_words(count)) + 14)


def _count_words(count: int) -> str:
    return "9999+" if count > 9999 else str(count)


def paint_count(painter: QPainter, right: int, middle: int, count: int, tone: Tone = Tone.NEUTRAL) -> int:
    """Draw the pill of a count that ends at x = `right`, centred on y = `middle`; gives back its left end. Over 9,999 it says "9999+"."""
    colours = tokens().tones[tone]
    painter.save()
    painter.setFont(font("caption"))
    width = count_width(count)
    pill = QRect(right - width, middle - 10, width, 20)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(colours.fill))
    painter.drawRoundedRect(pill, 10, 10)
    painter.setPen(colour(colours.ink))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, _count_words(count))
    painter.restore()
    return pill.left()


class ChipLabel(QWidget):
    """A chip standing by itself; takes no room while it has none."""

    def __init__(self, chip: Chip | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip: Chip | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_chip(chip)

    def set_chip(self, chip: Chip | None) -> None:
        self._chip = chip
        if chip is None or self.parentWidget() is not None:  # without a place yet it would flash a window of its own
            self.setVisible(chip is not None)
        self.setAccessibleName(chip.text if chip else "")
        self.updateGeometry()
        self.update()

    def chip(self) -> Chip | None:
        return self._chip

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._chip) if self._chip else 0, HEIGHT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chip:
            paint_chip(QPainter(self), self.rect(), self._chip)


def _lines(*chains: tuple[tuple[float, float], ...]) -> Callable[[QPainter, QColor], None]:
    def draw(painter: QPainter, ink: QColor) -> None:
        for chain in chains:
            painter.drawPolyline([QPointF(x, y) for x, y in chain])

    return draw


def _circle(painter: QPainter, ink: QColor) -> None:
    painter.drawEllipse(QPointF(6, 6), 4.6, 4.6)


def _half(painter: QPainter, ink: QColor) -> None:
    _circle(painter, ink)
    path = QPainterPath(QPointF(6, 6))
    path.arcTo(QRectF(1.4, 1.4, 9.2, 9.2), 90, 180)
    painter.fillPath(path, ink)


def _dot(painter: QPainter, ink: QColor) -> None:
    painter.setBrush(ink)
    painter.drawEllipse(QPointF(6, 6), 2.6, 2.6)


def _warn(painter: QPainter, ink: QColor) -> None:
    painter.drawPolygon([QPointF(6, 1.6), QPointF(11.2, 10.6), QPointF(0.8, 10.6)])
    _lines(((6, 5.0), (6, 7.2)), ((6, 9.0), (6, 9.05)))(painter, ink)


def _clock(painter: QPainter, ink: QColor) -> None:
    _circle(painter, ink)
    _lines(((6, 3.6), (6, 6.2), (7.8, 7.2)))(painter, ink)


_GLYPHS: dict[str, Callable[[QPainter, QColor], None]] = {
    "circle": _circle,
    "half": _half,
    "dot": _dot,
    "warn": _warn,
    "clock": _clock,
    "check": _lines(((2, 6.6), (4.8, 9.2), (10, 3.2))),
    "cross": _lines(((2.6, 2.6), (9.4, 9.4)), ((9.4, 2.6), (2.6, 9.4))),
    "yuan": _lines(
        ((2.6, 1.6), (6, 5.8), (9.4, 1.6)), ((6, 5.8), (6, 10.6)), ((3, 6.4), (9, 6.4)), ((3, 8.6), (9, 8.6))
    ),
    "pause": _lines(((4, 2.6), (4, 9.4)), ((8, 2.6), (8, 9.4))),
    "arrow": _lines(((1.6, 6), (10.4, 6)), ((6.8, 2.6), (10.4, 6), (6.8, 9.4))),
}

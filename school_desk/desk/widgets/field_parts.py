"""What unfolds beneath a field: the place on the photo, enlarged, and the other values that it may have, with their numbers.

CropView(name)                        set_image(QImage or None)
ChoiceLine(number, value, whence, shown) signal chosen(number): click; the characters that differ from `shown` are marked
OriginalLine()                        set_values(original, value): what stood there before it was repaired; hidden while there is nothing
differing("甲乙丙", "甲乙丁") -> [(2, 1)]    start and length in the first text
"""

from __future__ import annotations

from difflib import SequenceMatcher

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import colour, font, tokens

_HIGHEST, _HIGHEST_OF_A_SEAL, _MOST_ENLARGED = 76, 132, 2.0
_KEY, _GAP, _EDGE = 20, 8, 5


class CropView(QWidget):
    """As wide as the card, a line at most 76 px high; small print is enlarged up to twice."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._image = QImage()
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_image(self, image: QImage | None) -> None:
        """A null image leaves the room to the others."""
        self._image = QImage() if image is None else image
        self.updateGeometry()
        self.update()

    def image(self) -> QImage:
        return self._image

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(120, self.width())))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return 0 if self._image.isNull() else self._fitted(width).height() + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter, size = QPainter(self), self._fitted(self.width())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRect(1, 1, size.width(), size.height())
        ratio = self.devicePixelRatioF()
        shrunk = self._image.scaled(
            round(size.width() * ratio),
            round(size.height() * ratio),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(place, shrunk)
        painter.setPen(colour(tokens().line))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def _fitted(self, width: int) -> QSize:
        wide, high = self._image.width(), self._image.height()
        highest = _HIGHEST if wide > 2 * high else _HIGHEST_OF_A_SEAL
        scale = min(_MOST_ENLARGED, max(1, width - 2) / wide, highest / high)
        return QSize(max(1, round(wide * scale)), max(1, round(high * scale)))


def differing(text: str, other: str) -> list[tuple[int, int]]:
    """Start and length of what `text` has and `other` has not."""
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    return [(i, j - i) for kind, i, j, _, _ in matcher.get_opcodes() if kind in ("replace", "delete")]


class MarkedText:
    """Text over as many lines as it needs, what differs from another text in bold and underlined."""

    def __init__(self, text: str, other: str, face: QFont) -> None:
        self._layout = QTextLayout(text, face)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._layout.setTextOption(option)
        mark = QTextCharFormat()
        mark.setFontWeight(QFont.Weight.Bold)
        mark.setFontUnderline(True)
        # Where nearly nothing is alike, marking all of it would say nothing.
        marks = differing(text, other) if SequenceMatcher(None, text, other, autojunk=False).ratio() > 0.5 else []
        ranges = []
        for start, length in marks:
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = start, length, mark
            ranges.append(part)
        self._layout.setFormats(ranges)

    def height_for(self, width: int) -> int:
        """Lays the text out; pixels."""
        top = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(20, width))
            line.setPosition(QPointF(0, top))
            top += line.height()
        self._layout.endLayout()
        return round(top + 0.5)

    def draw(self, painter: QPainter, left: int, top: int) -> None:
        """As it was laid out last, in the painter's colour."""
        self._layout.draw(painter, QPointF(left, top))


class ChoiceLine(QAbstractButton):
    """A number as on a key, a value, and where it comes from. Taken by its number or with the mouse: Tab passes it by."""

    chosen = Signal(int)

    def __init__(self, number: int, value: str, whence: str, shown: str) -> None:
        super().__init__()
        self._number, self._whence = number, whence
        self._value = MarkedText(value, shown, font())
        self.setText(value)
        self.setAccessibleName(f"采用 {value}")
        self.setAccessibleDescription(whence)
        self.setToolTip(f"{whence}：{value}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self._tell)

    def whence(self) -> str:
        return self._whence

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(120, self.width())))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(24, self._value.height_for(self._room(width)) + 2 * _EDGE)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, chosen = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(chosen.hover))
            painter.drawRoundedRect(self.rect().toRectF(), 4, 4)
        high = self._value.height_for(self._room(self.width()))
        top = max(_EDGE, (self.height() - high) // 2)
        first = QFontMetrics(font()).height()
        self._paint_key(painter, QRectF(2, top + (first - _KEY) / 2 + 0.5, _KEY, _KEY))
        painter.setPen(colour(chosen.text))
        self._value.draw(painter, _KEY + _GAP, top)
        painter.setFont(font("caption"))
        painter.setPen(colour(chosen.sub))
        place = QRect(0, top, self.width() - 4, first)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._whence)

    def _tell(self) -> None:
        self.chosen.emit(self._number)

    def _paint_key(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(colour(tokens().edge))
        painter.setBrush(colour(tokens().surface))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(font("caption"))
        painter.setPen(colour(tokens().sub))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _room(self, width: int) -> int:
        return width - _KEY - 2 * _GAP - QFontMetrics(font("caption")).horizontalAdvance(self._whence) - 4


class OriginalLine(QWidget):
    """ "识别原文 9133…5E": the characters that were put right are marked."""

    def __init__(self) -> None:
        super().__init__()
        self._text = MarkedText("", "", font("caption"))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def set_values(self, original: str, value: str) -> None:
        """What was read, and what was made of it."""
        self._text = MarkedText(original, value, font("caption"))
        self.setAccessibleName(f"识别原文 {original}" if original else "")
        self.setToolTip(f"识别原文：{original}，修正为：{value}" if original else "")
        self.setVisible(bool(original))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(120, self.width())))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._text.height_for(width - self._word_width()) + 4

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._text.height_for(self.width() - self._word_width())
        painter.setFont(font("caption"))
        painter.setPen(colour(tokens().sub))
        painter.drawText(
            QRect(0, 2, self._word_width(), QFontMetrics(font("caption")).height()),
            Qt.AlignmentFlag.AlignLeft,
            "识别原文",
        )
        painter.setPen(colour(tokens().tones[Tone.WARN].ink))
        self._text.draw(painter, self._word_width(), 2)

    def _word_width(self) -> int:
        return QFontMetrics(font("caption")).horizontalAdvance("识别原文") + _GAP

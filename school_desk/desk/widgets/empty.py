"""What stands where there is nothing yet: the next step in words with its one button; or grey rows while the first are read.

EmptyState(icon, title, sentence="", button="", parent=None)     signal action_requested(); set_words(...); .button; has_button()
LoadingRows(row_height=34, parent=None)
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from school_desk.desk.icons import paint_icon
from school_desk.desk.theme import GAP_M, GAP_S, GAP_XL, colour, tokens
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.texts import heading, sub

_WORDS_WIDTH, _LEAST_WIDTH = 420, 240


class EmptyState(QWidget):
    """Icon, title, sentence, at most one button; in the middle of the room it gets."""

    action_requested = Signal()

    def __init__(
        self, icon: str, title: str, sentence: str = "", button: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = _Picture()
        self._title = heading("")
        self._sentence = sub("", wrap=True)
        self.button = action_button("", primary=True)
        self.button.clicked.connect(self.action_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_XL, GAP_XL, GAP_XL, GAP_XL)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(GAP_M)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(GAP_S)
        column.addSpacing(GAP_S)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.setMinimumWidth(_LEAST_WIDTH)  # the sentence follows the room, it does not claim it
        self.set_words(icon, title, sentence, button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sentence()

    def set_words(self, icon: str, title: str, sentence: str = "", button: str = "") -> None:
        self._picture.set_icon(icon)
        self._title.setText(title)
        self._sentence.setText(sentence)
        # A label that wraps and is centred gets the height of one line from its layout.
        self._fit_sentence()
        self._sentence.setVisible(bool(sentence))
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.setVisible(bool(button))

    def _fit_sentence(self) -> None:
        width = max(_LEAST_WIDTH, min(_WORDS_WIDTH + 2 * GAP_XL, self.width())) - 2 * GAP_XL
        self._sentence.setMinimumWidth(0)  # a label answers for no width below its least one
        self._sentence.setFixedSize(width, max(0, self._sentence.heightForWidth(width)))

    def has_button(self) -> bool:
        return bool(self.button.text())


class _Picture(QLabel):
    """The icon in a soft round."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = "inbox"
        self.setFixedSize(64, 64)

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(tokens().select))
        painter.drawEllipse(self.rect())
        paint_icon(painter, self._icon, QRect(18, 18, 28, 28), tokens().primary)


class LoadingRows(QWidget):
    """Still grey bars where rows will stand: says "coming" without moving."""

    _BARS = (0.12, 0.1, 0.3, 0.1, 0.08, 0.12)

    def __init__(self, row_height: int = 34, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_height = row_height
        self.setAccessibleName("正在读取")
        label = QLabel("正在读取…", self)
        label.setProperty("role", "sub")
        label.move(10, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for row in range(1, self.height() // self._row_height):
            top, left = row * self._row_height, 10
            painter.setBrush(colour(tokens().line))
            painter.setOpacity(max(0.0, 0.9 - row * 0.08))
            for place, part in enumerate(self._BARS):
                width = round((part - 0.02 * ((row + place) % 3)) * self.width())
                painter.drawRoundedRect(left, top + self._row_height // 2 - 5, width, 10, 5, 5)
                left += round((part + 0.03) * self.width())

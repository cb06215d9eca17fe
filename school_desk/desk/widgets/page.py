"""Parts of a page: cards, and notices with a tone. The frame around them is desk.page.PageFrame.

Card(title="", parent=None, *, margin=16)        a surface with a hairline; fill .column, its QVBoxLayout
Notice(tone, sentence, button="", parent=None)   signal action_requested(); set_words(tone, sentence, button=""); hidden while empty
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, RADIUS, colour, tokens
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import paint_glyph
from school_desk.desk.widgets.texts import body, heading

_GLYPHS = {Tone.NEUTRAL: "dot", Tone.INFO: "dot", Tone.WARN: "warn", Tone.GOOD: "check", Tone.BAD: "cross"}


class Card(QFrame):
    """A surface with a hairline; fill `column`."""

    def __init__(self, title_text: str = "", parent: QWidget | None = None, *, margin: int = GAP_L) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(GAP_M)
        if title_text:
            self.column.addWidget(heading(title_text))


class Notice(QWidget):
    """A sentence in a coloured strip, with at most one button; takes no room while it has nothing to say."""

    action_requested = Signal()

    def __init__(
        self, tone: Tone = Tone.INFO, sentence: str = "", button: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self._sentence = body("", wrap=True)
        self._button = action_button("", role="link")
        self._button.clicked.connect(self.action_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(36, GAP_S, GAP_S, GAP_S)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        self.set_words(tone, sentence, button)

    def set_words(self, tone: Tone, sentence: str, button: str = "") -> None:
        """An empty sentence hides the notice."""
        self._tone = tone
        self._sentence.setText(sentence)
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(sentence)
        if not sentence or self.parentWidget() is not None:  # without a place yet it would flash a window of its own
            self.setVisible(bool(sentence))
        self.update()

    def words(self) -> str:
        return self._sentence.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), tokens().tones[self._tone]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour(colours.edge))
        painter.setBrush(colour(colours.fill))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        words = self._sentence.geometry()
        first_line = (
            words.center().y()
            - (self._sentence.heightForWidth(words.width()) - self._sentence.fontMetrics().height()) // 2
        )
        paint_glyph(painter, _GLYPHS[self._tone], QRect(13, first_line - 6, 14, 14), colour(colours.ink))

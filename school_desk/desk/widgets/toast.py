"""Toasts: what was just done, with 撤销; what went wrong, in words. One at a time, in a strip of their own: they cover nothing.

    ToastStrip(words=None, parent=None)        the foot of a window; `words` (its status line) stands there while no toast does
    Toasts(strip, *, hold_ms=6000, own_shortcut=True)
    say(message, undo=None)      done; `undo` is called by 撤销 or Ctrl+Z; goes away by itself (not while the mouse is on it)
    fail(message, detail="")     stays until closed (Esc); errors go before waiting messages
    undo_now() -> bool           for the window's own Ctrl+Z (then own_shortcut=False); False when nothing can be taken back
    close_shown() · shown_message() -> str · waiting() -> int

In a text field Ctrl+Z stays the field's own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import CARD_RADIUS, GAP_M, GAP_S, GAP_XL, GAP_XS, colour, tokens
from school_desk.desk.widgets.buttons import action_button, tool_button
from school_desk.desk.widgets.chips import paint_glyph
from school_desk.desk.widgets.texts import body, caption

_GLYPH_ROOM = 44
# A toast of two lines has room in it: only a longer one makes the page give way.
_STRIP = 52


@dataclass(frozen=True, slots=True)
class _Message:
    text: str
    detail: str
    tone: Tone
    undo: Callable[[], object] | None


class ToastStrip(QWidget):
    """See the module's docstring."""

    def __init__(self, words: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words or QWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words)
        self.give_way(0)

    def give_way(self, height: int) -> None:
        """As high as a toast of this height needs, and without words; 0: as it is without a toast."""
        self.setFixedHeight(max(_STRIP, height))
        self._words.setVisible(not height)


class Toasts(QObject):
    """See the module's docstring."""

    def __init__(self, strip: ToastStrip, *, hold_ms: int = 6000, own_shortcut: bool = True) -> None:
        window = strip.window()
        super().__init__(window)
        self._waiting: deque[_Message] = deque()
        self._shown: _Message | None = None
        self._strip = strip
        self._card = _Card(window)
        self._card.undo_button.clicked.connect(self.undo_now)
        self._card.close_button.clicked.connect(self.close_shown)
        self._timer = QTimer(self, singleShot=True, interval=hold_ms)
        self._timer.timeout.connect(self.close_shown)
        self._undo_keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), window, self.undo_now)
        self._close_keys = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, self.close_shown)
        for keys in (self._undo_keys, self._close_keys):
            keys.setEnabled(False)
        self._owns_shortcut = own_shortcut
        strip.installEventFilter(self)
        self._card.hovered.connect(self._hovered)

    def say(self, message: str, undo: Callable[[], object] | None = None) -> None:
        """Something was done. A newer message takes the place of an older one that is not an error."""
        self._waiting.append(_Message(message, "", Tone.GOOD, undo))
        if self._shown is None or self._shown.tone is not Tone.BAD:
            self._show_next()

    def fail(self, message: str, detail: str = "") -> None:
        """Something did not go: what, where and how to go on."""
        self._waiting.appendleft(_Message(message, detail, Tone.BAD, None))
        if self._shown is None or self._shown.tone is not Tone.BAD:
            self._show_next()

    def undo_now(self) -> bool:
        """Take back what the shown message tells of."""
        if self._shown is None or self._shown.undo is None:
            return False
        undo = self._shown.undo
        self.close_shown()
        undo()
        return True

    def close_shown(self) -> None:
        self._shown = None
        self._show_next()

    def shown_message(self) -> str:
        return self._shown.text if self._shown else ""

    def waiting(self) -> int:
        return len(self._waiting)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._card.stand_in(self._strip)
        return False

    def _hovered(self, inside: bool) -> None:
        if inside:
            self._timer.stop()
        elif self._shown is not None and self._shown.tone is not Tone.BAD:
            self._timer.start()

    def _show_next(self) -> None:
        self._timer.stop()
        self._shown = self._waiting.popleft() if self._waiting else None
        can_undo = self._shown is not None and self._shown.undo is not None
        self._undo_keys.setEnabled(can_undo and self._owns_shortcut)
        self._close_keys.setEnabled(self._shown is not None and self._shown.tone is Tone.BAD)
        if self._shown is None:
            self._card.hide()
            self._strip.give_way(0)
            return
        self._card.tell(self._shown)
        self._card.show()
        self._card.stand_in(self._strip)
        self._card.raise_()
        if self._shown.tone is not Tone.BAD:
            self._timer.start()


class _Card(QFrame):
    """The little sheet itself."""

    hovered = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tone = Tone.GOOD
        self._message = body("", wrap=True)
        self._detail = caption("", wrap=True)
        self.undo_button = action_button("撤销 Ctrl+Z", role="link")
        self.close_button = tool_button("close", "关闭提示")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._message)
        words.addWidget(self._detail)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(_GLYPH_ROOM, GAP_XS, GAP_S, GAP_XS)
        row.setSpacing(GAP_M)
        row.addLayout(words, 1)
        row.addWidget(self.undo_button)
        row.addWidget(self.close_button)
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.hovered.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(False)

    def tell(self, message: _Message) -> None:
        self._tone = message.tone
        self._message.setText(message.text)
        self._detail.setText(message.detail)
        self._detail.setVisible(bool(message.detail))
        self.undo_button.setVisible(message.undo is not None)
        self.setAccessibleName(message.text)

    def stand_in(self, strip: ToastStrip) -> None:
        """In the middle of the strip, as wide as the words need; a strip too low for them grows, and the page gives way."""
        if self.isHidden():
            return
        longest = max(_natural_width(label) for label in (self._message, self._detail))
        buttons = sum(
            b.sizeHint().width() + GAP_M for b in (self.undo_button, self.close_button) if b.isVisibleTo(self)
        )
        width = min(strip.width() - 2 * GAP_XL, _GLYPH_ROOM + longest + buttons + GAP_S)
        height = max(self._row.heightForWidth(width), self._row.minimumSize().height())
        strip.give_way(height + GAP_S)
        corner = strip.mapTo(self._window, QPoint((strip.width() - width) // 2, strip.height() - height - GAP_S))
        self.setGeometry(QRect(corner, QSize(width, height)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, chosen = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour(chosen.tones[self._tone].edge if self._tone is Tone.BAD else chosen.edge))
        painter.setBrush(colour(chosen.raised))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        colours, round_ = chosen.tones[self._tone], QRect(12, self.height() // 2 - 11, 22, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(colours.fill))
        painter.drawEllipse(round_)
        paint_glyph(
            painter, "check" if self._tone is Tone.GOOD else "cross", round_.adjusted(5, 5, -5, -5), colour(colours.ink)
        )


def _natural_width(label: QLabel) -> int:
    return max((label.fontMetrics().horizontalAdvance(line) for line in label.text().splitlines()), default=0) + 4

"""The part of a photo view in which a person draws a box around what is to be read again, with the mouse or with keys.

RegionView(parent=None)      offer_regions() · start_drawing(words, first=QRectF()) · stop_drawing() · is_drawing() · is_waiting() · region()
signals: drawing_requested() B, or Shift and dragging: whoever offers regions calls `start_drawing` · region_drawn(QRect) pixels of the picture;
the box stays until `stop_drawing` · drawing_ended() by Esc, also while what was drawn is being read

Keys while drawing: arrows move the box, Shift and arrows size it, Enter has it read, Esc ends.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsView, QWidget

from school_desk.desk.colours import LIGHT
from school_desk.desk.theme import colour, font, tokens

_READING = "正在识别框里的文字…　Esc 取消"
_STEP, _LEAST = 6, 6
_MOVES = {
    Qt.Key.Key_Left: (-_STEP, 0),
    Qt.Key.Key_Right: (_STEP, 0),
    Qt.Key.Key_Up: (0, -_STEP),
    Qt.Key.Key_Down: (0, _STEP),
}


class RegionView(QGraphicsView):
    """See the module's docstring."""

    drawing_requested = Signal()
    region_drawn = Signal(QRect)
    drawing_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers, self._task, self._waits = False, "", False
        self._from: QPointF | None = None
        self._first = QRectF()
        self._frame = QGraphicsRectItem()
        pen = QPen(QColor(LIGHT.primary), 2, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self._frame.setPen(pen)
        self._frame.setZValue(3)

    def offer_regions(self) -> None:
        """Boxes may be drawn here."""
        self._offers = True

    def request_region(self) -> None:
        """As B does: asks whoever offers regions to begin."""
        if self._offers and not self._task:
            self.drawing_requested.emit()

    def start_drawing(self, words: str, first: QRectF | None = None) -> None:
        """Begins; `words` say what to frame, `first` is where the keys begin (the middle of what is seen, when there is none)."""
        self._task, self._waits, self._from = words, False, None
        self._frame.setRect(QRectF())
        self._first = self._middle() if first is None or first.isEmpty() else first
        self.scene().addItem(self._frame)
        self.setDragMode(QGraphicsView.DragMode.NoDrag)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleDescription(words)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.viewport().update()

    def stop_drawing(self) -> None:
        """Takes the box away; does nothing when none is drawn."""
        if not self._task:
            return
        self._task, self._waits, self._from = "", False, None
        self.scene().removeItem(self._frame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setAccessibleDescription("")
        self.viewport().update()

    def is_drawing(self) -> bool:
        """Whether a box is being drawn or read."""
        return bool(self._task)

    def is_waiting(self) -> bool:
        """Whether what was drawn is being read."""
        return self._waits

    def region(self) -> QRect:
        """The box as it is now, in pixels of the picture."""
        return self._frame.rect().toAlignedRect()

    # events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not self._task:
            if event.key() == Qt.Key.Key_B and not held and self._offers:
                self.request_region()
            else:
                super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.stop_drawing()
            self.drawing_ended.emit()
        elif not self._waits and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._finish()
        elif not self._waits and event.key() in _MOVES:
            self._move(*_MOVES[Qt.Key(event.key())], sizes=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() is Qt.MouseButton.LeftButton
        if left and not self._task and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.request_region()
        if left and self._task and not self._waits:
            self._from = self.mapToScene(event.position().toPoint())
            self._frame.setRect(QRectF(self._from, self._from))
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            super().mouseMoveEvent(event)
            if self._task and not self._waits:  # over a field's box the scene would take its hand
                self.viewport().setCursor(Qt.CursorShape.CrossCursor)
            return
        here = self.mapToScene(event.position().toPoint())
        self._set(QRectF(self._from, here).normalized())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            super().mouseReleaseEvent(event)
            return
        self._from = None
        self._finish()

    def paint_words(self, painter: QPainter) -> None:
        """What to do, at the foot of what is seen; the subclass calls it when all else is painted."""
        if not self._task:
            return
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font())
        room = self.viewport().rect().adjusted(12, 12, -12, -12)
        wanted = painter.fontMetrics().boundingRect(
            room.adjusted(12, 0, -12, 0), Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._shown_task()
        )
        pill = QRect(0, 0, wanted.width() + 24, wanted.height() + 14)
        pill.moveCenter(room.center())
        pill.moveBottom(room.bottom())
        painter.setPen(colour(tokens().line))
        painter.setBrush(colour(tokens().raised))
        painter.drawRoundedRect(pill.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(colour(tokens().text))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(pill.adjusted(12, 0, -12, 0), flags, self._shown_task())
        painter.restore()

    # inside

    def _shown_task(self) -> str:
        return _READING if self._waits else self._task

    def _middle(self) -> QRectF:
        """A line's worth in the middle of what is seen."""
        seen = self.mapToScene(self.viewport().rect()).boundingRect() & self.sceneRect()
        width, height = seen.width() / 3, seen.height() / 16
        return QRectF(seen.center().x() - width / 2, seen.center().y() - height / 2, width, height)

    def _move(self, right: int, down: int, *, sizes: bool) -> None:
        """In the directions that the person sees, also on a turned view."""
        there, back = self.transform(), self.transform().inverted()[0]
        if self._frame.rect().isEmpty():
            self._set(self._first)
            return
        seen = there.mapRect(self._frame.rect())
        moved = seen.adjusted(0, 0, right, down) if sizes else seen.translated(right, down)
        if moved.width() >= _LEAST and moved.height() >= _LEAST:
            self._set(back.mapRect(moved))
            self.ensureVisible(self._frame, 20, 20)
            self.viewport().update()

    def _set(self, rect: QRectF) -> None:
        self._frame.setRect(rect & self.sceneRect())
        self.viewport().update()

    def _finish(self) -> None:
        """A mere click or an empty box is none; the person goes on drawing."""
        seen = self.transform().mapRect(self._frame.rect())
        if seen.width() < _LEAST or seen.height() < _LEAST:
            self._frame.setRect(QRectF())
            self.viewport().update()
            return
        self._waits = True
        self.viewport().setCursor(Qt.CursorShape.BusyCursor)
        self.viewport().update()
        self.region_drawn.emit(self.region())

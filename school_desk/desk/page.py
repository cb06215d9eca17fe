"""The frame that list screens share: header with title, count and tools; tabs; rows on the left, one panel on the right.

And what every page is that opens in front of a list.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, GAP_XL
from school_desk.desk.widgets.buttons import Role, action_button, tool_button
from school_desk.desk.widgets.focus_light import light_while_focused
from school_desk.desk.widgets.texts import caption, error_line, heading, title

PANEL_WIDTH = 400


class PageFrame(QWidget):
    """header: title · count ……… tools; then `add_bar` rows (tabs, search); then content with an optional side panel."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = caption("")
        self._count.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(GAP_S)
        head = QHBoxLayout()
        head.setSpacing(GAP_M)
        self._title = title(name)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addLayout(self._tools)
        self._content = QHBoxLayout()
        self._content.setSpacing(GAP_L)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP_XL, GAP_L, GAP_XL, 0)  # below it is the window's strip of words
        self._column.setSpacing(GAP_M)
        self._column.addLayout(head)
        self._column.addLayout(self._content, 1)

    def set_title(self, words: str) -> None:
        """Whose page it is, where the frame shows one record after another."""
        self._title.setText(words)

    def set_count(self, words: str) -> None:
        """The quiet words beside the title: "共 12 家 · 待审核 3"."""
        self._count.setText(words)

    def add_tool(self, widget: QWidget) -> None:
        """A button or field at the right of the header, left to right; the primary button last."""
        self._tools.addWidget(widget)

    def add_bar(self, widget: QWidget) -> None:
        """A row between header and content (filter tabs, a notice)."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def set_content(self, rows: QWidget, panel: QWidget | None = None) -> None:
        """The rows take the room; the panel keeps its width at the right."""
        self._content.addWidget(rows, 1)
        if panel is not None:
            self._content.addWidget(panel)


class FrontPage(QWidget):
    """A page in front of a list, or of another page: its 返回, Esc and Alt+Left all `leave` it.

    Esc is a key of whatever has the cursor first (a panel, a search, a list of choices), and the page's only when nobody wants it.
    """

    def leave(self) -> None:
        """Back to where the person came from."""
        raise NotImplementedError

    def back_button(self, words: str = "返回", role: Role = "") -> QPushButton:
        """The way back, once a page."""
        return action_button(f"{words} Esc", "arrow-left", role=role, keys="Alt+Left", on=self.leave)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


class SidePanel(QFrame):
    """A card at the right: a heading, a scrolling body, buttons at the foot. Esc or × closes it: the keyboard goes back where it came from.

    `closed`: the person closed it; `shown` (is it there): rows beside it may hide their lesser columns.
    """

    closed = Signal()
    shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, width: int = PANEL_WIDTH) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setProperty("role", "card")
        self.setFixedWidth(width)
        self._came_from: QWidget | None = None
        self._title = heading("")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(tool_button("close", "关闭", on=self.close_panel))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.verticalScrollBar().rangeChanged.connect(self._let_scroll_by_keys)
        light_while_focused(self, self._area)
        self._error = error_line()
        self._foot = QHBoxLayout()
        self._foot.setSpacing(GAP_S)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_L, GAP_M, GAP_M, GAP_L)
        column.setSpacing(GAP_M)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        column.addWidget(self._error)
        column.addLayout(self._foot)
        self.hide()

    def show_body(self, words: str, body: QWidget, buttons: tuple[QWidget, ...] = ()) -> None:
        """Replaces what the panel shows."""
        if not self._has_focus():
            self._came_from = QApplication.focusWidget()
        self.set_title(words)
        holder = _on_top(body)
        self._area.setWidget(holder)
        holder.setAutoFillBackground(False)  # the scroll area turned it on: the card's white shows through
        while self._foot.count():
            item = self._foot.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()  # it goes with the next turn only, and would be seen and found until then
                gone.deleteLater()
        self._foot.addStretch(1)
        for button in buttons:
            self._foot.addWidget(button)
        self.fail("")
        # Before it is there: what stands beside it makes room first, else the window would grow for a moment and stay so.
        self.shown.emit(True)
        self.show()

    @property
    def body(self) -> QWidget | None:
        """What is shown now, to ask `shows` about it later."""
        return self._area.widget()

    def shows(self, body: QWidget | None) -> bool:
        """Whether `body`, or a form in it, still stands here: an answer that comes when it was closed or replaced is not about what is shown."""
        return body is not None and not self.isHidden() and shiboken6.isValid(body) and self.isAncestorOf(body)

    def set_title(self, words: str) -> None:
        """Other words at the head, while the body stays."""
        self._title.setText(words)
        self._area.setAccessibleName(words)

    def fail(self, sentence: str) -> None:
        """A sentence above the buttons; "" takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def close_panel(self) -> None:
        """Hides the panel and says so."""
        before = self._came_from if self._has_focus() else None
        self.hide()
        if before is not None and shiboken6.isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(False)
        self.closed.emit()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _let_scroll_by_keys(self, _least: int, most: int) -> None:
        """A text longer than the panel is a stop for Tab, so that arrows can move it; a shorter one is none."""
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if most else Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)


def _on_top(body: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, GAP_S, 0)
    column.addWidget(body)
    column.addStretch(1)
    return holder

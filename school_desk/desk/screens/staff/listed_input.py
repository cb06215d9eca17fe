"""An input whose value is a list: fields to add one more above, the lines with a cross below. Enter in a field adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_S, GAP_XS
from school_desk.desk.widgets.buttons import action_button, tool_button
from school_desk.desk.widgets.texts import error_line, sub


class ListedInput(QWidget):
    """Subclasses give the rows of fields, take one more in `add`, and show their lines."""

    edited = Signal()

    def __init__(self, rows: Sequence[Sequence[QWidget]], fields: Sequence[QWidget], empty: str) -> None:
        """`rows`: the fields as they stand, the button behind the last of them; `fields`: those where Enter adds; `empty`: said of no line."""
        super().__init__()
        self._empty, self._first = empty, fields[0]
        self._lines: list[QWidget] = []
        self._error = error_line()
        self._list = QVBoxLayout()
        self._list.setSpacing(GAP_XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        for widgets in rows:
            row = QHBoxLayout()
            row.setSpacing(GAP_S)
            for widget in widgets:
                row.addWidget(widget, 1 if widget in fields else 0)
            column.addLayout(row)
        row.addWidget(action_button("添加", "plus", on=self.add))
        column.addWidget(self._error)
        column.addLayout(self._list)
        for field in fields:
            field.installEventFilter(self)
        self.setFocusProxy(fields[0])

    def add(self) -> None:
        """Takes what stands in the fields into the list."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.add()
            return True
        return False

    def refuse(self, sentence: str) -> bool:
        """Says why nothing was added; "" takes it away. Whether there was anything to say."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        return bool(sentence)

    def show_lines(self, lines: Sequence[QWidget]) -> None:
        """These instead of what stands there."""
        for old in self._lines:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = list(lines) or [sub(self._empty, wrap=True)]
        for line in self._lines:
            self._list.addWidget(line)

    def line(self, widgets: Sequence[QWidget], name: str, remove: Callable[[], object]) -> QWidget:
        """One line: its widgets, the last with the room that is left, and the cross that takes `name` away."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        for widget in widgets[:-1]:
            row.addWidget(widget)
        row.addWidget(widgets[-1], 1)
        row.addWidget(tool_button("close", f"去掉 {name}", on=remove))
        return made

    def changed(self) -> None:
        """After the list became another one: the cursor stands ready for the next."""
        self._first.setFocus()
        self.edited.emit()

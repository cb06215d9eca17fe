"""The search field of a list: Ctrl+F goes there, results follow the typing after a short rest, an input method is left in peace.

    SearchField(placeholder, parent=None, *, name="搜索")
    signals: searched(text) after the rest, full-width made half-width, outer blanks off · left() Down or Enter: the list may take the focus
    words() -> str · set_words(text) searches at once · follow(widget): Down and Enter give it the focus

While an input method composes (preedit) nothing is searched. Esc empties the field, a second Esc passes on.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from school_desk.desk.icons import icon
from school_desk.desk.widgets.inputs import half_width

_REST_MS = 70


class SearchField(QLineEdit):
    """See the module's docstring."""

    searched = Signal(str)
    left = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None, *, name: str = "搜索") -> None:
        super().__init__(parent)
        self._searched = ""
        self._follower: QWidget | None = None
        self.setPlaceholderText(f"{placeholder}  Ctrl+F")
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(300)
        self.setMaximumWidth(360)
        self.addAction(icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._search)
        self.textChanged.connect(self._wait)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._take_over)

    def words(self) -> str:
        """What is looked for, as `searched` gives it."""
        return " ".join(half_width(self.text()).split())

    def set_words(self, text: str) -> None:
        self.setText(text)
        self._rest.stop()
        self._search()

    def follow(self, widget: QWidget) -> None:
        """Down and Enter lead to `widget`, usually the list."""
        self._follower = widget

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._rest.stop()
            self._search()
            self.left.emit()
            if self._follower is not None:
                self._follower.setFocus(Qt.FocusReason.TabFocusReason)
        elif key == Qt.Key.Key_Escape and self.text():
            self.set_words("")
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _wait(self, _: str) -> None:
        self._rest.start()

    def _take_over(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _search(self) -> None:
        """Say each search once: the same words again are no news."""
        words = self.words()
        if words != self._searched:
            self._searched = words
            self.searched.emit(words)

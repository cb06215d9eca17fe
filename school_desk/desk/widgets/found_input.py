"""A text field that finds something as one types, and takes only what it offers.

FoundInput(hint)          a subclass asks in `seek(text)`, hands what it found to `offer`, and takes the choice in `choose(option)`
offer([(option, words)])  shows the words below the field, the first ready for Enter; none hides the list

Keys: Down opens the list, Enter takes the first or the one gone to. A click marks the whole text, the arrow opens the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from school_desk.desk.icons import icon
from school_desk.desk.widgets.inputs import TextInput


class FoundInput(TextInput):
    """See the module's docstring. What is typed is no value until one is chosen; `set_value` and `value` are the subclass's."""

    def __init__(self, hint: str) -> None:
        super().__init__(digits=True)
        self._offered: tuple[tuple[Any, str], ...] = ()
        self._words = QStringListModel(self)
        self._popup = QListView()
        self._finder = QCompleter(self._words, self)
        self._finder.setPopup(self._popup)
        self._finder.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._finder.setMaxVisibleItems(10)
        self._finder.setWidget(self)
        self._finder.activated.connect(self._choose_words)
        self.setPlaceholderText(hint)
        opener = self.addAction(icon("chevron-down", "faint"), QLineEdit.ActionPosition.TrailingPosition)
        opener.triggered.connect(self.open_all)
        self.textEdited.connect(self._typed)

    def seek(self, text: str) -> None:
        """Looks for `text` ("": for everything) and hands what it found to `offer`."""
        raise NotImplementedError

    def choose(self, option: Any) -> None:
        """A person chose this one."""
        raise NotImplementedError

    def forget(self) -> None:
        """What was chosen does not hold any more: something else is being typed."""
        raise NotImplementedError

    def open_all(self) -> None:
        """The arrow was clicked."""
        self.seek("")

    def open_list(self) -> None:
        """Offers what fits the text; everything when the text is a choice made."""
        self.seek("" if self.value() else self.text())

    def offer(self, found: Sequence[tuple[Any, str]]) -> None:
        """See the module's docstring."""
        self._offered = tuple(found)
        self._words.setStringList([words for _, words in found])
        if not found:
            self._popup.hide()
            return
        self._finder.complete()
        # Enter takes the first: the likeliest key after typing.
        self._popup.setCurrentIndex(self._finder.completionModel().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self.open_list()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.selectAll()

    def _typed(self, text: str) -> None:
        self.forget()
        self.seek(text)

    def _choose_words(self, words: str) -> None:
        self.choose(next(option for option, said in self._offered if said == words))

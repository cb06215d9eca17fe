"""The input that asks which enterprise: typing finds it by name, former name, code or pinyin; only one that is registered counts."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from school_desk.desk.icons import icon
from school_desk.desk.services import Desk
from school_desk.desk.widgets.inputs import TextInput
from school_desk.enterprises.queries import EnterpriseListRow, enterprises
from school_desk.terms.statuses import EnterpriseStatus

_MOST = 20
# Who is offered: the others may not enrol anyway. One that a roster names is taken whatever its state, so that the refusal is heard.
_OFFERED = frozenset({EnterpriseStatus.APPROVED})


class EnterpriseInput(TextInput):
    """`value()` is the id of the enterprise chosen, "" while there is none. `chosen`: a person chose one from the list."""

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(digits=True)
        self._desk = desk
        self._id = ""
        self._shown: tuple[EnterpriseListRow, ...] = ()
        self._words = QStringListModel(self)
        self._popup = QListView()
        self._finder = QCompleter(self._words, self)
        self._finder.setPopup(self._popup)
        self._finder.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._finder.setMaxVisibleItems(10)
        self._finder.setWidget(self)
        self._finder.activated.connect(self._choose_words)
        self.setPlaceholderText("输入名称、拼音或信用代码，或按 ↓ 选择")
        self.setAccessibleName("企业")
        opener = self.addAction(icon("chevron-down", "faint"), QLineEdit.ActionPosition.TrailingPosition)
        opener.triggered.connect(self._open)
        self.textEdited.connect(self._typed)

    def value(self) -> str:
        return self._id

    def set_value(self, value: Any) -> None:
        """None takes the enterprise away; else (id, name)."""
        self._id, name = value or ("", "")
        self.setText(name)
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self._open()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.selectAll()

    def _open(self) -> None:
        self._find("" if self._id else self.text())

    def _typed(self, text: str) -> None:
        self._id = ""
        self._find(text)

    def _find(self, text: str) -> None:
        self._desk.ask(
            self,
            lambda session, school_id: enterprises(session, school_id, statuses=_OFFERED, search=text, limit=_MOST),
            partial(self._offer, text),
            key="found",
        )

    def _offer(self, asked: str, rows: tuple[EnterpriseListRow, ...]) -> None:
        if not self.isVisible() or (not self._id and asked != self.text() and asked):
            return
        self._shown = rows
        self._words.setStringList([row.name for row in rows])
        if not rows:
            self._popup.hide()
            return
        self._finder.complete()
        # Enter takes the first: the likeliest key after typing.
        self._popup.setCurrentIndex(self._finder.completionModel().index(0, 0))

    def _choose_words(self, words: str) -> None:
        found = next(row for row in self._shown if row.name == words)
        self.set_value((found.id, found.name))
        self.chosen.emit()

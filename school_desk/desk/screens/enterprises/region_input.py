"""The input of 所属地区: typing finds a city's district by name, pinyin initials or code; only a region of the list counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from school_desk.desk.icons import icon
from school_desk.desk.screens.enterprises.region_words import RegionOption, matching, region_words
from school_desk.desk.widgets.inputs import TextInput


class RegionInput(TextInput):
    """`value()` is the code of the region chosen, "" while there is none; `problem()` says so when something else was typed."""

    def __init__(self, options: Sequence[RegionOption]) -> None:
        super().__init__(digits=True)
        self._options = tuple(options)
        self._code = ""
        self._shown: list[RegionOption] = []
        self._words = QStringListModel(self)
        self._popup = QListView()
        self._finder = QCompleter(self._words, self)
        self._finder.setPopup(self._popup)
        self._finder.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._finder.setMaxVisibleItems(10)
        self._finder.setWidget(self)
        self._finder.activated.connect(self._choose_words)
        self.setPlaceholderText("输入地名、拼音首字母，或按 ↓ 选择")
        self.addAction(icon("chevron-down", "faint"), QLineEdit.ActionPosition.TrailingPosition).triggered.connect(
            lambda: self._offer("")
        )
        self.textEdited.connect(self._typed)

    def set_options(self, options: Sequence[RegionOption]) -> None:
        """Other options, such as those with pinyin; the region chosen stays."""
        self._options = tuple(options)

    def value(self) -> str:
        return self._code

    def set_value(self, value: Any) -> None:
        self._code = value or ""
        self.setText(region_words(self._code) if self._code else "")
        self.setCursorPosition(0)

    def problem(self) -> str:
        if self.text().strip() and not self._code:
            return "请从列表中选择浙江省的市、县（市、区）。"
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self._offer("" if self._code else self.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and not self._code:
            found = matching(self._options, self.text()) if self.text().strip() else []
            if len(found) == 1:
                self._choose(found[0])

    def _typed(self, text: str) -> None:
        self._code = ""
        self._offer(text)

    def _offer(self, text: str) -> None:
        self._shown = matching(self._options, text)
        self._words.setStringList([option.words for option in self._shown])
        if not self._shown:
            self._popup.hide()
            return
        self._finder.complete()
        # Enter takes the first: the likeliest key after typing.
        self._popup.setCurrentIndex(self._finder.completionModel().index(0, 0))

    def _choose_words(self, words: str) -> None:
        self._choose(next(option for option in self._shown if option.words == words))

    def _choose(self, option: RegionOption) -> None:
        self.set_value(option.code)
        self.edited.emit()

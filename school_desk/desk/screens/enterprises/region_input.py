"""The input of 所属地区: typing finds a city's district by name, pinyin initials or code; only a region of the list counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent

from school_desk.desk.screens.enterprises.region_words import RegionOption, matching, region_words
from school_desk.desk.widgets.found_input import FoundInput


class RegionInput(FoundInput):
    """`value()` is the code of the region chosen, "" while there is none; `problem()` says so when something else was typed."""

    def __init__(self, options: Sequence[RegionOption]) -> None:
        super().__init__("输入地名、拼音首字母，或按 ↓ 选择")
        self._options = tuple(options)
        self._code = ""

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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and not self._code:
            found = matching(self._options, self.text()) if self.text().strip() else []
            if len(found) == 1:
                self.choose(found[0])

    def seek(self, text: str) -> None:
        """Offers the regions that `text` names."""
        self.offer([(option, option.words) for option in matching(self._options, text)])

    def choose(self, option: RegionOption) -> None:
        """Takes the region and says so."""
        self.set_value(option.code)
        self.edited.emit()

    def forget(self) -> None:
        """The text names none any more."""
        self._code = ""

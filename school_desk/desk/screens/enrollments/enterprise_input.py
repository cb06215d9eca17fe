"""The input that asks which enterprise: typing finds it by name, former name, code or pinyin; only one that is registered counts."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from school_desk.desk.services import Desk
from school_desk.desk.widgets.found_input import FoundInput
from school_desk.enterprises.queries import EnterpriseListRow, enterprises
from school_desk.terms.statuses import EnterpriseStatus

_MOST = 20
# Who is offered: the others may not enrol anyway. One that a roster names is taken whatever its state, so that the refusal is heard.
_OFFERED = frozenset({EnterpriseStatus.APPROVED})


class EnterpriseInput(FoundInput):
    """`value()` is the id of the enterprise chosen, "" while there is none. `chosen`: a person chose one from the list."""

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("输入名称、拼音或信用代码，或按 ↓ 选择")
        self._desk = desk
        self._id = ""
        self.setAccessibleName("企业")

    def value(self) -> str:
        return self._id

    def set_value(self, value: Any) -> None:
        """None takes the enterprise away; else (id, name)."""
        self._id, name = value or ("", "")
        self.setText(name)
        self.setCursorPosition(0)

    def open_all(self) -> None:
        """Not all: a school has hundreds of enterprises, and the text says which."""
        self.open_list()

    def seek(self, text: str) -> None:
        """Asks for those whom `text` names."""
        self._desk.ask(
            self,
            lambda session, school_id: enterprises(session, school_id, statuses=_OFFERED, search=text, limit=_MOST),
            partial(self._answered, text),
            key="found",
        )

    def choose(self, option: EnterpriseListRow) -> None:
        """Takes the enterprise and says so."""
        self.set_value((option.id, option.name))
        self.chosen.emit()

    def forget(self) -> None:
        """The text names none any more."""
        self._id = ""

    def _answered(self, asked: str, rows: tuple[EnterpriseListRow, ...]) -> None:
        if not self.isVisible() or (not self._id and asked != self.text() and asked):
            return
        self.offer([(row, row.name) for row in rows])

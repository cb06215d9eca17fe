"""What narrows the journal: who, what kind, from which day to which, one record.

JournalFilters(parent=None)      set_options(actors, kinds) · set_record(record) · clear() · wanted(words) -> JournalWanted · told() -> str
signal changed(): another part of the journal is asked for; half a date and days the wrong way round ask for nothing
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_S, GAP_XS
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.inputs import ChoiceInput, DateInput
from school_desk.desk.widgets.texts import error_line, set_look, sub
from school_desk.overview.journal_list import JournalWanted

Options = Sequence[tuple[str, str]]
_PERSON_WIDTH, _KIND_WIDTH, _DAY_WIDTH = 128, 168, 132
_ANYBODY, _ANYTHING = "所有办理人", "所有事项"


class JournalFilters(QWidget):
    """See the module's docstring."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._record: tuple[str, str] | None = None
        self.actor = _choice(_ANYBODY, "办理人", _PERSON_WIDTH)
        self.kind = _choice(_ANYTHING, "事项", _KIND_WIDTH)
        self.first_day, self.last_day = _day("从哪天"), _day("到哪天")
        self.clear_button = action_button("清除筛选", role="link", on=self.clear)
        self._problem = error_line()
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        for each in (self.actor, self.kind, self.first_day, sub("至"), self.last_day, self.clear_button):
            row.addWidget(each)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        column.addLayout(row)
        column.addWidget(self._problem)
        for field in (self.actor, self.kind, self.first_day, self.last_day):
            field.edited.connect(self._edited)
        self._show_state()

    def set_options(self, actors: Options, kinds: Options) -> None:
        """Who and what there is to choose from; what is chosen stays."""
        self.actor.set_options([(None, _ANYBODY), *actors])
        self.kind.set_options([(None, _ANYTHING), *kinds])

    def set_record(self, record: tuple[str, str]) -> None:
        """Only what touched this record (table, id), and nothing else narrows."""
        self._reset()
        self._record = record
        self._show_state()

    def clear(self) -> None:
        """Asks for everything."""
        self._reset()
        self._edited()

    def wanted(self, words: str) -> JournalWanted:
        """What is asked for, with the words searched."""
        return JournalWanted(
            actor_id=self.actor.value(),
            first_day=self.first_day.value(),
            last_day=self.last_day.value(),
            command=self.kind.value(),
            record=self._record,
            words=words,
        )

    def told(self) -> str:
        """The filter in words, for the head of an export; "" when nothing narrows."""
        parts = [field.currentText() for field in (self.actor, self.kind) if field.value() is not None]
        first, last = self.first_day.value(), self.last_day.value()
        parts += [f"{first or '最早'} 至 {last or '今天'}"] if first or last else []
        parts += ["只看一条记录"] if self._record else []
        return " · ".join(parts)

    def _reset(self) -> None:
        self._record = None
        for field in (self.actor, self.kind, self.first_day, self.last_day):
            field.set_value(None)

    def _edited(self) -> None:
        problem = self._show_state()
        if not problem:
            self.changed.emit()

    def _show_state(self) -> str:
        problem = self.first_day.problem() or self.last_day.problem()
        first, last = self.first_day.value(), self.last_day.value()
        if not problem and first and last and first > last:
            problem = "开始的日期晚于截止的日期，请改其中一个。"
        for field in (self.first_day, self.last_day):
            set_look(field, "tone", "bad" if problem else "")
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.clear_button.setText("取消只看一条" if self._record else "清除筛选")
        self.clear_button.setVisible(bool(problem or self.told()))
        return problem


def _choice(all_words: str, name: str, width: int) -> ChoiceInput:
    made = ChoiceInput([(None, all_words)])
    made.setAccessibleName(name)
    made.setFixedWidth(width)
    return made


def _day(name: str) -> DateInput:
    made = DateInput()
    made.setAccessibleName(name)
    made.setPlaceholderText(name)
    made.setFixedWidth(_DAY_WIDTH)
    return made


def as_record(focus: Any) -> tuple[str, str] | None:
    """A focus (table, id); None for any other."""
    return focus if isinstance(focus, tuple) else None

"""The input of 工作日调整: the school's own working days and days off, month by month, beside what the State published.

WorkdaysInput(published)      value() -> {date: worked}; problem(); Enter in a date adds it
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.screens.staff.setting_words import by_month, day_words
from school_desk.desk.theme import GAP_S, GAP_XS
from school_desk.desk.widgets.buttons import action_button, tool_button
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.inputs import ChoiceInput, DateInput
from school_desk.desk.widgets.texts import body, caption, error_line, sub
from school_desk.kernel.workdays import WorkCalendar

_WORKED, _OFF = Chip("上班", Tone.INFO, "dot"), Chip("放假", Tone.GOOD, "pause")
_LONGEST_DAYS = 62


class WorkdaysInput(QWidget):
    """See the module's docstring. `published` is the State's calendar without corrections."""

    edited = Signal()

    def __init__(self, published: WorkCalendar) -> None:
        super().__init__()
        self._published = published
        self._days: dict[date, bool] = {}
        self._lines: list[QWidget] = []
        self._first, self._last = DateInput(), DateInput()
        self._kind = ChoiceInput([(False, "放假"), (True, "上班")])
        self._kind.set_value(False)
        self._error = error_line()
        self._list = QVBoxLayout()
        self._list.setSpacing(GAP_XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addLayout(self._entry())
        column.addWidget(self._error)
        column.addLayout(self._list)
        self.setFocusProxy(self._first)
        self._show_days()

    def value(self) -> dict[date, bool]:
        return dict(self._days)

    def set_value(self, value: Any) -> None:
        self._days = dict(value or {})
        self._show_days()

    def problem(self) -> str:
        """A date typed but not added would be lost without a word."""
        if self._first.text().strip() or self._last.text().strip():
            return "还有日期没有添加：请按“添加”，或把日期清空。"
        return ""

    def add(self) -> None:
        """Takes the day, or all days from the first to the last, into the list."""
        first, last = self._first.value(), self._last.value()
        wrong = self._first.problem() or self._last.problem() or _span_problem(first, last)
        self._error.setText(wrong)
        self._error.setVisible(bool(wrong))
        if wrong or first is None:
            return
        for number in range(((last or first) - first).days + 1):
            self._days[first + timedelta(days=number)] = self._kind.value()
        for field in (self._first, self._last):
            field.set_value(None)
        self._first.setFocus()
        self._changed()

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

    def _entry(self) -> QVBoxLayout:
        dates, kind = QHBoxLayout(), QHBoxLayout()
        for row in (dates, kind):
            row.setSpacing(GAP_S)
        self._first.setAccessibleName("从哪天")
        self._last.setAccessibleName("到哪天（只有一天可不填）")
        self._last.setPlaceholderText("只有一天可不填")
        self._kind.setAccessibleName("上班还是放假")
        for widget in (self._first, caption("至"), self._last):
            dates.addWidget(widget, 0 if widget is not self._first and widget is not self._last else 1)
        kind.addWidget(self._kind, 1)
        kind.addWidget(action_button("添加", "plus", on=self.add))
        for field in (self._first, self._last, self._kind):
            field.installEventFilter(self)
        rows = QVBoxLayout()
        rows.setSpacing(GAP_S)
        rows.addLayout(dates)
        rows.addLayout(kind)
        return rows

    def _remove(self, day: date) -> None:
        self._days.pop(day, None)
        self._first.setFocus()
        self._changed()

    def _changed(self) -> None:
        self._show_days()
        self.edited.emit()

    def _show_days(self) -> None:
        for old in self._lines:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = [] if self._days else [sub("还没有调整：完全照国家公布的放假和调休。", wrap=True)]
        for month, days in by_month(self._days.items()):
            self._lines.append(caption(month))
            self._lines += [self._line(day, worked) for day, worked in days]
        for line in self._lines:
            self._list.addWidget(line)

    def _line(self, day: date, worked: bool) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        name = body(day_words(day))
        name.setFixedWidth(92)
        chip = ChipLabel(_WORKED if worked else _OFF)
        chip.setFixedWidth(76)
        row.addWidget(name)
        row.addWidget(chip)
        row.addWidget(caption(self._published_words(day)), 1)
        row.addWidget(tool_button("close", f"去掉 {day}", on=partial(self._remove, day)))
        return made

    def _published_words(self, day: date) -> str:
        """What holds without the school's word; a year that was not published yet says so."""
        usual = "上班" if self._published.is_working_day(day) else "放假"
        return f"预估{usual}（国家未公布）" if self._published.is_estimate(day) else f"国家：{usual}"


def _span_problem(first: date | None, last: date | None) -> str:
    if first is None:
        return "请填写日期，如 2026-10-10。"
    if last is not None and last < first:
        return "“至”的日期不能早于开始的日期。"
    if last is not None and (last - first).days >= _LONGEST_DAYS:
        return f"一次最多添加 {_LONGEST_DAYS} 天，请分几次添加。"
    return ""

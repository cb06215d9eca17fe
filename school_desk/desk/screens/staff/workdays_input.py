"""The input of 工作日调整: the school's own working days and days off, month by month, beside what the State published.

WorkdaysInput(published)      value() -> {date: worked}; problem(); Enter in a date adds it
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.screens.staff.listed_input import ListedInput
from school_desk.desk.screens.staff.setting_words import by_month, day_words
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.inputs import ChoiceInput, DateInput
from school_desk.desk.widgets.texts import body, caption
from school_desk.kernel.workdays import WorkCalendar

_WORKED, _OFF = Chip("上班", Tone.INFO, "dot"), Chip("放假", Tone.GOOD, "pause")
_LONGEST_DAYS = 62
_NAME_WIDTH, _CHIP_WIDTH = 92, 76


class WorkdaysInput(ListedInput):
    """See the module's docstring. `published` is the State's calendar without corrections."""

    def __init__(self, published: WorkCalendar) -> None:
        self._published = published
        self._days: dict[date, bool] = {}
        self._from, self._to = DateInput(), DateInput()
        self._from.setAccessibleName("从哪天")
        self._to.setAccessibleName("到哪天（只有一天可不填）")
        self._to.setPlaceholderText("只有一天可不填")
        self._kind = ChoiceInput([(False, "放假"), (True, "上班")])
        self._kind.set_value(False)
        self._kind.setAccessibleName("上班还是放假")
        rows: list[list[QWidget]] = [[self._from, caption("至"), self._to], [self._kind]]
        super().__init__(rows, [self._from, self._to, self._kind], "还没有调整：完全照国家公布的放假和调休。")
        self._show_days()

    def value(self) -> dict[date, bool]:
        return dict(self._days)

    def set_value(self, value: Any) -> None:
        self._days = dict(value or {})
        self._show_days()

    def problem(self) -> str:
        """A date typed but not added would be lost without a word."""
        if self._from.text().strip() or self._to.text().strip():
            return "还有日期没有添加：请按“添加”，或把日期清空。"
        return ""

    def add(self) -> None:
        """Takes the day, or all days from the first to the last, into the list."""
        first, last = self._from.value(), self._to.value()
        wrong = self._from.problem() or self._to.problem() or _span_problem(first, last)
        if self.refuse(wrong) or first is None:
            return
        for number in range(((last or first) - first).days + 1):
            self._days[first + timedelta(days=number)] = self._kind.value()
        for field in (self._from, self._to):
            field.set_value(None)
        self._show_days()
        self.changed()

    def _remove(self, day: date) -> None:
        self._days.pop(day, None)
        self._show_days()
        self.changed()

    def _show_days(self) -> None:
        lines: list[QWidget] = []
        for month, days in by_month(self._days.items()):
            lines.append(caption(month))
            lines += [self._day_line(day, worked) for day, worked in days]
        self.show_lines(lines)

    def _day_line(self, day: date, worked: bool) -> QWidget:
        name, chip = body(day_words(day)), ChipLabel(_WORKED if worked else _OFF)
        name.setFixedWidth(_NAME_WIDTH)
        chip.setFixedWidth(_CHIP_WIDTH)
        return self.line((name, chip, caption(self._published_words(day))), str(day), partial(self._remove, day))

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

"""The input of 工种学时: for a trade and a level the hours its occupational standard asks for.

TradeHoursInput()      value() -> {trade code: {level: hours}}; Enter adds, the same trade and level again replaces
"""

from __future__ import annotations

from functools import partial
from typing import Any

from school_desk.desk.screens.staff.listed_input import ListedInput
from school_desk.desk.screens.staff.setting_words import in_trades
from school_desk.desk.widgets.inputs import ChoiceInput, NumberInput
from school_desk.desk.widgets.texts import body
from school_desk.plans.settings import hours_problem
from school_desk.terms.levels import SkillLevel
from school_desk.terms.trades import trades

_USUAL_HOURS = 40


class TradeHoursInput(ListedInput):
    """See the module's docstring."""

    def __init__(self) -> None:
        self._hours: dict[str, dict[SkillLevel, int]] = {}
        self._trade = ChoiceInput([(trade.code, trade.name) for trade in trades()])
        self._level = ChoiceInput([(level, level.label) for level in SkillLevel])
        self._number = NumberInput(least=1, most=999, unit="学时")
        self._number.set_value(_USUAL_HOURS)
        for field, name in ((self._trade, "工种"), (self._level, "等级"), (self._number, "学时")):
            field.setAccessibleName(name)
        self._trade.setPlaceholderText("选择工种")
        self._level.setPlaceholderText("选择等级")
        fields = [self._trade, self._level, self._number]
        super().__init__([fields[:2], fields[2:]], fields, "还没有填：各工种都按操作说明的最低学时。")
        self._show_hours()

    def value(self) -> dict[str, dict[SkillLevel, int]]:
        return {trade: dict(levels) for trade, levels in self._hours.items() if levels}

    def set_value(self, value: Any) -> None:
        self._hours = {trade: dict(levels) for trade, levels in (value or {}).items()}
        self._show_hours()

    def add(self) -> None:
        """Takes the hours of the trade and level chosen into the list."""
        trade, level, hours = self._trade.value(), self._level.value(), self._number.value()
        if self.refuse("请选择工种和等级。" if trade is None or level is None else hours_problem(level, hours)):
            return
        self._hours.setdefault(trade, {})[level] = hours
        self._show_hours()
        self.changed()

    def _remove(self, trade: str, level: SkillLevel) -> None:
        self._hours[trade].pop(level, None)
        self._show_hours()
        self.changed()

    def _show_hours(self) -> None:
        self.show_lines(
            [
                self.line(
                    (body(f"{name} {level.label}　{hours} 学时", wrap=True),),
                    f"{name} {level.label}",
                    partial(self._remove, code, level),
                )
                for code, name, levels in in_trades(self._hours)
                for level, hours in levels
            ]
        )

"""The form that changes one setting from a day on: its input follows from the setting's type."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from school_desk.desk.screens.staff.pass_marks_input import PassMarksInput
from school_desk.desk.screens.staff.setting_words import PASS_MARKS, TRADE_HOURS, WORKDAYS, value_words
from school_desk.desk.screens.staff.trade_hours_input import TradeHoursInput
from school_desk.desk.screens.staff.workdays_input import WorkdaysInput
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import half_width
from school_desk.kernel.settings import Setting
from school_desk.kernel.workdays import WorkCalendar
from school_desk.staff.commands import ChangeSetting
from school_desk.staff.settings_list import SettingListRow

_MOST = 9_999


def setting_form(row: SettingListRow) -> Form:
    """Filled in with what holds today. The value's field has the setting's key, so that a refusal finds it."""
    form, setting = Form(columns=1), row.setting
    _add_input(form, setting)
    form.add_date("valid_from", "从哪天起生效", required=True, hint=_until_words(row))
    form.set_values({setting.key: _editable(setting, row.value), "valid_from": row.today})
    return form


def change_of(row: SettingListRow, values: dict[str, Any]) -> ChangeSetting:
    """The command for what was filled in; it carries what the person saw, so that nobody's newer value is lost."""
    valid_from: date = values["valid_from"]
    value = _typed(row.setting, values[row.setting.key])
    return ChangeSetting(row.setting.key, _wire(value), valid_from, _wire(row.value_on(valid_from)))


def _add_input(form: Form, setting: Setting[Any]) -> None:
    key, kind = setting.key, setting.kind
    if kind == WORKDAYS:
        form.add_widget(key, "调整的日子", WorkdaysInput(WorkCalendar()))
    elif kind == PASS_MARKS:
        form.add_widget(key, "合格线（分）", PassMarksInput())
    elif kind == TRADE_HOURS:
        form.add_widget(key, "另有规定的工种和等级", TradeHoursInput())
    elif setting.unit == "fen":
        form.add_money(key, "金额（元）", required=True)
    elif kind is bool:
        form.add_choice(key, setting.label, [(True, "是"), (False, "否")], required=True)
    elif kind is int:
        form.add_number(key, setting.label, most=_MOST, unit=setting.unit)
    elif kind is str:
        form.add_text(key, setting.label, digits=setting.digits)
    else:
        form.add_note(key, f"{setting.label}（每行一项）", lines=5)


def _editable(setting: Setting[Any], value: Any) -> Any:
    return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value


def _typed(setting: Setting[Any], value: Any) -> Any:
    """What the input gave, as the setting's own type."""
    if isinstance(setting.default, list | tuple):
        lines = half_width(value) if setting.digits else value
        return [line.strip() for line in lines.splitlines() if line.strip()]
    return value


def _until_words(row: SettingListRow) -> str:
    """A change before one that is already planned holds only up to it."""
    if row.next is None:
        return "今天起，或填将来的一天；以前的值都保留。"
    return f"{row.next.valid_from} 起已定为“{value_words(row.setting, row.next.value)}”；那天之前才用这次填的值。"


def _wire(value: Any) -> Any:
    """As JSON carries it."""
    return msgspec.to_builtins(value, str_keys=True)

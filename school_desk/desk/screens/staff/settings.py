"""设置: every declared setting, what holds today, and a dated change of it."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.forms import open_form, send
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import heading, sub
from school_desk.kernel.money import format_yuan
from school_desk.kernel.settings import Setting
from school_desk.staff.commands import ChangeSetting
from school_desk.staff.settings_list import SettingListRow, setting_rows


class SettingsScreen(Screen):
    """The list of settings with one panel for their dated values."""

    tables: ClassVar[frozenset[str]] = frozenset({"setting_value"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowTable(_columns(), name="设置")
        self.table.set_loading(True)
        self.table.activated.connect(self._show)
        self.panel = SidePanel()
        self._frame = PageFrame("设置")
        self._frame.set_count("双击一项查看或修改；改动从指定日期起生效，旧值保留")
        self._frame.set_content(self.table, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def refresh(self) -> None:
        """Asks for the settings again."""
        today = self.desk.today
        self.desk.ask(self, lambda session, school_id: setting_rows(session, school_id, today), self.table.set_rows)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a setting's key."""
        self.table.select_ids([focus], current=focus)

    def _show(self, row: SettingListRow) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        if row.setting.hint:
            column.addWidget(sub(row.setting.hint, wrap=True))
        column.addWidget(FactsGrid([Fact("现在的值", _words(row.setting, row.value))], columns=1))
        if row.dated:
            column.addWidget(heading("历次改动"))
            dated = [Fact(f"{day} 起", _words(row.setting, value)) for day, value in row.dated]
            column.addWidget(FactsGrid(dated, columns=1))
        button = action_button("修改…", primary=True, on=partial(self._change_form, row))
        self.panel.show_body(row.setting.label, page, (button,))

    def _change_form(self, row: SettingListRow) -> None:
        form = Form(columns=1)
        _add_input(form, row.setting)
        form.add_date("valid_from", "从哪天起生效", required=True)
        form.set_values({"value": _editable(row.setting, row.value), "valid_from": self.desk.today})
        form.submitted.connect(partial(self._change, form, row))
        open_form(self.panel, row.setting.label, form, "保存", first="value")

    def _change(self, form: Form, row: SettingListRow, values: dict[str, Any]) -> None:
        value = _parsed(row.setting, values["value"])
        command = ChangeSetting(row.setting.key, value, values["valid_from"])
        send(self.desk, self, self.panel, form, command, done=f"已修改设置“{row.setting.label}”。")


def _columns() -> tuple[Column, ...]:
    return (
        Column("label", "设置", 320, value=lambda row: row.setting.label),
        Column("value", "现在的值", 360, stretch=True, value=lambda row: _words(row.setting, row.value)),
        Column("since", "生效", 120, "date", value=lambda row: row.dated[-1][0] if row.dated else None),
    )


def _words(setting: Setting[Any], value: Any) -> str:
    if setting.unit == "fen":
        return f"{format_yuan(value)} 元"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(str(item) for item in value)
    if isinstance(value, dict):
        return "；".join(f"{key}：{item}" for key, item in value.items()) or "无"
    return f"{value} {setting.unit}".strip()


def _add_input(form: Form, setting: Setting[Any]) -> None:
    if setting.unit == "fen":
        form.add_money("value", "金额（元）", required=True)
    elif setting.kind is bool:
        form.add_check("value", setting.label)
    else:
        many = isinstance(setting.default, list | tuple | dict)
        words = "每行一项（名称：值）" if isinstance(setting.default, dict) else "每行一项" if many else "值"
        form.add_note("value", words, lines=5 if many else 2)


def _editable(setting: Setting[Any], value: Any) -> Any:
    if isinstance(value, list | tuple):
        return "\n".join(str(item) for item in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}：{item}" for key, item in value.items())
    return value if setting.unit == "fen" or isinstance(value, bool) else str(value)


def _parsed(setting: Setting[Any], value: Any) -> Any:
    if isinstance(setting.default, list | tuple):
        return [line.strip() for line in str(value).splitlines() if line.strip()]
    if isinstance(setting.default, dict):
        pairs = (line.replace(":", "：").partition("：") for line in str(value).splitlines() if line.strip())
        return {key.strip(): item.strip() for key, _, item in pairs}
    return value

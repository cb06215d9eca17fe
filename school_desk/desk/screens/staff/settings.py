"""设置: every declared setting with what holds today, since when and what comes; a change is dated, named and can be taken back. And 总台."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from school_desk.desk.forms import open_form, send
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.staff.hub_section import HubSection
from school_desk.desk.screens.staff.setting_form import change_of, setting_form
from school_desk.desk.screens.staff.setting_words import WORKDAYS, value_facts, value_words
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import heading, sub
from school_desk.kernel.clock import local_text
from school_desk.kernel.workdays import WorkCalendar
from school_desk.staff.settings_list import DatedValue, SettingListRow, areas, setting_rows
from school_desk.terms.roles import ADMINS

_ALL, _HUB = "全部", "总台"


class SettingsScreen(Screen):
    """The list of settings with one panel for their dated values."""

    tables: ClassVar[frozenset[str]] = frozenset({"setting_value"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowTable(_columns(), name="设置")
        self.table.set_loading(True)
        self.table.activated.connect(self.show_setting)
        self.table.current_changed.connect(self._follow)
        self.panel = SidePanel()
        self.panel.closed.connect(self._forget)
        self.tabs = FilterTabs([FilterTab(name, name) for name in (_ALL, *areas(), _HUB)], name="设置的类别")
        self.tabs.chosen.connect(self._choose)
        self.hub = HubSection(desk)
        self._content = QStackedWidget()
        for part in (self.table, self.hub):
            self._content.addWidget(part)
        self._rows: Sequence[SettingListRow] = ()
        self._shown = ""
        self._frame = PageFrame("设置")
        self._frame.set_count("改动从指定的一天起生效，以前的值都保留")
        self._frame.add_bar(self.tabs)
        self._frame.set_content(self._content, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def refresh(self) -> None:
        """Asks for the settings again."""
        today = self.desk.today
        self.desk.ask(self, lambda session, school_id: setting_rows(session, school_id, today), self._set_rows)
        self.hub.refresh()

    def take_focus(self, focus: Any) -> None:
        """`focus` is a setting's key, or "hub"."""
        if focus == "hub":
            self.tabs.choose(_HUB)
            self._choose(_HUB)
            self.tabs.setFocus()
            return
        self.tabs.choose(_ALL)
        self._choose(_ALL)
        self._shown = focus
        self.refresh()

    def show_setting(self, row: SettingListRow) -> None:
        """Opens a setting in the panel: what it means, what holds, what comes, what was before."""
        self._shown = row.id
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        if row.setting.hint:
            column.addWidget(sub(row.setting.hint, wrap=True))
        column.addWidget(FactsGrid([*value_facts(row.setting, "现在的值", row.value), _since(row)], columns=1))
        coming = [one for one in row.dated if one.valid_from > row.today]
        for title, dated in (("将来的改动", coming), ("历次的值", [one for one in row.dated if one not in coming])):
            if dated:
                column.addWidget(heading(title))
                column.addWidget(FactsGrid([_dated_fact(row, one) for one in dated], columns=1))
        self.panel.show_body(row.setting.label, page, self._buttons(row))

    def _choose(self, area: str) -> None:
        self._content.setCurrentWidget(self.hub if area == _HUB else self.table)
        if area == _HUB:
            self.panel.close_panel()
            self.hub.refresh()
        else:
            self._show_rows()

    def _buttons(self, row: SettingListRow) -> tuple[QWidget, ...]:
        if not self.desk.may(ADMINS):
            return ()
        change = action_button("修改…", primary=True, on=partial(self._open_form, row))
        last = max(row.dated, key=_set_at, default=None)
        if last is None or not last.command_id:
            return (change,)
        back = action_button("撤销最近一次改动", "undo", on=partial(self.desk.undo, last.command_id))
        return (back, change)

    def _open_form(self, row: SettingListRow) -> None:
        """The calendar's library takes its time to load: not on Qt's thread."""
        if row.setting.kind == WORKDAYS:
            load = partial(WorkCalendar().is_working_day, self.desk.today)
            self.desk.look_up(self, load, lambda _: self._show_form(row), key="calendar")
        else:
            self._show_form(row)

    def _show_form(self, row: SettingListRow) -> None:
        form = setting_form(row)
        form.submitted.connect(partial(self._change, form, row))
        self._shown = ""
        open_form(self.panel, row.setting.label, form, "保存", first=row.setting.key)

    def _change(self, form: Form, row: SettingListRow, values: dict[str, Any]) -> None:
        command = change_of(row, values)
        done = f"已修改“{row.setting.label}”，从 {values['valid_from']} 起生效。"
        send(self.desk, self, self.panel, form, command, done=done, then=partial(self._show_again, row.id))

    def _show_again(self, key: str, _outcome: object) -> None:
        self._shown = key
        self.refresh()

    def _set_rows(self, rows: Sequence[SettingListRow]) -> None:
        self._rows = rows
        self._show_rows()

    def _show_rows(self) -> None:
        # Setting the rows moves the cursor, which would lead the panel to another one.
        area, wanted, self._shown = self.tabs.current(), self._shown, ""
        self.table.set_rows([row for row in self._rows if area in (_ALL, row.area)])
        shown = next((row for row in self._rows if row.id == wanted), None)
        if shown is not None:
            self.table.select_ids([shown.id], current=shown.id)
            self.show_setting(shown)

    def _follow(self, row: SettingListRow | None) -> None:
        if row is not None and self._shown and row.id != self._shown:
            self.show_setting(row)

    def _forget(self) -> None:
        self._shown = ""


def _columns() -> tuple[Column, ...]:
    return (
        Column("area", "类别", 90, muted=True, yields_room=True),
        Column("label", "设置", 150, stretch=True, value=lambda row: row.setting.label),
        Column("value", "现在的值", 180, stretch=True, value=lambda row: value_words(row.setting, row.value)),
        Column("since", "起于", 110, "date", muted=True, yields_room=True),
        Column("next", "将改为", 190, yields_room=True, value=_next_words),
    )


def _next_words(row: SettingListRow) -> str:
    return f"{row.next.valid_from} 起 {value_words(row.setting, row.next.value)}" if row.next else ""


def _since(row: SettingListRow) -> Fact:
    return Fact("起于", str(row.since) if row.since else "一直是默认值")


def _dated_fact(row: SettingListRow, one: DatedValue) -> Fact:
    by = f"{one.set_by}于 {local_text(one.set_at)} 设定" if one.set_at else ""
    return Fact(f"{one.valid_from} 起", value_words(row.setting, one.value), note=by)


def _set_at(one: DatedValue) -> tuple[bool, Any]:
    return (one.set_at is not None, one.set_at)

"""The screen that shows several lists about money under one row of tabs, with one search and one panel for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.payments.tabbed_rows import TabbedRows
from school_desk.desk.services import Desk
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.slots import weakly


class TabbedScreen(Screen):
    """See the module's docstring. `focus` is a tab's key or a record's id."""

    def __init__(self, desk: Desk, title: str, panel: SidePanel, lists: Sequence[TabbedRows], *, search: str) -> None:
        super().__init__(desk)
        self.panel, self.lists = panel, tuple(lists)
        self._of_tab = {tab.key: rows for rows in self.lists for tab in rows.tabs}
        self._sought: str | None = None
        self._unanswered: set[TabbedRows] = set()
        shown = [FilterTab(tab.key, tab.title, tab.tone) for rows in self.lists for tab in rows.tabs]
        self.tabs = FilterTabs(shown, name=title)
        self.tabs.chosen.connect(self.choose_tab)
        self.search = SearchField(search)
        self.search.searched.connect(self._search)
        self.frame = PageFrame(title)
        self.frame.add_tool(self.search)
        self.frame.add_bar(self.tabs)
        self._stack = QStackedWidget()
        for rows in self.lists:
            self._stack.addWidget(rows)
            rows.answered.connect(weakly(self._answered, rows))
            rows.shown.connect(self._tell_count)
            rows.selection_changed.connect(self._tell_count)
        self.frame.set_content(self._stack, panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.frame)
        self.setFocusProxy(self._stack)

    def current_list(self) -> TabbedRows:
        """The list whose tab is shown."""
        return self._of_tab[self.tabs.current()]

    def refresh(self) -> None:
        """Every list asks for its records."""
        self._unanswered = set(self.lists)
        for rows in self.lists:
            rows.refresh()

    def take_focus(self, focus: Any) -> None:
        """Shows the tab, or the record as soon as it has come."""
        if focus in self._of_tab:
            self.choose_tab(focus)
        elif focus:
            self._sought = str(focus)
            self._seek()

    def choose_tab(self, key: str) -> None:
        """Shows a tab."""
        rows = self._of_tab[key]
        self.tabs.choose(key)
        self.panel.close_panel()
        self._stack.setCurrentWidget(rows)
        rows.show_tab(key)
        rows.setFocus()
        self.tab_shown(key)

    def tab_shown(self, key: str) -> None:
        """For screens whose tools depend on the tab."""

    def _search(self, typed: str) -> None:
        for rows in self.lists:
            rows.search(typed)

    def _answered(self, rows: TabbedRows) -> None:
        self.tabs.set_counts(rows.counts())
        self._unanswered.discard(rows)
        self._seek()

    def _seek(self) -> None:
        if self._sought is None:
            return
        for rows in self.lists:
            found = rows.any_row(self._sought)
            if found is not None:
                self._sought = None
                self.search.set_words("")
                self.choose_tab(rows.tab_of(found))
                rows.select_ids([found.id], current=found.id)
                rows.tell_row(found)
                return
        if not self._unanswered:
            self._sought = None
            self.desk.tell("没有找到这条记录，它可能已办完或被撤销。", "warn")

    def _tell_count(self, _summary: object = None) -> None:
        rows = self.current_list()
        chosen = rows.summary() if len(rows.selected_rows()) > 1 else None
        self.frame.set_count(chosen.words if chosen else rows.told(rows.rows()) if rows.row_count() else "")

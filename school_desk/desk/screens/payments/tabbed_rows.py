"""Lists about money whose tabs are states of one kind of record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from school_desk.desk.colours import Tone
from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.widgets.table import Column, RowTable

_EDGES = 20  # the card's frame and the scroll bar


@dataclass(frozen=True, slots=True)
class RowsTab:
    """A tab with what stands there while it is empty. `hides`: columns that say nothing in it; `counts`: its number is work that waits."""

    key: str
    title: str
    empty: str
    next_step: str
    button: str = ""
    hides: frozenset[str] = frozenset()
    counts: bool = False
    tone: Tone = Tone.NEUTRAL


class TabbedRows(RowTable):
    """Records asked for at once; tab and search choose which are shown. Subclasses say where a row belongs and what the panel tells of it.

    `lesser` columns give way, the first of them first, where the list is too narrow. `eager`: the panel shows each row that is chosen, else
    only one that is opened. `answered`: rows came; `shown`: other rows stand in the list.
    """

    answered = Signal()
    shown = Signal()

    def __init__(
        self,
        desk: Desk,
        panel: SidePanel,
        columns: Sequence[Column],
        tabs: Sequence[RowsTab],
        *,
        name: str,
        icon: str,
        lesser: Sequence[str] = (),
        eager: bool = True,
    ) -> None:
        super().__init__(columns, name=name)
        self.desk, self.panel, self.tabs = desk, panel, tuple(tabs)
        self._tab, self._icon, self._eager = self.tabs[0], icon, eager
        self._widths, self._lesser = {column.key: column.width for column in columns}, tuple(lesser)
        self._all: tuple[Any, ...] = ()
        self._typed: list[str] = []
        self._told: Any = None
        self.set_loading(True)
        self.activated.connect(self._open)
        self.current_changed.connect(self._follow)
        panel.closed.connect(self._forget)

    # what subclasses say

    def refresh(self) -> None:
        """Asks for the records and gives them to `set_all`."""
        raise NotImplementedError

    def tab_of(self, row: Any) -> str:
        """The key of the tab that shows `row`."""
        raise NotImplementedError

    def words_of(self, row: Any) -> str:
        """What the search looks into."""
        raise NotImplementedError

    def show_row(self, row: Any) -> None:
        """Tells of `row` in the panel."""
        raise NotImplementedError

    def told(self, rows: Sequence[Any]) -> str:
        """The words beside the title for the rows shown."""
        raise NotImplementedError

    def opened(self, row: Any) -> None:
        """Enter or a double click on a row whose panel is there."""

    # what the screen uses

    @property
    def tab(self) -> RowsTab:
        """The tab shown."""
        return self._tab

    def set_all(self, rows: Sequence[Any]) -> None:
        """Newer records; what stands in the panel stays, unless its own record has changed."""
        self._all = tuple(rows)
        self._fill()
        self.answered.emit()

    def any_row(self, row_id: str) -> Any | None:
        """The record with this id, whatever its tab."""
        return next((row for row in self._all if row.id == row_id), None)

    def show_tab(self, key: str) -> None:
        """Shows another tab from its top."""
        self._tab = next(tab for tab in self.tabs if tab.key == key)
        self.clear_selection()
        self._fit_columns()
        self._fill()

    def search(self, typed: str) -> None:
        """Shows only rows that hold every word."""
        self._typed = typed.casefold().split()
        self._fill()

    def counts(self) -> dict[str, int | None]:
        """How many records each tab holds, None where that is no work."""
        found = dict.fromkeys((tab.key for tab in self.tabs), 0)
        for row in self._all:
            found[self.tab_of(row)] += 1
        return {tab.key: found[tab.key] if tab.counts else None for tab in self.tabs}

    def is_at(self, row: Any) -> bool:
        """Whether the cursor stands on `row`: until the panel has caught up with a fast hand its keys would decide about the row before."""
        current = self.current_row()
        return current is not None and current.id == row.id

    def tells(self, row: Any) -> bool:
        """Whether the panel is still meant for `row`: the lists share it, and facts that were asked for may come late."""
        return bool(self._told == row)

    def tell_row(self, row: Any) -> None:
        """Shows `row` in the panel, now and when it changes."""
        self._told = row
        self.show_row(row)

    def _fill(self) -> None:
        rows = [row for row in self._all if self.tab_of(row) == self._tab.key and self._holds(row)]
        if self._typed:
            self.set_empty("没有找到", "换几个字搜索，或清空搜索框。", icon="search")
        else:
            self.set_empty(self._tab.empty, self._tab.next_step, self._tab.button, icon=self._icon)
        self.set_rows(rows)
        if self._eager and rows and not self.selected_rows() and self.isVisible():
            self.select_first()
        self._follow(self.current_row())
        self.shown.emit()

    def _holds(self, row: Any) -> bool:
        words = self.words_of(row).casefold()
        return all(word in words for word in self._typed)

    def _open(self, row: Any) -> None:
        if self._told is None or not self.panel.isVisible():
            self.tell_row(row)
        self.opened(row)

    def _follow(self, row: Any | None) -> None:
        """Keeps the panel with the chosen row; the same record again wipes nothing that is being typed there."""
        if not self.isVisible():
            return
        if row is None or not self.selected_rows():
            if self._told is not None:
                self.panel.close_panel()
        elif row != self._told and (self._eager or self._told is not None):
            self.tell_row(row)

    def _forget(self) -> None:
        self._told = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        shown = {key: width for key, width in self._widths.items() if key not in self._tab.hides}
        for key in self._lesser:
            if sum(shown.values()) > self.width() - _EDGES:
                shown.pop(key, None)
        for key in self._widths:
            self.set_column_shown(key, key in shown)

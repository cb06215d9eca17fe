"""The one table of the desk: RowTable shows frozen rows by Columns, keeps selection and scroll over a refresh, works by keyboard.

    RowTable(columns, parent=None, *, name, row_id=attrgetter("id"), density="roomy")
    Column(key, title, width=120, kind="text"|"money"|"date"|"chip"|"number", align=None, elide="right", stretch=False, yields_room=False,
           muted=False, value=None, words=None, sort_key=None)                                                        see columns.py
    set_rows(rows) · replace_rows(rows) · rows() · row_count() · row_of(id)
    current_row() · selected_rows() · selected_ids() · select_ids(ids, current=None) · seek(id) selects it now or when it comes
    select_first() · step(+1 | -1) · clear_selection()
    set_empty(title, sentence, button="", icon="inbox") · set_loading(bool) · set_column_shown(key, bool) · sort_by(key, down=False)
    copy(with_titles=False) · summary() -> SelectionSummary(count, sums) · .words
    signals: activated(row) Enter, Space, double click · current_changed(row | None) · selection_changed(SelectionSummary)
             menu_requested(rows, QPoint) right click, Menu key · empty_action_requested()

Keys: arrows, J/K next and previous, Space and Enter open, Ctrl+A all, Ctrl+C copy, Ctrl+Shift+C copy with titles, Home/End, Page keys.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from school_desk.desk.theme import CARD_RADIUS, ROW_HEIGHTS, colour, tokens
from school_desk.desk.widgets.columns import Column, copied_rows
from school_desk.desk.widgets.empty import EmptyState, LoadingRows
from school_desk.desk.widgets.table_model import RowModel
from school_desk.desk.widgets.table_view import RowView
from school_desk.kernel.money import format_yuan

__all__ = ["Column", "RowTable", "SelectionSummary"]


@dataclass(frozen=True, slots=True)
class SelectionSummary:
    """How many rows are selected and what their money columns add up to: column title -> fen."""

    count: int = 0
    sums: dict[str, int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """ "已选 3 行 · 金额合计 9,600.00"; empty when nothing is selected."""
        sums = [f"{title}合计 {format_yuan(total)}" for title, total in self.sums.items()]
        return " · ".join([f"已选 {self.count:,} 行", *sums]) if self.count else ""


class RowTable(QFrame):
    """See the module's docstring."""

    activated = Signal(object)
    current_changed = Signal(object)
    selection_changed = Signal(object)
    menu_requested = Signal(list, QPoint)
    empty_action_requested = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        parent: QWidget | None = None,
        *,
        name: str,
        row_id: Callable[[Any], Hashable] = attrgetter("id"),
        density: Literal["dense", "normal", "roomy"] = "roomy",
    ) -> None:
        super().__init__(parent)
        self._model = RowModel(columns, row_id)
        self.view = RowView(self._model, ROW_HEIGHTS[density], self)
        self.view.setAccessibleName(name)
        self.setFocusProxy(self.view)
        self._empty = EmptyState("inbox", "这里还没有内容", "")
        self._loading = LoadingRows(ROW_HEIGHTS[density])
        self._is_loading = False
        self._sought: Hashable | None = None
        self._stack = QStackedLayout()
        # Three pixels in: square content then lies inside the card's round corners, and nothing overlaps the scrolling area.
        frame = QVBoxLayout(self)
        frame.setContentsMargins(3, 3, 3, 3)
        frame.addLayout(self._stack)
        for page in (self.view, self._empty, self._loading):
            self._stack.addWidget(page)
        self._connect()
        self._choose_page()

    def _connect(self) -> None:
        self.view.opened.connect(self._open_current)
        self.view.copy_requested.connect(self._copy)
        self.view.focus_changed.connect(self.update)
        self.view.horizontalHeader().sectionClicked.connect(self._sort_clicked)
        self._empty.action_requested.connect(self.empty_action_requested)
        picked = self.view.selectionModel()
        picked.selectionChanged.connect(self._announce_selection)
        picked.currentRowChanged.connect(self._announce_current)

    # rows

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show `rows`. Selected ids stay selected and the view stays where it was; if the selected row has gone, its successor is selected."""
        self._keeping_place(lambda: self._model.set_rows(rows))
        self._is_loading = False
        self._choose_page()
        if self._sought is not None:
            sought, self._sought = self._sought, None
            self.select_ids([sought])

    def replace_rows(self, rows: Iterable[Any]) -> None:
        """Newer versions of rows already shown, in their places."""
        self._model.replace(rows)

    def rows(self) -> list[Any]:
        """The rows in the order shown."""
        return list(self._model.rows)

    def row_count(self) -> int:
        return len(self._model.rows)

    def row_of(self, row_id: Hashable) -> Any | None:
        place = self._model.positions().get(row_id)
        return None if place is None else self._model.rows[place]

    def sort_by(self, key: str | None, *, down: bool = False) -> None:
        """Sort by a column that has a sort key; None gives the caller's order back. The view goes to the top, the selection stays."""
        self._keeping_selection(lambda: self._model.sort_by(key, down=down))
        self.view.scrollToTop()

    # selection

    def current_row(self) -> Any | None:
        place = self.view.current_place()
        return self._model.rows[place] if place >= 0 else None

    def selected_rows(self) -> list[Any]:
        """In the order shown."""
        return [self._model.rows[place] for place in self.view.selected_places()]

    def selected_ids(self) -> list[Hashable]:
        return [self._model.id_at(place) for place in self.view.selected_places()]

    def select_ids(self, ids: Iterable[Hashable], current: Hashable | None = None) -> None:
        """Select the rows of `ids` that are shown; the cursor goes to `current` or the first of them."""
        positions = self._model.positions()
        places = sorted(positions[one] for one in ids if one in positions)
        if places:
            self.view.select_places(places, positions.get(current, places[0]))

    def seek(self, row_id: Hashable) -> None:
        """Select a row that may only come with the next rows: the page was just opened, or another tab chosen."""
        self._sought = None if row_id in self._model.positions() else row_id
        self.select_ids([row_id])

    def select_first(self) -> None:
        if self._model.rows:
            self.view.select_places([0], 0)

    def step(self, by: int) -> bool:
        """Move the cursor `by` rows (next +1, previous -1) and select there; False at the end of the list."""
        target = self.view.current_place() + by
        if not 0 <= target < len(self._model.rows):
            return False
        self.view.select_places([target], target)
        return True

    def clear_selection(self) -> None:
        self.view.clearSelection()

    def summary(self) -> SelectionSummary:
        places = self.view.selected_places()
        money = [(place, column) for place, column in enumerate(self._model.columns) if column.kind == "money"]
        sums = {column.title: sum(self._model.value(row, place) or 0 for row in places) for place, column in money}
        return SelectionSummary(len(places), sums)

    # the rest

    def set_empty(self, title: str, sentence: str, button: str = "", icon: str = "inbox") -> None:
        """What stands here when there is no row: the next step in words and the one button for it."""
        self._empty.set_words(icon, title, sentence, button)

    def set_loading(self, loading: bool) -> None:
        """Grey rows while the first rows are read; rows already shown stay."""
        self._is_loading = loading
        self._choose_page()

    def set_column_shown(self, key: str, shown: bool) -> None:
        """Wanted or not; whether a wanted one that yields is seen depends on the room (it is copied all the same)."""
        place = next(place for place, column in enumerate(self._model.columns) if column.key == key)
        self.view.set_wanted(place, shown)

    def copy(self, *, with_titles: bool = False) -> None:
        """Put the selected rows on the clipboard, the columns as shown."""
        header = self.view.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(len(self._model.columns))]
        shown = [self._model.columns[place] for place in order if self.view.is_wanted(place)]
        rows = self.selected_rows()
        if rows:
            QGuiApplication.clipboard().setMimeData(copied_rows(shown, rows, with_titles=with_titles))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        rows = self.selected_rows()
        if rows:
            self.menu_requested.emit(rows, event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        focused, chosen = self.view.hasFocus(), tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colour(chosen.surface))
        painter.setPen(QPen(colour(chosen.primary if focused else chosen.line), 1))
        painter.drawRoundedRect(QRect(self.rect()).toRectF().adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)

    def _keeping_place(self, change: Callable[[], None]) -> None:
        """The row the eye rests on (the cursor's, else the first shown) stays at its height, even if rows came in above it."""
        anchor = self.view.anchor_place()
        anchor_id, height = (
            (self._model.id_at(anchor), self.view.rowViewportPosition(anchor)) if anchor >= 0 else (None, 0)
        )
        scroll = self.view.verticalScrollBar().value()
        self._keeping_selection(change)
        place = self._model.positions().get(anchor_id) if anchor >= 0 else None
        self.view.verticalScrollBar().setValue(scroll if place is None else self.view.scroll_for(place, height))

    def _keeping_selection(self, change: Callable[[], None]) -> None:
        place = self.view.current_place()
        current = self._model.id_at(place) if place >= 0 else None
        selected = set(self.selected_ids())
        change()
        positions, count = self._model.positions(), len(self._model.rows)
        kept = sorted(positions[one] for one in selected if one in positions)
        if kept:
            self.view.select_places(kept, positions.get(current, kept[0]), scroll=False)
        elif selected and count:
            self.view.select_places([min(place, count - 1)], min(place, count - 1))
        elif current in positions:
            self.view.move_cursor(positions[current])
        if selected and not count:
            self._announce_selection()
            self._announce_current()

    def _choose_page(self) -> None:
        empty = self._loading if self._is_loading else self._empty
        page = self.view if self._model.rows else empty
        had_focus = self.view.hasFocus()
        self._stack.setCurrentWidget(page)
        self.setFocusProxy(self._empty.button if page is self._empty and self._empty.has_button() else self.view)
        if had_focus and page is not self.view:
            self.setFocus()

    def _copy(self, with_titles: bool) -> None:
        self.copy(with_titles=with_titles)

    def _open_current(self) -> None:
        row = self.current_row()
        if row is not None:
            self.activated.emit(row)

    def _announce_selection(self) -> None:
        self.selection_changed.emit(self.summary())

    def _announce_current(self) -> None:
        self.current_changed.emit(self.current_row())

    def _sort_clicked(self, place: int) -> None:
        key = self._model.columns[place].key
        if self._model.sorted_by != key:
            self.sort_by(key)
        elif not self._model.sorted_down:
            self.sort_by(key, down=True)
        else:
            self.sort_by(None)

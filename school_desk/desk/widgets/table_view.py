"""The scrolling part of a RowTable: keys, hover, column widths, selection by row numbers. Screens use RowTable, not this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from school_desk.desk.widgets.table_model import RowModel
from school_desk.desk.widgets.table_paint import CellPainter, TitleBar

_Flag = QItemSelectionModel.SelectionFlag
_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
_WALKS = (*_STEPS, Qt.Key.Key_Down, Qt.Key.Key_Up)
_OPENERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class RowView(QTableView):
    """Whole rows are selected, never edited in place."""

    opened = Signal()
    copy_requested = Signal(bool)  # with titles
    focus_changed = Signal()

    def __init__(self, model: RowModel, row_height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = model
        self._cells = CellPainter(model, self)
        self._base_widths = [column.width for column in model.columns]
        self._unwanted: set[int] = set()
        self._fitting = False
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self._set_manners(row_height)
        header = self.horizontalHeader()
        header.sectionResized.connect(self._width_chosen)
        header.sectionMoved.connect(self._find_first_column)
        self._find_first_column()
        self.doubleClicked.connect(self.opened)
        self.selectionModel().currentRowChanged.connect(self._cursor_moved)
        self.fit_columns()

    def _set_manners(self, row_height: int) -> None:
        self.setHorizontalHeader(TitleBar(self._rows, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(row_height)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(row_height)
        rows.setDefaultSectionSize(row_height)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)

    # selection by row numbers

    def current_place(self) -> int:
        """The cursor's row, -1 for none."""
        return self.currentIndex().row()

    def selected_places(self) -> list[int]:
        """Ascending."""
        return sorted(
            row for part in self.selectionModel().selection().toList() for row in range(part.top(), part.bottom() + 1)
        )

    def anchor_place(self) -> int:
        """The row to hold on to over a refresh: the cursor's if it can be seen, else the first shown; -1 without rows."""
        current = self.current_place()
        seen = current >= 0 and 0 <= self.rowViewportPosition(current) < self.viewport().height()
        return current if seen else self.rowAt(0)

    def scroll_for(self, place: int, height: int) -> int:
        """The scroll bar's value that shows row `place` at `height` pixels from the top."""
        return place * self.verticalHeader().defaultSectionSize() - height

    def select_places(self, places: Sequence[int], current: int, *, scroll: bool = True) -> None:
        """Select exactly `places` (ascending) and put the cursor on `current`, which is scrolled to unless told not to."""
        selection = QItemSelection()
        for first, last in _runs(places):
            selection.select(self._rows.index(first, 0), self._rows.index(last, self._rows.columnCount() - 1))
        self.selectionModel().select(selection, _Flag.ClearAndSelect)
        self.move_cursor(current)
        if scroll:
            self.scrollTo(self._rows.index(current, self._cells.first_column))

    def move_cursor(self, place: int) -> None:
        """The cursor alone; selection and scroll stay."""
        before = self.verticalScrollBar().value()
        self.selectionModel().setCurrentIndex(self._rows.index(place, self._cells.first_column), _Flag.NoUpdate)
        self.verticalScrollBar().setValue(before)

    # keys, mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        ctrl_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        key = Qt.Key(event.key())
        if plain and key in _WALKS and not self.selected_places():
            self._step(0)  # the first key of a fresh list takes the row the cursor is on, it does not skip it
        elif plain and key in _STEPS:
            self._step(_STEPS[key])
        elif plain and key in _OPENERS:
            self.opened.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit(False)
        elif key is Qt.Key.Key_C and event.modifiers() == ctrl_shift:
            self.copy_requested.emit(True)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain:
            self._step(self._rows.rowCount() * (1 if key is Qt.Key.Key_End else -1))
        elif key is Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing does not jump about: letters are commands here, searching has its own field."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(round(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hover(-1)
        super().leaveEvent(event)  # type: ignore[arg-type]

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_cursor()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_cursor()

    def _step(self, by: int) -> None:
        last = self._rows.rowCount() - 1
        if last >= 0:
            target = max(0, min(last, self.current_place() + by))
            self.select_places([target], target)

    def _hover(self, row: int) -> None:
        before, self._cells.hover_row = self._cells.hover_row, row
        if before != row:
            self._repaint_row(before)
            self._repaint_row(row)

    def _cursor_moved(
        self, current: QModelIndex | QPersistentModelIndex, before: QModelIndex | QPersistentModelIndex
    ) -> None:
        self._show_cursor()
        self._repaint_row(before.row())

    def _show_cursor(self) -> None:
        before = self._cells.current_row
        self._cells.current_row = self.current_place() if self.hasFocus() else -1
        self._repaint_row(before)
        self._repaint_row(self._cells.current_row)
        self.focus_changed.emit()

    def _repaint_row(self, row: int) -> None:
        if row >= 0:
            self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    # widths

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give each column its width and share what is left among the stretching ones; where it is too narrow, some yield."""
        shown = self._places_that_fit()
        for place in range(len(self._base_widths)):
            self.setColumnHidden(place, place not in shown)
        self._find_first_column()
        stretching = [place for place in shown if self._rows.columns[place].stretch]
        spare = max(0, self.viewport().width() - sum(self._base_widths[place] for place in shown))
        self._fitting = True
        for place in shown:
            extra = spare // len(stretching) if place in stretching else 0
            self.setColumnWidth(place, self._base_widths[place] + extra)
        self._fitting = False

    def setColumnHidden(self, column: int, hide: bool) -> None:
        """A column that comes back as wide as it was stretched has not been given that width by a person."""
        self._fitting = True
        super().setColumnHidden(column, hide)
        self._fitting = False

    def set_wanted(self, place: int, wanted: bool) -> None:
        """Whether the column is one of this list's at present; room permitting, it is then seen."""
        self._unwanted = self._unwanted - {place} if wanted else self._unwanted | {place}
        self.fit_columns()

    def is_wanted(self, place: int) -> bool:
        return place not in self._unwanted

    def _places_that_fit(self) -> list[int]:
        places = [place for place in range(len(self._base_widths)) if self.is_wanted(place)]
        yielding = [place for place in places if self._rows.columns[place].yields_room]
        while yielding and sum(self._base_widths[place] for place in places) > self.viewport().width():
            places.remove(yielding.pop())
        return places

    def _width_chosen(self, place: int, before: int, width: int) -> None:
        if not self._fitting and width:
            self._base_widths[place] = width

    def _find_first_column(self) -> None:
        """The leftmost one to be seen: Qt does not scroll to a cell of a hidden column."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        self._cells.first_column = next((place for place in order if not header.isSectionHidden(place)), 0)


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, last) of each unbroken run: a selection of few ranges stays fast."""
    if places:
        breaks = [(a, b) for a, b in pairwise(places) if b != a + 1]
        starts = [places[0], *(b for _, b in breaks)]
        ends = [*(a for a, _ in breaks), places[-1]]
        yield from zip(starts, ends, strict=True)

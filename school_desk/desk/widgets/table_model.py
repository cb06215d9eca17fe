"""The rows behind a table: a plain list, found again by id, sorted where a column gives a key. The painting asks for visible cells only."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from school_desk.desk.widgets.columns import Column

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class RowModel(QAbstractTableModel):
    """Rows and columns; `sorted_by` is the key of the column the rows stand sorted by, or None in the caller's order."""

    def __init__(self, columns: Sequence[Column], row_id: Callable[[Any], Hashable]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[Any] = []
        self.sorted_by: str | None = None
        self.sorted_down = False
        self._row_id = row_id
        self._getters = tuple(column.getter() for column in columns)
        self._given: list[Any] = []
        self._positions: dict[Hashable, int] | None = None

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """For screen readers and tool tips only: the painting does not pass here."""
        if role in _SPOKEN and index.isValid():
            return self.columns[index.column()].text(self.value(index.row(), index.column()))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.columns[section].title
        return None

    def value(self, row: int, place: int) -> Any:
        return self._getters[place](self.rows[row])

    def id_at(self, row: int) -> Hashable:
        return self._row_id(self.rows[row])

    def positions(self) -> dict[Hashable, int]:
        """Where each id stands; made when first asked for after a change."""
        if self._positions is None:
            self._positions = {self._row_id(row): place for place, row in enumerate(self.rows)}
        return self._positions

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show other rows, in the given order or in the order the reader chose."""
        self.beginResetModel()
        self._given = list(rows)
        self._arrange()
        self.endResetModel()

    def replace(self, rows: Iterable[Any]) -> None:
        """Put newer versions of rows in the places of the old; rows whose id is unknown are passed over."""
        places, changed = self.positions(), []
        newer = {self._row_id(row): row for row in rows}
        for row_id, row in newer.items():
            if row_id in places:
                self.rows[places[row_id]] = row
                changed.append(places[row_id])
        if changed:
            self._given = [newer.get(self._row_id(row), row) for row in self._given]
            self.dataChanged.emit(self.index(min(changed), 0), self.index(max(changed), len(self.columns) - 1))

    def sort_by(self, key: str | None, *, down: bool = False) -> None:
        """Sort by the column of `key`, None gives the caller's order back. A column without a sort key leaves all as it is."""
        if key is not None and self._column(key).sort_key is None:
            return
        self.beginResetModel()
        self.sorted_by, self.sorted_down = key, down
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        self.rows = list(self._given)
        self._positions = None
        key = self._column(self.sorted_by).sort_key if self.sorted_by else None
        if key is not None:
            self.rows.sort(key=key, reverse=self.sorted_down)

    def _column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

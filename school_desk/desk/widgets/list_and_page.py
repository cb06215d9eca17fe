"""A list of a few records at the left and the page of the chosen one at the right.

ListAndPage(rows, page, parent=None)     rows is a RowTable
show_page(bool)      without a record chosen the list (its empty state) takes all the room
make_room(bool)      a side panel is there: the list steps aside; connect it to SidePanel.shown
"""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.table import RowTable

_LIST_WIDE, _LIST_NARROW = 376, 288
_NARROW = 900
_NO_LIMIT = 16777215  # Qt's own: QWIDGETSIZE_MAX


class ListAndPage(QWidget):
    """See the module's docstring."""

    def __init__(self, rows: RowTable, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._page = rows, page
        self._has_page, self._panel_is_there = False, False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        row.addWidget(rows)
        row.addWidget(page, 1)
        self._arrange()

    def show_page(self, has_page: bool) -> None:
        self._has_page = has_page
        self._arrange()

    def make_room(self, panel_is_there: bool) -> None:
        self._panel_is_there = panel_is_there
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width = _LIST_NARROW if self.width() < _NARROW else _LIST_WIDE
        self._rows.setMinimumWidth(width if self._has_page else 0)
        self._rows.setMaximumWidth(width if self._has_page else _NO_LIMIT)
        self._rows.setVisible(not (self._has_page and self._panel_is_there))
        self._page.setVisible(self._has_page)

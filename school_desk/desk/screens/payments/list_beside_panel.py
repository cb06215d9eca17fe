"""A list with the panel of its chosen row: the panel takes two fifths of the room, and in a small window the lesser columns give way."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from school_desk.desk.page import SidePanel
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.table import RowTable

_NARROW = 960
_PANEL_LEAST, _PANEL_MOST = 400, 480


class ListBesidePanel(QWidget):
    """`lesser`: the columns a small window can do without. `counted`: words beside the page's title."""

    counted = Signal(str)
    lesser: ClassVar[tuple[str, ...]] = ()

    def __init__(self, table: RowTable, panel: SidePanel) -> None:
        super().__init__()
        self.table = table
        self.side = panel
        table.set_loading(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        row.addWidget(table, 1)
        row.addWidget(panel)

    @property
    def is_wide(self) -> bool:
        """Whether there is room for all columns."""
        return self.width() >= _NARROW

    def choose_columns(self) -> None:
        """Shows the columns there is room for."""
        for key in self.lesser:
            self.table.set_column_shown(key, self.is_wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(min(_PANEL_MOST, max(_PANEL_LEAST, self.width() * 2 // 5)))
        self.choose_columns()

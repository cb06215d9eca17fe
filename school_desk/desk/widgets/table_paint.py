"""How a table's cells and header are painted: calm rows with hairlines, chips, figures in columns.

One Python call a visible cell, no data() calls: painting, not reading, decides how fast a table scrolls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from school_desk.desk.icons import paint_icon
from school_desk.desk.theme import colour, font, tokens
from school_desk.desk.widgets.chips import paint_chip

if TYPE_CHECKING:
    from school_desk.desk.widgets.table_model import RowModel

PAD = 10
HEADER_HEIGHT = 34
_Index = QModelIndex | QPersistentModelIndex
_SELECTED = QStyle.StateFlag.State_Selected


class CellPainter(QStyledItemDelegate):
    """Paints a cell straight from the row; `hover_row` and `current_row` are set by the view (-1: none)."""

    def __init__(self, model: RowModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.hover_row = -1
        self.current_row = -1
        self.first_column = 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect, row, place, chosen = option.rect, index.row(), index.column(), tokens()
        selected = bool(option.state & _SELECTED)
        if selected:
            painter.fillRect(rect, colour(chosen.select))
        elif row == self.hover_row:
            painter.fillRect(rect, colour(chosen.hover))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, colour(chosen.line))
        if row == self.current_row and place == self.first_column:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height() - 1, colour(chosen.primary))
        column, value = self._model.columns[place], self._model.value(row, place)
        inside = rect.adjusted(PAD, 0, -PAD, -1)
        if column.kind == "chip":
            if value is not None:
                paint_chip(painter, inside, value, outlined=selected)
            return
        text = column.text(value)
        if text:
            painter.setFont(font())
            painter.setPen(colour(chosen.sub if column.muted else chosen.text))
            fitted = painter.fontMetrics().elidedText(text, column.elide_mode, inside.width())
            painter.drawText(inside, column.alignment, fitted)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A tip only where the cell could not show all its words."""
        text, room = str(index.data() or ""), option.rect.width() - 2 * PAD
        is_chip = self._model.columns[index.column()].kind == "chip" if index.isValid() else False
        if not text or is_chip or QFontMetrics(font()).horizontalAdvance(text) <= room:
            QToolTip.hideText()
            return True
        return super().helpEvent(event, view, option, index)


class TitleBar(QHeaderView):
    """The header: titles aligned like their columns, an arrow where the rows are sorted."""

    def __init__(self, model: RowModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setFixedHeight(HEADER_HEIGHT)
        self.setAccessibleName("列标题")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEADER_HEIGHT)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colour(tokens().surface))
        painter.fillRect(0, self.height() - 1, self.viewport().width(), 1, colour(tokens().edge))
        painter.end()
        super().paintEvent(event)  # type: ignore[arg-type]

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column, chosen = self._model.columns[logicalIndex], tokens()
        sorted_here = self._model.sorted_by == column.key
        painter.save()
        painter.setFont(font(bold=sorted_here))
        painter.setPen(colour(chosen.text if sorted_here else chosen.sub))
        inside = rect.adjusted(PAD, 0, -PAD, -1)
        room = inside.width() - (18 if sorted_here else 0)
        title = painter.fontMetrics().elidedText(column.title, Qt.TextElideMode.ElideRight, room)
        width = painter.fontMetrics().horizontalAdvance(title)
        right = bool(column.alignment & Qt.AlignmentFlag.AlignRight)
        painter.drawText(inside, column.alignment, title)
        if sorted_here:
            left = inside.right() - width - 18 if right else inside.left() + width + 2
            arrow = "sort-down" if self._model.sorted_down else "sort-up"
            paint_icon(painter, arrow, QRect(left, rect.center().y() - 8, 16, 16), chosen.text)
        painter.restore()

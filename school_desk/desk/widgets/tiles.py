"""The workbench's tiles: a number, what it counts, how old the oldest is, what is due. A tile opens its rows.

Tile(key, words, icon="", parent=None)                signal opened(key)
set_figures(number, *, age="", due="", tone=Tone.NEUTRAL)     number None: still being counted
TileGrid(tiles, parent=None, *, least_width=200)      lays tiles out in as many columns as fit; signal opened(key); tile(key)
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.icons import paint_icon
from school_desk.desk.theme import CARD_RADIUS, GAP_M, colour, font, tokens
from school_desk.desk.widgets.chips import Chip, chip_width, paint_chip

_HEIGHT, _PAD = 124, 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Tile(QAbstractButton):
    """See the module's docstring."""

    opened = Signal(str)

    def __init__(self, key: str, words: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._words, self._icon = words, icon
        self._number: int | None = None
        self._age, self._due, self._tone = "", "", Tone.NEUTRAL
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        self.set_figures(None)

    def set_figures(self, number: int | None, *, age: str = "", due: str = "", tone: Tone = Tone.NEUTRAL) -> None:
        """`age`: "最早 3 天前"; `due`: "今天到期 2"; `tone` colours the due chip."""
        self._number, self._age, self._due, self._tone = number, age, due, tone
        said = "正在统计" if number is None else str(number)
        self.setAccessibleName("，".join(part for part in (self._words, said, age, due) if part))
        self.setToolTip(age if age and due else "")
        self.update()

    def _open(self) -> None:
        self.opened.emit(self.key)

    def number(self) -> int | None:
        return self._number

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, chosen = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        width = self.width() - 2 * _PAD
        if self._icon:
            paint_icon(painter, self._icon, QRect(self.width() - _PAD - 20, 14, 20, 20), chosen.faint)
        painter.setFont(font())
        painter.setPen(colour(chosen.sub))
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, width - 28)
        painter.drawText(QRect(_PAD, 12, width - 28, 24), _LEFT, words)
        painter.setFont(font("figure", bold=True))
        painter.setPen(colour(chosen.text if self._number else chosen.faint))
        painter.drawText(QRect(_PAD, 40, width, 40), _LEFT, "…" if self._number is None else f"{self._number:,}")
        self._paint_foot(painter, QRect(_PAD, self.height() - 36, width, 24))

    def _paint_ground(self, painter: QPainter) -> None:
        chosen = tokens()
        painter.setBrush(colour(chosen.hover if self.underMouse() or self.isDown() else chosen.surface))
        painter.setPen(
            QPen(colour(chosen.primary), 2)
            if self.hasFocus()
            else colour(chosen.edge if self.underMouse() else chosen.line)
        )
        inset = 1.0 if self.hasFocus() else 0.5
        painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), CARD_RADIUS, CARD_RADIUS)

    def _paint_foot(self, painter: QPainter, foot: QRect) -> None:
        used = 0
        if self._due:
            chip = Chip(self._due, self._tone, "clock")
            paint_chip(painter, foot, chip)
            used = chip_width(chip) + 8
        painter.setFont(font("caption"))
        painter.setPen(colour(tokens().sub))
        room = foot.adjusted(used, 0, 0, 0)
        painter.drawText(
            room, _LEFT, painter.fontMetrics().elidedText(self._age, Qt.TextElideMode.ElideRight, max(0, room.width()))
        )


class TileGrid(QWidget):
    """Tiles in equal columns; the number of columns follows the width."""

    opened = Signal(str)

    def __init__(self, tiles: Sequence[Tile], parent: QWidget | None = None, *, least_width: int = 200) -> None:
        super().__init__(parent)
        self._tiles = {tile.key: tile for tile in tiles}
        self._least_width, self._columns = least_width, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP_M)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for tile in tiles:
            tile.opened.connect(self.opened)
        self._lay_out(4)

    def tile(self, key: str) -> Tile:
        return self._tiles[key]

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out(max(1, (self.width() + GAP_M) // (self._least_width + GAP_M)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least_width, super().minimumSizeHint().height())

    def _lay_out(self, columns: int) -> None:
        # Rows of equal length: six tiles where five fit stand three and three.
        rows = -(-len(self._tiles) // columns) or 1
        columns = -(-len(self._tiles) // rows) or 1
        if columns == self._columns:
            return
        for place, tile in enumerate(self._tiles.values()):
            self._grid.addWidget(tile, *divmod(place, columns))
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        self.updateGeometry()

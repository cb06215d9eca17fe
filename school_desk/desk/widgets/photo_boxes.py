"""The boxes on a photo: what was read where, in its tone. Lines keep their width at every zoom."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from school_desk.desk.colours import LIGHT, Tone


@dataclass(frozen=True, slots=True)
class PhotoBox:
    """Where `name` was read, in pixels of the upright picture; `label` is shown as the tip."""

    name: str
    x: float
    y: float
    width: float
    height: float
    tone: Tone = Tone.INFO
    label: str = ""


class BoxItem(QGraphicsRectItem):
    """A box; paper is light in both themes, so its colours are always those of the light one."""

    def __init__(self, box: PhotoBox) -> None:
        super().__init__(QRectF(box.x, box.y, box.width, box.height).adjusted(-3, -3, 3, 3))
        self.box = box
        self._chosen = False
        self.setToolTip(box.label or box.name)
        self.setZValue(1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_emphasis(self, chosen: bool, *, any_chosen: bool) -> None:
        """The chosen box stands out, the others step back."""
        self._chosen = chosen
        self.setZValue(2 if chosen else 1)
        self.setOpacity(1.0 if chosen or not any_chosen else 0.45)
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        _paint_box(painter, self.rect(), self.box.tone, 3 if self._chosen else 1.5, 46 if self._chosen else 24)


def _paint_box(painter: QPainter, rect: QRectF, tone: Tone, line: float, fill: int) -> None:
    ink = QColor(LIGHT.tones[tone].ink)
    pen = QPen(ink, line)
    pen.setCosmetic(True)
    ground = QColor(ink)
    ground.setAlpha(fill)
    painter.setPen(pen)
    painter.setBrush(QBrush(ground))
    painter.drawRect(rect)

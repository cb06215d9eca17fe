"""A photo to be examined: zoom, pan, turn, boxes of what was read.

PhotoView(parent=None)      show_image(QImage, *, rotation=0, boxes=()) · show_nothing()
PhotoBox(name, x, y, width, height, tone=Tone.INFO, label="")      pixels of the upright picture, before `rotation`
set_boxes(boxes) · show_box(name, *, closer=True) · crop(name, margin=8) -> QImage · is_readable()
fit() · zoom_by(factor) · actual_size() · zoom() · turn(+90 | -90) · rotation() -> 0, 90, 180, 270
signals: box_clicked(name) · turned(rotation)
boxes that a person draws: see region_view

Keys: F fit, 1 actual size, + and -, comma and full stop turn, arrows pan. The wheel zooms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPixmap, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import colour, font, tokens
from school_desk.desk.widgets.photo_boxes import BoxItem, PhotoBox
from school_desk.desk.widgets.region_view import RegionView

__all__ = ["PhotoBox", "PhotoView"]

_BROKEN = "这张照片打不开：文件可能不完整，请重新拍照上传。"
_STEP, _LEAST, _MOST = 1.25, 0.05, 8.0


class PhotoView(RegionView):
    """See the module's docstring."""

    box_clicked = Signal(str)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image, self._words = QImage(), "没有照片"
        self._rotation, self._scale, self._is_fitted = 0, 1.0, True
        self._picture = QGraphicsPixmapItem()
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._boxes: dict[str, BoxItem] = {}
        self._scene = QGraphicsScene(self)
        self._scene.addItem(self._picture)
        self.setScene(self._scene)
        self._set_manners()

    def _set_manners(self) -> None:
        self.setAccessibleName("照片")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setMouseTracking(True)

    # the picture

    def show_image(self, image: QImage, *, rotation: int = 0, boxes: Sequence[PhotoBox] = ()) -> None:
        """Show the picture, fitted; of a null one it is said that it cannot be shown."""
        self.stop_drawing()
        self._words = _BROKEN
        self._image, self._rotation, self._is_fitted = image, rotation % 360, True
        self._picture.setPixmap(QPixmap.fromImage(image))
        self._scene.setSceneRect(QRectF(QPointF(), image.size().toSizeF()))
        self.set_boxes(boxes)
        self._apply()
        self.viewport().update()

    def show_nothing(self) -> None:
        """No photo, or not yet."""
        self.show_image(QImage())
        self._words = "没有照片"

    def is_readable(self) -> bool:
        return not self._image.isNull()

    def crop(self, name: str, margin: int = 8) -> QImage:
        """What the box shows, as a person turned the view; a null image when there is no such box."""
        box = self._boxes.get(name)
        if box is None or not self.is_readable():
            return QImage()
        part = box.rect().adjusted(-margin, -margin, margin, margin).toRect()
        found = self._image.copy(part.intersected(self._image.rect()))
        return found.transformed(QTransform().rotate(self._rotation)) if self._rotation else found

    def place_of(self, name: str) -> QRectF:
        """Where the box lies, in pixels of the picture; an empty rectangle when there is no such box."""
        box = self._boxes.get(name)
        return QRectF() if box is None else box.rect()

    # boxes

    def set_boxes(self, boxes: Sequence[PhotoBox]) -> None:
        for item in self._boxes.values():
            self._scene.removeItem(item)
        self._boxes = {box.name: BoxItem(box) for box in boxes}
        for item in self._boxes.values():
            self._scene.addItem(item)

    def show_box(self, name: str, *, closer: bool = True) -> None:
        """Emphasise the box and bring it into sight; `closer` zooms in until its text can be read. An unknown name emphasises none."""
        for each, item in self._boxes.items():
            item.set_emphasis(each == name, any_chosen=name in self._boxes)
        box = self._boxes.get(name)
        if box is None:
            return
        height = box.rect().height() if self._rotation % 180 == 0 else box.rect().width()
        if closer and height * self._scale < 20:
            self._zoom_to(min(1.0, 28 / max(1.0, height)))
        self.ensureVisible(box, 60, 60)

    # zoom and turn

    def fit(self) -> None:
        """The whole picture."""
        self._is_fitted = True
        self._apply()

    def actual_size(self) -> None:
        self._zoom_to(1.0)

    def zoom_by(self, factor: float) -> None:
        self._zoom_to(self._scale * factor)

    def zoom(self) -> float:
        """Screen pixels per pixel of the picture."""
        return self._scale

    def turn(self, by: int) -> None:
        """By 90 or -90 degrees: how it is shown, not the file."""
        self._rotation = (self._rotation + by) % 360
        self._apply()
        self.turned.emit(self._rotation)

    def rotation(self) -> int:
        return self._rotation

    # events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_F: self.fit,
            Qt.Key.Key_1: self.actual_size,
            Qt.Key.Key_Plus: partial(self.zoom_by, _STEP),
            Qt.Key.Key_Equal: partial(self.zoom_by, _STEP),
            Qt.Key.Key_Minus: partial(self.zoom_by, 1 / _STEP),
            Qt.Key.Key_Comma: partial(self.turn, -90),
            Qt.Key.Key_Period: partial(self.turn, 90),
        }
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in acts and not held and not self.is_waiting():
            acts[event.key()]()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.zoom_by(_STEP ** (event.angleDelta().y() / 120))
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        name = self._box_at(event.position().toPoint())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if name and plain and event.button() is Qt.MouseButton.LeftButton and not self.is_drawing():
            self.box_clicked.emit(name)
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self._apply()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, colour(tokens().sunken))

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Where no picture can be shown, say so."""
        if self.is_readable():
            self.paint_words(painter)
            return
        painter.resetTransform()
        painter.setFont(font())
        painter.setPen(colour(tokens().tones[Tone.BAD].ink if self._words == _BROKEN else tokens().sub))
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._words)

    # inside

    def _zoom_to(self, scale: float) -> None:
        self._is_fitted = False
        self._scale = max(_LEAST, min(_MOST, scale))
        self._apply()

    def _apply(self) -> None:
        if self._is_fitted and self.is_readable():
            full, room = self._image.size(), self.viewport().size()
            size = full if self._rotation % 180 == 0 else full.transposed()
            self._scale = max(
                _LEAST, min(1.0, (room.width() - 16) / size.width(), (room.height() - 16) / size.height())
            )
        self.setTransform(QTransform().rotate(self._rotation).scale(self._scale, self._scale))

    def _box_at(self, place: QPoint) -> str:
        return next((item.box.name for item in self.items(place) if isinstance(item, BoxItem)), "")

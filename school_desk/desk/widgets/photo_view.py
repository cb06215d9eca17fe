"""A photo to be examined: zoom, pan, turn, boxes of what was read; a new box may be drawn.

PhotoView(parent=None, *, run=None)         `run(work, deliver)` does `work()` away from Qt's thread and gives its result to `deliver` on it;
                                            without it whole pictures are read when the zoom needs them
show_photo(path | None, *, rotation=0, boxes=()) · show_image(QImage, …) · prefetch(path)
PhotoBox(name, x, y, width, height, tone=Tone.INFO, label="")      pixels of the upright picture, before `rotation`
set_boxes(boxes) · show_box(name, *, closer=True) · crop(name, margin=8) -> QImage · is_readable()
fit() · zoom_by(factor) · actual_size() · turn(+90 | -90) · rotation() -> 0, 90, 180, 270 · set_drawing(bool) · is_drawing()
signals: box_clicked(name) · box_drawn(x, y, width, height) · turned(rotation) · drawing_changed(bool)

Keys: F fit, 1 actual size, + and -, comma and full stop turn, arrows pan, Esc ends drawing. The wheel zooms. Files are never written.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPixmap, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import colour, font, tokens
from school_desk.desk.widgets.photo_boxes import BoxItem, DrawnBox, PhotoBox
from school_desk.desk.widgets.photo_files import Photo, read_reduced, read_whole

__all__ = ["PhotoBox", "PhotoView"]

Run = Callable[[Callable[[], Any], Callable[[Any], None]], None]
_KEPT, _STEP, _LEAST, _MOST = 6, 1.25, 0.05, 8.0
_LEAST_DRAWN = 6  # pixels of the screen: less is a click


class PhotoView(QGraphicsView):
    """See the module's docstring."""

    box_clicked = Signal(str)
    box_drawn = Signal(int, int, int, int)
    turned = Signal(int)
    drawing_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, run: Run | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._path: Path | None = None
        self._photo = Photo(QImage(), QImage().size())
        self._kept: OrderedDict[Path, Photo] = OrderedDict()
        self._rotation, self._scale, self._is_fitted, self._is_drawing = 0, 1.0, True, False
        self._picture = QGraphicsPixmapItem()
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._boxes: dict[str, BoxItem] = {}
        self._drawn: DrawnBox | None = None
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

    def show_photo(self, path: Path | None, *, rotation: int = 0, boxes: Sequence[PhotoBox] = ()) -> None:
        """Show the file, fitted; None shows nothing."""
        self._path = path
        self._show(self._reduced(path) if path else Photo(QImage(), QImage().size()), rotation, boxes)
        if path and self._run and self._photo.is_readable and not self._photo.is_whole:
            self._run(partial(read_whole, path), partial(self._take_whole, path))

    def show_image(self, image: QImage, *, rotation: int = 0, boxes: Sequence[PhotoBox] = ()) -> None:
        """Show a picture that is no file yet (pasted)."""
        self._path = None
        self._show(Photo(image, image.size()), rotation, boxes)

    def prefetch(self, path: Path) -> None:
        """Have the next photo ready: read away from Qt's thread, if there is a `run`."""
        if self._run and path not in self._kept:
            self._run(partial(read_reduced, path), partial(self._keep, path))

    def is_readable(self) -> bool:
        return self._photo.is_readable

    def crop(self, name: str, margin: int = 8) -> QImage:
        """What the box shows, in the pixels at hand; a null image when there is no such box."""
        box = self._boxes.get(name)
        if box is None or not self._photo.is_readable:
            return QImage()
        ratio = self._photo.image.width() / self._photo.full_size.width()
        around = box.rect().adjusted(-margin, -margin, margin, margin)
        part = QRect((around.topLeft() * ratio).toPoint(), (around.bottomRight() * ratio).toPoint())
        return self._photo.image.copy(part.intersected(self._photo.image.rect()))

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

    def set_drawing(self, drawing: bool) -> None:
        """The next drag draws a box instead of moving the picture."""
        if drawing != self._is_drawing:
            self._is_drawing = drawing
            drag = QGraphicsView.DragMode
            self.setDragMode(drag.NoDrag if drawing else drag.ScrollHandDrag)
            self.viewport().setCursor(Qt.CursorShape.CrossCursor if drawing else Qt.CursorShape.OpenHandCursor)
            self.drawing_changed.emit(drawing)

    def is_drawing(self) -> bool:
        return self._is_drawing

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
        if event.key() == Qt.Key.Key_Escape and self._is_drawing:
            self.set_drawing(False)
        elif event.key() in acts and not held:
            acts[event.key()]()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.zoom_by(_STEP ** (event.angleDelta().y() / 120))
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_drawing and event.button() is Qt.MouseButton.LeftButton:
            self._drawn = DrawnBox(self.mapToScene(event.position().toPoint()))
            self._scene.addItem(self._drawn)
            return
        name = self._box_at(event.position().toPoint())
        if name and event.button() is Qt.MouseButton.LeftButton:
            self.box_clicked.emit(name)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drawn is not None:
            self._drawn.stretch_to(self.mapToScene(event.position().toPoint()))
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drawn is None:
            super().mouseReleaseEvent(event)
            return
        drawn, self._drawn = self._drawn, None
        self._scene.removeItem(drawn)
        box = drawn.rect().intersected(QRectF(QPointF(), self._photo.full_size.toSizeF())).toAlignedRect()
        if min(box.width(), box.height()) * self._scale >= _LEAST_DRAWN:
            self.set_drawing(False)
            self.box_drawn.emit(box.x(), box.y(), box.width(), box.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self._apply()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, colour(tokens().sunken))

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Where no picture can be shown, say so."""
        if self._photo.is_readable:
            return
        painter.resetTransform()
        painter.setFont(font())
        painter.setPen(colour(tokens().tones[Tone.BAD].ink if self._path else tokens().sub))
        words = "这张照片打不开：文件可能不完整，请重新拍照上传。" if self._path else "没有照片"
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)

    # inside

    def _reduced(self, path: Path) -> Photo:
        photo = self._kept.get(path) or read_reduced(path)
        self._keep(path, photo)
        return photo

    def _keep(self, path: Path, photo: Photo) -> None:
        self._kept[path] = photo
        self._kept.move_to_end(path)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def _take_whole(self, path: Path, photo: Photo) -> None:
        """The whole picture came; if another one is shown by now it only stays in memory."""
        if photo.is_readable:
            self._keep(path, photo)
            if path == self._path:
                self._photo = photo
                self._set_pixels()

    def _show(self, photo: Photo, rotation: int, boxes: Sequence[PhotoBox]) -> None:
        self._photo, self._rotation, self._is_fitted = photo, rotation % 360, True
        self._set_pixels()
        self._scene.setSceneRect(QRectF(QPointF(), photo.full_size.toSizeF()))
        self.set_boxes(boxes)
        self.set_drawing(False)
        self._apply()
        self.viewport().update()

    def _set_pixels(self) -> None:
        image = self._photo.image
        self._picture.setPixmap(QPixmap.fromImage(image))
        # Coordinates are always those of the whole picture, however few pixels are shown.
        self._picture.setScale(self._photo.full_size.width() / image.width() if image.width() else 1.0)

    def _zoom_to(self, scale: float) -> None:
        self._is_fitted = False
        self._scale = max(_LEAST, min(_MOST, scale))
        self._apply()
        shown = self._photo.image.width() / max(1, self._photo.full_size.width())
        if self._path and self._run is None and not self._photo.is_whole and self._scale > shown:
            self._take_whole(self._path, read_whole(self._path))

    def _apply(self) -> None:
        if self._is_fitted and self._photo.is_readable:
            full, room = self._photo.full_size, self.viewport().size()
            size = full if self._rotation % 180 == 0 else full.transposed()
            self._scale = max(
                _LEAST, min(1.0, (room.width() - 16) / size.width(), (room.height() - 16) / size.height())
            )
        self.setTransform(QTransform().rotate(self._rotation).scale(self._scale, self._scale))

    def _box_at(self, place: QPoint) -> str:
        return next((item.box.name for item in self.items(place) if isinstance(item, BoxItem)), "")

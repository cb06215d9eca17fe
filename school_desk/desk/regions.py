"""框选重新识别: a person draws a box on a photo, a worker reads it for the field being edited, what it reads is the field's proposal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QRect, Signal

from school_desk.desk.newest import Newest
from school_desk.desk.services import Desk
from school_desk.desk.widgets.photo_view import PhotoView
from school_desk.documents.reading.paper import FieldReading
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

READ_REGION = "school_desk.intake.papers:read_region"

Where = tuple[str, str]
"""(kind of the paper, field)."""


@dataclass(frozen=True, slots=True)
class RegionSource:
    """The photo that is shown: `load` (in a reader's thread) gives its file, `turn` is by how many degrees clockwise the engine set it
    upright, `ratio` the shown pixels per pixel of the file.
    """

    load: Callable[[], bytes]
    turn: int = 0
    ratio: float = 1.0


class Regions(QObject):
    """Signals: `proposed` (where, FieldReading); `told` (sentence): why there is no proposal; `ended` (where): the keyboard goes back to it."""

    proposed = Signal(tuple, object)
    told = Signal(str)
    ended = Signal(tuple)

    def __init__(self, desk: Desk, view: PhotoView, source: Callable[[], RegionSource | None], parent: QObject) -> None:
        """`source` gives the photo shown, None while it is on its way."""
        super().__init__(parent)
        self._desk, self._view, self._source = desk, view, source
        self._where: Where | None = None
        self._newest = Newest(desk, self)
        view.region_drawn.connect(self.read)
        view.drawing_ended.connect(self._cancelled)

    def begin(self, where: Where, label: str) -> None:
        """Has the person draw a box for a field, beginning where the field was read."""
        if self._source() is None:
            self.told.emit("照片还没有打开，请稍等再框选。")
            return
        self._drop()
        self._where = where
        words = f"框住“{label}”的文字：按住鼠标拖动，或用方向键（Shift 改大小）后按 Enter；Esc 取消"
        self._view.start_drawing(words, self._view.place_of(where[1]))

    def stop(self) -> None:
        """The person went elsewhere: nothing is proposed any more."""
        self._drop()
        self._view.stop_drawing()

    def read(self, region: QRect) -> None:
        """Has `region`, in pixels of the picture shown, read for the field that `begin` named."""
        source, where = self._source(), self._where
        if source is None or where is None:
            self.stop()
            return
        sides = (region.x(), region.y(), region.width(), region.height())
        x, y, width, height = (round(side / source.ratio) for side in sides)
        self._newest.drop()
        start = partial(self._start, where, (x, y, width, height), source.turn)
        self._desk.look_up(self, source.load, self._newest.only(start), key="region")

    def _start(self, where: Where, area: tuple[int, int, int, int], rotation: int, content: bytes) -> None:
        shown = self._view.rotation()
        self._newest.job(READ_REGION, content, *where, area, rotation, shown, then=self._was_read, failed=self._failed)

    def _was_read(self, read: FieldReading) -> None:
        where = self._finish()
        if read.value:
            self.proposed.emit(where, read)
        else:
            self.told.emit(f"{'；'.join(read.reasons)}。")
            self.ended.emit(where)

    def _failed(self, fault: BaseException) -> None:
        where = self._finish()
        if isinstance(fault, RuleViolation | EnvironmentFault):
            self.told.emit(fault.message)
        else:
            self._desk.tell_fault(fault)
        self.ended.emit(where)

    def _finish(self) -> Where | None:
        """For which field the answer is."""
        where = self._where
        self.stop()
        return where

    def _cancelled(self) -> None:
        where = self._where
        self._drop()
        if where is not None:
            self.ended.emit(where)

    def _drop(self) -> None:
        """An answer that is still on its way finds nobody who wants it."""
        self._newest.drop()
        self._where = None

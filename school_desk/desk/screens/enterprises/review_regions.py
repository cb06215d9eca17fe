"""框选重新识别: a person draws a box on the photo, a worker reads it for the field being edited, what it reads is the field's proposal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from school_desk.desk.screens.enterprises.deck import Deck, DeckPaper
from school_desk.desk.services import Desk
from school_desk.documents.reading.paper import FieldReading
from school_desk.enterprises.compare import FIELD_LABELS, KIND, Place
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

if TYPE_CHECKING:
    from school_desk.kernel.jobs import Job

READ_REGION = "school_desk.intake.papers:read_region"
# Seen with the eye, not read.
NOT_READ = (KIND, "seal_present")


class ReviewRegions(QObject):
    """Signals: `proposed` (place, FieldReading); `told` (sentence): why there is no proposal; `ended` (place): the keyboard goes back to it."""

    proposed = Signal(tuple, object)
    told = Signal(str)
    ended = Signal(tuple)

    def __init__(self, desk: Desk, deck: Deck, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._deck = desk, deck
        self._place: Place | None = None
        self._job: Job | None = None
        self._turn = 0
        deck.region_drawn.connect(self._read)
        deck.photo.view.drawing_ended.connect(self._cancelled)

    def begin(self, place: Place) -> None:
        """Has the person draw a box for the field at `place`."""
        if place[1] in NOT_READ:
            self.told.emit(f"“{FIELD_LABELS[place[1]]}”请看照片判断，不能框选识别。")
        elif self._deck.paper() is None:
            self.told.emit("照片还没有打开，请稍等再框选。")
        else:
            self._drop()
            self._place = place
            words = (
                f"框住“{FIELD_LABELS[place[1]]}”的文字：按住鼠标拖动，或用方向键（Shift 改大小）后按 Enter；Esc 取消"
            )
            self._deck.draw_region(place[1], words)

    def stop(self) -> None:
        """The person went elsewhere: nothing is proposed any more."""
        self._drop()
        self._deck.photo.view.stop_drawing()

    def _read(self, area: tuple[int, int, int, int]) -> None:
        paper, place = self._deck.paper(), self._place
        if paper is None or place is None:
            self.stop()
            return
        self._turn += 1
        self._desk.look_up(self, paper.load, partial(self._start, paper, area, self._turn), key="region")

    def _start(self, paper: DeckPaper, area: tuple[int, int, int, int], turn: int, content: bytes) -> None:
        if turn != self._turn or self._place is None:
            return
        turned = self._deck.photo.view.rotation()
        self._job = self._desk.job(
            self,
            READ_REGION,
            content,
            *self._place,
            area,
            paper.turn,
            turned,
            then=partial(self._was_read, self._place),
            failed=partial(self._failed, self._place),
        )

    def _was_read(self, place: Place, read: FieldReading) -> None:
        if place != self._place:
            return
        self._job = None
        self.stop()
        if read.value:
            self.proposed.emit(place, read)
        else:
            self.told.emit(f"{FIELD_LABELS[place[1]]}：{'；'.join(read.reasons)}。")
            self.ended.emit(place)

    def _failed(self, place: Place, fault: BaseException) -> None:
        self._job = None
        self.stop()
        if isinstance(fault, RuleViolation | EnvironmentFault):
            self.told.emit(fault.message)
        else:
            self._desk.tell_fault(fault)
        self.ended.emit(place)

    def _cancelled(self) -> None:
        place = self._place
        self._drop()
        if place is not None:
            self.ended.emit(place)

    def _drop(self) -> None:
        """A reader's answer that is still on its way finds nobody who wants it."""
        if self._job is not None:
            self._job.cancel()
        self._job, self._place = None, None
        self._turn += 1

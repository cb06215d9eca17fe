"""The three papers of an enterprise on the desk: the slots, the photo shown, files that still need a place or a conforming copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.regions import RegionSource
from school_desk.desk.screens.enterprises.incoming import Incoming
from school_desk.desk.screens.enterprises.paper_intake import PaperIntake, local_paths
from school_desk.desk.screens.enterprises.photo_shelf import PhotoShelf, Picture
from school_desk.desk.screens.enterprises.picture_paste import PicturePaste
from school_desk.desk.screens.enterprises.slot_bar import EMPTY, SlotBar
from school_desk.desk.screens.enterprises.tray import Tray
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.empty import EmptyState
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.photo_panel import PhotoPanel
from school_desk.desk.widgets.photo_view import PhotoBox
from school_desk.intake.enterprise import HandedIn
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind, required_file_name

_HOW = "把 {name} 或整个文件夹拖到这里，也可按 Ctrl+V 粘贴截图。"
_NOT_CONFORMING = Chip("需转为合规 JPG", Tone.WARN, "warn")


@dataclass(frozen=True)
class DeckPaper:
    """A paper in its slot. `turn`: degrees to stand upright, as the engine saw; `rotation`: how a person turned the view on top of it.

    `boxes` are in pixels of the upright picture; `problems` are sentences about the photo.
    """

    sha256: str
    load: Callable[[], bytes]
    chip: Chip
    turn: int = 0
    rotation: int = 0
    boxes: tuple[PhotoBox, ...] = ()
    problems: tuple[str, ...] = ()


class Deck(QWidget):
    """Signals: `placed` (slot, Incoming): a conforming file was put into a slot; `unplaced` (Incoming) waits in the tray;
    `several` (HandedIns): more than the one enterprise that lies here, or another; `slot_chosen`; `turned` (slot, rotation);
    `box_clicked` (field).
    """

    placed = Signal(str, object)
    unplaced = Signal(object)
    several = Signal(tuple)
    slot_chosen = Signal(str)
    turned = Signal(str, int)
    box_clicked = Signal(str)
    photo_shown = Signal()

    def __init__(
        self, desk: Desk, *, regions: bool = False, is_another: Callable[[HandedIn], bool] = lambda _: False
    ) -> None:
        """`regions`: boxes may be drawn on a photo, to have them read again; `is_another`: whether papers are not of who lies here."""
        super().__init__()
        self._is_another = is_another
        self._papers: Mapping[str, DeckPaper] = {}
        self._pending: dict[str, Incoming] = {}
        self._looked_at: Incoming | None = None
        self._shown: tuple[str, int] | None = None
        self._ratio, self._box = 1.0, ""
        self.shelf = PhotoShelf(desk, self)
        self.intake = PaperIntake(desk, self)
        self.intake.handed_in.connect(self._handed_in)
        self.intake.file_came.connect(self.place)
        self.slots = SlotBar()
        self.slots.chosen.connect(self._slot_chosen)
        self.slots.dropped.connect(lambda slot, paths: self.intake.read(paths, slot))
        self.notice = Notice()
        self.notice.action_requested.connect(self.make_conforming)
        self.photo = PhotoPanel(regions=regions)
        self.photo.view.turned.connect(lambda rotation: self.turned.emit(self.slots.current(), rotation))
        self.photo.view.box_clicked.connect(self.box_clicked)
        self.empty = EmptyState("image", "", "", "选择照片…")
        self.empty.action_requested.connect(lambda: self.intake.choose_files(self.slots.current()))
        self.tray = Tray()
        self.tray.shown.connect(self.look_at)
        self.tray.placed.connect(lambda file, slot: self.place(slot, file))
        self._lay_out()
        self.setAcceptDrops(True)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)
        self._picture_paste = PicturePaste(self)
        self._show_current()

    # what lies here

    def set_papers(self, papers: Mapping[str, DeckPaper]) -> None:
        """The papers in their slots; the slot shown stays, and so does its zoom when its photo is the same."""
        self._papers = dict(papers)
        for kind in ENTERPRISE_KINDS:
            self._tell_slot(kind.value)
        self._show_current()

    def show_slot(self, slot: str) -> None:
        """Brings a slot to the front."""
        self.photo.view.stop_drawing()
        self.slots.choose(slot)
        self._looked_at, self._box = None, ""
        self._show_current()

    def show_box(self, field: str) -> None:
        """Brings the place of a field into sight; remembered while the photo is on its way."""
        self._box = field
        self.photo.view.show_box(field)

    def crop(self, field: str) -> QImage:
        """The place of a field on the photo shown."""
        return self.photo.view.crop(field)

    def region_source(self) -> RegionSource | None:
        """The photo shown, to have a part of it read again; None while it is on its way."""
        paper = self.paper()
        return None if paper is None else RegionSource(paper.load, paper.turn, self._ratio)

    def paper(self) -> DeckPaper | None:
        """The paper whose photo is shown; None while it is on its way, or a file without a place is looked at."""
        lying = self._papers.get(self.slots.current())
        is_shown = lying is not None and self._shown == (lying.sha256, lying.turn) and self._is_current(lying.sha256)
        return lying if is_shown else None

    def look_at(self, file: Incoming) -> None:
        """Shows a file that has no place yet."""
        self._looked_at = file
        self._show_current()

    def pending(self, slot: str) -> Incoming | None:
        """The file in a slot that cannot be kept as it is."""
        return self._pending.get(slot)

    def has_unplaced(self) -> bool:
        """Whether files lie here that are in no slot yet, or in one without being fit for it."""
        return bool(self._pending or self.tray.files())

    def clear(self) -> None:
        """An empty desk, for another enterprise."""
        self._pending.clear()
        self.intake.leave()
        self.photo.view.stop_drawing()
        self.tray.clear()
        self.slots.choose(ENTERPRISE_KINDS[0].value)
        self._looked_at, self._box = None, ""
        self.set_papers({})

    # files coming in

    def place(self, slot: str, file: Incoming) -> None:
        """Puts a file into a slot: one that conforms is `placed`, another waits there for its conforming copy."""
        if file.problems:
            self._pending[slot] = file
        else:
            self._pending.pop(slot, None)
        self._tell_slot(slot)
        self.show_slot(slot)
        if not file.problems:
            self.placed.emit(slot, file)

    def make_conforming(self) -> None:
        """转为合规 JPG: the one click; what was handed in is kept beside it."""
        slot = self.slots.current()
        if slot in self._pending:
            self.intake.conform(self._pending[slot], slot)

    def paste(self) -> None:
        """Ctrl+V: a picture or files from the clipboard into the slot shown."""
        self.intake.paste(QGuiApplication.clipboard().mimeData(), self.slots.current())

    def take(self, handed_in: HandedIn) -> None:
        """The papers of one enterprise into their slots, its other files into the tray."""
        for other in handed_in.others:
            file = Incoming(other.file_name, other.content)
            self.tray.add(file)
            self.unplaced.emit(file)
        papers = {paper.kind: paper for paper in handed_in.papers}
        # Backwards: the first of the three is shown in the end.
        for kind in reversed(ENTERPRISE_KINDS):
            if kind in papers:
                paper = papers[kind]
                self.place(kind.value, Incoming(paper.file_name, paper.content, paper.problems))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.intake.read(local_paths(event.mimeData()))

    # inside

    def _lay_out(self) -> None:
        middle = QWidget()
        self._stack = QStackedLayout(middle)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.photo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(self.slots)
        column.addWidget(self.notice)
        column.addWidget(middle, 1)
        column.addWidget(self.tray)

    def _handed_in(self, found: tuple[HandedIn, ...]) -> None:
        if len(found) > 1 or (found and self._is_another(found[0])):
            self.several.emit(found)
        elif found:
            self.take(found[0])

    def _slot_chosen(self, slot: str) -> None:
        self.show_slot(slot)
        self.slot_chosen.emit(slot)

    def _tell_slot(self, slot: str) -> None:
        paper = self._papers.get(slot)
        chip = _NOT_CONFORMING if slot in self._pending else paper.chip if paper else EMPTY
        self.slots.set_state(slot, chip)

    def _show_current(self) -> None:
        slot = self.slots.current()
        waiting = self._looked_at or self._pending.get(slot)
        paper = DeckPaper(waiting.sha256, lambda: waiting.content, EMPTY) if waiting else self._papers.get(slot)
        self._tell_problems(waiting, paper)
        self._stack.setCurrentWidget(self.photo if paper else self.empty)
        if paper is None:
            self._shown = None
            label, name = DocumentKind(slot).label, required_file_name(DocumentKind(slot))
            self.empty.set_words("image", f"还没有{label}", _HOW.format(name=name), "选择照片…")
            return
        if self._shown == (paper.sha256, paper.turn):
            self._set_boxes(paper)
            return
        self.shelf.show(paper.sha256, paper.load, paper.turn, lambda picture: self._show_picture(paper, picture))

    def _tell_problems(self, waiting: Incoming | None, paper: DeckPaper | None) -> None:
        if waiting is not None and waiting.problems:
            self.notice.set_words(Tone.WARN, " ".join(waiting.problems), "转为合规 JPG")
        elif paper is not None and waiting is None:
            self.notice.set_words(Tone.WARN, " ".join(paper.problems))
        else:
            self.notice.set_words(Tone.WARN, "")

    def _show_picture(self, paper: DeckPaper, picture: Picture) -> None:
        if not self._is_current(paper.sha256):
            return
        self._shown, self._ratio = (paper.sha256, paper.turn), picture.ratio
        self.photo.view.show_image(picture.image, rotation=paper.rotation)
        self._set_boxes(self._papers.get(self.slots.current(), paper))

    def _is_current(self, sha256: str) -> bool:
        """Whether the photo is still the one to be shown: the person may have gone on meanwhile."""
        slot = self.slots.current()
        waiting, lying = self._looked_at or self._pending.get(slot), self._papers.get(slot)
        return sha256 == (waiting.sha256 if waiting else lying.sha256 if lying else "")

    def _set_boxes(self, paper: DeckPaper) -> None:
        ratio = self._ratio
        scaled = [
            PhotoBox(b.name, b.x * ratio, b.y * ratio, b.width * ratio, b.height * ratio, b.tone, b.label)
            for b in paper.boxes
        ]
        self.photo.view.set_boxes(scaled)
        self.photo.view.show_box(self._box)
        self.photo_shown.emit()

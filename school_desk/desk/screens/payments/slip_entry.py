"""登记回单: each photo or PDF is read in a worker, a person confirms what was read beside the picture, and it is kept as a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.newest import Newest
from school_desk.desk.page import FrontPage, PageFrame
from school_desk.desk.screens.payments.line_facts import OWED
from school_desk.desk.screens.payments.slip_fields import (
    FIELD_OF,
    boxes_of,
    claim_of,
    field_views,
    options_for,
)
from school_desk.desk.screens.payments.slip_picture import upright
from school_desk.desk.screens.payments.slip_regions import SlipRegions
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.field_row import FieldList
from school_desk.desk.widgets.inputs import ChoiceInput
from school_desk.desk.widgets.page import Card, Notice
from school_desk.desk.widgets.photo_panel import PhotoPanel
from school_desk.desk.widgets.texts import caption
from school_desk.documents.reading.paper import PaperReading
from school_desk.enterprises.queries import enterprise_names
from school_desk.intake.papers import keep_paper_reading
from school_desk.intake.slips import SlipClaim, SlipFile, SlipPage, slip_command
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.payments import queries
from school_desk.payments.slip_parties import Parties, hold_against
from school_desk.terms.uploads import DocumentKind

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.bus import Outcome
    from school_desk.kernel.database import ReadSession
    from school_desk.payments.commands import RegisterSlip

SLIP_FILES = "回单照片或 PDF (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff *.pdf);;所有文件 (*)"
_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".pdf"})
_OPEN = "school_desk.intake.slips:open_slips"
READ = "school_desk.intake.papers:read_paper_content"
_CARD_WIDTH = 400
_NOT_READ = PaperReading("slip", {})
_UNREADABLE = PaperReading("slip", {}, ("没有识别出来，请对照图片填写。",))


@dataclass(frozen=True)
class _Books:
    """What a slip is held against: what is owed, the enterprises by their ids, and whom it may name."""

    owed: tuple[queries.ReceivableListRow, ...]
    enterprises: dict[str, str]
    parties: Parties


def is_slip_file(path: Path) -> bool:
    """Whether a dropped file is a slip rather than a statement, by its name."""
    return path.suffix.lower() in _ENDINGS


class SlipEntry(FrontPage):
    """Slips one after the other. `registered` (slip id); `closed`: all are done, or the person went back."""

    registered = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk, paths: Sequence[Path]) -> None:
        super().__init__()
        self._desk = desk
        self._waiting = [(path, 0) for path in paths]
        self._on_page: list[SlipFile] = []
        self._total = len(paths)
        self._file: SlipFile | None = None
        self._reading = _NOT_READ
        self._image = QImage()
        self._newest = Newest(desk, self)
        self.photo = PhotoPanel(regions=True)
        self.fields = FieldList()
        self.fields.focused.connect(self._show_box)
        self.fields.finished.connect(self._to_batch)
        self.regions = SlipRegions(desk, self.photo.view, self.fields, self._warn)
        self.batch = ChoiceInput()
        self.batch.setAccessibleName("缴的是哪个批次")
        self.notice = Notice()
        self.notice.action_requested.connect(self._show_earlier)
        self.register_button = action_button("登记", primary=True, hint="Ctrl+Enter", on=self.register)
        self._skip = action_button("跳过这张", on=self._next)
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.register)
        QShortcut(QKeySequence("Ctrl+B"), self, self.regions.begin)
        self._next()

    @property
    def is_ready(self) -> bool:
        """Whether the slip in front was read and can be registered."""
        return self.register_button.isEnabled()

    def register(self) -> None:
        """Keeps the slip as the person confirmed it."""
        file = self._file
        if file is None or not self.is_ready:
            return
        try:
            claim = claim_of(self.fields.values(), self.batch.value())
        except RuleViolation as refused:
            self._refuse(refused)
            return
        self._set_sending(True)
        self._desk.decide(
            self,
            partial(_command, file, self._reading, claim),
            self._registered,
            done=f"已登记 {claim.payer_name} 的回单。回单只是凭据，到账后对上流水才算缴费。",
            refused=self._refuse,
            failed=partial(self._set_sending, False),
        )

    def leave(self) -> None:
        """Back to the slips; those not registered stay unregistered."""
        self._newest.drop()
        self.closed.emit()

    def _lay_out(self) -> None:
        self._frame = PageFrame("登记回单")
        for button in (self.back_button(), self._skip, self.register_button):
            self._frame.add_tool(button)
        card = Card()
        card.setFixedWidth(_CARD_WIDTH)
        card.column.setSpacing(GAP_S)
        card.column.addWidget(self.notice)
        card.column.addWidget(self.fields, 1)
        card.column.addWidget(caption("缴的是哪个批次（不知道可不选）"))
        card.column.addWidget(self.batch)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        row.addWidget(self.photo, 1)
        row.addWidget(card)
        self._frame.set_content(content)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def _set_sending(self, is_sending: bool) -> None:
        """While it is being kept it stays in front: its outcome brings the next one, which must not be skipped by that."""
        self.register_button.setEnabled(not is_sending)
        self._skip.setEnabled(not is_sending)

    def _next(self) -> None:
        """The next slip of the page, else the next page or file; after the last this one closes."""
        self._newest.drop()
        self._skip.setEnabled(True)
        self._file, self._reading, self._image = None, _NOT_READ, QImage()
        self.regions.show_slip(b"", _NOT_READ, Parties())
        self.register_button.setEnabled(False)
        self.photo.view.show_nothing()
        self.fields.setEnabled(False)
        if self._on_page:
            self._show_slip(self._on_page.pop(0))
        elif self._waiting:
            path, page = self._waiting.pop(0)
            self._name_place(path.name)
            self._tell("正在打开…")
            self._newest.job(_OPEN, str(path), page, then=partial(self._opened, path, page), failed=self._unopened)
        else:
            self.closed.emit()

    def _opened(self, path: Path, page: int, opened: SlipPage) -> None:
        """A PDF says how many pages it has when its first one is opened, and each page how many slips there are on it."""
        if page == 0:
            self._waiting[:0] = [(path, further) for further in range(1, opened.pages)]
            self._total += opened.pages - 1
        self._total += len(opened.slips) - 1
        self._on_page = list(opened.slips)
        self._next()

    def _name_place(self, name: str) -> None:
        left = len(self._waiting) + len(self._on_page)
        self._skip.setVisible(bool(left))
        self._place = f"第 {self._total - left}/{self._total} 张 · {name}" if self._total > 1 else name

    def _show_slip(self, file: SlipFile) -> None:
        self._file = file
        self._name_place(file.name)
        self._desk.look_up(
            self, partial(upright, file.picture, 0), self._newest.only(self._show_picture), key="picture"
        )
        self._tell("正在识别…")
        self.notice.set_words(Tone.INFO, "正在识别，几秒钟就好；识别完请逐项核对。")
        self._newest.job(READ, file.picture, "slip", then=self._read, failed=self._unread)

    def _unopened(self, reason: BaseException) -> None:
        """A file that is no picture cannot be a slip: said, and the next one follows by 跳过."""
        self._tell("打不开")
        if isinstance(reason, RuleViolation | EnvironmentFault):
            self.notice.set_words(Tone.BAD, reason.message)
            self._skip.setVisible(True)
        else:
            self._desk.tell_fault(reason)

    def _unread(self, reason: BaseException) -> None:
        """The person types what stands on the picture."""
        if not isinstance(reason, RuleViolation | EnvironmentFault):
            self._desk.tell_fault(reason)
        self._read(_UNREADABLE)

    def _show_picture(self, image: QImage) -> None:
        if self._image.isNull():
            self._image = image
            self.photo.view.show_image(image)

    def _read(self, reading: PaperReading) -> None:
        self._reading = reading
        file = self._file
        if file is None:
            return
        look = partial(upright, file.picture, reading.rotation)
        self._desk.look_up(self, look, self._newest.only(self._show_read), key="picture")

    def _show_read(self, image: QImage) -> None:
        self._image = image
        self.photo.view.show_image(image, boxes=boxes_of(self._reading))
        self._desk.ask(self, partial(_books, self._desk.today), self._newest.only(self._show_fields), key="books")

    def _show_fields(self, books: _Books) -> None:
        """What the engine read, held against the record: kept is what was read (see `_command`)."""
        reading = hold_against(self._reading, books.parties)
        views = field_views(reading, books.parties)
        self.photo.view.set_boxes(boxes_of(reading))
        self.regions.show_slip(b"" if self._file is None else self._file.picture, reading, books.parties)
        self.fields.set_fields(views)
        for view in views:
            self.fields.row(view.key).set_crop(self.photo.view.crop(view.key))
        options, likely = options_for(self._reading, books.owed, books.enterprises)
        self.batch.set_options(options)
        self.batch.set_value(likely)
        self._tell("请核对后登记")
        self.notice.set_words(Tone.WARN, "；".join(self._reading.problems))
        self.fields.setEnabled(True)
        self.register_button.setEnabled(True)
        self.fields.focus_first_doubtful()

    def _registered(self, outcome: Outcome) -> None:
        self.registered.emit(outcome.result["slip_id"])
        self._next()

    def _refuse(self, reason: RuleViolation) -> None:
        self.notice.set_words(Tone.BAD, reason.message, "看登记过的那张" if reason.code == "slip.duplicate" else "")
        key = FIELD_OF.get(reason.field or "", "")
        if key in self.fields.values():
            self.fields.row(key).input.setFocus()
            self.fields.row(key).input.selectAll()

    def _show_earlier(self) -> None:
        """The slip that has this number already."""
        typed = "".join(filter(str.isalnum, self.fields.values()["serial_no"])).upper()

        def found(rows: tuple[queries.SlipListRow, ...]) -> None:
            earlier = next((row for row in rows if row.serial_no == typed), None)
            if earlier is not None:
                self.registered.emit(earlier.id)
                self.leave()

        self._desk.ask(self, queries.slips, found, key="earlier")

    def _show_box(self, key: str) -> None:
        """The whole slip stays in sight: the place itself stands large above its field."""
        self.photo.view.show_box(key, closer=False)

    def _warn(self, sentence: str) -> None:
        self.notice.set_words(Tone.WARN, sentence)

    def _to_batch(self) -> None:
        self.batch.setFocus()

    def _tell(self, words: str) -> None:
        self.notice.set_words(Tone.INFO, "")
        self._frame.set_count(f"{self._place} · {words}")


def _command(file: SlipFile, reading: PaperReading, claim: SlipClaim, school: School) -> RegisterSlip:
    """Puts the picture into the store, and what the engine read of it beside what the person decided, in the writer's thread."""
    command = slip_command(school, file, reading.rotation, claim)
    if reading.engine:
        keep_paper_reading(school, command.file.sha256, DocumentKind.SLIP, reading)
    return command


def _books(today: date, session: ReadSession, school_id: str) -> _Books:
    names = enterprise_names(session, school_id)
    parties = Parties(queries.own_accounts(session, school_id, today), tuple(names.values()))
    return _Books(queries.receivables(session, school_id, statuses=OWED), names, parties)

"""企业登记: three photos at the left, the form that was drafted from them at the right. Nothing is kept before 登记."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.page import FrontPage, PageFrame
from school_desk.desk.screens.enterprises.deck import Deck, DeckPaper
from school_desk.desk.screens.enterprises.incoming import Incoming
from school_desk.desk.screens.enterprises.paper_reader import PaperReader
from school_desk.desk.screens.enterprises.reading_view import boxes_of, read_chip
from school_desk.desk.screens.enterprises.registration_form import RegistrationForm
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_M
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.dialogs import ask
from school_desk.desk.widgets.page import Notice
from school_desk.documents.reading.paper import PaperReading
from school_desk.enterprises.commands import Paper, RegisterEnterprise
from school_desk.intake.declared import Declared
from school_desk.intake.enterprise import HandedIn, draft
from school_desk.intake.papers import PaperFile, keep_paper_reading
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.bus import Outcome

_FORM_WIDTH = 430
_FORGOTTEN = "还没有登记。离开后，填写的内容和放进来的照片都不会保留。"
# Which field of the form stands where on which paper.
_BOXES = {"name": "name", "credit_code": "uscc", "address": "address", "legal_person": "legal_person"}


class RegistrationPage(FrontPage):
    """Signals: `closed`; `registered` (enterprise id)."""

    closed = Signal()
    registered = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._files: dict[str, Incoming] = {}
        self._readings: dict[str, PaperReading] = {}
        self._handed_in = HandedIn("", ())
        self._waiting: list[HandedIn] = []
        self.reader = PaperReader(desk, self, keep=False)
        self.reader.ready.connect(self._was_read)
        self.reader.progressed.connect(self._tell_progress)
        self.deck = Deck(desk, is_another=self._is_another)
        self.deck.placed.connect(self._placed)
        self.deck.unplaced.connect(lambda file: self.reader.read(file.sha256, "", lambda: file.content))
        self.deck.several.connect(self.begin)
        self.notice = Notice()
        self.form = RegistrationForm(desk)
        self.form.submitted.connect(self._register)
        self._lay_out()
        self.setFocusProxy(self.form)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.form.submit)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def begin(self, several: tuple[HandedIn, ...]) -> None:
        """One enterprise after the other; those that come while one is begun wait behind it: nothing typed is lost, or goes to another."""
        is_begun = self._is_begun()
        # Dropped twice counts once.
        new = [one for one in several if one not in self._waiting and not self._is_here(one)]
        self._waiting += new
        if not is_begun:
            self._take_next()
            return
        self._frame.set_count(self._place_words())
        if not new:
            self._desk.tell("这些材料刚才已经放进来了，正等着登记。")
        elif len(several) > 1:
            self._desk.tell(f"新放进来的 {len(new)} 家企业排在后面：登记完这一家后接着来。")
        else:
            self._desk.tell(
                "新放进来的像是另一家企业的材料，排在后面。如果是给这一家换照片，请把照片拖到各自的位置上。"
            )

    @property
    def is_read(self) -> bool:
        """Whether all three papers lie in their slots and nothing is still being read."""
        busy = any(self.reader.is_reading(file.sha256, slot) for slot, file in self._files.items())
        return len(self._files) == len(ENTERPRISE_KINDS) and not busy

    def leave(self) -> None:
        """Back to the list; whoever typed something or brought photos is asked first, for that is forgotten then."""
        if not self._is_begun() or ask(self.window(), "离开企业登记", _FORGOTTEN, primary="不登记了", stay="接着登记"):
            self._close()

    def _is_begun(self) -> bool:
        return bool(self._waiting or self._files or self.deck.has_unplaced() or any(self.form.typed().values()))

    def _close(self) -> None:
        self.reader.stop()
        self.closed.emit()

    def _lay_out(self) -> None:
        self._frame = PageFrame("企业登记")
        choose = action_button("选择材料", "folder", hint="也可以直接拖进来")
        menu = QMenu(choose)
        menu.addAction("文件夹…", self.deck.intake.choose_folder)
        menu.addAction("压缩包…", self.deck.intake.choose_zip)
        menu.addAction("照片…", self.deck.intake.choose_files)
        choose.setMenu(menu)
        self.register_button = action_button("登记", "check", primary=True, hint="Ctrl+Enter", on=self.form.submit)
        for tool in (choose, self.back_button(), self.register_button):
            self._frame.add_tool(tool)
        self._frame.add_bar(self.notice)
        self._frame.set_content(self.deck, self._form_card())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def _form_card(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP_M, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(_FORM_WIDTH)
        row = QHBoxLayout(card)
        row.setContentsMargins(GAP_L, GAP_L, 0, GAP_L)
        row.addWidget(area)
        return card

    # papers

    def _lying(self, paper: PaperFile) -> Incoming | None:
        return self.deck.pending(paper.kind.value) or self._files.get(paper.kind.value)

    def _is_here(self, found: HandedIn) -> bool:
        """Whether one of the papers lies here already."""
        lying = ((self._lying(paper), paper.content) for paper in found.papers)
        return any(file is not None and content in (file.content, file.original) for file, content in lying)

    def _is_another(self, found: HandedIn) -> bool:
        """Whether papers are another enterprise's: they would take the places of these, and none of them lies here already.

        A file by itself is meant to take a place, and papers that only fill empty places complete what was begun.
        """
        is_one_file = not found.name and len(found.papers) == 1
        return not is_one_file and any(map(self._lying, found.papers)) and not self._is_here(found)

    def _placed(self, slot: str, file: Incoming) -> None:
        self._files[slot] = file
        self._readings.pop(slot, None)
        self.reader.read(file.sha256, slot, lambda: file.content, first=slot == DocumentKind.YYZZ)
        self._show_papers()

    def _was_read(self, sha256: str, slot: str, reading: PaperReading) -> None:
        if not slot:
            self.deck.tray.tell_kind(sha256, reading.seen)
        elif slot in self._files and self._files[slot].sha256 == sha256:
            self._readings[slot] = reading
            self._show_papers()
            self._draft()

    def _show_papers(self) -> None:
        self.deck.set_papers({slot: self._paper(slot, file) for slot, file in self._files.items()})

    def _paper(self, slot: str, file: Incoming) -> DeckPaper:
        reading = self._readings.get(slot)
        chip = read_chip(slot, reading, is_reading=self.reader.is_reading(file.sha256, slot))
        if reading is None:
            return DeckPaper(file.sha256, lambda: file.content, chip)
        return DeckPaper(
            file.sha256,
            lambda: file.content,
            chip,
            turn=reading.rotation,
            boxes=boxes_of(reading),
            problems=reading.problems,
        )

    def _draft(self) -> None:
        """Fills in what nobody typed: the enterprise's own form first, then what its papers say."""
        said = Declared(**{name: text for name, text in self.form.typed().items() if name in _DECLARED})
        readings = {DocumentKind(slot): reading for slot, reading in self._readings.items()}
        self.form.propose(draft(self._handed_in, readings, said))
        if not self._waiting and not self.notice.words():
            self.notice.set_words(Tone.INFO, "已按照片填好表单，请对照照片核对；负责人手机号要另外填写。")

    def _tell_progress(self, done: int, total: int) -> None:
        self._frame.set_count(f"正在识别照片 {done + 1} / {total}" if total else self._place_words())

    # one after another

    def _next(self) -> None:
        self.deck.clear()
        self._take_next()

    def _take_next(self) -> None:
        self._files, self._readings = {}, {}
        self._handed_in = self._waiting.pop(0) if self._waiting else HandedIn("", ())
        self.notice.set_words(Tone.INFO, "")
        self.form.clear()
        self.deck.take(self._handed_in)
        self._frame.set_count(self._place_words())

    def _place_words(self) -> str:
        return f"还有 {len(self._waiting)} 家等着登记：登记这一家后接着来" if self._waiting else ""

    def _register(self, values: dict[str, Any]) -> None:
        unready = [kind.label for kind in ENTERPRISE_KINDS if self.deck.pending(kind.value)]
        if unready:
            self.notice.set_words(Tone.BAD, f"{'、'.join(unready)}还不是合规的 JPG，请先点“转为合规 JPG”或换一张照片。")
            return
        self._set_sending(True)
        command = partial(_command, values, dict(self._files), dict(self._readings))
        done = f"已登记“{values['name']}”，等待初审。"
        self._desk.decide(
            self, command, self._carried_out, done=done, refused=self._refused, failed=partial(self._set_sending, False)
        )

    def _carried_out(self, outcome: Outcome) -> None:
        self._set_sending(False)
        if self._waiting:
            self._next()
            return
        self._close()
        self.registered.emit(outcome.result["enterprise_id"])

    def _set_sending(self, sending: bool) -> None:
        self.register_button.setEnabled(not sending)
        self.form.hold(sending)

    def _refused(self, reason: RuleViolation) -> None:
        if reason.field and self.form.set_error(reason.field, reason.message):
            self.form.focus(reason.field)
        else:
            self.notice.set_words(Tone.BAD, reason.message)

    def _focus_moved(self, _before: object, now: object) -> None:
        """The place on the licence follows the field that is being filled in."""
        for key, box in _BOXES.items():
            if now is self.form.input(key) and self.deck.slots.current() == DocumentKind.YYZZ:
                self.deck.show_box(box)


_DECLARED = {field.name for field in fields(Declared)}


def _command(
    values: dict[str, Any], files: dict[str, Incoming], readings: dict[str, PaperReading], school: School
) -> RegisterEnterprise:
    """Puts the photos into the store and keeps what was read, in the writer's thread."""
    for slot, reading in readings.items():
        keep_paper_reading(school, files[slot].sha256, slot, reading)
    return RegisterEnterprise(
        credit_code=values["credit_code"],
        name=values["name"],
        address=values["address"],
        region_code=values["region_code"],
        province_affiliated=values["province_affiliated"],
        principal_mobile=values["principal_mobile"],
        contact_name=values["contact_name"] or None,
        contact_mobile=values["contact_mobile"] or None,
        legal_person=values["legal_person"] or None,
        papers=tuple(
            Paper(DocumentKind(slot), file.stored(school.blobs, DocumentKind(slot))) for slot, file in files.items()
        ),
    )

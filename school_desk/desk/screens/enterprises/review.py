"""企业审核: the queue, the photo, the fields. A clean enterprise costs one key; Enter leads from doubt to doubt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.enterprises.deck import Deck
from school_desk.desk.screens.enterprises.incoming import Incoming
from school_desk.desk.screens.enterprises.paper_reader import PaperReader
from school_desk.desk.screens.enterprises.review_ahead import ReviewAhead
from school_desk.desk.screens.enterprises.review_card import ReviewCard
from school_desk.desk.screens.enterprises.review_case import ReviewCase
from school_desk.desk.screens.enterprises.review_decisions import ReviewDecisions
from school_desk.desk.screens.enterprises.review_layout import CARD_WIDTH, Triptych
from school_desk.desk.screens.enterprises.review_papers import deck_papers
from school_desk.desk.screens.enterprises.review_queue import ReviewQueue
from school_desk.desk.screens.enterprises.review_regions import ReviewRegions
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.job_bar import JobBar, JobLine
from school_desk.documents.commands import TurnPaper
from school_desk.documents.reading.paper import FieldReading
from school_desk.enterprises.commands import Paper, ReplacePaper
from school_desk.enterprises.compare import KIND, Place
from school_desk.enterprises.queries import status_counts
from school_desk.enterprises.review_queries import QueueRow, ReviewSheet, review_queue, review_sheet
from school_desk.intake.enterprise import HandedIn
from school_desk.terms.roles import CLERKS
from school_desk.terms.statuses import EnterpriseStatus as Status
from school_desk.terms.uploads import DocumentKind

_HINT = "Ctrl+Enter 通过 · Ctrl+R 退回 · Ctrl+D 存疑"


class ReviewScreen(Screen):
    """The triptych. Decisions on fields are given to the school when the person leaves the enterprise or decides about it."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"enterprise", "document", "enterprise_field", "on_site_review", "authority_decision"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.case: ReviewCase | None = None
        self._wanted = ""
        self._goes_on = False
        self._passing = ""
        self.queue = ReviewQueue()
        self.queue.queue_chosen.connect(self._open_queue)
        self.queue.chosen.connect(self._row_chosen)
        self.queue.opened.connect(self.go_to_doubt)
        self.card = ReviewCard()
        self.deck = Deck(desk, regions=True)
        self.deck.placed.connect(self._replace_paper)
        self.deck.several.connect(self._refuse_several)
        self.deck.unplaced.connect(self._classify)
        self.deck.slot_chosen.connect(self._slot_chosen)
        self.deck.turned.connect(self._turned)
        self.deck.photo_shown.connect(lambda: self.card.show_crops(self.deck.crop))
        self.card.focused.connect(self.deck.show_box)
        self.card.decided.connect(self._take)
        # Queued: other fields may take the place of the one that is still handling its key.
        self.card.decided.connect(self._show_case, Qt.ConnectionType.QueuedConnection)
        self.card.finished.connect(self.go_to_doubt, Qt.ConnectionType.QueuedConnection)
        self.card.place_chosen.connect(self._go_to)
        self.card.refused.connect(self._refuse, Qt.ConnectionType.QueuedConnection)
        self.deck.box_clicked.connect(self._focus_field)
        self.deck.photo.view.drawing_requested.connect(self.draw_region)
        self.regions = ReviewRegions(desk, self.deck.photo.view, self.deck.region_source, self)
        self.regions.proposed.connect(self._propose)
        self.regions.told.connect(self.card.tell)
        self.regions.ended.connect(lambda place: self._go_to(*place))
        self.panel = SidePanel(width=CARD_WIDTH[0] + 40)
        self.panel.shown.connect(lambda there: self.card.setHidden(there))
        self.decisions = ReviewDecisions(desk, self, self.panel, self._next_soon, self.return_papers)
        self.reader = PaperReader(desk, self)
        self.reader.ready.connect(lambda *_: self.refresh())
        self.reader.progressed.connect(self._tell_progress)
        self.ahead = ReviewAhead(desk, self.deck, self.reader, self)
        self.classifier = PaperReader(desk, self, keep=False)
        self.classifier.ready.connect(lambda sha256, _slot, reading: self.deck.tray.tell_kind(sha256, reading.seen))
        self.jobs = JobBar()
        self.jobs.cancel_requested.connect(lambda _: self.reader.stop())
        self.jobs.pause_requested.connect(lambda _, paused: self.reader.set_paused(paused))
        self._lay_out()
        self._set_keys()

    # what is shown

    def refresh(self) -> None:
        """Asks for the queue, its counts, and the enterprise that is open; what the person decided meanwhile stays."""
        self.ahead.ask_anew()
        status, today = self.queue.status, self.desk.today
        self.desk.ask(
            self,
            lambda session, school_id: review_queue(session, school_id, frozenset({status}), today),
            self._set_queue,
        )
        self.desk.ask(self, status_counts, self.queue.set_counts, key="counts")
        self._ask_sheet()

    def take_focus(self, focus: Any) -> None:
        """`focus` is an enterprise's id, or a status whose queue is opened."""
        if focus in set(Status):
            self._open_queue(Status(focus))
            return
        today = self.desk.today
        self.desk.ask(
            self, lambda session, school_id: review_sheet(session, school_id, focus, today), self._focus_on, key="focus"
        )

    def hideEvent(self, event: QHideEvent) -> None:
        """The person goes elsewhere: what they decided about fields is kept."""
        self._keep_decisions()
        super().hideEvent(event)

    def _focus_on(self, sheet: ReviewSheet | None) -> None:
        if sheet is None:
            return
        self._leave()
        self._wanted = sheet.detail.id
        self._open_queue(sheet.detail.status)

    def _open_queue(self, status: Status) -> None:
        self.queue.which.set_value(status)
        self.panel.close_panel()
        self.refresh()

    def _set_queue(self, rows: tuple[QueueRow, ...]) -> None:
        wanted = self._wanted  # showing the rows brings the cursor back to the one that was chosen before
        self.queue.show_rows(rows)
        if any(row.id == wanted for row in rows):
            self.queue.table.select_ids([wanted], current=wanted)
        elif (current := self.queue.table.current_row()) is not None:
            self._row_chosen(current)  # the one that was open has left the queue
        self._frame.set_count(self.queue.place_words())
        if not rows:
            self._show_nothing()
        self.ahead.have_read(rows, self._wanted)
        if self.case is not None:
            self.ahead.prefetch(self.case, rows)

    def _row_chosen(self, row: QueueRow | None) -> None:
        if row is None or row.id == self._wanted:
            return
        self._leave()
        self.panel.close_panel()
        self.card.tell("")
        self._wanted = row.id
        self._frame.set_count(self.queue.place_words())
        ready = self.ahead.sheet(row.id)
        if ready is not None:
            self._set_sheet(ready)
        self._ask_sheet()

    def _leave(self) -> None:
        """The enterprise that is open makes room: what was decided about it is its own, and nothing of it goes over to the next."""
        self._keep_decisions()
        self.regions.stop()
        self.deck.clear()
        self.case = None

    def _ask_sheet(self) -> None:
        wanted, today = self._wanted, self.desk.today
        if wanted:
            self.desk.ask(
                self,
                lambda session, school_id: review_sheet(session, school_id, wanted, today),
                self._set_sheet,
                key="sheet",
            )

    def _set_sheet(self, sheet: ReviewSheet | None) -> None:
        if sheet is None or sheet.detail.id != self._wanted:
            return
        is_new = self.case is None
        self.case = ReviewCase(sheet, self.desk.today, self.case)
        self._parts.show_record(True)
        hint = _HINT if sheet.detail.status is Status.SUBMITTED else ""
        self.card.set_actions(self.decisions.buttons(self.case, self.approve), hint)
        self._show_case()
        if is_new:
            self.ahead.prefetch(self.case, self.queue.table.rows())
            self.card.fields.verticalScrollBar().setValue(0)
            if self._goes_on:
                self._goes_on = False
                self.go_to_doubt(quietly=True)

    def _show_case(self) -> None:
        if self.case is not None:
            self.deck.set_papers(deck_papers(self.case, self.reader.is_reading, self.ahead.loader))
            self._show_fields()

    def _slot_chosen(self) -> None:
        self.card.fields.commit()
        self._show_fields()

    def _show_fields(self) -> None:
        if self.case is not None:
            self.card.show_case(self.case, self.deck.slots.current())
            self.card.show_crops(self.deck.crop)

    def _show_nothing(self) -> None:
        self._leave()
        self._wanted = ""
        self._parts.show_record(False)

    # deciding about fields

    def go_to_doubt(self, *, quietly: bool = False) -> None:
        """Enter: to the first place that is still open; says so when there is none."""
        if self.case is None:
            return
        place = self.case.next_doubt()
        if place is not None:
            self._go_to(*place)
        elif quietly:
            self.queue.setFocus()
        else:
            self.card.tell("没有待核对的地方了，按 Ctrl+Enter 通过。", Tone.INFO)

    def _go_to(self, slot: str, field: str) -> None:
        if self.deck.slots.current() != slot:
            self.card.fields.commit()
            self.deck.show_slot(slot)
            self._show_fields()
        self._focus_field(field or KIND)

    def _focus_field(self, field: str) -> None:
        if field in self.card.fields.values():
            self.card.fields.row(field).input.setFocus(Qt.FocusReason.OtherFocusReason)
            self.card.fields.row(field).input.selectAll()

    def _take(self, slot: str, field: str, value: str) -> None:
        """What the person settled, of the enterprise whose fields they see; the cross checks and the slots follow."""
        if self.case is not None and self.case.id == self.card.shown:
            self.case.decide((slot, field), value)
            self.card.tell("")

    def draw_region(self) -> None:
        """Ctrl+B, B on the photo, or Shift and dragging there: a box for the field being edited, else for the first that is open."""
        if self.case is None or self.panel.isVisible():
            return
        slot = self.deck.slots.current()
        here = [doubt.place[1] for doubt in self.case.assessment.doubts if doubt.place[0] == slot]
        field = self.card.editing() or next(iter(here), "")
        if slot not in self.case.given.readings:
            self.card.tell("照片还没有识别完，请稍等几秒再框选。")
        elif not field:
            self.card.tell("请先把光标放到要重新识别的那一项，再按 Ctrl+B 框选。")
        else:
            self.card.tell("")
            self.regions.begin_at((slot, field))

    def _propose(self, place: Place, read: FieldReading) -> None:
        """Not taken: it stands in the field until the person confirms it with Enter, or refuses it with Esc."""
        if self.case is not None:
            self.case.propose(place, read)
            self._show_case()
            self._go_to(*place)

    def _refuse(self, slot: str, field: str) -> None:
        if self.case is not None:
            self.case.refuse((slot, field))
            self._show_case()
            self._focus_field(field)

    def _keep_decisions(self) -> None:
        self.card.fields.commit()
        if self.case is not None:
            self.decisions.keep_fields(self.case)

    # deciding about the enterprise

    def approve(self) -> None:
        """Ctrl+Enter: 初审通过并下一条 when nothing stands in the way; in other states what comes next there; in a form, the form."""
        self.card.fields.commit()
        form = self.panel.findChild(Form) if self.panel.isVisible() else None
        if form is not None:
            form.submit()
        elif self.case is not None and self.case.sheet.detail.status is not Status.SUBMITTED:
            self.decisions.primary(self.case)
        elif self.case is not None and self.desk.may(CLERKS) and not self._passing:
            self._pre_approve(self.case)

    def _pre_approve(self, case: ReviewCase) -> None:
        papers = case.sheet.papers
        still_reading = any(self.reader.is_reading(paper.sha256, paper.kind.value) for paper in papers)
        obstacle = self.decisions.obstacle(case, still_reading=still_reading, paused=self.reader.is_paused)
        if obstacle is None:
            self.case, self._goes_on, self._passing = None, True, case.id
            self._show_following(case.id)  # first: keeping the decision takes the interpreter away from the window
            self.decisions.approve(case, self._passed, partial(self._not_passed, case.id))
            return
        if obstacle.at_doubt:
            self.go_to_doubt()
        self.card.tell(obstacle.sentence)

    def _show_following(self, passing: str) -> None:
        """The next record is there while the decision is being kept; until it is, nothing else is decided."""
        rows = [row.id for row in self.queue.table.rows()]
        following = rows[rows.index(passing) + 1 :][:1] if passing in rows else []
        if following:
            self.queue.table.select_ids(following, current=following[0])

    def _passed(self) -> None:
        self._passing = ""

    def _not_passed(self, refused: str) -> None:
        """Back to the one that did not pass; what was typed meanwhile about the next one is its own."""
        self._leave()
        self._goes_on, self._passing, self._wanted = False, "", refused
        self.refresh()

    def _next_soon(self) -> None:
        self._goes_on = True

    def return_papers(self) -> None:
        """Ctrl+R: the form in which papers go back with their reasons; the others stay."""
        self._with_case(lambda case: self.decisions.return_papers(case, self.deck.slots.current()))

    def _with_case(self, act: Callable[[ReviewCase], None]) -> None:
        if self.case is not None and not self.panel.isVisible():
            act(self.case)

    # papers

    def _replace_paper(self, slot: str, file: Incoming) -> None:
        if self.case is None:
            return
        enterprise_id, kind = self.case.id, DocumentKind(slot)
        passed = self.case.sheet.detail.status is Status.PRE_APPROVED
        then = "企业回到“待审核”，请看过新照片再通过初审。" if passed else "正在识别。"
        self.desk.decide(
            self,
            lambda school: ReplacePaper(enterprise_id, Paper(kind, file.stored(school.blobs, kind))),
            done=f"已更换{kind.label}，{then}",
        )

    def _turned(self, slot: str, rotation: int) -> None:
        paper = self.case.sheet.paper(slot) if self.case is not None else None
        if paper is not None and paper.rotation != rotation:
            self.desk.decide(self, TurnPaper(paper.id, rotation))

    def _classify(self, file: Incoming) -> None:
        self.classifier.read(file.sha256, "", lambda: file.content)

    def _refuse_several(self, found: tuple[HandedIn, ...]) -> None:
        self.desk.tell(f"里面有 {len(found)} 家企业的材料，请到“企业”页用“企业登记”逐家登记。", "warn")

    def _tell_progress(self, done: int, total: int) -> None:
        paused = self.reader.is_paused
        line = JobLine("reading", "识别材料已暂停" if paused else "正在识别材料", done, total, paused=paused)
        self.jobs.show_jobs([line] if total else [])

    # frame

    def _lay_out(self) -> None:
        self._frame = PageFrame("企业审核")
        self._parts = Triptych(self.queue, self.deck, self.card, self.panel, self.jobs)
        self._frame.set_content(self._parts)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)
        self.setFocusProxy(self.queue)

    def _set_keys(self) -> None:
        """They work wherever the cursor stands on this page."""
        keys: dict[str, Callable[[], Any]] = {
            "Ctrl+Return": self.approve,
            "Ctrl+Enter": self.approve,
            "Ctrl+R": self.return_papers,
            "Ctrl+B": self.draw_region,
            "Ctrl+D": lambda: self._with_case(self.decisions.mark_doubtful),
            "Alt+Down": lambda: self.queue.table.step(1),
            "Alt+Up": lambda: self.queue.table.step(-1),
            "F6": self._next_column,
        }
        for chord, act in keys.items():
            # A key held down means one decision, not one about every enterprise that comes next.
            QShortcut(QKeySequence(chord), self, act).setAutoRepeat(chord.startswith("Alt"))

    def _next_column(self) -> None:
        """F6: queue, photo, fields, and round again."""
        columns: list[QWidget] = [self.queue, self.deck.photo, self.card.fields]
        here = next((place for place, one in enumerate(columns) if one.isAncestorOf(self.focusWidget())), -1)
        following = columns[(here + 1) % len(columns)]
        if following is self.card.fields:
            self.card.fields.focus_first_doubtful()
        else:
            following.setFocus(Qt.FocusReason.ShortcutFocusReason)

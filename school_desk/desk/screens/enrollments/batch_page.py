"""One 报名批次: what is owed and paid for it, its people, what became of the rows of its roster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.import_page import ledger_columns
from school_desk.desk.page import FrontPage, PageFrame, SidePanel
from school_desk.desk.screens.enrollments.payment_card import PaymentCard
from school_desk.desk.screens.enrollments.payment_notices import PaymentNotices
from school_desk.desk.screens.enrollments.people import PersonPanel, person_columns
from school_desk.desk.screens.enrollments.person_forms import PersonForms
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.table import RowTable
from school_desk.documents.ledger import ROW_STATES, LedgerRow, count
from school_desk.documents.queries import NoticeListRow, notices
from school_desk.enrollments import queries
from school_desk.enrollments.queries import BatchRow, Correction, EnrolledRow
from school_desk.payments.queries import ReceivableListRow, receivables
from school_desk.terms.roles import CLERKS
from school_desk.terms.statuses import EnrollmentStatus

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_LESSER_COLUMNS = ("sex", "id_number", "mobile")
# What a person should see first: what went wrong, what to look at, what was passed over.
_RANKS = {"failed": 0, "updated": 2, "skipped": 3, "imported": 4}


@dataclass(frozen=True)
class _Answer:
    batch: BatchRow | None
    people: tuple[EnrolledRow, ...] = ()
    owed: tuple[ReceivableListRow, ...] = ()
    told: tuple[NoticeListRow, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()


class BatchPage(FrontPage):
    """In front of the list. Signals: `left`: back to it; `more_wanted` (batch): another roster is to come into this batch;

    `reasons_wanted` (batch): its roster is to be looked at again, to be returned with the reasons.
    """

    left = Signal()
    more_wanted = Signal(object)
    reasons_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch_id = ""
        self._person: EnrolledRow | None = None
        self._answer = _Answer(None)
        self.panel = SidePanel()
        self.panel.shown.connect(self._make_room)
        self.panel.closed.connect(self._forget_person)
        self.notices = PaymentNotices(desk, self, self.panel)
        self.forms = PersonForms(desk, self, self.panel)
        self.money = PaymentCard(desk)
        self.tabs = FilterTabs(
            (
                FilterTab("people", "人员"),
                FilterTab("no_photo", "缺照片", Tone.WARN),
                FilterTab("closed", "已撤回、已换人"),
                FilterTab("ledger", "导入记录"),
            ),
            name="批次内容",
        )
        self.people = RowTable(person_columns(), name="报名人员")
        self.ledger = RowTable(ledger_columns("", ROW_STATES), name="导入记录", row_id=lambda row: row.row_no)
        self.ledger.set_empty("没有导入记录", "名单每一行的结果会列在这里。", icon="sheet")
        self._refused = Notice()
        self._frame = PageFrame("")
        self._make_tools()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)
        self._frame.set_content(self._make_content(), self.panel)
        self.tabs.chosen.connect(self._show_rows)
        self.people.activated.connect(self.show_person)
        self.people.current_changed.connect(self._follow)
        self._refused.action_requested.connect(self._ask_for_reasons)

    @property
    def batch(self) -> BatchRow | None:
        """The batch shown."""
        return self._answer.batch

    def show_batch(self, batch_id: str) -> None:
        """Shows another batch from its beginning."""
        if batch_id != self._batch_id:
            self.panel.close_panel()
            self.notices.leave()
            self.tabs.choose("people")
            self._answer = _Answer(None)  # what still stands there is about another one: nothing is decided on it
        self._batch_id = batch_id
        self.refresh()

    def refresh(self) -> None:
        """Asks for the batch again."""
        if self._batch_id:
            self._desk.ask(self, partial(_ask, self._batch_id), self._set_answer)

    def show_person(self, row: EnrolledRow) -> None:
        """One person in the panel."""
        self.notices.leave()
        self._person = row
        self._desk.ask(
            self,
            lambda session, school_id: queries.corrections(session, school_id, row.trainee_id),
            partial(self._show_person, row),
            key="person",
        )

    def show_notice(self) -> None:
        """The text that tells the enterprise what to pay."""
        if self.batch is not None:
            self._forget_person()
            self.notices.show_text(self.batch)

    def save_notice(self) -> None:
        """The same as a paper."""
        if self.batch is not None:
            self._forget_person()
            self.notices.save_pdf(self.batch)

    def leave(self) -> None:
        """Back to the list."""
        self.left.emit()

    def _make_tools(self) -> None:
        self.more_button = action_button("补入名单…", "import", on=self._ask_for_more)
        self.paper_button = action_button("缴费通知单…", "print", keys="Ctrl+P", on=self.save_notice)
        self.text_button = action_button("通知企业缴费…", "message", primary=True, keys="Ctrl+M", on=self.show_notice)
        for button in (self.back_button(), self.more_button, self.paper_button, self.text_button):
            self._frame.add_tool(button)
        self.more_button.setEnabled(self._desk.may(CLERKS))

    def _make_content(self) -> QWidget:
        self._lists = QStackedWidget()
        self._lists.addWidget(self.people)
        self._lists.addWidget(self.ledger)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(self.money)
        column.addWidget(self._refused)
        column.addWidget(self.tabs)
        column.addWidget(self._lists, 1)
        return content

    def _set_answer(self, answer: _Answer) -> None:
        self._answer = answer
        batch = answer.batch
        if batch is None:
            self.left.emit()
            return
        self._frame.set_title(f"批次 {batch.number}")
        self.money.show_money(batch, answer.owed, answer.told)
        owing = any(row.open_fen for row in answer.owed)
        self.paper_button.setEnabled(owing)
        self.text_button.setEnabled(owing)
        failed = count(answer.ledger, "failed")
        told = f"名单里有 {failed} 行没有导入，原因见“导入记录”。" if failed else ""
        self._refused.set_words(Tone.WARN, told, "退回原因表…" if self._desk.may(CLERKS) else "")
        self._show_rows()
        before = self._person
        now = None if before is None else next((row for row in answer.people if row.id == before.id), None)
        if now is not None and now != before:
            self.show_person(now)

    def _show_rows(self, _key: str = "") -> None:
        active, no_photo, closed = _parted(self._answer.people)
        self.tabs.set_counts(
            {
                "people": len(active),
                "no_photo": len(no_photo),
                "closed": len(closed),
                "ledger": len(self._answer.ledger),
            }
        )
        tab = self.tabs.current()
        self._lists.setCurrentWidget(self.ledger if tab == "ledger" else self.people)
        self.ledger.set_rows(sorted(self._answer.ledger, key=_rank))
        self.people.set_column_shown("status", tab == "closed")
        self.people.set_empty(*_EMPTY[tab if tab in _EMPTY else "people"], icon="trainee")
        self.people.set_rows({"no_photo": no_photo, "closed": closed}.get(tab, active))

    def _show_person(self, row: EnrolledRow, corrections: tuple[Correction, ...]) -> None:
        if row != self._person:
            return
        may = self._desk.may(CLERKS) and row.status is EnrollmentStatus.ACTIVE
        body = PersonPanel(self._desk, row, corrections, self, may_change=may)
        self.panel.show_body(row.name, body, self._buttons(row) if may else ())

    def _follow(self, row: EnrolledRow | None) -> None:
        if row is not None and self._person is not None and self.panel.isVisible():
            self.show_person(row)

    def _buttons(self, row: EnrolledRow) -> tuple[QWidget, ...]:
        return (
            action_button("撤回报名…", role="danger", on=partial(self._open_form, self.forms.withdraw, row)),
            action_button("换人…", on=partial(self._open_form, self.forms.replace, row)),
            action_button("更正…", "edit", on=partial(self._open_form, self.forms.correct, row)),
        )

    def _open_form(self, form: Callable[[EnrolledRow], None], row: EnrolledRow) -> None:
        """The panel belongs to the form now: the list's news must not take it away."""
        self._forget_person()
        self.notices.leave()
        form(row)

    def _forget_person(self) -> None:
        self._person = None

    def _make_room(self, panel_is_there: bool) -> None:
        self.money.make_room(panel_is_there)
        for key in _LESSER_COLUMNS:
            self.people.set_column_shown(key, not panel_is_there)

    def _ask_for_more(self) -> None:
        if self.batch is not None:
            self.more_wanted.emit(self.batch)

    def _ask_for_reasons(self) -> None:
        if self.batch is not None:
            self.reasons_wanted.emit(self.batch)


_EMPTY = {
    "people": ("没有在册的学员", "这一批的学员都已撤回或换人。"),
    "no_photo": ("照片都齐了", "制准考证不缺照片。"),
    "closed": ("没有撤回、换人的学员", "撤回、换人、退费的学员会列在这里，原因也在。"),
}


def _rank(row: LedgerRow) -> int:
    return 1 if row.state == "imported" and row.reasons else _RANKS[row.state]


def _ask(batch_id: str, session: ReadSession, school_id: str) -> _Answer:
    return _Answer(
        queries.batch(session, school_id, batch_id),
        queries.enrolled(session, school_id, batch_id=batch_id),
        receivables(session, school_id, batch_id=batch_id),
        notices(session, school_id, about_id=batch_id),
        queries.batch_ledger(session, school_id, batch_id),
    )


def _parted(people: Sequence[EnrolledRow]) -> tuple[list[EnrolledRow], list[EnrolledRow], list[EnrolledRow]]:
    """Who stands, who of them has no photo, who has left."""
    active = [row for row in people if row.status is EnrollmentStatus.ACTIVE]
    closed = [row for row in people if row.status is not EnrollmentStatus.ACTIVE]
    return active, [row for row in active if row.photo_document_id is None], closed

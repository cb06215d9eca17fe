"""费用审核: 应缴单 whose money has arrived are proposed by one person and decided by another; what is owed and late stands beside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from school_desk.desk.colours import Tone
from school_desk.desk.forms import open_form, send
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.payments import queries
from school_desk.payments.commands import DecideReview, ProposeReview
from school_desk.payments.queries import ReceivableDetail, ReceivableListRow, Review
from school_desk.terms.labels import receivable_status
from school_desk.terms.statuses import ReceivableStatus as Status

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_TABS = (
    ("paid", "已到账待提交", (Status.PAID,)),
    ("proposed", "待费用审核", (Status.PROPOSED,)),
    ("reviewed", "审核通过", (Status.REVIEWED,)),
    ("owed", "未足额", (Status.OPEN, Status.PART_PAID)),
)
_TONES = {
    Status.OPEN: Tone.NEUTRAL,
    Status.PART_PAID: Tone.INFO,
    Status.PAID: Tone.WARN,
    Status.PROPOSED: Tone.WARN,
    Status.REVIEWED: Tone.GOOD,
}


@dataclass(frozen=True)
class _Answer:
    rows: tuple[ReceivableListRow, ...]
    counts: dict[Status, int]
    waiting: dict[str, Review]


class FeeReviewScreen(Screen):
    """应缴单 by their state with the buttons that belong to it."""

    tables: ClassVar[frozenset[str]] = frozenset({"receivable", "payment_review", "allocation"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._waiting: dict[str, Review] = {}
        self.tabs = FilterTabs([FilterTab(key, words) for key, words, _ in _TABS], name="费用审核状态")
        self.tabs.chosen.connect(self._tab_chosen)
        self.table = RowTable(_columns(), name="应缴单")
        self.table.set_empty("这里没有应缴单", "流水认领足额后，应缴单会出现在“已到账待提交”。", icon="stamp")
        self.table.set_loading(True)
        self.table.activated.connect(self._show)
        self.table.selection_changed.connect(lambda _summary: self._set_buttons())
        self.panel = SidePanel()
        self.propose_button = action_button("提交费用审核", "stamp", primary=True, keys="Ctrl+Return", on=self.propose)
        self.approve_button = action_button("审核通过", "check", primary=True, keys="Ctrl+Return", on=self.approve)
        self.reject_button = action_button("驳回…", role="danger", keys="Ctrl+R", on=self._reject_form)
        self._frame = PageFrame("费用审核")
        for button in (self.reject_button, self.propose_button, self.approve_button):
            self._frame.add_tool(button)
        self._frame.add_bar(self.tabs)
        self._frame.set_content(self.table, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)
        self._set_buttons()

    def refresh(self) -> None:
        """Asks for the 应缴单 of the chosen tab."""
        statuses = next(statuses for key, _, statuses in _TABS if key == self.tabs.current())
        self.desk.ask(self, partial(_answer, statuses), self._set_rows)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key."""
        self.tabs.choose(focus)
        self._tab_chosen(focus)

    def propose(self) -> None:
        """提交 the chosen 应缴单 (all shown when none is chosen)."""
        rows = self.table.selected_rows() or self.table.rows()
        ids = tuple(row.id for row in rows if row.status is Status.PAID)
        if ids:
            self.desk.decide(self, ProposeReview(ids), done=f"已提交 {len(ids)} 张应缴单，请另一位同事审核。")

    def approve(self) -> None:
        """通过 the chosen ones (all shown when none is chosen)."""
        ids = self._review_ids()
        if ids:
            self.desk.decide(self, DecideReview(ids, True), done=f"费用审核通过 {len(ids)} 张应缴单。")

    def _review_ids(self) -> tuple[str, ...]:
        rows = self.table.selected_rows() or self.table.rows()
        return tuple(self._waiting[row.id].id for row in rows if row.id in self._waiting)

    def _reject_form(self) -> None:
        ids = self._review_ids()
        if not ids:
            return
        form = Form(columns=1)
        form.add_note("reason", f"驳回 {len(ids)} 张应缴单的原因", required=True)
        form.submitted.connect(
            lambda values: send(
                self.desk, self, self.panel, form, DecideReview(ids, False, values["reason"]), done="已驳回。"
            )
        )
        open_form(self.panel, "驳回", form, "驳回", first="reason")

    def _tab_chosen(self, _key: str) -> None:
        self.panel.close_panel()
        self.table.clear_selection()
        self._set_buttons()
        self.refresh()

    def _set_buttons(self) -> None:
        tab = self.tabs.current()
        self.propose_button.setVisible(tab == "paid")
        self.approve_button.setVisible(tab == "proposed")
        self.reject_button.setVisible(tab == "proposed")
        chosen = len(self.table.selected_rows()) or self.table.row_count()
        for button in (self.propose_button, self.approve_button, self.reject_button):
            button.setEnabled(chosen > 0)

    def _set_rows(self, answer: _Answer) -> None:
        self._waiting = answer.waiting
        self.table.set_rows(answer.rows)
        counts = {key: sum(answer.counts.get(status, 0) for status in statuses) for key, _, statuses in _TABS}
        self.tabs.set_counts(counts)
        due = sum(row.due_fen for row in answer.rows)
        self._frame.set_count(f"{len(answer.rows)} 张 · {format_yuan(due)} 元" if answer.rows else "")
        self._set_buttons()

    def _show(self, row: ReceivableListRow) -> None:
        self.desk.ask(
            self,
            lambda session, school_id: queries.receivable(session, school_id, row.id),
            self._show_detail,
            key="detail",
        )

    def _show_detail(self, detail: ReceivableDetail | None) -> None:
        if detail is not None:
            self.panel.show_body(detail.receivable.number, FactsGrid(_facts(detail), columns=1))


def _answer(statuses: tuple[Status, ...], session: ReadSession, school_id: str) -> _Answer:
    waiting = {detail.receivable.id: review for review, detail in queries.review_queue(session, school_id)}
    rows = queries.receivables(session, school_id, statuses=statuses)
    return _Answer(rows, queries.receivable_counts(session, school_id), waiting)


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", "应缴单", 140, muted=True),
        Column("enterprise", "企业", 220, stretch=True),
        Column("trade", "工种等级", 150, value=lambda row: f"{row.trade} {row.level.label}"),
        Column("head_count", "人数", 60, "number"),
        Column("due_fen", "应缴", 110, "money"),
        Column("allocated_fen", "已到", 110, "money"),
        Column("paid_on", "足额日期", 104, "date"),
        Column(
            "status", "状态", 124, "chip", value=lambda row: Chip(receivable_status(row.status), _TONES[row.status])
        ),
    )


def _facts(detail: ReceivableDetail) -> list[Fact]:
    row = detail.receivable
    facts = [
        Fact("企业", row.enterprise),
        Fact("批次", f"{row.batch_number}（缴费码 {row.payment_code}）"),
        Fact("工种等级", f"{row.trade} {row.level.label}"),
        Fact("应缴", f"{row.head_count} 人 × {format_yuan(row.unit_fee_fen)} = {format_yuan(row.due_fen)} 元"),
        Fact("已到账", f"{format_yuan(row.allocated_fen)} 元"),
    ]
    for one in detail.allocations:
        told = f"{local_text(one.booked_at)[:10]} {one.payer_name} {format_yuan(one.amount_fen)} 元"
        facts.append(Fact("认领", told, note=f"{one.allocated_by}：{'；'.join(one.reasons)}"))
    for review in detail.reviews:
        outcome = "待审核" if review.approved is None else "通过" if review.approved else f"驳回（{review.reason}）"
        facts.append(Fact("费用审核", f"{review.proposed_by} 提交 · {review.decided_by or ''}{outcome}"))
    return facts

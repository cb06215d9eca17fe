"""应缴单 by their state: those whose money has arrived are proposed by one person and decided by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.forms import PanelForms
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.fee_facts import claim_lines, fee_facts, payer_chip
from school_desk.desk.screens.payments.tabbed_rows import RowsTab, TabbedRows
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import FactsGrid
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.table import Column
from school_desk.desk.widgets.texts import heading
from school_desk.kernel import settings
from school_desk.kernel.money import format_yuan
from school_desk.payments import queries
from school_desk.payments.commands import DecideReview, ProposeReview, UseCredit
from school_desk.payments.queries import ReceivableDetail, ReceivableListRow, Review
from school_desk.payments.settings import ONE_PERSON_OFFICE
from school_desk.terms.labels import receivable_status
from school_desk.terms.statuses import ReceivableStatus as Status

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_OWED = ("allocated_fen", "open_fen", "days", "status")
_REVIEW = ("payers", "proposed_by", "decided_by", "paid_on", "note")
_TABS = (
    RowsTab(
        "paid", "已到账待提交", "没有待提交的应缴单", "流水认领足额后，应缴单会排在这里。",
        hides=frozenset({*_OWED, "payers", "proposed_by", "decided_by"}), counts=True, tone=Tone.WARN,
    ),
    RowsTab(
        "proposed", "待费用审核", "没有待审核的应缴单", "一位同事提交后，由另一位同事在这里审核。",
        hides=frozenset({*_OWED, "decided_by", "note"}), counts=True, tone=Tone.WARN,
    ),
    RowsTab(
        "reviewed", "审核通过", "还没有审核通过的应缴单", "审核通过后，学员排到“学习账号与学时”，发票排到“退费与发票”。",
        hides=frozenset({*_OWED, "payers", "note"}),
    ),
    RowsTab(
        "owed", "未足额", "没有未足额的应缴单", "所有应缴单都已足额到账。", hides=frozenset(_REVIEW), counts=True,
    ),
)  # fmt: skip
_TAB_OF = {
    Status.PAID: "paid",
    Status.PROPOSED: "proposed",
    Status.REVIEWED: "reviewed",
    Status.OPEN: "owed",
    Status.PART_PAID: "owed",
}
_TONES = {Status.OPEN: Tone.NEUTRAL, Status.PART_PAID: Tone.INFO}


@dataclass(frozen=True)
class FeeRow:
    """An 应缴单 with its newest review, who paid it, what its enterprise has as 预收余额, and whether its batch is to be reminded of."""

    receivable: ReceivableListRow
    review: Review | None
    payers: tuple[str, ...]
    credit_fen: int
    days: int
    late: bool

    @property
    def id(self) -> str:
        """The 应缴单's."""
        return self.receivable.id

    @property
    def status(self) -> Status:
        """The 应缴单's."""
        return self.receivable.status


@dataclass(frozen=True)
class _Answer:
    rows: tuple[FeeRow, ...]
    alone: bool


class FeeList(TabbedRows):
    """应缴单. `reminder_requested`: the person wants to remind of this batch."""

    reminder_requested = Signal(str)

    def __init__(self, desk: Desk, panel: SidePanel) -> None:
        lesser = (
            *("head_count", "days", "number", "paid_on", "allocated_fen", "trade"),
            *("proposed_by", "decided_by", "payers", "note", "status", "due_fen"),
        )
        super().__init__(desk, panel, _columns(), _TABS, name="应缴单", icon="stamp", lesser=lesser, eager=False)
        self._forms = PanelForms(desk, self, panel)
        self._alone = False

    def refresh(self) -> None:
        """Asks for everything that is owed, paid or reviewed."""
        self.desk.ask(self, partial(_answer, self.desk.today), self._set_answer)

    def tab_of(self, row: FeeRow) -> str:
        """Its state."""
        return _TAB_OF[row.status]

    def words_of(self, row: FeeRow) -> str:
        """Number, payment code, enterprise, trade, payers, amount."""
        owed = row.receivable
        named = (owed.number, owed.payment_code, owed.enterprise, owed.trade, *row.payers, format_yuan(owed.due_fen))
        return " ".join(named)

    def told(self, rows: Sequence[FeeRow]) -> str:
        """How many, how much."""
        if self.tab.key == "owed":
            return f"{len(rows)} 张 · 还欠 {format_yuan(sum(row.receivable.open_fen for row in rows))} 元"
        return f"{len(rows)} 张 · {format_yuan(sum(row.receivable.due_fen for row in rows))} 元"

    def chosen(self) -> list[FeeRow]:
        """What the buttons above work on: the chosen rows, all shown when none is chosen."""
        return self.selected_rows() or self.rows()

    def decidable(self) -> list[FeeRow]:
        """Those of them that this person may decide: proposed by somebody else."""
        return [row for row in self.chosen() if row.review is not None and not self.is_own(row)]

    def is_own(self, row: FeeRow) -> bool:
        """Whether this person proposed it and so must leave it to another."""
        review = row.review
        return review is not None and review.proposed_by_id == self.desk.actor.id and not self._alone

    def propose(self) -> None:
        """提交 what is chosen."""
        ids = tuple(row.id for row in self.chosen() if row.status is Status.PAID)
        if ids:
            self.desk.decide(self, ProposeReview(ids), done=f"已提交 {len(ids)} 张应缴单，请另一位同事审核。")

    def approve(self) -> None:
        """通过 what is chosen."""
        ids = self._review_ids()
        if ids:
            self.desk.decide(self, DecideReview(ids, True), done=f"费用审核通过 {len(ids)} 张应缴单。")

    def reject(self) -> None:
        """驳回 what is chosen, with why."""
        ids = self._review_ids()
        if ids:
            self._forget()  # the panel belongs to the form now: facts that come late must not take it away
            self._forms.ask_reason(
                "驳回费用审核",
                f"驳回 {len(ids)} 张应缴单的原因",
                "驳回",
                lambda reason: DecideReview(ids, False, reason),
                done=f"已驳回 {len(ids)} 张应缴单，退回“已到账待提交”。",
            )

    def show_row(self, row: FeeRow) -> None:
        """Asks for its claims and reviews."""
        self.desk.ask(
            self,
            lambda session, school_id: queries.receivable(session, school_id, row.id),
            partial(self._show_detail, row),
            key="detail",
        )

    def _review_ids(self) -> tuple[str, ...]:
        return tuple(row.review.id for row in self.decidable() if row.review is not None)

    def _set_answer(self, answer: _Answer) -> None:
        self._alone = answer.alone
        self.set_all(answer.rows)

    def _show_detail(self, row: FeeRow, detail: ReceivableDetail | None) -> None:
        if detail is None or not self.tells(row):
            return
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        if row.review is not None and row.status is Status.PAID:
            column.addWidget(Notice(Tone.WARN, f"{row.review.decided_by}驳回：{row.review.reason}"))
        column.addWidget(FactsGrid(fee_facts(detail, row.credit_fen), columns=1))
        if detail.allocations:
            column.addWidget(heading("到账"))
            column.addWidget(claim_lines(self.desk, detail))
        self.panel.show_body(row.receivable.number, body, self._buttons(row, detail))

    def _buttons(self, row: FeeRow, detail: ReceivableDetail) -> tuple[QPushButton, ...]:
        owed = row.receivable
        if row.status is Status.REVIEWED and detail.allocations:
            money = f"{row.id}/{detail.allocations[0].line_id}"
            return (action_button("申请退费…", "refund", on=partial(self.desk.open_screen, "refunds", money)),)
        if self.tab_of(row) != "owed":
            return ()
        buttons = []
        if row.late:
            remind = partial(self.reminder_requested.emit, owed.batch_id)
            buttons.append(action_button("催缴…", "message", on=remind))
        if row.credit_fen:
            fen = min(row.credit_fen, owed.open_fen)
            words = f"用预收余额缴 {format_yuan(fen)} 元"
            buttons.append(action_button(words, "yuan", primary=True, on=partial(self._use_credit, row, fen)))
        return tuple(buttons)

    def _use_credit(self, row: FeeRow, fen: int) -> None:
        owed = row.receivable
        done = f"已用 {owed.enterprise} 的预收余额缴 {format_yuan(fen)} 元。"
        self.desk.decide(self, UseCredit(owed.id, fen, owed.open_fen, row.credit_fen), done=done)


def _answer(today: date, session: ReadSession, school_id: str) -> _Answer:
    credit = {row.enterprise_id: row.balance_fen for row in queries.credit_balances(session, school_id)}
    reviews = queries.newest_reviews(session, school_id, (Status.PAID, Status.PROPOSED, Status.REVIEWED))
    payers = {
        detail.receivable.id: tuple(dict.fromkeys(one.payer_name for one in detail.allocations if one.standing_fen))
        for _, detail in queries.review_queue(session, school_id)
    }
    late = {batch.batch_id for batch in queries.overdue(session, school_id, today)}
    rows = [
        FeeRow(
            receivable=row,
            review=reviews.get(row.id),
            payers=payers.get(row.id, ()),
            credit_fen=credit.get(row.enterprise_id, 0),
            days=(today - row.created_on).days,
            late=row.batch_id in late,
        )
        for row in queries.receivables(session, school_id, statuses=tuple(_TAB_OF))
    ]
    waiting = [row for row in reversed(rows) if row.status is not Status.REVIEWED]
    done = [row for row in rows if row.status is Status.REVIEWED]
    return _Answer((*waiting, *done), settings.read(session, school_id, ONE_PERSON_OFFICE, today))


def _note(row: FeeRow) -> Chip | None:
    return None if row.review is None else Chip(f"被驳回：{row.review.reason}", Tone.WARN)


def _status(row: FeeRow) -> Chip:
    return Chip(receivable_status(row.status), _TONES.get(row.status, Tone.NEUTRAL))


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", "应缴单", 140, value=lambda row: row.receivable.number, muted=True),
        Column("enterprise", "企业", 200, stretch=True, value=lambda row: row.receivable.enterprise),
        Column("trade", "工种等级", 140, value=lambda r: f"{r.receivable.trade} {r.receivable.level.label}"),
        Column("head_count", "人数", 60, "number", value=lambda row: row.receivable.head_count),
        Column("due_fen", "应缴", 104, "money", value=lambda row: row.receivable.due_fen),
        Column("allocated_fen", "已到", 104, "money", value=lambda row: row.receivable.allocated_fen),
        Column("open_fen", "还欠", 104, "money", value=lambda row: row.receivable.open_fen),
        Column("days", "天数", 60, "number"),
        Column("paid_on", "足额日期", 104, "date", value=lambda row: row.receivable.paid_on),
        Column("payers", "付款方", 150, "chip", value=lambda r: payer_chip(r.receivable.enterprise, r.payers)),
        Column("proposed_by", "提交人", 76, value=lambda row: row.review.proposed_by if row.review else None),
        Column("decided_by", "审核人", 76, value=lambda row: row.review.decided_by if row.review else None),
        Column("note", "说明", 200, "chip", value=_note),
        Column("status", "状态", 116, "chip", value=_status),
    )

"""退费 by its state: one person asked, another decides, and a line of the statement proves that the money has left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.forms import PanelForms, send
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.tabbed_rows import RowsTab, TabbedRows
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.table import Column
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.kernel import settings
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import capitals, format_yuan
from school_desk.payments import queries
from school_desk.payments.commands import DecideRefund, RecordRefundPaid
from school_desk.payments.queries import LineRow, RefundListRow
from school_desk.payments.settings import ONE_PERSON_OFFICE
from school_desk.terms.labels import refund_status
from school_desk.terms.masking import mask_account
from school_desk.terms.roles import CASHIERS
from school_desk.terms.statuses import RefundStatus as Status

if TYPE_CHECKING:
    from datetime import date

    from school_desk.kernel.database import ReadSession

_HOW = "在“可退款”里选择一笔钱，申请退费。"
_ALIKE = frozenset({"status"})
_TABS = (
    RowsTab("requested", "退费待审批", "没有待审批的退费", _HOW, "去申请退费", _ALIKE | {"decided_by"}, True, Tone.WARN),
    RowsTab("to_pay", "待付款", "没有待付款的退费", "同意的退费排在这里，网银付款、导入流水后登记。", "", _ALIKE, True, Tone.WARN),
    RowsTab("paid", "已退", "还没有退过费", "登记付款流水后，退费会出现在这里。"),
    RowsTab("rejected", "不同意", "没有不同意的退费", "不同意的申请和原因会留在这里。", "", _ALIKE),
)  # fmt: skip
_TAB_OF = {
    Status.REQUESTED: "requested",
    Status.APPROVED: "to_pay",
    Status.PAID: "paid",
    Status.REJECTED: "rejected",
}
_TAKEN_BACK = {
    Status.REQUESTED: "这笔款已被银行冲正或退回，没有钱可退，不能同意。请点“不同意…”，写明原因后驳回。",
    Status.APPROVED: (
        "这笔款已被银行冲正或退回，请不要付款，点“改为不同意…”，写明原因后驳回。"
        "如果退费已经付出，请照常登记，再向企业追回。"
    ),
}
_BOUNCED = "银行把这笔退款退了回来，钱已转回预收余额。请核对账号后重新申请。"
_BOUNCED_OF_NOTHING = "银行把这笔退款退了回来。原来的款也已被银行冲正或退回，所以不转为预收余额，不用再退。"
_NOT_PAID = "流水里还没有这笔支出。请在网银付款，再把账户明细导入“缴费对账”，这里就能登记。"
_NOT_SEEN_THOUGH_PAID = "流水里没有这笔支出。确实已经付出的，请把账户明细导入“缴费对账”，这里就能登记。"
_TONES = {Status.REQUESTED: Tone.WARN, Status.APPROVED: Tone.INFO, Status.PAID: Tone.GOOD}


@dataclass(frozen=True)
class _Answer:
    rows: tuple[RefundListRow, ...]
    alone: bool


@dataclass(frozen=True)
class _Facts:
    people: tuple[EnrolledRow, ...]
    payments: tuple[LineRow, ...]
    paid_line: LineRow | None


class RefundList(TabbedRows):
    """Refunds with the buttons of the one chosen."""

    def __init__(self, desk: Desk, panel: SidePanel) -> None:
        lesser = ("requested_at", "payer_name", "decided_by", "requested_by", "reason", "status")
        super().__init__(desk, panel, _columns(), _TABS, name="退费", icon="refund", lesser=lesser)
        self._forms = PanelForms(desk, self, panel)
        self._alone = False

    def refresh(self) -> None:
        """Asks for all refunds, and whether one person may do both halves."""
        self.desk.ask(self, partial(_answer, self.desk.today), self._set_answer)

    def tab_of(self, row: RefundListRow) -> str:
        """Its state."""
        return _TAB_OF[row.status]

    def words_of(self, row: RefundListRow) -> str:
        """Enterprise, payer, 应缴单, amount and reason."""
        named = (row.enterprise, row.payer_name, row.receivable_number or "", format_yuan(row.amount_fen), row.reason)
        return " ".join(named)

    def told(self, rows: Sequence[RefundListRow]) -> str:
        """How many, how much."""
        return f"{len(rows)} 笔 · {format_yuan(sum(row.amount_fen for row in rows))} 元"

    def show_row(self, row: RefundListRow) -> None:
        """Asks for whom it is and what may prove its payment."""
        self.desk.ask(self, partial(_facts, row), partial(self._show_facts, row), key="refund")

    def _set_answer(self, answer: _Answer) -> None:
        self._alone = answer.alone
        self.set_all(answer.rows)

    def _show_facts(self, row: RefundListRow, facts: _Facts) -> None:
        if not self.tells(row):
            return
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        hindrance = self._hindrance(row)
        if row.bounced:
            column.addWidget(Notice(Tone.BAD, _BOUNCED_OF_NOTHING if row.taken_back else _BOUNCED))
        if _gone(row):
            column.addWidget(Notice(Tone.BAD, _gone(row)))
        if hindrance and row.status is Status.REQUESTED:
            column.addWidget(Notice(Tone.INFO, hindrance))
        column.addWidget(FactsGrid(_refund_facts(row, facts), columns=1))
        buttons: tuple[QPushButton, ...] = ()
        if row.status is Status.REQUESTED:
            buttons = self._decision_buttons(row, hindrance)
        elif row.status is Status.APPROVED:
            buttons = self._payment_buttons(row, facts, hindrance, column)
        self.panel.show_body(f"退费 {format_yuan(row.amount_fen)} 元", body, buttons)

    def _hindrance(self, row: RefundListRow) -> str:
        """Why this person may not decide; empty: they may."""
        if row.status not in (Status.REQUESTED, Status.APPROVED):
            return ""
        if not self.desk.may(CASHIERS):
            return "退费由财务办理，您可以查看。"
        if row.requested_by_id == self.desk.actor.id and not self._alone:
            return "这笔退费是您申请的，要由另一位财务同事审批。"
        return ""

    def _decision_buttons(self, row: RefundListRow, hindrance: str) -> tuple[QPushButton, ...]:
        refuse = action_button("不同意…", role="danger", keys="Ctrl+R", on=partial(self._refuse_form, row))
        agree = action_button("同意", "check", primary=True, keys="Ctrl+Return", on=partial(self._agree, row))
        _greyed(hindrance, refuse)
        _greyed(hindrance or _gone(row), agree)
        return (refuse, agree)

    def _payment_buttons(
        self, row: RefundListRow, facts: _Facts, hindrance: str, column: QVBoxLayout
    ) -> tuple[QPushButton, ...]:
        refuse = action_button("改为不同意…", role="danger", on=partial(self._refuse_form, row))
        _greyed(hindrance, refuse)
        copy = action_button("复制收款信息", "copy", keys="Ctrl+Shift+T", on=partial(self._copy_payee, row))
        _greyed(_gone(row), copy)
        if not facts.payments:
            go = Notice(Tone.NEUTRAL, _NOT_SEEN_THOUGH_PAID if row.taken_back else _NOT_PAID, "去导入流水")
            go.action_requested.connect(partial(self.desk.open_screen, "payments"))
            column.addWidget(go)
            return (refuse, copy)
        form = Form(columns=1)
        options = [(line.id, f"{local_text(line.booked_at)}　{line.counterparty_name}") for line in facts.payments]
        form.add_choice("line_id", "哪一笔支出付了这笔退费", options, required=True)
        form.set_values({"line_id": options[0][0]})
        form.submitted.connect(partial(self._pay, row, form))
        column.addWidget(form)
        pay = action_button("登记已付款", "check", primary=True, keys="Ctrl+Return", on=form.submit)
        pay.setEnabled(self.desk.may(CASHIERS))
        return (refuse, copy, pay)

    def _agree(self, row: RefundListRow) -> None:
        if not self.is_at(row):
            return
        done = f"已同意退费 {format_yuan(row.amount_fen)} 元，请付款。"
        self.desk.decide(self, DecideRefund(row.id, True), done=done)

    def _refuse_form(self, row: RefundListRow) -> None:
        if not self.is_at(row):
            return
        self._forms.ask_reason(
            "不同意退费",
            f"不同意退给 {row.payer_name} {format_yuan(row.amount_fen)} 元的原因",
            "不同意",
            lambda reason: DecideRefund(row.id, False, reason),
            done="已登记不同意退费。",
        )

    def _pay(self, row: RefundListRow, form: Form, values: dict[str, str]) -> None:
        if not self.is_at(row):
            return
        done = f"已登记退款 {format_yuan(row.amount_fen)} 元。"
        send(self.desk, self, self.panel, form, RecordRefundPaid(row.id, values["line_id"]), done=done)

    def _copy_payee(self, row: RefundListRow) -> None:
        lines = (row.payer_name, row.payer_account or "", format_yuan(row.amount_fen, grouped=False))
        QGuiApplication.clipboard().setText("\n".join(filter(None, lines)))
        self.desk.tell("已复制户名、账号和金额，请粘贴到网银。")


def _answer(today: date, session: ReadSession, school_id: str) -> _Answer:
    alone = settings.read(session, school_id, ONE_PERSON_OFFICE, today)
    return _Answer(queries.refunds(session, school_id), alone)


def _facts(row: RefundListRow, session: ReadSession, school_id: str) -> _Facts:
    paid = None if row.paid_line_id is None else queries.line_detail(session, school_id, row.paid_line_id)
    return _Facts(
        enrolled(session, school_id, ids=row.enrollment_ids),
        queries.refund_payments(session, school_id, row.id) if row.status is Status.APPROVED else (),
        None if paid is None else paid.line,
    )


def _gone(row: RefundListRow) -> str:
    """Why nothing may be paid out any more, where the bank has taken the money."""
    return _TAKEN_BACK.get(row.status, "") if row.taken_back else ""


def _greyed(hindrance: str, *buttons: QPushButton) -> tuple[QPushButton, ...]:
    for button in buttons:
        button.setEnabled(not hindrance)
        if hindrance:
            button.setToolTip(hindrance)
            button.setAccessibleDescription(hindrance)
    return buttons


def _refund_facts(row: RefundListRow, facts: _Facts) -> list[Fact]:
    people = "、".join(person.name for person in facts.people)
    told = [
        Fact("金额", f"{format_yuan(row.amount_fen)} 元", _chip(row), note=capitals(row.amount_fen)),
        Fact("企业", row.enterprise),
        Fact("退自", f"应缴单 {row.receivable_number}" if row.receivable_number else "预收余额"),
        *([Fact("学员", people, note=f"{len(facts.people)} 人，退款后报名结束")] if people else []),
        Fact("退到", row.payer_name, note=f"原付款账户 {mask_account(row.payer_account or '')}".strip()),
        Fact("原因", row.reason),
        Fact("申请", f"{row.requested_by}　{local_text(row.requested_at)}"),
    ]
    if row.decided_at is not None:
        told.append(Fact("审批", f"{row.decided_by}　{local_text(row.decided_at)}", note=row.decision_note or ""))
    if facts.paid_line is not None:
        line = facts.paid_line
        told.append(Fact("付款流水", local_text(line.booked_at), note=f"{line.counterparty_name}　{line.memo}"))
    return told


def _chip(row: RefundListRow) -> Chip:
    if row.bounced:
        return Chip("被银行退回", Tone.BAD)
    return Chip(refund_status(row.status), _TONES.get(row.status, Tone.NEUTRAL))


def _columns() -> tuple[Column, ...]:
    return (
        Column("enterprise", "企业", 200, stretch=True),
        Column("amount_fen", "金额", 104, "money"),
        Column("payer_name", "退到", 190),
        Column("reason", "原因", 120, muted=True),
        Column("requested_by", "申请人", 76),
        Column("requested_at", "申请时间", 132, value=lambda row: local_text(row.requested_at), muted=True),
        Column("decided_by", "审批人", 76),
        Column("status", "状态", 140, "chip", value=_chip),
    )

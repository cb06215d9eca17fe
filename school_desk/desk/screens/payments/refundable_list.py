"""可退款: money of the enterprises that may go back where it came from, and the form that asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from school_desk.desk.colours import Tone
from school_desk.desk.forms import PanelForms
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.tabbed_rows import RowsTab, TabbedRows
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.payments import queries
from school_desk.payments.commands import RemoveCredit, RequestRefund
from school_desk.payments.queries import RefundablePerson, RefundableRow
from school_desk.terms.labels import enrollment_status
from school_desk.terms.masking import mask_account
from school_desk.terms.roles import CASHIERS
from school_desk.terms.statuses import EnrollmentStatus

_NEXT = "多付的钱转为预收余额后，或费用审核通过后，可以在这里申请退费。"
_TABS = (RowsTab("refundable", "可退款", "没有可退的钱", _NEXT),)


class RefundableList(TabbedRows):
    """Money that may go back, with the request for it."""

    def __init__(self, desk: Desk, panel: SidePanel) -> None:
        lesser = ("booked_at", "payer_name", "number", "kind")
        super().__init__(desk, panel, _columns(), _TABS, name="可退款", icon="refund", lesser=lesser)
        self._forms = PanelForms(desk, self, panel)

    def refresh(self) -> None:
        """Asks what may be refunded."""
        self.desk.ask(self, queries.refundable, self.set_all)

    def tab_of(self, row: RefundableRow) -> str:
        """There is one."""
        return "refundable"

    def words_of(self, row: RefundableRow) -> str:
        """Enterprise, payer, where it lies, amount."""
        return f"{row.enterprise} {row.payer_name} {_place(row)} {format_yuan(row.free_fen)}"

    def told(self, rows: Sequence[RefundableRow]) -> str:
        """How much of it is 预收余额."""
        credit = sum(row.free_fen for row in rows if row.receivable is None)
        return f"{len(rows)} 笔 · 预收余额 {format_yuan(credit)} 元"

    def show_row(self, row: RefundableRow) -> None:
        """What it is, and what may be done with it."""
        self.panel.show_body(
            f"可退 {format_yuan(row.free_fen)} 元", FactsGrid(_row_facts(row), columns=1), self._buttons(row)
        )

    def _buttons(self, row: RefundableRow) -> tuple[QPushButton, ...]:
        look = action_button("查看流水", "bank", on=partial(self.desk.open_screen, "payments", row.line_id))
        ask = action_button("申请退费…", primary=True, keys="Ctrl+N", on=partial(self._ask_people, row))
        ask.setEnabled(self.desk.may(CASHIERS))
        if not row.removable_ids:
            return (look, ask)
        back = action_button("撤回预收", on=partial(self._remove, row))
        back.setToolTip("这笔钱不该是预收余额：回到流水，重新认领")
        back.setEnabled(self.desk.may(CASHIERS))
        return (back, look, ask)

    def _remove(self, row: RefundableRow) -> None:
        for entry_id in row.removable_ids:
            self.desk.decide(self, RemoveCredit(entry_id), done="已撤回预收，这笔流水又等待认领。")

    def _ask_people(self, row: RefundableRow) -> None:
        owed = row.receivable
        if owed is None:
            self._open_form(row, ())
            return
        self.desk.ask(
            self,
            lambda session, school_id: queries.refundable_people(session, school_id, owed.id),
            partial(self._open_form, row),
            key="people",
        )

    def _open_form(self, row: RefundableRow, people: tuple[RefundablePerson, ...]) -> None:
        if not self.tells(row):
            return
        form = RefundForm(row, people)
        self._forms.ask(
            "申请退费",
            form,
            "提交申请",
            form.command,
            first=form.first,
            done=lambda values: f"已申请退费 {format_yuan(values['amount_fen'])} 元，请另一位财务同事审批。",
        )


class RefundForm(Form):
    """For whom, how much, and why. Where the money goes is not a choice: to the account that paid it."""

    def __init__(self, row: RefundableRow, people: tuple[RefundablePerson, ...]) -> None:
        super().__init__(columns=1)
        self._money, self._left = row, {one.person.id: one.left_fen for one in people}
        if row.receivable is not None:
            self.add_heading("为谁退费")
        for one in people:
            who = f"{one.person.name}（证件尾号 {one.person.id_number[-4:]}）"
            self.add_check(one.person.id, who, hint=_told_of(row, one))
        account = mask_account(row.payer_account or "")
        hint = f"最多 {format_yuan(row.free_fen)} 元，退回原付款账户：{row.payer_name} {account}".strip()
        self.add_money("amount_fen", "退费金额（元）", required=True, hint=hint)
        self.add_note("reason", "退费原因", required=True)
        if row.receivable is None:
            self.set_values({"amount_fen": row.free_fen})
        self.edited.connect(self._suggest)

    @property
    def first(self) -> str:
        """Where the cursor stands: at the first person, else at the amount."""
        return next(iter(self._left), "amount_fen")

    def command(self, values: dict[str, Any]) -> RequestRefund:
        """What was filled in."""
        owed = self._money.receivable
        return RequestRefund(
            self._money.enterprise_id,
            self._money.line_id,
            values["amount_fen"],
            values["reason"],
            None if owed is None else owed.id,
            self._chosen(),
        )

    def _chosen(self) -> tuple[str, ...]:
        return tuple(enrollment_id for enrollment_id in self._left if self.input(enrollment_id).value())

    def _suggest(self, key: str) -> None:
        if key in self._left:
            chosen = [self._left[enrollment_id] for enrollment_id in self._chosen()]
            most = min(chosen, default=0) * len(chosen)
            self.set_values({"amount_fen": min(most, self._money.free_fen)})


def _told_of(row: RefundableRow, one: RefundablePerson) -> str:
    """Who has had a part back, or has asked for it, says so; empty: the whole fee is there."""
    if row.receivable is None or one.left_fen >= row.receivable.unit_fee_fen:
        return ""
    left = f"还可退 {format_yuan(one.left_fen)} 元"
    return left if one.person.status is EnrollmentStatus.ACTIVE else f"{enrollment_status(one.person.status)}，{left}"


def _row_facts(row: RefundableRow) -> list[Fact]:
    facts = [
        Fact("企业", row.enterprise),
        Fact("钱在哪里", _place(row)),
        Fact("付款方", row.payer_name, note=f"账号 {mask_account(row.payer_account)}" if row.payer_account else ""),
        Fact("到账时间", local_text(row.booked_at)),
        Fact("可退金额", f"{format_yuan(row.free_fen)} 元"),
    ]
    owed = row.receivable
    if owed is not None:
        words = f"{owed.trade} {owed.level.label}　{owed.head_count} 人 × {format_yuan(owed.unit_fee_fen)} 元"
        facts.insert(2, Fact("报名", words, note=f"批次 {owed.batch_number}"))
    return facts


def _place(row: RefundableRow) -> str:
    return "预收余额" if row.receivable is None else f"应缴单 {row.receivable.number}"


def _chip(row: RefundableRow) -> Chip:
    return Chip("预收余额", Tone.INFO) if row.receivable is None else Chip("已缴培训费", Tone.NEUTRAL)


def _columns() -> tuple[Column, ...]:
    return (
        Column("enterprise", "企业", 200, stretch=True),
        Column("kind", "是什么钱", 124, "chip", value=_chip),
        Column("number", "应缴单", 140, value=lambda row: row.receivable.number if row.receivable else "", muted=True),
        Column("payer_name", "付款方", 200),
        Column("booked_at", "到账时间", 132, value=lambda row: local_text(row.booked_at), muted=True),
        Column("free_fen", "可退金额", 108, "money"),
    )

"""预收余额: what enterprises have paid ahead, which 应缴单 it can pay, and every movement with its way back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.forms import PanelForms, Values, refused_in
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.entry_row import entry_row
from school_desk.desk.screens.payments.line_facts import OWED
from school_desk.desk.screens.payments.list_beside_panel import ListBesidePanel
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import body, heading, sub
from school_desk.kernel.clock import local_text
from school_desk.kernel.commands import Command
from school_desk.kernel.money import format_yuan
from school_desk.payments import queries
from school_desk.payments.commands import RemoveAllocation, RemoveCredit, UseCredit
from school_desk.payments.domain import FLUID
from school_desk.payments.queries import AllocationListRow, CreditBalanceRow, CreditEntryListRow, ReceivableListRow
from school_desk.terms.roles import CASHIERS

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession


@dataclass(frozen=True)
class _CreditFacts:
    balance: CreditBalanceRow
    entries: tuple[CreditEntryListRow, ...]
    owed: tuple[ReceivableListRow, ...]
    uses: dict[str, AllocationListRow]

    @property
    def free_fen(self) -> int:
        """What can be used now."""
        return sum(entry.left_fen for entry in self.entries)


class CreditView(ListBesidePanel):
    """The enterprises that have a balance, and one of them in full."""

    lesser = ("refunding_fen",)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._filling_in = ""
        self.panel = SidePanel()
        self.panel.closed.connect(self._closed)
        super().__init__(RowTable(_columns(), name="预收余额", row_id=lambda row: row.enterprise_id), self.panel)
        told = "认领时企业多付的钱，或报名之前先付的钱，转为预收余额后出现在这里。"
        self.table.set_empty("没有预收余额", told, icon="yuan")
        self.table.current_changed.connect(self._ask_enterprise)
        self._forms = PanelForms(desk, self, self.panel)

    def refresh(self) -> None:
        """Asks for the balances."""
        self._desk.ask(self, queries.credit_balances, self._set_rows)

    def _set_rows(self, rows: tuple[CreditBalanceRow, ...]) -> None:
        self.table.set_rows(rows)
        total = format_yuan(sum(row.balance_fen for row in rows))
        self.counted.emit(f"{len(rows)} 家 · 共 {total} 元" if rows else "")
        if rows and self.table.current_row() is None:
            self.table.select_first()
        else:
            self._ask_enterprise(self.table.current_row())

    def _ask_enterprise(self, row: CreditBalanceRow | None) -> None:
        if row is None:
            self.panel.hide()
        elif row.enterprise_id != self._filling_in:
            self._desk.ask(self, partial(_facts, row), self._show, key="credit")

    def _closed(self) -> None:
        """From the form back to the enterprise."""
        if self._filling_in:
            self._filling_in = ""
            self._ask_enterprise(self.table.current_row())

    def _show(self, facts: _CreditFacts) -> None:
        row, shown = self.table.current_row(), facts.balance.enterprise_id
        if row is None or row.enterprise_id != shown or shown == self._filling_in:
            return
        self._filling_in = ""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(body(facts.balance.enterprise, wrap=True))
        if facts.balance.refunding_fen:
            told = f"另有 {format_yuan(facts.balance.refunding_fen)} 元正在退费，不能使用。"
            column.addWidget(sub(told, wrap=True))
        column.addWidget(heading("可以缴的应缴单"))
        if not facts.owed:
            column.addWidget(
                sub("这家企业现在没有待缴的应缴单。报名后可在这里用预收余额缴费；要退回请到“退费与发票”。", wrap=True)
            )
        for owed in facts.owed:
            column.addWidget(self._owed_row(facts, owed))
        column.addWidget(heading("变动记录"))
        for entry in reversed(facts.entries):
            column.addWidget(self._entry_row(facts, entry))
        self.panel.show_body(f"可用 {format_yuan(facts.free_fen)} 元", page)

    def _owed_row(self, facts: _CreditFacts, owed: ReceivableListRow) -> QWidget:
        told = f"{owed.number} · {owed.head_count} 人"
        words = f"{owed.batch_number} {owed.trade} {owed.level.label}　还欠 {format_yuan(owed.open_fen)} 元"
        if not (self._desk.may(CASHIERS) and facts.free_fen):
            return entry_row(words, told)
        return entry_row(words, told, action_button("用来缴费…", on=partial(self._use_form, facts, owed)))

    def _entry_row(self, facts: _CreditFacts, entry: CreditEntryListRow) -> QWidget:
        words = f"{'+' if entry.amount_fen > 0 else ''}{format_yuan(entry.amount_fen)} 元　{entry.note}"
        told = f"{local_text(entry.entered_at)} · 来自 {entry.payer_name} 的到账"
        if not self._desk.may(CASHIERS):
            return entry_row(words, told)
        use = facts.uses.get(entry.allocation_id or "")
        if entry.removable:
            on = partial(self._decide, RemoveCredit(entry.id), "已撤回预收，钱回到它的流水，可重新认领。")
            return entry_row(words, told, action_button("撤回", role="link", on=on))
        if use is not None and use.standing_fen == use.amount_fen and use.receivable_status in FLUID:
            on = partial(self._decide, RemoveAllocation(use.id), "已取消，钱回到预收余额。")
            return entry_row(words, told, action_button("取消使用", role="link", on=on))
        return entry_row(words, told)

    def _use_form(self, facts: _CreditFacts, owed: ReceivableListRow) -> None:
        self._filling_in = facts.balance.enterprise_id
        most = min(facts.free_fen, owed.open_fen)
        form = Form(columns=1)
        hint = f"可用 {format_yuan(facts.free_fen)} 元，{owed.number} 还欠 {format_yuan(owed.open_fen)} 元。"
        form.add_money("amount_fen", "用多少（元）", required=True, hint=hint)
        form.set_values({"amount_fen": most})

        def command(values: Values) -> UseCredit:
            return UseCredit(owed.id, values["amount_fen"], owed.open_fen, facts.free_fen)

        self._forms.ask(
            f"用预收余额缴 {owed.number}",
            form,
            "缴费",
            command,
            first="amount_fen",
            done=lambda values: f"已用预收余额缴 {format_yuan(values['amount_fen'])} 元。",
        )

    def _decide(self, command: Command, done: str) -> None:
        self._desk.decide(self, command, done=done, refused=refused_in(self._desk, self.panel))


def _facts(row: CreditBalanceRow, session: ReadSession, school_id: str) -> _CreditFacts:
    owner = row.enterprise_id
    entries = queries.credit_entries(session, school_id, enterprise_id=owner)
    owed = queries.receivables(session, school_id, statuses=OWED, enterprise_id=owner)
    lines = {entry.line_id for entry in entries if entry.allocation_id}
    uses = {one.id: one for line_id in lines for one in queries.allocations(session, school_id, line_id=line_id)}
    return _CreditFacts(row, entries, tuple(reversed(owed)), uses)


def _columns() -> tuple[Column, ...]:
    return (
        Column("enterprise", "企业", 140, stretch=True),
        Column("balance_fen", "预收余额", 120, "money"),
        Column("refunding_fen", "退费中", 110, "money", value=lambda row: row.refunding_fen or None),
    )

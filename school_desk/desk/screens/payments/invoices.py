"""数电发票: what is to be issued on the tax site, one after the other; what was issued, told by SMS, and turned red."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.forms import PanelForms
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.invoice_red import RedSteps
from school_desk.desk.screens.payments.tabbed_rows import RowsTab, TabbedRows
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.table import Column
from school_desk.documents.queries import NoticeMark, newest_notices
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.payments import queries
from school_desk.payments.commands import RecordInvoiceIssued
from school_desk.payments.domain import INVOICE_NOTICE
from school_desk.payments.queries import InvoiceListRow, ReceivableListRow
from school_desk.terms.labels import notice_status
from school_desk.terms.roles import CASHIERS
from school_desk.terms.statuses import InvoiceStatus as Status
from school_desk.terms.statuses import NoticeStatus

if TYPE_CHECKING:
    from school_desk.kernel.bus import Outcome
    from school_desk.kernel.database import ReadSession

_RED = frozenset({"red_confirmation", "red_number", "red_on"})
_ISSUED = frozenset({"number", "issued_on", "state"}) | _RED
_TABS = (
    RowsTab(
        "to_issue", "发票待开具", "没有待开具的发票", "费用审核通过后，要开的发票会排在这里。",
        hides=_ISSUED, counts=True, tone=Tone.WARN,
    ),
    RowsTab("issued", "已开具", "还没有登记过发票", "在“发票待开具”里登记税务平台给出的发票号码。", hides=_RED),
    RowsTab(
        "red_open", "待红冲", "没有待红冲的发票", "退费或撤回审核后要红冲的发票会排在这里；开错的在“已开具”里申请红冲。",
        hides=frozenset({"issued_on", "red_number", "red_on"}), counts=True, tone=Tone.WARN,
    ),
    RowsTab(
        "red", "已红冲", "没有红冲的发票", "红字确认单确认、开出红字发票后登记，就在这里。",
        hides=frozenset({"state", "red_confirmation"}),
    ),
)  # fmt: skip
_TAB_OF = {
    Status.TO_ISSUE: "to_issue",
    Status.ISSUED: "issued",
    Status.RED_REQUESTED: "red_open",
    Status.RED_CONFIRMED: "red_open",
    Status.RED: "red",
}
_TITLES = {"to_issue": "待开具发票", "issued": "数电发票", "red_open": "待红冲的发票", "red": "已红冲的发票"}
_SMS = {NoticeStatus.QUEUED: Tone.WARN, NoticeStatus.SENT: Tone.GOOD, NoticeStatus.FAILED: Tone.BAD}


@dataclass(frozen=True)
class _Row:
    """An invoice with the fee it is about and the SMS that told of it."""

    invoice: InvoiceListRow
    owed: ReceivableListRow
    told: NoticeMark | None

    @property
    def id(self) -> str:
        return self.invoice.id


class InvoiceList(TabbedRows):
    """Invoices by their state."""

    def __init__(self, desk: Desk, panel: SidePanel) -> None:
        lesser = ("batch", "trade", "issued_on", "red_on", "number", "red_confirmation", "red_number", "state")
        super().__init__(desk, panel, _columns(), _TABS, name="数电发票", icon="invoice", lesser=lesser)
        self._red = RedSteps(desk, PanelForms(desk, self, panel))
        self._issued_on = desk.today
        self._form: Form | None = None
        self._going_on = False

    def refresh(self) -> None:
        """Asks for all invoices."""
        self.desk.ask(self, _answer, self.set_all)

    def tab_of(self, row: _Row) -> str:
        """Its state; what says more than was paid is with those on their way to a red one."""
        return "red_open" if row.invoice.needs_red else _TAB_OF[row.invoice.status]

    def words_of(self, row: _Row) -> str:
        """Buyer, numbers, batch, amount."""
        one = row.invoice
        named = (one.buyer_name, one.buyer_code, one.number, one.red_number, one.red_confirmation, one.serial)
        return " ".join(filter(None, (*named, row.owed.batch_number, format_yuan(one.amount_fen))))

    def told(self, rows: Sequence[_Row]) -> str:
        """How many, and how much."""
        amount = format_yuan(sum(row.invoice.amount_fen for row in rows))
        return f"{len(rows)} 张 · {amount} 元"

    def opened(self, row: _Row) -> None:
        """Enter goes to the number."""
        if self._form is not None:
            self._form.focus("number")

    def show_row(self, row: _Row) -> None:
        """What the tax site asks for, or what it answered."""
        self._form = None
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        if row.invoice.needs_red:
            told = "发票金额多于现在审核通过的培训费（退过费，或审核已撤回），需要红冲后重开。"
            column.addWidget(Notice(Tone.WARN, told))
        column.addWidget(FactsGrid(_invoice_facts(row), columns=1))
        buttons: tuple[QPushButton, ...] = ()
        if row.invoice.status is Status.TO_ISSUE:
            buttons = self._issue_form(row, column)
        elif row.invoice.status is not Status.RED:
            buttons = self._issued_buttons(row)
        self.panel.show_body(_TITLES[self.tab_of(row)], body, buttons)
        if self._going_on and self._form is not None:
            self._form.focus("number")
        self._going_on = False

    def _issue_form(self, row: _Row, column: QVBoxLayout) -> tuple[QPushButton, ...]:
        copy = action_button("复制开票信息", "copy", keys="Ctrl+Shift+T", on=partial(self._copy_buyer, row))
        if not self.desk.may(CASHIERS):
            column.addWidget(Notice(Tone.INFO, "发票由财务登记，您可以查看。"))
            return (copy,)
        form = self._form = Form(columns=1)
        form.add_date("issued_on", "开票日期", required=True)
        hint = "20 位数字，从电子税务局复制；回车登记并到下一张"
        form.add_text("number", "发票号码", required=True, digits=True, longest=40, hint=hint)
        form.set_values({"issued_on": self._issued_on})
        form.submitted.connect(partial(self._issue, row, form))
        column.addWidget(form)
        save = action_button("登记并到下一张", primary=True, hint="Ctrl+Enter", on=form.submit)
        return (copy, save)

    def _issue(self, row: _Row, form: Form, values: dict[str, Any]) -> None:
        form.hold(True)  # a second Enter must not hit the same invoice
        one = row.invoice
        command = RecordInvoiceIssued(one.id, values["number"], values["issued_on"], one.amount_fen)
        done = f"已登记 {one.buyer_name} 的发票，短信已放入“通知”。"
        self.desk.decide(
            self,
            command,
            partial(self._go_on, form, values["issued_on"]),
            done=done,
            refused=partial(self._refused, form),
            failed=partial(form.hold, False),
        )

    def _go_on(self, form: Form, issued_on: date, _outcome: Outcome) -> None:
        self._issued_on, self._going_on = issued_on, self.panel.shows(form)

    def _refused(self, form: Form, reason: RuleViolation) -> None:
        if not self.panel.shows(form):
            self.desk.tell_fault(reason)
        elif form.set_error(reason.field or "", reason.message):
            form.focus(reason.field or "")
        else:
            self.panel.fail(reason.message)

    def _copy_buyer(self, row: _Row) -> None:
        QGuiApplication.clipboard().setText(_buyer_text(row))
        self.desk.tell("已复制开票信息，请粘贴到电子税务局。")

    def _issued_buttons(self, row: _Row) -> tuple[QPushButton, ...]:
        steps = self._red.buttons(row.invoice)
        unsent = row.told is not None and row.told.status is not NoticeStatus.SENT
        if row.told is None or not unsent or row.invoice.status is not Status.ISSUED:
            return steps
        return (*steps, action_button("去发短信", "message", on=partial(self.desk.open_screen, "notices", row.told.id)))


def _answer(session: ReadSession, school_id: str) -> tuple[_Row, ...]:
    owed = {row.id: row for row in queries.receivables(session, school_id)}
    told = newest_notices(session, school_id, INVOICE_NOTICE)
    rows = [_Row(one, owed[one.receivable_id], told.get(one.id)) for one in queries.invoices(session, school_id)]
    waiting = [row for row in rows if row.invoice.status is Status.TO_ISSUE]
    done = [row for row in rows if row.invoice.status is not Status.TO_ISSUE]
    waiting.sort(key=lambda row: (row.owed.since, row.owed.number))
    return (*waiting, *done)


def _goods(row: _Row) -> str:
    return f"{row.owed.trade}（{row.owed.level.label}）培训费"


def _buyer_text(row: _Row) -> str:
    one, owed = row.invoice, row.owed
    lines = [
        f"购买方名称：{one.buyer_name}",
        f"统一社会信用代码：{one.buyer_code}",
        f"项目名称：{_goods(row)}",
        f"金额：{format_yuan(one.amount_fen, grouped=False)}",
        f"备注：报名批次 {owed.batch_number}",
    ]
    if owed.head_count * owed.unit_fee_fen == one.amount_fen:
        lines.insert(3, f"数量：{owed.head_count}　单价：{format_yuan(owed.unit_fee_fen, grouped=False)}")
    return "\n".join(lines)


def _invoice_facts(row: _Row) -> list[Fact]:
    one, owed = row.invoice, row.owed
    facts = [
        Fact("购买方", one.buyer_name),
        Fact("信用代码", one.buyer_code),
        Fact("项目", _goods(row)),
        Fact("金额", f"{format_yuan(one.amount_fen)} 元", note=f"{owed.head_count} 人 · 应缴单 {owed.number}"),
    ]
    if one.number is not None:
        facts += [Fact("发票号码", one.number), Fact("开票日期", str(one.issued_on), _sms(row))]
    if one.red_confirmation is not None:
        facts.append(Fact("红字确认单", one.red_confirmation, _red_chip(row)))
    if one.red_number is not None:
        facts += [Fact("红字发票", one.red_number), Fact("红冲日期", str(one.red_on))]
    return facts


def _sms(row: _Row) -> Chip | None:
    return None if row.told is None else Chip(f"短信{notice_status(row.told.status)}", _SMS[row.told.status])


def _red_chip(row: _Row) -> Chip | None:
    words = {Status.RED_REQUESTED: ("已申请", Tone.WARN), Status.RED_CONFIRMED: ("已确认", Tone.INFO)}
    return Chip(*words[row.invoice.status]) if row.invoice.status in words else None


def _state(row: _Row) -> Chip | None:
    if row.invoice.needs_red:
        return Chip("需红冲", Tone.BAD)
    return _red_chip(row) or _sms(row)


def _columns() -> tuple[Column, ...]:
    return (
        Column("buyer_name", "购买方", 200, stretch=True, value=lambda row: row.invoice.buyer_name),
        Column("batch", "批次", 116, value=lambda row: row.owed.batch_number, muted=True),
        Column("trade", "工种等级", 140, value=lambda row: f"{row.owed.trade} {row.owed.level.label}"),
        Column("amount_fen", "金额", 104, "money", value=lambda row: row.invoice.amount_fen),
        Column("number", "发票号码", 176, value=lambda row: row.invoice.number),
        Column("issued_on", "开票日期", 104, "date", value=lambda row: row.invoice.issued_on),
        Column("red_confirmation", "红字确认单", 176, value=lambda row: row.invoice.red_confirmation),
        Column("red_number", "红字发票号码", 176, value=lambda row: row.invoice.red_number),
        Column("red_on", "红冲日期", 104, "date", value=lambda row: row.invoice.red_on),
        Column("state", "状态", 126, "chip", value=_state),
    )

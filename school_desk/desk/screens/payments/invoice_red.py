"""The way of a 数电发票 from 已开具 to 已红冲: the 红字确认单 asked for, confirmed (or refused), then the red invoice."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton

from school_desk.desk.forms import PanelForms
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.kernel.money import format_yuan
from school_desk.payments.commands import RecordRedInvoice
from school_desk.payments.invoice_commands import DecideRedConfirmation, RequestRedConfirmation
from school_desk.payments.queries import InvoiceListRow
from school_desk.terms.roles import CASHIERS
from school_desk.terms.statuses import InvoiceStatus as Status


class RedSteps:
    """The next step of an invoice as buttons, each with its form in the panel."""

    def __init__(self, desk: Desk, forms: PanelForms) -> None:
        self._desk, self._forms = desk, forms

    def buttons(self, one: InvoiceListRow) -> tuple[QPushButton, ...]:
        """What may follow; disabled for who may only look."""
        made: tuple[QPushButton, ...] = ()
        if one.status is Status.ISSUED:
            made = (action_button("申请红冲…", role="danger", on=partial(self._request, one)),)
        elif one.status is Status.RED_REQUESTED:
            refuse = action_button("被拒绝或撤回…", on=partial(self._refuse, one))
            made = (refuse, action_button("登记已确认", primary=True, on=partial(self._confirm, one)))
        elif one.status is Status.RED_CONFIRMED:
            made = (action_button("登记红冲…", role="danger", on=partial(self._red, one)),)
        for button in made:
            button.setEnabled(self._desk.may(CASHIERS))
        return made

    def _request(self, one: InvoiceListRow) -> None:
        form = Form(columns=1)
        hint = "在电子税务局录入红字信息确认单后得到的编号"
        form.add_text("red_confirmation", "红字确认单编号", required=True, longest=40, hint=hint)
        self._forms.ask(
            f"申请红冲 {format_yuan(one.amount_fen)} 元",
            form,
            "登记已申请",
            lambda v: RequestRedConfirmation(one.id, v["red_confirmation"]),
            first="red_confirmation",
            done="已登记红字确认单；确认之后才能红冲，在此之前这张发票仍然有效。",
        )

    def _confirm(self, one: InvoiceListRow) -> None:
        done = f"红字确认单 {one.red_confirmation} 已确认，请在电子税务局开具红字发票后登记。"
        self._desk.decide(self._forms.owner, DecideRedConfirmation(one.id, True), done=done)

    def _refuse(self, one: InvoiceListRow) -> None:
        form = Form(columns=1)
        form.add_text("reason", "原因", required=True, longest=200)
        self._forms.ask(
            f"红字确认单 {one.red_confirmation} 没有确认",
            form,
            "登记没有确认",
            lambda v: DecideRedConfirmation(one.id, False, v["reason"]),
            first="reason",
            done="已登记；这张发票回到“已开具”。",
        )

    def _red(self, one: InvoiceListRow) -> None:
        form = Form(columns=1)
        form.add_date("red_on", "红冲日期", required=True)
        form.add_text("red_number", "红字发票号码", required=True, digits=True, longest=40, hint="20 位数字")
        form.set_values({"red_on": self._desk.today})
        self._forms.ask(
            f"红冲 {format_yuan(one.amount_fen)} 元",
            form,
            "登记红冲",
            lambda v: RecordRedInvoice(one.id, v["red_number"], one.red_confirmation or "", v["red_on"]),
            first="red_number",
            done="已登记红冲；还应开票的，会重新排到“发票待开具”。",
        )

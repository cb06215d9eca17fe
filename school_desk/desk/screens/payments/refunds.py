"""退费与发票: money on its way back, money that may go back, and the invoices of what was paid."""

from __future__ import annotations

from typing import ClassVar

from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.invoices import InvoiceList
from school_desk.desk.screens.payments.refund_list import RefundList
from school_desk.desk.screens.payments.refundable_list import RefundableList
from school_desk.desk.screens.payments.tabbed_screen import TabbedScreen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.terms.roles import CASHIERS


class RefundsScreen(TabbedScreen):
    """Three lists under one row of tabs."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"refund", "credit_entry", "allocation", "receivable", "statement_line", "e_invoice", "notice", "setting_value"}
        | {"enterprise", "training_plan", "enrollment_batch", "enrollment", "trainee"}
    )

    def __init__(self, desk: Desk) -> None:
        panel = SidePanel()
        self.refunds, self.refundable = RefundList(desk, panel), RefundableList(desk, panel)
        self.invoices = InvoiceList(desk, panel)
        lists = (self.refunds, self.refundable, self.invoices)
        super().__init__(desk, "退费与发票", panel, lists, search="企业、号码、金额")
        self.request_button = action_button("申请退费…", "plus", keys="Ctrl+N", on=self.request)
        self.request_button.setEnabled(desk.may(CASHIERS))
        self.frame.add_tool(self.request_button)
        self.refunds.empty_action_requested.connect(self.request)

    def request(self) -> None:
        """Leads to where the money is chosen that shall go back."""
        self.choose_tab("refundable")
        self.desk.tell("请选择退哪一笔钱，再点“申请退费…”。")

    def tab_shown(self, key: str) -> None:
        """The way to a request belongs to the tabs about refunds; in 可退款 each row has its own."""
        self.request_button.setVisible(self.current_list() is self.refunds)

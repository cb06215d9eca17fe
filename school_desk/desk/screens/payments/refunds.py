"""退费与发票: money on its way back, money that may go back, and the invoices of what was paid."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from school_desk.desk.import_page import ImportHost
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.invoice_files import InvoiceFiles, issued_kind
from school_desk.desk.screens.payments.invoices import InvoiceList
from school_desk.desk.screens.payments.refund_list import RefundList
from school_desk.desk.screens.payments.refundable_list import RefundableList
from school_desk.desk.screens.payments.tabbed_screen import TabbedScreen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.terms.roles import CASHIERS


class RefundsScreen(TabbedScreen):
    """Three lists under one row of tabs; the tax site's answer is imported in front of them."""

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
        self.files = InvoiceFiles(desk, self)
        self.request_button = action_button("申请退费…", "plus", keys="Ctrl+N", on=self.request)
        self.template_button = action_button("填入税务平台模板…", "sheet", on=self.export_into_template)
        self.export_button = action_button("导出开票表…", "export", keys="Ctrl+E", on=self.export)
        self.import_button = action_button("导入开票结果…", "import", keys="Ctrl+I", on=self.import_issued)
        for button in (self.request_button, self.template_button, self.export_button, self.import_button):
            button.setEnabled(desk.may(CASHIERS))
            self.frame.add_tool(button)
        self.host = ImportHost(desk, self.frame)
        page = self.layout()
        if page is not None:
            page.addWidget(self.host)
        self.refunds.empty_action_requested.connect(self.request)
        self.tab_shown(self.tabs.current())

    def request(self) -> None:
        """Leads to where the money is chosen that shall go back."""
        self.choose_tab("refundable")
        self.desk.tell("请选择退哪一笔钱，再点“申请退费…”。")

    def export(self) -> None:
        """The chosen invoices that wait (all when at most one is chosen) as a workbook for the tax site."""
        self.files.export(self._chosen())

    def export_into_template(self) -> None:
        """The same, filled into the tax site's own workbook."""
        self.files.export_into_template(self._chosen())

    def import_issued(self, path: Path | None = None) -> None:
        """Opens the import of what the tax site issued."""
        self.host.open(issued_kind(), path)

    def tab_shown(self, key: str) -> None:
        """The way to a request belongs to the tabs about refunds (in 可退款 each row has its own), files to those of invoices."""
        of_invoices = self.current_list() is self.invoices
        self.request_button.setVisible(self.current_list() is self.refunds)
        self.import_button.setVisible(of_invoices)
        for button in (self.export_button, self.template_button):
            button.setVisible(key == "to_issue")

    def _chosen(self) -> tuple[str, ...]:
        ids = tuple(row.id for row in self.invoices.selected_rows())
        return ids if len(ids) > 1 else ()

"""费用审核: what has arrived is proposed by one person and decided by another; what is owed and overdue stands beside."""

from __future__ import annotations

from typing import ClassVar

from school_desk.desk.colours import Tone
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.arrears import ArrearsList
from school_desk.desk.screens.payments.fee_list import FeeList
from school_desk.desk.screens.payments.tabbed_screen import TabbedScreen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.page import Notice
from school_desk.terms.roles import CASHIERS


class FeeReviewScreen(TabbedScreen):
    """应缴单 by their state, with the buttons that belong to it; 催缴 follows what is owed."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "receivable",
            "payment_review",
            "allocation",
            "credit_entry",
            "statement_line",
            "refund",
            "notice",
            "setting_value",
        }
        | {"enterprise", "enterprise_former_name", "enterprise_field", "on_site_review", "authority_decision"}
        | {"training_plan", "enrollment_batch", "enrollment"}
    )

    def __init__(self, desk: Desk) -> None:
        panel = SidePanel()
        self.table, self.arrears = FeeList(desk, panel), ArrearsList(desk, panel)
        super().__init__(desk, "费用审核", panel, (self.table, self.arrears), search="企业、批次、缴费码、金额")
        self.propose_button = action_button(
            "提交费用审核", "stamp", primary=True, keys="Ctrl+Return", on=self.table.propose
        )
        self.approve_button = action_button(
            "审核通过", "check", primary=True, keys="Ctrl+Return", on=self.table.approve
        )
        self.reject_button = action_button("驳回…", role="danger", keys="Ctrl+R", on=self.table.reject)
        for button in (self.reject_button, self.propose_button, self.approve_button):
            self.frame.add_tool(button)
        self.own_notice = Notice(Tone.INFO)
        self.frame.add_bar(self.own_notice)
        self.table.selection_changed.connect(self._set_buttons)
        self.table.shown.connect(self._set_buttons)
        self.table.reminder_requested.connect(self.take_focus)
        self._set_buttons()

    def tab_shown(self, key: str) -> None:
        """Each tab has its own buttons."""
        self._set_buttons()

    def _set_buttons(self, _summary: object = None) -> None:
        tab, may = self.tabs.current(), self.desk.may(CASHIERS)
        self.propose_button.setVisible(tab == "paid")
        self.approve_button.setVisible(tab == "proposed")
        self.reject_button.setVisible(tab == "proposed")
        chosen = len(self.table.chosen())
        self.propose_button.setText(f"提交费用审核 {chosen} 张" if chosen else "提交费用审核")
        self.propose_button.setEnabled(may and chosen > 0)
        others = len(self.table.decidable()) if tab == "proposed" else 0
        self.approve_button.setText(f"审核通过 {others} 张" if others else "审核通过")
        hindrance = _hindrance(chosen, chosen - others) if tab == "proposed" else ""
        self.own_notice.set_words(Tone.INFO, hindrance)
        for button in (self.approve_button, self.reject_button):
            button.setEnabled(may and others > 0)
            button.setAccessibleDescription(hindrance)


def _hindrance(chosen: int, own: int) -> str:
    """What the two-person rule leaves out of the chosen ones."""
    if not own:
        return ""
    if own == chosen:
        return f"这 {own} 张是您提交的，要由另一位同事审核。"
    return f"其中 {own} 张是您提交的，要由另一位同事审核；通过和驳回只作用于其余 {chosen - own} 张。"

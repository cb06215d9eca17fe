"""What follows a reviewed fee on paper: the invoices, one number after the other, and a refund that two people decide."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from school_desk.desk.tour.office import sign_in
from school_desk.desk.tour.walk import Walk
from school_desk.desk.widgets.form import Form

# 数电发票 of 2026 and of Zhejiang; the tour counts on from here.
_FIRST_NUMBER = 26_332_000_000_010_000_001


def invoices(walk: Walk) -> None:
    """A cashier registers the number of every invoice that waits, from the keyboard alone."""

    def issue() -> None:
        sign_in(walk, "qian")
        screen = walk.page("refunds")
        screen.take_focus("to_issue")
        walk.settle()
        QTest.keyClick(screen.invoices.view, Qt.Key.Key_Return)
        for number in range(_FIRST_NUMBER, _FIRST_NUMBER + screen.invoices.row_count()):
            field = _form(screen).input("number")
            walk.fill(field, str(number))
            QTest.keyClick(field, Qt.Key.Key_Return)
            walk.settle()
        walk.wait_for(lambda: screen.invoices.row_count() == 0, "every invoice to be registered")
        screen.take_focus("issued")

    walk.step("登记数电发票", issue)


def refund(walk: Walk) -> None:
    """What an enterprise paid too much is asked back by one cashier and agreed to by the other; nothing when nobody paid too much."""
    sign_in(walk, "qian")
    screen = walk.page("refunds")
    screen.take_focus("refundable")
    walk.settle()
    credit = next((row for row in screen.refundable.rows() if row.receivable is None), None)
    if credit is not None:
        walk.step("申请退费", lambda: _request(walk, screen, credit.id))
        walk.step("退费审批", lambda: _agree(walk))


def _request(walk: Walk, screen: Any, money_id: str) -> None:
    screen.refundable.select_ids([money_id])
    walk.settle()
    walk.click(screen.panel, "申请退费")
    walk.settle()
    walk.fill_form(screen.panel, {"reason": "企业多转，来函要求退回"})
    walk.click(screen.panel, "提交申请")
    walk.settle()
    screen.take_focus("requested")
    walk.wait_for(lambda: screen.refunds.row_count() == 1, "the request in the list")


def _agree(walk: Walk) -> None:
    sign_in(walk, "zhou")
    screen = walk.page("refunds")
    screen.take_focus("requested")
    walk.settle()
    walk.click(screen.panel, "同意")
    walk.wait_for(lambda: screen.refunds.row_count() == 0, "the refund to be agreed to")
    screen.take_focus("to_pay")


def _form(screen: Any) -> Any:
    return next(form for form in screen.panel.findChildren(Form) if form.isVisible())

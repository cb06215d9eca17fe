"""退费 of money that the bank has taken back in the meantime."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from school_desk.desk.services import Desk
from school_desk.payments.commands import DecideRefund, RecordRefundPaid
from school_desk.terms.statuses import LineStatus, RefundStatus
from tests.desk.desk_fixtures import settle
from tests.desk.screens.hands import CTRL, SHIFT, button, key, text_of
from tests.desk.screens.test_refunds import OVERPAID, opened, overpaid, refunds, requested
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.school import Office

pytestmark = pytest.mark.long


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def test_money_the_bank_took_is_neither_promised_nor_copied(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    line_id = overpaid(cashier)
    asked, approved = requested(cashier, 10_000), requested(cashier, 20_000)
    cashier.check(DecideRefund(approved, True))
    QGuiApplication.clipboard().setText("")
    cashier.import_lines(cashier.line(2 * STEEL_FEE + OVERPAID, incoming=False, takes_back=True))
    assert cashier.line_row(line_id).status is LineStatus.REVERSED
    screen = opened(qtbot, desk, asked)
    assert "没有钱可退，不能同意" in text_of(screen.panel)
    assert (button(screen.panel, "同意").isEnabled(), button(screen.panel, "不同意…").isEnabled()) == (False, True)
    assert "银行" in button(screen.panel, "同意").toolTip()
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_Return, CTRL)
    assert {row.status for row in refunds(office)} == {RefundStatus.REQUESTED, RefundStatus.APPROVED}
    screen.take_focus(approved)
    settle(qtbot, desk)
    assert "请不要付款" in text_of(screen.panel)
    assert "请在网银付款" not in text_of(screen.panel)
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_T, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == ""
    # What has left all the same is recorded.
    out = cashier.paid_out(20_000)
    screen.refresh()
    screen.take_focus(approved)
    settle(qtbot, desk)
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_Return, CTRL)
    assert next(row.paid_line_id for row in refunds(office) if row.id == approved) == out


def test_a_refund_of_money_the_bank_took_that_came_back_is_not_asked_for_again(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    overpaid(cashier)
    refund_id = requested(cashier)
    cashier.check(DecideRefund(refund_id, True))
    cashier.import_lines(cashier.line(2 * STEEL_FEE + OVERPAID, incoming=False, takes_back=True))
    cashier.do(RecordRefundPaid(refund_id, cashier.paid_out(OVERPAID)))
    cashier.import_lines(cashier.line(OVERPAID, takes_back=True, memo="退汇"))
    screen = opened(qtbot, desk, "paid")
    assert "不用再退" in text_of(screen.panel)
    assert "重新申请" not in text_of(screen.panel)

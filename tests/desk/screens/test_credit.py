"""预收余额 and 月结: what is kept for an enterprise pays another 应缴单 and goes back; the month ties out or says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.services import Desk
from school_desk.payments.commands import AllocateTransfer
from school_desk.terms.statuses import LineStatus, ReceivableStatus
from tests.desk.desk_fixtures import settle
from tests.desk.screens.hands import fill, form_of, press, text_of
from tests.desk.screens.money_scene import Key, buttons, go_to, key, opened, send
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def prepaid(cashier: Cashier, fen: int = STEEL_FEE + 20_000) -> tuple[str, str]:
    """(enterprise, line): money that came before the enrolment."""
    enterprise_id, line_id = cashier.enterprise(), cashier.paid_in(fen)
    cashier.do(AllocateTransfer(line_id, fen, credit_rest_to=enterprise_id))
    return enterprise_id, line_id


def test_what_is_overpaid_is_kept_and_shown_with_the_enterprise(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    cashier.paid_in(STEEL_FEE + 500, memo=f"培训费 {owed.payment_code}")
    screen = opened(qtbot, desk)
    assert "余下 5.00 转为预收余额" in text_of(screen.panel)
    key(qtbot, screen, Key.Key_Space)
    assert cashier.credit(enterprise_id) == 500
    go_to(qtbot, screen, "credit")
    assert "可用 5.00 元" in text_of(screen.credit.panel)
    assert "没有待缴的应缴单" in text_of(screen.credit.panel)


def test_money_before_any_enrolment_is_kept_by_keys(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    enterprise_id, line_id = cashier.enterprise(), cashier.paid_in(STEEL_FEE)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_S)
    editor = screen.panel.editor
    assert editor is not None
    QTest.keyClick(editor.search, Key.Key_Return)
    QTest.keyClick(editor.table.view, Key.Key_Return)
    press(qtbot, screen.panel, "认领")
    assert (cashier.credit(enterprise_id), cashier.line_row(line_id).status) == (STEEL_FEE, LineStatus.CLAIMED)
    go_to(qtbot, screen, "claimed")
    press(qtbot, screen.panel, "撤回预收")
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED


def test_credit_pays_another_fee_and_comes_back(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    enterprise_id, _ = prepaid(cashier)
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    screen = opened(qtbot, desk, "credit")
    press(qtbot, screen.credit.panel, "用来缴费…")
    form = fill(form_of(screen.credit.panel), amount_fen="1001")
    send(qtbot, screen, form, "amount_fen")
    assert "不超过" in form.error("amount_fen")
    send(qtbot, screen, fill(form_of(screen.credit.panel), amount_fen="800"), "amount_fen")
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID
    assert cashier.credit(enterprise_id) == 20_000
    assert "撤回" not in buttons(screen.credit.panel)
    press(qtbot, screen.credit.panel, "取消使用")
    assert cashier.receivable(owed.id).status is ReceivableStatus.OPEN
    assert cashier.credit(enterprise_id) == STEEL_FEE + 20_000


def test_what_is_being_filled_in_stays_when_the_list_is_asked_again(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    enterprise_id, _ = prepaid(cashier)
    cashier.batch(enterprise_id, steel=1)
    screen = opened(qtbot, desk, "credit")
    press(qtbot, screen.credit.panel, "用来缴费…")
    form = fill(form_of(screen.credit.panel), amount_fen="1")
    desk.changed.emit({})
    settle(qtbot, desk)
    assert (form.isVisible(), form.values()) == (True, {"amount_fen": 100})
    press(qtbot, screen.credit.panel, "取消")
    assert "用来缴费…" in buttons(screen.credit.panel)


def test_unused_credit_goes_back_to_its_line(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    enterprise_id, line_id = prepaid(cashier)
    screen = opened(qtbot, desk, "credit")
    press(qtbot, screen.credit.panel, "撤回")
    assert (cashier.credit(enterprise_id), cashier.line_row(line_id).status) == (0, LineStatus.UNCLAIMED)
    assert "没有预收余额" in text_of(screen.credit.table)
    assert not screen.credit.panel.isVisible()


def test_the_month_ties_out_or_says_what_is_missing(qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path) -> None:
    screen = opened(qtbot, desk, "month")
    assert "还没有流水" in text_of(screen.month)
    july = cashier.line(10_000, balance_fen=50_000, booked_at=cashier.at(2026, 7, 31, 9))
    august = cashier.line(30_000, balance_fen=80_000, booked_at=cashier.at(2026, 8, 2, 9))
    cashier.import_lines(july, august)
    screen.refresh()
    settle(qtbot, desk)
    assert "2026 年 8 月" in text_of(screen.month)
    assert "余额对得上，还有 300.00 元收入没有认领" in screen.month.notice.words()
    assert {"500.00", "300.00", "800.00"} <= set(text_of(screen.month).splitlines())
    QTest.mouseClick(screen.month.earlier, Qt.MouseButton.LeftButton)
    settle(qtbot, desk)
    assert "2026 年 7 月" in text_of(screen.month)
    assert screen.month.later.isEnabled()
    QTest.mouseClick(screen.month.later, Qt.MouseButton.LeftButton)
    settle(qtbot, desk)
    assert not screen.month.later.isEnabled()
    cashier.import_lines(cashier.line(1_000, balance_fen=90_000, booked_at=cashier.at(2026, 8, 2, 10)))
    screen.refresh()
    settle(qtbot, desk)
    assert "多 90.00 元：可能漏导了流水" in screen.month.notice.words()
    target = tmp_path / "月结.xlsx"
    screen.month.export_to(target)
    settle(qtbot, desk, 60_000)
    assert [sheet.title for sheet in load_workbook(target).worksheets] == ["月结", "逐笔"]

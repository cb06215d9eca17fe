"""缴费对账: lines are claimed, split, set aside, taken back by keys and clicks; letters typed into a field decide nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.payments.claim_editor import ClaimEditor
from school_desk.desk.screens.payments.reconcile import ReconcileScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.payments.commands import AllocateTransfer, PutOnHold
from school_desk.terms.statuses import LineStatus, ReceivableStatus
from tests.desk.desk_fixtures import Told, settle, type_in
from tests.desk.screens.hands import CTRL, fill, form_of, press, text_of
from tests.desk.screens.money_scene import Key, buttons, choose, go_to, key, opened, send
from tests.flows.cashier import BRICK_FEE, STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def ids(screen: ReconcileScreen) -> list[str]:
    return [row.id for row in screen.table.rows()]


def title(screen: ReconcileScreen) -> str:
    return next(line for line in text_of(screen.panel).splitlines() if line)


def editor_of(screen: ReconcileScreen) -> ClaimEditor:
    assert screen.panel.editor is not None
    return screen.panel.editor


def retype(qtbot: QtBot, screen: ReconcileScreen, receivable_number: str, typed: str) -> None:
    editor = editor_of(screen)
    field = next(one for one in editor.amounts() if one.accessibleName() == f"给 {receivable_number} 的金额")
    field.setFocus()
    field.selectAll()
    type_in(field, typed)
    settle(qtbot, screen.desk)


def find(qtbot: QtBot, screen: ReconcileScreen, words: str) -> None:
    """Looks for an 应缴单 in the editor and adds the first found, all by keys."""
    editor = editor_of(screen)
    editor.search.setFocus()
    editor.search.selectAll()
    type_in(editor.search, words)
    QTest.keyClick(editor.search, Key.Key_Return)
    QTest.keyClick(editor.table.view, Key.Key_Return)
    settle(qtbot, screen.desk)


def send_claim(qtbot: QtBot, screen: ReconcileScreen) -> None:
    QTest.keyClick(editor_of(screen).search, Key.Key_Return, CTRL)
    settle(qtbot, screen.desk)


def test_an_empty_school_is_told_to_import(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    assert "还没有银行流水" in text_of(screen.table)
    assert "导入流水…" in buttons(screen.table)


def test_space_takes_the_proposal_and_the_next_line_follows(
    qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told
) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    later = cashier.paid_in(3_742, counterparty_name="", counterparty_account="", memo="结息")
    line_id = cashier.paid_in(STEEL_FEE, memo=f"培训费 {owed.payment_code}")
    screen = opened(qtbot, desk)
    assert ids(screen) == [line_id, later]
    assert title(screen) == "800.00 元 · 差额 0.00"
    assert "附言里有缴费码" in text_of(screen.panel)
    key(qtbot, screen, Key.Key_Space)
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID
    assert told[-1] == ("已认领 800.00 元。", "good")
    assert ids(screen) == [later]
    assert screen.panel.facts is not None
    assert screen.panel.facts.line.id == later
    assert QApplication.focusWidget() is screen.table.view


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.NoModifier, CTRL])
def test_enter_and_ctrl_enter_confirm_in_the_list_only(
    qtbot: QtBot, desk: Desk, cashier: Cashier, held: Qt.KeyboardModifier
) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    cashier.paid_in(STEEL_FEE, memo=f"培训费 {owed.payment_code}")
    screen = opened(qtbot, desk)
    screen.search.setFocus()
    QTest.keyClick(screen.search, Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert cashier.receivable(owed.id).status is ReceivableStatus.OPEN
    screen.table.setFocus()
    key(qtbot, screen, Key.Key_Return, held=held)
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID


def test_letters_in_a_field_are_text_also_while_an_input_method_composes(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    line_id = cashier.paid_in(STEEL_FEE)
    screen = opened(qtbot, desk)
    screen.search.setFocus()
    QApplication.sendEvent(screen.search, QInputMethodEvent("xns", []))
    QTest.keyClicks(screen.search, "xns")
    settle(qtbot, desk)
    assert not screen.panel.is_editing
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED
    screen.search.set_words("")
    settle(qtbot, desk)
    screen.table.setFocus()
    key(qtbot, screen, Key.Key_X)
    reason = screen.panel.findChildren(type(fill(form_of(screen.panel))))[-1].input("reason")
    QTest.keyClicks(reason, "nsx ")
    QTest.keyClick(reason, Key.Key_Return)
    settle(qtbot, desk)
    assert reason.toPlainText() == "nsx \n"
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED


def test_numbers_mark_another_proposal(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    first, second = (cashier.receivables(cashier.batch(cashier.enterprise(number), steel=1))[0] for number in (0, 1))
    cashier.paid_in(STEEL_FEE, counterparty_name="浙江某某有限公司", counterparty_account="1", memo="培训费")
    screen = opened(qtbot, desk)
    assert screen.panel.facts is not None
    proposed = [one.parts[0][0] for one in screen.panel.facts.proposals]
    assert set(proposed) == {first.id, second.id}
    key(qtbot, screen, Key.Key_2, Key.Key_Space)
    assert cashier.receivable(proposed[1]).status is ReceivableStatus.PAID
    assert cashier.receivable(proposed[0]).status is ReceivableStatus.OPEN


def test_a_line_is_split_over_several_and_the_rest_is_kept(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    first, second = cashier.enterprise(), cashier.enterprise(1)
    (one,) = cashier.receivables(cashier.batch(first, steel=1))
    (other,) = cashier.receivables(cashier.batch(second, steel=0, brick=1))
    line_id = cashier.paid_in(STEEL_FEE + BRICK_FEE + 500, counterparty_name="浙江控股集团有限公司", memo="代付")
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_S)
    assert title(screen) == "认领 1,405.00 元 · 差额 1,405.00"
    find(qtbot, screen, "800.00")
    assert title(screen) == "认领 1,405.00 元 · 差额 605.00"
    find(qtbot, screen, other.payment_code.lower())
    assert title(screen) == "认领 1,405.00 元 · 差额 5.00"
    find(qtbot, screen, "公司二 预收余额")
    assert title(screen) == "认领 1,405.00 元 · 差额 0.00"
    send_claim(qtbot, screen)
    assert [cashier.receivable(row.id).status for row in (one, other)] == [ReceivableStatus.PAID] * 2
    assert (cashier.line_row(line_id).status, cashier.credit(second)) == (LineStatus.CLAIMED, 500)
    assert not screen.panel.is_editing


def test_what_does_not_fit_is_said_in_the_editor_and_nothing_typed_is_lost(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    line_id = cashier.paid_in(STEEL_FEE - 100, memo="培训费")
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_S)
    for typed, sentence in (
        ("799.01", "比这笔流水多出 0.01 元"),
        ("801", "只欠 800.00 元"),
        ("abc", "不是金额"),
        ("", "请填写给"),
    ):
        retype(qtbot, screen, owed.number, typed or "0")
        send_claim(qtbot, screen)
        assert sentence in text_of(screen.panel)
        assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED
    retype(qtbot, screen, owed.number, "300")
    assert title(screen) == "认领 799.00 元 · 差额 499.00"
    screen.refresh()
    settle(qtbot, desk)
    assert title(screen) == "认领 799.00 元 · 差额 499.00"
    send_claim(qtbot, screen)
    assert cashier.line_row(line_id).rest_fen == 49_900
    assert title(screen) == "799.00 元 · 差额 0.00"


def test_escape_leads_from_the_editor_back_to_the_line(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    cashier.paid_in(STEEL_FEE)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_S)
    press(qtbot, screen.panel, "取消")
    assert not screen.panel.is_editing
    assert title(screen) == "800.00 元 · 差额 800.00"
    assert QApplication.focusWidget() is screen.table.view
    QTest.keyClick(screen.panel, Key.Key_Escape)
    assert not screen.panel.isVisible()


def test_several_lines_pay_one_fee_in_parts(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    for fen in (30_000, STEEL_FEE - 30_000):
        cashier.paid_in(fen, memo=f"培训费 {owed.payment_code}")
    screen = opened(qtbot, desk)
    assert "付后还欠 300.00" in text_of(screen.panel)
    key(qtbot, screen, Key.Key_Space)
    assert cashier.receivable(owed.id).status is ReceivableStatus.PART_PAID
    assert "缴清" in text_of(screen.panel)
    key(qtbot, screen, Key.Key_Space)
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID
    assert "流水都办完了" in text_of(screen.table)


def test_a_person_s_transfer_asks_for_the_reason(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    cashier.paid_in(STEEL_FEE, counterparty_name="姚锡庆", counterparty_account="6222080000000000001")
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_Space)
    form = fill(form_of(screen.panel), personal_reason="法人代付")
    send(qtbot, screen, form, "personal_reason")
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID


def test_n_says_what_money_it_is_instead(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    line_id = cashier.paid_in(3_742, counterparty_name="", counterparty_account="", memo="结息")
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_N)
    form = fill(form_of(screen.panel), note="二季度")
    assert form.values()["kind"] == "结息"
    send(qtbot, screen, form, "note")
    row = cashier.line_row(line_id)
    assert (row.status, row.status_reason) == (LineStatus.NOT_TUITION, "结息：二季度")
    go_to(qtbot, screen, "not_tuition")
    press(qtbot, screen.panel, "恢复待认领")
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED


def test_x_holds_a_line_with_the_question(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    line_id = cashier.paid_in(STEEL_FEE)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_X)
    send(qtbot, screen, fill(form_of(screen.panel), reason="问企业是哪一批"), "reason")
    assert cashier.line_row(line_id).status is LineStatus.ON_HOLD
    go_to(qtbot, screen, "on_hold")
    assert "问企业是哪一批" in text_of(screen.panel)


def test_a_dismissed_proposal_does_not_come_again(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    cashier.paid_in(STEEL_FEE, memo=f"培训费 {owed.payment_code}")
    screen = opened(qtbot, desk)
    press(qtbot, screen.panel, "不是这样")
    assert "没有找到对应的应缴单" in text_of(screen.panel)


def test_a_claim_is_cancelled_before_the_review_and_reversed_after_it(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    line_id = cashier.paid_in(STEEL_FEE)
    cashier.claim(line_id, owed.id)
    screen = opened(qtbot, desk, "claimed")
    assert "冲销…" not in buttons(screen.panel)
    press(qtbot, screen.panel, "取消认领")
    assert cashier.receivable(owed.id).status is ReceivableStatus.OPEN
    cashier.claim(line_id, owed.id)
    cashier.review(owed.id)
    screen.refresh()
    settle(qtbot, desk)
    assert "取消认领" not in buttons(screen.panel)
    press(qtbot, screen.panel, "冲销…")
    send(qtbot, screen, fill(form_of(screen.panel), reason="认错企业"), "reason")
    assert cashier.receivable(owed.id).status is ReceivableStatus.OPEN
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED
    go_to(qtbot, screen, "waiting")
    assert "认错企业" in text_of(screen.panel)
    assert "已冲销" in text_of(screen.panel)


def test_money_the_bank_took_back_after_the_review_is_shown_and_reversed(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    paid = cashier.paid_in(STEEL_FEE)
    cashier.claim(paid, owed.id)
    cashier.review(owed.id)
    back = cashier.line(STEEL_FEE, incoming=False, takes_back=True, memo="跨行退回")
    lonely = cashier.line(7_000, incoming=False, takes_back=True, counterparty_account="9", memo="冲正")
    cashier.import_lines(back, lonely)
    screen = opened(qtbot, desk)
    assert "有 1 笔已审核的缴费被银行冲正或退回" in screen.risk.words()
    press(qtbot, screen.risk, "去处理")
    assert ids(screen)[0] == paid
    assert "请联系企业重新付款" in text_of(screen.panel)
    choose(qtbot, screen, cashier.line_id(back))
    assert f"撤掉了 2026-08-03 09:01 {cashier.line_row(paid).counterparty_name} 的 800.00 元" in text_of(screen.panel)
    choose(qtbot, screen, cashier.line_id(lonely))
    assert "没有找到原来的那一笔" in text_of(screen.panel)
    choose(qtbot, screen, paid)
    press(qtbot, screen.panel, "冲销…")
    send(qtbot, screen, fill(form_of(screen.panel), reason="银行退回"), "reason")
    assert cashier.receivable(owed.id).status is ReceivableStatus.OPEN
    assert not screen.risk.isVisible()


def test_a_clerk_may_look_and_not_decide(qtbot: QtBot, office: Office, qapp: QApplication) -> None:
    cashier = Cashier(office)
    line_id = cashier.paid_in(STEEL_FEE)
    clerk = Desk(office.school, office.clerk, Tasks())
    screen = opened(qtbot, clerk)
    key(qtbot, screen, Key.Key_Space, Key.Key_S, Key.Key_X, Key.Key_N)
    assert not screen.panel.is_editing
    assert not {"非学费 N", "暂挂 X", "认领 S", "合并 M", "认领"} & set(buttons(screen.panel))
    assert not screen.import_button.isEnabled()
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED
    clerk.tasks.close()


def test_a_claim_that_came_first_from_another_place_is_refused_in_words(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    line_id = cashier.paid_in(STEEL_FEE, memo=f"培训费 {owed.payment_code}")
    screen = opened(qtbot, desk)
    cashier.office.school.execute(
        AllocateTransfer(line_id, STEEL_FEE, credit_rest_to=owed.enterprise_id), cashier.office.cashier
    )
    key(qtbot, screen, Key.Key_Space)
    assert "不能认领" in text_of(screen.panel)


def test_a_fast_hand_decides_only_about_the_line_it_sees(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    owed = [cashier.receivables(cashier.batch(cashier.enterprise(number), steel=1))[0] for number in (0, 1)]
    lines = [cashier.paid_in(STEEL_FEE, memo=f"培训费 {row.payment_code}") for row in owed]
    screen = opened(qtbot, desk)
    choose(qtbot, screen, lines[1])
    QTest.keyClick(screen.table.view, Key.Key_J)
    QTest.keyClick(screen.table.view, Key.Key_Space)
    settle(qtbot, desk)
    assert [cashier.receivable(row.id).status for row in owed] == [ReceivableStatus.OPEN] * 2
    QTest.keyClick(screen.table.view, Key.Key_Space)
    QTest.keyClick(screen.table.view, Key.Key_Space)
    settle(qtbot, desk)
    assert [cashier.receivable(row.id).status for row in owed] == [ReceivableStatus.PAID, ReceivableStatus.OPEN]
    assert screen.panel.facts is not None
    assert screen.panel.facts.line.id == lines[1]


def test_a_line_is_found_whatever_tab_it_lies_in(qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told) -> None:
    line_id = cashier.paid_in(STEEL_FEE)
    cashier.paid_in(STEEL_FEE + 100)
    cashier.do(PutOnHold(line_id, "付款人不明"))
    screen = opened(qtbot, desk)
    screen.search.set_words("没有这样的")
    screen.take_focus(line_id)
    settle(qtbot, desk)
    assert (screen.tabs.current(), screen.table.selected_ids()) == ("on_hold", [line_id])
    assert "付款人不明" in text_of(screen.panel)
    screen.take_focus("0" * 32)
    settle(qtbot, desk)
    assert told == [("没有找到这笔流水，它的导入可能已被撤销。", "warn")]


def test_an_owed_fee_is_shown_whole_before_it_is_added(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    cashier.paid_in(1)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_S)
    editor = editor_of(screen)
    target = editor.table.rows()[0]
    assert target.what == f"{owed.trade} {owed.level.label} {owed.batch_number}"
    editor.table.select_first()
    assert f"{owed.enterprise}　{target.what}" in text_of(screen.panel)


def test_setting_a_line_aside_is_named_on_its_button(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    cashier.paid_in(3_742, counterparty_name="", counterparty_account="", memo="结息")
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_N)
    assert "标为非学费" in buttons(screen.panel)

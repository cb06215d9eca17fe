"""缴费对账: the order of the lines, several lines claimed together, and every decision taken back by one key."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.payments import open_books
from school_desk.desk.screens.payments.reconcile import ReconcileScreen
from school_desk.desk.services import Desk
from school_desk.payments import queries
from school_desk.terms.statuses import LineStatus, ReceivableStatus
from tests.desk.desk_fixtures import Told, nothing_written, settle
from tests.desk.screens.hands import CTRL, fill, form_of, press, text_of
from tests.desk.screens.money_scene import Key, buttons, choose, go_to, key, opened, proven, send
from tests.flows.cashier import BRICK_FEE, COMPANY, STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def ids(screen: ReconcileScreen) -> list[str]:
    return [row.id for row in screen.table.rows()]


def current(screen: ReconcileScreen) -> str:
    assert screen.panel.facts is not None
    return screen.panel.facts.line.id


def two_sure_lines(cashier: Cashier) -> tuple[list[str], list[str]]:
    """Two 应缴单 and two lines that quote their codes: (receivables, lines)."""
    owed = [cashier.receivables(cashier.batch(cashier.enterprise(number), steel=1))[0] for number in (0, 1)]
    lines = [
        cashier.paid_in(STEEL_FEE, counterparty_name=row.enterprise, memo=f"培训费 {row.payment_code}") for row in owed
    ]
    return [row.id for row in owed], lines


def states(cashier: Cashier, receivables: list[str]) -> set[ReceivableStatus]:
    return {cashier.receivable(one).status for one in receivables}


def test_what_is_most_at_stake_comes_first(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    stranger = {"counterparty_name": "杭州某某贸易有限公司", "counterparty_account": "9", "memo": "货款"}
    small = cashier.paid_in(1_234, **stranger)
    interest = cashier.paid_in(90_000_00, counterparty_name="", counterparty_account="", memo="结息")
    clean = cashier.paid_in(STEEL_FEE, memo=f"培训费 {owed.payment_code}")
    large = cashier.paid_in(7_654_321, **stranger)
    screen = opened(qtbot, desk)
    assert ids(screen)[0] == large
    assert ids(screen).index(small) < ids(screen).index(interest)
    assert ids(screen)[-1] == interest or ids(screen)[-1] == clean
    assert current(screen) == large
    assert "金额大、把握小的在前" in text_of(screen.host)


def test_u_takes_the_last_decision_back_and_shows_its_line_again(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    receivables, lines = two_sure_lines(cashier)
    screen = opened(qtbot, desk)
    first = current(screen)
    key(qtbot, screen, Key.Key_Space)
    assert current(screen) == next(one for one in lines if one != first)
    key(qtbot, screen, Key.Key_U)
    assert states(cashier, receivables) == {ReceivableStatus.OPEN}
    assert current(screen) == first
    key(qtbot, screen, Key.Key_X)
    send(qtbot, screen, fill(form_of(screen.panel), reason="先问清"), "reason")
    key(qtbot, screen, Key.Key_Space, Key.Key_U)
    assert current(screen) != first
    key(qtbot, screen, Key.Key_U)
    assert current(screen) == first


def test_what_is_typed_about_the_next_line_outlives_the_claim_before(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    _, lines = two_sure_lines(cashier)
    screen = opened(qtbot, desk)
    choose(qtbot, screen, lines[0])
    with nothing_written(desk):
        QTest.keyClick(screen.table.view, Key.Key_Space)
        screen.table.select_ids([lines[1]])
        qtbot.waitUntil(lambda: current(screen) == lines[1])
        QTest.keyClick(screen.table.view, Key.Key_X)
        form = fill(form_of(screen.panel), reason="abc")
    settle(qtbot, desk)
    assert cashier.line_row(lines[0]).status is LineStatus.CLAIMED
    assert current(screen) == lines[1]
    assert form_of(screen.panel) is form
    assert form.values() == {"reason": "abc"}


def test_a_claim_that_is_refused_late_is_told_and_stands_beside_no_other_line(
    qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told
) -> None:
    receivables, lines = two_sure_lines(cashier)
    screen = opened(qtbot, desk)
    choose(qtbot, screen, lines[0])
    with nothing_written(desk):
        QTest.keyClick(screen.table.view, Key.Key_Space)
        screen.table.select_ids([lines[1]])
        qtbot.waitUntil(lambda: current(screen) == lines[1])
        cashier.claim(lines[0], receivables[0])
    settle(qtbot, desk)
    assert told[-1][1] == "warn"
    assert told[-1][0] not in text_of(screen.panel)
    key(qtbot, screen, Key.Key_Space)
    assert cashier.line_row(lines[1]).status is LineStatus.CLAIMED


@pytest.mark.parametrize("is_slow", [False, True])
def test_u_at_once_takes_back_the_decision_just_made(qtbot: QtBot, desk: Desk, cashier: Cashier, is_slow: bool) -> None:
    _, lines = two_sure_lines(cashier)
    cashier.paid_in(1_234, counterparty_name="杭州某某贸易有限公司", counterparty_account="9", memo="货款")
    screen = opened(qtbot, desk)
    choose(qtbot, screen, lines[0])
    key(qtbot, screen, Key.Key_Space)
    choose(qtbot, screen, lines[1])
    with nothing_written(desk) if is_slow else nullcontext():
        QTest.keyClick(screen.table.view, Key.Key_Space)
        QTest.keyClick(screen.table.view, Key.Key_U)
    settle(qtbot, desk)
    found = [cashier.line_row(one).status for one in lines]
    assert found == [LineStatus.CLAIMED, LineStatus.UNCLAIMED]
    assert current(screen) == lines[1]


def test_u_takes_back_what_was_done_with_the_chosen_line(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    line_id = cashier.paid_in(STEEL_FEE)
    cashier.claim(line_id, owed.id)
    screen = opened(qtbot, desk, "claimed")
    key(qtbot, screen, Key.Key_U)
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED
    go_to(qtbot, screen, "waiting")
    key(qtbot, screen, Key.Key_X)
    send(qtbot, screen, fill(form_of(screen.panel), reason="先问清"), "reason")
    go_to(qtbot, screen, "on_hold")
    screen.table.setFocus()
    key(qtbot, screen, Key.Key_U)
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED


def test_what_one_key_may_not_take_back_is_said(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    first, second = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1, brick=1))
    line_id = cashier.paid_in(first.open_fen + second.open_fen)
    cashier.claim(line_id, first.id, second.id)
    screen = opened(qtbot, desk, "claimed")
    key(qtbot, screen, Key.Key_U)
    assert "不能一键撤销" in text_of(screen.panel)
    assert cashier.line_row(line_id).status is LineStatus.CLAIMED


def test_what_is_sure_is_claimed_at_once_and_taken_back_at_once(
    qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told
) -> None:
    receivables, lines = two_sure_lines(cashier)
    other = cashier.paid_in(1_234, counterparty_name="杭州某某贸易有限公司", counterparty_account="9", memo="货款")
    proven(cashier)
    screen = opened(qtbot, desk)
    assert "可直接认领的 2 笔，合计 1,600.00 元" in screen.certain.words()
    press(qtbot, screen.certain, "一次认领 2 笔")
    assert states(cashier, receivables) == {ReceivableStatus.PAID}
    assert told[-1] == ("已认领 2 笔，合计 1,600.00 元。", "good")
    assert ids(screen) == [other]
    assert not screen.certain.isVisible()
    key(qtbot, screen, Key.Key_U)
    assert states(cashier, receivables) == {ReceivableStatus.OPEN}
    assert set(ids(screen)) == {other, *lines}


def test_a_whole_import_is_taken_back_by_one_key(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    screen = opened(qtbot, desk)
    desk.decide(screen, cashier.statement(cashier.line(STEEL_FEE), cashier.line(BRICK_FEE)), done="已导入。")
    settle(qtbot, desk)
    assert len(ids(screen)) == 2
    key(qtbot, screen, Key.Key_U)
    assert ids(screen) == []
    assert "还没有银行流水" in text_of(screen.table)


def test_lines_of_one_payer_are_put_together(qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    lines = [cashier.paid_in(fen, memo="培训费") for fen in (30_000, STEEL_FEE - 30_000)]
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_M)
    editor = screen.panel.editor
    assert editor is not None
    assert editor.draft.rest_fen == STEEL_FEE
    if not editor.draft.parts:
        editor.add(next(one for one in editor.table.rows() if one.id == owed.id))
    assert editor.draft.difference_fen == 0
    assert "合并 2 笔 800.00 元 · 差额 0.00" in text_of(screen.panel)
    QTest.keyClick(editor.search, Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID
    assert {cashier.line_row(one).status for one in lines} == {LineStatus.CLAIMED}
    assert told[-1] == ("已认领 2 笔 800.00 元。", "good")
    key(qtbot, screen, Key.Key_U)
    assert cashier.receivable(owed.id).status is ReceivableStatus.OPEN


def test_chosen_lines_of_two_payers_are_put_together_and_a_person_s_needs_its_reason(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    company = cashier.paid_in(50_000, memo="培训费")
    person = cashier.paid_in(STEEL_FEE - 50_000 + 700, counterparty_name="姚锡庆", counterparty_account="6222", memo="")
    screen = opened(qtbot, desk)
    screen.table.select_ids([company, person], current=person)
    screen.table.setFocus()
    settle(qtbot, desk)
    key(qtbot, screen, Key.Key_M)
    editor = screen.panel.editor
    assert editor is not None
    for target in editor.table.rows():
        if target.id == owed.id or (target.owed is None and target.enterprise == COMPANY):
            editor.add(target)
    editor.search.setFocus()
    QTest.keyClick(editor.search, Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert "请填写原因" in text_of(screen.panel)
    editor.reason.setPlainText("法人代付")
    QTest.keyClick(editor.search, Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID
    with cashier.office.school.reading() as session:
        claims = queries.allocations(session, cashier.office.school.id, receivable_id=owed.id)
    by_line = {entry.line_id: entry.reasons for entry in claims}
    assert "个人付款：法人代付" in by_line[person]
    assert not any("个人付款" in reason for reason in by_line[company])
    assert cashier.credit(owed.enterprise_id) == 700


def test_a_single_line_cannot_be_put_together(qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told) -> None:
    cashier.paid_in(STEEL_FEE)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_M)
    assert not screen.panel.is_editing
    assert "请先按住 Ctrl 点选" in told[-1][0]


def test_what_the_account_paid_before_stands_below(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    (before,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    cashier.claim(cashier.paid_in(STEEL_FEE), before.id)
    cashier.paid_in(STEEL_FEE)
    screen = opened(qtbot, desk)
    shown = text_of(screen.panel)
    assert "这个账户以前缴过" in shown
    assert f"2026-08-03 · {before.number}" in shown


def test_thousands_of_lines_are_matched_elsewhere_and_lag_without_harm(
    qtbot: QtBot, desk: Desk, cashier: Cashier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_books, "AT_ONCE", 0)
    receivables, lines = two_sure_lines(cashier)
    screen = opened(qtbot, desk)
    settle(qtbot, desk, 60_000)
    assert "正在比对" not in text_of(screen.host)
    first = current(screen)
    QTest.keyClick(screen.table.view, Key.Key_Space)
    qtbot.waitUntil(lambda: ids(screen) == [one for one in lines if one != first], timeout=10_000)
    settle(qtbot, desk, 60_000)
    assert "认领" in buttons(screen.panel)
    key(qtbot, screen, Key.Key_Space)
    settle(qtbot, desk, 60_000)
    assert states(cashier, receivables) == {ReceivableStatus.PAID}


def test_an_outdated_proposal_is_withheld_until_it_is_judged_again(cashier: Cashier) -> None:
    receivables, lines = two_sure_lines(cashier)
    with cashier.office.school.reading() as session:
        before = open_books.open_books(session, cashier.office.school.id)
    rows = {one: cashier.line_row(one) for one in lines}
    assert before.proposals(rows[lines[0]])
    cashier.claim(cashier.paid_in(STEEL_FEE), receivables[0])
    with cashier.office.school.reading() as session, pytest.MonkeyPatch.context() as patched:
        patched.setattr(open_books, "AT_ONCE", 0)
        after = open_books.open_books(session, cashier.office.school.id, before)
    assert (after.proposals(rows[lines[0]]), after.is_pending(rows[lines[0]])) == ((), True)
    assert after.sure(rows.values()) == []


def test_arrows_walk_and_a_line_set_aside_leads_to_the_next(
    qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told
) -> None:
    for place, fen in enumerate((111_00, 222_00, 333_00, 444_00)):
        payer = {"counterparty_name": f"杭州某{place}贸易有限公司", "counterparty_account": str(place)}
        cashier.paid_in(fen, memo="货款", **payer)
    screen = opened(qtbot, desk)
    first, second, third, fourth = ids(screen)
    key(qtbot, screen, Key.Key_Down, Key.Key_Down)
    assert current(screen) == third
    key(qtbot, screen, Key.Key_Up)
    assert current(screen) == second
    key(qtbot, screen, Key.Key_X)
    send(qtbot, screen, fill(form_of(screen.panel), reason="问企业"), "reason")
    assert current(screen) == third
    key(qtbot, screen, Key.Key_N)
    send(qtbot, screen, fill(form_of(screen.panel), kind="其他", note="货款"), "note")
    assert current(screen) == fourth
    key(qtbot, screen, Key.Key_X)
    send(qtbot, screen, fill(form_of(screen.panel), reason="问企业"), "reason")
    assert current(screen) == first, "after the last comes the first that is open"
    key(qtbot, screen, Key.Key_U, Key.Key_U, Key.Key_U)
    assert ids(screen) == [first, second, third, fourth]
    assert [tone for _sentence, tone in told if tone == "bad"] == []

"""费用审核: proposed by one person, decided by another, refused with a reason; 预收余额 pays what is owed; by keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.payments.fee_list import FeeRow
from school_desk.desk.screens.payments.fee_review import FeeReviewScreen
from school_desk.desk.services import Desk
from school_desk.payments import queries
from school_desk.payments.commands import AllocateTransfer, DecideReview, Part, ProposeReview
from school_desk.terms.statuses import ReceivableStatus as Status
from tests.desk.desk_fixtures import Told, settle, show, type_in
from tests.desk.screens.hands import CTRL, form_of, key, pick, press, text_of
from tests.flows.cashier import BRICK_FEE, STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def paid(cashier: Cashier) -> tuple[str, str]:
    """Two 应缴单 of one batch, paid in full, of 钢筋工 and of 砌筑工."""
    steel, brick = cashier.receivables(cashier.batch(cashier.enterprise(), steel=2, brick=1))
    cashier.claim(cashier.paid_in(2 * STEEL_FEE + BRICK_FEE), steel.id, brick.id)
    return steel.id, brick.id


def opened(qtbot: QtBot, desk: Desk, focus: str = "") -> FeeReviewScreen:
    screen = FeeReviewScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    if focus:
        screen.take_focus(focus)
        settle(qtbot, desk)
    return screen


def statuses(cashier: Cashier, *ids: str) -> list[Status]:
    return [cashier.receivable(one).status for one in ids]


def shown(screen: FeeReviewScreen) -> list[FeeRow]:
    return screen.table.rows()


def test_all_that_arrived_is_proposed_with_one_key(qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told) -> None:
    ids = paid(cashier)
    screen = opened(qtbot, desk)
    assert screen.propose_button.text() == "提交费用审核 2 张"
    key(qtbot, desk, screen.table.view, Qt.Key.Key_Return, CTRL)
    assert statuses(cashier, *ids) == [Status.PROPOSED] * 2
    assert told[-1] == ("已提交 2 张应缴单，请另一位同事审核。", "good")


def test_what_one_proposed_oneself_is_left_to_another(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    own, others = paid(cashier)
    office.do(ProposeReview((own,)), desk.actor)
    cashier.do(ProposeReview((others,)))
    screen = opened(qtbot, desk, "proposed")
    assert "其中 1 张是您提交的，要由另一位同事审核" in screen.own_notice.words()
    assert screen.approve_button.text() == "审核通过 1 张"
    pick(qtbot, desk, screen.table, 0)
    assert screen.own_notice.words() == "这 1 张是您提交的，要由另一位同事审核。"
    assert not screen.approve_button.isEnabled()
    assert not screen.reject_button.isEnabled()
    key(qtbot, desk, screen.table.view, Qt.Key.Key_A, CTRL)
    key(qtbot, desk, screen.table.view, Qt.Key.Key_Return, CTRL)
    assert statuses(cashier, own, others) == [Status.PROPOSED, Status.REVIEWED]


def test_a_refusal_has_its_reason_and_shows_where_it_is_put_right(
    qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told
) -> None:
    steel, brick = paid(cashier)
    cashier.do(ProposeReview((steel, brick)))
    screen = opened(qtbot, desk, "proposed")
    pick(qtbot, desk, screen.table, 1)
    key(qtbot, desk, screen.table.view, Qt.Key.Key_R, CTRL)
    form = form_of(screen.panel)
    key(qtbot, desk, form.input("reason"), Qt.Key.Key_Return, CTRL)
    assert form.error("reason")
    type_in(form.input("reason"), "附言是别家企业")
    key(qtbot, desk, form.input("reason"), Qt.Key.Key_Return, CTRL)
    assert statuses(cashier, steel, brick) == [Status.PROPOSED, Status.PAID]
    assert told[-1] == ("已驳回 1 张应缴单，退回“已到账待提交”。", "good")
    screen.take_focus(brick)
    settle(qtbot, desk)
    assert screen.tabs.current() == "paid"
    assert "全能驳回：附言是别家企业" in text_of(screen.panel)


def test_facts_that_come_late_take_no_form_away_and_come_into_no_other_tab(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    steel, brick = paid(cashier)
    cashier.do(ProposeReview((steel, brick)))
    screen = opened(qtbot, desk, "proposed")
    pick(qtbot, desk, screen.table, 0)
    QTest.keyClick(screen.table.view, Qt.Key.Key_Return)
    QTest.keyClick(screen.table.view, Qt.Key.Key_R, CTRL)
    form = form_of(screen.panel)
    settle(qtbot, desk)
    assert form_of(screen.panel) is form
    QTest.keyClick(form.input("reason"), Qt.Key.Key_Escape)
    QTest.keyClick(screen.table.view, Qt.Key.Key_Return)
    screen.choose_tab("reviewed")
    settle(qtbot, desk)
    assert not screen.panel.isVisible()


def test_one_decision_is_taken_back(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    ids = paid(cashier)
    cashier.do(ProposeReview(ids))
    screen = opened(qtbot, desk, "proposed")
    key(qtbot, desk, screen.table.view, Qt.Key.Key_Return, CTRL)
    assert statuses(cashier, *ids) == [Status.REVIEWED] * 2
    desk.undo()
    settle(qtbot, desk)
    assert statuses(cashier, *ids) == [Status.PROPOSED] * 2
    assert len(shown(screen)) == 2


def test_the_reviewer_sees_who_paid_and_goes_to_the_line(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    steel, brick = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1, brick=1))
    cashier.claim(cashier.paid_in(STEEL_FEE), steel.id)
    line_id = cashier.paid_in(BRICK_FEE, counterparty_name="王建国", counterparty_account="6222080000000000001")
    part = Part(brick.id, BRICK_FEE, BRICK_FEE)
    cashier.do(AllocateTransfer(line_id, BRICK_FEE, (part,), personal_reason="法定代表人代付，有说明"))
    cashier.do(ProposeReview((steel.id, brick.id)))
    screen = opened(qtbot, desk, "proposed")
    assert [row.payers for row in shown(screen)] == [("湖州石凤钢结构工程有限公司",), ("王建国",)]
    pick(qtbot, desk, screen.table, 1)
    key(qtbot, desk, screen.table.view, Qt.Key.Key_Return)
    assert "600.00 元　王建国" in text_of(screen.panel)
    assert "法定代表人代付，有说明" in text_of(screen.panel)
    asked: list[tuple[str, object]] = []
    desk.screen_requested.connect(lambda page, focus: asked.append((page, focus)))
    press(qtbot, screen.panel, "查看流水")
    assert asked == [("payments", line_id)]


def test_credit_pays_what_is_owed(qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told) -> None:
    enterprise_id = cashier.enterprise()
    cashier.do(AllocateTransfer(cashier.paid_in(50_000), 50_000, credit_rest_to=enterprise_id))
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    screen = opened(qtbot, desk, owed.id)
    assert screen.tabs.current() == "owed"
    press(qtbot, screen.panel, "用预收余额缴 500.00 元")
    row = cashier.receivable(owed.id)
    assert (row.open_fen, row.status, cashier.credit(enterprise_id)) == (STEEL_FEE - 50_000, Status.PART_PAID, 0)
    assert told[-1][0].endswith("的预收余额缴 500.00 元。")
    assert "300.00 元" in text_of(screen.panel), "the panel tells what is owed now"


def test_a_reviewed_fee_leads_to_its_refund(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    steel, _ = ids = paid(cashier)
    review_ids = cashier.do(ProposeReview(ids))["review_ids"]
    cashier.check(DecideReview(tuple(review_ids), True))
    screen = opened(qtbot, desk, steel)
    asked: list[tuple[str, object]] = []
    desk.screen_requested.connect(lambda page, focus: asked.append((page, focus)))
    press(qtbot, screen.panel, "申请退费…")
    with office.school.reading() as session:
        known = {row.id for row in queries.refundable(session, office.school.id)}
    ((page, focus),) = asked
    assert page == "refunds"
    assert focus in known


def test_every_tab_says_what_comes_next_while_it_is_empty(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    screen = opened(qtbot, desk)
    for place, words in enumerate(
        ("流水认领足额后", "由另一位同事在这里审核", "审核通过后", "都已足额", "仍未缴清"), 1
    ):
        key(qtbot, desk, screen, Qt.Key(Qt.Key.Key_0 + place), CTRL)
        assert words in text_of(screen.current_list())


def test_the_search_finds_by_payment_code(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    paid(cashier)
    (other,) = cashier.receivables(cashier.batch(cashier.enterprise(1), steel=1))
    cashier.claim(cashier.paid_in(STEEL_FEE), other.id)
    screen = opened(qtbot, desk)
    screen.search.set_words(other.payment_code.lower())
    settle(qtbot, desk)
    assert [row.id for row in shown(screen)] == [other.id]

"""退费: asked for by one person, decided by another, paid when the statement shows it; by keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.payments.refunds import RefundsScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.widgets.form import Form
from school_desk.enrollments.queries import enrolled
from school_desk.payments import queries
from school_desk.payments.commands import DecideRefund, RecordRefundPaid, RequestRefund
from school_desk.payments.queries import RefundableRow, RefundListRow
from school_desk.payments.settings import ONE_PERSON_OFFICE
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.statuses import EnrollmentStatus, LineStatus, RefundStatus
from tests.desk.desk_fixtures import Told, settle, show, type_in
from tests.desk.screens.hands import CTRL, SHIFT, button, fill, form_of, key, pick, press, text_of
from tests.flows.cashier import COMPANY, COMPANY_ACCOUNT, STEEL_FEE, Cashier
from tests.school import Office

pytestmark = pytest.mark.long

OVERPAID = 30_000


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def overpaid(cashier: Cashier) -> str:
    """Two people, reviewed, and 300 yuan too much; returns the line that paid it."""
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=2))
    line_id = cashier.paid_in(2 * STEEL_FEE + OVERPAID)
    cashier.claim(line_id, owed.id, credit_rest_to=enterprise_id)
    cashier.review(owed.id)
    return line_id


def money(office: Office) -> tuple[RefundableRow, ...]:
    with office.school.reading() as session:
        return queries.refundable(session, office.school.id)


def refunds(office: Office) -> tuple[RefundListRow, ...]:
    with office.school.reading() as session:
        return queries.refunds(session, office.school.id)


def requested(cashier: Cashier, fen: int = OVERPAID) -> str:
    """A colleague asked for what was paid too much."""
    credit = money(cashier.office)[0]
    command = RequestRefund(credit.enterprise_id, credit.line_id, fen, "企业多转了")
    refund_id: str = cashier.do(command)["refund_id"]
    return refund_id


def opened(qtbot: QtBot, desk: Desk, focus: str = "") -> RefundsScreen:
    screen = RefundsScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    if focus:
        screen.take_focus(focus)
        settle(qtbot, desk)
    return screen


def test_an_empty_list_leads_to_the_money_that_may_go_back(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    overpaid(cashier)
    screen = opened(qtbot, desk)
    press(qtbot, screen.refunds, "去申请退费")
    assert screen.tabs.current() == "refundable"
    assert [row.receivable is None for row in screen.refundable.rows()] == [True, False]
    assert "可退 300.00 元" in text_of(screen.panel)


def test_what_was_paid_too_much_is_asked_back_by_keys(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, told: Told
) -> None:
    line_id = overpaid(cashier)
    screen = opened(qtbot, desk, "refundable")
    key(qtbot, desk, screen.refundable.view, Qt.Key.Key_N, CTRL)
    form = form_of(screen.panel)
    assert form.input("amount_fen").text() == "300.00"
    key(qtbot, desk, form.input("amount_fen"), Qt.Key.Key_Return)
    type_in(form.input("reason"), "企业来函")
    key(qtbot, desk, form.input("reason"), Qt.Key.Key_Return, CTRL)
    (row,) = refunds(office)
    assert (row.amount_fen, row.source_line_id, row.reason) == (OVERPAID, line_id, "企业来函")
    assert told[-1] == ("已申请退费 300.00 元，请另一位财务同事审批。", "good")
    assert [row.receivable is None for row in screen.refundable.rows()] == [False]


def test_people_are_chosen_and_their_fees_suggested(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    overpaid(cashier)
    screen = opened(qtbot, desk, "refundable")
    pick(qtbot, desk, screen.refundable, 1)
    press(qtbot, screen.panel, "申请退费…")
    form = form_of(screen.panel)
    first, second = (each for each in form.values() if each not in ("amount_fen", "reason"))
    key(qtbot, desk, form.input(first), Qt.Key.Key_Space)
    key(qtbot, desk, form.input(second), Qt.Key.Key_Space)
    assert form.input("amount_fen").text() == "1,600.00"
    key(qtbot, desk, form.input(second), Qt.Key.Key_Space)
    fill(form, amount_fen="500")
    type_in(form.input("reason"), "离职，扣除已学课时")
    key(qtbot, desk, form.input("reason"), Qt.Key.Key_Return, CTRL)
    (row,) = refunds(office)
    assert (row.amount_fen, row.enrollment_ids) == (50_000, (first,))


def test_the_rest_of_a_fee_that_went_back_in_part_is_suggested(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    line_id = overpaid(cashier)
    fee = money(office)[1]
    assert fee.receivable is not None
    with office.school.reading() as session:
        first, second = queries.refundable_people(session, office.school.id, fee.receivable.id)
    request = RequestRefund(fee.enterprise_id, line_id, 50_000, "离职", fee.receivable.id, (first.person.id,))
    refund_id = cashier.do(request)["refund_id"]
    cashier.check(DecideRefund(refund_id, True))
    cashier.do(RecordRefundPaid(refund_id, cashier.paid_out(50_000)))
    screen = opened(qtbot, desk, "refundable")
    pick(qtbot, desk, screen.refundable, 1)
    press(qtbot, screen.panel, "申请退费…")
    form = form_of(screen.panel)
    assert list(form.values())[:2] == [second.person.id, first.person.id], "who still counts comes first"
    assert "已退费，还可退 300.00 元" in text_of(screen.panel)
    key(qtbot, desk, form.input(first.person.id), Qt.Key.Key_Space)
    assert form.input("amount_fen").text() == "300.00"


def test_a_request_that_cannot_be_is_told_where_it_is_wrong(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    overpaid(cashier)
    screen = opened(qtbot, desk, "refundable")
    pick(qtbot, desk, screen.refundable, 1)
    press(qtbot, screen.panel, "申请退费…")
    form = form_of(screen.panel)
    fill(form, amount_fen="1")
    type_in(form.input("reason"), "离职")
    press(qtbot, screen.panel, "提交申请")
    assert "请选择为哪些学员退费" in text_of(screen.panel)
    key(qtbot, desk, form.input(next(iter(form.values()))), Qt.Key.Key_Space)
    fill(form, amount_fen="800.01")
    press(qtbot, screen.panel, "提交申请")
    assert "不超过" in form.error("amount_fen")
    assert form.input("reason").value() == "离职", "nothing typed is lost"
    assert refunds(office) == ()


def test_who_asked_cannot_agree_and_is_told_why(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    overpaid(cashier)
    credit = money(office)[0]
    office.do(RequestRefund(credit.enterprise_id, credit.line_id, OVERPAID, "多付"), desk.actor)
    screen = opened(qtbot, desk)
    assert "这笔退费是您申请的，要由另一位财务同事审批。" in text_of(screen.panel)
    for words in ("同意", "不同意…"):
        found = button(screen.panel, words)
        assert not found.isEnabled()
        assert "另一位财务同事" in found.toolTip()
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_Return, CTRL)
    assert refunds(office)[0].status is RefundStatus.REQUESTED


def test_an_office_of_one_may_do_both(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    overpaid(cashier)
    credit = money(office)[0]
    office.do(RequestRefund(credit.enterprise_id, credit.line_id, OVERPAID, "多付"), desk.actor)
    office.do(ChangeSetting(ONE_PERSON_OFFICE.key, True, desk.today, False), office.admin)
    screen = opened(qtbot, desk)
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_Return, CTRL)
    assert refunds(office)[0].status is RefundStatus.APPROVED


def test_a_second_person_agrees_with_one_key(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, told: Told
) -> None:
    overpaid(cashier)
    requested(cashier)
    screen = opened(qtbot, desk)
    assert "叁佰元整" in text_of(screen.panel)
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_Return, CTRL)
    assert refunds(office)[0].status is RefundStatus.APPROVED
    assert screen.refunds.row_count() == 0
    assert not screen.panel.isVisible()
    desk.undo()
    settle(qtbot, desk)
    assert refunds(office)[0].status is RefundStatus.REQUESTED
    assert screen.refunds.row_count() == 1


def test_a_key_right_after_the_arrow_decides_nothing_about_the_refund_before(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    """The panel catches up with the cursor only when its facts are here."""
    overpaid(cashier)
    requested(cashier, 10_000)
    requested(cashier, 5_000)
    screen = opened(qtbot, desk)
    for decision in (Qt.Key.Key_Return, Qt.Key.Key_R):
        pick(qtbot, desk, screen.refunds, 0)
        QTest.keyClick(screen.refunds.view, Qt.Key.Key_Down)
        key(qtbot, desk, screen.refunds.view, decision, CTRL)
        assert {row.status for row in refunds(office)} == {RefundStatus.REQUESTED}
        assert screen.panel.findChildren(Form) == []
    chosen = screen.refunds.current_row()
    assert chosen is not None
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_Return, CTRL)
    assert {row.id for row in refunds(office) if row.status is RefundStatus.APPROVED} == {chosen.id}


def test_the_payment_of_the_refund_before_is_not_recorded(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    overpaid(cashier)
    for fen in (10_000, 5_000):
        cashier.check(DecideRefund(requested(cashier, fen), True))
        cashier.paid_out(fen)
    screen = opened(qtbot, desk, "to_pay")
    pick(qtbot, desk, screen.refunds, 0)
    QTest.keyClick(screen.refunds.view, Qt.Key.Key_Down)
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_Return, CTRL)
    assert {row.status for row in refunds(office)} == {RefundStatus.APPROVED}


def test_saying_no_needs_a_reason(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    overpaid(cashier)
    requested(cashier)
    screen = opened(qtbot, desk, "requested")
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_R, CTRL)
    form = form_of(screen.panel)
    key(qtbot, desk, form.input("reason"), Qt.Key.Key_Return, CTRL)
    assert form.error("reason")
    type_in(form.input("reason"), "金额不对")
    key(qtbot, desk, form.input("reason"), Qt.Key.Key_Return, CTRL)
    row = refunds(office)[0]
    assert (row.status, row.decision_note) == (RefundStatus.REJECTED, "金额不对")
    screen.take_focus(row.id)
    settle(qtbot, desk)
    assert screen.tabs.current() == "rejected"
    assert "金额不对" in text_of(screen.panel)


def test_what_was_asked_for_in_another_tab_does_not_come_into_this_one(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    overpaid(cashier)
    requested(cashier, 10_000)
    screen = opened(qtbot, desk, "to_issue")
    issue = text_of(screen.panel)
    QTest.keyClick(screen, Qt.Key.Key_1, CTRL)
    assert screen.tabs.current() == "requested"
    QTest.keyClick(screen, Qt.Key.Key_6, CTRL)
    settle(qtbot, desk)
    assert screen.tabs.current() == "to_issue"
    assert text_of(screen.panel) == issue
    key(qtbot, desk, screen.invoices.view, Qt.Key.Key_Return)
    assert form_of(screen.panel).input("number").hasFocus()
    screen.choose_tab("refundable")
    pick(qtbot, desk, screen.refundable, 1)
    QTest.mouseClick(button(screen.panel, "申请退费…"), Qt.MouseButton.LeftButton)
    screen.choose_tab("to_issue")
    settle(qtbot, desk)
    assert text_of(screen.panel) == issue


def test_a_payment_is_recorded_against_the_line_that_proves_it(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    line_id = overpaid(cashier)
    fee = money(office)[1]
    assert fee.receivable is not None
    with office.school.reading() as session:
        person = queries.refundable_people(session, office.school.id, fee.receivable.id)[0].person
    request = RequestRefund(fee.enterprise_id, line_id, STEEL_FEE, "离职", fee.receivable.id, (person.id,))
    refund_id = cashier.do(request)["refund_id"]
    cashier.check(DecideRefund(refund_id, True))
    screen = opened(qtbot, desk, "to_pay")
    assert "流水里还没有这笔支出" in text_of(screen.panel)
    assert person.name in text_of(screen.panel)
    out = cashier.paid_out(STEEL_FEE)
    screen.refresh()
    settle(qtbot, desk)
    screen.take_focus(refund_id)
    settle(qtbot, desk)
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_Return, CTRL)
    row = refunds(office)[0]
    assert (row.status, row.paid_line_id) == (RefundStatus.PAID, out)
    assert cashier.line_row(out).status is LineStatus.CLAIMED
    with office.school.reading() as session:
        assert enrolled(session, office.school.id, ids=[person.id])[0].status is EnrollmentStatus.REFUNDED


def test_the_way_to_the_statement_is_one_click(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    overpaid(cashier)
    cashier.check(DecideRefund(requested(cashier), True))
    screen = opened(qtbot, desk, "to_pay")
    asked: list[str] = []
    desk.screen_requested.connect(lambda page, _focus: asked.append(page))
    press(qtbot, screen.panel, "去导入流水")
    assert asked == ["payments"]


def test_where_to_pay_is_copied_whole_and_shown_masked(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    overpaid(cashier)
    cashier.check(DecideRefund(requested(cashier), True))
    screen = opened(qtbot, desk, "to_pay")
    assert COMPANY_ACCOUNT not in text_of(screen.panel)
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_T, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == f"{COMPANY}\n{COMPANY_ACCOUNT}\n300.00"


def test_a_refund_that_came_back_says_so(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    overpaid(cashier)
    refund_id = requested(cashier)
    cashier.check(DecideRefund(refund_id, True))
    cashier.do(RecordRefundPaid(refund_id, cashier.paid_out(OVERPAID)))
    cashier.import_lines(cashier.line(OVERPAID, takes_back=True, memo="退汇"))
    screen = opened(qtbot, desk, "paid")
    assert "银行把这笔退款退了回来" in text_of(screen.panel)


def test_credit_that_is_none_goes_back_to_its_line(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    line_id = overpaid(cashier)
    screen = opened(qtbot, desk, "refundable")
    press(qtbot, screen.panel, "撤回预收")
    assert cashier.line_row(line_id).status is LineStatus.PART_CLAIMED
    assert cashier.line_row(line_id).rest_fen == OVERPAID


def test_a_clerk_sees_but_does_not_decide(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    overpaid(cashier)
    requested(cashier)
    clerk = Desk(office.school, office.clerk, Tasks())
    screen = opened(qtbot, clerk)
    assert "退费由财务办理" in text_of(screen.panel)
    assert not button(screen.panel, "同意").isEnabled()
    assert not screen.request_button.isEnabled()
    clerk.tasks.close()


def test_the_search_finds_by_enterprise_and_amount(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    overpaid(cashier)
    requested(cashier, 10_000)
    requested(cashier, 20_000)
    screen = opened(qtbot, desk)
    key(qtbot, desk, screen, Qt.Key.Key_F, CTRL)
    for words, count in (("石凤 100.00", 1), ("石凤", 2), ("没有这家", 0)):
        screen.search.set_words(words)
        settle(qtbot, desk)
        assert screen.refunds.row_count() == count, words
    assert screen.tabs.current() == "requested"


def test_what_is_gone_is_told(qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told) -> None:
    overpaid(cashier)
    opened(qtbot, desk, "nowhere")
    assert told[-1] == ("没有找到这条记录，它可能已办完或被撤销。", "warn")


def test_news_from_elsewhere_wipes_nothing_that_is_typed(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    overpaid(cashier)
    requested(cashier, 10_000)
    screen = opened(qtbot, desk)
    key(qtbot, desk, screen.refunds.view, Qt.Key.Key_R, CTRL)
    form = form_of(screen.panel)
    type_in(form.input("reason"), "还在写")
    requested(cashier, 20_000)
    screen.refresh()
    settle(qtbot, desk)
    assert screen.refunds.row_count() == 2
    assert form_of(screen.panel) is form
    assert form.input("reason").value() == "还在写"

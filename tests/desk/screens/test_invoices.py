"""数电发票: numbers registered one after the other without leaving the keyboard, told by SMS, turned red; by keys and clicks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.documents.notices import NoticesScreen, notice_columns
from school_desk.desk.screens.payments.refunds import RefundsScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.documents.commands import RecordNoticesSent
from school_desk.documents.queries import notices
from school_desk.payments import queries
from school_desk.payments.commands import RecordInvoiceIssued, ReverseAllocation
from school_desk.payments.invoice_commands import RequestRedConfirmation
from school_desk.payments.queries import InvoiceListRow
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.statuses import InvoiceStatus, NoticeStatus
from tests.desk.desk_fixtures import Told, nothing_written, settle, show, type_in
from tests.desk.screens.hands import CTRL, SHIFT, fill, find_button, form_of, key, press, text_of
from tests.flows.cashier import BRICK_FEE, COMPANY, STEEL_FEE, Cashier
from tests.papers import CODES
from tests.school import Office

pytestmark = pytest.mark.long

NUMBER, OTHER_NUMBER, RED_NUMBER = "26332000000012345678", "26332000000012345679", "26332000000099999901"


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def reviewed(cashier: Cashier, steel: int = 2, brick: int = 1) -> None:
    """A batch whose fees were reviewed: an invoice waits for each of its trades, 钢筋工 before 砌筑工."""
    owed = [row.id for row in cashier.receivables(cashier.batch(cashier.enterprise(), steel, brick))]
    cashier.claim(cashier.paid_in(steel * STEEL_FEE + brick * BRICK_FEE), *owed)
    cashier.review(*owed)


def invoices(office: Office) -> list[InvoiceListRow]:
    with office.school.reading() as session:
        return list(reversed(queries.invoices(session, office.school.id)))


def issued(cashier: Cashier) -> InvoiceListRow:
    reviewed(cashier, brick=0)
    (row,) = invoices(cashier.office)
    cashier.do(RecordInvoiceIssued(row.id, NUMBER, date(2026, 8, 3), row.amount_fen))
    return invoices(cashier.office)[0]


def opened(qtbot: QtBot, desk: Desk, focus: str) -> RefundsScreen:
    screen = RefundsScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    screen.take_focus(focus)
    settle(qtbot, desk)
    return screen


def test_numbers_are_registered_one_after_the_other(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, told: Told
) -> None:
    reviewed(cashier)
    screen = opened(qtbot, desk, "to_issue")
    assert [row.owed.trade for row in screen.invoices.rows()] == ["钢筋工", "砌筑工"], "the longest waiting first"
    key(qtbot, desk, screen.invoices.view, Qt.Key.Key_Return)
    form = form_of(screen.panel)
    assert form.input("number").hasFocus()
    fill(form, issued_on="20260802")
    form.input("number").setFocus()
    type_in(form.input("number"), "２６３３ 20000000 12345678")
    key(qtbot, desk, form.input("number"), Qt.Key.Key_Return)
    assert told[-1] == (f"已登记 {COMPANY} 的发票，短信已放入“通知”。", "good")
    again = form_of(screen.panel)
    assert again is not form
    assert again.input("number").hasFocus(), "the next one waits for its number"
    assert again.input("number").value() == ""
    assert again.input("issued_on").value() == date(2026, 8, 2), "issued on the same day, most likely"
    type_in(again.input("number"), OTHER_NUMBER)
    key(qtbot, desk, again.input("number"), Qt.Key.Key_Return)
    assert {row.amount_fen: (row.number, row.issued_on) for row in invoices(office)} == {
        2 * STEEL_FEE: (NUMBER, date(2026, 8, 2)),
        BRICK_FEE: (OTHER_NUMBER, date(2026, 8, 2)),
    }
    assert screen.invoices.row_count() == 0
    assert not screen.panel.isVisible()
    with office.school.reading() as session:
        texts = notices(session, office.school.id, NoticeStatus.QUEUED)
    assert {row.kind for row in texts} == {"数电发票"}
    assert sorted(number in row.text for row in texts for number in (NUMBER, OTHER_NUMBER)) == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("number", "told_of"), [("12345", "现在是 5 位"), (NUMBER, "已登记给"), ("", "请填写发票号码")]
)
def test_a_wrong_number_is_told_at_its_field(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, number: str, told_of: str
) -> None:
    issued(cashier)
    (owed,) = cashier.receivables(cashier.batch(invoices(office)[0].enterprise_id, steel=1))
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    cashier.review(owed.id)
    screen = opened(qtbot, desk, "to_issue")
    key(qtbot, desk, screen.invoices.view, Qt.Key.Key_Return)
    form = form_of(screen.panel)
    type_in(form.input("number"), number)
    key(qtbot, desk, form.input("number"), Qt.Key.Key_Return)
    assert told_of in form.error("number")
    assert (form.isEnabled(), form.input("number").value()) == (True, number)
    assert form.input("number").hasFocus()
    assert invoices(office)[1].status is InvoiceStatus.TO_ISSUE


def test_a_number_refused_late_is_told_and_the_next_invoice_stays(
    qtbot: QtBot, desk: Desk, cashier: Cashier, told: Told
) -> None:
    reviewed(cashier)
    screen = opened(qtbot, desk, "to_issue")
    with nothing_written(desk):
        form = fill(form_of(screen.panel), number="12345")
        QTest.keyClick(form.input("number"), Qt.Key.Key_Return)
        screen.invoices.step(+1)
        form = fill(form_of(screen.panel), number=NUMBER)
    settle(qtbot, desk)
    assert "现在是 5 位" in told[-1][0]
    assert (form_of(screen.panel), form.error("number"), form.input("number").value()) == (form, "", NUMBER)


def test_what_the_tax_site_asks_for_is_copied(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    reviewed(cashier)
    screen = opened(qtbot, desk, "to_issue")
    key(qtbot, desk, screen.invoices.view, Qt.Key.Key_T, CTRL | SHIFT)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines == [
        f"购买方名称：{COMPANY}",
        f"统一社会信用代码：{CODES[0]}",
        "项目名称：钢筋工（中级工）培训费",
        "数量：2　单价：800.00",
        "金额：1600.00",
        "备注：报名批次 BM20260001",
    ]


def test_the_sms_is_one_click_away_until_it_was_sent(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    issued(cashier)
    with office.school.reading() as session:
        (notice,) = notices(session, office.school.id)
    screen = opened(qtbot, desk, "issued")
    asked: list[tuple[str, object]] = []
    desk.screen_requested.connect(lambda page, focus: asked.append((page, focus)))
    press(qtbot, screen.panel, "去发短信")
    assert asked == [("notices", notice.id)]
    desk.decide(screen, RecordNoticesSent((notice.id,)))
    settle(qtbot, desk)
    (row,) = screen.invoices.rows()
    assert row.told is not None
    assert row.told.status is NoticeStatus.SENT
    assert find_button(screen.panel, "去发短信") is None


def test_an_invoice_is_turned_red_and_waits_again(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    issued(cashier)
    screen = opened(qtbot, desk, "issued")
    press(qtbot, screen.panel, "申请红冲…")
    form = form_of(screen.panel)
    type_in(form.input("red_confirmation"), "33052026080000123")
    key(qtbot, desk, form.input("red_confirmation"), Qt.Key.Key_Return)
    screen.take_focus("red_open")
    settle(qtbot, desk)
    assert "33052026080000123" in text_of(screen.panel)
    press(qtbot, screen.panel, "登记已确认")
    settle(qtbot, desk)
    press(qtbot, screen.panel, "登记红冲…")
    form = form_of(screen.panel)
    type_in(form.input("red_number"), RED_NUMBER)
    key(qtbot, desk, form.input("red_number"), Qt.Key.Key_Return)
    old, new = invoices(office)
    assert (old.status, old.red_number, old.red_on) == (InvoiceStatus.RED, RED_NUMBER, date(2026, 8, 3))
    assert (new.status, new.amount_fen) == (InvoiceStatus.TO_ISSUE, 2 * STEEL_FEE)
    screen.take_focus(old.id)
    settle(qtbot, desk)
    assert screen.tabs.current() == "red"
    assert RED_NUMBER in text_of(screen.panel)


def test_an_invoice_over_too_much_waits_to_be_turned_red_and_says_so(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    row = issued(cashier)
    with office.school.reading() as session:
        (claim,) = queries.allocations(session, office.school.id, receivable_id=row.receivable_id)
    cashier.do(ReverseAllocation(claim.id, 2 * STEEL_FEE, "认错"))
    screen = opened(qtbot, desk, "red_open")
    assert "需要红冲后重开" in text_of(screen.panel)
    assert find_button(screen.panel, "申请红冲…") is not None


def test_a_clerk_reads_but_registers_nothing(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    reviewed(cashier)
    clerk = Desk(office.school, office.clerk, Tasks())
    screen = opened(qtbot, clerk, "to_issue")
    assert "发票由财务登记" in text_of(screen.panel)
    with pytest.raises(StopIteration):
        form_of(screen.panel)
    clerk.tasks.close()


def test_a_notice_of_an_invoice_says_whose_and_how_much_in_its_row(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    issued(cashier)
    screen = NoticesScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    [row] = screen.table.rows()
    shown = {column.key: column.text(column.getter()(row)) for column in notice_columns()}
    assert shown["recipient"].startswith(COMPANY)
    assert shown["text"].startswith("培训费 1,600.00 元的数电发票已开具")


def test_a_refused_confirmation_leaves_the_invoice_as_it_was(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    cashier.do(RequestRedConfirmation(issued(cashier).id, "33052026080000123"))
    screen = opened(qtbot, desk, "red_open")
    press(qtbot, screen.panel, "被拒绝或撤回…")
    form = form_of(screen.panel)
    type_in(form.input("reason"), "企业没有确认")
    key(qtbot, desk, form.input("reason"), Qt.Key.Key_Return, CTRL)
    (row,) = invoices(office)
    assert (row.status, row.red_confirmation) == (InvoiceStatus.ISSUED, None)


def test_the_batch_goes_out_and_the_numbers_come_back(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, tmp_path: Path, told: Told
) -> None:
    reviewed(cashier)
    screen = opened(qtbot, desk, "to_issue")
    target = tmp_path / "开票.xlsx"
    screen.files.export_to((), None, target)
    settle(qtbot, desk)
    assert "还没有填写发票税率" in told[-1][0]
    office.do(ChangeSetting("payments.invoice_tax_rate", "3%", date(2026, 8, 1)), office.admin)
    screen.files.export_to((), None, target)
    settle(qtbot, desk, 60_000)
    assert "已导出 2 张" in told[-1][0]
    header, *rows = [list(row) for row in load_workbook(target).worksheets[0].iter_rows(min_row=3, values_only=True)]
    header += ["数电发票号码", "开票日期", "开票结果"]
    back = load_workbook(target)
    sheet = back.worksheets[0]
    for place, row in enumerate((header, *zip(rows, (NUMBER, OTHER_NUMBER), strict=True)), start=3):
        cells = header[-3:] if place == 3 else (row[1], "2026-08-03", "开具成功")
        for column, value in enumerate(cells, start=len(header) - 2):
            sheet.cell(place, column).value = str(value)
    back.save(target)
    screen.import_issued(target)
    settle(qtbot, desk, 60_000)
    page = screen.host.page
    assert page is not None
    assert page.ready, text_of(page)
    page.carry_out()
    settle(qtbot, desk, 60_000)
    assert sorted(str(row.number) for row in invoices(office)) == [NUMBER, OTHER_NUMBER]
    assert "已登记 2 张发票、0 张红冲" in told[-1][0]
    assert screen.host.page is None

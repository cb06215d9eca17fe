"""催缴: who owes too long, the text for WeChat, and nobody told twice in a day; by keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.payments.fee_review import FeeReviewScreen
from school_desk.desk.services import Desk
from school_desk.documents.queries import NoticeListRow, notices
from school_desk.payments.commands import RecordReminders, Reminder
from school_desk.terms.statuses import NoticeStatus
from tests.desk.desk_fixtures import Told, settle, show
from tests.desk.screens.hands import CTRL, SHIFT, button, key, pick, press, text_of
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def late(cashier: Cashier) -> tuple[str, str, str]:
    """Two batches of one enterprise, the first the older one, and one of another enterprise, all overdue."""
    first, second = cashier.enterprise(), cashier.enterprise(1)
    one = cashier.batch(first, steel=2)
    cashier.office.move_to(2026, 8, 5, 9)
    other = cashier.batch(second, steel=1)
    cashier.office.move_to(2026, 8, 6, 9)
    another = cashier.batch(first, steel=1)
    cashier.office.move_to(2026, 8, 20, 9)
    return one, other, another


def opened(qtbot: QtBot, desk: Desk, focus: str = "arrears") -> FeeReviewScreen:
    screen = FeeReviewScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    screen.take_focus(focus)
    settle(qtbot, desk)
    return screen


def sent(office: Office) -> tuple[NoticeListRow, ...]:
    with office.school.reading() as session:
        return notices(session, office.school.id, NoticeStatus.SENT)


def test_the_oldest_stand_first_with_what_they_owe(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    batches = late(cashier)
    screen = opened(qtbot, desk)
    rows = screen.arrears.rows()
    assert tuple(row.id for row in rows) == batches
    assert [row.batch.days for row in rows] == [17, 15, 14]
    assert [row.batch.open_fen for row in rows] == [2 * STEEL_FEE, STEEL_FEE, STEEL_FEE]
    assert "150****7357" in text_of(screen.panel)
    assert "15000007357" not in text_of(screen.panel)


def test_the_text_is_copied_then_recorded_as_sent(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, told: Told
) -> None:
    first, _, again = late(cashier)
    screen = opened(qtbot, desk)
    key(qtbot, desk, screen.arrears.view, Qt.Key.Key_T, CTRL | SHIFT)
    copied = QGuiApplication.clipboard().text()
    assert "1205220109200069722" in copied
    for batch_id in (first, again):
        assert cashier.receivables(batch_id)[0].payment_code in copied, "one text for all that the enterprise owes"
    assert sent(office) == (), "copying is not sending"
    key(qtbot, desk, screen.arrears.view, Qt.Key.Key_Return, CTRL)
    (notice,) = sent(office)
    assert (notice.text, notice.channel) == (copied, "wechat")
    assert told[-1] == ("已登记催缴 1 家企业。", "good")
    assert len(screen.arrears.rows()) == 1, "both batches of the enterprise were told of"
    screen.take_focus("reminded")
    settle(qtbot, desk)
    assert {row.id for row in screen.arrears.rows()} == {first, again}
    assert "今天 09:00 已由全能催缴过，明天再催。" in text_of(screen.panel)
    assert not button(screen.panel, "登记已催缴").isEnabled()


def test_a_colleague_who_was_faster_is_named(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, told: Told
) -> None:
    late(cashier)
    screen = opened(qtbot, desk)
    owner = screen.arrears.rows()[0].to
    office.do(RecordReminders((Reminder(owner.enterprise_id, owner.text),)), office.clerk)
    press(qtbot, screen.panel, "登记已催缴")
    assert "今天已由沈文员催缴过" in told[-1][0]
    assert len(sent(office)) == 1


def test_the_next_day_it_is_due_again(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    late(cashier)
    screen = opened(qtbot, desk)
    key(qtbot, desk, screen.arrears.view, Qt.Key.Key_A, CTRL)
    key(qtbot, desk, screen.arrears.view, Qt.Key.Key_Return, CTRL)
    assert len(sent(office)) == 2, "one for each enterprise"
    office.move_to(2026, 8, 22, 9)
    screen.refresh()
    settle(qtbot, desk)
    pick(qtbot, desk, screen.arrears, 0)
    assert len(screen.arrears.rows()) == 3
    assert "2026-08-20　全能" in text_of(screen.panel)


def test_who_has_paid_leaves_the_list(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    one, *_ = late(cashier)
    screen = opened(qtbot, desk)
    (owed,) = cashier.receivables(one)
    cashier.claim(cashier.paid_in(2 * STEEL_FEE), owed.id)
    screen.refresh()
    settle(qtbot, desk)
    assert one not in {row.id for row in screen.arrears.rows()}


def test_what_is_owed_leads_to_its_reminder(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    _, other, _ = late(cashier)
    screen = opened(qtbot, desk, "owed")
    pick(qtbot, desk, screen.table, 1)
    key(qtbot, desk, screen.table.view, Qt.Key.Key_Return)
    press(qtbot, screen.panel, "催缴…")
    assert screen.tabs.current() == "arrears"
    assert [row.id for row in screen.arrears.selected_rows()] == [other]
    assert "【缴费提醒】" in text_of(screen.panel)

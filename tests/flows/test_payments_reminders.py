"""催缴: one text to each enterprise about all it owes too long, and nobody is reminded twice in a day."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.documents.queries import newest_notices, notices
from school_desk.payments.commands import RecordReminders, Reminder
from school_desk.payments.domain import REMINDER
from school_desk.payments.reminders import Reminding, remindings
from school_desk.terms.statuses import NoticeStatus
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def due(office: Office, today: date) -> tuple[Reminding, ...]:
    with office.school.reading() as session:
        return remindings(session, office.school.id, today)


def test_a_text_names_every_overdue_batch_with_its_code_and_the_account(cashier: Cashier, office: Office) -> None:
    enterprise_id = cashier.enterprise()
    first, second = cashier.batch(enterprise_id, steel=1), cashier.batch(enterprise_id, steel=2)
    other = cashier.batch(cashier.enterprise(1), steel=1)
    assert due(office, date(2026, 8, 13)) == ()
    one, another = due(office, date(2026, 8, 14))
    assert ([row.batch_id for row in one.batches], one.open_fen) == ([first, second], 3 * STEEL_FEE)
    assert [row.batch_id for row in another.batches] == [other]
    assert (one.contact, one.mobile) == ("陈静", "15000007357")
    for row in one.batches:
        assert f"{row.batch_number}（已 11 天）" in one.text
        assert row.payment_code in one.text
    for words in ("2,400.00 元", "1205220109200069722", "工行湖州红丰支行", "每个批次单独转一笔"):
        assert words in one.text
    assert "单独转一笔" not in another.text


def test_nobody_is_reminded_twice_in_a_day(cashier: Cashier, office: Office) -> None:
    enterprise_id = cashier.enterprise()
    cashier.batch(enterprise_id, steel=1)
    office.move_to(2026, 8, 14, 9)
    (reminding,) = due(office, date(2026, 8, 14))
    command = RecordReminders((Reminder(enterprise_id, reminding.text),))
    cashier.do(command)
    with office.school.reading() as session:
        (notice,) = notices(session, office.school.id)
        last = newest_notices(session, office.school.id, REMINDER)[enterprise_id]
    assert (notice.kind, notice.channel, notice.status, notice.text) == (
        "催缴",
        "wechat",
        NoticeStatus.SENT,
        reminding.text,
    )
    assert (last.id, last.sent_by) == (notice.id, "钱会计")
    office.move_to(2026, 8, 14, 16)
    refusal = office.refused(command)
    assert (refusal.code, "已由钱会计催缴过" in refusal.message) == ("reminder.today", True)
    office.move_to(2026, 8, 15, 9)
    office.do(command)


def test_who_owes_nothing_for_too_long_is_not_reminded(cashier: Cashier, office: Office) -> None:
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    command = RecordReminders((Reminder(enterprise_id, "请缴费"),))
    assert cashier.refused(command) == "reminder.nothing_late"
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    office.move_to(2026, 9, 1)
    assert cashier.refused(command) == "reminder.nothing_late"


def test_a_reminder_says_something(cashier: Cashier, office: Office) -> None:
    enterprise_id = cashier.enterprise()
    cashier.batch(enterprise_id, steel=1)
    office.move_to(2026, 8, 14)
    assert cashier.refused(RecordReminders((Reminder(enterprise_id, " "),))) == "payment.required"

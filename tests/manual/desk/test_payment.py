"""报名缴费 (操作说明 第三章): the account, the transfer, the review, the invoice."""

from __future__ import annotations

from datetime import date

from school_desk.adapters.banks.layouts import LAYOUTS
from school_desk.documents.queries import notices
from school_desk.learning.queries import accounts
from school_desk.payments import queries
from school_desk.payments.commands import AllocateTransfer, Part, RecordInvoiceIssued
from school_desk.terms.statuses import StudyAccountStatus
from tests.flows.cashier import Cashier
from tests.manual.requirements import requirement
from tests.school import Office


@requirement("R18")
def test_the_fee_comes_by_the_enterprises_own_transfer(office: Office) -> None:
    """A person's transfer needs a reason; the enterprise's needs none."""
    cashier = Cashier(office)
    batch = cashier.batch(cashier.enterprise(), steel=1)
    owed = cashier.receivables(batch)[0]
    from_person = cashier.paid_in(owed.due_fen, counterparty_name="王建国", counterparty_account="6222020011112222333")
    claim = AllocateTransfer(from_person, owed.due_fen, (Part(owed.id, owed.due_fen, owed.due_fen),))
    assert "公对公" in office.refused(claim, office.cashier).message
    cashier.claim(cashier.paid_in(owed.due_fen), owed.id)
    assert cashier.receivable(owed.id).open_fen == 0


@requirement("R19", "R20", "R21")
def test_the_notice_prints_the_schools_account(office: Office) -> None:
    cashier = Cashier(office)
    batch = cashier.batch(cashier.enterprise(), steel=2)
    with office.school.reading() as session:
        facts = queries.payment_notice_facts(session, office.school.id, batch, date(2026, 8, 3))
    assert facts is not None
    assert facts.payee_name == "湖州市吴兴区城建职业技能培训学校"
    assert facts.payee_account == "1205220109200069722"
    assert facts.payee_bank == "工行湖州红丰支行"
    assert any(layout.bank == "icbc" for layout in LAYOUTS), "the account's own bank can be imported"


@requirement("R22", "R23")
def test_the_account_waits_for_the_review_and_is_due_in_three_working_days(office: Office) -> None:
    cashier = Cashier(office)
    batch = cashier.batch(cashier.enterprise(), steel=1)
    owed = cashier.receivables(batch)[0]
    cashier.claim(cashier.paid_in(owed.due_fen), owed.id)
    with office.school.reading() as session:
        assert accounts(session, office.school.id, date(2026, 8, 3)) == ()
    cashier.review(owed.id)
    with office.school.reading() as session:
        row = accounts(session, office.school.id, date(2026, 8, 3))[0]
    assert (row.status, row.due_on, row.working_days_left) == (StudyAccountStatus.TO_OPEN, date(2026, 8, 6), 3)


@requirement("R26")
def test_the_invoice_goes_to_the_contacts_phone(office: Office) -> None:
    cashier = Cashier(office)
    batch = cashier.batch(cashier.enterprise(), steel=1)
    owed = cashier.receivables(batch)[0]
    cashier.claim(cashier.paid_in(owed.due_fen), owed.id)
    cashier.review(owed.id)
    with office.school.reading() as session:
        invoice = queries.invoices(session, office.school.id)[0]
    cashier.do(RecordInvoiceIssued(invoice.id, "26332000000012345678", date(2026, 8, 3), invoice.amount_fen))
    with office.school.reading() as session:
        sms = notices(session, office.school.id)[0]
    assert (sms.channel, sms.mobile) == ("sms", "15000007357")
    assert "26332000000012345678" in sms.text

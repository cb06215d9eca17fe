"""回单 are claims, not money; 数电发票 follow the reviewed fees and are told to the contact by SMS."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from school_desk.documents.commands import RecordNoticesSent
from school_desk.documents.queries import notices, papers
from school_desk.enterprises.commands import RenameEnterprise
from school_desk.kernel.errors import RuleViolation
from school_desk.overview.workbench import waiting_ids
from school_desk.payments import queries
from school_desk.payments.commands import (
    PairSlip,
    RecordInvoiceIssued,
    RecordRedInvoice,
    RegisterSlip,
    ReverseAllocation,
)
from school_desk.payments.invoice_commands import DecideRedConfirmation, RequestRedConfirmation
from school_desk.terms.statuses import InvoiceStatus, NoticeStatus, ReceivableStatus, SlipStatus
from tests.flows.cashier import COMPANY, COMPANY_ACCOUNT, OWN_ACCOUNT, STEEL_FEE, Cashier
from tests.papers import CODES
from tests.school import Office

NUMBER, RED_NUMBER = "26332000000012345678", "26332000000012345679"


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def slip(cashier: Cashier, **changes: Any) -> RegisterSlip:
    arguments: dict[str, Any] = {
        "file": cashier.office.store(repr(changes).encode(), "回单.jpg"),
        "payer_name": COMPANY,
        "payer_account": COMPANY_ACCOUNT,
        "payee_account": OWN_ACCOUNT,
        "amount_fen": STEEL_FEE,
        "paid_on": date(2026, 8, 3),
        "serial_no": "0918-3117-0241-1100",
    }
    return RegisterSlip(**(arguments | changes))


def register(cashier: Cashier, **changes: Any) -> str:
    slip_id: str = cashier.office.do(slip(cashier, **changes))["slip_id"]
    return slip_id


def slips(cashier: Cashier) -> dict[str, queries.SlipListRow]:
    with cashier.office.school.reading() as session:
        return {row.id: row for row in queries.slips(session, cashier.office.school.id)}


def test_a_slip_is_kept_with_its_picture_and_pays_nothing(cashier: Cashier) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    slip_id = register(cashier, batch_id=batch_id)
    row = slips(cashier)[slip_id]
    assert (row.status, row.serial_no, row.enterprise) == (SlipStatus.WAITING, "0918311702411100", COMPANY)
    (owed,) = cashier.receivables(batch_id)
    assert owed.status is ReceivableStatus.OPEN
    with cashier.office.school.reading() as session:
        (picture,) = papers(session, cashier.office.school.id, slip_id)
        assert queries.slip_counts(session, cashier.office.school.id) == {SlipStatus.WAITING: 1}
        assert queries.slips(session, cashier.office.school.id, (SlipStatus.PAIRED,)) == ()
    assert picture.id == row.document_id


def test_a_copy_of_a_slip_is_refused_with_the_earlier_case(cashier: Cashier) -> None:
    register(cashier)
    refusal = cashier.office.refused(slip(cashier, serial_no="0918 3117 0241 1100", amount_fen=1))
    assert (refusal.code, refusal.field) == ("slip.duplicate", "serial_no")
    assert f"2026-08-03 {COMPANY} 800.00 元（待到账）" in refusal.message


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("", "", SlipStatus.DUPLICATE),
        ("1111", "", SlipStatus.DUPLICATE),
        ("", "2222", SlipStatus.DUPLICATE),
        ("1111", "2222", SlipStatus.WAITING),
    ],
)
def test_slips_alike_are_told_apart_by_their_numbers_only(
    cashier: Cashier, first: str, second: str, status: SlipStatus
) -> None:
    register(cashier, serial_no=first)
    slip_id = register(cashier, serial_no=second)
    row = slips(cashier)[slip_id]
    assert row.status is status
    assert (row.note is not None) is (status is SlipStatus.DUPLICATE)


@pytest.mark.parametrize(
    ("first", "second"),
    [({"payer_account": ""}, {}), ({"paid_on": None}, {}), ({"paid_on": None}, {"paid_on": None})],
    ids=["an account more", "a day more", "no day"],
)
def test_what_only_one_of_two_slips_prints_does_not_tell_them_apart(
    cashier: Cashier, first: dict[str, Any], second: dict[str, Any]
) -> None:
    register(cashier, serial_no="", **first)
    slip_id = register(cashier, serial_no="", **second)
    assert slips(cashier)[slip_id].status is SlipStatus.DUPLICATE


def test_the_same_picture_is_the_same_slip_whatever_was_read(cashier: Cashier) -> None:
    picture = cashier.office.store(b"one and the same", "回单.jpg")
    register(cashier, serial_no="", file=picture)
    slip_id = register(cashier, serial_no="", file=picture, paid_on=date(2026, 8, 2))
    row = slips(cashier)[slip_id]
    assert row.status is SlipStatus.DUPLICATE
    assert (row.note or "").startswith("图片、金额都与另一张回单相同")


def test_a_masked_account_of_the_school_is_its_own(cashier: Cashier) -> None:
    masked = f"{OWN_ACCOUNT[:4]}****{OWN_ACCOUNT[-4:]}"
    slip_id = register(cashier, payee_account=masked)
    assert slips(cashier)[slip_id].status is SlipStatus.WAITING


def test_a_slip_for_another_payee_is_set_aside(cashier: Cashier) -> None:
    slip_id = register(cashier, payee_account="1205220109200069723")
    assert slips(cashier)[slip_id].status is SlipStatus.WRONG_PAYEE
    assert cashier.refused(PairSlip(slip_id, cashier.paid_in(STEEL_FEE))) == "slip.step"


def test_a_slip_is_paired_with_the_line_it_speaks_of(cashier: Cashier) -> None:
    slip_id = register(cashier, payer_account="12052200 1910 0023456")
    wrong_amount, other_payer = cashier.paid_in(1), cashier.paid_in(STEEL_FEE, counterparty_account="999")
    line_id = cashier.paid_in(STEEL_FEE)
    assert cashier.refused(PairSlip(slip_id, wrong_amount)) == "slip.amount_differs"
    assert cashier.refused(PairSlip(slip_id, other_payer)) == "slip.account_differs"
    cashier.do(PairSlip(slip_id, line_id))
    assert slips(cashier)[slip_id].line_id == line_id
    with cashier.office.school.reading() as session:
        detail = queries.line_detail(session, cashier.office.school.id, line_id)
    assert detail is not None
    assert detail.slip_document_id == slips(cashier)[slip_id].document_id
    second = register(cashier, serial_no="2222")
    assert cashier.refused(PairSlip(second, line_id)) == "slip.line_taken"
    assert cashier.refused(PairSlip("nowhere", line_id)) == "slip.unknown"


def test_a_slip_is_not_paired_with_money_the_bank_took_back(cashier: Cashier) -> None:
    slip_id = register(cashier, payer_account="")
    paid, back = cashier.line(STEEL_FEE), cashier.line(STEEL_FEE, incoming=False, takes_back=True)
    cashier.import_lines(paid, back)
    assert cashier.refused(PairSlip(slip_id, cashier.line_id(paid))) == "slip.line"


def test_a_slip_waits_again_when_the_bank_takes_its_money_back(cashier: Cashier) -> None:
    slip_id = register(cashier, payer_account="")
    paid, back = cashier.line(STEEL_FEE), cashier.line(STEEL_FEE, incoming=False, takes_back=True)
    cashier.import_lines(paid)
    cashier.do(PairSlip(slip_id, cashier.line_id(paid)))
    told = cashier.import_lines(back).told
    assert any("退回“待到账”" in sentence for sentence in told)
    row = slips(cashier)[slip_id]
    assert (row.status, row.line_id) == (SlipStatus.WAITING, None)
    assert "被银行冲正或退回" in (row.note or "")
    cashier.do(PairSlip(slip_id, cashier.paid_in(STEEL_FEE)))
    paired = slips(cashier)[slip_id]
    assert (paired.status, paired.note) == (SlipStatus.PAIRED, None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount_fen": 0}, "slip.amount"),
        ({"payer_name": " "}, "payment.required"),
        ({"payee_account": ""}, "payment.required"),
        ({"batch_id": "nowhere"}, "slip.batch"),
        ({"enterprise_id": "nowhere"}, "enterprise.unknown"),
    ],
)
def test_a_slip_without_what_it_must_say_is_refused(cashier: Cashier, changes: dict[str, Any], code: str) -> None:
    assert cashier.office.refused(slip(cashier, **changes)).code == code


def test_a_slip_helps_to_find_what_a_line_pays(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    register(cashier, enterprise_id=enterprise_id, payer_name="湖州某某劳务有限公司", payer_account="777777")
    line_id = cashier.paid_in(
        STEEL_FEE, counterparty_name="湖州某某劳务有限公司", counterparty_account="777777", memo="往来款"
    )
    with cashier.office.school.reading() as session:
        first, *_ = queries.proposals(session, cashier.office.school.id, line_id).proposals
    assert first.parts == ((owed.id, STEEL_FEE),)
    assert any("回单" in reason for reason in first.reasons)


def reviewed(cashier: Cashier) -> str:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    cashier.review(owed.id)
    return owed.id


def confirmed(cashier: Cashier, invoice_id: str, number: str = "HZQRD-1") -> None:
    cashier.do(RequestRedConfirmation(invoice_id, number))
    cashier.do(DecideRedConfirmation(invoice_id, True))


def invoice_rows(cashier: Cashier) -> list[queries.InvoiceListRow]:
    with cashier.office.school.reading() as session:
        return list(reversed(queries.invoices(session, cashier.office.school.id)))


def test_a_reviewed_fee_waits_for_its_invoice_and_the_contact_is_told_when_it_is_issued(cashier: Cashier) -> None:
    receivable_id = reviewed(cashier)
    (invoice,) = invoice_rows(cashier)
    assert (invoice.receivable_id, invoice.status, invoice.amount_fen) == (
        receivable_id,
        InvoiceStatus.TO_ISSUE,
        STEEL_FEE,
    )
    assert (invoice.buyer_name, invoice.buyer_code) == (COMPANY, CODES[0])
    issue = RecordInvoiceIssued(invoice.id, f" {NUMBER[:10]} {NUMBER[10:]}", date(2026, 8, 3), STEEL_FEE)
    cashier.do(issue)
    with cashier.office.school.reading() as session:
        (notice,) = notices(session, cashier.office.school.id, NoticeStatus.QUEUED)
        school_id = cashier.office.school.id
        assert queries.invoice_counts(session, school_id) == {InvoiceStatus.ISSUED: 1}
        assert queries.invoices(session, school_id, (InvoiceStatus.TO_ISSUE,)) == ()
        assert len(queries.invoices(session, school_id, receivable_id=receivable_id)) == 1
    assert (notice.channel, notice.mobile, notice.recipient) == ("sms", "15000007357", f"{COMPANY} 陈静")
    assert (
        f"培训费 800.00 元的数电发票已开具，报名批次 BM20260001，发票号码 {NUMBER}，开票日期 2026-08-03" in notice.text
    )
    assert cashier.refused(issue) == "invoice.step"


def test_an_invoice_number_has_twenty_digits_and_is_given_once(cashier: Cashier) -> None:
    reviewed(cashier)
    (invoice,) = invoice_rows(cashier)
    for number in ("12345678", NUMBER + "1", "2633200000001234567X"):
        assert cashier.refused(RecordInvoiceIssued(invoice.id, number, date(2026, 8, 3), STEEL_FEE)) == "invoice.number"
    assert cashier.refused(RecordInvoiceIssued(invoice.id, NUMBER, date(2026, 8, 4), STEEL_FEE)) == "payment.future"
    assert cashier.refused(RecordInvoiceIssued(invoice.id, NUMBER, date(2026, 8, 3), 1)) == "payment.changed"
    assert cashier.refused(RecordInvoiceIssued("nowhere", NUMBER, date(2026, 8, 3), STEEL_FEE)) == "invoice.unknown"
    cashier.do(RecordInvoiceIssued(invoice.id, NUMBER, date(2026, 8, 3), STEEL_FEE))
    confirmed(cashier, invoice.id)
    red = RecordRedInvoice(invoice.id, NUMBER, "HZQRD-1", date(2026, 8, 3))
    assert cashier.refused(red) == "invoice.number_known"
    other = RecordRedInvoice(invoice.id, RED_NUMBER, "HZQRD-2", date(2026, 8, 3))
    assert cashier.refused(other) == "invoice.confirmation"


def test_a_red_invoice_makes_room_for_a_new_one(cashier: Cashier) -> None:
    reviewed(cashier)
    (invoice,) = invoice_rows(cashier)
    red = RecordRedInvoice(invoice.id, RED_NUMBER, "HZQRD-1", date(2026, 8, 3))
    assert cashier.refused(red) == "invoice.step"
    cashier.do(RecordInvoiceIssued(invoice.id, NUMBER, date(2026, 8, 3), STEEL_FEE))
    confirmed(cashier, invoice.id)
    before = RecordRedInvoice(invoice.id, RED_NUMBER, "HZQRD-1", date(2026, 8, 2))
    assert cashier.refused(before) == "invoice.red_before"
    assert cashier.refused(RecordRedInvoice(invoice.id, RED_NUMBER, "", date(2026, 8, 3))) == "payment.required"
    cashier.do(red)
    old, new = invoice_rows(cashier)
    assert (old.status, old.red_number, old.needs_red) == (InvoiceStatus.RED, RED_NUMBER, False)
    assert (new.status, new.amount_fen) == (InvoiceStatus.TO_ISSUE, STEEL_FEE)


def test_nobody_is_told_of_an_invoice_that_has_turned_red(cashier: Cashier) -> None:
    reviewed(cashier)
    (invoice,) = invoice_rows(cashier)
    cashier.do(RecordInvoiceIssued(invoice.id, NUMBER, date(2026, 8, 3), STEEL_FEE))
    confirmed(cashier, invoice.id)
    cashier.do(RecordRedInvoice(invoice.id, RED_NUMBER, "HZQRD-1", date(2026, 8, 3)))
    with cashier.office.school.reading() as session:
        assert notices(session, cashier.office.school.id) == ()


def test_an_invoice_over_too_much_waits_to_be_turned_red(cashier: Cashier) -> None:
    receivable_id = reviewed(cashier)
    (invoice,) = invoice_rows(cashier)
    cashier.do(RecordInvoiceIssued(invoice.id, NUMBER, date(2026, 8, 3), STEEL_FEE))
    assert waiting(cashier) == ()
    with cashier.office.school.reading() as session:
        (claim,) = queries.allocations(session, cashier.office.school.id, receivable_id=receivable_id)
    cashier.do(ReverseAllocation(claim.id, STEEL_FEE, "认错"))
    assert waiting(cashier) == (invoice.id,)
    confirmed(cashier, invoice.id)
    assert waiting(cashier) == (invoice.id,)
    cashier.do(RecordRedInvoice(invoice.id, RED_NUMBER, "HZQRD-1", date(2026, 8, 3)))
    assert waiting(cashier) == ()


def waiting(cashier: Cashier) -> tuple[str, ...]:
    """The invoices that the workbench counts as waiting to be turned red."""
    with cashier.office.school.reading() as session:
        return waiting_ids(session, cashier.office.school.id, date(2026, 8, 3), "invoices_to_red")


def test_nothing_turns_red_without_a_confirmed_confirmation(cashier: Cashier) -> None:
    """待开具 → 已开具 → 红字确认单已申请 → 已确认 → 已红冲; a refusal leads back to 已开具."""
    reviewed(cashier)
    (invoice,) = invoice_rows(cashier)
    ask = RequestRedConfirmation(invoice.id, "33052608000001")
    assert cashier.refused(ask) == "invoice.step"
    cashier.do(RecordInvoiceIssued(invoice.id, NUMBER, date(2026, 8, 3), STEEL_FEE))
    red = RecordRedInvoice(invoice.id, RED_NUMBER, "33052608000001", date(2026, 8, 3))
    assert cashier.refused(red) == "invoice.step"
    assert cashier.refused(RequestRedConfirmation(invoice.id, " ")) == "payment.required"
    cashier.do(ask)
    assert cashier.refused(red) == "invoice.step"
    assert cashier.refused(DecideRedConfirmation(invoice.id, False)) == "payment.required"
    cashier.do(DecideRedConfirmation(invoice.id, False, "企业没有确认"))
    (back,) = invoice_rows(cashier)
    assert (back.status, back.red_confirmation) == (InvoiceStatus.ISSUED, None)
    cashier.do(ask)
    cashier.do(DecideRedConfirmation(invoice.id, True))
    (waiting,) = invoice_rows(cashier)
    assert (waiting.status, waiting.red_confirmation) == (InvoiceStatus.RED_CONFIRMED, "33052608000001")
    cashier.do(red)
    assert [row.status for row in invoice_rows(cashier)] == [InvoiceStatus.RED, InvoiceStatus.TO_ISSUE]


def test_the_contact_is_told_of_an_invoice_once(cashier: Cashier) -> None:
    """A number that was typed wrong is taken back with its text; once the text has gone out, it stays."""
    reviewed(cashier)
    (invoice,) = invoice_rows(cashier)
    school = cashier.office.school
    issue = RecordInvoiceIssued(invoice.id, NUMBER, date(2026, 8, 3), STEEL_FEE)
    first = school.execute(issue, cashier.office.cashier)
    cashier.office.undo(first.command_id)
    again = school.execute(
        RecordInvoiceIssued(invoice.id, RED_NUMBER, date(2026, 8, 3), STEEL_FEE), cashier.office.cashier
    )
    with school.reading() as session:
        (text,) = notices(session, school.id)
    assert RED_NUMBER in text.text
    cashier.office.do(RecordNoticesSent((text.id,)))
    with pytest.raises(RuleViolation):
        cashier.office.undo(again.command_id)


def test_an_invoice_stays_when_its_fee_is_reversed_and_serves_when_it_is_paid_again(cashier: Cashier) -> None:
    receivable_id = reviewed(cashier)
    (invoice,) = invoice_rows(cashier)
    cashier.do(RecordInvoiceIssued(invoice.id, NUMBER, date(2026, 8, 3), STEEL_FEE))
    with cashier.office.school.reading() as session:
        (claim,) = queries.allocations(session, cashier.office.school.id, receivable_id=receivable_id)
    cashier.do(ReverseAllocation(claim.id, STEEL_FEE, "认错"))
    assert [row.needs_red for row in invoice_rows(cashier)] == [True]
    cashier.claim(claim.line_id, receivable_id)
    cashier.review(receivable_id)
    assert [(row.status, row.needs_red) for row in invoice_rows(cashier)] == [(InvoiceStatus.ISSUED, False)]


def test_an_invoice_still_to_issue_takes_the_enterprises_new_name(cashier: Cashier) -> None:
    receivable_id = reviewed(cashier)
    owner = cashier.receivable(receivable_id).enterprise_id
    cashier.office.do(RenameEnterprise(owner, "湖州新石凤建设有限公司", CODES[0], "变更登记"))
    assert [row.buyer_name for row in invoice_rows(cashier)] == ["湖州新石凤建设有限公司"]

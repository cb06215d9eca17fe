"""What may be refunded, for whom, and which line of the statement may be its payment."""

from __future__ import annotations

import pytest

from school_desk.payments import queries
from school_desk.payments.commands import DecideRefund, DecideReview, ProposeReview, RequestRefund
from school_desk.terms.statuses import ReceivableStatus
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def money(cashier: Cashier) -> tuple[queries.RefundableRow, ...]:
    with cashier.office.school.reading() as session:
        return queries.refundable(session, cashier.office.school.id)


def people(cashier: Cashier, receivable_id: str) -> list[str]:
    with cashier.office.school.reading() as session:
        return [row.person.id for row in queries.refundable_people(session, cashier.office.school.id, receivable_id)]


def payments(cashier: Cashier, refund_id: str) -> list[str]:
    with cashier.office.school.reading() as session:
        return [row.id for row in queries.refund_payments(session, cashier.office.school.id, refund_id)]


def test_what_was_paid_too_much_and_what_pays_reviewed_fees_may_go_back(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    owed, waiting = (cashier.receivables(cashier.batch(enterprise_id, steel=count))[0] for count in (2, 1))
    line_id = cashier.paid_in(2 * STEEL_FEE + 30_000)
    cashier.claim(line_id, owed.id, credit_rest_to=enterprise_id)
    cashier.claim(cashier.paid_in(STEEL_FEE), waiting.id)
    (credit,) = money(cashier)
    assert (credit.receivable, credit.free_fen, credit.line_id) == (None, 30_000, line_id)
    cashier.review(owed.id)
    credit, fee = money(cashier)
    assert fee.receivable is not None
    assert (fee.receivable.id, fee.free_fen) == (owed.id, 2 * STEEL_FEE)
    assert len(credit.removable_ids) == 1


def test_money_asked_back_is_not_offered_again_nor_are_its_people(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=2))
    line_id = cashier.paid_in(2 * STEEL_FEE + 30_000)
    cashier.claim(line_id, owed.id, credit_rest_to=enterprise_id)
    cashier.review(owed.id)
    first, second = people(cashier, owed.id)
    request = RequestRefund(enterprise_id, line_id, STEEL_FEE, "离职", owed.id, (first,))
    refund_id = cashier.do(request)["refund_id"]
    cashier.do(RequestRefund(enterprise_id, line_id, 10_000, "多付"))
    credit, fee = money(cashier)
    assert (credit.free_fen, fee.free_fen, people(cashier, owed.id)) == (20_000, STEEL_FEE, [second])
    assert credit.removable_ids == (), "something was drawn from it"
    cashier.check(DecideRefund(refund_id, False, "换人"))
    assert people(cashier, owed.id) == [first, second]
    assert people(cashier, "nowhere") == []


def test_money_the_bank_took_back_is_not_offered(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    paid = cashier.line(STEEL_FEE + 100)
    cashier.import_lines(paid)
    cashier.claim(cashier.line_id(paid), owed.id, credit_rest_to=enterprise_id)
    cashier.review(owed.id)
    assert len(money(cashier)) == 2
    cashier.import_lines(cashier.line(STEEL_FEE + 100, incoming=False, takes_back=True))
    assert money(cashier) == ()


def test_only_money_that_left_to_the_payer_in_that_amount_may_be_the_payment(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    line_id = cashier.paid_in(STEEL_FEE)
    cashier.claim(line_id, owed.id)
    cashier.review(owed.id)
    request = RequestRefund(enterprise_id, line_id, STEEL_FEE, "离职", owed.id, tuple(people(cashier, owed.id)))
    refund_id = cashier.do(request)["refund_id"]
    cashier.paid_out(STEEL_FEE - 1)
    cashier.paid_out(STEEL_FEE, counterparty_account="6222080000000000001", counterparty_name="姚锡庆")
    assert payments(cashier, refund_id) == []
    by_account = cashier.paid_out(STEEL_FEE)
    by_name = cashier.paid_out(STEEL_FEE, counterparty_account="")
    assert payments(cashier, refund_id) == [by_name, by_account]
    assert payments(cashier, "nowhere") == []


def test_the_newest_review_of_each_fee_is_told(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    review_ids = tuple(cashier.do(ProposeReview((owed.id,)))["review_ids"])
    cashier.check(DecideReview(review_ids, False, "附言不符"))
    with cashier.office.school.reading() as session:
        school_id = cashier.office.school.id
        told = queries.newest_reviews(session, school_id, (ReceivableStatus.PAID,))
        assert queries.newest_reviews(session, school_id, (ReceivableStatus.REVIEWED,)) == {}
    assert (told[owed.id].approved, told[owed.id].reason) == (False, "附言不符")

"""退费: two people, back to the account that had paid, and only when the statement shows it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from school_desk.enrollments import queries as enrolment
from school_desk.enrollments.commands import AttachPhoto
from school_desk.kernel.errors import RuleViolation
from school_desk.payments import queries
from school_desk.payments.commands import (
    AllocateTransfer,
    DecideRefund,
    DecideReview,
    ProposeReview,
    RecordInvoiceIssued,
    RecordRefundPaid,
    RequestRefund,
    ReverseAllocation,
    UseCredit,
)
from school_desk.terms.statuses import EnrollmentStatus, InvoiceStatus, LineStatus, ReceivableStatus, RefundStatus
from tests.examinations import full_plan
from tests.flows.cashier import OWN_ACCOUNT, STEEL_FEE, Cashier
from tests.learners import learn, open_accounts
from tests.results import approve_plan
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


class Paid:
    """An 应缴单 of three people, reviewed, with the line that paid it."""

    def __init__(self, cashier: Cashier) -> None:
        self.cashier = cashier
        self.enterprise_id = cashier.enterprise()
        self.batch_id = cashier.batch(self.enterprise_id, steel=3)
        (self.owed,) = cashier.receivables(self.batch_id)
        self.line_id = cashier.paid_in(self.owed.due_fen)
        (self.claim,) = cashier.claim(self.line_id, self.owed.id)
        cashier.review(self.owed.id)

    def people(self, status: EnrollmentStatus = EnrollmentStatus.ACTIVE) -> list[str]:
        with self.cashier.office.school.reading() as session:
            rows = enrolment.enrolled(session, self.cashier.office.school.id, batch_id=self.batch_id)
        return [row.id for row in rows if row.status is status]

    def request(self, fen: int, *enrollment_ids: str, **changes: Any) -> RequestRefund:
        arguments: dict[str, Any] = {
            "enterprise_id": self.enterprise_id,
            "source_line_id": self.line_id,
            "amount_fen": fen,
            "reason": "学员离职",
            "receivable_id": self.owed.id,
            "enrollment_ids": enrollment_ids,
        }
        return RequestRefund(**(arguments | changes))

    def approved(self, fen: int, *enrollment_ids: str, **changes: Any) -> str:
        refund_id: str = self.cashier.do(self.request(fen, *enrollment_ids, **changes))["refund_id"]
        self.cashier.check(DecideRefund(refund_id, True))
        return refund_id


def refunds(cashier: Cashier) -> tuple[queries.RefundListRow, ...]:
    with cashier.office.school.reading() as session:
        return queries.refunds(session, cashier.office.school.id)


def test_a_refund_closes_the_enrolment_when_the_money_has_left(cashier: Cashier) -> None:
    paid = Paid(cashier)
    refund_id = paid.approved(STEEL_FEE, paid.people()[0])
    out = cashier.paid_out(STEEL_FEE)
    cashier.do(RecordRefundPaid(refund_id, out))
    owed = cashier.receivable(paid.owed.id)
    assert (owed.status, owed.head_count, owed.due_fen, owed.open_fen) == (
        ReceivableStatus.REVIEWED,
        2,
        2 * STEEL_FEE,
        0,
    )
    assert len(paid.people(EnrollmentStatus.REFUNDED)) == 1
    assert (cashier.line_row(out).status, cashier.credit(paid.enterprise_id)) == (LineStatus.CLAIMED, 0)
    (row,) = refunds(cashier)
    assert (row.status, row.paid_line_id, row.requested_by, row.decided_by) == (
        RefundStatus.PAID,
        out,
        "钱会计",
        "周会计",
    )
    assert cashier.refused(RecordRefundPaid(refund_id, out)) == "refund.step"


def test_a_refund_whose_money_is_not_there_any_more_says_how_to_go_on(
    cashier: Cashier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No step leads there today; a school may have come there with an earlier program."""
    paid = Paid(cashier)
    refund_id = paid.approved(STEEL_FEE, paid.people()[0])
    out = cashier.paid_out(STEEL_FEE)
    before = cashier.office.dump()
    monkeypatch.setattr("school_desk.payments.handlers.refund.standing", lambda *_, **__: [])
    assert cashier.refused(RecordRefundPaid(refund_id, out)) == "refund.money_gone"
    assert cashier.office.dump() == before


def test_what_the_school_keeps_of_a_fee_stays_due_and_paid(cashier: Cashier) -> None:
    paid = Paid(cashier)
    refund_id = paid.approved(50_000, paid.people()[0])
    cashier.do(RecordRefundPaid(refund_id, cashier.paid_out(50_000)))
    owed = cashier.receivable(paid.owed.id)
    assert (owed.head_count, owed.due_fen, owed.open_fen) == (2, 3 * STEEL_FEE - 50_000, 0)


def test_when_everything_is_refunded_the_fee_is_cancelled_with_its_invoice(cashier: Cashier) -> None:
    paid = Paid(cashier)
    refund_id = paid.approved(3 * STEEL_FEE, *paid.people())
    cashier.do(RecordRefundPaid(refund_id, cashier.paid_out(3 * STEEL_FEE)))
    assert cashier.receivable(paid.owed.id).status is ReceivableStatus.CANCELLED
    with cashier.office.school.reading() as session:
        assert queries.invoices(session, cashier.office.school.id) == ()


def test_an_invoice_over_more_than_the_rest_needs_a_red_one(cashier: Cashier) -> None:
    paid = Paid(cashier)
    with cashier.office.school.reading() as session:
        (invoice,) = queries.invoices(session, cashier.office.school.id)
    cashier.do(RecordInvoiceIssued(invoice.id, "2" * 20, date(2026, 8, 3), 3 * STEEL_FEE))
    cashier.do(RecordRefundPaid(paid.approved(STEEL_FEE, paid.people()[0]), cashier.paid_out(STEEL_FEE)))
    with cashier.office.school.reading() as session:
        (invoice,) = queries.invoices(session, cashier.office.school.id)
    assert (invoice.status, invoice.needs_red) == (InvoiceStatus.ISSUED, True)


def test_who_asks_does_not_approve(cashier: Cashier) -> None:
    paid = Paid(cashier)
    refund_id = cashier.do(paid.request(STEEL_FEE, paid.people()[0]))["refund_id"]
    assert cashier.refused(DecideRefund(refund_id, True)) == "payment.same_person"
    assert cashier.refused(RecordRefundPaid(refund_id, cashier.paid_out(STEEL_FEE))) == "refund.step"
    cashier.check(DecideRefund(refund_id, True))
    again = cashier.office.refused(DecideRefund(refund_id, True), cashier.office.second_cashier)
    assert again.code == "refund.step"
    cashier.check(DecideRefund(refund_id, False, "企业撤回申请"))
    assert refunds(cashier)[0].status is RefundStatus.REJECTED
    assert refunds(cashier)[0].decision_note == "企业撤回申请"
    assert cashier.refused(DecideRefund("nowhere", True)) == "refund.unknown"


def test_a_refund_asks_for_no_more_than_was_paid_for_whom_it_names(cashier: Cashier) -> None:
    paid = Paid(cashier)
    first, second, third = paid.people()
    assert cashier.refused(paid.request(STEEL_FEE + 1, first)) == "payment.amount"
    assert cashier.refused(paid.request(0, first)) == "payment.amount"
    assert cashier.refused(paid.request(STEEL_FEE)) == "refund.enrollments"
    assert cashier.refused(paid.request(STEEL_FEE, first, first)) == "refund.enrollments"
    assert cashier.refused(paid.request(STEEL_FEE, first, reason="")) == "payment.required"
    assert cashier.refused(paid.request(STEEL_FEE, "nobody")) == "enrollment.unknown"
    assert cashier.refused(paid.request(STEEL_FEE, first, receivable_id=None)) == "refund.receivable"
    other = cashier.enterprise(1)
    assert cashier.refused(paid.request(STEEL_FEE, first, enterprise_id=other)) == "refund.enterprise"
    elsewhere = cashier.paid_in(STEEL_FEE)
    assert cashier.refused(paid.request(STEEL_FEE, first, source_line_id=elsewhere)) == "payment.amount"
    cashier.do(paid.request(2 * STEEL_FEE, first, second))
    assert cashier.refused(paid.request(STEEL_FEE, first)) == "refund.enrollments"
    cashier.do(paid.request(STEEL_FEE, third))


def test_a_refund_leaves_to_the_account_that_paid_and_in_its_amount(cashier: Cashier) -> None:
    paid = Paid(cashier)
    refund_id = paid.approved(STEEL_FEE, paid.people()[0])
    wrong_amount = cashier.paid_out(STEEL_FEE - 1)
    assert cashier.refused(RecordRefundPaid(refund_id, wrong_amount)) == "refund.line_amount"
    elsewhere = cashier.paid_out(STEEL_FEE, counterparty_account="6222080000000000001", counterparty_name="姚锡庆")
    assert cashier.refused(RecordRefundPaid(refund_id, elsewhere)) == "refund.other_account"
    unknown = cashier.paid_out(STEEL_FEE, counterparty_account="", counterparty_name="姚锡庆")
    assert cashier.refused(RecordRefundPaid(refund_id, unknown)) == "refund.other_account"
    assert cashier.refused(RecordRefundPaid(refund_id, paid.line_id)) == "line.direction"
    out = cashier.paid_out(STEEL_FEE)
    second = paid.approved(STEEL_FEE, paid.people()[1])
    cashier.do(RecordRefundPaid(refund_id, out))
    assert cashier.refused(RecordRefundPaid(second, out)) == "refund.line_used"


def test_money_that_left_before_the_payment_came_is_no_refund_of_it(cashier: Cashier) -> None:
    earlier = cashier.paid_out(STEEL_FEE, booked_at=datetime(2026, 8, 1, 9), memo="货款")
    paid = Paid(cashier)
    refund_id = paid.approved(STEEL_FEE, paid.people()[0])
    with cashier.office.school.reading() as session:
        assert queries.refund_payments(session, cashier.office.school.id, refund_id) == ()
    assert cashier.refused(RecordRefundPaid(refund_id, earlier)) == "refund.line_before"


def test_before_the_review_people_are_withdrawn_not_refunded(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    line_id = cashier.paid_in(STEEL_FEE)
    cashier.claim(line_id, owed.id)
    command = RequestRefund(enterprise_id, line_id, STEEL_FEE, "离职", owed.id, ("x",))
    assert cashier.refused(command) == "refund.not_reviewed"


def test_money_asked_back_can_go_nowhere_else(cashier: Cashier) -> None:
    paid = Paid(cashier)
    refund_id = cashier.do(paid.request(STEEL_FEE, paid.people()[0]))["refund_id"]
    assert cashier.refused(ReverseAllocation(paid.claim, 3 * STEEL_FEE, "认错")) == "allocation.refund_waits"
    cashier.check(DecideRefund(refund_id, False, "企业撤回"))
    cashier.do(ReverseAllocation(paid.claim, 3 * STEEL_FEE, "认错"))


def test_a_review_is_not_undone_while_a_refund_waits(cashier: Cashier) -> None:
    paid = Paid(cashier)
    cashier.do(ReverseAllocation(paid.claim, 3 * STEEL_FEE, "重来"))
    cashier.claim(paid.line_id, paid.owed.id)
    review_ids = tuple(cashier.do(ProposeReview((paid.owed.id,)))["review_ids"])
    decided = cashier.office.school.execute(DecideReview(review_ids, True), cashier.office.second_cashier)
    cashier.do(paid.request(STEEL_FEE, paid.people()[0]))
    with pytest.raises(RuleViolation, match="正在办理退费"):
        cashier.office.undo(decided.command_id)


def test_a_refused_refund_does_not_come_back_on_a_fee_whose_review_was_undone(cashier: Cashier) -> None:
    paid = Paid(cashier)
    cashier.do(ReverseAllocation(paid.claim, 3 * STEEL_FEE, "重来"))
    cashier.claim(paid.line_id, paid.owed.id)
    review_ids = tuple(cashier.do(ProposeReview((paid.owed.id,)))["review_ids"])
    office = cashier.office
    decided = office.school.execute(DecideReview(review_ids, True), office.second_cashier)
    refund_id = cashier.do(paid.request(STEEL_FEE, paid.people()[0]))["refund_id"]
    refused = office.school.execute(DecideRefund(refund_id, False, "企业撤回"), office.second_cashier)
    office.undo(decided.command_id)
    with pytest.raises(RuleViolation, match="费用审核之后已撤销"):
        office.undo(refused.command_id)
    assert refunds(cashier)[0].status is RefundStatus.REJECTED


def credited(cashier: Cashier) -> tuple[str, str]:
    enterprise_id = cashier.enterprise()
    line_id = cashier.paid_in(STEEL_FEE)
    cashier.do(AllocateTransfer(line_id, STEEL_FEE, credit_rest_to=enterprise_id))
    return enterprise_id, line_id


def credit_refund(cashier: Cashier, enterprise_id: str, line_id: str, fen: int) -> str:
    refund_id: str = cashier.do(RequestRefund(enterprise_id, line_id, fen, "多付"))["refund_id"]
    cashier.check(DecideRefund(refund_id, True))
    return refund_id


def test_what_was_paid_too_much_goes_back_from_the_balance(cashier: Cashier) -> None:
    enterprise_id, line_id = credited(cashier)
    refund_id = credit_refund(cashier, enterprise_id, line_id, 30_000)
    with cashier.office.school.reading() as session:
        (balance,) = queries.credit_balances(session, cashier.office.school.id)
    assert (balance.balance_fen, balance.refunding_fen) == (50_000, 30_000)
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    cashier.do(UseCredit(owed.id, 50_000, STEEL_FEE, 50_000))
    assert cashier.refused(RequestRefund(enterprise_id, line_id, 1, "多付")) == "payment.amount"
    cashier.do(RecordRefundPaid(refund_id, cashier.paid_out(30_000)))
    assert cashier.credit(enterprise_id) == 0
    assert cashier.line_row(line_id).used_fen == STEEL_FEE


def test_a_refund_that_bounces_is_the_enterprises_money_again(cashier: Cashier) -> None:
    enterprise_id, line_id = credited(cashier)
    refund_id = credit_refund(cashier, enterprise_id, line_id, STEEL_FEE)
    cashier.do(RecordRefundPaid(refund_id, cashier.paid_out(STEEL_FEE)))
    assert cashier.credit(enterprise_id) == 0
    outcome = cashier.import_lines(cashier.line(STEEL_FEE, takes_back=True, memo="退汇"))
    assert "转回预收余额" in outcome.told[1]
    assert cashier.credit(enterprise_id) == STEEL_FEE
    assert refunds(cashier)[0].bounced
    again = credit_refund(cashier, enterprise_id, line_id, STEEL_FEE)
    cashier.do(RecordRefundPaid(again, cashier.paid_out(STEEL_FEE)))
    with cashier.office.school.reading() as session:
        month = queries.month_end(session, cashier.office.school.id, OWN_ACCOUNT, date(2026, 8, 1))
    assert (month.refunded_fen, month.untold_fen) == (STEEL_FEE, 0)


def test_money_the_bank_took_is_not_refunded(cashier: Cashier) -> None:
    enterprise_id, line_id = credited(cashier)
    refund_id = credit_refund(cashier, enterprise_id, line_id, STEEL_FEE)
    outcome = cashier.import_lines(cashier.line(STEEL_FEE, incoming=False, takes_back=True))
    assert "立即驳回" in outcome.told[-1]
    assert cashier.refused(RequestRefund(enterprise_id, line_id, 1, "多付")) == "refund.reversed"
    assert cashier.line_row(line_id).at_risk
    cashier.check(DecideRefund(refund_id, False, "银行已冲正"))
    assert (cashier.line_row(line_id).at_risk, cashier.credit(enterprise_id)) == (False, 0)


def test_money_the_bank_took_before_the_approval_is_not_approved(cashier: Cashier) -> None:
    enterprise_id, line_id = credited(cashier)
    refund_id = cashier.do(RequestRefund(enterprise_id, line_id, STEEL_FEE, "多付"))["refund_id"]
    assert not refunds(cashier)[0].taken_back
    cashier.import_lines(cashier.line(STEEL_FEE, incoming=False, takes_back=True))
    assert refunds(cashier)[0].taken_back
    refusal = cashier.office.refused(DecideRefund(refund_id, True), cashier.office.second_cashier)
    assert refusal.code == "refund.reversed"
    cashier.check(DecideRefund(refund_id, False, "银行已冲正"))


def test_an_approval_does_not_come_back_once_the_bank_took_the_money(cashier: Cashier) -> None:
    office = cashier.office
    enterprise_id, line_id = credited(cashier)
    refund_id = cashier.do(RequestRefund(enterprise_id, line_id, STEEL_FEE, "多付"))["refund_id"]
    approved = office.school.execute(DecideRefund(refund_id, True), office.second_cashier)
    undone = office.undo(approved.command_id)
    cashier.import_lines(cashier.line(STEEL_FEE, incoming=False, takes_back=True))
    with pytest.raises(RuleViolation, match="不能再同意退费"):
        office.undo(undone.command_id)


def test_a_refund_that_left_after_the_bank_took_the_money_is_recorded(cashier: Cashier) -> None:
    enterprise_id, line_id = credited(cashier)
    refund_id = credit_refund(cashier, enterprise_id, line_id, STEEL_FEE)
    cashier.import_lines(cashier.line(STEEL_FEE, incoming=False, takes_back=True))
    cashier.do(RecordRefundPaid(refund_id, cashier.paid_out(STEEL_FEE)))
    assert refunds(cashier)[0].status is RefundStatus.PAID


def test_a_refused_refund_is_credit_again(cashier: Cashier) -> None:
    enterprise_id, line_id = credited(cashier)
    refund_id = credit_refund(cashier, enterprise_id, line_id, 30_000)
    assert cashier.credit(enterprise_id) == STEEL_FEE - 30_000
    cashier.check(DecideRefund(refund_id, False, "企业撤回"))
    assert cashier.credit(enterprise_id) == STEEL_FEE


def test_who_has_sat_an_exam_is_not_promised_a_refund(cashier: Cashier) -> None:
    """Asked at the request and again at the approval: money that had left could not be recorded any more."""
    office, paid = cashier.office, Paid(cashier)
    with office.school.reading() as session:
        people = enrolment.enrolled(session, office.school.id, batch_id=paid.batch_id)
    asked = office.do(paid.request(STEEL_FEE, people[2].id), office.cashier)["refund_id"]
    for person in people:
        office.do(AttachPhoto(person.id, office.store(person.id.encode())))
    open_accounts(office, people)
    learn(office, people, hours=32)
    plan_id = full_plan(office, *people)
    approve_plan(office, plan_id)
    request = paid.request(STEEL_FEE, people[0].id)
    assert office.refused(request, office.cashier).code == "exam.reported"
    assert office.refused(DecideRefund(asked, True), office.second_cashier).code == "exam.reported"
    office.do(DecideRefund(asked, False, "已参加考试"), office.second_cashier)

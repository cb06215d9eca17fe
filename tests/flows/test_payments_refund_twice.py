"""退费 of one person whose fee came in two transfers: two refunds, each to its own payer, together never more than was paid for them."""

from __future__ import annotations

import pytest

from school_desk.enrollments import queries as enrolment
from school_desk.enrollments.commands import ReplaceTrainee
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import RuleViolation
from school_desk.payments import queries
from school_desk.payments.commands import DecideRefund, RecordRefundPaid, RequestRefund
from school_desk.terms.statuses import EnrollmentStatus, ReceivableStatus, RefundStatus
from tests.flows.cashier import STEEL_FEE, Cashier, person
from tests.school import Office

FIRST, SECOND = 50_000, STEEL_FEE - 50_000
OTHER_PAYER = {"counterparty_name": "湖州石凤劳务有限公司", "counterparty_account": "1205220019100065432"}


class PaidTwice:
    """An 应缴单 whose fee for each person came as FIRST from one payer and SECOND from another, reviewed."""

    def __init__(self, office: Office, heads: int = 1) -> None:
        self.cashier = Cashier(office)
        self.enterprise_id = self.cashier.enterprise()
        self.batch_id = self.cashier.batch(self.enterprise_id, steel=heads)
        (self.owed,) = self.cashier.receivables(self.batch_id)
        self.first = self.cashier.paid_in(heads * FIRST)
        self.second = self.cashier.paid_in(heads * SECOND, **OTHER_PAYER)
        self.cashier.claim(self.first, self.owed.id)
        self.cashier.claim(self.second, self.owed.id)
        self.cashier.review(self.owed.id)

    def people(self) -> list[enrolment.EnrolledRow]:
        with self.cashier.office.school.reading() as session:
            return list(enrolment.enrolled(session, self.cashier.office.school.id, batch_id=self.batch_id))

    def request(self, line_id: str, fen: int, *places: int) -> RequestRefund:
        people = self.people()
        ids = tuple(people[place].id for place in places or (0,))
        return RequestRefund(self.enterprise_id, line_id, fen, "学员离职", self.owed.id, ids)

    def asked(self, line_id: str, fen: int, *places: int) -> str:
        refund_id: str = self.cashier.do(self.request(line_id, fen, *places))["refund_id"]
        return refund_id

    def approved(self, line_id: str, fen: int, *places: int) -> str:
        refund_id = self.asked(line_id, fen, *places)
        self.cashier.check(DecideRefund(refund_id, True))
        return refund_id

    def pay(self, refund_id: str, fen: int, **to: str) -> str:
        """Records the payment; the id of that decision."""
        return self.given(RecordRefundPaid(refund_id, self.cashier.paid_out(fen, **to)))

    def given(self, command: Command) -> str:
        office = self.cashier.office
        actor = office.second_cashier if isinstance(command, DecideRefund) else office.cashier
        return office.school.execute(command, actor).command_id

    def undo_refused(self, command_id: str) -> str:
        before = self.cashier.office.dump()
        with pytest.raises(RuleViolation) as refusal:
            self.cashier.office.undo(command_id)
        assert self.cashier.office.dump() == before
        return refusal.value.code

    def left(self) -> list[int]:
        with self.cashier.office.school.reading() as session:
            rows = queries.refundable_people(session, self.cashier.office.school.id, self.owed.id)
        return [row.left_fen for row in rows]

    def refunds(self) -> list[RefundStatus]:
        with self.cashier.office.school.reading() as session:
            return [row.status for row in queries.refunds(session, self.cashier.office.school.id)]


def test_the_second_half_goes_back_after_the_first_was_paid(office: Office) -> None:
    paid = PaidTwice(office)
    refund_id = paid.approved(paid.first, FIRST)
    paid.cashier.do(RecordRefundPaid(refund_id, paid.cashier.paid_out(FIRST)))
    assert (paid.people()[0].status, paid.left()) == (EnrollmentStatus.REFUNDED, [SECOND])
    second = paid.asked(paid.second, SECOND)
    assert paid.cashier.refused(DecideRefund(second, True)) == "payment.same_person"
    paid.cashier.check(DecideRefund(second, True))
    elsewhere = paid.cashier.paid_out(SECOND)
    assert paid.cashier.refused(RecordRefundPaid(second, elsewhere)) == "refund.other_account"
    paid.cashier.do(RecordRefundPaid(second, paid.cashier.paid_out(SECOND, **OTHER_PAYER)))
    owed = paid.cashier.receivable(paid.owed.id)
    assert (owed.status, owed.head_count, owed.due_fen) == (ReceivableStatus.CANCELLED, 0, 0)
    assert (paid.refunds(), paid.cashier.credit(paid.enterprise_id)) == ([RefundStatus.PAID] * 2, 0)


def test_both_halves_may_be_asked_at_once_and_paid_in_any_order(office: Office) -> None:
    paid = PaidTwice(office, heads=2)
    first, second = paid.approved(paid.first, FIRST), paid.approved(paid.second, SECOND)
    paid.cashier.do(RecordRefundPaid(second, paid.cashier.paid_out(SECOND, **OTHER_PAYER)))
    paid.cashier.do(RecordRefundPaid(first, paid.cashier.paid_out(FIRST)))
    owed = paid.cashier.receivable(paid.owed.id)
    assert (owed.status, owed.head_count, owed.due_fen) == (ReceivableStatus.REVIEWED, 1, STEEL_FEE)
    assert [row.status for row in paid.people()] == [EnrollmentStatus.REFUNDED, EnrollmentStatus.ACTIVE]


def test_together_they_are_never_more_than_was_paid_for_the_person(office: Office) -> None:
    paid = PaidTwice(office, heads=2)
    paid.pay(paid.approved(paid.first, FIRST), FIRST)
    assert paid.cashier.refused(paid.request(paid.second, SECOND + 1)) == "payment.amount"
    assert paid.cashier.refused(paid.request(paid.first, SECOND + 1)) == "payment.amount"
    paid.asked(paid.second, SECOND)
    refusal = office.refused(paid.request(paid.second, 1), office.cashier)
    assert (refusal.code, paid.people()[0].name in refusal.message) == ("refund.enrollments", True)
    assert paid.cashier.refused(paid.request(paid.second, 1, 0, 1)) == "refund.enrollments"
    assert paid.left() == [STEEL_FEE]


def test_who_shares_a_refund_has_an_equal_share_of_it(office: Office) -> None:
    paid = PaidTwice(office, heads=2)
    paid.pay(paid.approved(paid.first, 2 * FIRST - 1, 0, 1), 2 * FIRST - 1)
    assert paid.left() == [SECOND, SECOND]
    assert paid.cashier.refused(paid.request(paid.second, SECOND + 1, 1)) == "payment.amount"
    paid.asked(paid.second, 2 * SECOND, 0, 1)
    assert paid.left() == []


def test_the_first_payment_is_not_undone_before_the_second(office: Office) -> None:
    paid = PaidTwice(office)
    first = paid.pay(paid.approved(paid.first, FIRST), FIRST)
    second = paid.pay(paid.approved(paid.second, SECOND), SECOND, **OTHER_PAYER)
    assert paid.undo_refused(first) == "undo.changed_since"
    office.undo(second)
    office.undo(first)
    assert paid.people()[0].status is EnrollmentStatus.ACTIVE
    assert paid.refunds() == [RefundStatus.APPROVED] * 2


def test_a_refusal_is_not_undone_when_its_money_was_asked_back_again(office: Office) -> None:
    paid = PaidTwice(office, heads=2)
    refused = paid.given(DecideRefund(paid.asked(paid.first, FIRST), False, "先不退"))
    again = paid.given(paid.request(paid.first, STEEL_FEE))
    assert paid.undo_refused(refused) == "refund.moved_on"
    office.undo(again)
    office.undo(refused)


def test_nor_when_the_line_has_no_more_for_it(office: Office) -> None:
    paid = PaidTwice(office, heads=2)
    refused = paid.given(DecideRefund(paid.asked(paid.second, SECOND), False, "先不退"))
    paid.asked(paid.second, 2 * SECOND, 1)
    assert paid.undo_refused(refused) == "refund.moved_on"


def test_nor_when_somebody_else_took_the_place(office: Office) -> None:
    paid = PaidTwice(office)
    refused = paid.given(DecideRefund(paid.asked(paid.first, FIRST), False, "换人"))
    office.do(ReplaceTrainee(paid.people()[0].id, person(77, 2, "钢筋工", "中级工"), "离职"))
    assert paid.undo_refused(refused) == "enrollment.closed"
    assert paid.cashier.refused(paid.request(paid.first, FIRST)) == "enrollment.closed"


def test_a_request_taken_back_does_not_return_beside_another(office: Office) -> None:
    paid = PaidTwice(office)
    request = paid.request(paid.first, FIRST)
    undone = office.undo(paid.given(request)).command_id
    paid.asked(paid.second, SECOND)
    paid.asked(paid.first, FIRST)
    assert paid.undo_refused(undone) == "refund.enrollments"

"""What taking back a step of a 退费 may not do: decide alone what takes two, or bring money back that the bank has."""

from __future__ import annotations

import pytest

from school_desk.enrollments.commands import ReplaceTrainee, WithdrawEnrollment
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.errors import RuleViolation
from school_desk.payments import queries
from school_desk.payments.commands import (
    DecideRefund,
    DecideReview,
    ProposeReview,
    RecordRefundPaid,
    RemoveAllocation,
    RemoveCredit,
    RequestRefund,
)
from school_desk.payments.settings import ONE_PERSON_OFFICE
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.statuses import LineStatus, ReceivableStatus, RefundStatus
from tests.flows.cashier import STEEL_FEE, Cashier, person
from tests.flows.test_payments_refunds import Paid, credit_refund, credited, refunds
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def decided(office: Office, command: Command, actor: Actor) -> str:
    """The id of a decision."""
    return office.school.execute(command, actor).command_id


def refused(office: Office, command_id: str, actor: Actor) -> str:
    """The code with which taking the decision back is refused; nothing changes."""
    before = office.dump()
    with pytest.raises(RuleViolation) as refusal:
        office.undo(command_id, actor)
    assert office.dump() == before
    assert refusal.value.message.endswith("。")
    return refusal.value.code


def test_who_asked_does_not_take_the_refusal_of_an_approved_refund_back(cashier: Cashier) -> None:
    office, paid = cashier.office, Paid(cashier)
    refund_id = paid.approved(STEEL_FEE, paid.people()[0])
    refusal = decided(office, DecideRefund(refund_id, False, "材料是假的"), office.second_cashier)
    assert refused(office, refusal, office.cashier) == "payment.same_person"
    office.undo(refusal, office.second_cashier)
    assert refunds(cashier)[0].status is RefundStatus.APPROVED


def test_who_asked_may_bring_the_request_back_before_the_colleague(cashier: Cashier) -> None:
    office, paid = cashier.office, Paid(cashier)
    refund_id = cashier.do(paid.request(STEEL_FEE, paid.people()[0]))["refund_id"]
    refusal = decided(office, DecideRefund(refund_id, False, "材料不全"), office.second_cashier)
    office.undo(refusal, office.cashier)
    assert refunds(cashier)[0].status is RefundStatus.REQUESTED
    assert cashier.refused(DecideRefund(refund_id, True)) == "payment.same_person"


def test_an_approval_taken_back_is_not_brought_back_by_who_asked(cashier: Cashier) -> None:
    office, paid = cashier.office, Paid(cashier)
    refund_id = cashier.do(paid.request(STEEL_FEE, paid.people()[0]))["refund_id"]
    approval = decided(office, DecideRefund(refund_id, True), office.second_cashier)
    undone = office.undo(approval, office.second_cashier).command_id
    assert refused(office, undone, office.cashier) == "payment.same_person"


def test_in_an_office_of_one_the_refusal_is_taken_back_alone(cashier: Cashier) -> None:
    office, paid = cashier.office, Paid(cashier)
    refund_id = paid.approved(STEEL_FEE, paid.people()[0])
    refusal = decided(office, DecideRefund(refund_id, False, "写错了"), office.second_cashier)
    office.do(ChangeSetting(ONE_PERSON_OFFICE.key, True, office.clock.now().date(), False), office.admin)
    office.undo(refusal, office.cashier)
    assert refunds(cashier)[0].status is RefundStatus.APPROVED


def test_no_undo_of_a_fee_review_passes_a_fee_for_who_proposed_it(cashier: Cashier) -> None:
    """A refusal taken back waits for the colleague again; an approval taken back is brought back only by another person."""
    office = cashier.office
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    (review_id,) = cashier.do(ProposeReview((owed.id,)))["review_ids"]
    refusal = decided(office, DecideReview((review_id,), False, "金额不对"), office.second_cashier)
    office.undo(refusal, office.cashier)
    assert cashier.receivable(owed.id).status is ReceivableStatus.PROPOSED
    assert cashier.refused(DecideReview((review_id,), True)) == "payment.same_person"
    approval = decided(office, DecideReview((review_id,), True), office.second_cashier)
    undone = office.undo(approval, office.second_cashier).command_id
    assert refused(office, undone, office.cashier) == "payment.same_person"


def taken(cashier: Cashier) -> None:
    """The bank takes the STEEL_FEE of `credited` back."""
    cashier.import_lines(cashier.line(STEEL_FEE, incoming=False, takes_back=True))


def test_a_request_taken_back_brings_no_balance_that_the_bank_has(cashier: Cashier) -> None:
    enterprise_id, line_id = credited(cashier)
    asked = decided(cashier.office, RequestRefund(enterprise_id, line_id, STEEL_FEE, "多付"), cashier.office.cashier)
    taken(cashier)
    assert refused(cashier.office, asked, cashier.office.cashier) == "line.taken_back"
    assert cashier.credit(enterprise_id) == 0


def test_a_balance_that_was_removed_is_not_brought_back_either(cashier: Cashier) -> None:
    office = cashier.office
    enterprise_id = cashier.enterprise()
    reviewed, open_ = (cashier.receivables(cashier.batch(enterprise_id, steel=1))[0] for _ in range(2))
    line_id = cashier.paid_in(3 * STEEL_FEE)
    _, claim = cashier.claim(line_id, reviewed.id, open_.id, credit_rest_to=enterprise_id)
    cashier.review(reviewed.id)
    cashier.do(RemoveAllocation(claim))
    with office.school.reading() as session:
        (entry,) = queries.credit_entries(session, office.school.id)
    removed = decided(office, RemoveCredit(entry.id), office.cashier)
    cashier.import_lines(cashier.line(3 * STEEL_FEE, incoming=False, takes_back=True))
    assert cashier.line_row(line_id).status is LineStatus.REVERSED
    assert refused(office, removed, office.cashier) == "line.taken_back"
    assert cashier.credit(enterprise_id) == 0


def test_a_refusal_after_the_bank_took_the_money_is_taken_back_and_given_again(cashier: Cashier) -> None:
    office = cashier.office
    enterprise_id, line_id = credited(cashier)
    refund_id = cashier.do(RequestRefund(enterprise_id, line_id, STEEL_FEE, "多付"))["refund_id"]
    taken(cashier)
    refusal = decided(office, DecideRefund(refund_id, False, "银行已冲正"), office.second_cashier)
    undone = office.undo(refusal).command_id
    assert refunds(cashier)[0].status is RefundStatus.REQUESTED
    office.undo(undone)
    assert (refunds(cashier)[0].status, cashier.credit(enterprise_id)) == (RefundStatus.REJECTED, 0)


def test_money_of_the_school_that_comes_back_is_no_balance_of_who_paid_nothing(cashier: Cashier) -> None:
    """It was paid out though the bank had taken what it gave back: bounced, it is the school's own."""
    enterprise_id, line_id = credited(cashier)
    refund_id = credit_refund(cashier, enterprise_id, line_id, STEEL_FEE)
    taken(cashier)
    cashier.do(RecordRefundPaid(refund_id, cashier.paid_out(STEEL_FEE)))
    told = cashier.import_lines(cashier.line(STEEL_FEE, takes_back=True, memo="退汇")).told
    assert "不用再退" in told[1]
    assert (cashier.credit(enterprise_id), cashier.line_row(line_id).used_fen) == (0, 0)


@pytest.mark.parametrize("approved", [False, True])
def test_nobody_takes_the_place_of_who_is_being_refunded(cashier: Cashier, approved: bool) -> None:
    """The money leaves for the one who left: it must still be recorded for them."""
    paid = Paid(cashier)
    leaving = paid.people()[0]
    refund_id = cashier.do(paid.request(STEEL_FEE, leaving))["refund_id"]
    if approved:
        cashier.check(DecideRefund(refund_id, True))
    for command in (
        ReplaceTrainee(leaving, person(900, 2, "钢筋工", "中级工"), "企业要求"),
        WithdrawEnrollment(leaving, "离职"),
    ):
        refusal = cashier.office.refused(command)
        assert (refusal.code, "正在办理退费" in refusal.message) == ("enrollment.refund_waits", True)
    if not approved:
        cashier.check(DecideRefund(refund_id, True))
    cashier.do(RecordRefundPaid(refund_id, cashier.paid_out(STEEL_FEE)))


def test_after_the_refusal_of_a_refund_another_takes_the_place(cashier: Cashier) -> None:
    paid = Paid(cashier)
    leaving = paid.people()[0]
    refund_id = paid.approved(STEEL_FEE, leaving)
    refusal = decided(cashier.office, DecideRefund(refund_id, False, "改为换人"), cashier.office.second_cashier)
    cashier.office.do(ReplaceTrainee(leaving, person(900, 2, "钢筋工", "中级工"), "企业要求"))
    assert refused(cashier.office, refusal, cashier.office.second_cashier) == "enrollment.closed"


def test_no_undo_takes_away_who_is_being_refunded(cashier: Cashier) -> None:
    office, paid = cashier.office, Paid(cashier)
    leaving = paid.people()[0]
    replaced = office.school.execute(
        ReplaceTrainee(leaving, person(900, 2, "钢筋工", "中级工"), "企业要求"), office.clerk
    )
    refund_id = paid.approved(STEEL_FEE, replaced.result["enrollment_id"])
    assert refused(office, replaced.command_id, office.clerk) == "enrollment.refund_waits"
    cashier.check(DecideRefund(refund_id, False, "不退了"))
    undone = office.undo(replaced.command_id).command_id
    paid.approved(STEEL_FEE, leaving)
    assert refused(office, undone, office.admin_of_all()) == "enrollment.refund_waits"

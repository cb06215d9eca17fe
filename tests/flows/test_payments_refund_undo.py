"""What taking back a step of a 退费 may not do: decide alone what takes two, or bring money back that the bank has."""

from __future__ import annotations

import pytest

from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.errors import RuleViolation
from school_desk.payments.commands import DecideRefund, DecideReview, ProposeReview
from school_desk.payments.settings import ONE_PERSON_OFFICE
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.statuses import ReceivableStatus, RefundStatus
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.flows.test_payments_refunds import Paid, refunds
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

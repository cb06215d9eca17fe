"""费用审核 between payment and study account: proposed by one person, decided by another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from school_desk.kernel.commands import Context, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.overview.journal_list import whole_journal
from school_desk.payments import queries
from school_desk.payments.commands import DecideReview, ProposeReview, ReverseAllocation
from school_desk.payments.events import FeeReversed, FeeReviewed, FeeReviewTakenBack
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.statuses import InvoiceStatus, ReceivableStatus
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.school import Office

told: list[Any] = []
objecting: list[bool] = []


@reacts(FeeReviewed)
@reacts(FeeReviewTakenBack)
@reacts(FeeReversed)
def listen(_context: Context, event: Any) -> None:
    told.append(event)
    if isinstance(event, FeeReviewTakenBack) and objecting:
        raise RuleViolation("test.objects", "已开通学习账号，不能撤销。")


@pytest.fixture
def cashier(office: Office) -> Cashier:
    told.clear()
    objecting.clear()
    return Cashier(office)


def paid(cashier: Cashier) -> tuple[str, str]:
    """A paid 应缴单 and its claim."""
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    (claim,) = cashier.claim(cashier.paid_in(STEEL_FEE, booked_at=cashier.at(2026, 8, 1, 9)), owed.id)
    return owed.id, claim


def propose(cashier: Cashier, *receivable_ids: str) -> tuple[str, ...]:
    return tuple(cashier.do(ProposeReview(receivable_ids))["review_ids"])


def invoices(cashier: Cashier) -> list[InvoiceStatus]:
    with cashier.office.school.reading() as session:
        return [row.status for row in queries.invoices(session, cashier.office.school.id)]


def test_a_second_person_passes_the_fee_and_later_steps_are_told(cashier: Cashier) -> None:
    receivable_id, _ = paid(cashier)
    review_ids = propose(cashier, receivable_id)
    with cashier.office.school.reading() as session:
        ((waiting, detail),) = queries.review_queue(session, cashier.office.school.id)
    assert (waiting.id, waiting.proposed_by, detail.allocations[0].amount_fen) == (review_ids[0], "钱会计", STEEL_FEE)
    assert cashier.refused(DecideReview(review_ids, True)) == "payment.same_person"
    told.clear()
    cashier.office.school.execute(DecideReview(review_ids, True), cashier.office.second_cashier)
    owed = cashier.receivable(receivable_id)
    assert owed.status is ReceivableStatus.REVIEWED
    assert told == [
        FeeReviewed(owed.id, owed.batch_id, owed.plan_id, owed.enterprise_id, date(2026, 8, 1)),
    ]
    assert invoices(cashier) == [InvoiceStatus.TO_ISSUE]


def test_only_a_fee_paid_in_full_is_proposed(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    cashier.claim(cashier.paid_in(STEEL_FEE - 1), owed.id)
    assert cashier.refused(ProposeReview((owed.id,))) == "review.not_paid"
    cashier.claim(cashier.paid_in(1), owed.id)
    review_ids = propose(cashier, owed.id)
    assert cashier.refused(ProposeReview((owed.id,))) == "review.not_paid"
    cashier.check(DecideReview(review_ids, True))
    again = cashier.office.refused(DecideReview(review_ids, True), cashier.office.second_cashier)
    unknown = cashier.office.refused(DecideReview(("nowhere",), True), cashier.office.second_cashier)
    assert (again.code, unknown.code) == ("review.decided", "review.unknown")


def test_a_refused_fee_goes_back_with_a_reason(cashier: Cashier) -> None:
    receivable_id, _ = paid(cashier)
    review_ids = propose(cashier, receivable_id)
    refusal = cashier.office.refused(DecideReview(review_ids, False), cashier.office.second_cashier)
    assert refusal.field == "reason"
    cashier.check(DecideReview(review_ids, False, "付款单位不符"))
    with cashier.office.school.reading() as session:
        detail = queries.receivable(session, cashier.office.school.id, receivable_id)
        assert queries.review_queue(session, cashier.office.school.id) == ()
    assert detail is not None
    assert (detail.receivable.status, detail.receivable.paid_on) == (ReceivableStatus.PAID, date(2026, 8, 1))
    assert (detail.reviews[0].approved, detail.reviews[0].reason) == (False, "付款单位不符")
    assert (told, invoices(cashier)) == ([], [])
    cashier.review(receivable_id)


def test_a_one_person_office_may_decide_alone(cashier: Cashier) -> None:
    receivable_id, _ = paid(cashier)
    cashier.office.do(ChangeSetting("payments.one_person_office", True, date(2026, 8, 1)), cashier.office.admin)
    cashier.do(DecideReview(propose(cashier, receivable_id), True))
    with cashier.office.school.reading() as session:
        school_id = cashier.office.school.id
        detail = queries.receivable(session, school_id, receivable_id)
        done = {(row.label, row.actor) for row in whole_journal(session, school_id)}
    assert detail is not None
    assert (detail.reviews[0].proposed_by, detail.reviews[0].decided_by) == ("钱会计", "钱会计")
    assert {(ProposeReview.label, "钱会计"), (DecideReview.label, "钱会计"), (ChangeSetting.label, "管理员")} <= done


def test_one_that_may_not_be_decided_refuses_all(cashier: Cashier) -> None:
    receivable_id, _ = paid(cashier)
    review_ids = propose(cashier, receivable_id)
    cashier.office.refused(DecideReview((*review_ids, "nowhere"), True), cashier.office.second_cashier)
    assert cashier.receivable(receivable_id).status is ReceivableStatus.PROPOSED


def test_later_steps_may_object_to_undoing_and_to_reversing(cashier: Cashier) -> None:
    receivable_id, claim = paid(cashier)
    decided = cashier.office.school.execute(
        DecideReview(propose(cashier, receivable_id), True), cashier.office.second_cashier
    )
    objecting.append(True)
    with pytest.raises(RuleViolation, match="已开通学习账号"):
        cashier.office.undo(decided.command_id)
    assert cashier.refused(ReverseAllocation(claim, STEEL_FEE, "认错企业")) == "test.objects"
    objecting.clear()
    told.clear()
    cashier.office.school.execute(ReverseAllocation(claim, STEEL_FEE, "认错企业"), cashier.office.cashier)
    assert [type(event) for event in told] == [FeeReviewTakenBack, FeeReversed]
    assert invoices(cashier) == []


def test_an_undone_review_waits_again(cashier: Cashier) -> None:
    receivable_id, _ = paid(cashier)
    decided = cashier.office.school.execute(
        DecideReview(propose(cashier, receivable_id), True), cashier.office.second_cashier
    )
    cashier.office.undo(decided.command_id)
    assert cashier.receivable(receivable_id).status is ReceivableStatus.PROPOSED
    assert invoices(cashier) == []


def test_lists_count_what_is_in_which_state(cashier: Cashier) -> None:
    receivable_id, _ = paid(cashier)
    with cashier.office.school.reading() as session:
        school_id = cashier.office.school.id
        assert queries.receivable_counts(session, school_id) == {ReceivableStatus.PAID: 1}
        owner = cashier.receivable(receivable_id).enterprise_id
        assert len(queries.receivables(session, school_id, enterprise_id=owner)) == 1
        assert queries.receivables(session, school_id, statuses=(ReceivableStatus.OPEN,)) == ()
        assert queries.receivable(session, school_id, "nowhere") is None


def test_money_that_the_bank_took_back_is_not_reviewed_again(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    (claim,) = cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    review_ids = propose(cashier, owed.id)
    decided = cashier.office.school.execute(DecideReview(review_ids, True), cashier.office.second_cashier)
    cashier.import_lines(cashier.line(STEEL_FEE, incoming=False, takes_back=True))
    cashier.office.undo(decided.command_id)
    again = cashier.office.refused(DecideReview(review_ids, True), cashier.office.second_cashier)
    cashier.check(DecideReview(review_ids, False, "款已冲正"))
    assert {again.code, cashier.refused(ProposeReview((owed.id,)))} == {"review.money_gone"}
    cashier.do(ReverseAllocation(claim, STEEL_FEE, "银行冲正"))
    assert cashier.receivable(owed.id).status is ReceivableStatus.OPEN

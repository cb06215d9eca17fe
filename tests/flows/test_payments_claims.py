"""认领: a line's money goes to what is owed, never more than there is, and every claim can be taken back alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from school_desk.kernel.errors import RuleViolation
from school_desk.payments import queries
from school_desk.payments.commands import (
    AllocateTransfer,
    DismissProposal,
    MarkNotTuition,
    Part,
    ProposeReview,
    PutOnHold,
    ReleaseLine,
    RemoveAllocation,
    RemoveCredit,
    RequestRefund,
    ReverseAllocation,
    UseCredit,
)
from school_desk.terms.statuses import LineStatus, ReceivableStatus
from tests.flows.cashier import BRICK_FEE, COMPANY_ACCOUNT, STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def ask(cashier: Cashier, question: Any, *arguments: Any, **named: Any) -> Any:
    with cashier.office.school.reading() as session:
        return question(session, cashier.office.school.id, *arguments, **named)


def test_one_line_pays_several_fees_and_the_rest_is_kept_for_the_enterprise(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    steel, brick = cashier.receivables(cashier.batch(enterprise_id, steel=1, brick=1))
    line_id = cashier.paid_in(STEEL_FEE + BRICK_FEE + 500)
    cashier.claim(line_id, steel.id, brick.id, credit_rest_to=enterprise_id)
    assert [cashier.receivable(row.id).status for row in (steel, brick)] == [ReceivableStatus.PAID] * 2
    assert (cashier.line_row(line_id).status, cashier.credit(enterprise_id)) == (LineStatus.CLAIMED, 500)


def test_several_lines_pay_one_fee_which_is_paid_on_the_day_of_the_last(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    late = cashier.paid_in(STEEL_FEE - 30_000, booked_at=cashier.at(2026, 8, 7, 15))
    early = cashier.paid_in(30_000, booked_at=cashier.at(2026, 8, 5, 9))
    cashier.claim(late, owed.id)
    assert cashier.receivable(owed.id).status is ReceivableStatus.PART_PAID
    cashier.claim(early, owed.id)
    paid = cashier.receivable(owed.id)
    assert (paid.status, paid.paid_on, paid.open_fen) == (ReceivableStatus.PAID, date(2026, 8, 7), 0)


def test_a_claim_never_exceeds_the_line_or_the_fee(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    big, small = cashier.paid_in(STEEL_FEE * 2), cashier.paid_in(100)
    for line_id, rest, fen in (
        (big, STEEL_FEE * 2, STEEL_FEE + 1),
        (small, 100, 101),
        (small, 100, 0),
        (small, 100, -1),
    ):
        assert cashier.refused(AllocateTransfer(line_id, rest, (Part(owed.id, fen, STEEL_FEE),))) == "payment.amount"
    twice = (Part(owed.id, 50, STEEL_FEE), Part(owed.id, 50, STEEL_FEE))
    assert cashier.refused(AllocateTransfer(small, 100, twice)) == "allocation.twice"
    assert cashier.refused(AllocateTransfer(small, 100)) == "allocation.empty"
    assert cashier.refused(AllocateTransfer("nowhere", 100)) == "line.unknown"
    assert cashier.refused(AllocateTransfer(small, 100, (Part("nowhere", 1, 1),))) == "receivable.unknown"
    out = cashier.paid_out(100)
    assert cashier.refused(AllocateTransfer(out, 100, (Part(owed.id, 100, STEEL_FEE),))) == "line.direction"


def test_a_claim_on_what_has_changed_since_it_was_seen_is_refused(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    first, second = cashier.paid_in(30_000), cashier.paid_in(STEEL_FEE)
    cashier.claim(first, owed.id)
    assert (
        cashier.refused(AllocateTransfer(second, STEEL_FEE, (Part(owed.id, 50_000, STEEL_FEE),))) == "payment.changed"
    )
    assert cashier.refused(AllocateTransfer(second, 1, (Part(owed.id, 50_000, 50_000),))) == "payment.changed"


def test_a_persons_transfer_needs_a_reason(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    line_id = cashier.paid_in(STEEL_FEE, counterparty_name="姚锡庆", counterparty_account="6222080000000000001")
    part = Part(owed.id, STEEL_FEE, STEEL_FEE)
    assert cashier.refused(AllocateTransfer(line_id, STEEL_FEE, (part,))) == "payment.personal"
    cashier.do(AllocateTransfer(line_id, STEEL_FEE, (part,), personal_reason="法人代付，已说明"))
    detail = ask(cashier, queries.line_detail, line_id)
    assert detail.allocations[0].reasons == ("个人付款：法人代付，已说明",)


def test_each_claim_is_taken_back_alone_until_the_review(cashier: Cashier) -> None:
    steel, brick = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1, brick=1))
    line_id = cashier.paid_in(STEEL_FEE + BRICK_FEE)
    for_steel, for_brick = cashier.claim(line_id, steel.id, brick.id)
    cashier.do(RemoveAllocation(for_steel))
    assert cashier.line_row(line_id).rest_fen == STEEL_FEE
    assert cashier.receivable(steel.id).status is ReceivableStatus.OPEN
    cashier.do(ProposeReview((brick.id,)))
    assert cashier.refused(RemoveAllocation(for_brick)) == "allocation.reviewed"
    assert cashier.refused(ReverseAllocation(for_brick, BRICK_FEE, "认错企业")) == "allocation.in_review"
    assert cashier.refused(RemoveAllocation("nowhere")) == "allocation.unknown"


def test_after_the_review_a_claim_is_reversed_by_a_counter_row(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    line_id = cashier.paid_in(STEEL_FEE)
    (claim,) = cashier.claim(line_id, owed.id)
    cashier.review(owed.id)
    assert cashier.refused(ReverseAllocation(claim, STEEL_FEE, " ")) == "payment.required"
    assert cashier.refused(ReverseAllocation(claim, 1, "认错企业")) == "payment.changed"
    cashier.do(ReverseAllocation(claim, STEEL_FEE, "认错企业"))
    assert cashier.receivable(owed.id).status is ReceivableStatus.OPEN
    assert (cashier.line_row(line_id).status, cashier.line_row(line_id).rest_fen) == (LineStatus.UNCLAIMED, STEEL_FEE)
    rows = ask(cashier, queries.allocations, receivable_id=owed.id)
    assert [(row.amount_fen, row.standing_fen) for row in rows] == [(STEEL_FEE, 0), (-STEEL_FEE, 0)]
    assert cashier.refused(ReverseAllocation(claim, 0, "再来")) == "payment.amount"
    assert cashier.refused(ReverseAllocation(rows[1].id, STEEL_FEE, "反冲")) == "allocation.unknown"
    assert cashier.refused(RemoveAllocation(claim)) == "allocation.partly_gone"
    cashier.claim(line_id, owed.id)
    cashier.review(owed.id)


def test_money_that_came_before_the_enrolment_waits_and_then_pays(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    first, second = cashier.paid_in(50_000), cashier.paid_in(50_000)
    for line_id in (first, second):
        cashier.do(AllocateTransfer(line_id, 50_000, credit_rest_to=enterprise_id))
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    assert cashier.refused(UseCredit(owed.id, STEEL_FEE, STEEL_FEE, 1)) == "payment.changed"
    assert cashier.refused(UseCredit(owed.id, STEEL_FEE, 1, 100_000)) == "payment.changed"
    cashier.office.move_to(2026, 8, 6)
    first_use, _ = cashier.do(UseCredit(owed.id, STEEL_FEE, STEEL_FEE, 100_000))["allocation_ids"]
    assert cashier.credit(enterprise_id) == 20_000
    assert cashier.receivable(owed.id).paid_on == date(2026, 8, 6)
    cashier.do(RemoveAllocation(first_use))
    assert cashier.credit(enterprise_id) == 70_000
    assert cashier.receivable(owed.id).open_fen == 50_000


def test_reversed_credit_is_credit_again(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    line_id = cashier.paid_in(STEEL_FEE)
    cashier.do(AllocateTransfer(line_id, STEEL_FEE, credit_rest_to=enterprise_id))
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    (use,) = cashier.do(UseCredit(owed.id, STEEL_FEE, STEEL_FEE, STEEL_FEE))["allocation_ids"]
    cashier.review(owed.id)
    cashier.do(ReverseAllocation(use, STEEL_FEE, "换一批缴"))
    assert cashier.credit(enterprise_id) == STEEL_FEE
    assert cashier.line_row(line_id).status is LineStatus.CLAIMED
    entries = ask(cashier, queries.credit_entries, enterprise_id=enterprise_id)
    assert [row.removable for row in entries] == [False, False, False]
    assert cashier.refused(RemoveCredit(entries[-1].id)) == "credit.unknown"


def test_credit_goes_back_to_its_line_while_unused(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    line_id = cashier.paid_in(STEEL_FEE)
    cashier.do(AllocateTransfer(line_id, STEEL_FEE, credit_rest_to=enterprise_id))
    (entry,) = ask(cashier, queries.credit_entries, enterprise_id=enterprise_id)
    cashier.do(RemoveCredit(entry.id))
    assert (cashier.line_row(line_id).rest_fen, cashier.credit(enterprise_id)) == (STEEL_FEE, 0)


def test_credit_that_is_used_or_being_refunded_stays(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    line_id = cashier.paid_in(STEEL_FEE)
    claim = cashier.office.school.execute(
        AllocateTransfer(line_id, STEEL_FEE, credit_rest_to=enterprise_id), cashier.office.cashier
    )
    (entry,) = ask(cashier, queries.credit_entries, enterprise_id=enterprise_id)
    cashier.do(RequestRefund(enterprise_id, line_id, STEEL_FEE, "多付"))
    assert cashier.refused(RemoveCredit(entry.id)) == "credit.used"
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    assert cashier.refused(UseCredit(owed.id, STEEL_FEE, STEEL_FEE, 0)) == "payment.amount"
    with pytest.raises(RuleViolation, match="不能撤销"):
        cashier.office.undo(claim.command_id)


def test_one_transfer_pays_for_two_enterprises_of_a_group(cashier: Cashier) -> None:
    first, second = cashier.enterprise(), cashier.enterprise(1)
    (one,), (other,) = (cashier.receivables(cashier.batch(owner, steel=1)) for owner in (first, second))
    line_id = cashier.paid_in(STEEL_FEE * 2, counterparty_name="浙江衡棠控股集团有限公司")
    cashier.claim(line_id, one.id, other.id)
    payers = ask(cashier, queries.known_payers)
    assert {(payer.account, payer.enterprise_id) for payer in payers} == {
        (COMPANY_ACCOUNT, first),
        (COMPANY_ACCOUNT, second),
    }


def test_a_paying_account_is_learnt_from_claims_and_unlearnt_with_them(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    half = STEEL_FEE // 2
    (claim,), _ = cashier.claim(cashier.paid_in(half), owed.id), cashier.claim(cashier.paid_in(half), owed.id)
    (payer,) = ask(cashier, queries.known_payers)
    assert (payer.account, payer.confirmed_times) == (COMPANY_ACCOUNT, 2)
    cashier.do(RemoveAllocation(claim))
    (payer,) = ask(cashier, queries.known_payers)
    assert payer.confirmed_times == 1


def test_lines_are_set_aside_and_taken_up_again(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    line_id = cashier.paid_in(3_742, counterparty_name="", memo="结息")
    cashier.do(PutOnHold(line_id, "问银行"))
    assert cashier.refused(AllocateTransfer(line_id, 3_742, (Part(owed.id, 3_742, STEEL_FEE),))) == "line.not_claimable"
    cashier.do(MarkNotTuition(line_id, "利息"))
    assert cashier.line_row(line_id).status_reason == "利息"
    assert cashier.refused(PutOnHold(line_id)) == "line.step"
    cashier.do(ReleaseLine(line_id))
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED
    cashier.claim(line_id, owed.id)
    assert cashier.refused(MarkNotTuition(line_id)) == "line.step"
    assert cashier.refused(ReleaseLine(line_id)) == "line.step"


def test_part_of_a_claimed_line_may_wait_but_not_be_something_else(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    line_id = cashier.paid_in(STEEL_FEE + 100)
    (claim,) = cashier.claim(line_id, owed.id)
    assert cashier.refused(MarkNotTuition(line_id)) == "line.in_use"
    cashier.do(PutOnHold(line_id, "多出的钱待问"))
    cashier.do(RemoveAllocation(claim))
    assert cashier.line_row(line_id).status is LineStatus.ON_HOLD
    cashier.do(ReleaseLine(line_id))
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED


def test_proposals_name_what_a_line_pays_and_a_dismissed_one_does_not_come_again(cashier: Cashier) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=2)
    (owed,) = cashier.receivables(batch_id)
    line_id = cashier.paid_in(owed.due_fen, memo=f"培训费 {owed.payment_code}")
    cashier.paid_in(999)
    (first, *_) = ask(cashier, queries.proposals, line_id).proposals
    assert (first.parts, first.certain) == (((owed.id, owed.due_fen),), True)
    assert first.reasons
    cashier.do(DismissProposal(line_id, (owed.id,)))
    cashier.do(DismissProposal(line_id, (owed.id, owed.id)))
    assert ask(cashier, queries.proposals, line_id).proposals == ()


def test_lists_find_lines_by_state_word_and_amount(cashier: Cashier) -> None:
    first = cashier.paid_in(80_000, memo="培训费第一笔")
    second = cashier.paid_in(60_000, counterparty_name="湖州恒泰建筑劳务有限公司")
    cashier.do(PutOnHold(second, ""))
    assert ask(cashier, queries.line_counts) == {LineStatus.UNCLAIMED: 1, LineStatus.ON_HOLD: 1}
    for named, found in (
        ({"search": "第一笔"}, [first]),
        ({"search": "恒泰 600"}, [second]),
        ({"search": "600.00 培训费第一"}, []),
        ({"statuses": (LineStatus.ON_HOLD,)}, [second]),
    ):
        assert [row.id for row in ask(cashier, queries.lines, **named)] == found


def test_a_lines_detail_shows_what_its_payer_paid_before(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    cashier.claim(cashier.paid_in(30_000), owed.id)
    detail = ask(cashier, queries.line_detail, cashier.paid_in(50_000))
    (past,) = detail.past_payments
    assert (past.amount_fen, past.receivable_number) == (30_000, owed.number)
    assert ask(cashier, queries.line_detail, "nowhere") is None


def test_lines_of_one_amount_are_found_for_a_slip_or_a_refund(cashier: Cashier) -> None:
    found = cashier.paid_in(30_000)
    cashier.paid_in(30_001)
    waiting = (LineStatus.UNCLAIMED,)
    rows = ask(cashier, queries.lines_like, incoming=True, amount_fen=30_000, statuses=waiting)
    assert [row.id for row in rows] == [found]
    assert ask(cashier, queries.lines_like, incoming=False, amount_fen=30_000, statuses=waiting) == ()

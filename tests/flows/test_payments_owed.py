"""公对公转账缴费: what an enterprise owes follows whom it enrols, until the fee is reviewed."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.enrollments import queries as enrolment
from school_desk.enrollments.commands import ReplaceTrainee, WithdrawEnrollment
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.payments import queries
from school_desk.payments.commands import DecideReview, ProposeReview, UseCredit
from school_desk.terms.statuses import ReceivableStatus
from tests.flows.cashier import BRICK_FEE, STEEL_FEE, Cashier, person
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def people_of(cashier: Cashier, batch_id: str) -> list[str]:
    with cashier.office.school.reading() as session:
        found = enrolment.enrolled(session, cashier.office.school.id, batch_id=batch_id, active_only=True)
    return [row.id for row in found]


def test_a_batch_owes_one_fee_for_each_plan(cashier: Cashier) -> None:
    steel, brick = cashier.receivables(cashier.batch(cashier.enterprise(), steel=3, brick=2))
    assert (steel.number, brick.number) == ("YJBM20260001-1", "YJBM20260001-2")
    assert (steel.trade, steel.head_count, steel.due_fen) == ("钢筋工", 3, 3 * STEEL_FEE)
    assert (brick.level.label, brick.head_count, brick.due_fen) == ("初级工", 2, 2 * BRICK_FEE)
    assert steel.status is ReceivableStatus.OPEN


def test_people_added_to_the_batch_are_added_to_what_it_owes(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    batch_id = cashier.batch(enterprise_id, steel=2)
    (before,) = cashier.receivables(batch_id)
    cashier.claim(cashier.paid_in(before.due_fen), before.id)
    cashier.enrol(enterprise_id, steel=1, brick=1, into=batch_id)
    steel, brick = cashier.receivables(batch_id)
    assert (steel.id, steel.open_fen, steel.status) == (before.id, STEEL_FEE, ReceivableStatus.PART_PAID)
    assert steel.paid_on is None
    assert brick.number.endswith("-2")


def test_a_withdrawn_place_is_no_longer_owed_and_what_was_paid_for_it_is_kept_for_the_enterprise(
    cashier: Cashier,
) -> None:
    enterprise_id = cashier.enterprise()
    batch_id = cashier.batch(enterprise_id, steel=2)
    (owed,) = cashier.receivables(batch_id)
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    first, second = people_of(cashier, batch_id)
    cashier.office.do(WithdrawEnrollment(first, "离职"))
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID
    assert cashier.receivable(owed.id).paid_on == date(2026, 8, 3)
    cashier.office.do(WithdrawEnrollment(second, "离职"))
    assert cashier.receivable(owed.id).status is ReceivableStatus.CANCELLED
    assert cashier.credit(enterprise_id) == STEEL_FEE
    assert cashier.line_row(cashier.line_id_of(0)).used_fen == STEEL_FEE


def test_somebody_enrolled_after_all_left_opens_the_fee_again(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    batch_id = cashier.batch(enterprise_id, steel=1)
    (owed,) = cashier.receivables(batch_id)
    cashier.office.do(WithdrawEnrollment(people_of(cashier, batch_id)[0], "离职"))
    cashier.enrol(enterprise_id, steel=1, into=batch_id)
    assert cashier.receivable(owed.id).status is ReceivableStatus.OPEN


def test_a_replaced_person_keeps_the_fee_as_it_is(cashier: Cashier) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    (owed,) = cashier.receivables(batch_id)
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    cashier.review(owed.id)
    cashier.office.do(ReplaceTrainee(people_of(cashier, batch_id)[0], person(90, 2, "钢筋工", "中级工"), "离职"))
    assert cashier.receivable(owed.id).status is ReceivableStatus.REVIEWED
    assert cashier.receivable(owed.id).head_count == 1


@pytest.mark.parametrize("reviewed", [False, True])
def test_once_before_the_reviewer_the_number_of_people_stands(cashier: Cashier, reviewed: bool) -> None:
    enterprise_id = cashier.enterprise()
    batch_id = cashier.batch(enterprise_id, steel=2)
    (owed,) = cashier.receivables(batch_id)
    cashier.claim(cashier.paid_in(owed.due_fen), owed.id)
    review_ids = tuple(cashier.do(ProposeReview((owed.id,)))["review_ids"])
    if reviewed:
        cashier.check(DecideReview(review_ids, True))
    refusal = cashier.office.refused(WithdrawEnrollment(people_of(cashier, batch_id)[0], "离职"))
    assert (refusal.code, "退费" in refusal.message) == ("receivable.reviewed", True)


def test_credit_of_one_withdrawal_pays_another_batch_and_then_the_withdrawal_stands(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    batch_id = cashier.batch(enterprise_id, steel=1)
    (owed,) = cashier.receivables(batch_id)
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    withdrawn = cashier.office.school.execute(
        WithdrawEnrollment(people_of(cashier, batch_id)[0], "离职"), cashier.office.clerk
    )
    (next_owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=0, brick=1))
    cashier.do(UseCredit(next_owed.id, BRICK_FEE, BRICK_FEE, STEEL_FEE))
    assert cashier.credit(enterprise_id) == STEEL_FEE - BRICK_FEE
    with pytest.raises(RuleViolation, match="不能撤销"):
        cashier.office.undo(withdrawn.command_id)


def test_the_payment_notice_says_what_to_pay_where_and_until_when(cashier: Cashier) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=2, brick=1)
    with cashier.office.school.reading() as session:
        notice = queries.payment_notice_facts(session, cashier.office.school.id, batch_id, date(2026, 8, 3))
    assert notice is not None
    assert (notice.payee_name, notice.payee_account, notice.payee_bank) == (
        "湖州市吴兴区城建职业技能培训学校",
        "1205220109200069722",
        "工行湖州红丰支行",
    )
    assert [(item.trade, item.head_count) for item in notice.items] == [("钢筋工", 2), ("砌筑工", 1)]
    assert format_yuan(notice.due_fen) == "2,200.00"
    assert notice.due_on == date(2026, 8, 10)
    assert (notice.contact, notice.mobile) == ("陈静", "15000007357")


def test_what_is_not_paid_in_time_is_reminded_of(cashier: Cashier) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1, brick=1)
    steel, brick = cashier.receivables(batch_id)
    cashier.claim(cashier.paid_in(BRICK_FEE), brick.id)
    with cashier.office.school.reading() as session:
        assert queries.overdue(session, cashier.office.school.id, date(2026, 8, 13)) == ()
        (late,) = queries.overdue(session, cashier.office.school.id, date(2026, 8, 14))
    assert (late.batch_id, late.open_fen, late.days) == (batch_id, STEEL_FEE, 11)
    assert [row.id for row in late.receivables] == [steel.id]

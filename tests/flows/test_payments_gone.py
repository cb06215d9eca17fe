"""冲正 after the 费用审核: what came after it stands still and says so, until the fee is paid and reviewed again."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.certificates.commands import ExportPush, RecordPrinted
from school_desk.certificates.queries import certificates
from school_desk.enrollments.commands import WithdrawEnrollment
from school_desk.exams.commands import ApplyForExam
from school_desk.learning.commands import AccountResultEntry, ExportAccounts, RecordAccountResults
from school_desk.learning.queries import AccountRow, accounts
from school_desk.payments import queries
from school_desk.payments.commands import DecideReview, ProposeReview, ReverseAllocation
from school_desk.terms.labels import FEE_GONE
from school_desk.terms.statuses import LineStatus, ReceivableStatus, StudyAccountStatus, Subject
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.results import approved_scores, import_numbers, number_entry
from tests.school import Office

FEE = 2 * STEEL_FEE


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def accounts_of(cashier: Cashier) -> tuple[AccountRow, ...]:
    with cashier.office.school.reading() as session:
        return accounts(session, cashier.office.school.id, date(2026, 8, 3))


def gone(cashier: Cashier) -> int:
    with cashier.office.school.reading() as session:
        return len(queries.fees_gone(session, cashier.office.school.id))


def reviewed(cashier: Cashier) -> tuple[str, str]:
    """A reviewed 应缴单 of two people and its claim."""
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=2))
    (claim,) = cashier.claim(cashier.paid_in(FEE), owed.id)
    cashier.review(owed.id)
    return owed.id, claim


def taken_back(cashier: Cashier) -> tuple[str, ...]:
    told: tuple[str, ...] = cashier.import_lines(cashier.line(FEE, incoming=False, takes_back=True)).told
    return told


def apply_reasons(cashier: Cashier, enrollment_id: str) -> tuple[str, ...]:
    (row,) = cashier.office.do(ApplyForExam((enrollment_id,), tuple(Subject)))
    assert row.state == "failed"
    reasons: tuple[str, ...] = row.reasons
    return reasons


def test_accounts_are_not_handed_out_and_nobody_applies_on_money_that_is_gone(cashier: Cashier) -> None:
    receivable_id, claim = reviewed(cashier)
    first, second = (row.person for row in accounts_of(cashier))
    cashier.office.do(ExportAccounts((first.id,)))
    cashier.office.do(RecordAccountResults("结果.xlsx", (AccountResultEntry(2, first.id_number, first.name, True),)))
    assert FEE_GONE not in apply_reasons(cashier, first.id)
    told = taken_back(cashier)
    assert "导出学习账号、申请考试、编入考核计划、打印和推送证书已停办" in told[1]
    (row,) = cashier.office.do(ExportAccounts((second.id,)))
    assert (row.state, row.reasons) == ("failed", (f"{FEE_GONE}。",))
    told_in_the_queue = {row.person.id: (row.fee_gone, row.reason) for row in accounts_of(cashier)}
    assert told_in_the_queue == {first.id: (True, None), second.id: (True, FEE_GONE)}
    assert FEE_GONE in apply_reasons(cashier, first.id)
    # The bank's word is final: the claim goes although an account is open, and what was built stays frozen.
    cashier.do(ReverseAllocation(claim, FEE, "银行冲正"))
    owed = cashier.receivable(receivable_id)
    assert (owed.status, owed.open_fen, gone(cashier)) == (ReceivableStatus.OPEN, FEE, 1)
    assert [(row.person.id, row.status) for row in accounts_of(cashier)] == [(first.id, StudyAccountStatus.OPENED)]
    assert FEE_GONE in apply_reasons(cashier, first.id)
    cashier.claim(cashier.paid_in(FEE), receivable_id)
    assert gone(cashier) == 1, "paid is not reviewed"
    review_ids = tuple(cashier.do(ProposeReview((receivable_id,)))["review_ids"])
    # Not by `check`, which proves the undo: an open account holds its review.
    cashier.office.school.execute(DecideReview(review_ids, True), cashier.office.second_cashier)
    assert gone(cashier) == 0
    assert FEE_GONE not in apply_reasons(cashier, first.id)
    assert [row.state for row in cashier.office.do(ExportAccounts((second.id,)))] == ["imported"]


def test_certificates_are_neither_printed_nor_pushed_on_money_that_is_gone(office: Office) -> None:
    _, (person,) = approved_scores(office, 1)
    import_numbers(office, number_entry(person, "N1"))
    with office.school.reading() as session:
        (held,) = certificates(session, office.school.id)
    cashier = Cashier(office)
    (owed,) = cashier.receivables(person.batch_id)
    cashier.claim(cashier.paid_in(owed.due_fen), owed.id)
    cashier.import_lines(cashier.line(owed.due_fen, incoming=False, takes_back=True))
    (row,) = office.do(ExportPush((held.id,)), office.examiner).rows
    assert (row.state, row.reasons) == ("failed", (f"{FEE_GONE}。",))
    refusal = office.refused(RecordPrinted((held.id,)), office.examiner)
    assert (refusal.code, refusal.message) == ("certificate.fee_gone", f"{person.name}的{FEE_GONE}，证书暂不打印。")


def test_the_counter_row_leaves_nothing_on_the_line_and_is_undone_whole(cashier: Cashier) -> None:
    _, claim = reviewed(cashier)
    cashier.office.do(ExportAccounts((accounts_of(cashier)[0].person.id,)))
    assert cashier.refused(ReverseAllocation(claim, FEE, "付错")) == "learning.handed_out"
    taken_back(cashier)
    with cashier.office.school.reading() as session:
        (line,) = queries.lines(session, cashier.office.school.id, statuses=(LineStatus.REVERSED,))
    assert line.at_risk
    before = cashier.office.dump()
    done = cashier.office.school.execute(ReverseAllocation(claim, FEE, "银行冲正"), cashier.office.cashier)
    assert (cashier.line_row(line.id).used_fen, cashier.line_row(line.id).at_risk) == (0, False)
    cashier.office.undo(done.command_id)
    assert cashier.office.dump() == before


def test_money_the_bank_took_back_is_no_credit_of_who_leaves(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=2))
    line_id = cashier.paid_in(FEE)
    cashier.claim(line_id, owed.id)
    review_ids = tuple(cashier.do(ProposeReview((owed.id,)))["review_ids"])
    office = cashier.office
    decided = office.school.execute(DecideReview(review_ids, True), office.second_cashier)
    people = [row.person.id for row in accounts_of(cashier)]
    taken_back(cashier)
    office.undo(decided.command_id)
    office.school.execute(DecideReview(review_ids, False, "银行冲正"), office.second_cashier)
    office.do(WithdrawEnrollment(people[0], "离职"))
    assert cashier.credit(enterprise_id) == 0
    assert cashier.line_row(line_id).used_fen == cashier.receivable(owed.id).allocated_fen == STEEL_FEE


def test_money_the_bank_took_before_the_review_freezes_nobody_else(cashier: Cashier) -> None:
    reviewed(cashier)
    (other,) = cashier.receivables(cashier.batch(cashier.enterprise(1), steel=1))
    cashier.claim(cashier.paid_in(STEEL_FEE, counterparty_account="1205220019100077777"), other.id)
    back = cashier.line(STEEL_FEE, incoming=False, takes_back=True, counterparty_account="1205220019100077777")
    cashier.import_lines(back)
    with cashier.office.school.reading() as session:
        hit = queries.fees_gone(session, cashier.office.school.id)
    assert hit == {(other.batch_id, other.plan_id)}
    assert [row.state for row in cashier.office.do(ExportAccounts((accounts_of(cashier)[0].person.id,)))] == [
        "imported"
    ]

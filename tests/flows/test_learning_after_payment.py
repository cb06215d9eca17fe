"""公对公转账缴费 → 费用审核 → 开通学习账号, with real money: the account waits from the review on and holds it in place once handed out."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.kernel.errors import RuleViolation
from school_desk.learning.commands import ExportAccounts
from school_desk.learning.queries import AccountRow, accounts
from school_desk.payments.commands import DecideReview, ProposeReview, ReverseAllocation
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.school import Office


def waiting(office: Office) -> tuple[AccountRow, ...]:
    with office.school.reading() as session:
        return accounts(session, office.school.id, date(2026, 8, 3))


def paid(cashier: Cashier) -> tuple[tuple[str, ...], str]:
    """The review that waits for a decision, and the claim beneath it; the money came on Saturday 2026-08-01."""
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=2))
    (claim,) = cashier.claim(cashier.paid_in(2 * STEEL_FEE, booked_at=cashier.at(2026, 8, 1, 9)), owed.id)
    return tuple(cashier.do(ProposeReview((owed.id,)))["review_ids"]), claim


def test_the_review_opens_the_queue_and_an_export_holds_the_review(office: Office) -> None:
    cashier = Cashier(office)
    review_ids, claim = paid(cashier)
    assert waiting(office) == ()
    decided = office.school.execute(DecideReview(review_ids, True), office.second_cashier)
    assert [row.due_on for row in waiting(office)] == [date(2026, 8, 5)] * 2
    office.undo(decided.command_id)
    assert waiting(office) == ()
    decided = office.school.execute(DecideReview(review_ids, True), office.second_cashier)
    office.do(ExportAccounts((waiting(office)[0].person.id,)))
    with pytest.raises(RuleViolation, match="已有 1 人的学习账号导出或开通"):
        office.undo(decided.command_id)
    assert cashier.refused(ReverseAllocation(claim, 2 * STEEL_FEE, "付错")) == "learning.handed_out"


def test_reversed_money_takes_the_waiting_accounts_along(office: Office) -> None:
    cashier = Cashier(office)
    review_ids, claim = paid(cashier)
    office.school.execute(DecideReview(review_ids, True), office.second_cashier)
    assert len(waiting(office)) == 2
    cashier.do(ReverseAllocation(claim, 2 * STEEL_FEE, "付错"))
    assert waiting(office) == ()

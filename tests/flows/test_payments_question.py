"""What the desk asks the engine: everything that may speak against a proposal, also of what is no longer open."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from school_desk.payments import queries
from school_desk.payments.commands import MarkNotTuition, PairSlip, PutOnHold
from school_desk.payments.matching import Proposal
from school_desk.payments.queries.proposals import matching_question
from tests.flows.cashier import COMPANY, Cashier
from tests.flows.test_payments_papers import slip
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def first(cashier: Cashier, line_id: str) -> Proposal:
    """The line's best explanation."""
    with cashier.office.school.reading() as session:
        return queries.proposals(session, cashier.office.school.id, line_id).proposals[0]


def owed_by(cashier: Cashier, enterprise_id: str, steel: int = 1, brick: int = 0) -> list[queries.ReceivableListRow]:
    """The 应缴单 of a new batch."""
    return cashier.receivables(cashier.batch(enterprise_id, steel, brick))


def test_an_enterprise_that_owes_nothing_is_not_taken_for_one_whose_name_is_alike(cashier: Cashier) -> None:
    """The other's name begins with this one's, as a registered branch's does; it pays before it enrols."""
    (owed,) = owed_by(cashier, cashier.enterprise())
    cashier.enterprise(1)
    ahead = cashier.paid_in(owed.due_fen, counterparty_name=f"{COMPANY}二", counterparty_account="")
    assert not first(cashier, ahead).certain
    assert "只有金额相同，看不出是谁付的" in first(cashier, ahead).vetoes


def test_a_payer_confirmed_for_an_enterprise_that_owes_nothing_is_not_certain_for_another(cashier: Cashier) -> None:
    """A short name fits the one that owes; the account and the name have paid for the other."""
    (owed,), (settled,) = owed_by(cashier, cashier.enterprise()), owed_by(cashier, cashier.enterprise(1))
    payer = {"counterparty_name": COMPANY.removeprefix("湖州"), "counterparty_account": "1205220019900099999"}
    cashier.claim(cashier.paid_in(settled.due_fen, **payer), settled.id)
    one = first(cashier, cashier.paid_in(owed.due_fen, **payer))
    assert (one.parts, one.certain) == (((owed.id, owed.due_fen),), False)
    assert f"付款账号以往主要是替另一家企业“{COMPANY}二”付款的" in one.vetoes
    assert f"付款人名称以往主要是替另一家企业“{COMPANY}二”付款的" in one.vetoes


def test_money_that_went_back_to_its_payer_is_not_certain(cashier: Cashier) -> None:
    """Sent back by hand, beside the program: no refund of ours, and nothing that the bank marks. Whatever its memo says."""
    (owed,) = owed_by(cashier, cashier.enterprise())
    line_id = cashier.paid_in(owed.due_fen)
    assert first(cashier, line_id).certain
    cashier.paid_out(owed.due_fen, memo="培训取消，退回")
    one = first(cashier, line_id)
    assert (one.vetoes, one.certain) == (("之后有同样金额退回这个付款方，可能已经退款",), False)


REPEATED = "同一付款方近期有同样金额的款项，疑似重复付款"


@pytest.mark.parametrize("claimed", [0, 1])
def test_when_one_of_two_equal_payments_is_claimed_the_other_is_not_certain(cashier: Cashier, claimed: int) -> None:
    """Whichever of the two it was: they may be one, paid twice."""
    enterprise_id = cashier.enterprise()
    orders = [owed_by(cashier, enterprise_id)[0] for _ in range(2)]
    lines = [cashier.paid_in(orders[0].due_fen, booked_at=datetime(2026, 8, day, 9)) for day in (3, 24)]
    cashier.claim(lines[claimed], orders[0].id)
    one = first(cashier, lines[1 - claimed])
    assert (one.parts, one.vetoes, one.certain) == (((orders[1].id, orders[1].due_fen),), (REPEATED,), False)


@pytest.mark.parametrize("aside", [PutOnHold, MarkNotTuition])
def test_a_payment_set_aside_counts_as_one_of_two_as_well(cashier: Cashier, aside: Callable[[str, str], Any]) -> None:
    (owed,) = owed_by(cashier, cashier.enterprise())
    line_id, again = cashier.paid_in(owed.due_fen), cashier.paid_in(owed.due_fen)
    cashier.do(aside(line_id, "问企业"))
    assert (first(cashier, again).vetoes, first(cashier, again).certain) == ((REPEATED,), False)


@pytest.mark.parametrize(
    ("steel", "other"),
    [(2, {}), (1, {"counterparty_account": "62220000000001"}), (1, {"booked_at": datetime(2026, 7, 1)})],
)
def test_other_claimed_payments_say_nothing(cashier: Cashier, steel: int, other: dict[str, Any]) -> None:
    """Of another amount, another payer, or more than three weeks apart."""
    enterprise_id = cashier.enterprise()
    (paid,), (owed,) = owed_by(cashier, enterprise_id, steel), owed_by(cashier, enterprise_id)
    cashier.claim(cashier.paid_in(paid.due_fen, **other), paid.id)
    assert first(cashier, cashier.paid_in(owed.due_fen)).certain


@pytest.mark.parametrize("quoted", ["batch_number", "payment_code"])
def test_who_quotes_a_paid_batch_means_no_other(cashier: Cashier, quoted: str) -> None:
    """Paid again, for instance; the open one's number differs in one figure, and may also be quoted with a slip."""
    enterprise_id = cashier.enterprise()
    (paid,), (owed,) = owed_by(cashier, enterprise_id), owed_by(cashier, enterprise_id)
    cashier.claim(cashier.paid_in(paid.due_fen, booked_at=datetime(2026, 7, 1, 9)), paid.id)
    again = first(cashier, cashier.paid_in(owed.due_fen, memo=f"{getattr(paid, quoted)}培训费"))
    assert (again.parts, again.certain) == (((owed.id, owed.due_fen),), False)
    assert any(f"{getattr(paid, quoted)} 不在待缴批次里，可能已缴清或已撤销" in veto for veto in again.vetoes)


def test_a_batch_of_which_something_is_open_may_be_quoted(cashier: Cashier) -> None:
    steel, brick = owed_by(cashier, cashier.enterprise(), brick=1)
    cashier.claim(cashier.paid_in(steel.due_fen), steel.id)
    one = first(cashier, cashier.paid_in(brick.due_fen, memo=f"{brick.batch_number}培训费"))
    assert (one.parts, one.vetoes, one.certain) == (((brick.id, brick.due_fen),), (), True)


def test_a_slip_that_nobody_paired_is_spent_with_the_payment_it_agrees_with(cashier: Cashier) -> None:
    """Two trades of one batch cost the same: the slip was for the line that is claimed, and does not excuse a second payment."""
    steel, brick = owed_by(cashier, cashier.enterprise(), 3, 4)
    cashier.do(slip(cashier, batch_id=steel.batch_id, amount_fen=steel.due_fen))
    line_id, again = cashier.paid_in(steel.due_fen), cashier.paid_in(brick.due_fen)
    cashier.claim(line_id, steel.id)
    assert (first(cashier, again).vetoes, first(cashier, again).certain) == ((REPEATED,), False)


def test_a_paired_slip_speaks_of_its_own_line_while_that_waits(cashier: Cashier) -> None:
    """Two trades of one batch cost the same, and so does another batch: the slip was for the first, and is spent with its line."""
    enterprise_id = cashier.enterprise()
    (steel, brick), (other,) = owed_by(cashier, enterprise_id, 3, 4), owed_by(cashier, enterprise_id, 3)
    assert steel.due_fen == brick.due_fen == other.due_fen
    slip_id = cashier.do(slip(cashier, batch_id=steel.batch_id, amount_fen=steel.due_fen))["slip_id"]
    line_id = cashier.paid_in(steel.due_fen)
    cashier.do(PairSlip(slip_id, line_id))
    again = cashier.paid_in(other.due_fen, booked_at=datetime(2026, 8, 4, 9))
    assert rests_on_slip(first(cashier, line_id))
    assert not rests_on_slip(first(cashier, again))
    cashier.claim(line_id, steel.id)
    assert (rests_on_slip(first(cashier, again)), first(cashier, again).certain) == (False, False)


def rests_on_slip(one: Proposal) -> bool:
    return any("回单" in reason for reason in one.reasons)


@pytest.mark.parametrize("other", [{"counterparty_account": "62220000000001"}, {"booked_at": datetime(2026, 8, 2, 9)}])
def test_money_that_went_elsewhere_or_before_says_nothing(cashier: Cashier, other: dict[str, Any]) -> None:
    (owed,) = owed_by(cashier, cashier.enterprise())
    line_id = cashier.paid_in(owed.due_fen)
    cashier.paid_out(owed.due_fen, memo="退款", **other)
    assert first(cashier, line_id).certain


def test_the_question_is_plain_values(cashier: Cashier) -> None:
    """It is asked in another process."""
    owed_by(cashier, cashier.enterprise())
    with cashier.office.school.reading() as session:
        question = matching_question(session, cashier.office.school.id)
    assert pickle.loads(pickle.dumps(question)) == question

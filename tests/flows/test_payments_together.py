"""批量认领: several lines in one decision, by the rules of a single line, and back as one. (Office.do proves the way back.)"""

from __future__ import annotations

import pytest

from school_desk.payments.commands import AllocateTogether, AllocateTransfer, Part, RemoveAllocation
from school_desk.terms.statuses import LineStatus, ReceivableStatus
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def test_several_lines_pay_one_fee_in_one_decision(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    lines = [cashier.paid_in(fen) for fen in (30_000, 60_000)]
    transfers = (
        AllocateTransfer(lines[0], 30_000, (Part(owed.id, 30_000, STEEL_FEE),)),
        AllocateTransfer(lines[1], 60_000, (Part(owed.id, 50_000, 50_000),), credit_rest_to=owed.enterprise_id),
    )
    made = cashier.do(AllocateTogether(transfers))["allocation_ids"]
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID
    assert {cashier.line_row(one).status for one in lines} == {LineStatus.CLAIMED}
    assert cashier.credit(owed.enterprise_id) == 10_000
    cashier.do(RemoveAllocation(made[0]))
    assert (cashier.line_row(lines[0]).rest_fen, cashier.line_row(lines[1]).rest_fen) == (30_000, 0)


def test_one_line_that_may_not_be_claimed_refuses_all(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    first, second = cashier.paid_in(30_000), cashier.paid_in(50_000, counterparty_name="姚锡庆")
    good = AllocateTransfer(first, 30_000, (Part(owed.id, 30_000, STEEL_FEE),))
    unseen = AllocateTransfer(second, 50_000, (Part(owed.id, 50_000, STEEL_FEE),), personal_reason="代付")
    personal = AllocateTransfer(second, 50_000, (Part(owed.id, 50_000, 50_000),))
    assert cashier.refused(AllocateTogether((good, unseen))) == "payment.changed"
    assert cashier.refused(AllocateTogether((good, personal))) == "payment.personal"
    assert cashier.refused(AllocateTogether((good, good))) == "allocation.lines"
    assert cashier.refused(AllocateTogether(())) == "allocation.lines"

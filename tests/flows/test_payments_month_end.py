"""月末核对: opening + in − out = closing, and every fen that came in is somewhere."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.payments import queries
from school_desk.payments.commands import (
    DecideRefund,
    MarkNotTuition,
    PutOnHold,
    RecordRefundPaid,
    RequestRefund,
)
from tests.flows.cashier import OWN_ACCOUNT, STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def month_end(cashier: Cashier, month: date) -> queries.MonthEnd:
    with cashier.office.school.reading() as session:
        return queries.month_end(session, cashier.office.school.id, OWN_ACCOUNT, month)


def test_a_month_with_everything_in_it_ties_out(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    balance = 1_000_000
    lines = []
    for fen, incoming, takes_back in (
        (STEEL_FEE + 700, True, False),  # pays a fee, 700 too much
        (300, False, False),  # of which 300 go back
        (3_742, True, False),  # interest
        (480_000, True, False),  # nobody knows yet
        (60_000, True, False),  # waits for an answer
        (90_000, True, False),  # and is taken back
        (90_000, False, True),
        (1_000, False, False),  # the bank's charge
    ):
        balance += fen if incoming else -fen
        lines.append(cashier.line(fen, incoming=incoming, takes_back=takes_back, balance_fen=balance))
    cashier.import_lines(*lines)
    paid, back, interest, unknown, doubtful, *_ = (cashier.line_id(line) for line in lines)
    cashier.claim(paid, owed.id, credit_rest_to=enterprise_id)
    cashier.review(owed.id)
    refund_id = cashier.do(RequestRefund(enterprise_id, paid, 300, "多付"))["refund_id"]
    cashier.check(DecideRefund(refund_id, True))
    cashier.do(RecordRefundPaid(refund_id, back))
    cashier.do(MarkNotTuition(interest, "结息"))
    cashier.do(PutOnHold(doubtful, "问企业"))
    month = month_end(cashier, date(2026, 8, 31))
    assert (month.opening_fen, month.closing_fen, month.gap_fen) == (1_000_000, balance, 0)
    assert (month.allocated_fen, month.credit_fen, month.refunded_fen) == (STEEL_FEE, 400, 300)
    assert (month.unclaimed_fen, month.on_hold_fen) == (540_000, 60_000)
    assert (month.not_tuition_fen, month.taken_back_fen, month.at_risk_fen) == (3_742, 90_000, 0)
    assert month.untold_fen == 0
    assert cashier.line_row(unknown).rest_fen == 480_000


def test_each_month_opens_with_what_the_one_before_closed_with(cashier: Cashier) -> None:
    first = cashier.line(100, balance_fen=600, booked_at=cashier.at(2026, 7, 31, 23))
    second = cashier.line(30, balance_fen=570, incoming=False, booked_at=cashier.at(2026, 9, 1))
    cashier.import_lines(first, second)
    july, august, september = (month_end(cashier, date(2026, month, 1)) for month in (7, 8, 9))
    assert (july.opening_fen, july.closing_fen) == (500, 600)
    assert (august.opening_fen, august.in_fen, august.closing_fen, august.gap_fen) == (600, 0, 600, 0)
    assert (september.opening_fen, september.out_fen, september.closing_fen) == (600, 30, 570)


def test_a_missing_line_shows_as_a_gap(cashier: Cashier) -> None:
    cashier.import_lines(cashier.line(100, balance_fen=600), cashier.line(50, balance_fen=700))
    assert month_end(cashier, date(2026, 8, 1)).gap_fen == 50


def test_a_month_without_lines_or_balances_says_so(cashier: Cashier) -> None:
    assert month_end(cashier, date(2026, 12, 1)).gap_fen is None
    cashier.import_lines(cashier.line(100))
    assert month_end(cashier, date(2026, 8, 1)).gap_fen is None
    with cashier.office.school.reading() as session:
        assert queries.own_accounts_with_lines(session, cashier.office.school.id) == (OWN_ACCOUNT,)

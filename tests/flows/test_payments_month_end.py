"""月末核对: opening + in − out = closing, and every fen that came in is somewhere."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from school_desk.adapters.sheets.month_book import write_month_book
from school_desk.kernel.errors import RuleViolation
from school_desk.output.month_end import month_book
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


def cells_of(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def in_fen(cell: Any) -> int:
    return round((cell or 0) * 100)


def test_a_month_with_everything_in_it_ties_out(cashier: Cashier, tmp_path: Path) -> None:
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
    book = tmp_path / "月结.xlsx"
    write_month_book(book, month_book(cashier.office.school, None, date(2026, 8, 31)))
    told, listed = (cells_of(sheet) for sheet in openpyxl.load_workbook(book).worksheets)
    said = {str(row[0]).strip(): in_fen(row[1]) for row in told if isinstance(row[1], int | float)}
    assert said["期初余额"] + said["＋ 本月收入"] - said["－ 本月支出"] == said["＝ 期末余额"] == balance
    uses = ("已认领（含预收余额）", "＋ 未认领（含暂挂）", "＋ 非学费", "＋ 已退回")
    assert sum(said[name] for name in uses) == said["＝ 本月收入"] == said["＋ 本月收入"]
    assert (said["已认领（含预收余额）"], said["＋ 已退回"]) == (STEEL_FEE + 400, 90_300)
    assert listed[-1][1] == "合计"
    came, went, _, *parts = [in_fen(cell) for cell in listed[-1][3:11]]
    assert (came, went, sum(parts)) == (said["＋ 本月收入"], said["－ 本月支出"], came)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=["oldest first", "newest first", "mixed"])
@pytest.mark.parametrize(
    "first_file", [(), (1, 2), (2,)], ids=["at once", "its second half first", "its last line first"]
)
def test_a_day_without_times_ties_out_in_any_order(
    cashier: Cashier, order: tuple[int, ...], first_file: tuple[int, ...]
) -> None:
    day = datetime(2026, 8, 3)
    balances = ((60_000, True, 160_000), (80_000, True, 240_000), (1_000, False, 239_000))
    lines = [
        cashier.line(fen, incoming=incoming, balance_fen=balance, booked_at=day) for fen, incoming, balance in balances
    ]
    if first_file:
        cashier.import_lines(*(lines[place] for place in first_file))
    cashier.import_lines(*(lines[place] for place in order))
    month = month_end(cashier, date(2026, 8, 1))
    assert (month.opening_fen, month.closing_fen, month.gap_fen) == (100_000, 239_000, 0)
    with cashier.office.school.reading() as session:
        listed = queries.month_lines(session, cashier.office.school.id, OWN_ACCOUNT, date(2026, 8, 1))
    assert [line.balance_fen for line in listed] == [160_000, 240_000, 239_000]
    assert month_end(cashier, date(2026, 9, 1)).opening_fen == 239_000


def test_each_line_says_where_all_of_it_is(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    cashier.claim(cashier.paid_in(STEEL_FEE + 700), owed.id, credit_rest_to=enterprise_id)
    cashier.paid_out(5)
    with cashier.office.school.reading() as session:
        paid, out = queries.month_lines(session, cashier.office.school.id, OWN_ACCOUNT, date(2026, 8, 1))
        assert queries.month_lines(session, cashier.office.school.id, OWN_ACCOUNT, date(2026, 7, 1)) == ()
    assert (paid.in_fen, paid.allocated_fen, paid.credit_fen, paid.unclaimed_fen) == (
        STEEL_FEE + 700,
        STEEL_FEE,
        700,
        0,
    )
    assert (out.in_fen, out.out_fen, out.not_tuition_fen) == (0, 5, 0)


def test_a_month_without_any_line_has_no_workbook(cashier: Cashier) -> None:
    with pytest.raises(RuleViolation, match="还没有流水"):
        month_book(cashier.office.school, None, date(2026, 8, 1))


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

"""Statements whose columns a person named: the same money comes once, however often the columns are named anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from school_desk.intake.statement import read_bank_statement, statement_command
from school_desk.payments import queries
from school_desk.payments.commands import StatementOutcome
from tests.flows.cashier import OWN_ACCOUNT, Cashier
from tests.school import Office

_HEADER = "发生时刻,谁,进账,说明,留言\n"
_AUGUST = (
    "2026-08-03 09:00:00,甲公司,1000.00,转账,BM20260001\n",
    "2026-08-04 09:00:00,乙公司,2000.00,转账,培训费\n",
)
_LATER = "2026-08-05 09:00:00,丙公司,3000.00,转账,培训费\n"
_NAMED = {"time": "发生时刻", "party_name": "谁", "credit": "进账", "memo": "说明"}


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def imported(cashier: Cashier, path: Path, rows: tuple[str, ...], named: dict[str, str]) -> StatementOutcome:
    path.write_text(_HEADER + "".join(rows), encoding="utf-8")
    preview = read_bank_statement(str(path), (OWN_ACCOUNT,), None, named, OWN_ACCOUNT)
    outcome: StatementOutcome = cashier.do(statement_command(cashier.office.school, preview, OWN_ACCOUNT))
    return outcome


def test_columns_named_a_second_time_bring_no_line_twice(cashier: Cashier, tmp_path: Path) -> None:
    assert imported(cashier, tmp_path / "早.csv", _AUGUST, _NAMED).new_lines == 2
    anew = imported(cashier, tmp_path / "晚.csv", (*_AUGUST, _LATER), _NAMED | {"memo2": "留言"})
    assert (anew.new_lines, anew.known_lines, anew.told) == (1, 2, ())
    with cashier.office.school.reading() as session:
        lines = queries.lines(session, cashier.office.school.id)
    assert sorted(line.amount_fen for line in lines) == [100_000, 200_000, 300_000]


def test_two_that_look_alike_within_one_naming_are_two(cashier: Cashier, tmp_path: Path) -> None:
    assert imported(cashier, tmp_path / "早.csv", _AUGUST[:1], _NAMED).new_lines == 1
    assert imported(cashier, tmp_path / "晚.csv", (_AUGUST[0], _AUGUST[0]), _NAMED).new_lines == 1

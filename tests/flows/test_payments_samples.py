"""The makers' sample statements: two layouts of one account are the same lines once, another account is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from school_desk.intake.statement import read_bank_statement, statement_command
from school_desk.payments import queries
from school_desk.payments.commands import ImportStatement
from school_desk.terms.statuses import LineStatus
from tests.flows.cashier import OWN_ACCOUNT, Cashier
from tests.samples import samples_dir
from tests.school import Office

pytestmark = pytest.mark.samples


@pytest.fixture
def folder() -> Path:
    return samples_dir() / "statements"


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def command(cashier: Cashier, path: Path) -> ImportStatement:
    return statement_command(cashier.office.school, read_bank_statement(str(path)))


@pytest.mark.parametrize("first_layout", ["icbc-historydetail.csv", "icbc-14col.xlsx"])
def test_two_layouts_of_one_month_are_imported_once(cashier: Cashier, folder: Path, first_layout: str) -> None:
    names = sorted(["icbc-historydetail.csv", "icbc-14col.xlsx"], key=lambda name: name != first_layout)
    first, second = (cashier.do(command(cashier, folder / name)) for name in names)
    assert first.new_lines == first.rows == second.known_lines
    assert (second.import_id, second.new_lines) == (None, 0)


def test_the_month_ties_out_and_its_reversal_is_found(cashier: Cashier, folder: Path) -> None:
    outcome = cashier.do(command(cashier, folder / "icbc-historydetail.csv"))
    assert sum("被银行冲正" in sentence for sentence in outcome.told) == 1
    with cashier.office.school.reading() as session:
        month = queries.month_end(session, cashier.office.school.id, OWN_ACCOUNT, date(2026, 9, 1))
        counts = queries.line_counts(session, cashier.office.school.id)
    assert (month.gap_fen, month.untold_fen) == (0, 0)
    assert counts[LineStatus.REVERSED] == 1
    assert month.in_fen == month.unclaimed_fen + month.taken_back_fen


def test_another_account_is_refused(cashier: Cashier, folder: Path) -> None:
    assert cashier.refused(command(cashier, folder / "abc.xlsx")) == "statement.foreign_account"

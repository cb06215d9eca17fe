"""Files gone wrong on their way into the books: all of a file or nothing, and what comes in adds up."""

from __future__ import annotations

from pathlib import Path

import pytest

from school_desk.intake.statement import read_bank_statement, statement_command, statement_ledger
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.payments import queries
from tests.flows.cashier import Cashier
from tests.school import Office
from tests.unit.banks.hostile import READ, REFUSED
from tests.unit.banks.test_hostile import HEAVY


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def test_what_is_refused_leaves_nothing(cashier: Cashier, tmp_path: Path) -> None:
    before, path = cashier.office.dump(), tmp_path / "流水.csv"
    for name, make in REFUSED.items():
        if name in HEAVY or name == "a folder":
            continue
        path.unlink(missing_ok=True)
        make(path)
        with pytest.raises((RuleViolation, EnvironmentFault)):
            cashier.do(statement_command(cashier.office.school, read_bank_statement(str(path))))
    assert cashier.office.dump() == before


@pytest.mark.parametrize("name", sorted(READ))
def test_what_is_read_comes_in_whole(cashier: Cashier, tmp_path: Path, name: str) -> None:
    make, lines = READ[name]
    path = tmp_path / "流水.csv"
    make(path)
    preview = read_bank_statement(str(path))
    outcome = cashier.do(statement_command(cashier.office.school, preview))
    assert (outcome.new_lines, outcome.rows) == (lines, preview.statement.row_count)
    assert len(statement_ledger(preview, outcome)) == outcome.rows == outcome.new_lines + outcome.leftovers
    with cashier.office.school.reading() as session:
        school_id = cashier.office.school.id
        stored = [row for way in (True, False) for row in queries.lines(session, school_id, incoming=way)]
    assert len(stored) == lines
    assert all("\0" not in row.memo + row.counterparty_name for row in stored)
    again = cashier.do(statement_command(cashier.office.school, read_bank_statement(str(path))))
    assert (again.import_id, again.new_lines) == (None, 0)

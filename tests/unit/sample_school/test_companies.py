"""Made-up enterprises pass the program's own checks, and their papers make sense in time."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from school_desk.adapters.sample_school.cases import case_of
from school_desk.adapters.sample_school.companies import credit_code, draw_company
from school_desk.terms.credit_code import credit_code_inner_ok, credit_code_problems
from school_desk.terms.trades import find_trade

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("new", [True, False])
def test_credit_codes_carry_both_check_characters(new: bool) -> None:
    rng = Random(f"codes {new}")
    for _ in range(400):
        code = credit_code(rng, "330502", new=new)
        assert credit_code_problems(code) == ()
        assert credit_code_inner_ok(code)
        assert code.startswith("91330502MA") is new


@pytest.mark.parametrize("number", range(1, 11))
def test_a_company_suits_its_case(number: int) -> None:
    case = case_of(number)
    for seed in range(30):
        company = draw_company(Random(f"company {seed}"), case, set())
        assert company.is_branch == (case.form == "branch") == (company.capital == "")
        assert company.established <= company.issued_on <= date(2025, 6, 30)
        assert (company.term_to is not None and company.term_to < TODAY) == ("licence" in case.lapsed)
        assert (company.qualification.valid_until < TODAY) == ("qualification" in case.lapsed)
        assert company.account.isdigit()
        assert company.bank.startswith("工行") == (case.slip == "icbc")


def test_names_do_not_repeat() -> None:
    taken: set[str] = set()
    names = [draw_company(Random(f"name {number}"), case_of(number), taken).name for number in range(1, 61)]
    assert len(set(names)) == 60


def test_every_trade_is_one_the_program_knows() -> None:
    assert all(find_trade(trade) for number in range(1, 11) for trade in case_of(number).trades)

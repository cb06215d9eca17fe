"""The account's files tell one story: balances follow, layouts agree, every way to pay is there."""

from __future__ import annotations

import csv
from random import Random
from typing import Any

import openpyxl
import pytest

from school_desk.adapters.sample_school.cases import case_of
from school_desk.adapters.sample_school.companies import draw_company
from school_desk.adapters.sample_school.people import draw_people
from school_desk.adapters.sample_school.statements import draw_lines
from school_desk.adapters.sample_school.truth import EnterpriseTruth, Line, SchoolTruth
from school_desk.kernel.money import parse_yuan


@pytest.fixture(scope="module")
def history(school: SchoolTruth) -> list[dict[str, str]]:
    text = (school.folder / "statements" / "icbc-historydetail.csv").read_bytes().decode("gb18030")
    first, *rest = text.splitlines()
    assert first == "[HISTORYDETAIL]"
    return list(csv.DictReader(rest))


def _table(school: SchoolTruth, name: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(school.folder / "statements" / name).worksheets[0].iter_rows(values_only=True))


def _paid(school: SchoolTruth, number: int) -> tuple[EnterpriseTruth, list[Line]]:
    one = school.enterprises[number - 1]
    return one, [line for line in school.lines if line.credit_code == one.company.credit_code]


def test_each_balance_follows_from_the_one_before(history: list[dict[str, str]]) -> None:
    balances = [parse_yuan(row["余额"]) for row in history]
    for before, after, row in zip(balances, balances[1:], history[1:], strict=False):
        received, spent = parse_yuan(row["贷方发生额"] or "0"), parse_yuan(row["借方发生额"] or "0")
        assert after == before + received - spent
        assert (received > 0) == (row["借/贷"] == "贷")


def test_lines_come_in_the_order_of_time(school: SchoolTruth) -> None:
    instants = [line.at for line in school.lines]
    assert instants == sorted(set(instants))


def test_the_fourteen_columns_repeat_the_history(school: SchoolTruth, history: list[dict[str, str]]) -> None:
    table = _table(school, "icbc-14col.xlsx")
    heads = table[2]
    rows = [dict(zip(heads, row, strict=True)) for row in table[3:]]
    assert len(heads) == 14
    assert [row["余额"] for row in rows] == [row["余额"] for row in history]
    assert [row["附言"] for row in rows] == [row["用途"] for row in history]
    assert [row["对方账号"] or "" for row in rows] == [row["对方账号"].strip() for row in history]


def test_the_other_account_ends_with_a_total(school: SchoolTruth) -> None:
    table = _table(school, "abc.xlsx")
    received = [parse_yuan(row[1]) for row in table[3:-1] if row[1]]
    count, total = str(table[-1][0]).split(" 收 ")
    assert (int(count), parse_yuan(total)) == (len(received), sum(received))
    assert len(table) == 3 + 6 + 1


def test_the_truth_names_whose_tuition_each_line_is(school: SchoolTruth, history: list[dict[str, str]]) -> None:
    with (school.folder / "statements" / "truth.csv").open(encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    due: dict[str, int] = {one.company.credit_code: one.fee for one in school.enterprises}
    assert {row["uscc"] for row in told} == set(due)
    for row in told:
        due[row["uscc"]] -= parse_yuan(row["tuition_yuan"])
        assert parse_yuan(row["tuition_yuan"]) <= parse_yuan(history[int(row["data_row"]) - 1]["贷方发生额"])
    # Only the seventh falls short: its bank kept five yuan.
    assert list(due.values()) == [0, 0, 0, 0, 0, 0, 500]


def test_every_way_to_pay_is_there(school: SchoolTruth) -> None:
    assert [line.amount for line in _paid(school, 1)[1]] == [school.enterprises[0].fee]
    split, instalments = _paid(school, 2)
    assert len(instalments) == 2
    assert sum(line.amount for line in instalments) == split.fee
    named, (by_names,) = _paid(school, 3)
    assert by_names.memo.split("、")[:2] == [person.name for person in named.people[:2]]
    assert len(by_names.memo) == 40
    person, (personal,) = _paid(school, 4)
    assert (personal.party, personal.account != person.company.account) == (person.company.legal_person, True)
    generous, (over,) = _paid(school, 5)
    assert over.amount == generous.fee + 20_000
    assert generous.people[0].name in over.memo
    assert over.party == generous.company.name.replace("（", "(").replace("）", ")") != generous.company.name
    _, (wrong, back, again) = _paid(school, 6)
    assert (wrong.amount, back.amount, again.amount) == (again.amount, -again.amount, again.amount)
    assert back.summary == "冲正"


def test_the_account_moves_for_other_reasons_too(school: SchoolTruth) -> None:
    others = [line for line in school.lines if not line.credit_code]
    assert {line.summary for line in others} == {"手续费", "转账", "结息"}
    assert any(line.amount > 0 and line.memo == "货款" for line in others)


def test_beyond_seven_enterprises_others_pay_in_other_ways() -> None:
    rng, taken = Random("beyond"), set[str]()
    known = [
        EnterpriseTruth(
            number,
            draw_company(rng, case_of(number), taken),
            case_of(number),
            draw_people(rng, 8, ("木工",), (), taken),
        )
        for number in (8, 9, 10)
    ]
    lines = draw_lines(rng, known)
    parent, twice, never = ([line for line in lines if line.credit_code == one.company.credit_code] for one in known)
    assert [line.party for line in parent] != [known[0].company.name]
    assert known[0].company.name in parent[0].memo
    assert (twice[0].amount, twice[0].memo) == (twice[1].amount, twice[1].memo)
    assert sum(line.amount for line in twice) == known[1].fee
    assert never == []

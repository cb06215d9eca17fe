"""Reading papers: the tests of values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.documents.reading.values import (
    amount_of_capitals,
    amounts_in,
    capitals_in,
    capitals_of,
    dates_in,
    digits_in,
    split_date_in,
    term_end,
)
from school_desk.kernel.money import Fen, capitals, format_yuan


@pytest.mark.parametrize(
    "printed",
    [
        "2026年9月3日",
        "2026-09-03",
        "2026.09.03",
        "20260903",
        "二零二六年九月三日",
        "2026年O9月03日",
        "2026-09-0314：25：54",
    ],
)
def test_one_day_in_its_many_prints(printed: str) -> None:
    assert [found.value for found in dates_in(f"交易日期{printed}")] == ["2026-09-03"]


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert dates_in(f"{day.year}年{day.month}月{day.day}日")[0].value == day.isoformat()


@pytest.mark.parametrize("printed", ["2026年13月03日", "2026年02月30日", "1205220109200069722", "330571079482083"])
def test_no_day_is_made_up(printed: str) -> None:
    assert dates_in(printed) == []


@pytest.mark.parametrize(
    "gapped", ["2020 年 10 月 03", "2020 年 10 月 03 日", "2020 10 03", "2020 牌10月03", "2020 年10 78302 月03日"]
)
def test_a_day_set_apart_around_a_seal(gapped: str) -> None:
    assert split_date_in(gapped) == "2020-10-03"


def test_a_day_with_a_part_missing_is_no_day() -> None:
    assert split_date_in("2020 年 03") is None


@pytest.mark.parametrize(
    ("printed", "end"),
    [
        ("1999年12月26日至2041年05月20日", "2041-05-20"),
        ("2011年02月22日至长期", "长期"),
        ("2027年09月24日", "2027-09-24"),
        ("2011年02月22日至", None),
        ("", None),
    ],
)
def test_the_end_of_a_term(printed: str, end: str | None) -> None:
    assert term_end(printed) == end


@given(st.integers(1, 10**11))
def test_capitals_and_digits_name_one_amount(fen: int) -> None:
    printed = f"人民币（大写）：{capitals(fen)}  ¥{format_yuan(Fen(fen))}"
    amount = next(amounts_in(printed)).value
    words = next(capitals_in(printed)).value
    assert amount == format_yuan(Fen(fen), grouped=False)
    assert amount_of_capitals(words) == amount
    assert capitals_of(amount) == words


def test_a_point_read_for_a_comma_is_understood() -> None:
    assert [found.value for found in amounts_in("¥8.200.00元")] == ["8200.00"]


def test_words_that_are_no_amount_give_none() -> None:
    assert amount_of_capitals("捌仟仟元整") is None
    assert amount_of_capitals("柒仟陆佰") is None


def test_old_and_print_forms_of_capitals_are_one() -> None:
    assert next(capitals_in("叁仟陸佰圆正")).value == "叁仟陆佰元整"


def test_an_account_is_the_longest_run_of_fitting_length() -> None:
    found = digits_in("账号6222 0212-0200 69722", 6, 32)
    assert found is not None
    assert found.value == "62220212020069722"
    assert digits_in("第3联", 6, 32) is None

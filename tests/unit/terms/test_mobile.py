"""手机号: shape only; whether a range is in use is not asked."""

from __future__ import annotations

import pytest

from school_desk.terms.identifiers import mobile_problems, normalise_mobile


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "１３８００１３８０００",
        "+86 13800138000",
        "0086-13800138000",
        "8613800138000",
    ],
)
def test_the_same_number_is_written_in_many_ways(text: str) -> None:
    assert normalise_mobile(text) == "13800138000"


@pytest.mark.parametrize("number", ["13800138000", "14112345678", "15400000000", "19900001234", "16600001234"])
def test_numbers_in_any_range_pass(number: str) -> None:
    assert mobile_problems(number) == ()


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("", "请填写手机号"),
        ("1380013800", "现在是 10 位"),
        ("138001380001", "现在是 12 位"),
        ("861380013800", "现在是 12 位"),
        ("12800138000", "13 至 19"),
        ("05722021234", "13 至 19"),
        ("138****8000", "只能是数字"),
        ("1380013800O", "只能是数字"),
    ],
)
def test_each_problem_has_its_sentence(text: str, fragment: str) -> None:
    (sentence,) = mobile_problems(normalise_mobile(text))
    assert fragment in sentence

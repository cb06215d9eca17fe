"""The rules of certificate numbers and dates, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.certificates.domain import normalise_number, number_fault, valid_until
from school_desk.certificates.settings import NUMBER_PATTERN, REGISTRY_ADDRESS, VALID_YEARS
from school_desk.kernel.errors import RuleViolation


def test_numbers_are_opaque_but_for_width_and_spaces() -> None:
    assert normalise_number(" ３３ 97 a-1 ") == "3397a-1"


@pytest.mark.parametrize(
    ("number", "pattern", "fault"),
    [("", "", "没有证书编号"), ("1" * 41, "", "最多 40 位"), ("12a", "[0-9]+", "编号格式")],
)
def test_what_no_number_is(number: str, pattern: str, fault: str) -> None:
    assert fault in (number_fault(number, pattern) or "")


@pytest.mark.parametrize(("number", "pattern"), [("1" * 40, ""), ("12", "[0-9]+")])
def test_what_may_be_one(number: str, pattern: str) -> None:
    assert number_fault(number, pattern) is None


def test_the_last_day() -> None:
    assert valid_until(date(2026, 10, 21), 6) == date(2032, 10, 21)
    assert valid_until(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert valid_until(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert valid_until(date(2026, 10, 21), 0) is None


def test_the_settings_refuse_what_cannot_be() -> None:
    for setting, wrong in ((NUMBER_PATTERN, "[0-9"), (REGISTRY_ADDRESS, "http://x"), (VALID_YEARS, -1)):
        with pytest.raises(RuleViolation) as refusal:
            setting.parse(wrong)
        assert refusal.value.field == setting.key
    assert NUMBER_PATTERN.parse("[0-9]{15}") == "[0-9]{15}"
    assert REGISTRY_ADDRESS.default == "https://rcgz.mohurd.gov.cn/"

"""缴费码: every single slip is noticed, and codes are found in remarks as payers write them."""

from __future__ import annotations

import itertools
import random
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.terms.payment_code import (
    CAPACITY,
    find_damaged_payment_codes,
    find_payment_codes,
    make_payment_code,
    payment_code_ok,
)

ALPHABET = "CFHJKMNPRTVWXY34679"
numbers = st.integers(0, CAPACITY - 1)
CODE = make_payment_code(7)


def test_every_single_slip_is_noticed_in_many_codes() -> None:
    chance = random.Random(6)
    for number in chance.sample(range(CAPACITY), 3_000):
        code = make_payment_code(number)
        assert payment_code_ok(code)
        for place in range(6):
            for wrong in ALPHABET:
                garbled = code[:place] + wrong + code[place + 1 :]
                assert payment_code_ok(garbled) == (garbled == code)
        for place in range(5):
            garbled = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert payment_code_ok(garbled) == (garbled == code)


def test_codes_use_characters_that_are_not_mistaken_and_begin_with_a_letter() -> None:
    for number in range(2_000):
        code = make_payment_code(number)
        assert re.fullmatch(r"[CFHJKMNPRTVWXY][CFHJKMNPRTVWXY34679]{5}", code)
        assert not set(code) & set("0OQD1ILS5Z2B8UG")


def test_no_two_numbers_share_a_code() -> None:
    codes = {make_payment_code(number) for number in range(50_000)}
    assert len(codes) == 50_000


@given(numbers, numbers)
def test_different_numbers_differ_in_two_characters_at_least(one: int, other: int) -> None:
    differing = sum(a != b for a, b in zip(make_payment_code(one), make_payment_code(other), strict=True))
    assert differing == 0 if one == other else differing >= 2


def test_numbers_drawn_one_after_another_look_unlike() -> None:
    codes = [make_payment_code(number) for number in range(300)]
    for one, other in itertools.pairwise(codes):
        assert sum(a != b for a, b in zip(one, other, strict=True)) >= 4


@pytest.mark.parametrize("number", [-1, CAPACITY])
def test_numbers_outside_the_capacity_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no payment code"):
        make_payment_code(number)


@pytest.mark.parametrize("code", ["", CODE[:-1], CODE + CODE[0], CODE.lower(), "3" + CODE[1:], "346794", "CCCCC0"])
def test_what_is_no_code_is_not_ok(code: str) -> None:
    assert not payment_code_ok(code)


@given(
    numbers,
    st.sampled_from(
        ["{}", "培训费{}", "{}3月费用", "缴费码:{}。", "（{}）", "往来款 {} 2026-09-01", "7600.00元{} 工人培训"]
    ),
)
def test_a_code_is_found_in_any_remark(number: int, remark: str) -> None:
    code = make_payment_code(number)
    if remark == "{}3月费用":  # something stuck to it: only a candidate
        found = find_damaged_payment_codes(remark.format(code))
        assert code in [candidate for damage in found for candidate in damage.candidates]
    else:
        assert find_payment_codes(remark.format(code)) == [code]


def test_spaces_dashes_case_and_width_do_not_matter() -> None:
    wide = CODE.translate({ord(c): ord(c) + 0xFEE0 for c in string.ascii_uppercase + string.digits})
    for written in (
        CODE.lower(),
        wide,
        " ".join(CODE),
        f"{CODE[:3]} {CODE[3:]}",
        f"{CODE[:3]}-{CODE[3:]}",
        f"{CODE[:2]} - {CODE[2:]}",
    ):
        assert find_payment_codes(f"培训费{written}") == [CODE]
        assert find_damaged_payment_codes(f"培训费{written}") == []


def test_several_codes_are_found_once_each_in_their_order() -> None:
    one, other = make_payment_code(1), make_payment_code(2)
    assert find_payment_codes(f"{other}、{one}，{other}") == [other, one]


@given(numbers, st.integers(0, 5), st.sampled_from(string.ascii_uppercase + string.digits))
def test_a_code_with_one_wrong_character_is_a_candidate(number: int, place: int, wrong: str) -> None:
    code = make_payment_code(number)
    garbled = code[:place] + wrong + code[place + 1 :]
    if garbled == code or garbled.isdigit():
        return
    assert find_payment_codes(garbled) == []
    (damage,) = find_damaged_payment_codes(f"学费 {garbled}".replace(" ", ""))
    assert damage.read == garbled
    assert code in damage.candidates
    assert len(damage.candidates) <= 11


@given(numbers, st.integers(0, 5))
def test_a_code_with_one_character_missing_is_a_candidate(number: int, place: int) -> None:
    code = make_payment_code(number)
    short = code[:place] + code[place + 1 :]
    if not short.isdigit():
        (damage,) = find_damaged_payment_codes(short)
        assert code in damage.candidates


@given(numbers, st.integers(0, 4))
def test_two_neighbours_exchanged_are_a_candidate(number: int, place: int) -> None:
    code = make_payment_code(number)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code and not swapped.isdigit():
        (damage,) = find_damaged_payment_codes(swapped)
        assert code in damage.candidates


@pytest.mark.parametrize("remark", ["PXF{}", "{}3人", "{}20260901", "BM{}", "{}HZ2026"])
def test_a_code_that_something_sticks_to_is_a_candidate(remark: str) -> None:
    (damage,) = find_damaged_payment_codes(remark.format(CODE))
    assert CODE in damage.candidates


@pytest.mark.parametrize(
    "remark",
    [
        "",
        "培训费",
        "货款",
        "BM2026021400001",
        "1205220109200069722",
        "2026-09-01",
        "346794",
        "张三 李四等 4 人",
        "INVOICE",
    ],
)
def test_ordinary_remarks_hold_no_code(remark: str) -> None:
    assert find_payment_codes(remark) == []
    assert find_damaged_payment_codes(remark) == []


def test_account_numbers_are_never_taken_for_codes() -> None:
    chance = random.Random(19)
    for _ in range(3_000):
        account = "".join(chance.choices(string.digits, k=chance.randint(5, 20)))
        assert find_payment_codes(account) == []
        assert find_damaged_payment_codes(account) == []


def test_a_code_in_two_parts_that_something_sticks_to_is_a_candidate() -> None:
    found = find_damaged_payment_codes(f"{CODE[:3]} {CODE[3:]}3人")
    assert CODE in [candidate for damage in found for candidate in damage.candidates]


def test_the_same_damage_is_reported_once() -> None:
    damaged = CODE[:3] + "O" + CODE[4:]
    assert len(find_damaged_payment_codes(f"{damaged}，{damaged}")) == 1

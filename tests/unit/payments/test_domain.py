"""The rules of money as pure functions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.kernel.clock import SHANGHAI
from school_desk.kernel.errors import RuleViolation
from school_desk.payments.domain import (
    Movement,
    check_amount,
    check_payer,
    check_second_person,
    check_seen,
    claimed_status,
    find_own_account,
    invoice_number,
    known_lines,
    left_of_fee,
    paid_status,
    plain_account,
    spread,
)
from school_desk.terms.statuses import LineStatus, ReceivableStatus

OURS, OTHER = "1205220109200069722", "19135001040000000"
NINE = datetime(2026, 8, 3, 9, 0, tzinfo=SHANGHAI)
MIDNIGHT = NINE.replace(hour=0)


def movement(identity: str, booked_at: datetime = NINE, balance_fen: int | None = 500, fen: int = 100) -> Movement:
    return Movement(identity, booked_at, True, fen, balance_fen)


@pytest.mark.parametrize(
    ("due", "allocated", "status"),
    [
        (0, 0, ReceivableStatus.CANCELLED),
        (100, 0, ReceivableStatus.OPEN),
        (100, 99, ReceivableStatus.PART_PAID),
        (100, 100, ReceivableStatus.PAID),
    ],
)
def test_what_a_receivable_is(due: int, allocated: int, status: ReceivableStatus) -> None:
    assert paid_status(due, allocated) is status


@pytest.mark.parametrize(
    ("used", "status"), [(0, LineStatus.UNCLAIMED), (1, LineStatus.PART_CLAIMED), (100, LineStatus.CLAIMED)]
)
def test_what_a_line_is(used: int, status: LineStatus) -> None:
    assert claimed_status(100, used) is status


def test_what_refunds_leave_of_a_fee() -> None:
    assert left_of_fee(80_000, []) == 80_000
    assert left_of_fee(80_000, [(50_000, 1), (30_000, 1)]) == 0
    assert left_of_fee(80_000, [(100, 3)]) == Fraction(239_900, 3), "no fen is lost or won by sharing"


@given(st.lists(st.integers(0, 1000)), st.data())
def test_spread_gives_all_of_it_the_first_ones_first(holdings: list[int], data: st.DataObject) -> None:
    wanted = data.draw(st.integers(0, sum(holdings)))
    parts = spread(wanted, holdings)
    assert sum(parts) == wanted
    assert all(0 <= part <= held for part, held in zip(parts, holdings, strict=True))
    started = [place for place, part in enumerate(parts) if part]
    assert all(parts[place] == holdings[place] for place in started[:-1])
    with pytest.raises(ValueError, match="reach"):
        spread(sum(holdings) + 1, holdings)


def test_amounts_are_bounded_and_as_they_were_seen() -> None:
    check_amount(5, 5, "上限")
    check_seen("待缴金额", 5, 5)
    for wrong in (0, -1, 6):
        with pytest.raises(RuleViolation, match=r"不超过上限 0\.05 元"):
            check_amount(wrong, 5, "上限")
    with pytest.raises(RuleViolation, match=r"已变为 0\.05 元（您看到的是 0\.06 元）"):
        check_seen("待缴金额", 6, 5)


@pytest.mark.parametrize("name", ["姚锡庆", "阿依古丽·买买提"])
def test_a_person_pays_only_for_a_reason(name: str) -> None:
    check_payer(name, "法人代付")
    with pytest.raises(RuleViolation, match=name):
        check_payer(name, " ")


@pytest.mark.parametrize("name", ["湖州石凤钢结构工程有限公司", "", "德清县财政局"])
def test_organisations_need_no_reason(name: str) -> None:
    check_payer(name, "")


def test_two_people_or_a_one_person_office() -> None:
    check_second_person("a", "b", False, "费用审核")
    check_second_person("a", "a", True, "费用审核")
    with pytest.raises(RuleViolation, match="另一位同事"):
        check_second_person("a", "a", False, "费用审核")


@given(st.text(alphabet="0123456789", min_size=20, max_size=20))
def test_invoice_numbers_have_twenty_digits(number: str) -> None:
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    assert invoice_number(f" {number[:8]} {number[8:]}\n", "number") == invoice_number(full_width, "number") == number
    for wrong in (number[1:], number + "1", number[:-1] + "X", number[:-1] + "²³"):
        with pytest.raises(RuleViolation, match="20 位"):
            invoice_number(wrong, "number")


@pytest.mark.parametrize(
    "printed", [OURS, "1205 2201 0920 0069 722", "1205-2201-0920-0069722", "1205****9722", "*9722"]
)
def test_an_own_account_is_known_masked_or_spaced(printed: str) -> None:
    assert find_own_account(printed, (OURS, OTHER)) == OURS


@pytest.mark.parametrize("printed", ["1205220109200069723", "12.5220109200069722", "1205", "622208****9722", ""])
def test_a_foreign_account_is_refused(printed: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        find_own_account(printed, (OURS, OTHER))
    assert refusal.value.code == "statement.foreign_account"


def test_a_file_without_account_belongs_to_the_only_one() -> None:
    assert find_own_account(None, (OURS,)) == OURS
    for printed in (None, "1*2*"):
        with pytest.raises(RuleViolation) as refusal:
            find_own_account(printed, (OURS, "1205220109200069732"))
        assert refusal.value.code == "statement.which_account"


def test_accounts_are_compared_without_spaces() -> None:
    assert plain_account(" 1205 2201-09\t20 ") == "1205220109" + "20"


def test_two_layouts_of_one_line_are_one() -> None:
    known = [movement("with-time")]
    assert known_lines([movement("by-day", MIDNIGHT)], known) == {"by-day": "with-time"}
    assert known_lines([movement("no-account")], known) == {"no-account": "with-time"}
    assert known_lines([movement("with-time")], [movement("with-time", MIDNIGHT)]) == {"with-time": "with-time"}


@pytest.mark.parametrize(
    "other",
    [
        movement("x", NINE + timedelta(seconds=1)),
        movement("x", MIDNIGHT + timedelta(days=1)),
        movement("x", balance_fen=501),
        movement("x", fen=101),
        replace(movement("x"), incoming=False),
    ],
)
def test_lines_that_differ_in_more_than_print_are_two(other: Movement) -> None:
    assert known_lines([other], [movement("known")]) == {}


def test_without_a_balance_only_the_identity_counts() -> None:
    bare = movement("known", balance_fen=None)
    assert known_lines([replace(bare, identity="x")], [bare]) == {}
    assert known_lines([bare], [bare]) == {"known": "known"}


def test_each_known_line_stands_for_one() -> None:
    lines = [movement("a", MIDNIGHT), movement("b", MIDNIGHT)]
    assert known_lines(lines, [movement("known")]) == {"a": "known"}
    # The identity goes first: "b" is known for sure, so nothing is left for "a".
    assert known_lines(lines, [movement("b")]) == {"b": "b"}


MOVEMENTS = st.lists(
    st.builds(
        Movement,
        st.text("abcdefgh", min_size=1, max_size=2),
        st.sampled_from([MIDNIGHT, NINE, NINE + timedelta(hours=1)]),
        st.booleans(),
        st.integers(1, 3),
        st.sampled_from([None, 1, 2]),
    ),
    unique_by=lambda one: one.identity,
)


@given(MOVEMENTS, MOVEMENTS)
def test_nothing_is_known_twice_and_what_was_imported_is_known(lines: list[Movement], known: list[Movement]) -> None:
    found = known_lines(lines, known)
    assert set(found) <= {line.identity for line in lines}
    assert set(found.values()) <= {line.identity for line in known}
    assert max(Counter(found.values()).values(), default=1) == 1
    now_stored = known + [line for line in lines if line.identity not in found]
    assert set(known_lines(lines, now_stored)) == {line.identity for line in lines}

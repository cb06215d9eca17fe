"""The order of an account's lines: by time, then by the balances that follow from each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.payments.running import running_order

DAY = datetime(2026, 8, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    booked_at: datetime
    incoming: bool
    amount_fen: int
    balance_fen: int | None


def lines(*steps: int, begin: int = 1_000, day: datetime = DAY) -> list[Line]:
    """What an account does from `begin` on, all at one instant: a step is what comes in, or goes out when it is negative."""
    found = []
    for step in steps:
        begin += step
        found.append(Line(day, step > 0, abs(step), begin))
    return found


@given(st.lists(st.sampled_from([100, 250, -100, -250, 700]), min_size=1, max_size=9), st.randoms())
def test_any_order_becomes_one_that_the_balances_allow(steps: list[int], chance: object) -> None:
    real = lines(*steps)
    mixed = real[:]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    found = running_order(mixed, 1_000)
    assert sorted(found, key=repr) == sorted(real, key=repr)
    balance = 1_000
    for line in found:
        balance += line.amount_fen if line.incoming else -line.amount_fen
        assert line.balance_fen == balance


@given(st.lists(st.sampled_from([100, 250, 700]), min_size=2, max_size=9, unique=True), st.randoms())
def test_where_money_only_comes_in_no_balance_before_is_needed(steps: list[int], chance: object) -> None:
    mixed = lines(*steps)
    real = mixed[:]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert running_order(mixed) == real


def test_the_day_before_says_where_a_day_begins_that_ends_as_it_began() -> None:
    before = lines(300, begin=700)
    out_and_in = lines(-200, 200, day=DAY + timedelta(days=1))
    assert running_order([*out_and_in[::-1], *before]) == [*before, *out_and_in]


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_what_does_not_follow_stays_as_it_was(missing: int) -> None:
    some = [line for place, line in enumerate(lines(100, 250, 700, -100)) if place != missing]
    mixed = [some[1], some[0], some[2]]
    found = running_order(mixed)
    assert found in (mixed, some), "in order only where what is left follows from each other"


def test_lines_without_balances_stay_as_they_were() -> None:
    bare = [Line(DAY, True, fen, None) for fen in (3, 1, 2)]
    assert running_order(bare) == bare

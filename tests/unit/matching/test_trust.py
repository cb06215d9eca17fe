"""From which score on the past lets matching decide: never without proof."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from school_desk.payments.matching.trust import error_bound, trusted_threshold

past = st.lists(st.tuples(st.sampled_from([0.5, 0.9, 0.99, 0.999]), st.booleans()), max_size=60)


def test_a_first_use_proves_nothing() -> None:
    assert trusted_threshold([], 0.9) is None
    assert trusted_threshold([(0.999, True)] * 500, 0.9) is None


def test_six_hundred_without_a_mistake_allow_one_in_two_hundred() -> None:
    assert trusted_threshold([(0.999, True)] * 600, 0.9) == 0.999


def test_mistakes_raise_it() -> None:
    good = [(0.999, True)] * 700
    assert trusted_threshold([*good, *[(0.95, True)] * 100], 0.9) == 0.95
    assert trusted_threshold([*good, *[(0.95, False)] * 5], 0.9) == 0.999


def test_it_never_falls_below_what_is_shipped() -> None:
    assert trusted_threshold([(0.8, True)] * 5000, 0.9) is None


@given(past, st.floats(0, 0.2))
def test_more_mistakes_never_lower_it(those: list[tuple[float, bool]], tolerated: float) -> None:
    before = trusted_threshold(those, 0.4, tolerated)
    after = trusted_threshold([*those, (1.0, False)], 0.4, tolerated)
    assert after is None or (before is not None and after >= before)


@given(st.integers(1, 3000), st.data())
def test_the_bound_lies_above_what_was_seen(decisions: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, min(decisions, 20)))
    bound = error_bound(decisions, wrong)
    assert wrong / decisions <= bound <= 1
    if wrong < decisions:
        assert bound <= error_bound(decisions, min(wrong + 1, decisions)) + 1e-9

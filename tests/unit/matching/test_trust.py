"""From which score on the past lets matching decide: never without proof, and hardly ever wrongly."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from school_desk.payments.matching.trust import NOTHING_KNOWN, STEPS, TOLERATED, Trust, more_needed, score_ppm, trust

SCORES = st.sampled_from([997_000, 998_000, 999_900, 1_000_000])
LOW, HIGH = 997_000, 999_900


def test_a_first_use_proves_nothing_and_says_what_would() -> None:
    assert Trust(None, 0, 0, 714) == NOTHING_KNOWN
    assert trust([(LOW, True)] * 713) == Trust(None, 713, 0, 1)
    assert trust([(LOW, True)] * 714) == Trust(0, 714, 0, 0)


def test_mistakes_cost_five_hundred_right_ones_each() -> None:
    assert trust([(HIGH, True)] * 714 + [(HIGH, False)]) == Trust(None, 715, 1, 510)
    assert trust([(HIGH, True)] * 714 + [(HIGH, False)] * 2).missing == 1_020


def test_mistakes_where_matching_is_less_sure_raise_the_threshold() -> None:
    assert trust([(HIGH, True)] * 1_300 + [(LOW, False)] * 5) == Trust(998_000, 1_305, 5, 0)
    assert trust([(HIGH, True)] * 1_300 + [(999_200, False)] * 5) == Trust(999_500, 1_305, 5, 0)
    assert trust([(998_500, True)] * 1_300 + [(LOW, False)] * 5).threshold_ppm == 998_000
    assert trust([(HIGH, True)] * 5_000 + [(LOW, False)] * 5).threshold_ppm == 0


def test_the_risks_of_all_steps_are_five_in_a_hundred() -> None:
    assert 0.049 < sum(risk for _, risk in STEPS) <= 0.05
    assert [step for step, _ in STEPS] == sorted(step for step, _ in STEPS)


def test_whoever_looks_after_every_decision_is_misled_one_time_in_twenty_at_most() -> None:
    """600 schools whose matching is wrong a little more often than is tolerated, each watched for 4,000 decisions at every step."""
    draw = np.random.default_rng(20261129)
    right = draw.random((600, 4_000)) >= TOLERATED * 1.001
    scores = draw.integers(997_000, 1_000_001, right.shape)
    misled = np.zeros(len(right), bool)
    for step, risk in STEPS:
        rights, wrongs = (np.cumsum((scores >= step) & side, axis=1) for side in (right, ~right))
        enough = np.array([more_needed(0, wrong, risk) for wrong in range(int(wrongs.max()) + 1)])
        misled |= (rights >= enough[wrongs]).any(axis=1)
    assert 0.01 < misled.mean() <= 0.05


@given(st.lists(st.tuples(SCORES, st.booleans()), max_size=60), SCORES)
def test_a_mistake_never_lowers_what_is_asked(past: list[tuple[int, bool]], score: int) -> None:
    before, after = trust(past), trust([*past, (score, False)])
    assert after.missing >= before.missing
    assert after.threshold_ppm is None or (
        before.threshold_ppm is not None and after.threshold_ppm >= before.threshold_ppm
    )


@given(st.lists(st.tuples(SCORES, st.booleans()), max_size=40))
def test_so_many_more_right_ones_prove_it_and_one_fewer_does_not(past: list[tuple[int, bool]]) -> None:
    missing = trust(past).missing
    surest = [(1_000_000, True)]
    assert trust(past + surest * missing).threshold_ppm is not None
    assert trust(past + surest * (missing - 1)).threshold_ppm is None


def test_a_score_in_millionths_is_the_score() -> None:
    assert [score_ppm(score) for score in (0.0, 0.997, 0.9999999, 1.0)] == [0, 997_000, 1_000_000, 1_000_000]

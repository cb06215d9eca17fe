"""From which score on a school may let matching decide: what its own past confirmations prove, never a wish."""

from __future__ import annotations

from collections.abc import Iterable
from math import comb, exp, log

CONFIDENCE = 0.95
TOLERATED = 0.005
"""Of decisions without a person, so many may be wrong at most."""
_STEPS = 50


def trusted_threshold(past: Iterable[tuple[float, bool]], floor: float, tolerated: float = TOLERATED) -> float | None:
    """The lowest score, not below `floor`, from which on the error is at most `tolerated` with 95 % confidence.

    `past`: (score of the proposal, whether the person who decided chose it). None: the past proves too little; then only suggest.
    """
    ranked = sorted(((score, right) for score, right in past if score >= floor), key=lambda one: -one[0])
    best, wrong = None, 0
    for place, (score, right) in enumerate(ranked, start=1):
        wrong += not right
        last_of_score = place == len(ranked) or ranked[place][0] < score
        if last_of_score and error_bound(place, wrong) <= tolerated:
            best = score
    return best


def error_bound(decisions: int, wrong: int) -> float:
    """The largest error that so few `wrong` of so many `decisions` leave possible (Clopper and Pearson, one side); about 3/n for none."""
    if wrong >= decisions:
        return 1.0
    low, high = wrong / decisions, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(decisions, wrong, middle) > 1 - CONFIDENCE:
            low = middle
        else:
            high = middle
    return high


def _at_most(decisions: int, wrong: int, error: float) -> float:
    """The chance of no more than `wrong` in so many decisions."""
    if error >= 1:
        return 0.0
    return sum(
        exp(log(comb(decisions, count)) + (count * log(error) if count else 0.0) + (decisions - count) * log(1 - error))
        for count in range(wrong + 1)
    )

"""From which score on a school may let matching decide: what its own past decisions prove, never a wish.

The proof is a bet against "more than the tolerated share is wrong": every right proposal wins a little, every wrong one loses much, and what was
won says how unlikely the past would be if that were so. Unlike a bound for a fixed number of decisions, such a bet may be looked at after each
of them (Ville's inequality), which is what a desk does; the risk of being misled is shared among the few thresholds that are tried.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil, log

TOLERATED = 0.005
"""Of decisions without a person, so many may be wrong at most."""
_HOPED = TOLERATED / 10
"""The share of wrong ones that the bet counts on: it wins fastest there."""
STEPS = ((0, 0.04), (998_000, 0.0033), (999_000, 0.0033), (999_500, 0.0033))
"""Thresholds that are tried, the lowest first, in millionths, with the risk each may be trusted wrongly: 5 % in all. 0: as shipped."""
_WON = log((1 - _HOPED) / (1 - TOLERATED))
_LOST = log(TOLERATED / _HOPED)
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Trust:
    """What the past allows. `threshold_ppm`: from this score on lines may be claimed unseen; None: only suggest.

    `decisions` is how many past proposals were looked at, `wrong` how many of them were wrong. `missing`: so many more must be decided, all
    of them as proposed, before a threshold is proven; 0 when one is.
    """

    threshold_ppm: int | None
    decisions: int
    wrong: int
    missing: int


def score_ppm(score: float) -> int:
    """A score of matching (0–1) in whole millionths, as commands and tables carry it."""
    return round(score * _MILLION)


def trust(past: Collection[tuple[int, bool]]) -> Trust:
    """`past`: (score in millionths of a proposal without veto, whether the person who decided took it)."""
    missing = {}
    for step, risk in STEPS:
        above = [is_right for score, is_right in past if score >= step]
        missing[step] = more_needed(sum(above), above.count(False), risk)
    proven = [step for step, more in missing.items() if not more]
    wrong = sum(not is_right for _, is_right in past)
    return Trust(min(proven, default=None), len(past), wrong, min(missing.values()))


def more_needed(right: int, wrong: int, risk: float) -> int:
    """How many more right ones would prove, at this risk, that no more than is tolerated is wrong; 0: it is proven."""
    return max(0, ceil((log(1 / risk) + wrong * _LOST) / _WON) - right)


NOTHING_KNOWN = trust(())
"""Of a school that begins."""

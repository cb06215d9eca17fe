"""Facts about money that later steps react to, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FeeReviewed:
    """费用审核 passed for one 应缴单 (one training plan of one batch). `paid_on`: the day on which its full amount had arrived."""

    receivable_id: str
    batch_id: str
    plan_id: str
    enterprise_id: str
    paid_on: date


@dataclass(frozen=True)
class FeeReviewTakenBack:
    """A passed 费用审核 is about to be taken back: whoever built on it objects by raising RuleViolation."""

    receivable_id: str
    batch_id: str
    plan_id: str


@dataclass(frozen=True)
class FeeReversed:
    """Nobody objected, and a passed 费用审核 fell with the money that was 冲销: what only waited because of it waits no more.

    Not told when the review itself is undone: then everything done with it is put back by the undo.
    """

    receivable_id: str
    batch_id: str
    plan_id: str

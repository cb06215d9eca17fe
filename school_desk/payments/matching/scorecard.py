"""The one table from evidence to score. Additive, so that every proposal can say what it rests on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum, auto
from math import exp


class Sign(StrEnum):
    """One kind of evidence. Kinds are kept apart: none stands in for another."""

    CODE = auto()
    DAMAGED_CODE = auto()
    CREDIT_CODE = auto()
    KNOWN_ACCOUNT = auto()
    SLIP = auto()
    EXACT_NAME = auto()
    ALIAS = auto()
    BRANCH_NAME = auto()
    CUT_NAME = auto()
    NEAR_NAME = auto()
    NAMED_IN_MEMO = auto()
    LEGAL_PERSON = auto()
    TRAINEES = auto()
    HEAD_COUNT = auto()
    WHOLE_AMOUNT = auto()
    RECEIVABLE_AMOUNT = auto()
    TRAINEES_AMOUNT = auto()
    SUM_OF_SOME = auto()
    INSTALMENT = auto()
    FEE_WITHHELD = auto()
    PART = auto()
    OVER = auto()
    OTHER_HEAD_COUNT = auto()
    PASSED_OVER_CODE = auto()
    NAMED_ANOTHER = auto()
    SPOKEN_FOR = auto()
    PAID_BEFORE_ENROLMENT = auto()
    LONG_AGO = auto()


# Log-odds, set by hand: a code and an exact amount reach .99, a name and an amount .95, a known payer's part or surplus .4, an amount alone .18.
POINTS = {
    Sign.CODE: 6.0,
    Sign.DAMAGED_CODE: 3.0,
    Sign.CREDIT_CODE: 5.0,
    Sign.KNOWN_ACCOUNT: 5.0,
    Sign.SLIP: 3.5,
    Sign.EXACT_NAME: 4.5,
    Sign.ALIAS: 4.0,
    Sign.BRANCH_NAME: 3.5,
    Sign.CUT_NAME: 3.0,
    Sign.NEAR_NAME: 2.5,
    Sign.NAMED_IN_MEMO: 3.5,
    Sign.LEGAL_PERSON: 2.5,
    Sign.TRAINEES: 3.5,
    Sign.HEAD_COUNT: 1.0,
    Sign.WHOLE_AMOUNT: 2.5,
    Sign.RECEIVABLE_AMOUNT: 2.0,
    Sign.TRAINEES_AMOUNT: 2.0,
    Sign.SUM_OF_SOME: 1.0,
    Sign.INSTALMENT: 1.5,
    Sign.FEE_WITHHELD: 1.5,
    Sign.PART: -2.0,
    Sign.OVER: -1.0,
    Sign.OTHER_HEAD_COUNT: -1.0,
    Sign.PASSED_OVER_CODE: -6.0,
    Sign.NAMED_ANOTHER: -6.0,
    Sign.SPOKEN_FOR: -6.0,
    Sign.PAID_BEFORE_ENROLMENT: -1.0,
    Sign.LONG_AGO: -0.5,
}
_PRIOR = -4.0
_PAYER = frozenset(
    {
        *(Sign.KNOWN_ACCOUNT, Sign.EXACT_NAME, Sign.ALIAS, Sign.BRANCH_NAME, Sign.CUT_NAME, Sign.NEAR_NAME),
        *(Sign.NAMED_IN_MEMO, Sign.LEGAL_PERSON, Sign.CREDIT_CODE),
    }
)
"""These say the same thing, who paid: beside the strongest the others count a quarter."""


@dataclass(frozen=True, slots=True)
class Evidence:
    sign: Sign
    reason: str
    """What was seen, in a sentence for the clerk."""
    strength: float = 1.0
    """0–1: how much of the sign's points it earns."""

    @property
    def points(self) -> float:
        return POINTS[self.sign] * self.strength


def points(evidence: Collection[Evidence]) -> float:
    """Log-odds: for comparing, where scores near 1 no longer differ."""
    payer = sorted((item.points for item in evidence if item.sign in _PAYER), reverse=True)
    others = sum(item.points for item in evidence if item.sign not in _PAYER)
    return _PRIOR + sum(payer[:1]) + sum(payer[1:]) / 4 + others


def score(evidence: Collection[Evidence]) -> float:
    """0–1."""
    return 1 / (1 + exp(-points(evidence)))

"""One door to the numbers by which the school knows enterprises and people. The rules of each live in its own module."""

from __future__ import annotations

from school_desk.terms.credit_code import (
    CharacterChange,
    CreditCodeCandidate,
    credit_code_candidates,
    credit_code_completed,
    credit_code_inner_ok,
    credit_code_problems,
    normalise_credit_code,
)
from school_desk.terms.mobile import mobile_problems, normalise_mobile
from school_desk.terms.resident_id import ResidentIdCheck, Sex, check_resident_id, normalise_resident_id

__all__ = [
    "CharacterChange",
    "CreditCodeCandidate",
    "ResidentIdCheck",
    "Sex",
    "check_resident_id",
    "credit_code_candidates",
    "credit_code_completed",
    "credit_code_inner_ok",
    "credit_code_problems",
    "mobile_problems",
    "normalise_credit_code",
    "normalise_mobile",
    "normalise_resident_id",
]

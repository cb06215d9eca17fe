"""Facts about scores that later steps react to, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ScoresApprovalTakenBack:
    """The authority's approval of these enrolments' scores is about to be taken back: whoever built on it objects by raising RuleViolation."""

    submission_id: str
    enrollment_ids: tuple[str, ...]

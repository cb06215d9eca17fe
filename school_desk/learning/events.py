"""Facts about learning that later steps react to, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StudyTakenBack:
    """Study time or opened accounts of these enrolments are about to be taken back: whoever built on them objects by raising RuleViolation."""

    enrollment_ids: tuple[str, ...]

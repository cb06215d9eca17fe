"""Facts about exams that later steps react to, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from school_desk.terms.statuses import Subject


@dataclass(frozen=True)
class ResitRequested:
    """An enrolment whose exam is over applies for these subjects again: whoever keeps its results objects by raising RuleViolation."""

    enrollment_id: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class PlanApprovalTakenBack:
    """An approved exam plan is about to lose its approval: whoever built on it objects by raising RuleViolation."""

    plan_id: str

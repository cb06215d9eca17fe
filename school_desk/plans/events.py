"""Facts about training plans that later steps react to, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlanChanged:
    """A plan's fee or hours are about to change: whoever built on them objects by raising RuleViolation."""

    plan_id: str

"""Facts about enrolments that later steps react to, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BatchEnrolled:
    """People were added to a batch: what the enterprise owes for it must be worked out (again)."""

    batch_id: str


@dataclass(frozen=True)
class EnrollmentsPutBack:
    """Decisions about enrolments of these batches were taken back, or were made again: what follows from them must still agree, or objects."""

    batch_ids: tuple[str, ...]


@dataclass(frozen=True)
class EnrollmentClosing:
    """An enrolment is to be closed, now or once a refund is paid: whoever built on it objects by raising RuleViolation."""

    enrollment_id: str


@dataclass(frozen=True)
class EnrollmentGivenUp:
    """An enrolment is withdrawn, or another person takes its place: who is paying its fee back objects by raising RuleViolation.

    Before `EnrollmentClosing`, which a refund's own steps tell of, too.
    """

    enrollment_id: str


@dataclass(frozen=True)
class EnrollingAgain:
    """The person of this enrolment would enrol for its trade and level once more: who still waits for it objects by raising RuleViolation."""

    enrollment_id: str


@dataclass(frozen=True)
class EnrollmentClosed:
    """An enrolment no longer counts (withdrawn, refunded, moved, replaced). `taken_over_by` None: nobody took the place."""

    enrollment_id: str
    batch_id: str
    plan_id: str
    taken_over_by: str | None

"""The states records can be in, stored as English words. Their Chinese labels are computed in `labels.py`, never stored."""

from __future__ import annotations

from enum import StrEnum


class EnterpriseStatus(StrEnum):
    """An enterprise's way to approval. Only APPROVED may enrol."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    PRE_APPROVED = "pre_approved"
    AT_AUTHORITY = "at_authority"
    APPROVED = "approved"
    REFUSED = "refused"


class DocumentStatus(StrEnum):
    """What became of a paper handed in."""

    CURRENT = "current"
    RETURNED = "returned"
    REPLACED = "replaced"


class NoticeStatus(StrEnum):
    """A message to an enterprise or person: queued is not sent."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class PlanPhase(StrEnum):
    """The manual's labels of a training plan, by date alone: sign-up open, or ended (then an exam plan may be made)."""

    UPCOMING = "upcoming"
    SIGN_UP = "sign_up"
    ENDED = "ended"


class EnrollmentStatus(StrEnum):
    """Whether an enrolment still counts; how far it has come is read from the later steps."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"
    MOVED = "moved"
    REPLACED = "replaced"


class ReceivableStatus(StrEnum):
    """An 应缴单: what an enterprise owes for one trade and level of a batch."""

    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    CANCELLED = "cancelled"


class LineStatus(StrEnum):
    """What is known of a line of the bank statement."""

    UNCLAIMED = "unclaimed"
    PART_CLAIMED = "part_claimed"
    CLAIMED = "claimed"
    NOT_TUITION = "not_tuition"
    ON_HOLD = "on_hold"
    REVERSED = "reversed"


class AllocationKind(StrEnum):
    """Where an allocated amount comes from."""

    TRANSFER = "transfer"
    CREDIT = "credit"
    REVERSAL = "reversal"


class ProposalDecision(StrEnum):
    """What a person decided about a line while it had a proposal of matching."""

    CLAIMED = "claimed"
    DISMISSED = "dismissed"
    NOT_TUITION = "not_tuition"


class SlipStatus(StrEnum):
    """A transfer slip is a claim, not money."""

    WAITING = "waiting"
    PAIRED = "paired"
    WRONG_PAYEE = "wrong_payee"
    DUPLICATE = "duplicate"


class RefundStatus(StrEnum):
    """A refund takes two people, and a line of the statement that shows the money leaving."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAID = "paid"


class InvoiceStatus(StrEnum):
    """A 数电发票: issued on the tax site, registered here. It stands until the red one is issued, which needs a confirmed 红字确认单."""

    TO_ISSUE = "to_issue"
    ISSUED = "issued"
    RED_REQUESTED = "red_requested"
    RED_CONFIRMED = "red_confirmed"
    RED = "red"


class StudyAccountStatus(StrEnum):
    """Exported is not opened: the platform's answer opens an account."""

    TO_OPEN = "to_open"
    EXPORTED = "exported"
    OPENED = "opened"
    FAILED = "failed"
    DISABLED = "disabled"


class CourseKind(StrEnum):
    """What a course counts for: the minimum hours cover safety and trade theory."""

    SAFETY = "safety"
    THEORY = "theory"
    OTHER = "other"


class Subject(StrEnum):
    """The three subjects of the exam."""

    THEORY = "theory"
    SAFETY = "safety"
    PRACTICE = "practice"


class ExamPlanStatus(StrEnum):
    """An exam plan's way through the authority; DRAFT reads 未上报, REPORTED and ACCEPTED both read 未审核."""

    DRAFT = "draft"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    APPROVED = "approved"


class ScoreFlag(StrEnum):
    """Why there is no mark."""

    ABSENT = "absent"
    VIOLATION = "violation"
    DEFERRED = "deferred"


class SubmissionStatus(StrEnum):
    """A numbered version of scores before the authority; SUBMITTED still reads 未上报 until it is accepted."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    REJECTED = "rejected"


class CertificateStatus(StrEnum):
    """A certificate exists with its number; no certificate at all reads 证书未生成."""

    GENERATED = "generated"
    PUSHED = "pushed"
    REVOKED = "revoked"


class PushOutcome(StrEnum):
    """What the ministry's register answered for one certificate."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    FAILED = "failed"

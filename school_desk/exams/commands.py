"""The decisions about exam applications, rooms, plans and what the authority answers, as commands. Their handlers are in handlers.py.

Those that concern many people return a row ledger (documents.ledger.LedgerRow); `row_no` is the place in the selection, from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from school_desk.documents.commands import StoredFile
from school_desk.kernel.commands import Command
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import CLERKS, DECIDERS, EXAMINERS, WebRole
from school_desk.terms.statuses import Subject
from school_desk.terms.trades import trade_name


@dataclass(frozen=True)
class ApplyForExam(Command):
    """申请考试 for one or many; `subjects` empty: all three (a resit names those missing)."""

    label: ClassVar[str] = "申请考试"
    allowed: ClassVar[frozenset[str]] = CLERKS | EXAMINERS | {WebRole.ENTERPRISE}

    enrollment_ids: tuple[str, ...]
    subjects: tuple[Subject, ...] = ()

    @property
    def subject(self) -> str:
        """How many people."""
        return f"{len(self.enrollment_ids)} 人"


@dataclass(frozen=True)
class WithdrawApplication(Command):
    """撤回申请, while the applicant is in no plan."""

    label: ClassVar[str] = "撤回考试申请"
    allowed: ClassVar[frozenset[str]] = CLERKS | EXAMINERS

    enrollment_id: str
    reason: str


@dataclass(frozen=True)
class _ByExaminer(Command):
    allowed: ClassVar[frozenset[str]] = EXAMINERS


@dataclass(frozen=True)
class AddRoom(_ByExaminer):
    """新建考场 with its seats, numbered from 1."""

    label: ClassVar[str] = "新建考场"

    name: str
    place: str
    address: str
    seats: int

    @property
    def subject(self) -> str:
        """Which room."""
        return self.name


@dataclass(frozen=True)
class EditRoom(_ByExaminer):
    """Changes a room; `active` False: no new session takes it."""

    label: ClassVar[str] = "修改考场"

    room_id: str
    name: str
    place: str
    address: str
    seats: int
    active: bool = True

    @property
    def subject(self) -> str:
        """Which room."""
        return self.name


@dataclass(frozen=True)
class CreateExamPlan(_ByExaminer):
    """新建考核计划 for one trade and level, once a training plan of it has ended sign-up. Empty name and institution: the usual ones."""

    label: ClassVar[str] = "新建考核计划"

    trade_code: str
    level: SkillLevel
    name: str = ""
    institution: str = ""

    @property
    def subject(self) -> str:
        """Which trade and level."""
        return f"{trade_name(self.trade_code)} {self.level.label}"


@dataclass(frozen=True)
class _AboutPlan(_ByExaminer):
    plan_id: str


@dataclass(frozen=True)
class EditExamPlan(_AboutPlan):
    """Corrects a plan's name or institution, before it is reported."""

    label: ClassVar[str] = "修改考核计划"

    name: str
    institution: str


@dataclass(frozen=True)
class AddSession(_AboutPlan):
    """新建场次: one subject in one room at one time (naive instants are Shanghai's)."""

    label: ClassVar[str] = "新建场次"

    exam_subject: Subject
    room_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class EditSession(_AboutPlan):
    """Another room or time for a session; who sits in it stays."""

    label: ClassVar[str] = "调整场次"

    session_id: str
    room_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class RemoveSession(_AboutPlan):
    """Takes a session out of the plan, with the seats in it."""

    label: ClassVar[str] = "删除场次"

    session_id: str


@dataclass(frozen=True)
class TakeCandidates(_AboutPlan):
    """编入考生: applicants become candidates, each with a ticket number for good."""

    label: ClassVar[str] = "编入考生"

    enrollment_ids: tuple[str, ...]

    @property
    def subject(self) -> str:
        """How many people."""
        return f"{len(self.enrollment_ids)} 人"


@dataclass(frozen=True)
class RemoveCandidate(_AboutPlan):
    """移出考生, before the plan is reported; the application stands and may go into another plan, the ticket number is spent."""

    label: ClassVar[str] = "移出考生"

    application_id: str


@dataclass(frozen=True)
class AssignSeats(_AboutPlan):
    """编排座位 for whoever lacks one; seats once given stay."""

    label: ClassVar[str] = "编排座位"


@dataclass(frozen=True)
class SeatlessRow:
    """A candidate without a seat for one subject, and why."""

    enrollment_id: str
    name: str
    ticket_no: str
    exam_subject: Subject
    reason: str


@dataclass(frozen=True)
class SeatingOutcome:
    """placed + kept + unplaced = the seats that the plan needs."""

    placed: int
    kept: int
    unplaced: tuple[SeatlessRow, ...] = field(default=())


@dataclass(frozen=True)
class ReportPlan(_AboutPlan):
    """上报: the next version, frozen. `reported_on` None: today."""

    label: ClassVar[str] = "上报考核计划"

    reported_on: date | None = None


@dataclass(frozen=True)
class RecordPlanAccepted(_AboutPlan):
    """The authority took the plan in (受理); it still reads 未审核."""

    label: ClassVar[str] = "登记考核计划受理"
    allowed: ClassVar[frozenset[str]] = DECIDERS

    accepted_on: date


@dataclass(frozen=True)
class RecordPlanDecision(_AboutPlan):
    """What the authority decided, with its evidence. A returned plan is 未上报 again, with the reason beside it."""

    label: ClassVar[str] = "登记考核计划结论"
    allowed: ClassVar[frozenset[str]] = DECIDERS

    approved: bool
    decided_on: date
    document_no: str
    evidence: StoredFile | None = None
    reason: str | None = None


@dataclass(frozen=True)
class WithdrawReport(_AboutPlan):
    """撤回上报: the school takes the plan back to change it; then it must be reported again."""

    label: ClassVar[str] = "撤回上报"

    reason: str

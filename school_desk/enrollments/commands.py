"""The decisions about enrolments, as commands. Their handlers are in handlers.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from school_desk.documents.commands import StoredFile
from school_desk.documents.ledger import LedgerRow, RowState, SkippedEntry, count
from school_desk.kernel.commands import Command
from school_desk.terms.identity import IdType
from school_desk.terms.roles import CLERKS

CorrectableField = Literal["name", "id_number", "mobile", "sex"]


@dataclass(frozen=True)
class RosterEntry:
    """One row of a roster as it was written; `problems` are what the reader already found (an id that lost its digits …)."""

    row_no: int
    name: str
    sex: str
    id_number: str
    mobile: str
    trade: str
    level: str
    note: str = ""
    id_type: IdType = IdType.RESIDENT_ID
    problems: tuple[str, ...] = ()
    photo: StoredFile | None = None


@dataclass(frozen=True)
class RosterOutcome:
    """The ledger of an import: imported + updated + skipped + failed = rows, always. `batch_id` None: nobody was enrolled."""

    batch_id: str | None
    batch_number: str | None
    payment_code: str | None
    rows: tuple[LedgerRow, ...] = field(default=())

    def count(self, state: RowState) -> int:
        """How many rows came out as `state`."""
        return count(self.rows, state)


@dataclass(frozen=True)
class ImportRoster(Command):
    """导入名单: one roster of an enterprise becomes one 报名批次. `into_batch_id` adds corrected rows to a batch not yet reviewed."""

    label: ClassVar[str] = "导入报名名单"
    allowed: ClassVar[frozenset[str]] = CLERKS

    enterprise_id: str
    roster_name: str
    roster_sha256: str
    entries: tuple[RosterEntry, ...]
    skipped: tuple[SkippedEntry, ...] = ()
    into_batch_id: str | None = None

    @property
    def subject(self) -> str:
        """Which file."""
        return self.roster_name


@dataclass(frozen=True)
class _AboutEnrollment(Command):
    allowed: ClassVar[frozenset[str]] = CLERKS

    enrollment_id: str


@dataclass(frozen=True)
class WithdrawEnrollment(_AboutEnrollment):
    """撤回报名, before the money for it was reviewed."""

    label: ClassVar[str] = "撤回报名"

    reason: str


@dataclass(frozen=True)
class ReplaceTrainee(_AboutEnrollment):
    """换人: another person of the same employer takes the place, the plan and what was paid for it."""

    label: ClassVar[str] = "更换学员"

    entry: RosterEntry
    reason: str


@dataclass(frozen=True)
class CorrectTrainee(Command):
    """更正: one of a person's own data was wrong; the old value stays on record."""

    label: ClassVar[str] = "更正学员信息"
    allowed: ClassVar[frozenset[str]] = CLERKS

    trainee_id: str
    field: CorrectableField
    value: str
    reason: str
    evidence: StoredFile | None = None


@dataclass(frozen=True)
class AttachPhoto(_AboutEnrollment):
    """补交照片."""

    label: ClassVar[str] = "补交照片"

    photo: StoredFile

"""The decisions about enrolments, as commands. Their handlers are in handlers.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from school_desk.documents.commands import StoredFile
from school_desk.documents.ledger import LedgerRow, RowState, SkippedEntry, count
from school_desk.kernel.commands import Command
from school_desk.terms.identity import IdType
from school_desk.terms.masking import mask_text
from school_desk.terms.roles import CLERKS, EXAMINERS, READERS, REGISTRARS

CorrectableField = Literal["name", "id_number", "mobile", "sex"]


@dataclass(frozen=True)
class RosterEntry:
    """One row of a roster as it was written; `problems` are what the reader already found.

    `id_problem`: what it found wrong with the id number itself (it lost its digits …); then nothing else is said of the number.
    """

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
    id_problem: str = ""


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
    allowed: ClassVar[frozenset[str]] = REGISTRARS

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
    """补交照片. An enterprise hands in what is missing; the school alone changes a photo."""

    label: ClassVar[str] = "补交照片"
    allowed: ClassVar[frozenset[str]] = REGISTRARS

    photo: StoredFile


@dataclass(frozen=True)
class RevealPersonal(Command):
    """查看完整证件号: somebody looked at one person's whole numbers. It changes nothing; the journal keeps whose and by whom."""

    label: ClassVar[str] = "查看完整证件号和手机号"
    allowed: ClassVar[frozenset[str]] = READERS

    enrollment_id: str
    name: str

    @property
    def subject(self) -> str:
        """Whose."""
        return self.name


@dataclass(frozen=True)
class RecordExport(Command):
    """导出: a list of people leaves the program, with the numbers masked. `narrowed_by` tells the filter in words."""

    label: ClassVar[str] = "导出报名人员"
    allowed: ClassVar[frozenset[str]] = READERS

    row_count: int
    narrowed_by: str
    file_name: str

    @property
    def subject(self) -> str:
        """How many, and which."""
        return f"{self.row_count} 条 · {mask_text(self.narrowed_by) or '全部'}"


@dataclass(frozen=True)
class RecordWholeExport(RecordExport):
    """导出完整号码: the list leaves with whole id and mobile numbers, for a reason that stays in the journal."""

    label: ClassVar[str] = "导出报名人员（完整证件号和手机号）"
    allowed: ClassVar[frozenset[str]] = CLERKS | EXAMINERS

    reason: str

    @property
    def subject(self) -> str:
        """How many, which, and what for."""
        return f"{super().subject} · {mask_text(self.reason)}"


@dataclass(frozen=True)
class RecordPapers(Command):
    """打印、导出材料: papers that name people leave the program, mostly with whole numbers. `what` they are, of how many people (or `unit`)."""

    label: ClassVar[str] = "打印、导出含个人信息的材料"
    allowed: ClassVar[frozenset[str]] = READERS

    what: str
    row_count: int
    file_name: str
    unit: str = "人"

    @property
    def subject(self) -> str:
        """Which, and of how many."""
        return f"{self.what} · {self.row_count} {self.unit}"

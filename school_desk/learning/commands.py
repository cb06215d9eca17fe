"""The decisions about study accounts and study time, as commands. Their handlers are in handlers.py.

All that concern many people return a row ledger (documents.ledger.LedgerRow); for a selection `row_no` is the place in it, from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from school_desk.documents.ledger import SkippedEntry
from school_desk.kernel.commands import Command
from school_desk.learning.domain import TradeLevel
from school_desk.terms.roles import CLERKS


@dataclass(frozen=True)
class AccountResultEntry:
    """What the platform says of one account, as written; `succeeded` None: it cannot be told. `problems`: what the reader found."""

    row_no: int
    id_number: str
    name: str
    succeeded: bool | None
    reason: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class StudyTimeEntry:
    """One course of one person, as written; a naive `finished_at` is Shanghai's."""

    row_no: int
    id_number: str
    name: str
    course: str
    minutes: int | None
    finished_at: datetime | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class _AboutSelected(Command):
    allowed: ClassVar[frozenset[str]] = CLERKS

    enrollment_ids: tuple[str, ...]

    @property
    def subject(self) -> str:
        """How many people."""
        return f"{len(self.enrollment_ids)} 人"


@dataclass(frozen=True)
class ExportAccounts(_AboutSelected):
    """The list for the platform was written. That is all it says: nobody's account is open by it."""

    label: ClassVar[str] = "导出开通名单"


@dataclass(frozen=True)
class ReopenFailed(_AboutSelected):
    """The accounts wait to be exported again: what made the platform refuse was put right, or, with a `reason`, exported and open ones.

    Version 1 knew of no reason and took those that failed only.
    """

    label: ClassVar[str] = "退回待开通"
    version: ClassVar[int] = 2

    reason: str = ""


@dataclass(frozen=True)
class DisableAccount(Command):
    """停用 one account, with the reason."""

    label: ClassVar[str] = "停用学习账号"
    allowed: ClassVar[frozenset[str]] = CLERKS

    enrollment_id: str
    reason: str


@dataclass(frozen=True)
class _FromPlatform(Command):
    allowed: ClassVar[frozenset[str]] = CLERKS

    file_name: str

    @property
    def subject(self) -> str:
        """Which file."""
        return self.file_name


@dataclass(frozen=True)
class RecordAccountResults(_FromPlatform):
    """登记开通结果: the platform's answer, the only thing that opens an account. `answered_on` None: today."""

    label: ClassVar[str] = "登记开通结果"

    entries: tuple[AccountResultEntry, ...]
    skipped: tuple[SkippedEntry, ...] = ()
    answered_on: date | None = None


@dataclass(frozen=True)
class ImportStudyHours(_FromPlatform):
    """导入学时: the platform's export of courses and minutes. The same file twice changes nothing.

    `belongs_to`: what a person said the rows are about of which it cannot be told otherwise (version 1 knew of no such answer).
    """

    label: ClassVar[str] = "导入学时"
    version: ClassVar[int] = 2

    entries: tuple[StudyTimeEntry, ...]
    skipped: tuple[SkippedEntry, ...] = ()
    belongs_to: TradeLevel | None = None

"""The decisions about certificates, as commands. Their handlers are in handlers.py.

All that concern many people return a row ledger (documents.ledger.LedgerRow); for a selection `row_no` is the place in it, from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from school_desk.documents.ledger import LedgerRow, SkippedEntry
from school_desk.kernel.commands import Command
from school_desk.terms.roles import EXAMINERS, WebRole


@dataclass(frozen=True)
class NumberEntry:
    """One row of the authorities' list of numbers as written; `problems` are what the reader already found."""

    row_no: int
    name: str
    id_number: str
    trade: str
    level: str
    number: str
    issued_on: date | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class PushResultEntry:
    """What the register did with one certificate, as written; `succeeded` None: it cannot be told."""

    row_no: int
    number: str
    succeeded: bool | None
    name: str = ""
    id_number: str = ""
    message: str = ""
    receipt_no: str = ""
    answered_on: date | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class PushOutcome:
    """The package that was made (`batch_id` None: nobody could be pushed) and what became of each certificate selected."""

    batch_id: str | None
    number: str | None
    rows: tuple[LedgerRow, ...] = field(default=())


@dataclass(frozen=True)
class _ByExaminer(Command):
    allowed: ClassVar[frozenset[str]] = EXAMINERS


@dataclass(frozen=True)
class _FromFile(_ByExaminer):
    file_name: str

    @property
    def subject(self) -> str:
        """Which file."""
        return self.file_name


@dataclass(frozen=True)
class _AboutSelected(_ByExaminer):
    certificate_ids: tuple[str, ...]

    @property
    def subject(self) -> str:
        """How many."""
        return f"{len(self.certificate_ids)} 张"


@dataclass(frozen=True)
class _AboutCertificate(_ByExaminer):
    certificate_id: str


@dataclass(frozen=True)
class ImportCertificateNumbers(_FromFile):
    """导入证书编号: the only way a certificate comes to be. Refused without an approved passing score."""

    label: ClassVar[str] = "导入证书编号"

    entries: tuple[NumberEntry, ...]
    skipped: tuple[SkippedEntry, ...] = ()


@dataclass(frozen=True)
class ExportPush(_AboutSelected):
    """The package for the ministry's register was made. That is all it says: nothing is pushed by it."""

    label: ClassVar[str] = "导出推送"


@dataclass(frozen=True)
class RecordPushResults(_FromFile):
    """登记推送结果: a success counts only with the register's receipt."""

    label: ClassVar[str] = "登记推送结果"

    entries: tuple[PushResultEntry, ...]
    skipped: tuple[SkippedEntry, ...] = ()


@dataclass(frozen=True)
class RecordRegistryLookUp(_AboutCertificate):
    """登记联网查询: somebody looked the certificate up in the register; found means 已推送."""

    label: ClassVar[str] = "登记联网查询"

    looked_up_on: date
    found: bool
    note: str = ""


@dataclass(frozen=True)
class RevokeCertificate(_AboutCertificate):
    """注销; the number stays taken for ever."""

    label: ClassVar[str] = "注销证书"

    reason: str


@dataclass(frozen=True)
class ReissueCertificate(_AboutCertificate):
    """换发: the authorities gave a new number; the old certificate is revoked and the new one points to it."""

    label: ClassVar[str] = "换发证书"

    number: str
    issued_on: date
    reason: str

    @property
    def subject(self) -> str:
        """The new number."""
        return self.number


@dataclass(frozen=True)
class RecordPrinted(_AboutSelected):
    """The certificates were printed once more, or downloaded by the enterprise; all but the first are marked as reprints."""

    label: ClassVar[str] = "打印证书"
    allowed: ClassVar[frozenset[str]] = EXAMINERS | {WebRole.ENTERPRISE}

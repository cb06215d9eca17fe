"""The decisions about an enterprise's registration, as commands. Their handlers are in handlers.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from school_desk.documents.commands import StoredFile
from school_desk.kernel.commands import Command
from school_desk.terms.roles import CLERKS, DECIDERS, EVERYBODY, EXAMINERS, REGISTRARS
from school_desk.terms.uploads import DocumentKind

Original = Literal["seen", "kept"]


@dataclass(frozen=True)
class Paper:
    """One of the three papers: which, and the file in the blob store."""

    kind: DocumentKind
    file: StoredFile


@dataclass(frozen=True)
class FieldDecision:
    """What a person takes as true of one field, beside what the engine read then."""

    paper: DocumentKind
    field: str
    value: str
    read_value: str | None = None
    engine: str | None = None


@dataclass(frozen=True)
class PaperReturn:
    """Why one paper goes back."""

    kind: DocumentKind
    reason: str


@dataclass(frozen=True)
class RegisterEnterprise(Command):
    """企业登记: the enterprise's data with its papers; it waits for the school's 初审."""

    label: ClassVar[str] = "企业登记"
    allowed: ClassVar[frozenset[str]] = REGISTRARS

    credit_code: str
    name: str
    address: str
    region_code: str
    province_affiliated: bool
    principal_mobile: str
    contact_name: str | None = None
    contact_mobile: str | None = None
    legal_person: str | None = None
    papers: tuple[Paper, ...] = ()

    @property
    def subject(self) -> str:
        """Which enterprise."""
        return self.name


@dataclass(frozen=True)
class _AboutEnterprise(Command):
    allowed: ClassVar[frozenset[str]] = CLERKS

    enterprise_id: str


@dataclass(frozen=True)
class ReplacePaper(_AboutEnterprise):
    """A better photo of one paper; the earlier one is kept as replaced. After 初审通过 the enterprise is 待审核 again: nobody has read it."""

    label: ClassVar[str] = "更换材料"
    allowed: ClassVar[frozenset[str]] = REGISTRARS

    paper: Paper


@dataclass(frozen=True)
class ResubmitEnterprise(_AboutEnterprise):
    """The enterprise put right what was returned or refused."""

    label: ClassVar[str] = "重新提交"
    allowed: ClassVar[frozenset[str]] = REGISTRARS


@dataclass(frozen=True)
class DecideFields(_AboutEnterprise):
    """What a person takes as true of some fields of the papers."""

    label: ClassVar[str] = "核对字段"

    decisions: tuple[FieldDecision, ...]


@dataclass(frozen=True)
class PreApproveEnterprise(_AboutEnterprise):
    """初审通过, with the decisions the person made (or took over as proven) while reading.

    `expect_papers`: the ids of the papers the person read; other ones refuse the command. Empty: not told (an earlier program).
    """

    label: ClassVar[str] = "初审通过"
    version: ClassVar[int] = 2

    decisions: tuple[FieldDecision, ...] = ()
    expect_papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnEnterprise(_AboutEnterprise):
    """退回补正: names the papers that are at fault, each with its reason; the others stay accepted.

    `expect_papers`: as of `PreApproveEnterprise`.
    """

    label: ClassVar[str] = "退回补正"
    version: ClassVar[int] = 2

    papers: tuple[PaperReturn, ...] = ()
    reason: str = ""
    expect_papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class MarkDoubtful(_AboutEnterprise):
    """存疑: somebody must look again; empty takes the mark away."""

    label: ClassVar[str] = "标记存疑"

    note: str


@dataclass(frozen=True)
class RecordOnSiteReview(_AboutEnterprise):
    """现场审核: then the enterprise is before the authority."""

    label: ClassVar[str] = "登记现场审核"

    reviewed_on: date
    place: str
    persons: str
    originals: dict[str, Original]
    archive_no: str
    note: str | None = None


@dataclass(frozen=True)
class RecordAuthorityDecision(_AboutEnterprise):
    """What the 行政主管部门 decided: it decides itself on the website, or the school records it with its evidence."""

    label: ClassVar[str] = "登记主管部门结论"
    allowed: ClassVar[frozenset[str]] = DECIDERS

    approved: bool
    decided_on: date
    document_no: str
    evidence: StoredFile | None = None
    reason: str | None = None


@dataclass(frozen=True)
class EditEnterprise(_AboutEnterprise):
    """修改: exactly what the manual lets an enterprise change (企业联系人、企业地址、所属地区、手机号)."""

    label: ClassVar[str] = "修改企业信息"
    allowed: ClassVar[frozenset[str]] = REGISTRARS

    contact_name: str | None
    contact_mobile: str | None
    address: str
    region_code: str
    principal_mobile: str


@dataclass(frozen=True)
class ConfirmRecheck(_AboutEnterprise):
    """A changed 所属地区 was checked again; the enterprise may enrol once more."""

    label: ClassVar[str] = "变更复核通过"
    allowed: ClassVar[frozenset[str]] = DECIDERS


@dataclass(frozen=True)
class RenameEnterprise(_AboutEnterprise):
    """The enterprise's name or code changed by 变更登记; what it was called before stays findable."""

    label: ClassVar[str] = "企业更名"

    name: str
    credit_code: str
    reason: str


@dataclass(frozen=True)
class SuspendEnterprise(_AboutEnterprise):
    """停用 with a reason, or (with none) 恢复."""

    label: ClassVar[str] = "停用或恢复企业"
    allowed: ClassVar[frozenset[str]] = EXAMINERS

    reason: str | None


@dataclass(frozen=True)
class RevealMobiles(_AboutEnterprise):
    """查看完整手机号: somebody looked at the numbers of an enterprise's people. It changes nothing; the journal keeps whose and by whom."""

    label: ClassVar[str] = "查看企业的完整手机号"
    allowed: ClassVar[frozenset[str]] = EVERYBODY

    name: str

    @property
    def subject(self) -> str:
        """Whose."""
        return self.name

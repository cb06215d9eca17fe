"""The values of the journal as people read them: words for states and codes, personal numbers masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa

from school_desk.enterprises.compare import FIELD_LABELS, KIND
from school_desk.enterprises.queries import region_name
from school_desk.kernel import settings
from school_desk.kernel.clock import local_text
from school_desk.kernel.columns import Personal
from school_desk.kernel.money import Fen, format_yuan
from school_desk.kernel.recording import unwire
from school_desk.kernel.refusals import RefusalState
from school_desk.learning.settings import CORRECTIONS
from school_desk.overview.journal_columns import PAPER_NUMBERS, column_words
from school_desk.scores.domain import mark_text
from school_desk.scores.settings import PASS_MARKS
from school_desk.terms import labels
from school_desk.terms.levels import SkillLevel
from school_desk.terms.masking import mask_account, mask_id, mask_mobile, mask_text
from school_desk.terms.roles import Role, WebRole
from school_desk.terms.statuses import (
    AllocationKind,
    CertificateStatus,
    CourseKind,
    DocumentStatus,
    EnrollmentStatus,
    EnterpriseStatus,
    ExamPlanStatus,
    InvoiceStatus,
    LineStatus,
    NoticeStatus,
    ProposalDecision,
    PushOutcome,
    ReceivableStatus,
    RefundStatus,
    ScoreFlag,
    SlipStatus,
    StudyAccountStatus,
    Subject,
    SubmissionStatus,
)
from school_desk.terms.trades import trade_name
from school_desk.terms.uploads import DocumentKind

_ENUM_WORDS: Mapping[type[Enum], Callable[[Any], str] | Mapping[Any, str]] = {
    RefusalState: {
        RefusalState.OPEN: "待处理",
        RefusalState.WITHDRAWN: "已撤回",
        RefusalState.REDONE: "已重新办理",
    },
    EnterpriseStatus: labels.enterprise_status,
    WebRole: labels.WEB_ROLES,
    EnrollmentStatus: labels.enrollment_status,
    ReceivableStatus: labels.receivable_status,
    LineStatus: labels.line_status,
    SlipStatus: labels.slip_status,
    RefundStatus: labels.refund_status,
    InvoiceStatus: labels.invoice_status,
    StudyAccountStatus: labels.study_account_status,
    NoticeStatus: labels.notice_status,
    PushOutcome: labels.push_outcome,
    # Finer than the manual's labels, which read the same before and after: 已受理 is a step of its own.
    ExamPlanStatus: {
        ExamPlanStatus.DRAFT: "未上报",
        ExamPlanStatus.REPORTED: "已上报待受理",
        ExamPlanStatus.ACCEPTED: "已受理待审核",
        ExamPlanStatus.APPROVED: "已审核",
    },
    SubmissionStatus: {
        SubmissionStatus.SUBMITTED: "已提交待受理",
        SubmissionStatus.ACCEPTED: "已受理",
        SubmissionStatus.APPROVED: "已审核",
        SubmissionStatus.REJECTED: "未通过",
    },
    CertificateStatus: labels.certificate_status,
    Subject: labels.SUBJECTS,
    CourseKind: labels.COURSES,
    ScoreFlag: labels.SCORE_FLAGS,
    DocumentStatus: {
        DocumentStatus.CURRENT: "有效",
        DocumentStatus.RETURNED: "退回",
        DocumentStatus.REPLACED: "已更换",
    },
    AllocationKind: {
        AllocationKind.TRANSFER: "转账",
        AllocationKind.CREDIT: "预收余额",
        AllocationKind.REVERSAL: "冲销",
    },
    ProposalDecision: {
        ProposalDecision.CLAIMED: "认领",
        ProposalDecision.DISMISSED: "排除建议",
        ProposalDecision.NOT_TUITION: "非学费",
    },
}
_ORIGINALS = {"seen": "已看原件", "kept": "留存复印件"}
_BY_NAME: Mapping[str, Callable[[Any], str]] = {
    "level": lambda value: SkillLevel(value).label,
    "trade_code": lambda value: trade_name(str(value)),
    "region_code": region_name,
    "authority_code": region_name,
    "mark_tenths": mark_text,
    "rotation": lambda value: f"{value} 度",
    "roles": lambda value: "、".join(labels.ROLES[Role(role)] for role in value),
    "subjects": lambda value: "、".join(labels.SUBJECTS[Subject(subject)] for subject in value),
    "key": lambda value: next((s.label for s in settings.declared() if s.key == value), str(value)),
    "password_hash": lambda _value: "••••••",
    "bank": labels.bank_name,
    "score_ppm": lambda value: f"{value / 10_000:.2f}%",
    "taken_rank": lambda value: f"第 {value} 条" if value else "都没有",
    "channel": lambda value: labels.CHANNELS.get(value, "其他方式"),
    "paper": lambda value: DocumentKind(value).label,
    "originals": lambda value: "、".join(
        f"{DocumentKind(kind).label}{_ORIGINALS[seen]}" for kind, seen in value.items()
    ),
}
_NOTHING: Mapping[str, Any] = {}


def value_words(column: sa.Column[Any], stored: Any, row: Mapping[str, Any] = _NOTHING) -> str:
    """A journalled value as people read it; "" for none. `row`: the other stored values of its row, where one says what another means."""
    value = unwire(column, stored)
    if value is None:
        return ""
    if isinstance(column.type, Personal):
        return _masked(column.name, str(value))
    if column.name in _BY_NAME:
        return _BY_NAME[column.name](value)
    if column.name.endswith("_fen"):
        return f"{format_yuan(Fen(value))} 元"
    told = _BY_ROW.get((column.table.name, column.name))
    words = told(value, row) if told else _plain(value)
    return words if column.name in PAPER_NUMBERS else mask_text(words)


def setting_words(key: str, stored: Any) -> str:
    """The value of a setting; of one that is declared no more as it lies there."""
    declared = next((one for one in settings.declared() if one.key == key), None)
    if declared is None:
        return _plain(stored)
    value = declared.parse(stored)
    if declared is CORRECTIONS:
        return "、".join(f"{day} {'上班' if worked else '放假'}" for day, worked in sorted(value.items()))
    if declared is PASS_MARKS:
        return "；".join(f"{level.label} {_marks(subjects)}" for level, subjects in value.items())
    if declared.unit == "fen":
        return f"{format_yuan(Fen(value))} 元"
    return f"{_plain(value)} {declared.unit}".strip()


def _marks(subjects: Mapping[Subject, int]) -> str:
    return "、".join(f"{labels.SUBJECTS[subject]} {mark_text(tenths)}" for subject, tenths in subjects.items())


def _decided(value: str, row: Mapping[str, Any]) -> str:
    """A paper's kind is kept as its short name, every other field as the words that were read."""
    return DocumentKind(value).label if row.get("field") == KIND and value in set(DocumentKind) else value


_BY_ROW: Mapping[tuple[str, str], Callable[[Any, Mapping[str, Any]], str]] = {
    ("setting_value", "value"): lambda value, row: setting_words(str(row.get("key")), value),
    ("enterprise_field", "field"): lambda value, _row: FIELD_LABELS.get(value, "其他"),
    ("enterprise_field", "read_value"): _decided,
    ("enterprise_field", "decided_value"): _decided,
    ("trainee_correction", "field"): lambda value, _row: column_words("trainee", value),
}


def _masked(name: str, value: str) -> str:
    if name == "id_number":
        return mask_id(value)
    if name.endswith("mobile"):
        return mask_mobile(value)
    return mask_account(value) if name.endswith("account") else mask_text(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return local_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return _enum(value)
    if isinstance(value, dict):
        return "、".join(f"{key}：{_plain(part)}" for key, part in value.items())
    return "、".join(map(_plain, value)) if isinstance(value, list | tuple) else str(value)


def _enum(value: Enum) -> str:
    words = _ENUM_WORDS.get(type(value))
    if words is None:
        return str(getattr(value, "label", value.value))
    return words[value] if isinstance(words, Mapping) else words(value)

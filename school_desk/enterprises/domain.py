"""The rules of an enterprise's registration: what must be filled in, which step may follow which, and who the authority is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from school_desk.kernel.errors import RuleViolation
from school_desk.terms.identifiers import (
    credit_code_problems,
    mobile_problems,
    normalise_credit_code,
    normalise_mobile,
)
from school_desk.terms.names import normalise_company_name, normalise_person_name
from school_desk.terms.regions import authority_for
from school_desk.terms.statuses import EnterpriseStatus as Status
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind

# What may follow what. A return or refusal goes back to the enterprise; it comes again as submitted.
STEPS: Mapping[Status, frozenset[Status]] = {
    Status.SUBMITTED: frozenset({Status.PRE_APPROVED, Status.RETURNED}),
    Status.RETURNED: frozenset({Status.SUBMITTED}),
    Status.PRE_APPROVED: frozenset({Status.AT_AUTHORITY, Status.RETURNED}),
    Status.AT_AUTHORITY: frozenset({Status.APPROVED, Status.REFUSED}),
    Status.APPROVED: frozenset(),
    Status.REFUSED: frozenset({Status.SUBMITTED}),
}

_STEP_WORDS = {
    Status.PRE_APPROVED: ("初审通过", "待审核"),
    Status.RETURNED: ("退回补正", "待审核或初审通过"),
    Status.SUBMITTED: ("重新提交", "已退回或审核不通过"),
    Status.AT_AUTHORITY: ("登记现场审核", "初审通过"),
    Status.APPROVED: ("登记主管部门结论", "主管部门审核中"),
    Status.REFUSED: ("登记主管部门结论", "主管部门审核中"),
}


@dataclass(frozen=True)
class Registration:
    """An enterprise's own data in the one form in which they are kept."""

    credit_code: str
    name: str
    address: str
    region_code: str
    province_affiliated: bool
    authority_code: str
    principal_mobile: str
    contact_name: str | None
    contact_mobile: str | None
    legal_person: str | None


def check_registration(
    *,
    credit_code: str,
    name: str,
    address: str,
    region_code: str,
    province_affiliated: bool,
    principal_mobile: str,
    contact_name: str | None,
    contact_mobile: str | None,
    legal_person: str | None,
) -> Registration:
    """The normalised data. Raises RuleViolation naming the field that must be put right (操作说明 第三章 企业注册)."""
    code = normalise_credit_code(credit_code)
    problems = credit_code_problems(code)
    if problems:
        raise RuleViolation("enterprise.credit_code", problems[0], field="credit_code")
    return Registration(
        credit_code=code,
        name=required(normalise_company_name(name), "企业名称", "name"),
        address=required(address.strip(), "企业地址", "address"),
        region_code=region_code,
        province_affiliated=province_affiliated,
        authority_code=authority_for(region_code, province_affiliated).code,
        principal_mobile=check_mobile(principal_mobile, "负责人手机号", "principal_mobile"),
        contact_name=normalise_person_name(contact_name or "") or None,
        contact_mobile=check_mobile(contact_mobile, "联系人手机", "contact_mobile") if contact_mobile else None,
        legal_person=normalise_person_name(legal_person or "") or None,
    )


def required(text: str, word: str, field: str) -> str:
    """`text`, which must not be empty. Raises RuleViolation `enterprise.required`."""
    if not text:
        raise RuleViolation("enterprise.required", f"请填写{word}。", field=field)
    return text


def check_mobile(number: str, word: str, field: str) -> str:
    """The normalised mobile number. Raises RuleViolation `enterprise.mobile`."""
    plain = normalise_mobile(required(number.strip(), word, field))
    problems = mobile_problems(plain)
    if problems:
        raise RuleViolation("enterprise.mobile", f"{word}：{problems[0]}", field=field)
    return plain


def check_step(current: Status, wanted: Status, label: str) -> None:
    """Raises RuleViolation `enterprise.step` when `wanted` may not follow `current`; `label` is the current state's word."""
    if wanted not in STEPS[current]:
        action, from_states = _STEP_WORDS[wanted]
        message = f"这家企业现在是“{label}”，不能{action}；只有{from_states}的企业可以。"
        raise RuleViolation("enterprise.step", message)


def check_papers(kinds: Iterable[DocumentKind]) -> None:
    """Raises RuleViolation `enterprise.papers` naming what is missing of the three papers."""
    present = set(kinds)
    missing = [f"{kind.label}（{kind.value}.jpg）" for kind in ENTERPRISE_KINDS if kind not in present]
    if missing:
        raise RuleViolation("enterprise.papers", f"缺少：{'、'.join(missing)}。请补齐三份照片后再办理。")


def check_originals(originals: Mapping[str, str], reviewed_on: date, today: date) -> None:
    """Raises RuleViolation when an original was neither seen nor kept, or the review lies in the future."""
    wrong = [kind.label for kind in ENTERPRISE_KINDS if originals.get(kind.value) not in ("seen", "kept")]
    if wrong:
        message = f"请为{'、'.join(wrong)}选择“已看原件”或“留存复印件”。"
        raise RuleViolation("enterprise.originals", message, field="originals")
    if reviewed_on > today:
        raise RuleViolation("enterprise.future", "现场审核日期不能晚于今天。", field="reviewed_on")


def why_not_enrol(status: Status, recheck: str | None, suspended: str | None) -> str | None:
    """Why the enterprise may not enrol now; None: it may (操作说明: 审核通过之后才可以进行报名操作)."""
    if suspended:
        return f"企业已停用：{suspended}"
    if status is not Status.APPROVED:
        return "主管部门审核通过之后才可以报名"
    return f"企业信息变更待复核：{recheck}" if recheck else None

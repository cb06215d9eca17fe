"""Enterprises for tests: valid numbers, made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from school_desk.enterprises.commands import (
    Paper,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    RegisterEnterprise,
)
from school_desk.terms.uploads import ENTERPRISE_KINDS
from tests.school import Office

CODES = ("91330500MAHTN4EG0L", "91341822677340146T", "91330522MAEMWFK05A", "91330521616258747X")


def registration(office: Office, number: int = 0, **changes: Any) -> RegisterEnterprise:
    """A registration with all three papers; `changes` replace single arguments."""
    papers = tuple(Paper(kind, office.store(f"{kind}{number}".encode(), f"{kind}.jpg")) for kind in ENTERPRISE_KINDS)
    arguments: dict[str, Any] = {
        "credit_code": CODES[number],
        "name": f"湖州石凤钢结构工程有限公司{'二三四'[number - 1] if number else ''}",
        "address": "浙江省湖州市吴兴区埭溪镇创业路849号",
        "region_code": "330502",
        "province_affiliated": False,
        "principal_mobile": "13800005893",
        "contact_name": "陈静",
        "contact_mobile": "15000007357",
        "legal_person": "姚锡庆",
        "papers": papers,
    }
    return RegisterEnterprise(**(arguments | changes))


def pre_approved_enterprise(office: Office, number: int = 0) -> str:
    """The id of an enterprise that passed 初审."""
    enterprise_id: str = office.do(registration(office, number))["enterprise_id"]
    office.do(PreApproveEnterprise(enterprise_id))
    return enterprise_id


def reviewed_enterprise(office: Office, number: int = 0) -> str:
    """The id of an enterprise that is before its authority."""
    enterprise_id = pre_approved_enterprise(office, number)
    originals: dict[str, Any] = {"yyzz": "seen", "cns": "kept", "zzzs": "seen"}
    office.do(
        RecordOnSiteReview(enterprise_id, date(2026, 8, 3), "企业办公室", "沈文员、周老师", originals, f"DA-{number}")
    )
    return enterprise_id


def approved_enterprise(office: Office, number: int = 0) -> str:
    """The id of an enterprise that may enrol."""
    enterprise_id = reviewed_enterprise(office, number)
    office.do(RecordAuthorityDecision(enterprise_id, True, date(2026, 8, 3), "湖建人〔2026〕1号"), office.examiner)
    return enterprise_id

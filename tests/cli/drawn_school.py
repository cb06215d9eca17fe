"""Brings a drawn enterprise to where a test begins: approved, with plans open for its trainees."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from school_desk.adapters.sample_school.truth import EnterpriseTruth, SchoolTruth
from school_desk.enterprises.commands import (
    Paper,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    RegisterEnterprise,
)
from school_desk.plans.commands import CreatePlan
from school_desk.terms.levels import find_level
from school_desk.terms.trades import find_trade
from school_desk.terms.uploads import ENTERPRISE_KINDS
from tests.school import Office

FEES = {"初级工": 60_000, "中级工": 80_000, "高级工": 100_000}
ORIGINALS: dict[str, Any] = {"yyzz": "seen", "cns": "seen", "zzzs": "seen"}


def papers_of(drawn: SchoolTruth, one: EnterpriseTruth) -> Path:
    """The folder of the enterprise's photos."""
    return drawn.folder / "enterprises" / f"{one.number:02d}-{one.company.name}"


def roster_of(drawn: SchoolTruth, one: EnterpriseTruth) -> Path:
    """The enterprise's roster."""
    return next((drawn.folder / "rosters").glob(f"{one.number:02d}-*.xls*"))


def registered(office: Office, one: EnterpriseTruth) -> str:
    """The id of the enterprise, registered with its papers."""
    command = RegisterEnterprise(
        credit_code=one.company.credit_code,
        name=one.company.name,
        address=one.company.address,
        region_code="330502",
        province_affiliated=False,
        principal_mobile=one.company.mobile,
        papers=tuple(Paper(kind, office.store(f"{kind}{one.number}".encode())) for kind in ENTERPRISE_KINDS),
    )
    enterprise_id: str = office.school.execute(command, office.clerk).result["enterprise_id"]
    return enterprise_id


def before_authority(office: Office, one: EnterpriseTruth) -> str:
    """The id of the enterprise, before its authority."""
    enterprise_id = registered(office, one)
    office.school.execute(PreApproveEnterprise(enterprise_id), office.clerk)
    review = RecordOnSiteReview(enterprise_id, date(2026, 8, 3), "企业办公室", "沈文员", ORIGINALS, f"DA-{one.number}")
    office.school.execute(review, office.clerk)
    return enterprise_id


def approved(office: Office, one: EnterpriseTruth) -> str:
    """The id of the enterprise, which may enrol."""
    enterprise_id = before_authority(office, one)
    decision = RecordAuthorityDecision(enterprise_id, True, date(2026, 8, 3), "湖建人〔2026〕1号")
    office.school.execute(decision, office.examiner)
    return enterprise_id


def open_plans(office: Office, one: EnterpriseTruth) -> None:
    """A plan that takes enrolments for every trade and level of the enterprise's people."""
    for trade_name, level_name in sorted({(person.trade, person.level) for person in one.people}):
        trade, level = find_trade(trade_name), find_level(level_name)
        assert trade is not None
        assert level is not None
        plan = CreatePlan(trade.code, level, date(2026, 8, 1), date(2026, 9, 30), FEES[level_name])
        office.school.execute(plan, office.clerk)

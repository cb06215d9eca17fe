"""What the people at the simulator's desks do."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from school_desk.enterprises.commands import EditEnterprise, RegisterEnterprise
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.kernel.commands import Command
from school_desk.payments.settings import ASK_WHOM, DAYS_TO_PAY, PAYEE_BANK
from school_desk.plans.commands import CreatePlan, EditPlan, ExtendPlan
from school_desk.plans.tables import TrainingPlanRow
from school_desk.staff.commands import AddStaff, ChangeSetting
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import Role
from tests.sync.net import HASH, DeskPlace

CREDIT_CODES = ("91330502MA2B40G40L", "91330502MA2B40G50M", "91330502MA2B40G60N")


def deed(pick: Random, desk: DeskPlace) -> Command | None:
    """Something that `pick` chooses; None when there is nothing yet to do it to."""
    kind = pick.randrange(8)
    if kind <= 1:
        setting = pick.choice((DAYS_TO_PAY, ASK_WHOM, PAYEE_BANK))
        value = pick.randint(1, 30) if setting is DAYS_TO_PAY else f"甲{pick.randint(1, 9)}"
        return ChangeSetting(setting.key, value, date(2026, 9, pick.randint(1, 2)))
    if kind == 2:
        return AddStaff(f"s{pick.randint(1, 8)}", "某某", (Role.CLERK,), HASH)
    if kind == 3:
        return CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), date(2026, 9, 1), 100 * pick.randint(1, 9), 16)
    if kind == 4:
        return _register(pick)
    if kind == 5:
        return _edit_enterprise(pick, desk)
    return _edit_plan(pick, desk)


def _register(pick: Random) -> Command:
    code = pick.choice(CREDIT_CODES)
    return RegisterEnterprise(
        name=f"湖州{pick.choice('甲乙丙')}建设有限公司",
        credit_code=code,
        address="湖州市吴兴区",
        region_code="330502",
        province_affiliated=False,
        principal_mobile="13800005893",
    )


def _edit_enterprise(pick: Random, desk: DeskPlace) -> Command | None:
    rows = desk.rows(EnterpriseRow)
    if not rows:
        return None
    row = pick.choice(rows)
    mobile = f"1380000{pick.randint(1000, 1009)}"
    address = f"吴兴区{pick.randint(1, 5)}号"
    return EditEnterprise(row.id, row.contact_name, row.contact_mobile, address, row.region_code, mobile)


def _edit_plan(pick: Random, desk: DeskPlace) -> Command | None:
    rows = desk.rows(TrainingPlanRow)
    if not rows:
        return None
    row = pick.choice(rows)
    if pick.random() < 0.5:
        return ExtendPlan(row.id, row.sign_up_to + timedelta(days=pick.randint(1, 3)), "延期")
    return EditPlan(row.id, row.name, pick.randint(1, 9) * 100, 16)

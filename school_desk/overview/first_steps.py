"""What a new school does first, until somebody is enrolled: from then on the work itself says what comes next."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.tables import EnrollmentRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.kernel.tables import Recorded
from school_desk.plans.tables import TrainingPlanRow
from school_desk.staff.tables import StaffRow
from school_desk.terms.roles import ADMINS, CLERKS
from school_desk.terms.statuses import EnterpriseStatus


@dataclass(frozen=True)
class FirstStep:
    """One of the first steps; `screen` is the page where people with one of the roles `allowed` take it."""

    screen: str
    title: str
    sentence: str
    allowed: frozenset[str]
    done: bool


def first_steps(session: Session, school_id: str) -> tuple[FirstStep, ...]:
    """The first steps in order; none once somebody is enrolled."""

    def count(kind: type[Recorded], *where: sa.ColumnElement[bool]) -> int:
        wanted = sa.select(sa.func.count()).select_from(kind).where(kind.school_id == school_id, *where)
        return session.scalar(wanted) or 0

    if count(EnrollmentRow):
        return ()
    approved = EnterpriseRow.status == EnterpriseStatus.APPROVED
    return (
        FirstStep("staff", "新建员工", "每人一个登录名；费用审核要由两位财务先后办理。", ADMINS, count(StaffRow) > 1),
        FirstStep("plans", "新建培训计划", "有了计划，企业才能按工种、等级报名。", CLERKS, count(TrainingPlanRow) > 0),
        FirstStep(
            "enterprises",
            "登记企业",
            "把营业执照、承诺书、资质证书三张照片拖进来，表单会自动填好。",
            CLERKS,
            count(EnterpriseRow) > 0,
        ),
        FirstStep(
            "review",
            "审核企业",
            "初审、现场审核、登记主管部门结论；审核通过的企业可以报名。",
            CLERKS,
            count(EnterpriseRow, approved) > 0,
        ),
        FirstStep("enrollments", "导入报名名单", "企业的名单和照片一次导入，逐行核对后才写入。", CLERKS, False),
    )

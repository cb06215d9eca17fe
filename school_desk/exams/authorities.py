"""Whose decision an exam plan is: of the one 行政主管部门 that all its candidates' enterprises fall under, else of the province above them."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import employers
from school_desk.enterprises.queries import authority_codes
from school_desk.exams.tables import CandidateRow
from school_desk.kernel.parts import parts
from school_desk.terms.regions import PROVINCE


def authority_of_plan(session: Session, school_id: str, plan_id: str) -> str:
    """The code of the authority that decides on the plan; the province's while the plan is empty."""
    found = session.execute(_ranges(school_id).where(CandidateRow.plan_id == plan_id)).one_or_none()
    return PROVINCE if found is None else _decides(found[1], found[2])


def plans_under(session: Session, school_id: str, authority_code: str, plan_ids: Collection[str]) -> set[str]:
    """Those of these plans on which this authority decides; empty plans are nobody's to see."""
    ranges = _ranges(school_id)
    found = (row for part in parts(plan_ids) for row in session.execute(ranges.where(CandidateRow.plan_id.in_(part))))
    return {plan_id for plan_id, lowest, highest in found if _decides(lowest, highest) == authority_code}


def _decides(lowest: str, highest: str) -> str:
    return lowest if lowest == highest else PROVINCE


def _ranges(school_id: str) -> sa.Select[str, str, str]:
    """Of each plan the lowest and the highest code among its candidates' authorities: equal ones are one authority."""
    employer, authority = employers(school_id).subquery(), authority_codes(school_id).subquery()
    code = authority.c.authority_code
    return (
        sa.select(CandidateRow.plan_id, sa.func.min(code), sa.func.max(code))
        .join(employer, employer.c.id == CandidateRow.enrollment_id)
        .join(authority, authority.c.id == employer.c.enterprise_id)
        .where(CandidateRow.school_id == school_id)
        .group_by(CandidateRow.plan_id)
    )

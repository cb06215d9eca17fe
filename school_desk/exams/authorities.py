"""Whose decision an exam plan is: of the one 行政主管部门 that all its candidates' enterprises fall under, else of the province above them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import employers
from school_desk.enterprises.queries import authority_codes
from school_desk.exams.tables import CandidateRow
from school_desk.terms.regions import PROVINCE


def authority_of_plan(session: Session, school_id: str, plan_id: str) -> str:
    """The code of the authority that decides on the plan; the province's while the plan is empty."""
    found = session.execute(_ranges(school_id).where(CandidateRow.plan_id == plan_id)).one_or_none()
    _, lowest, highest = found or (plan_id, PROVINCE, PROVINCE)
    return lowest if lowest == highest else PROVINCE


def plans_under(session: Session, school_id: str, authority_code: str) -> set[str]:
    """The ids of the plans with candidates on which this authority decides."""
    ranges = _ranges(school_id).subquery().c
    of_one = sa.and_(ranges.lowest == authority_code, ranges.highest == authority_code)
    mine = sa.or_(of_one, ranges.lowest != ranges.highest) if authority_code == PROVINCE else of_one
    return set(session.scalars(sa.select(ranges.plan_id).where(mine)))


def _ranges(school_id: str) -> sa.Select[str, str, str]:
    """Of each plan the lowest and the highest code among its candidates' authorities: equal ones are one authority."""
    employer, authority = employers(school_id).subquery(), authority_codes(school_id).subquery()
    code = authority.c.authority_code
    return (
        sa.select(CandidateRow.plan_id, sa.func.min(code).label("lowest"), sa.func.max(code).label("highest"))
        .join(employer, employer.c.id == CandidateRow.enrollment_id)
        .join(authority, authority.c.id == employer.c.enterprise_id)
        .where(CandidateRow.school_id == school_id)
        .group_by(CandidateRow.plan_id)
    )

"""Finds the records that a file or a person names in their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from school_desk.enterprises import queries
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.identifiers import normalise_credit_code
from school_desk.terms.names import normalise_company_name

if TYPE_CHECKING:
    from school_desk.composition import School


def find_enterprise(school: School, wanted: str) -> str | None:
    """The id of the enterprise with this 信用代码 or (present or former) name; None when there is none or more than one."""
    with school.reading() as session:
        by_code = queries.find_by_code(session, school.id, normalise_credit_code(wanted))
        return by_code or queries.find_by_name(session, school.id, normalise_company_name(wanted))


def required_enterprise(school: School, wanted: str) -> str:
    """As `find_enterprise`. Raises RuleViolation `enterprise.unknown`."""
    found = find_enterprise(school, wanted) if wanted.strip() else None
    if found is None:
        told = f"没有找到企业“{wanted.strip()}”" if wanted.strip() else "没有写明是哪家企业"
        raise RuleViolation("enterprise.unknown", f"{told}，请写它的统一社会信用代码或全称。", field="enterprise")
    return found

"""An authority's list of decisions: each row is a decision about an enterprise, an exam plan or its scores, with the list as its evidence."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.adapters.sheets.values import DecisionKind
from school_desk.enterprises import queries
from school_desk.enterprises.commands import RecordAuthorityDecision
from school_desk.intake.authority_exams import exam_step
from school_desk.intake.authority_list import AuthorityPreview, evidence
from school_desk.intake.files import read_file
from school_desk.intake.lookup import find_enterprise
from school_desk.intake.steps import Step
from school_desk.kernel.clock import local_date
from school_desk.terms.labels import enterprise_status
from school_desk.terms.statuses import EnterpriseStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from school_desk.adapters.sheets.results import AuthorityDecisionRow
    from school_desk.composition import School


def read_authority(path: str, mapping: Mapping[str, str] | None = None) -> AuthorityPreview:
    """The rows of the workbook. Raises as `adapters.sheets.results.read_authority_decisions`."""
    from school_desk.adapters.sheets.results import read_authority_decisions

    return AuthorityPreview(Path(path).name, read_file(Path(path)), read_authority_decisions(Path(path), mapping))


def authority_steps(school: School, preview: AuthorityPreview) -> list[Step]:
    """What is to be done with each row, and with those that are no data."""
    steps = [_step(school, preview, row) for row in preview.sheet.rows]
    steps += [Step(row.row_no, "", "skipped", (row.reason,)) for row in preview.sheet.skipped]
    return sorted(steps, key=lambda step: step.row_no)


def authority_command(
    school: School, preview: AuthorityPreview, row: AuthorityDecisionRow, enterprise_id: str
) -> RecordAuthorityDecision:
    """One row's decision about an enterprise; the list is in the store as its evidence when this returns."""
    return RecordAuthorityDecision(
        enterprise_id=enterprise_id,
        approved=row.decision is DecisionKind.APPROVED,
        decided_on=row.decided_on or local_date(school.clock.now()),
        document_no=row.document_no,
        evidence=evidence(school, preview),
        reason=row.reason or None,
    )


def _step(school: School, preview: AuthorityPreview, row: AuthorityDecisionRow) -> Step:
    name = row.enterprise or row.credit_code or row.plan_no
    if row.problems:
        return Step(row.row_no, name, "failed", tuple(problem.message for problem in row.problems))
    if row.decision is None:
        return Step(row.row_no, name, "failed", ("没有写明结论，请写“受理”“通过”或“退回”。",))
    if row.plan_no:
        return exam_step(school, preview, row, row.decision)
    return _enterprise_step(school, preview, row, name)


def _enterprise_step(school: School, preview: AuthorityPreview, row: AuthorityDecisionRow, name: str) -> Step:
    known = find_enterprise(school, row.credit_code or row.enterprise)
    if known is None:
        return Step(row.row_no, name, "failed", ("没有登记过这家企业，请核对名称和信用代码。",))
    if row.decision is DecisionKind.ACCEPTED:
        return Step(row.row_no, name, "skipped", ("主管部门已受理，还没有结论。",))
    with school.reading() as session:
        detail = queries.enterprise(session, school.id, known)
    settled = EnterpriseStatus.APPROVED if row.decision is DecisionKind.APPROVED else EnterpriseStatus.REFUSED
    if detail is not None and detail.status is settled:
        return Step(row.row_no, name, "skipped", (f"已登记为“{enterprise_status(settled)}”，没有变化。",))
    make = partial(authority_command, preview=preview, row=row, enterprise_id=known)
    return Step(row.row_no, name, "imported", (), (make,))

"""A row of an authority's list that names an exam plan: 受理 or 结论 of the plan or, once the plan is approved, of its 成绩报审."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from school_desk.adapters.sheets.values import DecisionKind
from school_desk.exams.commands import RecordPlanAccepted, RecordPlanDecision
from school_desk.exams.queries import ExamPlanListRow, PlanVersion, exam_plan, exam_plans
from school_desk.intake.authority_list import AuthorityPreview, evidence
from school_desk.intake.steps import Step
from school_desk.scores.commands import RecordSubmissionAccepted, RecordSubmissionDecision
from school_desk.scores.queries import SubmissionRow, submissions
from school_desk.terms.labels import exam_plan_status
from school_desk.terms.statuses import ExamPlanStatus, SubmissionStatus

if TYPE_CHECKING:
    from school_desk.adapters.sheets.results import AuthorityDecisionRow
    from school_desk.composition import School
    from school_desk.kernel.commands import Command

_BEFORE_AUTHORITY = (ExamPlanStatus.REPORTED, ExamPlanStatus.ACCEPTED)
_UNDECIDED = (SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED)


@dataclass(frozen=True)
class _Standing:
    """A plan with its versions and those of its scores, oldest first."""

    plan: ExamPlanListRow
    versions: tuple[PlanVersion, ...]
    submissions: tuple[SubmissionRow, ...]


def exam_step(school: School, preview: AuthorityPreview, row: AuthorityDecisionRow, decision: DecisionKind) -> Step:
    """What is to be done with the row. It must be dated: an undated list imported again would decide about what came since."""
    standing = _find(school, row.plan_no)
    if standing is None:
        return Step(row.row_no, row.plan_no, "failed", (f"没有编号为“{row.plan_no}”的考核计划，请核对。",))
    if row.decided_on is None:
        return Step(row.row_no, row.plan_no, "failed", ("没有写明受理或审核日期。",))
    if _is_recorded(standing, row, decision):
        return Step(row.row_no, row.plan_no, "skipped", ("已经登记过，没有变化。",))
    make = _maker(standing, preview, row, decision, row.decided_on)
    if make is None:
        label = exam_plan_status(standing.plan.status)
        message = f"这个考核计划现在是“{label}”，没有等待主管部门结论的上报或成绩报审。"
        return Step(row.row_no, row.plan_no, "failed", (message,))
    return Step(row.row_no, row.plan_no, "imported", (), (make,))


def _find(school: School, number: str) -> _Standing | None:
    with school.reading() as session:
        plan = next((plan for plan in exam_plans(session, school.id) if plan.number == number), None)
        detail = None if plan is None else exam_plan(session, school.id, plan.id)
        if detail is None:
            return None
        return _Standing(detail.plan, detail.versions, submissions(session, school.id, detail.plan.id))


def _is_recorded(standing: _Standing, row: AuthorityDecisionRow, decision: DecisionKind) -> bool:
    recorded: tuple[PlanVersion | SubmissionRow, ...] = (*standing.versions, *standing.submissions)
    if decision is DecisionKind.ACCEPTED:
        return any(version.accepted_on == row.decided_on for version in recorded)
    return any(
        version.decided_on == row.decided_on and (version.document_no or "") == row.document_no for version in recorded
    )


def _maker(
    standing: _Standing, preview: AuthorityPreview, row: AuthorityDecisionRow, decision: DecisionKind, on: date
) -> Callable[[School], Command] | None:
    approved, plan_id = decision is DecisionKind.APPROVED, standing.plan.id
    waiting = next((version.id for version in standing.submissions if version.status in _UNDECIDED), None)
    if standing.plan.status in _BEFORE_AUTHORITY:
        if decision is DecisionKind.ACCEPTED:
            return lambda school: RecordPlanAccepted(plan_id, on)
        return lambda school: RecordPlanDecision(
            plan_id, approved, on, row.document_no, evidence(school, preview), row.reason or None
        )
    if waiting is None:
        return None
    if decision is DecisionKind.ACCEPTED:
        return lambda school: RecordSubmissionAccepted(waiting, on)
    return lambda school: RecordSubmissionDecision(
        waiting, approved, on, row.document_no, evidence(school, preview), row.reason
    )

"""Carries out what passes between the school and the authority about an exam plan: 上报, 受理, 结论, 撤回, each version with its evidence."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from school_desk.documents.commands import add_document
from school_desk.enterprises.events import AuthorityDecides
from school_desk.exams import commands as c
from school_desk.exams.authorities import authority_of_plan
from school_desk.exams.domain import check_answer_date, check_step, subjects_words
from school_desk.exams.eligibility import double_booked, who_may_sit
from school_desk.exams.events import PlanApprovalTakenBack
from school_desk.exams.handlers.planning import exam_plan_row
from school_desk.exams.queries import CandidateLine, exam_plan
from school_desk.exams.tables import CandidateRow, ExamApplicationRow, ExamPlanRow, PlanReportRow
from school_desk.kernel.commands import Context, Undo, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.recording import touched
from school_desk.kernel.tables import joined
from school_desk.terms.statuses import ExamPlanStatus as Status
from school_desk.terms.uploads import DocumentKind

_NAMED = 3


@handles(c.ReportPlan)
def report_plan(context: Context, command: c.ReportPlan) -> dict[str, int]:
    """Freezes the plan as its next version, when everybody in it may sit and has every seat."""
    plan = exam_plan_row(context, command.plan_id)
    check_step(plan.status, Status.REPORTED, "上报")
    before, reported_on = _newest_version(context, plan), command.reported_on or context.today
    earliest = before.reported_on if before else date.min
    check_answer_date(reported_on, earliest, context.today, "上报", "reported_on")
    candidates = _complete(context, plan)
    row = PlanReportRow(
        school_id=context.school_id,
        id=context.new_id("report"),
        plan_id=plan.id,
        version=before.version + 1 if before else 1,
        candidates=[[line.person.id, line.ticket_no] for line in candidates],
        reported_on=reported_on,
    )
    context.session.add(row)
    _step(context, plan, Status.REPORTED)
    plan.returned_reason = None
    return {"version": row.version}


@handles(c.RecordPlanAccepted)
def record_plan_accepted(context: Context, command: c.RecordPlanAccepted) -> None:
    """The authority took the plan in."""
    plan, version = _before_authority(context, command.plan_id, Status.ACCEPTED, "登记受理")
    check_answer_date(command.accepted_on, version.reported_on, context.today, "受理", "accepted_on")
    context.emit(AuthorityDecides(authority_of_plan(context.session, context.school_id, plan.id)))
    version.accepted_on = command.accepted_on
    _step(context, plan, Status.ACCEPTED)


def _approval_may_go(context: Context, command: c.RecordPlanDecision) -> None:
    if command.approved:
        context.emit(PlanApprovalTakenBack(command.plan_id))
        plan = exam_plan_row(context, command.plan_id)
        detail = exam_plan(context.session, context.school_id, plan.id)
        begins = detail.plan.first_day if detail else None
        # One that was recorded late may be put right: nobody sat the exam on the strength of it.
        if begins and plan.status_since < begins < context.made_at:
            raise RuleViolation("exam.held", "考试已经按这个结论举行，审核结论不能撤销；文件有误的，请另行存档说明。")


def _nobody_has_left(context: Context) -> None:
    """A plan that is before the authority again has the people whom it named: who left while it was 未上报 is not among them any more."""
    for plan in touched(context.session, context.school_id, ExamPlanRow):
        left = _who_left(context, plan) if plan.status is not Status.DRAFT else []
        if left:
            message = f"不能撤销：之后有 {len(left)} 名考生报名已结束（{_named(left)}）。请从计划中移出，再重新上报。"
            raise RuleViolation("exam.left_since", message)


@handles(c.RecordPlanDecision, undo=Undo(guard=_approval_may_go, after=_nobody_has_left))
def record_plan_decision(context: Context, command: c.RecordPlanDecision) -> None:
    """Approved, the plan's tickets may be printed; returned, it is 未上报 again with the reason beside it (被退回)."""
    wanted = Status.APPROVED if command.approved else Status.DRAFT
    plan, version = _before_authority(context, command.plan_id, wanted, "登记结论")
    context.emit(AuthorityDecides(authority_of_plan(context.session, context.school_id, plan.id)))
    earliest = version.accepted_on or version.reported_on
    check_answer_date(command.decided_on, earliest, context.today, "结论", "decided_on")
    if not command.document_no.strip() and command.evidence is None:
        message = "请填写文号，或附上主管部门结论的截图、文件作为依据。"
        raise RuleViolation("exam.evidence", message, field="document_no")
    reason = (command.reason or "").strip()
    if not command.approved and not reason:
        raise RuleViolation("exam.reason", "请填写退回的原因。", field="reason")
    if command.evidence is not None:
        evidence = add_document(context, plan.id, DocumentKind.EVIDENCE, command.evidence, label="evidence")
        version.evidence_document_id = evidence.id
    version.approved, version.decided_on = command.approved, command.decided_on
    version.document_no, version.reason = command.document_no.strip(), reason or None
    _step(context, plan, wanted)
    plan.returned_reason = None if command.approved else reason


@handles(c.WithdrawReport, undo=Undo(after=_nobody_has_left))
def withdraw_report(context: Context, command: c.WithdrawReport) -> None:
    """The plan may be changed again and must be reported again; whoever built on its approval objects."""
    plan = exam_plan_row(context, command.plan_id)
    if plan.status is Status.DRAFT:
        raise RuleViolation("exam.step", "考核计划还没有上报，不用撤回。")
    if not command.reason.strip():
        raise RuleViolation("exam.reason", "请填写撤回的原因。", field="reason")
    if plan.status is Status.APPROVED:
        _check_not_held(context, plan, "考核计划不能再撤回")
        context.emit(PlanApprovalTakenBack(plan.id))
    version = _newest_version(context, plan)
    if version is not None:
        version.withdrawn_on, version.reason = context.today, command.reason.strip()
    _step(context, plan, Status.DRAFT)


def _complete(context: Context, plan: ExamPlanRow) -> tuple[CandidateLine, ...]:
    """The plan's candidates. Raises RuleViolation naming those who may not sit or lack a seat."""
    detail = exam_plan(context.session, context.school_id, plan.id)
    candidates = detail.candidates if detail else ()
    if not candidates:
        raise RuleViolation("exam.empty", "考核计划里还没有考生，请先编入考生、编排座位再上报。")
    ids = [line.person.id for line in candidates]
    judged = who_may_sit(context.session, context.school_id, plan.id, context.today, ids)
    unfit = [f"{row.person.name}（{'；'.join(row.reasons)}）" for row in judged if row.reasons]
    if unfit:
        raise RuleViolation("exam.unfit", f"有 {len(unfit)} 人不能参加考试，请先处理或移出：{_named(unfit)}。")
    seatless = [
        f"{line.person.name}（{subjects_words(lacking)}）"
        for line in candidates
        if (lacking := set(line.subjects) - {seat.session.subject for seat in line.seats})
    ]
    if seatless:
        raise RuleViolation("exam.seatless", f"有 {len(seatless)} 人还没有排好座位：{_named(seatless)}。")
    twice = double_booked(context.session, context.school_id, plan.id)
    if twice:
        named = _named([f"{line.person.name}（考核计划 {number}）" for line, number in twice])
        message = f"有 {len(twice)} 人的座位与别的考试时间冲突：{named}。请改场次时间，或移出后重新编入、编排座位。"
        raise RuleViolation("exam.clash", message)
    return candidates


def _named(people: list[str]) -> str:
    return "、".join(people[:_NAMED]) + ("等" if len(people) > _NAMED else "")


def _before_authority(context: Context, plan_id: str, wanted: Status, action: str) -> tuple[ExamPlanRow, PlanReportRow]:
    """The plan and its newest version, which must be able to become `wanted` by the authority's word."""
    plan = exam_plan_row(context, plan_id)
    version = _newest_version(context, plan)
    if version is None or plan.status is Status.APPROVED:
        raise RuleViolation("exam.step", f"考核计划不在主管部门审核中，不能{action}。")
    check_step(plan.status, wanted, action)
    return plan, version


def _newest_version(context: Context, plan: ExamPlanRow) -> PlanReportRow | None:
    wanted = sa.select(PlanReportRow).where(
        PlanReportRow.school_id == context.school_id, PlanReportRow.plan_id == plan.id
    )
    return context.session.scalar(wanted.order_by(PlanReportRow.version.desc()).limit(1))


def _check_not_held(context: Context, plan: ExamPlanRow, consequence: str) -> None:
    detail = exam_plan(context.session, context.school_id, plan.id)
    if detail and detail.plan.first_day and detail.plan.first_day < context.made_at:
        raise RuleViolation("exam.held", f"考试已经开始，{consequence}。")


def _who_left(context: Context, plan: ExamPlanRow) -> list[str]:
    """The candidates whose application has ended, as it does with the enrolment."""
    wanted = (
        sa.select(CandidateRow.id)
        .join(ExamApplicationRow, joined(ExamApplicationRow, CandidateRow, CandidateRow.application_id))
        .where(
            CandidateRow.school_id == context.school_id,
            CandidateRow.plan_id == plan.id,
            ExamApplicationRow.withdrawn_on.is_not(None),
        )
    )
    gone = set(context.session.scalars(wanted))
    detail = exam_plan(context.session, context.school_id, plan.id) if gone else None
    return [line.person.name for line in detail.candidates if line.id in gone] if detail else []


def _step(context: Context, plan: ExamPlanRow, wanted: Status) -> None:
    # Moves `edited_at` too: no edit is undone past a report, and no step past a later edit.
    plan.status, plan.status_since, plan.edited_at = wanted, context.made_at, context.made_at

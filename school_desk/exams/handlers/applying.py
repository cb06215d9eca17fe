"""Carries out applications, and says no when what they stand on is taken away."""

from __future__ import annotations

import sqlalchemy as sa

from school_desk.accounts.ownership import is_another
from school_desk.documents.ledger import LedgerRow, RowState
from school_desk.enrollments.events import EnrollingAgain, EnrollmentClosed, EnrollmentClosing
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.enrollments.under_way import refuse_beside_another, refuse_two
from school_desk.exams import commands as c
from school_desk.exams.applications import Application, applications, readiness
from school_desk.exams.domain import check_subjects, not_ready, subjects_words
from school_desk.exams.events import ResitRequested
from school_desk.exams.handlers.planning import exam_plan_row
from school_desk.exams.tables import ExamApplicationRow
from school_desk.kernel.commands import Context, Undo, handles, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.recording import touched
from school_desk.learning.events import StudyTakenBack
from school_desk.learning.queries import hours_of
from school_desk.terms.statuses import ExamPlanStatus, Subject

Verdict = tuple[RowState, tuple[str, ...]]


def _may_stand(context: Context) -> None:
    """An application that stands again takes its enrolment up again: not when the person has enrolled anew since; a resit is asked anew."""
    rows = touched(context.session, context.school_id, ExamApplicationRow)
    refuse_two(context, [row.enrollment_id for row in rows])
    for row in rows:
        if row.withdrawn_on is None and _is_resit(context, row):
            context.emit(ResitRequested(row.enrollment_id, tuple(map(Subject, row.subjects))))


def _is_resit(context: Context, row: ExamApplicationRow) -> bool:
    before = sa.select(ExamApplicationRow.id).where(
        ExamApplicationRow.school_id == context.school_id,
        ExamApplicationRow.enrollment_id == row.enrollment_id,
        ExamApplicationRow.withdrawn_on.is_(None),
        ExamApplicationRow.id < row.id,
    )
    return context.session.scalar(before.limit(1)) is not None


@handles(c.ApplyForExam, undo=Undo(after=_may_stand))
def apply_for_exam(context: Context, command: c.ApplyForExam) -> tuple[LedgerRow, ...]:
    """Applies for whoever is ready; the others come back with all that they lack."""
    wanted = list(dict.fromkeys(command.enrollment_ids))
    found = enrolled(context.session, context.school_id, ids=wanted)
    others = {owner for owner in {p.enterprise_id for p in found} if is_another(context, owner)}
    people = {p.id: p for p in found if p.enterprise_id not in others}
    known = readiness(context.session, context.school_id, people.values(), context.today)
    before = applications(context.session, context.school_id, context.today, wanted)
    subjects, rows = check_subjects(command.subjects), []
    for place, enrollment_id in enumerate(wanted, start=1):
        person = people.get(enrollment_id)
        if person is None:
            rows.append(LedgerRow(place, "", "failed", ("找不到这条报名。",)))
            continue
        state, reasons = _may_apply(context, before.get(person.id), not_ready(known[person.id]), subjects)
        if state == "imported":
            _apply(context, person, subjects, place)
        rows.append(LedgerRow(place, person.name, state, reasons))
    return tuple(rows)


def _may_stand_again(context: Context, command: c.WithdrawApplication) -> None:
    wanted = sa.select(ExamApplicationRow).where(
        ExamApplicationRow.school_id == context.school_id, ExamApplicationRow.enrollment_id == command.enrollment_id
    )
    newest = context.session.scalar(wanted.order_by(ExamApplicationRow.id.desc()).limit(1))
    if newest is not None and newest.withdrawn_on is None:
        raise RuleViolation("exam.applied_again", "撤回之后已重新申请，不能再恢复原来的申请。")


@handles(c.WithdrawApplication, undo=Undo(guard=_may_stand_again, after=_may_stand))
def withdraw_application(context: Context, command: c.WithdrawApplication) -> None:
    """Withdraws; the row stays with its reason."""
    standing = applications(context.session, context.school_id, context.today, [command.enrollment_id])
    application = standing.get(command.enrollment_id)
    if application is None:
        raise RuleViolation("exam.not_applied", "这名学员没有在办的考试申请。")
    if application.plan_number is not None:
        message = f"已编入考核计划 {application.plan_number}，请考务先从计划中移出，再撤回申请。"
        raise RuleViolation("exam.in_plan", message)
    if not command.reason.strip():
        raise RuleViolation("exam.reason", "请填写撤回原因。", field="reason")
    _withdraw(context, application, command.reason.strip())


@reacts(EnrollmentClosing)
def refuse_when_reported(context: Context, event: EnrollmentClosing) -> None:
    """Who is before the authority stays."""
    application = _standing(context, event.enrollment_id)
    if application is None or application.plan_id is None:
        return
    if exam_plan_row(context, application.plan_id).status is not ExamPlanStatus.DRAFT:
        told = "这名学员已参加考试" if application.over else "已上报，名单里有这名学员；请先撤回上报并移出"
        raise RuleViolation("exam.reported", f"考核计划 {application.plan_number} {told}，报名不能结束。")


@reacts(EnrollingAgain)
def refuse_before_the_exam(context: Context, event: EnrollingAgain) -> None:
    """Whose exam is still to come has not finished."""
    application = _standing(context, event.enrollment_id)
    if application is None:
        raise RuleViolation("exam.not_applied", "还没有申请考试。")
    if not application.over:
        raise RuleViolation("exam.to_come", "已申请考试，还没有考完。")


@reacts(EnrollmentClosed)
def close_application(context: Context, event: EnrollmentClosed) -> None:
    """The application ends with the enrolment, and a plan not yet reported shows it."""
    application = _standing(context, event.enrollment_id)
    if application is not None:
        _withdraw(context, application, "报名已结束")


@reacts(StudyTakenBack)
def refuse_when_applied(context: Context, event: StudyTakenBack) -> None:
    """Hours and accounts on which somebody applied stay; an import that made hours too few for it may go."""
    standing = applications(context.session, context.school_id, context.today, event.enrollment_ids)
    hours = hours_of(context.session, context.school_id, standing, context.today)
    leaning = sum(row.met for row in hours.values())
    if leaning:
        message = f"其中 {leaning} 人已凭这些学时申请考试，不能撤销或退回。请先撤回他们的考试申请。"
        raise RuleViolation("exam.applied", message)


def _standing(context: Context, enrollment_id: str) -> Application | None:
    return applications(context.session, context.school_id, context.today, [enrollment_id]).get(enrollment_id)


def _may_apply(
    context: Context, before: Application | None, lacking: tuple[str, ...], subjects: tuple[Subject, ...]
) -> Verdict:
    if before is not None and not before.over:
        where = f"，已编入考核计划 {before.plan_number}" if before.plan_number else ""
        return "skipped", (f"已申请考试（{subjects_words(before.subjects)}）{where}。",)
    if lacking:
        return "failed", lacking
    if before is not None:
        try:
            refuse_beside_another(context, before.enrollment_id)
            context.emit(ResitRequested(before.enrollment_id, subjects))
        except RuleViolation as objection:
            return "failed", (objection.message,)
    return "imported", ()


def _apply(context: Context, person: EnrolledRow, subjects: tuple[Subject, ...], place: int) -> None:
    row = ExamApplicationRow(
        school_id=context.school_id,
        id=context.new_id(f"application/{person.id}", place),
        enrollment_id=person.id,
        subjects=[subject.value for subject in subjects],
        applied_on=context.today,
        applied_by=context.actor.name,
    )
    context.session.add(row)


def _withdraw(context: Context, application: Application, reason: str) -> None:
    row = context.session.get_one(ExamApplicationRow, (context.school_id, application.id))
    row.withdrawn_on, row.withdrawn_reason = context.today, reason

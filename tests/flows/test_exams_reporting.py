"""上报 → 受理 → 审核: a reported plan is frozen, a returned one is 未上报 with its reason, tickets only when 已审核 and the hours are met."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from school_desk.enrollments.commands import WithdrawEnrollment
from school_desk.exams.commands import (
    AddSession,
    AssignSeats,
    EditRoom,
    RecordPlanAccepted,
    RecordPlanDecision,
    RemoveCandidate,
    ReportPlan,
    TakeCandidates,
    WithdrawReport,
)
from school_desk.exams.events import PlanApprovalTakenBack, ResitRequested
from school_desk.exams.handlers import planning
from school_desk.exams.papers import NoTicket, TicketFacts, exam_notices, report_sheet, ticket_facts
from school_desk.kernel import commands
from school_desk.kernel.commands import Context, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.learning.commands import ImportStudyHours
from school_desk.terms.labels import exam_plan_status
from school_desk.terms.statuses import ExamPlanStatus, Subject
from tests.examinations import TODAY, apply, detail, exam_of, full_plan, room, seat, session, take
from tests.learners import ready, study
from tests.school import Office


def report(office: Office, plan_id: str) -> int:
    version: int = office.do(ReportPlan(plan_id), office.examiner)["version"]
    return version


def decide(office: Office, plan_id: str, approved: bool = True, reason: str | None = None) -> None:
    decision = RecordPlanDecision(plan_id, approved, TODAY, "湖建考〔2026〕12号", reason=reason)
    office.do(decision, office.examiner)


def approved_plan(office: Office, count: int = 2) -> str:
    plan_id = full_plan(office, *ready(office, count))
    report(office, plan_id)
    office.do(RecordPlanAccepted(plan_id, TODAY), office.examiner)
    decide(office, plan_id)
    return plan_id


def label(office: Office, plan_id: str) -> str:
    return exam_plan_status(detail(office, plan_id).plan.status)


def tickets(office: Office, plan_id: str) -> tuple[tuple[TicketFacts, ...], tuple[NoTicket, ...]]:
    with office.school.reading() as reading:
        return ticket_facts(reading, office.school.id, plan_id, TODAY)


def test_the_manuals_three_labels(office: Office) -> None:
    plan_id = full_plan(office, *ready(office))
    assert label(office, plan_id) == "未上报"
    assert office.refused(RecordPlanAccepted(plan_id, TODAY), office.examiner).code == "exam.step"
    assert report(office, plan_id) == 1
    assert label(office, plan_id) == "未审核"
    office.do(RecordPlanAccepted(plan_id, TODAY), office.examiner)
    assert label(office, plan_id) == "未审核"
    decide(office, plan_id)
    assert label(office, plan_id) == "已审核"
    assert office.refused(ReportPlan(plan_id), office.examiner).code == "exam.step"
    assert office.refused(RecordPlanDecision(plan_id, True, TODAY, "1"), office.examiner).code == "exam.step"


def test_a_plan_is_reported_whole_or_not_at_all(office: Office) -> None:
    people = ready(office)
    apply(office, *people)
    plan_id, room_id = exam_of(office), room(office)
    assert office.refused(ReportPlan(plan_id), office.examiner).code == "exam.empty"
    take(office, plan_id, *people)
    for hour, subject in ((9, Subject.THEORY), (11, Subject.SAFETY)):
        session(office, plan_id, room_id, subject, hour)
    seat(office, plan_id)
    refusal = office.refused(ReportPlan(plan_id), office.examiner)
    assert (refusal.code, "康霞（操作技能）" in refusal.message) == ("exam.seatless", True)
    session(office, plan_id, room_id, Subject.PRACTICE, 14)
    seat(office, plan_id)
    assert office.refused(ReportPlan(plan_id, date(2026, 10, 9)), office.examiner).code == "exam.date"
    office.do(ImportStudyHours("更正.xlsx", (study(people[0], 45),)))
    unfit = office.refused(ReportPlan(plan_id), office.examiner)
    assert (unfit.code, "差 15 学时" in unfit.message) == ("exam.unfit", True)
    assert office.refused(ReportPlan("nothing"), office.examiner).code == "exam.plan_unknown"


def test_a_reported_plan_is_frozen(office: Office) -> None:
    people = ready(office)
    plan_id = full_plan(office, *people)
    held = detail(office, plan_id)
    report(office, plan_id)
    add = AddSession(
        plan_id, Subject.THEORY, held.sessions[0].room_id, datetime(2026, 10, 21, 9), datetime(2026, 10, 21, 10)
    )
    frozen = (
        add,
        TakeCandidates(plan_id, (people[0].id,)),
        RemoveCandidate(plan_id, held.candidates[0].application_id),
        AssignSeats(plan_id),
    )
    assert {office.refused(command, office.examiner).code for command in frozen} == {"exam.frozen"}
    assert office.refused(WithdrawEnrollment(people[0].id, "离职")).code == "exam.reported"


def test_where_a_reported_plan_is_held_stays(office: Office) -> None:
    plan_id = full_plan(office, *ready(office))
    held = detail(office, plan_id).sessions[0]
    usual = EditRoom(held.room_id, held.room, held.place, held.address, 30)
    renamed = office.school.execute(replace(usual, name="大考场"), office.examiner).command_id
    report(office, plan_id)
    now = replace(usual, name="大考场")
    moved = {"name": usual, "place": replace(now, place="德清考点"), "address": replace(now, address="德清县 9 号")}
    for field, command in moved.items():
        refusal = office.refused(command, office.examiner)
        assert (refusal.code, refusal.field) == ("exam.room_reported", field)
        assert "新建一个考场" in refusal.message
    office.school.execute(replace(now, seats=40, active=False), office.examiner)
    decide(office, plan_id)
    office.move_to(2026, 10, 21, 9)
    assert office.refused(usual, office.examiner).code == "exam.room_reported"
    with pytest.raises(RuleViolation, match="名称、考点和地址不能改"):
        office.undo(renamed)
    # What the authority was not told of may be undone, whatever was held there once.
    closed = office.school.execute(replace(now, seats=30, active=False), office.examiner).command_id
    office.undo(closed)
    assert detail(office, plan_id).sessions[0].room == "大考场"


def test_what_nobody_sees_may_go_from_where_a_reported_plan_is_held(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before_it_was_dropped:
        before_it_was_dropped.setattr(planning, "visible", str)
        plan_id = full_plan(office, *ready(office, 1))
        held = detail(office, plan_id).sessions[0]
        edit = EditRoom(held.room_id, held.room, held.place, "湖州市\u200b吴兴区", 30)
        office.school.execute(edit, office.examiner)
    report(office, plan_id)
    office.school.execute(edit, office.examiner)
    assert detail(office, plan_id).sessions[0].address == "湖州市吴兴区"


def test_a_returned_plan_is_reported_again_as_the_next_version(office: Office) -> None:
    people = ready(office, 3)
    plan_id = full_plan(office, *people[:2])
    report(office, plan_id)
    assert office.refused(RecordPlanDecision(plan_id, False, TODAY, "1"), office.examiner).field == "reason"
    no_evidence = RecordPlanDecision(plan_id, True, TODAY, " ")
    assert office.refused(no_evidence, office.examiner).code == "exam.evidence"
    with_paper = replace(no_evidence, approved=False, reason="缺身份证复印件", evidence=office.store(b"returned"))
    office.do(with_paper, office.examiner)
    returned = detail(office, plan_id)
    assert (returned.plan.status, returned.plan.returned_reason) == (ExamPlanStatus.DRAFT, "缺身份证复印件")
    assert label(office, plan_id) == "未上报"
    gone = returned.candidates[1]
    office.do(RemoveCandidate(plan_id, gone.application_id), office.examiner)
    apply(office, people[2])
    take(office, plan_id, people[2])
    seat(office, plan_id)
    assert report(office, plan_id) == 2
    first, second = detail(office, plan_id).versions
    assert (first.approved, first.evidence_document_id is not None) == (False, True)
    assert second.left == ((gone.person.id, gone.ticket_no),)
    assert [enrollment_id for enrollment_id, _ in second.joined] == [people[2].id]
    assert detail(office, plan_id).plan.returned_reason is None


def test_answers_have_dates_in_order(office: Office) -> None:
    plan_id = full_plan(office, *ready(office))
    report(office, plan_id)
    early, late = date(2026, 10, 7), date(2026, 10, 9)
    for wrong in (RecordPlanAccepted(plan_id, early), RecordPlanAccepted(plan_id, late)):
        assert office.refused(wrong, office.examiner).code == "exam.date"
    assert office.refused(RecordPlanDecision(plan_id, True, early, "1"), office.examiner).field == "decided_on"


def test_the_school_may_take_a_report_back(office: Office) -> None:
    plan_id = full_plan(office, *ready(office))
    assert office.refused(WithdrawReport(plan_id, "换考场"), office.examiner).code == "exam.step"
    report(office, plan_id)
    assert office.refused(WithdrawReport(plan_id, " "), office.examiner).field == "reason"
    office.do(WithdrawReport(plan_id, "换考场"), office.examiner)
    (version,) = detail(office, plan_id).versions
    assert (version.withdrawn_on, version.reason) == (TODAY, "换考场")
    report(office, plan_id)
    decide(office, plan_id)
    office.do(WithdrawReport(plan_id, "台风改期"), office.examiner)
    report(office, plan_id)
    decide(office, plan_id)
    office.move_to(2026, 10, 20, 10)
    assert office.refused(WithdrawReport(plan_id, "改期"), office.examiner).code == "exam.held"


def test_whoever_built_on_the_approval_is_asked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(commands._reactions, PlanApprovalTakenBack, [])

    @reacts(PlanApprovalTakenBack)
    def refuse(_context: Context, _event: PlanApprovalTakenBack) -> None:
        raise RuleViolation("test", "成绩已导入。")

    plan_id = full_plan(office, *ready(office))
    report(office, plan_id)
    decision = RecordPlanDecision(plan_id, True, TODAY, "湖建考〔2026〕12号")
    outcome = office.school.execute(decision, office.examiner)
    assert office.refused(WithdrawReport(plan_id, "改期"), office.examiner).message == "成绩已导入。"
    with pytest.raises(RuleViolation, match="成绩已导入"):
        office.undo(outcome.command_id)


def test_tickets_only_when_approved_and_the_hours_are_met(office: Office) -> None:
    people = ready(office)
    plan_id = full_plan(office, *people)
    printable, without = tickets(office, plan_id)
    assert (printable, {row.reason for row in without}) == ((), {"考核计划还没有审核通过"})
    report(office, plan_id)
    decide(office, plan_id)
    printable, without = tickets(office, plan_id)
    assert [(t.ticket_no, t.name, len(t.sittings)) for t in printable] == [
        ("20260010001", "康霞", 3),
        ("20260010002", "孙绍", 3),
    ]
    assert without == ()
    first = printable[0]
    assert [(s.subject, s.room, s.seat_no) for s in first.sittings] == [
        ("理论", "第一考场", 1),
        ("安全", "第一考场", 1),
        ("操作技能", "第一考场", 1),
    ]
    office.do(ImportStudyHours("更正.xlsx", (study(people[0], 45),)))
    printable, without = tickets(office, plan_id)
    assert [ticket.name for ticket in printable] == ["孙绍"]
    assert [(row.name, row.reason) for row in without] == [("康霞", "差 15 学时")]
    with office.school.reading() as reading:
        assert ticket_facts(reading, office.school.id, "nothing", TODAY) == ((), ())


def test_the_sheet_for_the_authority(office: Office) -> None:
    plan_id = full_plan(office, *ready(office))
    with office.school.reading() as reading:
        sheet = report_sheet(reading, office.school.id, plan_id)
        assert report_sheet(reading, office.school.id, "nothing") is None
    assert sheet is not None
    facts = dict(sheet.facts)
    assert (facts["考核日期"], facts["考生人数"], facts["级别"]) == ("2026-10-20", "2", "中级工")
    assert [(s.subject, s.candidates) for s in sheet.sessions] == [("理论", 2), ("安全", 2), ("操作技能", 2)]
    candidate = sheet.candidates[0]
    assert (candidate.subjects, candidate.rooms, candidate.seats) == ("理论、安全、操作技能", "第一考场", "1")


def test_rooms_and_seats_are_named_for_each_subject_where_they_differ(office: Office) -> None:
    people = ready(office)
    apply(office, *people)
    plan_id = exam_of(office)
    session(office, plan_id, room(office), Subject.THEORY, 9)
    session(office, plan_id, room(office, "实训场"), Subject.PRACTICE, 14)
    take(office, plan_id, people[1])
    seat(office, plan_id)
    take(office, plan_id, people[0])
    with office.school.reading() as reading:
        sheet = report_sheet(reading, office.school.id, plan_id)
    assert sheet is not None
    assert [(c.name, c.rooms, c.seats) for c in sheet.candidates] == [
        ("孙绍", "理论 第一考场；操作技能 实训场", "1"),
        ("康霞", "", ""),
    ]


def test_the_enterprise_is_told_who_sits_when_and_where(office: Office) -> None:
    plan_id = full_plan(office, *ready(office))
    with office.school.reading() as reading:
        assert exam_notices(reading, office.school.id, plan_id) == ()
    report(office, plan_id)
    decide(office, plan_id)
    with office.school.reading() as reading:
        (notice,) = exam_notices(reading, office.school.id, plan_id)
    assert "贵单位 2 名学员" in notice.text
    assert "康霞（尾号 976X）准考证号 20260010001：理论 2026-10-20 09:00–10:30" in notice.text
    assert notice.text.count("湖州建设技师学院") == 1, "one place is named once"


def test_after_the_exam_one_may_apply_for_a_resit(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(commands._reactions, ResitRequested, [])
    passed: list[str] = []

    @reacts(ResitRequested)
    def refuse(_context: Context, event: ResitRequested) -> None:
        if event.enrollment_id in passed:
            raise RuleViolation("test", "成绩已合格，不用补考。")

    people = ready(office)
    plan_id = full_plan(office, *people)
    report(office, plan_id)
    decide(office, plan_id)
    assert apply(office, people[0])[0].state == "skipped"
    office.move_to(2026, 10, 21, 9)
    passed.append(people[1].id)
    resit: dict[str, Any] = {"subjects": (Subject.THEORY,)}
    ledger = apply(office, *people, **resit)
    assert [(row.state, row.reasons) for row in ledger] == [
        ("imported", ()),
        ("failed", ("成绩已合格，不用补考。",)),
    ]
    again = exam_of(office)
    session(office, again, detail(office, plan_id).sessions[0].room_id, Subject.THEORY, 9, day=30)
    assert [row.state for row in take(office, again, people[0])] == ["imported"]
    assert seat(office, again).placed == 1
    assert "已参加考试" in office.refused(WithdrawEnrollment(people[1].id, "离职")).message

"""考核计划: made after 培训结束, of whoever may sit; no room and no person twice at one time; seats once given stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from school_desk.enrollments.commands import ImportRoster, WithdrawEnrollment
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.exams.commands import (
    AddRoom,
    AddSession,
    AssignSeats,
    CreateExamPlan,
    EditExamPlan,
    EditRoom,
    EditSession,
    RemoveCandidate,
    RemoveSession,
    ReportPlan,
    TakeCandidates,
    WithdrawApplication,
)
from school_desk.exams.handlers import candidates
from school_desk.exams.queries import exam_plans, rooms
from school_desk.kernel.errors import RuleViolation
from school_desk.learning.commands import ImportStudyHours
from school_desk.plans.commands import ExtendPlan
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import ExamPlanStatus, Subject
from tests.examinations import apply, detail, exam_of, full_plan, room, seat, seats, session, sitting, take
from tests.learners import enrol, learn, open_accounts, plan, ready, roster_entry, study
from tests.school import Office


def second_trade(office: Office, person: EnrolledRow) -> EnrolledRow:
    """The same person ready for the exam in another trade too (called in September, before `learn`)."""
    plan_id = plan(office, "砌筑工")
    office.do(ImportRoster(person.enterprise_id, "名单2.xlsx", "1" * 64, (roster_entry(0, office, trade="砌筑工"),)))
    with office.school.reading() as reading:
        (row,) = enrolled(reading, office.school.id, plan_id=plan_id)
    open_accounts(office, (row,))
    return row


def test_a_plan_is_made_after_sign_up_has_ended(office: Office) -> None:
    command = CreateExamPlan("钢筋工", SkillLevel.INTERMEDIATE)
    assert "还没有这样的培训计划" in office.refused(command, office.examiner).message
    training = plan(office)
    assert "2026-09-30" in office.refused(command, office.examiner).message
    office.move_to(2026, 10, 1, 9)
    assert office.refused(command).code == "command.not_allowed"
    result = office.do(command, office.examiner)
    assert result["number"] == "KH2026001"
    assert office.refused(replace(command, trade_code="飞行员"), office.examiner).code == "exam.trade"
    office.do(EditExamPlan(result["plan_id"], "十月钢筋工", ""), office.examiner)
    with office.school.reading() as reading:
        (row,) = exam_plans(reading, office.school.id)
        assert exam_plans(reading, office.school.id, [ExamPlanStatus.APPROVED]) == ()
    assert (row.name, row.institution) == ("十月钢筋工", office.school.name)
    office.do(ExtendPlan(training, date(2026, 10, 31), "企业要求"))


def test_rooms_are_named_once_and_keep_the_seats_people_have(office: Office) -> None:
    room_id = room(office, seats=2)
    assert office.refused(AddRoom("第一考场", "x", "y", 2), office.examiner).code == "exam.room_known"
    assert office.refused(AddRoom("二", " ", "y", 2), office.examiner).field == "place"
    assert office.refused(AddRoom("二", "x", "y", 0), office.examiner).field == "seats"
    people = ready(office, 2)
    apply(office, *people)
    plan_id = exam_of(office)
    session(office, plan_id, room_id)
    take(office, plan_id, *people)
    seat(office, plan_id)
    edit = EditRoom(room_id, "第一考场", "技师学院", "学院路 1 号", 1)
    assert office.refused(edit, office.examiner).code == "exam.seats_taken"
    changed = office.school.execute(replace(edit, seats=3, active=False), office.examiner)
    with pytest.raises(RuleViolation, match="已排了场次"):
        office.undo(changed.command_id)
    with office.school.reading() as reading:
        assert [(row.seats, row.active) for row in rooms(reading, office.school.id)] == [(3, False)]
    later = AddSession(plan_id, Subject.SAFETY, room_id, datetime(2026, 10, 21, 9), datetime(2026, 10, 21, 10))
    assert office.refused(later, office.examiner).code == "exam.room_inactive"
    other = office.do(AddRoom("第二考场", "x", "y", 5), office.examiner)["room_id"]
    assert office.refused(EditRoom("nowhere", "三", "x", "y", 1), office.examiner).code == "exam.room_unknown"
    office.do(EditRoom(other, "第三考场", "x", "y", 5), office.examiner)


def test_what_nobody_sees_is_not_kept_of_what_was_pasted(office: Office) -> None:
    pasted = AddRoom("第一\u200b考场", "湖州建设技师学院\ufeff", "吴兴区\xa0学院路\t1 号\u3000", 30)
    room_id = office.do(pasted, office.examiner)["room_id"]
    assert office.refused(replace(pasted, name="第一考场"), office.examiner).code == "exam.room_known"
    assert office.refused(replace(pasted, name="\u200b"), office.examiner).field == "name"
    ready(office, 1)
    plan_id = exam_of(office)
    office.do(EditExamPlan(plan_id, "十月\u200b考核", "考核\u200b中心"), office.examiner)
    session(office, plan_id, room_id)
    found = detail(office, plan_id)
    held = found.sessions[0]
    assert (held.room, held.place, held.address) == ("第一考场", "湖州建设技师学院", "吴兴区 学院路 1 号")
    assert (found.plan.name, found.plan.institution) == ("十月考核", "考核中心")


def test_a_room_holds_one_session_at_a_time(office: Office) -> None:
    ready(office, 1)
    first, room_id = exam_of(office), room(office)
    session(office, first, room_id, hour=9)
    second = exam_of(office)
    overlapping = AddSession(second, Subject.SAFETY, room_id, datetime(2026, 10, 20, 10), datetime(2026, 10, 20, 11))
    refusal = office.refused(overlapping, office.examiner)
    assert (refusal.code, "KH2026001" in refusal.message) == ("exam.room_taken", True)
    behind = datetime(2026, 10, 20, 10, 30)
    office.do(replace(overlapping, starts_at=behind, ends_at=datetime(2026, 10, 20, 11, 30)), office.examiner)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "code"),
    [
        (datetime(2026, 10, 20, 9), datetime(2026, 10, 20, 9), "exam.session_times"),
        (datetime(2026, 10, 20, 23), datetime(2026, 10, 21, 1), "exam.session_times"),
        (datetime(2025, 10, 20, 9), datetime(2025, 10, 20, 10), "exam.session_past"),
        (datetime(1, 1, 1, 7), datetime(1, 1, 1, 8), "exam.session_year"),
        (datetime(9999, 12, 31, 9), datetime(9999, 12, 31, 10), "exam.session_year"),
    ],
)
def test_a_session_has_a_sensible_time(office: Office, starts_at: datetime, ends_at: datetime, code: str) -> None:
    ready(office, 1)
    plan_id, room_id = exam_of(office), room(office)
    command = AddSession(plan_id, Subject.THEORY, room_id, starts_at, ends_at)
    assert office.refused(command, office.examiner).code == code


def test_who_may_sit_and_who_not_each_with_the_reason(office: Office) -> None:
    people = enrol(office, 5)
    open_accounts(office, people[:4])
    learn(office, people[:3])
    office.do(ImportStudyHours("学时2.xlsx", (study(people[3], 900),)))
    apply(office, *people[:2])
    plan_id = exam_of(office)
    take(office, plan_id, people[0])
    rows = sitting(office, plan_id)
    assert list(rows) == ["康霞", "孙绍", "高乐思", "朱之涛", "梁勇安"]
    assert (rows["康霞"].ticket_no, rows["康霞"].reasons) == ("20260010001", ())
    assert (rows["孙绍"].ticket_no, rows["孙绍"].reasons) == (None, ())
    assert rows["高乐思"].reasons == ("还没有申请考试",)
    assert rows["朱之涛"].reasons[0] == "差 4 学时（已学 20，应学 24）"
    assert rows["梁勇安"].reasons[0] == "学习账号待开通"
    ledger = take(office, plan_id, *people)
    assert [row.state for row in ledger] == ["skipped", "imported", "failed", "failed", "failed"]
    assert office.do(TakeCandidates(plan_id, ("nobody",)), office.examiner)[0].state == "failed"


def test_nobody_may_sit_in_a_plan_that_is_not(office: Office) -> None:
    assert sitting(office, "nothing") == {}


def test_nobody_sits_before_sign_up_has_ended_or_in_another_trade(office: Office) -> None:
    people = enrol(office, 1)
    open_accounts(office, people)
    office.move_to(2026, 9, 2, 9)
    second = second_trade(office, people[0])
    learn(office, ())
    entries = study(people[0], 1080, course="钢筋工理论"), study(second, 1080, row_no=3, course="砌筑工理论")
    office.do(ImportStudyHours("学时.xlsx", entries))
    apply(office, people[0], second)
    plan_id = exam_of(office)
    office.do(ExtendPlan(people[0].plan_id, date(2026, 10, 31), "企业要求"))
    ledger = take(office, plan_id, people[0], second)
    assert "2026-10-31 才停止报名" in ledger[0].reasons[0]
    assert "与计划的工种等级不符" in ledger[1].reasons[0]


def test_an_applicant_is_in_one_plan_and_never_gets_a_ticket_twice(office: Office) -> None:
    people = ready(office, 2)
    apply(office, *people)
    first, second = exam_of(office), exam_of(office)
    take(office, first, *people)
    assert take(office, second, people[0])[0].reasons == ("已编入考核计划 KH2026001",)
    assert office.refused(WithdrawApplication(people[0].id, "延期")).code == "exam.in_plan"
    application_id = detail(office, first).candidates[0].application_id
    assert office.refused(RemoveCandidate(second, application_id), office.examiner).code == "exam.not_candidate"
    removed = office.school.execute(RemoveCandidate(first, application_id), office.examiner)
    office.undo(removed.command_id)
    removed = office.school.execute(RemoveCandidate(first, application_id), office.examiner)
    take(office, first, people[0])
    assert sorted(line.ticket_no for line in detail(office, first).candidates) == ["20260010002", "20260010003"]
    with pytest.raises(RuleViolation, match="不能再恢复"):
        office.undo(removed.command_id)


def test_a_new_pattern_never_gives_a_number_again(office: Office) -> None:
    people = ready(office, 3)
    apply(office, *people)
    first, second = exam_of(office), exam_of(office)
    office.do(ChangeSetting("exams.ticket_pattern", "{year}{plan}{seq}", date(2026, 10, 7)), office.admin)
    take(office, first, *people[:2])
    office.do(ChangeSetting("exams.ticket_pattern", "{year}{seq}{plan}", date(2026, 10, 8)), office.admin)
    # The second of plan 1 got 2026·1·2, and so would the first of plan 2.
    refusal = office.refused(TakeCandidates(second, (people[2].id,)), office.examiner)
    assert (refusal.code, "202612" in refusal.message) == ("exam.ticket_known", True)


def test_a_removed_candidate_does_not_come_back_out_of_another_plan(office: Office) -> None:
    person = ready(office, 1)[0]
    apply(office, person)
    first, second = exam_of(office), exam_of(office)
    take(office, first, person)
    application_id = detail(office, first).candidates[0].application_id
    removed = office.school.execute(RemoveCandidate(first, application_id), office.examiner)
    take(office, second, person)
    with pytest.raises(RuleViolation, match="已编入别的计划"):
        office.undo(removed.command_id)


def test_one_more_candidate_moves_nobody(office: Office) -> None:
    people = ready(office, 4)
    plan_id = full_plan(office, *people[:3])
    before = seats(office, plan_id)
    assert len(before) == 9
    apply(office, people[3])
    take(office, plan_id, people[3])
    outcome = seat(office, plan_id)
    assert (outcome.placed, outcome.kept, outcome.unplaced) == (3, 9, ())
    after = seats(office, plan_id)
    assert {key: number for key, number in after.items() if key in before} == before


def test_who_finds_no_seat_is_listed_with_the_reason(office: Office) -> None:
    people = ready(office, 2)
    apply(office, *people)
    plan_id, small = exam_of(office), room(office, seats=1)
    session(office, plan_id, small, Subject.THEORY, 9)
    other = room(office, "第二考场")
    session(office, plan_id, other, Subject.SAFETY, 9)
    take(office, plan_id, *people)
    outcome = seat(office, plan_id)
    told = {(row.name, row.exam_subject): row.reason for row in outcome.unplaced}
    assert outcome.placed + outcome.kept + len(told) == 6
    assert told["康霞", Subject.PRACTICE] == "还没有这个科目的场次"
    assert told["康霞", Subject.SAFETY] == "有空位的场次都与本人的其他考试时间冲突"
    assert told["孙绍", Subject.THEORY] == "这个科目的 1 个场次都已坐满"


def ready_twice(office: Office) -> tuple[EnrolledRow, EnrolledRow]:
    """One person who may apply for the exam in two trades."""
    people = enrol(office, 1)
    open_accounts(office, people)
    office.move_to(2026, 9, 2, 9)
    second = second_trade(office, people[0])
    learn(office, ())
    entries = study(people[0], 1080, course="钢筋工理论"), study(second, 1080, row_no=3, course="砌筑工理论")
    office.do(ImportStudyHours("学时.xlsx", entries))
    return people[0], second


def test_a_person_in_two_plans_is_never_in_two_places(office: Office) -> None:
    person, second = ready_twice(office)
    first = full_plan(office, person)
    apply(office, second)
    other, hall = exam_of(office, "砌筑工"), room(office, "第二考场")
    theory = session(office, other, hall, Subject.THEORY, 9)
    assert take(office, other, second)[0].reasons == ("与考核计划 KH2026001 的考试时间冲突",)
    office.do(RemoveSession(other, theory), office.examiner)
    theory = session(office, other, hall, Subject.THEORY, 16)
    assert take(office, other, second)[0].state == "imported"
    seat(office, other)
    move = EditSession(other, theory, hall, datetime(2026, 10, 20, 9, 30), datetime(2026, 10, 20, 10))
    refusal = office.refused(move, office.examiner)
    assert (refusal.code, "康霞共 1 人" in refusal.message) == ("exam.clash", True)
    assert detail(office, first).candidates[0].person.id == person.id


def beside_the_first(office: Office, second: EnrolledRow) -> str:
    """A plan of the second trade whose theory is when the first's is."""
    other, hall = exam_of(office, "砌筑工"), room(office, "第二考场")
    for hour, subject in zip((9, 17, 19), Subject, strict=True):
        session(office, other, hall, subject, hour)
    apply(office, second)
    assert take(office, other, second)[0].state == "imported"
    assert seat(office, other).unplaced == ()
    return other


def test_who_was_removed_comes_back_to_no_second_place_at_one_time(office: Office) -> None:
    person, second = ready_twice(office)
    first = full_plan(office, person)
    removal = RemoveCandidate(first, detail(office, first).candidates[0].application_id)
    removed = office.school.execute(removal, office.examiner).command_id
    other = beside_the_first(office, second)
    before = office.dump()
    with pytest.raises(RuleViolation, match="KH2026002 的座位，考试时间冲突"):
        office.undo(removed)
    assert office.dump() == before
    office.do(RemoveCandidate(other, detail(office, other).candidates[0].application_id), office.examiner)
    office.undo(removed)


def test_seats_that_were_taken_back_are_not_given_again_at_one_time(office: Office) -> None:
    person, second = ready_twice(office)
    apply(office, person)
    first, hall = exam_of(office), room(office)
    session(office, first, hall, Subject.THEORY, 9)
    take(office, first, person)
    seated = office.school.execute(AssignSeats(first), office.examiner).command_id
    undone = office.undo(seated).command_id
    beside_the_first(office, second)
    with pytest.raises(RuleViolation, match="考试时间冲突"):
        office.undo(undone)


def test_a_seat_at_the_time_of_another_is_not_reported(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such seats came about before `_seated_once` was asked."""
    person, second = ready_twice(office)
    first = full_plan(office, person)
    extra = room(office, "备用考场")
    session(office, first, extra, Subject.THEORY, 7)
    removal = RemoveCandidate(first, detail(office, first).candidates[0].application_id)
    removed = office.school.execute(removal, office.examiner).command_id
    beside_the_first(office, second)
    monkeypatch.setattr(candidates, "double_booked", lambda *_: ())
    office.undo(removed)
    refusal = office.refused(ReportPlan(first), office.examiner)
    assert (refusal.code, "康霞（考核计划 KH2026002）" in refusal.message) == ("exam.clash", True)


def test_a_moved_session_keeps_its_seats(office: Office) -> None:
    people = ready(office, 2)
    plan_id = full_plan(office, *people)
    before = seats(office, plan_id)
    theory = detail(office, plan_id).sessions[0]
    big, small = room(office, "大考场"), room(office, "小考场", seats=1)
    starts_at, ends_at = datetime(2026, 10, 21, 9), datetime(2026, 10, 21, 10)
    edit = EditSession(plan_id, theory.id, big, starts_at, ends_at)
    assert office.refused(replace(edit, room_id=small), office.examiner).code == "exam.seats_taken"
    assert office.refused(replace(edit, session_id="nowhere"), office.examiner).code == "exam.session_unknown"
    same_day = replace(edit, starts_at=datetime(2026, 10, 20, 11), ends_at=datetime(2026, 10, 20, 12))
    assert office.refused(same_day, office.examiner).code == "exam.clash"
    office.do(edit, office.examiner)
    assert seats(office, plan_id) == before
    assert detail(office, plan_id).sessions[-1].room == "大考场"


def test_a_removed_session_takes_its_seats_along(office: Office) -> None:
    people = ready(office, 2)
    plan_id = full_plan(office, *people)
    safety = next(s for s in detail(office, plan_id).sessions if s.subject is Subject.SAFETY)
    office.do(RemoveSession(plan_id, safety.id), office.examiner)
    assert len(seats(office, plan_id)) == 4
    assert {row.exam_subject for row in seat(office, plan_id).unplaced} == {Subject.SAFETY}


def test_what_was_decided_first_is_undone_last(office: Office) -> None:
    people = ready(office, 1)
    apply(office, *people)
    plan_id, room_id = exam_of(office), room(office)
    starts_at, ends_at = datetime(2026, 10, 20, 9), datetime(2026, 10, 20, 10)
    added = office.school.execute(AddSession(plan_id, Subject.THEORY, room_id, starts_at, ends_at), office.examiner)
    office.school.execute(TakeCandidates(plan_id, (people[0].id,)), office.examiner)
    with pytest.raises(RuleViolation, match=r"考务吴于 .* 又办理了“编入考生”"):
        office.undo(added.command_id)


def test_a_closed_enrolment_shows_in_a_plan_not_yet_reported(office: Office) -> None:
    people = ready(office, 2)
    plan_id = full_plan(office, *people)
    office.do(WithdrawEnrollment(people[1].id, "离职"))
    assert sitting(office, plan_id)["孙绍"].reasons == ("报名已结束：离职", "考试申请已撤回")
    removed = RemoveCandidate(plan_id, detail(office, plan_id).candidates[1].application_id)
    outcome = office.school.execute(removed, office.examiner)
    with pytest.raises(RuleViolation, match="申请已撤回"):
        office.undo(outcome.command_id)
    assert [line.person.name for line in detail(office, plan_id).candidates] == ["康霞"]

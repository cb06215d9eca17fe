"""学习、申请考试、考试 (操作说明 第三章)."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.exams.commands import ApplyForExam, CreateExamPlan, RecordPlanAccepted, RecordPlanDecision, ReportPlan
from school_desk.exams.papers import ticket_facts
from school_desk.learning.notices import opening_notices
from school_desk.learning.queries import hours_of
from school_desk.plans.domain import hours_needed, phase
from school_desk.terms.labels import exam_plan_status, plan_phase
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import ExamPlanStatus
from tests.examinations import detail, full_plan
from tests.learners import enrol, learn, open_accounts, plan, ready
from tests.manual.requirements import requirement
from tests.results import approve_plan
from tests.school import Office

TODAY = date(2026, 10, 8)


@requirement("R24")
def test_the_notice_names_the_site_and_the_account_but_no_password(office: Office) -> None:
    people = enrol(office, 1)
    open_accounts(office, people)
    with office.school.reading() as session:
        text = opening_notices(session, office.school.id, TODAY, [people[0].id])[0].text
    assert "http://jzgr.zhujianpeixun.com/Account/Index" in text
    assert "身份证号码" in text
    assert "111111" not in text


@pytest.mark.parametrize(
    ("level", "hours"), [(SkillLevel.JUNIOR, 16), (SkillLevel.INTERMEDIATE, 24), (SkillLevel.SENIOR, 32)]
)
@requirement("R25")
def test_the_least_hours_of_each_level(level: SkillLevel, hours: int) -> None:
    assert hours_needed(level, None) == hours
    assert hours_needed(level, hours + 8) == hours + 8, "the trade's own standard asks for more"


@requirement("R25", "R39")
def test_who_lacks_an_hour_cannot_apply(office: Office) -> None:
    people = enrol(office, 1)
    open_accounts(office, people)
    learn(office, people, hours=23)
    with office.school.reading() as session:
        assert hours_of(session, office.school.id, [people[0].id], TODAY)[people[0].id].missing == 1
    ledger = office.do(ApplyForExam((people[0].id,)))
    assert ledger[0].state == "failed"
    assert "差 1 学时" in ledger[0].reasons[0]


@requirement("R39")
def test_applying_is_a_step_of_its_own(office: Office) -> None:
    people = ready(office, 1)
    assert office.do(ApplyForExam((people[0].id,)))[0].state == "imported"


@requirement("R32")
def test_the_label_of_a_training_plan_follows_its_dates(office: Office) -> None:
    def label(day: date) -> str:
        return plan_phase(phase(date(2026, 8, 1), date(2026, 9, 30), day))

    assert label(date(2026, 9, 30)) == "报名中"
    assert label(date(2026, 10, 1)) == "培训结束"
    plan(office)
    refusal = office.refused(CreateExamPlan("钢筋工", SkillLevel.INTERMEDIATE), office.examiner)
    assert "报名" in refusal.message, "an exam plan may be made only once sign-up has ended"


@requirement("R33")
def test_the_labels_of_an_exam_plan(office: Office) -> None:
    plan_id = full_plan(office, *ready(office, 1))

    def label() -> str:
        return exam_plan_status(detail(office, plan_id).plan.status)

    assert exam_plan_status(None) == "未上报"
    assert label() == "未上报"
    office.do(ReportPlan(plan_id), office.examiner)
    assert label() == "未审核"
    office.do(RecordPlanAccepted(plan_id, TODAY), office.examiner)
    assert label() == "未审核"
    office.do(RecordPlanDecision(plan_id, True, TODAY, "湖建考1号"), office.examiner)
    assert label() == "已审核"
    assert {exam_plan_status(status) for status in ExamPlanStatus} == {"未上报", "未审核", "已审核"}


@requirement("R27")
def test_tickets_exist_once_the_plan_is_approved(office: Office) -> None:
    plan_id = full_plan(office, *ready(office, 2))
    with office.school.reading() as session:
        assert ticket_facts(session, office.school.id, plan_id, TODAY)[0] == ()
    approve_plan(office, plan_id)
    with office.school.reading() as session:
        tickets, without = ticket_facts(session, office.school.id, plan_id, TODAY)
    assert (len(tickets), without) == (2, ())

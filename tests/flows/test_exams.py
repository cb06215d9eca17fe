"""申请考试: its own step, singly or in bulk, only with an open account, the hours and a photo; withdrawable."""

from __future__ import annotations

import pytest

from school_desk.enrollments.commands import AttachPhoto, WithdrawEnrollment
from school_desk.exams.applications import applied
from school_desk.exams.commands import ApplyForExam, WithdrawApplication
from school_desk.kernel.errors import RuleViolation
from school_desk.learning.commands import AccountResultEntry, DisableAccount, ImportStudyHours, RecordAccountResults
from school_desk.terms.statuses import Subject
from tests.examinations import TODAY, apply, queue
from tests.learners import enrol, learn, open_accounts, ready, review_fee, study
from tests.school import Office


def test_only_those_who_are_ready_may_apply(office: Office) -> None:
    people = enrol(office, 4, photo=False)
    assert queue(office) == (), "no account, no place in the queue"
    open_accounts(office, people[:3])
    learn(office, people[:2])
    office.do(AttachPhoto(people[0].id, office.store(b"face")))
    rows = queue(office)
    assert [(row.person.name, bool(row.reasons)) for row in rows] == [("康霞", False), ("孙绍", True), ("高乐思", True)]
    ledger = apply(office, *people)
    assert [row.state for row in ledger] == ["imported", "failed", "failed", "failed"]
    assert ledger[1].reasons == ("没有照片，请补交",)
    assert ledger[2].reasons == ("差 24 学时（已学 0，应学 24）", "没有照片，请补交")
    assert ledger[3].reasons[0] == "学习账号待开通"


def test_applying_needs_the_review_and_the_open_account(office: Office) -> None:
    people = enrol(office, 2)
    assert apply(office, people[0])[0].reasons[0] == "费用审核还没有通过"
    open_accounts(office, people)
    learn(office, people)
    office.do(DisableAccount(people[0].id, "代学"))
    assert apply(office, people[0])[0].reasons == ("学习账号已停用",)
    office.do(WithdrawEnrollment(people[1].id, "离职"))
    assert apply(office, people[1])[0].reasons == ("报名已结束：离职",)
    assert office.do(ApplyForExam(("nobody",)))[0].state == "failed"


def test_an_application_stands_once_and_may_be_withdrawn(office: Office) -> None:
    person = ready(office, 1)[0]
    apply(office, person)
    assert queue(office) == ()
    again = apply(office, person)[0]
    assert (again.state, "理论、安全、操作技能" in again.reasons[0]) == ("skipped", True)
    with office.school.reading() as reading:
        (row,) = applied(reading, office.school.id, TODAY)
    assert (row.person.name, row.application.plan_number) == ("康霞", None)
    assert office.refused(WithdrawApplication(person.id, " ")).field == "reason"
    office.do(WithdrawApplication(person.id, "本人要求延期"), office.examiner)
    assert office.refused(WithdrawApplication(person.id, "再撤")).code == "exam.not_applied"
    assert apply(office, person)[0].state == "imported"
    assert office.refused(WithdrawApplication(person.id, "x"), office.cashier).code == "command.not_allowed"


def test_a_withdrawal_is_not_undone_past_a_new_application(office: Office) -> None:
    person = ready(office, 1)[0]
    apply(office, person)
    withdrawn = office.school.execute(WithdrawApplication(person.id, "延期"), office.clerk)
    apply(office, person)
    before = office.dump()
    with pytest.raises(RuleViolation, match="重新申请"):
        office.undo(withdrawn.command_id)
    assert office.dump() == before


def test_some_subjects_may_be_named(office: Office) -> None:
    person = ready(office, 1)[0]
    apply(office, person, subjects=(Subject.PRACTICE, Subject.THEORY))
    with office.school.reading() as reading:
        (row,) = applied(reading, office.school.id, TODAY)
    assert row.application.subjects == (Subject.THEORY, Subject.PRACTICE)


def test_hours_on_which_somebody_applied_are_not_taken_back(office: Office) -> None:
    people = enrol(office, 1)
    open_accounts(office, people)
    office.move_to(2026, 10, 8, 9)
    hours = office.school.execute(ImportStudyHours("学时.xlsx", (study(people[0], 1080),)), office.clerk)
    apply(office, people[0])
    with pytest.raises(RuleViolation, match="已凭这些学时申请考试"):
        office.undo(hours.command_id)
    office.do(WithdrawApplication(people[0].id, "延期"))
    office.undo(hours.command_id)
    assert apply(office, people[0])[0].state == "failed"


def test_an_account_with_which_somebody_applied_stays_open(office: Office) -> None:
    people = enrol(office, 1)
    review_fee(office, people[0])
    answer = RecordAccountResults("开通.xlsx", (AccountResultEntry(2, people[0].id_number, people[0].name, True),))
    opened = office.school.execute(answer, office.clerk)
    learn(office, people)
    apply(office, people[0])
    with pytest.raises(RuleViolation, match="申请考试"):
        office.undo(opened.command_id)
    office.do(WithdrawApplication(people[0].id, "延期"))
    office.undo(opened.command_id)


def test_an_application_ends_with_its_enrolment(office: Office) -> None:
    person = ready(office, 1)[0]
    apply(office, person)
    office.do(WithdrawEnrollment(person.id, "离职"))
    with office.school.reading() as reading:
        assert applied(reading, office.school.id, TODAY) == ()

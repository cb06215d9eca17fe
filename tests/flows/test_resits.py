"""补考: who may sit again, for what, from when on; and the missing photo that an enterprise hands in itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from school_desk.accounts.commands import OpenAccount
from school_desk.enrollments.commands import AttachPhoto
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.exams.commands import AddSession, ApplyForExam
from school_desk.exams.results_queries import held_plans
from school_desk.kernel.commands import Actor
from school_desk.output.scores import passed_roster
from school_desk.scores.commands import EnterScore, Reading, RecordSubmissionDecision, SubmitScores
from school_desk.scores.resits import resits
from school_desk.scores.settings import KEPT_MONTHS
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.roles import WebRole
from school_desk.terms.statuses import Subject
from tests.examinations import exam_of, room, seat, take
from tests.learners import enrol, given
from tests.papers import CODES, approved_enterprise
from tests.results import ABSENT, GOOD, approve_plan, decide, entry, examined, import_scores, marks, sat, sheet, submit
from tests.school import Office

UNSAFE = (880, 500, 760)


def may_sit_again(office: Office, *people: EnrolledRow, on: date = date(2026, 10, 22)) -> list[tuple[Subject, ...]]:
    with office.school.reading() as session:
        found = resits(session, office.school.id, [person.id for person in people], on)
    return [found.get(person.id, ()) for person in people]


def approve_one_who_failed(office: Office) -> tuple[EnrolledRow, EnrolledRow]:
    """One who failed 安全, one who passed; approved on 2026-10-21."""
    plan_id, (failed, passed) = examined(office)
    rows = [entry(office, plan_id, failed, 2, **marks(*UNSAFE)), entry(office, plan_id, passed, 3, **marks(*GOOD))]
    import_scores(office, plan_id, *rows)
    submission = submit(office, plan_id)
    assert may_sit_again(office, failed, passed) == [(), ()], "nothing is decided"
    decide(office, submission)
    return failed, passed


def test_who_failed_may_sit_again_what_was_failed(office: Office) -> None:
    failed, passed = approve_one_who_failed(office)
    assert may_sit_again(office, failed, passed) == [(Subject.SAFETY,), ()]
    assert may_sit_again(office) == []
    (row,) = office.do(ApplyForExam((failed.id,), (Subject.SAFETY,)))
    assert row.state == "imported"
    assert may_sit_again(office, failed) == [()], "who has applied waits"


def test_what_is_kept_no_more_is_sat_again_too(office: Office) -> None:
    failed, passed = approve_one_who_failed(office)
    office.do(ChangeSetting(KEPT_MONTHS.key, 2, date(2026, 10, 1), 0), office.admin)
    assert may_sit_again(office, failed, on=date(2026, 12, 20)) == [(Subject.SAFETY,)]
    office.move_to(2026, 12, 21, 9)
    assert may_sit_again(office, failed, passed, on=date(2026, 12, 21)) == [tuple(Subject), ()]
    (row,) = office.do(ApplyForExam((failed.id,), tuple(Subject)))
    assert row.state == "imported"


def resit_exam(office: Office, person: EnrolledRow, *subjects: Subject, month: int = 10, day: int = 25) -> str:
    """An approved plan with the resit of `person`, who has applied for these subjects; it is the day after it."""
    plan_id = exam_of(office)
    room_id = room(office, "补考考场")
    for hour, subject in zip((9, 11, 14), subjects, strict=False):
        starts_at = datetime(2026, month, day, hour)
        ends_at = starts_at + timedelta(hours=1)
        given(office, AddSession(plan_id, subject, room_id, starts_at, ends_at), office.examiner)
    assert [row.state for row in take(office, plan_id, person)] == ["imported"]
    assert seat(office, plan_id).unplaced == ()
    approve_plan(office, plan_id, day=22)
    office.move_to(2026, month, day + 1, 9)
    return plan_id


def test_an_old_sheet_without_tickets_says_nothing_of_the_resit(office: Office) -> None:
    first, (person, passed) = examined(office)
    absent = entry(office, first, person, 2, theory=ABSENT, safety=ABSENT, practice=ABSENT, ticket_no="")
    old = absent, entry(office, first, passed, 3, ticket_no="")
    assert [row.state for row in import_scores(office, None, *old)] == ["imported", "imported"]
    decide(office, submit(office, first))
    office.do(ApplyForExam((person.id,)))
    again = resit_exam(office, person, *Subject)
    before = office.dump()
    ledger = import_scores(office, None, *old)
    assert [row.state for row in ledger] == ["skipped", "skipped"]
    assert "KH2026001 已录入的成绩一样" in ledger[0].reasons[0]
    (changed,) = import_scores(office, None, replace(absent, **marks(*GOOD)))
    assert (changed.state, "请填准考证号" in changed.reasons[0]) == ("failed", True)
    assert office.dump() == before
    assert sheet(office, again)[person.name].marks == {}
    (entered,) = import_scores(office, None, entry(office, again, person))
    assert entered.state == "imported"


def test_who_passed_by_the_resit_is_on_its_roster_only(office: Office) -> None:
    failed, passed = approve_one_who_failed(office)
    with office.school.reading() as reading:
        (first,) = held_plans(reading, office.school.id)
    office.do(ApplyForExam((failed.id,), (Subject.SAFETY,)))
    again = resit_exam(office, failed, Subject.SAFETY)
    office.do(EnterScore(sat(office, again, failed).id, Subject.SAFETY, 700), office.examiner)
    decide(office, submit(office, again, 26), day=26)
    assert [one.name for one in passed_roster(office.school, first).trainees] == [passed.name]
    (listed,) = passed_roster(office.school, again).trainees
    assert (listed.name, listed.theory, listed.safety) == (failed.name, "88", "70")


def test_no_resit_while_a_subject_lacks_its_mark(office: Office) -> None:
    plan_id, (person,) = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, person, safety=Reading(500), practice=Reading()))
    decide(office, submit(office, plan_id, expect_missing=1))
    assert may_sit_again(office, person) == [()]
    (row,) = office.do(ApplyForExam((person.id,), (Subject.SAFETY, Subject.PRACTICE)))
    assert (row.state, "有结论之后" in row.reasons[0]) == ("failed", True)
    office.do(EnterScore(sat(office, plan_id, person).id, Subject.PRACTICE, 900), office.examiner)
    assert may_sit_again(office, person) == [()], "the late mark is not approved"
    decide(office, submit(office, plan_id))
    assert may_sit_again(office, person) == [(Subject.SAFETY,)]


def test_a_longer_rule_leaves_something_to_sit_again(office: Office) -> None:
    """Whom the exam days' rule gives no certificate gets a resit, also once the rule of today would keep everything."""
    office.do(ChangeSetting(KEPT_MONTHS.key, 1, date(2026, 8, 1), 0), office.admin)
    failed, _ = approve_one_who_failed(office)
    office.do(ApplyForExam((failed.id,), (Subject.SAFETY,)))
    again = resit_exam(office, failed, Subject.SAFETY, month=12, day=1)
    office.do(EnterScore(sat(office, again, failed).id, Subject.SAFETY, 700), office.examiner)
    submission_id = office.do(SubmitScores(again, date(2026, 12, 2)), office.examiner)["submission_id"]
    office.do(RecordSubmissionDecision(submission_id, True, date(2026, 12, 2), "湖建成9号"), office.examiner)
    assert may_sit_again(office, failed, on=date(2026, 12, 2)) == [(Subject.THEORY, Subject.PRACTICE)]
    office.move_to(2026, 12, 3, 9)
    office.do(ChangeSetting(KEPT_MONTHS.key, 12, date(2026, 12, 3), 1), office.admin)
    assert may_sit_again(office, failed, on=date(2026, 12, 3)) == [(Subject.THEORY, Subject.PRACTICE)]
    (row,) = office.do(ApplyForExam((failed.id,), (Subject.THEORY, Subject.PRACTICE)))
    assert row.state == "imported"


def test_an_enterprise_hands_in_a_missing_photo_of_its_own(office: Office) -> None:
    own, other = approved_enterprise(office, 0), approved_enterprise(office, 1)
    (person,) = enrol(office, 1, photo=False, enterprise_id=own)
    actors = {}
    for number, enterprise_id in enumerate((own, other)):
        opening = OpenAccount(WebRole.ENTERPRISE, CODES[number], "hash", enterprise_id)
        account_id = office.do(opening, office.admin)["account_id"]
        actors[enterprise_id] = Actor(account_id, f"企业{number}", frozenset({WebRole.ENTERPRISE.value}))
    command = AttachPhoto(person.id, office.store(b"face", "photo.jpg"))
    assert office.refused(command, actors[other]).code == "account.another"
    office.do(command, actors[own])
    with office.school.reading() as session:
        (now,) = enrolled(session, office.school.id, ids=[person.id])
    assert now.photo_document_id is not None
    assert office.refused(command, actors[own]).code == "enrollment.photo_known"
    office.do(AttachPhoto(person.id, office.store(b"a better face", "photo.jpg")))

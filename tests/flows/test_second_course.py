"""再次报名 for the same trade and level: refused while the first enrolment is under way, free once it is over; undo keeps it so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from school_desk.certificates.commands import ImportCertificateNumbers, NumberEntry, RevokeCertificate
from school_desk.certificates.queries import certificates
from school_desk.documents.ledger import LedgerRow
from school_desk.enrollments.commands import ImportRoster, ReplaceTrainee, RosterEntry, WithdrawEnrollment
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.exams.commands import ApplyForExam, WithdrawApplication
from school_desk.kernel.clock import SHANGHAI
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.errors import RuleViolation
from school_desk.learning.commands import (
    AccountResultEntry,
    ExportAccounts,
    ImportStudyHours,
    RecordAccountResults,
    StudyTimeEntry,
)
from school_desk.learning.queries import hours_of
from school_desk.plans.commands import CreatePlan
from school_desk.scores.commands import EnterScore, Reading, RecordSubmissionAccepted, RecordSubmissionDecision
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import Subject
from tests.examinations import apply, exam_of, full_plan, room, seat, session, take
from tests.learners import PEOPLE, enrol, given, learn, open_accounts, review_fee, roster_entry, study
from tests.papers import approved_enterprise
from tests.results import (
    approve_plan,
    approved_scores,
    decide,
    entry,
    examined,
    import_numbers,
    import_scores,
    marks,
    number_entry,
    sat,
    submit,
)
from tests.school import Office

FAILED = (880, 595, 760)
FIRST, SECOND = "339763892600000", "339763892600001"


def next_plan(office: Office) -> None:
    """Sign-up for the same trade and level is open again, from 2026-10-01 to the 22nd."""
    given(office, CreatePlan("钢筋工", SkillLevel.INTERMEDIATE, date(2026, 10, 1), date(2026, 10, 22), 80_000))


def roster(enterprise_id: str, *entries: RosterEntry, digest: str = "2", into: str | None = None) -> ImportRoster:
    return ImportRoster(enterprise_id, "名单二.xlsx", digest * 64, entries, (), into)


def come_again(office: Office, person: EnrolledRow, number: int = 0) -> LedgerRow:
    """What becomes of a person on a new roster of their employer."""
    outcome = office.do(roster(person.enterprise_id, roster_entry(number, office)))
    (row,) = outcome.rows
    assert isinstance(row, LedgerRow)
    return row


def of_person(office: Office, person: EnrolledRow) -> tuple[EnrolledRow, ...]:
    with office.school.reading() as reading:
        return enrolled(reading, office.school.id, trainee_id=person.trainee_id, active_only=True)


def certified(office: Office) -> EnrolledRow:
    """Somebody with a certificate, on 2026-10-21, when sign-up is open again."""
    _, (person,) = approved_scores(office, 1)
    import_numbers(office, number_entry(person, FIRST))
    next_plan(office)
    return person


def failed(office: Office) -> EnrolledRow:
    """Somebody who has failed, on 2026-10-21, when sign-up is open again."""
    _, (person,) = approved_scores(office, 1, FAILED)
    next_plan(office)
    return person


def decided(office: Office, command: Command, actor: Actor | None = None) -> str:
    return office.school.execute(command, actor or office.clerk).command_id


def refused(office: Office, command_id: str) -> str:
    before = office.dump()
    with pytest.raises(RuleViolation) as refusal:
        office.undo(command_id)
    assert office.dump() == before
    assert refusal.value.code == "enrollment.twice"
    return refusal.value.message


def test_who_is_under_way_does_not_come_again(office: Office) -> None:
    (person,) = enrol(office, 1)
    next_plan(office)

    def waits(*day: int) -> bool:
        office.move_to(2026, 10, *day, 9)
        row = come_again(office, person)
        return row.state == "skipped" and "没有变化" in row.reasons[0]

    assert waits(1), "nothing was paid"
    open_accounts(office, (person,))
    assert waits(2), "the account is open"
    learn(office, (person,))
    assert waits(8), "no exam was applied for"
    plan_id = full_plan(office, person)
    assert waits(8), "the exam is to come"
    approve_plan(office, plan_id)
    assert waits(20), "the exam is today"
    office.move_to(2026, 10, 21, 9)
    import_scores(office, plan_id, entry(office, plan_id, person))
    submission_id = submit(office, plan_id)
    assert waits(21), "the authority has not decided"
    decide(office, submission_id)
    assert waits(21), "the number has not come"
    (other,) = _brought(office, roster(person.enterprise_id, roster_entry(3, office), digest="3"))
    refusal = office.refused(ReplaceTrainee(other.id, roster_entry(0, office), "离职"))
    assert (refusal.code, "证书编号还没有导入" in refusal.message) == ("enrollment.twice", True)
    import_numbers(office, number_entry(person, FIRST))
    assert come_again(office, person).state == "imported"


def test_who_is_certified_comes_again_and_is_told_of(office: Office) -> None:
    person = certified(office)
    row = come_again(office, person)
    assert (row.state, len(row.reasons)) == ("imported", 1)
    assert "这次是再次报名" in row.reasons[0]
    first, second = of_person(office, person)
    assert (first.id, second.plan_id != first.plan_id) == (person.id, True)
    assert come_again(office, person).state == "skipped", "the second is under way"


def test_another_employer_may_enrol_who_is_certified(office: Office) -> None:
    certified(office)
    outcome = office.do(roster(approved_enterprise(office, 1), roster_entry(0, office)))
    assert outcome.count("imported") == 1


def test_who_failed_comes_again_or_sits_again_but_not_both(office: Office) -> None:
    person = failed(office)
    resit = ApplyForExam((person.id,), (Subject.SAFETY,))
    undone = office.undo(decided(office, resit)).command_id
    given(office, resit)
    assert come_again(office, person).state == "skipped", "a resit is to come"
    office.do(WithdrawApplication(person.id, "改期"))
    given(office, resit)
    withdrawn = decided(office, WithdrawApplication(person.id, "不考了"))
    assert come_again(office, person).state == "imported"
    (ledger,) = office.do(resit)
    assert (ledger.state, "已在批次" in ledger.reasons[0]) == ("failed", True)
    assert PEOPLE[0][0] in refused(office, withdrawn)
    refused(office, undone)


def test_a_result_that_still_lacks_a_subject_is_none(office: Office) -> None:
    plan_id, (person, other) = examined(office, 2)
    import_scores(office, plan_id, entry(office, plan_id, person), entry(office, plan_id, other, 3))
    missing = EnterScore(sat(office, plan_id, person).id, Subject.SAFETY, None)
    office.do(missing, office.examiner)
    decide(office, submit(office, plan_id, expect_missing=1))
    next_plan(office)
    assert come_again(office, person).state == "skipped"


def test_the_roster_that_brought_them_brings_nobody_again(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    (person,) = enrol(office, 1, enterprise_id=enterprise_id)
    corrected = roster(
        enterprise_id, roster_entry(0, office), roster_entry(1, office), digest="c", into=person.batch_id
    )
    people = (person, *_brought(office, corrected)[1:])
    open_accounts(office, people)
    learn(office, people)
    plan_id = full_plan(office, *people)
    approve_plan(office, plan_id)
    office.move_to(2026, 10, 21, 9)
    rows = [entry(office, plan_id, one, place) for place, one in enumerate(people)]
    import_scores(office, plan_id, *rows)
    decide(office, submit(office, plan_id))
    import_numbers(office, number_entry(people[0], FIRST), number_entry(people[1], SECOND, 3))
    next_plan(office)
    before = office.dump()
    original = ImportRoster(enterprise_id, "名单.xlsx", "0" * 64, (roster_entry(0, office),))
    for again in (original, replace(corrected, into_batch_id=None)):
        outcome = office.do(again)
        assert {row.state for row in outcome.rows} == {"skipped"}
        assert all("没有变化" in row.reasons[0] and "新交的名单" in row.reasons[1] for row in outcome.rows)
    assert office.dump() == before


def _brought(office: Office, command: ImportRoster) -> tuple[EnrolledRow, ...]:
    outcome = given(office, command)
    with office.school.reading() as reading:
        return enrolled(reading, office.school.id, batch_id=outcome.batch_id)


def test_a_certificate_is_not_undone_beside_a_second_enrolment(office: Office) -> None:
    _, (person, other) = approved_scores(office, 2)
    first = number_entry(person, FIRST)
    imported = decided(office, ImportCertificateNumbers("编号.xlsx", (first,)), office.examiner)
    next_plan(office)
    come_again(office, person)
    longer = ImportCertificateNumbers("编号二.xlsx", (first, number_entry(other, SECOND, 3)))
    later = decided(office, longer, office.examiner)
    assert PEOPLE[0][0] in refused(office, imported)
    office.undo(later)
    withdrawn = decided(office, WithdrawEnrollment(of_person(office, person)[1].id, "不来了"))
    office.undo(imported)
    refused(office, withdrawn)


def test_a_certificate_may_be_revoked_beside_a_second_enrolment(office: Office) -> None:
    person = certified(office)
    come_again(office, person)
    with office.school.reading() as reading:
        (held,) = certificates(reading, office.school.id)
    office.do(RevokeCertificate(held.id, "到期"), office.examiner)
    assert come_again(office, person).state == "skipped", "the second is under way"
    assert len(of_person(office, person)) == 2


def test_a_failing_result_is_not_undone_beside_a_second_enrolment(office: Office) -> None:
    plan_id, (person,) = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, person, **marks(*FAILED)))
    submission_id = submit(office, plan_id)
    given(office, RecordSubmissionAccepted(submission_id, date(2026, 10, 21)), office.examiner)
    result = RecordSubmissionDecision(submission_id, True, date(2026, 10, 21), "湖建成8号")
    decision = decided(office, result, office.examiner)
    next_plan(office)
    enrolment = decided(office, roster(person.enterprise_id, roster_entry(0, office)))
    refused(office, decision)
    office.undo(enrolment)
    office.undo(decision)


def test_an_undo_that_touches_a_finished_enrolment_is_free(office: Office) -> None:
    """Both enrolments count; only one is under way."""
    enterprise_id = approved_enterprise(office)
    (person,) = enrol(office, 1, photo=False, enterprise_id=enterprise_id)
    photo = roster_entry(0, office)
    brought = decided(office, roster(enterprise_id, photo, digest="1"))
    open_accounts(office, (person,))
    learn(office, (person,))
    plan_id = full_plan(office, person)
    approve_plan(office, plan_id)
    office.move_to(2026, 10, 21, 9)
    import_scores(office, plan_id, entry(office, plan_id, person, **marks(*FAILED)))
    decide(office, submit(office, plan_id))
    next_plan(office)
    given(office, roster(enterprise_id, photo))
    assert len(of_person(office, person)) == 2
    office.undo(brought)


def course(person: EnrolledRow, minutes: int, name: str, row_no: int, day: int = 22) -> StudyTimeEntry:
    finished = datetime(2026, 10, day, 8, tzinfo=SHANGHAI)
    return StudyTimeEntry(row_no, person.id_number, person.name, name, minutes, finished)


def test_the_second_goes_all_the_way_beside_the_first(office: Office) -> None:
    """Files name people, not enrolments: hours, scores and numbers find the one that they are about."""
    person = certified(office)
    late = course(person, 30, "职业理论知识复习", 5, day=21)
    given(office, ImportStudyHours("学时.xlsx", (late,)))
    come_again(office, person)
    second = of_person(office, person)[1]
    review_fee(office, second, date(2026, 10, 21))
    given(office, ExportAccounts((second.id,)))
    opened = AccountResultEntry(2, person.id_number, person.name, True)
    assert [row.state for row in office.do(RecordAccountResults("开通.xlsx", (opened,)))] == ["imported"]
    office.move_to(2026, 10, 23, 9)
    rows = (
        course(person, 360, "安全生产知识", 2),
        course(person, 720, "职业理论知识", 3),
        study(person, 360, row_no=4, course="安全生产知识", day=10),
        late,
    )
    ledger = office.do(ImportStudyHours("学时.xlsx", rows))
    assert [row.state for row in ledger] == ["imported", "imported", "skipped", "skipped"]
    with office.school.reading() as reading:
        hours = hours_of(reading, office.school.id, [person.id, second.id], date(2026, 10, 23))
    assert hours[second.id].met
    assert hours[person.id].met, "what was learnt before stays with the first"
    assert apply(office, second)[0].state == "imported"
    plan_id, room_id = exam_of(office), room(office, "第二考场")
    for hour, subject in zip((9, 11, 14), Subject, strict=True):
        session(office, plan_id, room_id, subject, hour, 26)
    take(office, plan_id, second)
    seat(office, plan_id)
    approve_plan(office, plan_id, day=24)
    office.move_to(2026, 10, 27, 9)
    unnumbered = entry(office, plan_id, second, ticket_no="")
    assert import_scores(office, None, unnumbered)[0].state == "skipped", "the first's marks are the first's"
    assert import_scores(office, None, replace(unnumbered, practice=Reading(770)))[0].state == "imported"
    decide(office, submit(office, plan_id, 27), day=27)
    numbers = number_entry(person, FIRST), number_entry(person, SECOND, 3, issued_on=date(2026, 10, 27))
    assert [row.state for row in import_numbers(office, *numbers)] == ["skipped", "imported"]
    with office.school.reading() as reading:
        held = {row.number: row.person.id for row in certificates(reading, office.school.id)}
    assert held == {FIRST: person.id, SECOND: second.id}


def test_a_number_for_who_failed_and_came_again_is_the_seconds(office: Office) -> None:
    person = failed(office)
    come_again(office, person)
    row: NumberEntry = number_entry(person, FIRST)
    (ledger,) = import_numbers(office, row)
    assert (ledger.state, "没有审核通过的成绩" in ledger.reasons[0]) == ("failed", True)

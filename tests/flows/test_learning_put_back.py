"""退回待开通: what the platform was given under a wrong number, or never answered, can be given again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from school_desk.documents.ledger import LedgerRow
from school_desk.enrollments.commands import CorrectTrainee
from school_desk.enrollments.queries import EnrolledRow
from school_desk.exams.commands import ApplyForExam
from school_desk.kernel.commands import from_wire
from school_desk.learning import queries
from school_desk.learning.commands import (
    AccountResultEntry,
    ExportAccounts,
    ImportStudyHours,
    RecordAccountResults,
    ReopenFailed,
)
from school_desk.learning.queries import AccountRow
from school_desk.terms.statuses import StudyAccountStatus as Status
from tests.learners import PEOPLE, enrol, given, open_accounts, ready, review_fee, study
from tests.school import Office

RIGHT = PEOPLE[4][1]
WHY = "证件号已更正"


def exported(office: Office) -> EnrolledRow:
    (person,) = enrol(office, 1)
    review_fee(office, person)
    given(office, ExportAccounts((person.id,)))
    return person


def correct(office: Office, person: EnrolledRow, number: str = RIGHT) -> None:
    given(office, CorrectTrainee(person.trainee_id, "id_number", number, "身份证号录错"))


def account(office: Office, person: EnrolledRow) -> AccountRow:
    with office.school.reading() as session:
        (row,) = queries.accounts(session, office.school.id, date(2026, 8, 3), enrollment_ids=[person.id])
    return row


def answer(office: Office, person: EnrolledRow, number: str, succeeded: bool = True) -> LedgerRow:
    entry = AccountResultEntry(2, number, person.name, succeeded, "" if succeeded else "证件号不存在")
    (row,) = office.do(RecordAccountResults("结果.xlsx", (entry,)))
    assert isinstance(row, LedgerRow)
    return row


def test_what_was_never_answered_is_put_back_with_a_reason(office: Office) -> None:
    person = exported(office)
    (row,) = office.do(ReopenFailed((person.id,), " "))
    assert (row.state, "写明原因" in row.reasons[0]) == ("failed", True)
    assert office.do(ReopenFailed((person.id,), "平台没有收到名单"))[0].state == "imported"
    put_back = account(office, person)
    assert (put_back.status, put_back.exported_at, put_back.reason) == (Status.TO_OPEN, None, "平台没有收到名单")
    assert "只有已导出" in office.do(ReopenFailed((person.id,), WHY))[0].reasons[0]
    assert office.do(ExportAccounts((person.id,)))[0].state == "imported"
    assert account(office, person).reason is None


def test_a_desk_of_before_puts_back_what_failed_only(office: Office) -> None:
    person = exported(office)
    old = from_wire("ReopenFailed", {"enrollment_ids": [person.id]}, 1)
    assert office.do(old)[0].state == "failed"
    answer(office, person, person.id_number, succeeded=False)
    assert office.do(old)[0].state == "imported"


def test_an_account_under_a_wrong_number_is_exported_again_under_the_right_one(office: Office) -> None:
    (person,) = enrol(office, 1)
    open_accounts(office, (person,))
    assert not account(office, person).other_number
    correct(office, person)
    told = account(office, person)
    assert (told.other_number, "按更正前的号码开通，请到" in (told.reason or "")) == (True, True)
    assert office.do(ReopenFailed((person.id,), WHY))[0].state == "imported"
    assert (account(office, person).status, account(office, person).opened_on) == (Status.TO_OPEN, None)
    assert answer(office, person, person.id_number).state == "skipped", "the answer to the number that was wrong"
    given(office, ExportAccounts((person.id,)))
    assert answer(office, person, person.id_number).state == "skipped", "it was exported anew since"
    assert answer(office, person, RIGHT).state == "imported"
    assert not account(office, person).other_number


def test_a_correction_that_is_taken_back_by_another_tells_nothing(office: Office) -> None:
    person = exported(office)
    correct(office, person)
    assert account(office, person).other_number
    correct(office, person, person.id_number)
    assert not account(office, person).other_number, "the platform was given the number that holds now"


def test_the_platform_answers_with_the_number_it_was_given(office: Office) -> None:
    person = exported(office)
    correct(office, person)
    row = answer(office, person, person.id_number)
    assert (row.state, "按更正前的号码开通" in row.reasons[0]) == ("imported", True)
    assert account(office, person).status is Status.OPENED


def test_the_platform_may_refuse_the_number_it_was_given(office: Office) -> None:
    person = exported(office)
    correct(office, person)
    assert answer(office, person, person.id_number, succeeded=False).state == "imported"
    assert account(office, person).status is Status.FAILED


def test_hours_under_both_numbers_are_one_persons(office: Office) -> None:
    (person,) = enrol(office, 1)
    open_accounts(office, (person,))
    office.move_to(2026, 9, 25, 9)
    old = study(person, 300)
    given(office, ImportStudyHours("学时.xlsx", (old,)))
    correct(office, person)
    new = study(person, 200, row_no=3, day=24)
    renumbered = replace(new, id_number=RIGHT)
    rows = office.do(ImportStudyHours("学时.xlsx", (old, renumbered)))
    assert [row.state for row in rows] == ["skipped", "imported"], "what the file still names is not replaced"
    with office.school.reading() as session:
        hours = queries.hours_of(session, office.school.id, [person.id], date(2026, 9, 25))
    assert hours[person.id].theory_minutes == 500


def test_an_account_on_which_somebody_applied_stays(office: Office) -> None:
    (person,) = ready(office, 1)
    given(office, ApplyForExam((person.id,)))
    assert office.refused(ReopenFailed((person.id,), WHY)).code == "exam.applied"


def test_one_person_by_two_numbers_is_looked_up_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in a file so long that it is looked up in parts."""
    (person,) = enrol(office, 1)
    open_accounts(office, (person,))
    office.move_to(2026, 9, 25, 9)
    old = study(person, 300)
    given(office, ImportStudyHours("学时.xlsx", (old,)))
    correct(office, person)
    monkeypatch.setattr("school_desk.learning.hours.parts", lambda ids: ([one] for one in ids))
    other = study(person, 100, row_no=3, course="安全生产知识")
    given(office, ImportStudyHours("学时.xlsx", (replace(old, minutes=310), replace(other, id_number=RIGHT))))
    with office.school.reading() as session:
        hours = queries.hours_of(session, office.school.id, [person.id], date(2026, 9, 25))[person.id]
    assert (hours.theory_minutes, hours.safety_minutes) == (310, 100)

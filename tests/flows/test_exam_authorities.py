"""Whose decision an exam plan is."""

from __future__ import annotations

from dataclasses import replace

from school_desk.enrollments.commands import ImportRoster
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.enterprises.commands import EditEnterprise
from school_desk.exams.authorities import authority_of_plan, plans_under
from school_desk.terms.regions import PROVINCE
from tests.examinations import full_plan
from tests.learners import enrol, given, learn, open_accounts, roster_entry
from tests.papers import approved_enterprise
from tests.school import Office

HUZHOU, JIAXING = "330500", "330400"


def of_two_enterprises(office: Office) -> tuple[EnrolledRow, ...]:
    """One person each of two enterprises, ready for the same exam."""
    (first,) = enrol(office, 1)
    entry = replace(roster_entry(1, office), row_no=3)
    given(office, ImportRoster(approved_enterprise(office, 1), "名单.xlsx", "1" * 64, (entry,)))
    with office.school.reading() as session:
        people = enrolled(session, office.school.id, plan_id=first.plan_id)
    open_accounts(office, people)
    learn(office, people)
    return people


def decides(office: Office, plan_id: str) -> str:
    """The authority of the plan, which finds it among its own, and no other does."""
    with office.school.reading() as session:
        code = authority_of_plan(session, office.school.id, plan_id)
        finders = [c for c in (HUZHOU, JIAXING, PROVINCE) if plans_under(session, office.school.id, c, [plan_id])]
    assert finders == [code]
    return code


def test_a_plan_is_its_candidates_authoritys_and_a_mixed_one_the_provinces(office: Office) -> None:
    people = of_two_enterprises(office)
    plan_id = full_plan(office, *people)
    assert decides(office, plan_id) == HUZHOU
    for person, code in zip(people, (PROVINCE, JIAXING), strict=True):
        given(office, EditEnterprise(person.enterprise_id, None, None, "新路1号", "330402", "13800005893"))
        assert decides(office, plan_id) == code


def test_an_empty_plan_is_the_provinces(office: Office) -> None:
    with office.school.reading() as session:
        assert authority_of_plan(session, office.school.id, "none") == PROVINCE

"""People with portraits on their way to an exam, for the screens that print: real photos, everything else as in tests.learners."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

from school_desk.adapters.sample_school.faces import draw_face
from school_desk.enrollments.commands import ImportRoster
from school_desk.enrollments.queries import EnrolledRow, enrolled
from tests.learners import PEOPLE, given, learn, open_accounts, plan, roster_entry
from tests.papers import approved_enterprise
from tests.school import Office


@cache
def portrait(number: int) -> bytes:
    """The drawn face of one of PEOPLE."""
    return draw_face(Random(number), "女" if int(PEOPLE[number][1][16]) % 2 == 0 else "男")


def enrolled_people(office: Office, count: int) -> tuple[EnrolledRow, ...]:
    """The first `count` of PEOPLE in one new plan 钢筋工 中级工; their fee is not reviewed yet."""
    enterprise_id, plan_id = approved_enterprise(office), plan(office)
    entries = tuple(
        replace(roster_entry(number, office, photo=False), photo=office.store(portrait(number), f"{number}.jpg"))
        for number in range(count)
    )
    given(office, ImportRoster(enterprise_id, "名单.xlsx", "0" * 64, entries))
    with office.school.reading() as session:
        return enrolled(session, office.school.id, plan_id=plan_id)


def learnt_people(office: Office, count: int, met: int | None = None) -> tuple[EnrolledRow, ...]:
    """`count` people with open accounts, of whom the first `met` (all unless told) have the hours; it is 2026-10-08."""
    people = enrolled_people(office, count)
    open_accounts(office, people)
    learn(office, people[: count if met is None else met])
    return people

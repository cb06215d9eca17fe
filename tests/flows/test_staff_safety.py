"""员工: nobody locks the school out of itself, by change or by undo; one's own password; letting in again who failed too often."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from school_desk.kernel.commands import Actor
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.tables import JournalRow
from school_desk.staff import queries
from school_desk.staff.commands import AddStaff, ChangeStaff
from school_desk.staff.own_password import own_password
from school_desk.staff.passwords import hash_password, password_matches
from school_desk.staff.queries import StaffMemberRow
from school_desk.staff.sign_in import sign_in, unlock
from school_desk.terms.roles import Role
from tests.school import Office

FIRST = "Huzhou-2026"  # the first administrator's, as the fixture founded the school


def members(office: Office) -> dict[str, StaffMemberRow]:
    with office.school.reading() as session:
        return {row.login_name: row for row in queries.staff_members(session, office.school.id)}


def first_admin(office: Office) -> Actor:
    return Actor(members(office)["admin"].id, "管理员", frozenset(Role))


def second_admin(office: Office) -> str:
    """The id of the command that added them."""
    added = AddStaff("wu", "吴主任", (Role.ADMIN,), "hash")
    return office.school.execute(added, office.admin).command_id


def step_down(office: Office, login: str) -> str:
    row = members(office)[login]
    return office.school.execute(ChangeStaff(row.id, row.name, (Role.CLERK,), True), office.admin).command_id


def taking_back_is_refused(office: Office, command_id: str) -> str:
    before = office.dump()
    with pytest.raises(RuleViolation) as refusal:
        office.undo(command_id)
    assert office.dump() == before
    return refusal.value.code


def test_the_last_administrator_is_not_undone_away(office: Office) -> None:
    added = second_admin(office)
    step_down(office, "admin")
    assert taking_back_is_refused(office, added) == "staff.last_admin"


def test_nor_by_taking_back_a_change(office: Office) -> None:
    office.do(AddStaff("wu", "吴主任", (Role.CLERK,), "hash"), office.admin)
    row = members(office)["wu"]
    raised = office.school.execute(ChangeStaff(row.id, row.name, (Role.ADMIN,), True), office.admin).command_id
    step_down(office, "admin")
    assert taking_back_is_refused(office, raised) == "staff.last_admin"


def test_nor_by_doing_again_what_was_taken_back(office: Office) -> None:
    second_admin(office)
    undone = office.undo(step_down(office, "wu")).command_id
    step_down(office, "admin")
    assert taking_back_is_refused(office, undone) == "staff.last_admin"


def test_nor_may_the_founding_be_taken_back(office: Office) -> None:
    with office.school.reading() as session:
        first = sa.select(JournalRow.id).order_by(JournalRow.seq).limit(1)
        founding = session.execute(first).scalar_one()
    assert taking_back_is_refused(office, founding) == "staff.last_admin"


def test_one_of_two_may_be_taken_back(office: Office) -> None:
    office.undo(second_admin(office))
    assert list(members(office)) == ["admin"]


def change_own(office: Office, new: str, *, old: str | None = FIRST) -> None:
    me, school = first_admin(office), office.school
    school.execute(own_password(school.database, school.id, me, new, old=old, now=office.clock.now()), me)


def own_refused(office: Office, new: str, *, old: str | None = FIRST) -> RuleViolation:
    with pytest.raises(RuleViolation) as refusal:
        change_own(office, new, old=old)
    return refusal.value


def enter(office: Office, password: str, login: str = "admin") -> Actor:
    return sign_in(office.school.database, office.school.id, login, password, office.clock.now())


def test_ones_own_password_needs_the_old_one(office: Office) -> None:
    refusal = own_refused(office, "Anji-2027", old="Wrong-2026")
    assert (refusal.field, refusal.message) == ("old", "原密码不对，请重新输入。")
    change_own(office, "Anji-2027")
    assert enter(office, "Anji-2027").name == "管理员"


def test_a_new_password_is_new_and_not_weak(office: Office) -> None:
    assert own_refused(office, "short").field == "password"
    assert own_refused(office, FIRST).message.startswith("新密码和现在的密码一样")
    assert own_refused(office, FIRST, old=None).field == "password"


def test_guessing_the_old_password_locks_like_signing_in(office: Office) -> None:
    for _ in range(5):
        own_refused(office, "Anji-2027", old="Wrong-2026")
    refusal = own_refused(office, "Anji-2027")
    assert (refusal.code, refusal.field) == ("sign_in.locked", "old")


def test_a_password_set_by_another_is_ones_own_after_the_change(office: Office) -> None:
    given = office.do(AddStaff("wu", "吴", (Role.CLERK,), hash_password("Given-2026")), office.admin)["staff_id"]
    me, school = Actor(given, "吴", frozenset({Role.CLERK})), office.school
    command = own_password(school.database, school.id, me, "Mine-2026!", old=None, now=office.clock.now())
    school.execute(command, me)
    assert not members(office)["wu"].must_change_password
    assert password_matches(command.password_hash, "Mine-2026!")


def test_who_was_stopped_cannot_set_a_password(office: Office) -> None:
    given = office.do(AddStaff("wu", "吴", (Role.CLERK,), hash_password("Given-2026")), office.admin)["staff_id"]
    office.do(ChangeStaff(given, "吴", (Role.CLERK,), False), office.admin)
    with pytest.raises(RuleViolation, match="停用"):
        own_password(
            office.school.database,
            office.school.id,
            Actor(given, "吴", frozenset({Role.CLERK})),
            "Mine-2026!",
            old=None,
            now=office.clock.now(),
        )


def fail_five_times(office: Office) -> None:
    for _ in range(5):
        with pytest.raises(RuleViolation):
            enter(office, "Wrong-2026")


def test_an_administrator_lets_in_again_who_failed_too_often(office: Office) -> None:
    fail_five_times(office)
    row = members(office)["admin"]
    assert row.locked_until is not None
    assert row.locked_until > office.clock.now()
    with pytest.raises(RuleViolation, match="锁定"):
        enter(office, FIRST)
    unlock(office.school.database, office.school.id, row.id, first_admin(office), office.clock.now())
    assert members(office)["admin"].locked_until is None
    assert enter(office, FIRST).id == row.id


def test_only_administrators_unlock(office: Office) -> None:
    fail_five_times(office)
    admin = members(office)["admin"].id
    with pytest.raises(RuleViolation) as refusal:
        unlock(office.school.database, office.school.id, admin, office.clerk, office.clock.now())
    assert refusal.value.code == "sign_in.not_allowed"
    assert members(office)["admin"].locked_until is not None

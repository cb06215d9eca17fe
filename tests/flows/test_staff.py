"""员工 and 设置: who works here with which roles, passwords, and dated values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from school_desk.kernel import settings
from school_desk.kernel.commands import Actor
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.settings import Setting
from school_desk.staff import queries
from school_desk.staff.commands import AddStaff, ChangePassword, ChangeSetting, ChangeStaff
from school_desk.staff.passwords import hash_password
from school_desk.staff.settings_list import setting_rows
from school_desk.staff.sign_in import sign_in
from school_desk.terms.roles import Role
from tests.school import Office

FEE = Setting("test.staff.fee", "测试学费", int, 600, check=lambda value: None if value > 0 else "要大于零。")


@pytest.fixture(autouse=True)
def declared_fee(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "_declared", settings._declared | {FEE.key: FEE})


def add(office: Office, login: str = "shen", *roles: Role, name: str = "沈文员") -> str:
    command = AddStaff(login, name, roles or (Role.CLERK,), "hash-1")
    staff_id: str = office.do(command, office.admin)["staff_id"]
    return staff_id


def members(office: Office) -> dict[str, queries.StaffMemberRow]:
    with office.school.reading() as session:
        return {row.login_name: row for row in queries.staff_members(session, office.school.id)}


def ask(office: Office, question: Any, *what: Any) -> Any:
    with office.school.reading() as session:
        return question(session, office.school.id, *what)


def test_a_new_school_has_its_first_administrator(office: Office) -> None:
    (first,) = members(office).values()
    assert (first.login_name, first.name, first.roles) == ("admin", "管理员", tuple(Role))
    assert first.active
    assert not first.must_change_password


def test_a_person_joins_and_can_act(office: Office) -> None:
    staff_id = add(office, " Shen ", Role.FINANCE, Role.CLERK)
    row = members(office)["shen"]
    assert (row.roles, row.must_change_password, row.active) == (("clerk", "finance"), True, True)
    actor = ask(office, queries.actor, "SHEN ")
    assert (actor.id, actor.name, actor.roles) == (staff_id, "沈文员", {Role.CLERK, Role.FINANCE})
    assert ask(office, queries.password_hash, "shen") == "hash-1"
    assert ask(office, queries.must_change_password, staff_id)


def test_a_login_name_is_one_persons(office: Office) -> None:
    add(office)
    refusal = office.refused(AddStaff("SHEN", "沈二", (Role.CLERK,), "h"), office.admin)
    assert (refusal.code, refusal.field) == ("staff.login_taken", "login_name")
    assert office.refused(AddStaff("wu", " ", (Role.CLERK,), "h"), office.admin).field == "name"
    assert office.refused(AddStaff("wu", "吴", (), "h"), office.admin).field == "roles"
    assert office.refused(AddStaff("w", "吴", (Role.CLERK,), "h"), office.admin).field == "login_name"


def test_only_administrators_decide_about_staff(office: Office) -> None:
    staff_id = add(office)
    for command in (
        AddStaff("wu", "吴", (Role.CLERK,), "h"),
        ChangeStaff(staff_id, "沈", (Role.ADMIN,), True),
        ChangeSetting(FEE.key, 700, date(2026, 8, 3)),
    ):
        assert office.refused(command, office.clerk).code == "command.not_allowed"


def test_who_left_keeps_the_past_but_acts_no_more(office: Office) -> None:
    staff_id = add(office)
    office.do(ChangeStaff(staff_id, "沈文", (Role.EXAM,), False), office.admin)
    row = members(office)["shen"]
    assert (row.name, row.roles, row.active) == ("沈文", ("exam",), False)
    assert ask(office, queries.actor, "shen") is None
    assert ask(office, queries.password_hash, "shen") is None
    assert list(members(office)) == ["admin", "shen"], "those still here first"
    office.do(ChangeStaff(staff_id, " ", (Role.EXAM,), True), office.admin)
    assert members(office)["shen"].name == "沈文", "an empty name changes none"


def test_the_last_administrator_stays(office: Office) -> None:
    admin = members(office)["admin"]
    for change in (
        ChangeStaff(admin.id, "管理员", (Role.CLERK,), True),
        ChangeStaff(admin.id, "管理员", tuple(Role), False),
    ):
        assert office.refused(change, office.admin).code == "staff.last_admin"
    add(office, "wu", Role.ADMIN)
    office.do(ChangeStaff(admin.id, "管理员", (Role.CLERK,), True), office.admin)


def test_ones_own_password_is_changed_and_anothers_is_reset(office: Office) -> None:
    staff_id = add(office)
    own = ask(office, queries.actor, "shen")
    office.do(ChangePassword(staff_id, "hash-2"), own)
    assert ask(office, queries.password_hash, "shen") == "hash-2"
    assert not ask(office, queries.must_change_password, staff_id)
    assert office.refused(ChangePassword(staff_id, "hash-3"), office.cashier).code == "staff.not_own_password"
    office.do(ChangePassword(staff_id, "hash-3"), office.admin)
    assert ask(office, queries.must_change_password, staff_id), "whoever reset it knows it"


def test_an_old_password_does_not_come_back(office: Office) -> None:
    outcome = office.school.execute(ChangePassword(members(office)["admin"].id, "hash-2"), office.admin)
    with pytest.raises(RuleViolation, match="旧密码") as refusal:
        office.undo(outcome.command_id)
    assert refusal.value.code == "undo.never"


def test_nobody_is_changed_who_is_not_here(office: Office) -> None:
    for command in (ChangeStaff("f" * 32, "谁", (Role.CLERK,), True), ChangePassword("f" * 32, "h")):
        assert office.refused(command, office.admin).code == "staff.unknown"
    assert ask(office, queries.actor, "nobody") is None
    assert not ask(office, queries.must_change_password, "f" * 32)


def test_a_hash_is_in_no_screen_text_of_a_command() -> None:
    assert "hash-1" not in repr(AddStaff("shen", "沈", (Role.CLERK,), "hash-1"))
    assert "hash-2" not in repr(ChangePassword("x", "hash-2"))


def fee_on(office: Office, day: date) -> int:
    with office.school.reading() as session:
        return settings.read(session, office.school.id, FEE, day)


def test_a_setting_holds_from_its_date_on(office: Office) -> None:
    monday, october = date(2026, 8, 3), date(2026, 10, 1)
    office.do(ChangeSetting(FEE.key, 700, monday, 600), office.admin)
    office.do(ChangeSetting(FEE.key, 800, october, 700), office.admin)
    office.do(ChangeSetting(FEE.key, "750", monday, "700"), office.admin)
    office.do(ChangeSetting(FEE.key, 750, monday), office.admin)
    days = (date(2026, 8, 2), monday, date(2026, 9, 30), october)
    assert [fee_on(office, day) for day in days] == [600, 750, 750, 800]
    assert ChangeSetting(FEE.key, 1, monday).subject == "测试学费"


def test_a_setting_that_somebody_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    office.do(ChangeSetting(FEE.key, 700, date(2026, 8, 3), 600), office.admin)
    refusal = office.refused(ChangeSetting(FEE.key, 900, date(2026, 8, 3), 600), office.admin)
    assert (refusal.code, refusal.field) == ("setting.changed_since", FEE.key)


def test_a_value_that_does_not_fit_is_refused(office: Office) -> None:
    for value in ("很多", -1):
        assert office.refused(ChangeSetting(FEE.key, value, date(2026, 8, 3)), office.admin).code == "setting.invalid"
    assert office.refused(ChangeSetting("no.such", 1, date(2026, 8, 3)), office.admin).code == "setting.unknown"


def test_the_settings_screen_shows_what_holds_and_what_comes(office: Office) -> None:
    office.do(ChangeSetting(FEE.key, 800, date(2026, 10, 1)), office.admin)
    office.do(ChangeSetting(FEE.key, 700, date(2026, 8, 3)), office.admin)
    rows = {row.id: row for row in ask(office, setting_rows, date(2026, 9, 1))}
    assert set(rows) == {setting.key for setting in settings.declared()}
    assert (rows[FEE.key].value, rows[FEE.key].setting) == (700, FEE)
    fee = rows[FEE.key]
    assert [(one.valid_from, one.value) for one in fee.dated] == [(date(2026, 8, 3), 700), (date(2026, 10, 1), 800)]
    assert fee.since == date(2026, 8, 3)
    assert fee.next == fee.dated[1]
    assert all(row.value == row.setting.default for key, row in rows.items() if key != FEE.key)


def enter(office: Office, password: str, login: str = "admin") -> Actor:
    return sign_in(office.school.database, office.school.id, login, password, office.clock.now())


def wrong(office: Office, password: str = "Wrong-2026", login: str = "admin") -> RuleViolation:
    with pytest.raises(RuleViolation) as refusal:
        enter(office, password, login)
    return refusal.value


def test_the_right_password_opens_and_a_wrong_one_does_not_say_what_was_wrong(office: Office) -> None:
    actor = enter(office, "Huzhou-2026", " Admin ")
    assert (actor.name, actor.roles) == ("管理员", frozenset(Role))
    assert wrong(office).message == wrong(office, login="nobody").message
    assert wrong(office).code == "sign_in.wrong"


def test_five_failures_lock_the_account_for_ten_minutes(office: Office) -> None:
    office.move_to(2026, 8, 3, 9)
    assert [wrong(office).code for _ in range(5)] == ["sign_in.wrong"] * 5
    refusal = wrong(office, "Huzhou-2026")
    assert (refusal.code, "2026-08-03 09:10" in refusal.message) == ("sign_in.locked", True)
    office.move_to(2026, 8, 3, 9, 9)
    assert wrong(office, "Huzhou-2026").code == "sign_in.locked"
    office.move_to(2026, 8, 3, 9, 11)
    assert enter(office, "Huzhou-2026").name == "管理员"


def test_a_success_forgets_the_failures(office: Office) -> None:
    for _ in range(2):
        assert [wrong(office).code for _ in range(4)] == ["sign_in.wrong"] * 4
        enter(office, "Huzhou-2026")


def test_who_left_does_not_sign_in(office: Office) -> None:
    staff_id = office.do(AddStaff("wu", "吴", (Role.CLERK,), hash_password("Anji-2026")), office.admin)["staff_id"]
    assert enter(office, "Anji-2026", "wu").id == staff_id
    office.do(ChangeStaff(staff_id, "吴", (Role.CLERK,), False), office.admin)
    assert wrong(office, "Anji-2026", "wu").code == "sign_in.wrong"

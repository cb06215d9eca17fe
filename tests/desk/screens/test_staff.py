"""员工: new people, roles, stopping, passwords reset and handed over once, letting in again; by keys and clicks."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from school_desk.desk.password import PasswordSheet
from school_desk.desk.screens.staff.staff import StaffScreen
from school_desk.desk.services import Desk
from school_desk.kernel.commands import Actor
from school_desk.kernel.errors import RuleViolation
from school_desk.staff import queries
from school_desk.staff.commands import AddStaff, ChangeStaff
from school_desk.staff.passwords import fresh_password, hash_password
from school_desk.staff.queries import StaffMemberRow
from school_desk.staff.sign_in import sign_in
from school_desk.terms.roles import Role
from tests.desk.desk_fixtures import Told, settle
from tests.desk.screens.hands import enter as enter_row
from tests.desk.screens.hands import form_of, opened, panel_text, press, send
from tests.school import Office

CTRL = Qt.KeyboardModifier.ControlModifier
FIRST, GIVEN = "Huzhou-2026", "Given-2026"


def members(office: Office) -> dict[str, StaffMemberRow]:
    with office.school.reading() as session:
        return {row.login_name: row for row in queries.staff_members(session, office.school.id)}


def add(office: Office, login: str = "wu", name: str = "吴老师", *roles: Role) -> str:
    command = AddStaff(login, name, roles or (Role.EXAM,), hash_password(GIVEN), must_change_password=False)
    staff_id: str = office.do(command, office.admin)["staff_id"]
    return staff_id


def enter(office: Office, password: str, login: str = "wu") -> Actor | None:
    try:
        return sign_in(office.school.database, office.school.id, login, password, office.clock.now())
    except RuleViolation:
        return None


def at(qtbot: QtBot, desk: Desk, login: str) -> StaffScreen:
    """The list with this person's detail open."""
    screen = opened(qtbot, desk, StaffScreen)
    enter_row(qtbot, screen, screen.table, next(row.id for row in screen.table.rows() if row.login_name == login))
    return screen


def click(qtbot: QtBot, screen: StaffScreen, words: str) -> None:
    press(qtbot, screen.panel, words)


def tick(screen: StaffScreen, role: Role) -> None:
    QTest.keyClick(form_of(screen).input(role.value), Qt.Key.Key_Space)


def buttons(screen: StaffScreen) -> list[str]:
    return [one.text() for one in screen.panel.findChildren(QPushButton) if one.isVisible() and one.text()]


def test_a_new_person_gets_a_password_that_is_shown_once(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    screen = opened(qtbot, desk, StaffScreen)
    QTest.keyClick(screen, Qt.Key.Key_N, CTRL)
    form = form_of(screen)
    offered = form.values()["password"]
    tick(screen, Role.EXAM)
    send(qtbot, screen, name="吴老师", login_name="Wu")
    row = members(office)["wu"]
    assert (row.name, row.roles, row.must_change_password) == ("吴老师", ("exam",), True)
    assert offered in panel_text(screen)
    assert not any(offered in sentence for sentence, _ in told), "a toast stays on the screen"
    click(qtbot, screen, "复制密码")
    assert QGuiApplication.clipboard().text() == offered
    assert enter(office, offered) is not None
    screen.panel.close_panel()
    assert offered not in panel_text(at(qtbot, desk, "wu"))


def test_two_offered_passwords_differ_and_are_no_weak_ones() -> None:
    made = {fresh_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(one) == 14 for one in made)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "吴老师", "login_name": "admin"}, "login_name"),
        ({"name": "吴老师", "login_name": "W"}, "login_name"),
        ({"name": "吴老师", "login_name": "wu", "password": "111111"}, "password"),
    ],
)
def test_a_refusal_stands_at_its_field(
    qtbot: QtBot, desk: Desk, office: Office, typed: dict[str, str], field: str
) -> None:
    screen = opened(qtbot, desk, StaffScreen)
    screen.new_member()
    form = form_of(screen)
    tick(screen, Role.CLERK)
    send(qtbot, screen, **typed)
    assert form.error(field).endswith("。") or form.error(field).endswith("）。")
    assert list(members(office)) == ["admin"]


def test_no_role_at_all_is_told(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen = opened(qtbot, desk, StaffScreen)
    screen.new_member()
    send(qtbot, screen, name="吴老师", login_name="wu")
    assert "至少选择一个角色" in panel_text(screen)
    assert "wu" not in members(office)


def test_name_and_roles_are_changed_and_taken_back(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    add(office)
    screen = at(qtbot, desk, "wu")
    click(qtbot, screen, "修改…")
    tick(screen, Role.CLERK)
    send(qtbot, screen, name="吴主任")
    assert (members(office)["wu"].name, members(office)["wu"].roles) == ("吴主任", ("clerk", "exam"))
    assert told[-1] == ("已修改员工 吴主任。", "good")
    assert "吴主任" in panel_text(screen), "the detail stands there again as it is now"
    desk.undo()
    settle(qtbot, desk)
    assert members(office)["wu"].name == "吴老师"


def test_who_leaves_is_stopped_and_may_come_back(qtbot: QtBot, desk: Desk, office: Office) -> None:
    add(office)
    screen = at(qtbot, desk, "wu")
    click(qtbot, screen, "停用")
    assert enter(office, GIVEN) is None
    assert buttons(screen) == ["修改…", "恢复"]
    click(qtbot, screen, "恢复")
    assert enter(office, GIVEN) is not None


def test_a_password_is_reset_and_lets_in_at_once(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    add(office)
    for _ in range(5):
        enter(office, "Wrong-2026")
    screen = at(qtbot, desk, "wu")
    assert "锁定" in panel_text(screen)
    click(qtbot, screen, "重置密码…")
    send(qtbot, screen, password="Fresh-2026")
    assert enter(office, "Fresh-2026") is not None, "a reset also unlocks"
    assert members(office)["wu"].must_change_password
    assert "Fresh-2026" in panel_text(screen)


def test_who_failed_too_often_is_let_in_again(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    add(office)
    for _ in range(5):
        enter(office, "Wrong-2026")
    assert enter(office, GIVEN) is None
    screen = at(qtbot, desk, "wu")
    click(qtbot, screen, "解除锁定")
    assert told[-1][0].startswith("已解除锁定")
    assert "锁定" not in panel_text(screen)
    assert enter(office, GIVEN) is not None


def test_oneself_is_neither_stopped_nor_reset(qtbot: QtBot, desk: Desk, office: Office) -> None:
    desk.actor = Actor(members(office)["admin"].id, "管理员", frozenset(Role))
    screen = at(qtbot, desk, "admin")
    assert buttons(screen) == ["修改密码…", "修改…"]
    click(qtbot, screen, "修改密码…")
    sheets = [one for one in QApplication.topLevelWidgets() if isinstance(one, PasswordSheet) and one.isVisible()]
    assert len(sheets) == 1
    sheets[0].reject()


def test_the_last_administrator_is_kept_in_words(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen = at(qtbot, desk, "admin")
    click(qtbot, screen, "停用")
    assert "至少要有一名在职的管理员" in panel_text(screen)
    click(qtbot, screen, "修改…")
    tick(screen, Role.ADMIN)
    send(qtbot, screen, name="管理员")
    assert "至少要有一名在职的管理员" in panel_text(screen)
    assert members(office)["admin"].roles == tuple(Role)


def test_the_state_of_everybody_stands_in_the_list(qtbot: QtBot, desk: Desk, office: Office) -> None:
    add(office)
    office.do(AddStaff("lin", "林老师", (Role.CLERK,), hash_password(GIVEN)), office.admin)
    gone = add(office, "chen", "陈老师")
    office.do(ChangeStaff(gone, "陈老师", (Role.EXAM,), False), office.admin)
    for _ in range(5):
        enter(office, "Wrong-2026")
    screen = opened(qtbot, desk, StaffScreen)
    column: Any = next(one for one in screen.table._model.columns if one.key == "state")
    states = {row.login_name: column.text(column.getter()(row)) for row in screen.table.rows()}
    assert states == {"admin": "在职", "wu": "已锁定", "lin": "待改初始密码", "chen": "已停用"}


def test_the_palette_leads_to_a_person(qtbot: QtBot, desk: Desk, office: Office) -> None:
    wanted = add(office)
    screen = opened(qtbot, desk, StaffScreen)
    screen.take_focus(wanted)
    settle(qtbot, desk)
    assert "吴老师" in panel_text(screen)

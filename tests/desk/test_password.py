"""修改密码: one's own over the desk, and the one that must be changed before the desk opens; by keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.entrance import Entrance
from school_desk.desk.main import Program
from school_desk.desk.password import RULE, FirstPasswordPage, PasswordSheet, change_password
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.password_input import PasswordInput
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Actor
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.staff.commands import AddStaff
from school_desk.staff.passwords import hash_password
from school_desk.staff.sign_in import sign_in
from school_desk.terms.roles import Role
from tests.desk.desk_fixtures import Told, rest, settle, show
from tests.school import START, Office

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FIRST, GIVEN, OWN = "Huzhou-2026", "Given-2026", "Mine-2026!"


def add_wu(office: Office) -> Actor:
    made = office.do(AddStaff("wu", "吴老师", (Role.EXAM,), hash_password(GIVEN)), office.admin)
    return Actor(made["staff_id"], "吴老师", frozenset({Role.EXAM}))


def signs_in(office: Office, password: str) -> bool:
    try:
        sign_in(office.school.database, office.school.id, "wu", password, office.clock.now())
    except RuleViolation:
        return False
    return True


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    show(qtbot, made)
    return made


@pytest.fixture
def sheet(qtbot: QtBot, desk: Desk, office: Office, window: QWidget) -> PasswordSheet:
    desk.actor = add_wu(office)
    made = change_password(window, desk)
    qtbot.waitUntil(made.isActiveWindow)
    return made


def fill(form: Form, **passwords: str) -> None:
    for key, text in passwords.items():
        form.input(key).clear()
        form.focus(key)
        QTest.keyClicks(form.input(key), text)


def send(qtbot: QtBot, sheet: PasswordSheet, desk: Desk) -> None:
    QTest.keyClick(sheet.form.input("again"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk)


def test_ones_own_password_is_changed(
    qtbot: QtBot, desk: Desk, office: Office, sheet: PasswordSheet, told: Told
) -> None:
    assert sheet.form.input("old").hasFocus()
    assert RULE in sheet.form.input("password").accessibleDescription(), "the rule is told before it is broken"
    fill(sheet.form, old=GIVEN, password=OWN, again=OWN)
    send(qtbot, sheet, desk)
    assert told[-1] == ("已修改密码，下次登录请用新密码。", "good")
    assert signs_in(office, OWN)
    assert not signs_in(office, GIVEN)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("old", {"old": "Wrong-2026", "password": OWN, "again": OWN}),
        ("password", {"old": GIVEN, "password": "111111", "again": "111111"}),
        ("password", {"old": GIVEN, "password": GIVEN, "again": GIVEN}),
        ("again", {"old": GIVEN, "password": OWN, "again": "Mine-2027!"}),
    ],
)
def test_a_refusal_is_told_at_its_field_and_keeps_what_was_typed(
    qtbot: QtBot, desk: Desk, office: Office, sheet: PasswordSheet, field: str, typed: dict[str, str]
) -> None:
    fill(sheet.form, **typed)
    send(qtbot, sheet, desk)
    assert sheet.isVisible()
    assert [key for key in typed if sheet.form.error(key)] == [field]
    assert sheet.form.values() == typed
    assert sheet.form.input(field).hasFocus()
    assert signs_in(office, GIVEN)


def test_after_a_fault_the_sheet_can_be_left_and_tried_again(
    qtbot: QtBot, desk: Desk, office: Office, sheet: PasswordSheet, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise EnvironmentFault("disk.full", "磁盘已满，没有保存。")

    fill(sheet.form, old=GIVEN, password=OWN, again=OWN)
    with monkeypatch.context() as patched:
        patched.setattr(type(office.school), "execute", full)
        send(qtbot, sheet, desk)
    assert (told, sheet.primary.isEnabled()) == ([("磁盘已满，没有保存。", "bad")], True)
    closed: list[int] = []
    sheet.finished.connect(closed.append)
    QTest.keyClick(sheet.form.input("again"), Qt.Key.Key_Escape)
    assert closed == [0]


def test_escape_changes_nothing(qtbot: QtBot, office: Office, sheet: PasswordSheet) -> None:
    before = office.dump()
    fill(sheet.form, old=GIVEN, password=OWN, again=OWN)
    closed: list[int] = []
    sheet.finished.connect(closed.append)
    QTest.keyClick(sheet.form.input("again"), Qt.Key.Key_Escape)
    assert closed == [0]
    assert office.dump() == before


def test_a_password_is_shown_and_hidden_by_its_key(qtbot: QtBot) -> None:
    field = PasswordInput()
    show(qtbot, field, 240, 40)
    QTest.keyClicks(field, " secrets ")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClick(field, Qt.Key.Key_V, ALT)
    assert field.is_shown()
    QTest.keyClick(field, Qt.Key.Key_V, ALT)
    assert not field.is_shown()
    assert field.value() == " secrets ", "blanks are part of a password"


@pytest.fixture
def program(founded: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    """The program on a school where 吴老师 has a password that the administrator gave."""
    shutil.copytree(founded, tmp_path / "school")
    made = Program(DataFolder(tmp_path / "school"), ScriptedClock(START))
    made.start()
    qtbot.addWidget(made.window)
    rest(qtbot, made.tasks)
    assert made.school is not None
    admin = Actor("admin", "管理员", frozenset(Role))
    made.school.execute(AddStaff("wu", "吴老师", (Role.EXAM,), hash_password(GIVEN)), admin)
    yield made
    made.close()


def enter(qtbot: QtBot, program: Program, login: str, password: str) -> None:
    entrance = program.window.centralWidget()
    assert isinstance(entrance, Entrance)
    QTest.keyClicks(entrance.field("login_name"), login)
    QTest.keyClicks(entrance.field("password"), password)
    QTest.keyClick(entrance.field("password"), Qt.Key.Key_Return)
    rest(qtbot, program.tasks)


def first_page(program: Program) -> FirstPasswordPage:
    page = program.window.centralWidget()
    assert isinstance(page, FirstPasswordPage)
    return page


def test_a_given_password_opens_nothing_until_it_is_changed(qtbot: QtBot, program: Program) -> None:
    enter(qtbot, program, "wu", GIVEN)
    page = first_page(program)
    assert program.desk is None
    fill(page.form, password=GIVEN, again=GIVEN)
    QTest.keyClick(page.form.input("again"), Qt.Key.Key_Return)
    rest(qtbot, program.tasks)
    assert page.form.error("password").startswith("新密码和现在的密码一样"), "the administrator knows that one"
    fill(page.form, password=OWN, again=OWN)
    QTest.keyClick(page.form.input("again"), Qt.Key.Key_Return)
    rest(qtbot, program.tasks)
    assert program.desk is not None
    assert program.desk.actor.name == "吴老师"
    program.sign_out()
    enter(qtbot, program, "wu", OWN)
    assert program.desk is not None


def test_who_does_not_want_to_goes_back_to_the_sign_in(qtbot: QtBot, program: Program) -> None:
    enter(qtbot, program, "wu", GIVEN)
    page = first_page(program)
    leave = next(one for one in page.findChildren(QWidget) if one.accessibleName() == "退出登录")
    QTest.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert isinstance(program.window.centralWidget(), Entrance)
    enter(qtbot, program, "admin", FIRST)
    assert program.desk is not None, "others come in as ever"

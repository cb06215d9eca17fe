"""Steps of the office: the school is founded, people are added, somebody else sits down at the desk."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from school_desk.desk.password import FirstPasswordPage
from school_desk.desk.tour.walk import Walk
from school_desk.desk.widgets.table import RowTable
from school_desk.staff.queries import staff_members

ADMIN = "admin"
PASSWORD = "Tai-Hu-2026"
OWN_PASSWORD = "Xi-Hu-2026"
PEOPLE = (
    ("沈文员", "shen", ("clerk",)),
    ("钱会计", "qian", ("finance",)),
    ("周会计", "zhou", ("finance",)),
    ("吴考务", "wu", ("exam",)),
)


def found(walk: Walk) -> None:
    """An empty data folder asks for school and administrator first."""
    walk.program.start()
    walk.step(
        "新建学校",
        lambda: _fill_entrance(walk, admin_name="管理员", login_name=ADMIN, password=PASSWORD, again=PASSWORD),
    )
    walk.step("进入工作台", lambda: _enter(walk))


def add_staff(walk: Walk) -> None:
    """Four people with their roles."""

    def add() -> None:
        screen = walk.page("staff")
        for name, login, roles in PEOPLE:
            screen.new_member()
            walk.settle()
            fields = {"name": name, "login_name": login, "password": PASSWORD} | dict.fromkeys(roles, True)
            walk.fill_form(screen.panel, fields)
            walk.click(screen.panel, "新建")
            walk.wait_for(partial(_is_listed, screen.table, name), f"{name} in the list")

    walk.step("员工", add)


def sign_in(walk: Walk, login_name: str) -> None:
    """Another person sits down: signs out whoever is there and signs in."""
    if walk.desk is not None:
        walk.program.sign_out()
        walk.settle()
    given = _still_given(walk, login_name)
    password = PASSWORD if given or login_name == ADMIN else OWN_PASSWORD
    _fill_entrance(walk, login_name=login_name, password=password)
    if given:
        _set_own_password(walk)
    else:
        _enter(walk)


def count_rows(walk: Walk) -> None:
    """Counts by SQL over the data kept, for the report."""
    walk.report.counts = walk.desk.school.row_counts()


def _is_listed(table: RowTable, name: str) -> bool:
    return any(row.name == name for row in table.rows())


def _fill_entrance(walk: Walk, **fields: str) -> None:
    entrance = walk.window.centralWidget()
    for name, text in fields.items():
        walk.fill(entrance.field(name), text)


def _still_given(walk: Walk, login_name: str) -> bool:
    """Whether the person has not signed in yet: the administrator's password for them opens nothing but the page to change it."""
    school = walk.program.school
    if school is None:
        return False
    with school.reading() as session:
        return any(
            row.must_change_password for row in staff_members(session, school.id) if row.login_name == login_name
        )


def _set_own_password(walk: Walk) -> None:
    QTest.keyClick(walk.window.centralWidget().field("password"), Qt.Key.Key_Return)
    walk.wait_for(lambda: isinstance(walk.window.centralWidget(), FirstPasswordPage), "the page of the first password")
    page = walk.window.centralWidget()
    walk.fill_form(page, {"password": OWN_PASSWORD, "again": OWN_PASSWORD})
    walk.click(page, "保存并进入")
    walk.wait_for(lambda: walk.desk is not None, "the desk to open")
    walk.settle()


def _enter(walk: Walk) -> None:
    entrance = walk.window.centralWidget()
    QTest.keyClick(entrance.field("password"), Qt.Key.Key_Return)
    walk.wait_for(lambda: walk.desk is not None, "the desk to open")
    walk.settle()

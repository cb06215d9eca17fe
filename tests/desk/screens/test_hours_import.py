"""导入学时 for who learns for two courses at once: asked once for the file, by keys and clicks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from school_desk.adapters.sheets.writing import Column, ColumnKind, write_table
from school_desk.desk.screens.learning.hours_page import HoursPage
from school_desk.desk.screens.learning.learning import LearningScreen
from school_desk.desk.services import Desk
from school_desk.enrollments.commands import ImportRoster
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.learning.queries import hours_of
from tests.desk.desk_fixtures import settle
from tests.desk.screens.examinees import enrolled_people
from tests.desk.screens.hands import opened, press
from tests.learners import given, open_accounts, plan, roster_entry
from tests.school import Office

pytestmark = pytest.mark.long

LATE = 60_000


def in_two_trades(office: Office) -> tuple[EnrolledRow, EnrolledRow]:
    (first,) = enrolled_people(office, 1)
    plan_id = plan(office, "砌筑工")
    entry = roster_entry(0, office, trade="砌筑工")
    given(office, ImportRoster(first.enterprise_id, "名单2.xlsx", "1" * 64, (entry,)))
    with office.school.reading() as session:
        (second,) = enrolled(session, office.school.id, plan_id=plan_id)
    open_accounts(office, (first, second))
    office.move_to(2026, 10, 8, 9)
    return first, second


def export(person: EnrolledRow, path: Path, *rows: tuple[str, str]) -> Path:
    columns = [Column(title, ColumnKind.TEXT) for title in ("账号", "姓名", "课程", "学习时长(分钟)", "完成时间")]
    lines = [(person.id_number, person.name, course, minutes, "2026-09-20 10:00:00") for course, minutes in rows]
    write_table(path, "学时", columns, lines)
    return path


def read(qtbot: QtBot, desk: Desk, path: Path) -> HoursPage:
    screen = opened(qtbot, desk, LearningScreen, "hours")
    screen.import_hours(path)
    settle(qtbot, desk, LATE)
    page = screen.host.page
    assert isinstance(page, HoursPage)
    return page


def states(page: HoursPage) -> list[str]:
    return [row.state for row in page.ledger if row.name]


def test_which_course_is_asked_once_for_the_file(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    first, second = in_two_trades(office)
    page = read(qtbot, desk, export(first, tmp_path / "学时.xlsx", ("安全生产知识", "360"), ("职业理论知识", "720")))
    assert states(page) == ["failed", "failed"]
    assert not page.ready
    assert page.options.isVisible()
    course = page.options.course
    assert (course.currentIndex(), [course.itemText(n) for n in range(2)]) == (-1, ["砌筑工中级工", "钢筋工中级工"])
    course.setCurrentIndex(0)
    course.activated.emit(0)
    settle(qtbot, desk, LATE)
    assert states(page) == ["imported", "imported"]
    assert page.options.isVisible(), "another answer may still be given"
    press(qtbot, page, "导入 2 行")
    settle(qtbot, desk, LATE)
    with office.school.reading() as session:
        hours = hours_of(session, office.school.id, [first.id, second.id], date(2026, 10, 8))
    assert (hours[first.id].reached, hours[second.id].reached) == (0, 24)


def test_nothing_is_asked_when_every_row_tells(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    first, _ = in_two_trades(office)
    page = read(qtbot, desk, export(first, tmp_path / "学时.xlsx", ("钢筋工理论知识", "720")))
    assert states(page) == ["imported"]
    assert not page.options.isVisible()

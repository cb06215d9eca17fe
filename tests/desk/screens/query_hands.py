"""A clerk's hands on 报名人员查询, for its tests: opens it, types, chooses, presses."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.overview.progress import ProgressScreen
from school_desk.desk.services import Desk
from school_desk.enrollments.queries import EnrolledRow
from school_desk.overview.journal_list import JournalWanted, journal_list
from tests.desk.desk_fixtures import settle, show, type_in
from tests.school import Office

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
ID, MASKED_ID = "33052319791002976X", "330523********976X"
MOBILE, MASKED_MOBILE = "15000007357", "150****7357"


def opened(qtbot: QtBot, desk: Desk) -> ProgressScreen:
    screen = ProgressScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    return screen


def names(screen: ProgressScreen) -> list[str]:
    return [line.row.name for line in screen.table.rows()]


def search(qtbot: QtBot, screen: ProgressScreen, words: str) -> list[str]:
    QTest.keyClick(screen, KEY.Key_F, CTRL)
    type_in(screen.search, words)
    QTest.keyClick(screen.search, KEY.Key_Return)
    settle(qtbot, screen.desk)
    return names(screen)


def open_detail(qtbot: QtBot, screen: ProgressScreen, who: EnrolledRow) -> None:
    screen.table.select_ids([who.id])
    QTest.keyClick(screen.table.view, KEY.Key_Return)
    settle(qtbot, screen.desk)
    assert screen.page.isVisible()


def screens_asked(desk: Desk) -> list[tuple[str, Any]]:
    """The screens that will have been asked for, with their focus."""
    heard: list[tuple[str, Any]] = []
    desk.screen_requested.connect(lambda key, focus: heard.append((key, focus)))
    return heard


def journal(office: Office) -> list[tuple[str, str, str]]:
    with office.school.reading() as session:
        found = journal_list(session, office.school.id, JournalWanted())
    return [(row.actor, row.label, row.subject) for row in found]


def choose(qtbot: QtBot, screen: ProgressScreen, key: str, words: str) -> list[str]:
    """Chooses in a drop-down with its keys."""
    field = screen.filters.input(key)
    QTest.keyClick(field, KEY.Key_Home)
    for _ in range(field.findText(words)):
        QTest.keyClick(field, KEY.Key_Down)
    assert field.currentText() == words
    settle(qtbot, screen.desk)
    return names(screen)

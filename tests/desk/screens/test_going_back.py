"""Every page in front of another has one way back, named on its button: Esc, Alt+Left and 返回 do the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.entrance import BACK, Entrance
from school_desk.desk.import_page import ImportKind, ImportPage
from school_desk.desk.page import FrontPage, SidePanel
from school_desk.desk.screens.enrollments.batch_page import BatchPage
from school_desk.desk.screens.enrollments.roster_page import RosterPage
from school_desk.desk.screens.enterprises.enterprises import EnterprisesScreen
from school_desk.desk.screens.enterprises.registration import RegistrationPage
from school_desk.desk.screens.learning.hours_page import HoursPage
from school_desk.desk.screens.overview.trainee import TraineePage
from school_desk.desk.screens.payments.slip_entry import SlipEntry
from school_desk.desk.services import Desk
from tests.desk.desk_fixtures import settle, show, type_in
from tests.desk.screens.hands import answer_question, button

ESC, LEFT, ALT = Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier
KIND = ImportKind("导入成绩", "school_desk.intake.scores:read_scores", NotImplemented, NotImplemented, str)
Going = tuple[FrontPage, Any]


def _entrance(_desk: Desk) -> Going:
    page = Entrance("从旧电脑搬来", "请输入口令。", (("passphrase", "口令", True),), "搬来", ways=(BACK,))
    return page, page.way_chosen


def _batch(desk: Desk) -> Going:
    page = BatchPage(desk)
    return page, page.left


def _closing(make: Callable[[Desk], Any]) -> Callable[[Desk], Going]:
    def made(desk: Desk) -> Going:
        page = make(desk)
        return page, page.closed

    return made


PAGES: dict[str, Callable[[Desk], Going]] = {
    "entrance": _entrance,
    "batch": _batch,
    "import": _closing(lambda desk: ImportPage(desk, KIND)),
    "roster": _closing(RosterPage),
    "hours": _closing(HoursPage),
    "registration": _closing(RegistrationPage),
    "slip": _closing(lambda desk: SlipEntry(desk, [Path("没有.jpg"), Path("这张.jpg")])),
    "trainee": _closing(TraineePage),
}


def _esc(page: QWidget) -> None:
    QTest.keyClick(QApplication.focusWidget() or page, ESC)


def _alt_left(page: QWidget) -> None:
    QTest.keyClick(QApplication.focusWidget() or page, LEFT, ALT)


def _click(page: QWidget) -> None:
    back = button(page, "返回")
    assert back.text().endswith(" Esc")
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("go", [_esc, _alt_left, _click])
@pytest.mark.parametrize("name", PAGES)
def test_three_ways_lead_back_once(qtbot: QtBot, desk: Desk, name: str, go: Callable[[QWidget], None]) -> None:
    page, left = PAGES[name](desk)
    gone: list[object] = []
    left.connect(lambda *_: gone.append(1))
    show(qtbot, page)
    settle(qtbot, desk)
    page.setFocus()
    go(page)
    settle(qtbot, desk)
    assert gone == [1]


def test_a_panel_on_the_page_has_esc_first(qtbot: QtBot, desk: Desk) -> None:
    page = BatchPage(desk)
    gone: list[object] = []
    page.left.connect(lambda: gone.append(1))
    show(qtbot, page)
    inside = QPushButton("更正")
    page.panel.show_body("康霞", inside)
    inside.setFocus()
    QTest.keyClick(inside, ESC)
    panel: SidePanel = page.panel
    assert (panel.isVisible(), gone) == (False, [])


@pytest.mark.parametrize("go", [_esc, _alt_left, _click])
def test_what_was_typed_for_a_registration_is_not_dropped_unasked(
    qtbot: QtBot, desk: Desk, go: Callable[[QWidget], None]
) -> None:
    screen = EnterprisesScreen(desk)
    show(qtbot, screen)
    screen.register()
    settle(qtbot, desk)
    page = screen.registration
    assert page is not None
    page.form.focus("name")
    type_in(page.form.input("name"), "石凤")
    answer_question("接着登记")
    go(page)
    assert screen.registration is page
    assert page.form.values()["name"] == "石凤"
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    answer_question("不登记了")
    go(page)
    assert screen.registration is None

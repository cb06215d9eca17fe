"""The main window: what waits stands beside its page, Ctrl+K finds everything, another program's commit is seen."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from school_desk.composition import open_school
from school_desk.desk.finder import Finder
from school_desk.desk.main_window import MainWindow
from school_desk.desk.navigation import PAGES
from school_desk.desk.services import Desk
from school_desk.desk.watch import Watch
from school_desk.desk.widgets.palette import CommandPalette
from school_desk.plans.commands import CreatePlan
from school_desk.plans.queries import plans
from school_desk.terms.levels import SkillLevel
from tests.desk.desk_fixtures import settle, type_in
from tests.learners import enrol
from tests.papers import registration
from tests.school import Office

CREATE_PLAN = CreatePlan("010", SkillLevel.SENIOR, date(2026, 8, 3), date(2026, 9, 3), fee_fen=80_000)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_desk(desk)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    settle(qtbot, desk)
    return made


def palette(window: MainWindow, qtbot: QtBot) -> CommandPalette:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    finder = window.findChild(Finder)
    assert finder is not None
    made = finder.palette
    qtbot.waitUntil(made.isVisible)
    return made


def titles(shown: CommandPalette) -> list[str]:
    return [entry.title for entry in shown.shown()]


def test_a_page_is_opened_by_its_initials(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    shown = palette(window, qtbot)
    type_in(shown.focusWidget(), "pxjh")
    assert titles(shown) == ["培训计划"]
    QTest.keyClick(shown.focusWidget(), Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert window.screen_of("plans").isVisible()


def test_the_buttons_of_the_page_in_front_are_offered(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    window.open_page("plans")
    settle(qtbot, desk)
    shown = palette(window, qtbot)
    type_in(shown.focusWidget(), "新建")
    assert "新建培训计划" in titles(shown)
    QTest.keyClick(shown.focusWidget(), Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert any(button.text() == "新建" for button in window.findChildren(QPushButton) if button.isVisible())


@pytest.mark.parametrize(("typed", "kind"), [("kx", "学员"), ("石凤", "企业")])
def test_a_record_is_found_wherever_it_lies(
    qtbot: QtBot, desk: Desk, office: Office, window: MainWindow, typed: str, kind: str
) -> None:
    enrol(office, 3)
    shown = palette(window, qtbot)
    type_in(shown.focusWidget(), typed)
    qtbot.waitUntil(lambda: any(entry.group == kind for entry in shown.shown()))
    settle(qtbot, desk)
    found = next(entry for entry in shown.shown() if entry.group == kind)
    assert "33052319791002976" not in found.detail, "personal numbers are masked"
    QTest.keyClick(shown.focusWidget(), Qt.Key.Key_Escape)


def test_words_that_fit_nothing_are_told_so(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    shown = palette(window, qtbot)
    type_in(shown.focusWidget(), "没有这个人")
    settle(qtbot, desk)
    assert titles(shown) == []


def test_what_waits_stands_beside_its_page(qtbot: QtBot, desk: Desk, office: Office, window: MainWindow) -> None:
    told: dict[str, int] = {}
    window.set_count = told.__setitem__  # type: ignore[method-assign, assignment]
    enrol(office, 2)
    desk.changed.emit({})
    qtbot.waitUntil(lambda: sum(told.values()) > 0)
    assert told["fee_review"] == 1, "one 应缴单 is not paid yet"


def test_the_counts_follow_a_command_with_the_page(
    qtbot: QtBot, desk: Desk, office: Office, window: MainWindow
) -> None:
    told: dict[str, int] = {}
    window.set_count = told.__setitem__  # type: ignore[method-assign, assignment]
    desk.decide(window, registration(office))
    settle(qtbot, desk)
    assert told["enterprises"] == 1, "once the desk is at rest nothing is still to be counted"


@pytest.mark.long
@pytest.mark.parametrize("size", [(1024, 700), (1366, 820)])
@pytest.mark.parametrize("key", [page.key for page in PAGES])
def test_a_toast_hides_nothing_that_can_be_pressed(
    qtbot: QtBot, desk: Desk, window: MainWindow, size: tuple[int, int], key: str
) -> None:
    window.resize(*size)
    window.open_page(key)
    settle(qtbot, desk)
    sentence = "已登记“湖州市吴兴区石凤建筑装饰工程有限公司”的发票，短信已放入“通知”。"
    desk.told.emit(sentence, "good", "a" * 32)
    settle(qtbot, desk)
    card = next(one for one in window.findChildren(QFrame) if one.accessibleName() == sentence)
    covered = QRect(card.mapTo(window, QPoint()), card.size())
    hidden = [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible()
        and one.focusPolicy() & Qt.FocusPolicy.ClickFocus
        and not card.isAncestorOf(one)
        and covered.intersects(QRect(one.mapTo(window, QPoint()), one.visibleRegion().boundingRect().size()))
    ]
    assert (card.isVisible(), hidden) == (True, [])


def test_another_programs_commit_is_seen(qtbot: QtBot, desk: Desk, office: Office) -> None:
    watch = Watch(desk)
    settle(qtbot, desk)
    seen: list[object] = []
    desk.changed.connect(seen.append)
    watch.look()
    settle(qtbot, desk)
    assert seen == [], "nobody wrote"
    enrol(office, 1)
    watch.look()
    settle(qtbot, desk)
    assert seen == [], "one's own writer is not another program"
    other = open_school(office.school.folder, office.clock)
    other.execute(CREATE_PLAN, office.clerk)
    other.close()
    watch.look()
    settle(qtbot, desk)
    assert seen == [{}]
    with desk.school.reading() as session:
        assert CREATE_PLAN.level in {row.level for row in plans(session, desk.school.id, desk.today)}
    watch.deleteLater()

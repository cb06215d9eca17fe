"""What holds for every page of the desk, in a busy school and in an empty one: it can be spoken, seen, reached by keys, and painted fast."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtWidgets
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from school_desk.composition import open_school
from school_desk.desk.colours import DARK, LIGHT, Tokens
from school_desk.desk.main_window import MainWindow
from school_desk.desk.navigation import PAGES
from school_desk.desk.services import Desk
from school_desk.desk.style_sheet import style_sheet
from school_desk.desk.tasks import Tasks
from school_desk.desk.theme import apply_theme
from school_desk.desk.widgets.side_bar import SideBar
from school_desk.desk.widgets.table import RowTable
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from tests.desk.desk_fixtures import settle
from tests.desk.screens import busy_school
from tests.desk.widgets.contract import focusable, spoken, too_small
from tests.desk.widgets.gallery import clipped
from tests.school import START, Office

pytestmark = pytest.mark.long

KEYS = tuple(page.key for page in PAGES)
SMALLEST, USUAL = (1024, 640), (1366, 820)
_AROUND = 17


@pytest.fixture(scope="module", params=["busy", "empty"])
def window(
    request: pytest.FixtureRequest, founded: Path, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[MainWindow]:
    """The main window of somebody with every role. Nothing is changed on it, so the tests share it."""
    folder = tmp_path_factory.mktemp(request.param) / "data"
    shutil.copytree(founded, folder)
    clock = ScriptedClock(START)
    office = Office(open_school(DataFolder(folder), clock), clock)
    if request.param == "busy":
        busy_school.fill(office)
    apply_theme(qapp, dark=False)
    desk, made = Desk(office.school, office.admin_of_all(), Tasks()), MainWindow()
    desk.joined = True  # every page there is stands in the side bar
    made.show_desk(desk)
    made.show()
    made.activateWindow()
    yield made
    made.close()
    desk.tasks.close()
    office.school.close()
    made.deleteLater()


def opened(qtbot: QtBot, window: MainWindow, key: str, size: tuple[int, int] = USUAL) -> QWidget:
    """The page, with its first row opened where it has a list: its panel is there then."""
    window.resize(*size)
    window.open_page(key)
    settle(qtbot, desk_of(window))
    screen = window.screen_of(key)
    for table in screen.findChildren(RowTable):
        if table.isVisible() and table.row_count():
            table.select_first()
            table.view.opened.emit()
            settle(qtbot, desk_of(window))
            break
    return screen


def desk_of(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


@pytest.mark.parametrize("key", KEYS)
def test_whatever_takes_the_focus_has_a_name(qtbot: QtBot, window: MainWindow, key: str) -> None:
    screen = opened(qtbot, window, key)
    assert [f"{type(one).__name__} {one.geometry()}" for one in focusable(screen) if not spoken(one)] == []


@pytest.mark.parametrize("key", KEYS)
def test_whatever_takes_the_focus_shows_it(qtbot: QtBot, window: MainWindow, key: str) -> None:
    screen = opened(qtbot, window, key)
    away = window.findChild(SideBar)
    assert away is not None

    def looks(widget: QWidget, where: QWidget) -> QImage:
        """The widget with what is around it: a card lights up for what it holds."""
        where.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        around = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        return window.grab(around).toImage()

    seen = [one for one in focusable(screen) if not one.visibleRegion().isEmpty()]
    assert [spoken(one) for one in seen if looks(one, away) == looks(one, one)] == []


@pytest.mark.parametrize("size", [SMALLEST, USUAL])
@pytest.mark.parametrize("key", KEYS)
def test_no_words_are_cut_off(qtbot: QtBot, window: MainWindow, key: str, size: tuple[int, int]) -> None:
    assert "\n".join(clipped(opened(qtbot, window, key, size))) == ""


@pytest.mark.parametrize("key", KEYS)
def test_what_can_be_pressed_is_large_enough(qtbot: QtBot, window: MainWindow, key: str) -> None:
    assert too_small(opened(qtbot, window, key)) == []


@pytest.mark.parametrize("key", KEYS)
def test_no_key_stands_for_two_things(qtbot: QtBot, window: MainWindow, key: str) -> None:
    """Qt does neither of two that share a key."""
    opened(qtbot, window, key)
    chords: Counter[str] = Counter()
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        if isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled() and shortcut.isEnabled():
            chords.update({chord.toString() for chord in QShortcut.keys(shortcut)})
    for button in window.findChildren(QAbstractButton):
        mnemonic = QKeySequence.mnemonic(button.text()).toString() if button.isVisible() else ""
        chords.update([mnemonic] if mnemonic else [])
    assert [chord for chord, times in chords.items() if times > 1] == []


@pytest.mark.parametrize("key", KEYS)
def test_no_rule_of_the_style_sheet_matches_a_list(qtbot: QtBot, window: MainWindow, key: str) -> None:
    screen = opened(qtbot, window, key)
    matched = [
        f"{selector} matches {spoken(view)}"
        for view in screen.findChildren(QAbstractItemView)
        for selector in selectors(style_sheet(LIGHT))
        if matches(selector, view)
    ]
    assert matched == []
    assert [spoken(view) for view in screen.findChildren(QAbstractItemView) if view.styleSheet()] == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_no_rule_matches_a_list_by_its_kind(qtbot: QtBot, tokens: Tokens) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    assert [selector for selector in selectors(style_sheet(tokens)) if matches(selector, view)] == []


@pytest.mark.parametrize(
    "rule", ["*", "QWidget", "QFrame", "QAbstractScrollArea:focus", "QTableView", "QDialog QFrame", "QFrame[role]"]
)
def test_a_rule_that_does_match_is_noticed(qtbot: QtBot, rule: str) -> None:
    view = QTableView()
    view.setProperty("role", "card")
    qtbot.addWidget(view)
    assert [one for one in selectors(f"{rule}, QLabel {{ color: red; }}") if matches(one, view)] == [rule]


def selectors(sheet: str) -> list[str]:
    """Every selector of a style sheet by itself."""
    heads = re.findall(r"([^{}]+)\{", sheet)
    return [one.strip() for head in heads for one in head.split(",") if one.strip()]


def matches(selector: str, view: QAbstractItemView) -> bool:
    """Whether the last part of `selector` stands for `view` itself (what it stands in is not asked: rather once too often)."""
    last = re.split(r"[\s>]+", selector)[-1]
    if "::" in last:
        return False
    kind, name = re.match(r"\*|\w*", last).group(), re.search(r"#(\w+)", last)  # type: ignore[union-attr]
    asked = re.findall(r'\[(\w+)(?:="([^"]*)")?\]', last)
    of_kind = kind in ("", "*") or isinstance(view, getattr(QtWidgets, kind))
    has = all(view.property(key) is not None and value in ("", str(view.property(key))) for key, value in asked)
    return of_kind and has and (name is None or view.objectName() == name.group(1))

"""What a page reads it follows: a commit on any of those tables asks its questions again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
import sqlalchemy as sa
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from school_desk.composition import open_school
from school_desk.desk.navigation import PAGES, make_screen, page
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.theme import apply_theme
from school_desk.desk.widgets.filter_tabs import FilterTabs
from school_desk.desk.widgets.table import RowTable
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.recording import tables_by_name
from tests.desk.desk_fixtures import settle, show
from tests.desk.screens import busy_school
from tests.school import START, Office

# The first three follow every commit; backups come without one; reading papers in the review takes minutes and is tested there.
_OTHERS = ("workbench", "journal", "refusals", "backup", "review")
KEYS = tuple(entry.key for entry in PAGES if entry.key not in _OTHERS)
_TABLE = re.compile(r"(?:FROM|JOIN|,)\s+([a-z_]+)\b")


@pytest.fixture(scope="module")
def busy(founded: Path, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    """The desk of somebody with every role in a school where everything has happened. Nothing is changed, so the tests share it."""
    folder = tmp_path_factory.mktemp("busy") / "data"
    shutil.copytree(founded, folder)
    clock = ScriptedClock(START)
    office = Office(open_school(DataFolder(folder), clock), clock)
    busy_school.fill(office)
    apply_theme(qapp, dark=False)
    made = Desk(office.school, office.admin_of_all(), Tasks())
    yield made
    made.tasks.close()
    office.school.close()


@pytest.fixture
def read() -> Iterator[set[str]]:
    """The tables that any question reads from now on."""
    found: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.update(_TABLE.findall(statement))

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)


@pytest.mark.long
@pytest.mark.parametrize("key", KEYS)
def test_a_page_follows_every_table_it_reads(qtbot: QtBot, busy: Desk, read: set[str], key: str) -> None:
    screen = make_screen(page(key), busy)
    show(qtbot, screen)
    settle(qtbot, busy)
    open_first_rows(qtbot, busy, screen)
    for tab in [button for tabs in screen.findChildren(FilterTabs) for button in tabs.findChildren(QAbstractButton)]:
        if tab.isVisible():
            tab.click()
            settle(qtbot, busy)
            open_first_rows(qtbot, busy, screen)
    assert read & tables_by_name().keys() - screen.tables == set()


def open_first_rows(qtbot: QtBot, desk: Desk, screen: Screen) -> None:
    """Enter on the first row of every list in sight: its detail is read, too."""
    for table in screen.findChildren(RowTable):
        if shiboken6.isValid(table) and table.isVisible() and table.row_count():
            table.select_first()
            table.view.opened.emit()
            settle(qtbot, desk)

"""A file dropped while another is being read: the page is about the newest one, and nothing an earlier one brings is shown or imported."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.desk.import_page import ImportKind, ImportPage
from school_desk.desk.screens.enrollments import roster_page
from school_desk.desk.screens.enrollments.enrollments import EnrollmentsScreen
from school_desk.desk.screens.enrollments.roster_page import RosterPage
from school_desk.desk.screens.payments import statement_page
from school_desk.desk.screens.payments.statement_page import StatementPage
from school_desk.desk.services import Desk
from school_desk.documents.ledger import LedgerRow
from school_desk.intake.roster_head import read_roster_head
from tests.desk.desk_fixtures import drop_files, settle, show
from tests.desk.screens.hands import CTRL, text_of
from tests.desk.screens.money_scene import opened
from tests.desk.screens.test_roster_import import KANG, SUN, arrived, roster, states
from tests.desk.screens.test_statement_import import export, page_of, strange
from tests.desk.slow_files import let_go
from tests.flows.test_enrollment import make_plan
from tests.papers import approved_enterprise
from tests.school import Office
from tests.store.keeping import notice

KIND = ImportKind(
    title="导入通知",
    read="tests.desk.slow_files:name_of",
    command=lambda _school, name: notice(name),
    ledger=lambda name, _result: (LedgerRow(1, name, "imported", ()),),
    done=lambda _result: "已导入 1 行。",
)


def written(path: Path) -> Path:
    path.write_text("一行")
    return path


def import_page(qtbot: QtBot, desk: Desk, kind: ImportKind = KIND) -> ImportPage:
    page = ImportPage(desk, kind)
    show(qtbot, page)
    return page


def hold_the_writer(desk: Desk) -> threading.Event:
    """The writer is busy with something else until the event is set."""
    gate = threading.Event()
    desk.tasks.write(desk, lambda: gate.wait(20), lambda _done: None, lambda _fault: None)
    return gate


def seen(page: ImportPage) -> list[str | None]:
    return [row.name for row in page.ledger]


def test_a_slower_earlier_file_does_not_take_the_place_of_the_newer(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    slow, quick = written(tmp_path / "慢.csv"), written(tmp_path / "快.csv")
    page = import_page(qtbot, desk)
    drop_files(page, slow)
    drop_files(page, quick)
    qtbot.waitUntil(lambda: page.ready, timeout=30_000)
    let_go(slow)
    settle(qtbot, desk, 30_000)
    assert (seen(page), page._preview) == ([quick.name], quick.name)


def test_what_an_earlier_file_would_do_is_not_shown_for_the_newer(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    shown = []

    def ledger(name: str, _result: Any) -> tuple[LedgerRow, ...]:
        shown.append((name, page._frame._count.text()))
        return (LedgerRow(1, name, "imported", ()),)

    page = import_page(qtbot, desk, replace(KIND, ledger=ledger))
    gate = hold_the_writer(desk)
    for name in ("甲.csv", "乙.csv"):
        drop_files(page, written(tmp_path / name))
        job = page._newest._job
        assert job is not None
        qtbot.waitUntil(job.future.done, timeout=30_000)
        QApplication.processEvents()
        assert not page.ready
    gate.set()
    settle(qtbot, desk, 30_000)
    assert shown == [("乙.csv", "正在读取 乙.csv …")]


def test_while_one_is_imported_no_other_comes(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    page = import_page(qtbot, desk)
    drop_files(page, written(tmp_path / "甲.csv"))
    settle(qtbot, desk, 30_000)
    gate = hold_the_writer(desk)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return, CTRL)
    drop_files(page, written(tmp_path / "乙.csv"))
    assert seen(page) == ["甲.csv"]
    assert not page.acceptDrops()
    gate.set()
    settle(qtbot, desk, 30_000)
    assert office.school.row_counts()["notice"] == 1


# rosters


@pytest.fixture
def enterprise_id(office: Office) -> str:
    found = approved_enterprise(office)
    make_plan(office)
    return found


def importing(qtbot: QtBot, desk: Desk, path: Path) -> tuple[EnrollmentsScreen, RosterPage]:
    screen = EnrollmentsScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    drop_files(screen, path)
    page = screen.host.page
    assert isinstance(page, RosterPage)
    return screen, page


def asks_whose(page: RosterPage) -> bool:
    return page.options.enterprise_id == "" and "这是哪家企业的名单？" in text_of(page) and not page.ready


def test_a_roster_is_not_enrolled_for_the_enterprise_of_the_one_before(
    qtbot: QtBot, desk: Desk, enterprise_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_page, "_HEAD", "tests.desk.slow_files:roster_head")
    theirs, nobodys = roster(tmp_path, KANG), roster(tmp_path, SUN, name="新建慢.xlsx")
    screen, page = importing(qtbot, desk, theirs)
    drop_files(page, nobodys)
    qtbot.waitUntil(lambda: desk.tasks._busy == 1, timeout=30_000)  # only the newer file is still being looked at
    let_go(nobodys)
    arrived(qtbot, screen)
    assert asks_whose(page)


def test_whose_the_roster_before_was_is_no_guess_about_the_newer(
    qtbot: QtBot, desk: Desk, enterprise_id: str, tmp_path: Path
) -> None:
    theirs, nobodys = roster(tmp_path, KANG), roster(tmp_path, SUN, name="新建.xlsx")
    screen, page = importing(qtbot, desk, theirs)
    page._looked(read_roster_head(str(theirs)))
    drop_files(page, nobodys)
    arrived(qtbot, screen)
    assert asks_whose(page)


def test_a_roster_before_that_cannot_be_read_says_nothing_about_the_newer(
    qtbot: QtBot, desk: Desk, enterprise_id: str, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    screen, page = importing(qtbot, desk, broken)
    job = page._newest._job
    assert job is not None
    job.future.exception(30)  # it has failed, and nobody has heard of it yet
    drop_files(page, roster(tmp_path, KANG))
    told = []
    page.table.set_empty = lambda title, *_rest, **_more: told.append(title)  # type: ignore[method-assign]
    arrived(qtbot, screen)
    assert "这个文件不能导入" not in told
    assert states(page) == {"康霞": "imported"}


def test_rows_judged_for_another_enterprise_cannot_be_imported(
    qtbot: QtBot, desk: Desk, office: Office, enterprise_id: str, tmp_path: Path
) -> None:
    other = approved_enterprise(office, 1)
    screen, page = importing(qtbot, desk, roster(tmp_path, KANG))
    arrived(qtbot, screen)
    assert page.ready
    page.options.set_enterprise(other, "另一家", "")
    page.options.enterprise_chosen.emit()
    assert not page.ready
    arrived(qtbot, screen)
    assert page.ready


# statements


def test_columns_of_a_statement_before_are_not_asked_for_the_newer(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statement_page, "_HEAD", "tests.desk.slow_files:statement_head")
    slow = strange(tmp_path / "慢.csv", 1)
    screen = opened(qtbot, desk)
    drop_files(screen, slow)
    page = page_of(screen)
    assert isinstance(page, StatementPage)
    qtbot.waitUntil(lambda: "这个文件不能导入" in text_of(page), timeout=30_000)
    drop_files(page, export(tmp_path / "快.csv", (1, "800.00", "1800.00")))
    qtbot.waitUntil(lambda: page.ready, timeout=30_000)
    let_go(slow)
    settle(qtbot, desk, 30_000)
    assert not page.asks_for_columns
    assert len(page.ledger) == 1

"""导出 of 报名人员查询: what the list found, masked, journalled; whole numbers for a reason; by keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.widgets.form import Form
from school_desk.overview.progress import COLUMNS
from school_desk.overview.search import EVERYBODY
from tests.desk.desk_fixtures import Told, settle, type_in
from tests.desk.screens.hands import CTRL, button, press, text_of
from tests.desk.screens.query_hands import ID, KEY, MASKED_ID, MASKED_MOBILE, MOBILE, choose, journal, opened, search
from tests.learners import enrol
from tests.school import Office


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person wants the export."""
    path = tmp_path / "报名人员.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "xlsx"))
    return path


@pytest.fixture
def cashiers_desk(office: Office) -> Iterator[Desk]:
    """The desk of one who may not take whole numbers away."""
    made = Desk(office.school, office.cashier, Tasks())
    yield made
    made.tasks.close()


def sheet(path: Path) -> tuple[list[str], list[list[str]]]:
    """The heading lines, and the header with the rows."""
    lines = [["" if cell is None else str(cell) for cell in row] for row in openpyxl.load_workbook(path).active.values]  # type: ignore[union-attr]
    start = next(place for place, line in enumerate(lines) if line[: len(COLUMNS)] == list(COLUMNS))
    return [line[0] for line in lines[:start]], lines[start + 1 :]


def test_an_export_is_the_list_masked_and_journalled(
    qtbot: QtBot, desk: Desk, office: Office, target: Path, told: Told
) -> None:
    enrol(office, 3)
    screen = opened(qtbot, desk)
    search(qtbot, screen, ID)
    QTest.keyClick(screen, KEY.Key_E, CTRL)
    settle(qtbot, desk)
    assert ID not in text_of(screen.panel)
    press(qtbot, screen.panel, "导出…")
    settle(qtbot, desk, 60_000)
    heading, rows = sheet(target)
    assert rows == [list(line.cells) for line in screen.table.rows()]
    assert rows[0][1:3] == [MASKED_ID, MASKED_MOBILE]
    assert ID not in "".join(heading)
    assert journal(office)[0] == ("全能", "导出报名人员", f"1 条 · 搜索“{MASKED_ID}”")
    assert told[-1] == (f"已导出 1 条：{target}", "info")
    assert not screen.panel.isVisible()


def test_whole_numbers_leave_for_a_reason(qtbot: QtBot, desk: Desk, office: Office, target: Path) -> None:
    enrol(office, 2)
    screen = opened(qtbot, desk)
    press(qtbot, screen, "导出…")
    form = screen.panel.findChild(Form)
    assert isinstance(form, Form)
    assert not form.input("reason").isVisible()
    QTest.keyClick(form.input("whole"), KEY.Key_Down)
    press(qtbot, screen.panel, "导出…")
    assert "用途" in form.error("reason")
    assert not target.exists()
    type_in(form.input("reason"), "报送主管部门")
    QTest.keyClick(form.input("reason"), KEY.Key_Return, CTRL)
    settle(qtbot, desk, 60_000)
    _, rows = sheet(target)
    assert rows[-1][1:3] == [ID, MOBILE]
    assert journal(office)[0] == ("全能", "导出报名人员（完整证件号和手机号）", "2 条 · 全部 · 报送主管部门")


def test_who_may_not_take_whole_numbers_is_not_asked(
    qtbot: QtBot, cashiers_desk: Desk, office: Office, target: Path
) -> None:
    enrol(office, 1)
    screen = opened(qtbot, cashiers_desk)
    press(qtbot, screen, "导出…")
    assert "完整" not in text_of(screen.panel)
    QTest.keyClick(button(screen.panel, "导出…"), KEY.Key_Space)
    settle(qtbot, cashiers_desk, 60_000)
    assert sheet(target)[1][0][1] == MASKED_ID


def test_thinking_better_of_it_leaves_no_trace(
    qtbot: QtBot, desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(office, 1)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    screen = opened(qtbot, desk)
    before = journal(office)
    press(qtbot, screen, "导出…")
    press(qtbot, screen.panel, "导出…")
    assert screen.panel.isVisible()
    assert journal(office) == before
    choose(qtbot, screen, "certificate", "证书未生成")
    assert not screen.panel.isVisible(), "another filter is another export"
    assert screen._wanted != EVERYBODY


def test_a_file_that_cannot_be_written_is_told_and_may_be_tried_again(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, told: Told
) -> None:
    enrol(office, 1)
    screen = opened(qtbot, desk)
    screen.export_to(tmp_path / "没有这个文件夹" / "报名人员.xlsx")
    qtbot.waitUntil(lambda: screen.export_button.text() != "导出…")
    assert not screen.export_button.isEnabled()
    settle(qtbot, desk, 60_000)
    assert (screen.export_button.text(), screen.export_button.isEnabled()) == ("导出…", True)
    assert told[-1][1] == "bad"

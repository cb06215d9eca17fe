"""报名人员查询 (操作说明 第三章): found by name, id and mobile, exported, 详情 in four sections of which two unfold."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.overview.progress import ProgressScreen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.detail_panel import Unfolding
from school_desk.kernel.clock import local_date
from school_desk.output.progress import write_progress
from school_desk.overview.progress import COLUMNS, cells, trainee_progress
from school_desk.overview.search import Wanted
from tests.desk.desk_fixtures import settle, show
from tests.manual.requirements import requirement
from tests.results import approved_scores, import_numbers, number_entry
from tests.school import Office

NAME, ID_NUMBER, MOBILE = "康霞", "33052319791002976X", "15000007357"


def query(qtbot: QtBot, desk: Desk, words: str) -> ProgressScreen:
    """The clerk types `words` into the search field."""
    screen = ProgressScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    screen.search.set_words(words)
    settle(qtbot, desk)
    return screen


def detail(qtbot: QtBot, screen: ProgressScreen) -> list[str]:
    """The clerk presses 详情; every word that is shown then."""
    QTest.mouseClick(screen.detail_button, Qt.MouseButton.LeftButton)
    settle(qtbot, screen.desk)
    return [label.text() for label in screen.page.findChildren(QLabel)]


@requirement("R28")
@pytest.mark.parametrize("words", [NAME, ID_NUMBER, MOBILE])
def test_found_with_the_progress_of_training_exam_and_certificate(
    qtbot: QtBot, desk: Desk, office: Office, words: str
) -> None:
    _, (who, _other) = approved_scores(office, 2)
    import_numbers(office, number_entry(who, "332400242600012"))
    screen = query(qtbot, desk, words)
    (line,) = screen.table.rows()
    shown = dict(zip(COLUMNS, line.cells, strict=True))
    assert shown["姓名"] == NAME
    assert [shown[label] for label in ("培训计划", "考核计划", "成绩报审", "培训证书")] == [
        "培训结束",
        "已审核",
        "已审核",
        "证书已生成未推送",
    ]


@requirement("R29")
def test_the_query_can_be_exported(office: Office, tmp_path: Path) -> None:
    _, people = approved_scores(office, 2)
    wanted, today = Wanted(words=people[0].name), local_date(office.clock.now())
    target = tmp_path / "报名人员.xlsx"
    assert write_progress(target, office.school.folder.root, wanted, today, "搜索") == 1
    with office.school.reading() as session:
        (row,) = trainee_progress(session, office.school.id, today, wanted)
    *_, header, line = openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True)
    assert header == COLUMNS
    assert tuple(cell or "" for cell in line) == cells(row)


@requirement("R30")
def test_the_detail_has_four_sections(qtbot: QtBot, desk: Desk, office: Office) -> None:
    approved_scores(office, 1)
    shown = detail(qtbot, query(qtbot, desk, NAME))
    sections = [words for words in shown if words in ("申报信息", "培训信息", "考核信息", "证书信息")]
    assert sections == ["申报信息", "培训信息", "考核信息", "证书信息"]


@requirement("R31")
@pytest.mark.parametrize(("line", "rows"), [("学习记录", 2), ("考核明细", 3)])
def test_training_and_exam_unfold(qtbot: QtBot, desk: Desk, office: Office, line: str, rows: int) -> None:
    approved_scores(office, 1)
    screen = query(qtbot, desk, NAME)
    detail(qtbot, screen)
    folded = next(one for one in screen.page.findChildren(Unfolding) if one.line.text().startswith(line))
    assert not folded.table.isVisible()
    QTest.mouseClick(folded.line, Qt.MouseButton.LeftButton)
    assert folded.table.isVisible()
    assert folded.table.row_count() == rows

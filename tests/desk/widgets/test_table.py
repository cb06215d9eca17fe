"""The table by keyboard: walking, opening, copying, and keeping its place over a refresh."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.columns import Column
from school_desk.desk.widgets.table import RowTable, SelectionSummary
from school_desk.desk.widgets.table_paint import CellPainter
from tests.desk.widgets.keys import CTRL, SHIFT, Key, press, type_in


class Line(NamedTuple):
    """A row of the tests."""

    id: int
    name: str
    fen: int | None
    day: date
    state: Chip | None = None


COLUMNS = (
    Column("name", "姓名", 100, stretch=True, sort_key=lambda row: row.name),
    Column("fen", "金额", 100, kind="money"),
    Column("day", "日期", 120, kind="date"),
    Column("state", "状态", 100, kind="chip"),
)
Make = Callable[..., RowTable]


def lines(count: int, first: int = 0) -> list[Line]:
    return [
        Line(n, f"学员{n:03d}", n * 100, date(2026, 11, 1), Chip("待审", Tone.WARN))
        for n in range(first, first + count)
    ]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    def made(rows: list[Any], columns: tuple[Column, ...] = COLUMNS) -> RowTable:
        table = RowTable(columns, name="名单")
        qtbot.addWidget(table)
        table.resize(600, 300)
        table.set_rows(rows)
        table.show()
        qtbot.waitExposed(table)
        table.setFocus()
        return table

    return made


def test_walk_and_open_by_keys(make: Make, qtbot: QtBot) -> None:
    table = make(lines(5))
    press(table.view, Key.Key_J)
    press(table.view, Key.Key_J)
    press(table.view, Key.Key_Down)
    press(table.view, Key.Key_K)
    assert table.selected_ids() == [1]
    for key in (Key.Key_Return, Key.Key_Space):
        with qtbot.waitSignal(table.activated) as opened:
            press(table.view, key)
        assert opened.args == [table.row_of(1)]
    press(table.view, Key.Key_End)
    assert table.selected_ids() == [4]
    press(table.view, Key.Key_J)
    press(table.view, Key.Key_Home)
    assert table.selected_ids() == [0]


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_Up, Key.Key_J, Key.Key_K])
def test_the_first_key_takes_the_first_row(make: Make, key: Key) -> None:
    table = make(lines(5))
    press(table.view, key)
    assert table.selected_ids() == [0]


def test_other_letters_do_not_jump(make: Make, qtbot: QtBot) -> None:
    table = make(lines(5))
    table.select_first()
    type_in(table.view, "sx")
    assert table.selected_ids() == [0]


def test_several_rows_are_summed_up(make: Make, qtbot: QtBot) -> None:
    table = make([*lines(3), Line(9, "无金额", None, date(2026, 1, 1))])
    heard: list[SelectionSummary] = []
    table.selection_changed.connect(heard.append)
    table.select_first()
    press(table.view, Key.Key_Down, held=SHIFT)
    press(table.view, Key.Key_Down, held=SHIFT)
    assert heard[-1] == SelectionSummary(3, {"金额": 300})
    assert heard[-1].words == "已选 3 行 · 金额合计 3.00"
    press(table.view, Key.Key_A, held=CTRL)
    assert heard[-1].count == 4
    table.clear_selection()
    assert heard[-1].words == ""


def test_copied_ids_stay_text_and_formulas_harmless(make: Make, qtbot: QtBot) -> None:
    table = make(
        [
            Line(1, "=1+1", 760_000, date(2026, 11, 23), Chip("已通过", Tone.GOOD)),
            Line(2, "王\t<建国>", None, date(2026, 1, 2)),
        ]
    )
    press(table.view, Key.Key_A, held=CTRL)
    press(table.view, Key.Key_C, held=CTRL)
    text, markup = QGuiApplication.clipboard().mimeData().text(), QGuiApplication.clipboard().mimeData().html()
    assert text == "'=1+1\t7,600.00\t2026-11-23\t已通过\n王 <建国>\t\t2026-01-02\t"
    assert r"""<td style='mso-number-format:"\@"'>王 &lt;建国&gt;</td><td></td>""" in markup
    both = CTRL | SHIFT
    press(table.view, Key.Key_C, held=both)
    assert QGuiApplication.clipboard().mimeData().text().startswith("姓名\t金额\t日期\t状态\n")


def test_the_program_ends_well_with_rows_on_the_clipboard() -> None:
    act = """
from PySide6.QtWidgets import QApplication
from school_desk.desk.widgets.columns import Column, copied_rows
app = QApplication([])
app.clipboard().setMimeData(copied_rows([Column("real", "数")], [1], with_titles=False))
print(app.clipboard().text())
"""
    done = subprocess.run([sys.executable, "-c", act], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, "1\n")


def test_a_hidden_column_is_not_copied(make: Make, qtbot: QtBot) -> None:
    table = make(lines(1))
    table.select_first()
    table.set_column_shown("fen", False)
    table.copy()
    assert QGuiApplication.clipboard().mimeData().text() == "学员000\t2026-11-01\t待审"


def test_a_refresh_keeps_selection_cursor_and_place(make: Make) -> None:
    table = make(lines(200, first=100))
    table.select_ids([150, 151, 170], current=151)
    bar = table.view.verticalScrollBar()
    seen = table.view.rowViewportPosition(table.view.current_place())
    table.set_rows([*lines(50), *lines(200, first=100)])
    assert table.selected_ids() == [150, 151, 170]
    assert table.current_row() == table.row_of(151)
    assert table.view.rowViewportPosition(table.view.current_place()) == seen
    table.clear_selection()
    bar.setValue(bar.maximum())
    table.set_rows([*lines(50), *lines(200, first=100)])
    assert bar.value() == bar.maximum()


def test_a_decided_row_gives_way_to_its_successor(make: Make, qtbot: QtBot) -> None:
    table = make(lines(4))
    table.select_ids([1])
    with qtbot.waitSignal(table.current_changed) as moved:
        table.set_rows([row for row in lines(4) if row.id != 1])
    assert table.selected_ids() == [2]
    assert moved.args == [table.row_of(2)]
    table.set_rows(lines(2))
    assert table.selected_ids() == [1]
    heard: list[object] = []
    table.current_changed.connect(heard.append)
    table.set_rows([])
    assert heard == [None]


def test_newer_versions_take_the_places_of_the_old(make: Make) -> None:
    table = make(lines(3))
    table.select_ids([1])
    table.replace_rows([Line(1, "新名", 5, date(2026, 2, 2)), Line(99, "别处", 5, date(2026, 2, 2))])
    assert [row.name for row in table.rows()] == ["学员000", "新名", "学员002"]
    assert table.selected_ids() == [1]
    table.sort_by("name", down=True)
    assert table.rows()[0].name == "新名"


def test_sorted_only_where_there_is_a_key(make: Make) -> None:
    table = make(lines(3))
    table.select_ids([0])
    header = table.view.horizontalHeader()
    header.sectionClicked.emit(1)
    assert [row.id for row in table.rows()] == [0, 1, 2]
    orders = []
    for _ in range(3):
        header.sectionClicked.emit(0)
        orders.append([row.id for row in table.rows()])
    assert orders == [[0, 1, 2], [2, 1, 0], [0, 1, 2]]
    assert table.selected_ids() == [0]
    table.sort_by("name", down=True)
    table.set_rows(lines(4))
    assert [row.id for row in table.rows()] == [3, 2, 1, 0]


def test_the_empty_state_offers_the_next_step(make: Make, qtbot: QtBot) -> None:
    table = make([])
    table.set_empty("还没有企业", "把文件夹拖到这里。", "选择文件夹")
    table.set_rows([])
    table.setFocus()
    with qtbot.waitSignal(table.empty_action_requested):
        press(table.focusWidget(), Key.Key_Space)
    table.set_loading(True)
    assert not table.view.isVisible()
    table.set_rows(lines(1))
    assert table.view.isVisible()


def test_step_stops_at_the_ends(make: Make) -> None:
    table = make(lines(2))
    table.select_first()
    assert [table.step(1), table.step(1), table.step(-1), table.step(-1)] == [True, False, True, False]


def test_painting_asks_the_model_for_no_data(make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    table = make(lines(100))
    model = table.view.model()
    asked: list[int] = []
    real = type(model).data

    def counted(self: Any, index: QModelIndex, role: int = 0) -> Any:
        asked.append(role)
        return real(self, index, role)

    monkeypatch.setattr(type(model), "data", counted)
    table.view.viewport().grab()
    assert asked == []


def test_scrolling_moves_pixels_and_paints_only_what_is_new(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int] = []
    real = CellPainter.paint

    def counted(self: CellPainter, painter: Any, option: Any, index: QModelIndex) -> None:
        painted.append(index.row())
        real(self, painter, option, index)

    # Before the first painting: Qt looks a method up once.
    monkeypatch.setattr(CellPainter, "paint", counted)
    table = make(lines(500))
    QApplication.processEvents()
    painted.clear()
    table.view.viewport().update()
    QApplication.processEvents()
    whole_page = len(painted)
    painted.clear()
    table.view.verticalScrollBar().setValue(2 * 34)
    QApplication.processEvents()
    assert 0 < len(painted) < whole_page / 2


def test_what_is_spoken_is_what_is_shown(make: Make) -> None:
    table = make(lines(1))
    model = table.view.model()
    assert [model.index(0, place).data() for place in range(4)] == ["学员000", "0.00", "2026-11-01", "待审"]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "金额"
    assert table.view.accessibleName() == "名单"


def test_stretching_columns_take_what_is_left(make: Make, qtbot: QtBot) -> None:
    table = make(lines(1))
    assert sum(table.view.columnWidth(place) for place in range(4)) == table.view.viewport().width()
    table.resize(300, 300)
    qtbot.wait(1)
    assert table.view.columnWidth(0) == 100


def test_a_row_is_scrolled_to_also_when_the_first_column_is_hidden(make: Make) -> None:
    table = make(lines(200))
    table.set_column_shown("name", False)
    table.select_ids([180])
    shown = table.view.rowViewportPosition(table.view.current_place())
    assert 0 <= shown < table.view.viewport().height()


def test_lesser_columns_yield_where_it_is_narrow_and_come_back(make: Make, qtbot: QtBot) -> None:
    columns = (
        Column("name", "姓名", 200),
        Column("fen", "金额", 100, kind="money", yields_room=True),
        Column("day", "日期", 120, kind="date", yields_room=True),
        Column("state", "状态", 100, kind="chip"),
    )
    table = make(lines(3), columns)

    def seen() -> list[str]:
        return [column.key for place, column in enumerate(columns) if not table.view.isColumnHidden(place)]

    assert seen() == ["name", "fen", "day", "state"]
    table.resize(430, 300)
    assert seen() == ["name", "fen", "state"], "the last that yields goes first"
    table.resize(320, 300)
    assert seen() == ["name", "state"]
    table.select_first()
    table.copy()
    assert len(QGuiApplication.clipboard().text().split("\t")) == 4, "what has no room is copied all the same"
    table.resize(600, 300)
    assert seen() == ["name", "fen", "day", "state"]


def test_values_are_written_by_kind() -> None:
    assert Column("a", "a", kind="date").text(datetime(2026, 11, 23, 9, 5)) == "2026-11-23 09:05"
    assert Column("a", "a", kind="date").text("长期") == "长期"
    assert Column("a", "a", kind="number").text(12345) == "12,345"
    assert Column("a", "a", kind="number").text(59.5) == "59.5"
    assert Column("a", "a", words=lambda value: f"{value} 人").text(3) == "3 人"
    assert Column("a", "a").text(None) == ""


def test_rows_may_be_plain_tuples(make: Make) -> None:
    columns = (Column("first", "甲", value=lambda row: row[1]),)
    table = RowTable(columns, name="元组", row_id=lambda row: row[0])
    table.set_rows([(1, "甲"), (2, "乙")])
    table.select_ids([2])
    assert table.selected_rows() == [(2, "乙")]

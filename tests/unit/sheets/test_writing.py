"""The tests of writing (sheets)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.adapters.sheets import writing
from school_desk.adapters.sheets.workbook import read_cells, text_of
from school_desk.adapters.sheets.writing import (
    Column,
    ColumnKind,
    Value,
    column_widths,
    display_width,
    sheet_title,
    write_table,
    yuan,
)
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

COLUMNS = (
    Column("姓名"),
    Column("身份证号"),
    Column("金额(元)", ColumnKind.MONEY),
    Column("到账日", ColumnKind.DATE),
    Column("人数", ColumnKind.INT),
    Column("状态", ColumnKind.CHIP),
)
ROWS: Sequence[Sequence[Value]] = (
    ("张三", "330502199001011234", 760_010, date(2026, 1, 2), 3, "已审核"),
    ("=cmd|'/c calc'!A0", "0012", 3330, datetime(2026, 1, 2, 18, 30, tzinfo=UTC), None, "+待审"),
    (None, "", -5, None, 0, None),
)


def test_every_kind_of_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, "报名[人员]/查询", COLUMNS, ROWS, "湖州")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.title == "报名 人员 查询"
    assert (sheet["A1"].value, sheet["A2"].value) == ("报名[人员]/查询", "共 3 条 · 湖州")
    assert [cell.value for cell in sheet[3]] == [column.header for column in COLUMNS]
    assert sheet.freeze_panes == "A4"
    name, number, money, day, count, status = sheet[4]
    assert (name.data_type, number.value, number.number_format) == ("s", "330502199001011234", "@")
    assert (money.value, money.number_format, money.data_type) == (7600.1, "#,##0.00", "n")
    assert (day.value, day.number_format) == (datetime(2026, 1, 2), "yyyy-mm-dd")
    assert (count.value, status.value) == (3, "已审核")
    assert sheet["D5"].value == datetime(2026, 1, 3, 2, 30), "an instant is printed in Shanghai time"
    assert [cell.value for cell in sheet[6]] == [None, None, -0.05, None, 0, None]


def test_formula_injection_is_neutralised_and_the_text_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    dangers = ["=1+1", "+8613800001234", "-1", "@SUM(A1)", "\t=1", "＝1"]
    write_table(path, "名单", [Column("备注")], [[text] for text in dangers])
    for cell, text in zip(openpyxl.load_workbook(path).worksheets[0]["A"][3:], dangers, strict=True):
        assert (cell.value, cell.data_type, cell.number_format, cell.quotePrefix) == (text, "s", "@", True)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_money_is_exact(fen: int) -> None:
    assert yuan(fen) * 100 == fen
    assert f"{yuan(fen):.16G}".count(".") == 1, "the workbook's own form keeps both decimals"


@pytest.mark.parametrize("amount", [1.5, "600", None, date(2026, 1, 1)])
def test_money_of_another_type_is_our_bug(amount: Value) -> None:
    with pytest.raises(TypeError):
        yuan(amount)


def test_many_amounts_survive_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    amounts = [1, 10, 33, 1998, 8_200_00, 99_999_999_99, 10**14 + 1]
    write_table(path, "金额", [Column("金额", ColumnKind.MONEY)], [[amount] for amount in amounts])
    assert [text_of(row[0]) for row in read_cells(path)[0].rows[3:]] == [f"{amount / 100:.15g}" for amount in amounts]


def test_row_of_the_wrong_length_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(IndexError):
        write_table(tmp_path / "a.xlsx", "名单", COLUMNS, [("张三",)])
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_excel_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MAX_ROWS", 1)
    with pytest.raises(RuleViolation) as caught:
        write_table(tmp_path / "a.xlsx", "名单", COLUMNS, ROWS)
    assert caught.value.code == "sheet.too_many_rows"


def test_empty_table(tmp_path: Path) -> None:
    write_table(tmp_path / "a.xlsx", "名单", COLUMNS, [])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A2"].value == "共 0 条"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "full"), "disk.full"),
        (PermissionError(13, "open in Excel"), "file.locked"),
        (OSError(5, "I/O"), "file.unwritable"),
    ],
)
def test_faults_of_the_surroundings_leave_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(EnvironmentFault) as caught:
        write_table(path, "名单", COLUMNS, ROWS)
    assert caught.value.code == code
    assert "a.xlsx" in caught.value.message or str(tmp_path) in caught.value.message
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        write_table(tmp_path / "gone" / "a.xlsx", "名单", COLUMNS, ROWS)
    assert caught.value.code == "file.unwritable"
    assert "gone" in caught.value.message
    assert not (tmp_path / "gone").exists()


def test_existing_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")
    write_table(path, "名单", COLUMNS, ROWS)
    assert any("张三" in row for row in read_cells(path)[0].rows)
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_chinese_columns_are_wide_enough_and_none_is_absurd() -> None:
    widths = column_widths(COLUMNS, [*ROWS, ("名" * 100, "1", 1, None, 1, "x")])
    assert widths[0] == 48
    assert widths[1] > 18
    assert min(widths) >= 6
    assert display_width("张三a（") == 7


def test_titles_that_excel_refuses() -> None:
    assert sheet_title("a/b[c]:*?'") == "a b c"
    assert sheet_title("//") == "Sheet1"
    assert len(sheet_title("长" * 50)) == 31

"""The tests of headers (sheets)."""

from __future__ import annotations

import pytest

from school_desk.adapters.sheets.headers import find_header, normalise_header, signature
from school_desk.adapters.sheets.layouts import HOURS, ROSTER, SCORES
from school_desk.adapters.sheets.workbook import Cell
from school_desk.kernel.errors import RuleViolation


def test_header_is_found_below_titles() -> None:
    rows: list[list[Cell]] = [
        ["某公司名单", None],
        [None, None],
        ["单位：某公司", None],
        ["姓名", "身份证号"],
        ["张三", "1"],
    ]
    header = find_header(rows, ROSTER)
    assert (header.row_index, header.columns) == (3, {"name": 0, "id_number": 1})
    assert header.mapping == {"name": "姓名", "id_number": "身份证号"}


def test_header_words_are_compared_without_ornaments() -> None:
    rows: list[list[Cell]] = [["＊姓　名（必填）", "身份证号码\n(18位)", "职业（工种）", "联系 电话："]]
    assert find_header(rows, ROSTER).columns == {"name": 0, "id_number": 1, "trade": 2, "mobile": 3}


def test_unit_in_brackets_is_not_dropped() -> None:
    """Hours read as minutes would be sixty times too few."""
    with pytest.raises(RuleViolation) as caught:
        find_header([["账号", "姓名", "学习时长(小时)"]], HOURS)
    assert "学习时长(分钟)" in caught.value.message
    assert find_header([["账号", "姓名", "学习时长（分钟）"]], HOURS).columns["minutes"] == 2


def test_likelier_name_of_a_column_wins() -> None:
    rows: list[list[Cell]] = [["姓名", "联系电话", "身份证号", "手机号码"]]
    assert find_header(rows, ROSTER).columns["mobile"] == 3


def test_header_of_two_rows_with_merged_cells() -> None:
    """As `read_cells` gives it: the cells merged downward stand in both rows, 成绩 merged sideways in the upper one only."""
    rows: list[list[Cell]] = [
        ["成绩登记表", None, None, None, None],
        ["准考证号", "姓名", "成绩", None, None],
        ["准考证号", "姓名", "理论", "安全", "操作技能"],
    ]
    header = find_header(rows, SCORES)
    assert header.row_index == 2
    assert header.columns == {"ticket_no": 0, "name": 1, "theory": 2, "safety": 3, "practice": 4}


def test_remembered_mapping_goes_before_known_names() -> None:
    rows: list[list[Cell]] = [["花名", "姓名", "证件", "手机"]]
    header = find_header(rows, ROSTER, {"name": "花名", "id_number": "证件"})
    assert header.columns == {"name": 0, "id_number": 2, "mobile": 3}


def test_column_claimed_by_the_mapping_serves_no_other_field() -> None:
    rows: list[list[Cell]] = [["姓名", "身份证号", "备注", "工种"]]
    assert "note" not in find_header(rows, ROSTER, {"level": "备注"}).columns


def test_remembered_column_that_is_gone_falls_back_to_known_names() -> None:
    assert find_header([["姓名", "身份证号"]], ROSTER, {"name": "花名"}).columns["name"] == 0


def test_missing_column_is_named_with_what_was_seen() -> None:
    with pytest.raises(RuleViolation) as caught:
        find_header([["名单"], ["姓名", "性别", "出生日期"]], ROSTER)
    assert caught.value.code == "sheet.no_header"
    assert "缺少“身份证号”" in caught.value.message
    assert "第 2 行看到的是：姓名、性别、出生日期" in caught.value.message


def test_sheet_without_header_says_what_a_header_needs() -> None:
    with pytest.raises(RuleViolation) as caught:
        find_header([[None], ["张三", "330502199001011234"]], ROSTER)
    assert "没有找到表头，需要有“姓名、身份证号”列" in caught.value.message
    assert "第 2 行看到的是：张三" in caught.value.message


@pytest.mark.parametrize("rows", [[], [[None, None]], [[1.0, 2.0]]])
def test_sheet_without_words(rows: list[list[Cell]]) -> None:
    with pytest.raises(RuleViolation, match="没有找到表头"):
        find_header(rows, ROSTER)


def test_header_below_the_thirtieth_row_is_not_searched() -> None:
    rows: list[list[Cell]] = [["x"]] * 30
    rows.append(["姓名", "身份证号"])
    with pytest.raises(RuleViolation):
        find_header(rows, ROSTER)


def test_signature_ignores_width_blanks_and_our_reason_column() -> None:
    assert signature(["姓名", "职业（工种）", None]) == signature(["姓 名", "职业(工种)", "原因"])
    assert signature(["姓名", "工种"]) != signature(["工种", "姓名"])
    assert len(signature(["姓名"])) == 16


def test_numbers_are_no_headers() -> None:
    assert normalise_header(3.0) == "3"
    assert find_header([["姓名", "身份证号", 5.0]], ROSTER).columns == {"name": 0, "id_number": 1}

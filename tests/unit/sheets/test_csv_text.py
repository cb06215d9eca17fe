"""The tests of csv_text (sheets): no row gets lost in another, and a cell of several lines stays one."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.adapters.sheets.csv_text import records
from school_desk.kernel.errors import RuleViolation

HEADER = ["姓名", "证号", "手机", "工种", "备注"]
CELLS = st.text(st.sampled_from('甲乙 "\n\r;='), max_size=12)


def written(rows: list[list[str]], *, quoted: bool = False) -> str:
    """As Excel writes it."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows(rows)
    return text.getvalue()


def person(number: int, note: str = "") -> list[str]:
    return [f"学员{number}", f"33050219900101{number:04}", f"1380000{number:04}", "电工", note]


@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=6), st.booleans())
def test_what_was_written_by_the_letter_is_read(rows: list[list[str]], quoted: bool) -> None:
    assert list(records(written([HEADER, *rows], quoted=quoted), ",")) == [HEADER, *rows]


@pytest.mark.parametrize("column", range(5))
def test_lines_of_a_cell_with_commas_in_them_stay_in_it(column: int) -> None:
    """In every row, and more of them than there are rows."""
    rows = [person(n) for n in range(5)]
    for row in rows:
        row[column] = "地址：湖州, 吴兴\n电话：1, 2\n其他: a, b\n\n完"
    title = ["2026 年度\n报名表"]
    assert list(records(written([title, HEADER, *rows]), ",")) == [title, HEADER, *rows]


def test_a_cell_of_several_lines_is_read_behind_a_stray_mark() -> None:
    rows = [person(1, "夜班"), person(2, "上午\n下午"), person(3)]
    text = written([HEADER, *rows]).replace("夜班", '"夜班')
    assert [row[:4] for row in records(text, ",")] == [HEADER[:4], *(row[:4] for row in rows)]
    assert list(records(text, ","))[2] == rows[1]


def test_blanks_behind_the_closing_mark_do_no_harm() -> None:
    text = written([HEADER, person(1, "上午\n下午"), person(2)]).replace('下午"', '下午"\t')
    assert [row[4].strip() for row in records(text, ",")] == ["备注", "上午\n下午", ""]


@pytest.mark.parametrize("opening", range(5))
@pytest.mark.parametrize("closing", range(5))
@pytest.mark.parametrize("last", [2, 3, 6])
def test_two_stray_marks_that_match_swallow_nothing(opening: int, closing: int, last: int) -> None:
    """`"五寸` above and `五寸"` below are a cell by the letter; what lies between them tells."""
    rows = [person(n, "五寸") for n in range(7)]
    rows[1][opening] = '"' + rows[1][opening]
    rows[last][closing] += '"'
    text = "\n".join(map(",".join, [["企业", "甲公司"], ["日期", "九月"], HEADER, *rows]))
    if last == 2 and opening != closing:
        return
    read = list(records(text, ","))[3:]
    assert [[cell.strip('"') for cell in row] for row in read] == [[cell.strip('"') for cell in row] for row in rows]


def test_where_nobody_can_tell_the_file_is_refused() -> None:
    with pytest.raises(RuleViolation, match=r"第 2 行（“甲,\"六十”）") as refused:
        list(records('姓名,成绩\n甲,"六十\n乙,七十\n丙,八十"\n丁,九十\n', ","))
    assert refused.value.code == "sheet.quotation_mark"
    with pytest.raises(RuleViolation, match="第 2 行"):
        list(records('姓名,备注\n甲,"来电\n乙,九十"\n', ","))


def test_so_is_one_of_stray_marks_only() -> None:
    with pytest.raises(RuleViolation, match="引号"):
        list(records("a,b\n" + 'a,"b\n' * 10_002, ","))


def test_a_quotation_longer_than_any_cell() -> None:
    rows = [person(n) for n in range(4000)]
    text = (
        written([HEADER, person(1, "开头"), *rows, person(2, "结尾")]).replace("开头", '"开头').replace("结尾", '结尾"')
    )
    assert list(records(text, ","))[2:-1] == rows

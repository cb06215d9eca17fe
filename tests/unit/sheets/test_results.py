"""The tests of results (sheets)."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from school_desk.adapters.sheets import results
from school_desk.adapters.sheets.results import (
    SheetRows,
    read_account_results,
    read_authority_decisions,
    read_certificate_numbers,
    read_push_results,
    read_scores,
    read_study_hours,
)
from school_desk.adapters.sheets.rows import SkippedRow
from school_desk.adapters.sheets.values import SHANGHAI, DecisionKind, ScoreFlag
from school_desk.kernel.errors import RuleViolation
from tests.unit.sheets.books import write_book

ID = "33050219900101123X"
SCORE_HEADER = ["准考证号", "姓名", "证件号码", "职业(工种)", "级别", "理论成绩", "安全成绩", "操作技能成绩", "备注"]


def test_study_hours(tmp_path: Path) -> None:
    header = ["账号", "姓名", "课程", "学习时长(分钟)", "完成时间"]
    rows = [[ID.lower(), "张 三", "安全生产知识", 273, "2026-10-16 17:10"], [ID, "张三", "职业理论", "很久", "昨天"]]
    one, two = read_study_hours(write_book(tmp_path / "a.xlsx", [header, *rows])).rows
    assert (one.account, one.name, one.course, one.minutes, one.problems) == (ID, "张三", "安全生产知识", 273, ())
    assert one.finished_at == datetime(2026, 10, 16, 17, 10, tzinfo=SHANGHAI)
    assert (two.minutes, two.finished_at) == (None, None)
    assert [problem.field for problem in two.problems] == ["minutes", "finished_at"]


def test_account_is_the_id_number_when_there_is_no_account_column(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["身份证号", "学习时长(分钟)"], [ID, 5], [330502199001011234, 5]])
    one, two = read_study_hours(path).rows
    assert (one.account, one.name, one.course) == (ID, "", "")
    assert [(problem.field, problem.code) for problem in two.problems] == [("id_number", "digits_lost")]


def test_account_results(tmp_path: Path) -> None:
    rows = [
        ["账号", "姓名", "结果", "原因"],
        [ID, "张三", "成功", None],
        ["x1", "李四", "失败", "身份证 重复"],
        ["x2", "王五", "待定", None],
    ]
    opened, refused, unclear = read_account_results(write_book(tmp_path / "a.xlsx", rows)).rows
    assert (opened.succeeded, opened.reason) == (True, "")
    assert (refused.succeeded, refused.reason) == (False, "身份证 重复")
    assert unclear.succeeded is None
    assert unclear.problems[0].code == "result.unclear"


def test_scores(tmp_path: Path) -> None:
    rows = [
        ["成绩登记表"],
        SCORE_HEADER,
        ["0012", "张三", ID, "钢筋工", "中级工", 59.5, "８６", None, None],
        [None, "李四", ID, "木工", "初级工", "缺考", 101, 0, "缺考"],
        ["合计", 2],
    ]
    sheet = read_scores(write_book(tmp_path / "a.xlsx", rows))
    one, two = sheet.rows
    assert (one.row_no, one.ticket_no, one.id_number, one.trade, one.level) == (3, "0012", ID, "钢筋工", "中级工")
    assert (one.theory.tenths, one.safety.tenths, one.practice.blank) == (595, 860, True)
    assert (two.theory.flag, two.practice.tenths, two.note) == (ScoreFlag.ABSENT, 0, "缺考")
    assert "101" in two.safety.problem
    assert sheet.rows_in == 5
    assert [skipped.reason for skipped in sheet.skipped] == ["表头以上的标题或说明", "表头", "合计行"]


def test_subject_without_a_column_is_blank(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["准考证号", "姓名", "实操成绩"], ["1", "张三", 80]])
    (row,) = read_scores(path).rows
    assert (row.theory.blank, row.safety.blank, row.practice.tenths) == (True, True, 800)


def test_scores_without_any_subject_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleViolation, match="理论成绩或安全成绩或操作技能成绩"):
        read_scores(write_book(tmp_path / "a.xlsx", [["准考证号", "姓名", "综合成绩"], ["1", "张三", 80]]))


def test_certificate_numbers(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "工种", "等级", "证书编号", "发证日期"]
    rows = [
        ["张三", ID, "钢筋工", "中级工", " 3397 6389 2600000", date(2026, 11, 16)],
        ["李四", ID, "木工", "初级工", 339763892600000123, "2026年13月1日"],
    ]
    one, two = read_certificate_numbers(write_book(tmp_path / "a.xlsx", [header, *rows])).rows
    assert (one.certificate_no, one.issued_on, one.problems) == ("339763892600000", date(2026, 11, 16), ())
    assert [problem.code for problem in two.problems] == ["digits_lost", "date.unreadable"]


def test_push_results(tmp_path: Path) -> None:
    header = ["证书编号", "结果", "原因", "回执号", "推送日期"]
    rows = [["3397", "已推送", None, "HZ-01", "2026-11-20"], ["3398", "失败", "照片不合格", None, None]]
    one, two = read_push_results(write_book(tmp_path / "a.xlsx", [header, *rows])).rows
    assert (one.certificate_no, one.succeeded, one.receipt_no, one.pushed_on) == (
        "3397",
        True,
        "HZ-01",
        date(2026, 11, 20),
    )
    assert (two.succeeded, two.reason, two.receipt_no, two.pushed_on) == (False, "照片不合格", "", None)


def test_authority_decisions(tmp_path: Path) -> None:
    header = ["统一社会信用代码", "企业名称", "考核计划编号", "审核结果", "原因", "审核日期", "文号", "主管部门"]
    rows = [
        [
            "91330500mahtn4eg0l",
            "湖鼎(湖州) 公司",
            None,
            "通过",
            None,
            "2026-09-01",
            "湖建审〔2026〕1号",
            "湖州市住建局",
        ],
        [None, None, "KH-01", "退回", "缺座位表", None, None, None],
    ]
    one, two = read_authority_decisions(write_book(tmp_path / "a.xlsx", [header, *rows])).rows
    assert (one.credit_code, one.enterprise, one.decision) == (
        "91330500MAHTN4EG0L",
        "湖鼎（湖州）公司",
        DecisionKind.APPROVED,
    )
    assert (one.decided_on, one.document_no, one.authority) == (date(2026, 9, 1), "湖建审〔2026〕1号", "湖州市住建局")
    assert (two.plan_no, two.decision, two.reason) == ("KH-01", DecisionKind.RETURNED, "缺座位表")


def test_list_split_over_sheets_is_read_whole(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "证书编号"]
    path = write_book(
        tmp_path / "a.xlsx",
        [header, ["张三", ID, "1"]],
        [["说明", "第二页"]],
        [header, ["李四", ID, "2"]],
        titles=("第1页", "说明", "第2页"),
    )
    sheet = read_certificate_numbers(path)
    assert [(row.sheet_name, row.row_no, row.certificate_no) for row in sheet.rows] == [
        ("第1页", 2, "1"),
        ("第2页", 2, "2"),
    ]
    assert SkippedRow("说明", 1, "这张工作表没有表头") in sheet.skipped
    assert sheet.rows_in == 5


@pytest.mark.parametrize("name", [name for name in dir(results) if name.startswith("read_") and name != "read_cells"])
def test_every_reader_names_the_missing_column_and_remembers_a_mapping(tmp_path: Path, name: str) -> None:
    read: Callable[..., SheetRows[object]] = getattr(results, name)
    path = write_book(tmp_path / "a.xlsx", [["甲", "乙", "丙"], [ID, "成功", ID]])
    with pytest.raises(RuleViolation) as caught:
        read(path)
    assert caught.value.code == "sheet.no_header"
    fields = {"certificate_no": "甲", "id_number": "丙", "credit_code": "甲", "outcome": "乙", "decision": "乙"}
    sheet = read(path, {**fields, "minutes": "乙", "theory": "乙"})
    assert len(sheet.rows) == 1
    assert "乙" in sheet.mapping.values() or "甲" in sheet.mapping.values()
    assert pickle.loads(pickle.dumps(sheet)) == sheet

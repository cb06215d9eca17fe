"""The tests of outgoing (sheets)."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from school_desk.adapters.sheets.outgoing import (
    AccountLine,
    CandidateLine,
    CertificateLine,
    SessionLine,
    write_account_list,
    write_certificate_push,
    write_exam_plan,
)
from school_desk.adapters.sheets.results import read_account_results, read_certificate_numbers
from school_desk.adapters.sheets.roster_template import write_roster_template
from school_desk.adapters.sheets.rosters import read_roster
from school_desk.adapters.sheets.values import SHANGHAI
from school_desk.kernel.errors import RuleViolation
from tests.unit.sheets.books import parts_of, picture

ID = "33050219900101123X"
CERTIFICATE = CertificateLine(
    certificate_no="339763892600000",
    name="张三",
    id_type="居民身份证",
    id_number=ID,
    trade="钢筋工",
    level="中级工",
    issued_on=date(2026, 11, 16),
    valid_until=None,
    issuer="浙江省住房和城乡建设厅",
    enterprise="湖州石凤钢结构工程有限公司",
    credit_code="91330500MAHTN4EG0L",
    photo=picture(),
)


def values(path: Path, sheet: int = 0) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True))


def test_account_list_goes_out_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    line = AccountLine("张三", ID, "13800001234", "湖州石凤钢结构工程有限公司", "钢筋工", "中级工", date(2026, 10, 10))
    write_account_list(path, [line, replace(line, name="李四")])
    assert not any("密码" in str(cell) or "111111" in str(cell) for row in values(path) for cell in row)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["I4"] = "成功"
    book.worksheets[0]["I5"] = "失败"
    book.worksheets[0]["J5"] = "重复"
    book.save(path)
    found = read_account_results(path).rows
    assert [(row.account, row.name, row.succeeded, row.reason) for row in found] == [
        (ID, "张三", True, ""),
        (ID, "李四", False, "重复"),
    ]


def test_exam_plan_has_the_plan_and_its_candidates(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    start, end = (datetime(2026, 11, 1, hour, tzinfo=SHANGHAI) for hour in (9, 11))
    session = SessionLine("理论", start, end, "湖州市吴兴区实训基地", "第一考场", 1)
    candidate = CandidateLine("0001", "张三", "男", ID, "石凤", "钢筋工", "中级工", "理论、安全", "第一考场", "03")
    write_exam_plan(
        path, "2026年第1批", [("计划编号", "KH-2026-01"), ("工种等级", "钢筋工 中级工")], [session], [candidate]
    )
    plan, people = values(path), values(path, 1)
    assert plan[0][0] == "2026年第1批"
    assert [row[:2] for row in plan[2:4]] == [("计划编号", "KH-2026-01"), ("工种等级", "钢筋工 中级工")]
    assert plan[5] == ("科目", "开始时间", "结束时间", "考核地点", "考场", "人数")
    assert plan[6][:3] == ("理论", datetime(2026, 11, 1, 9), datetime(2026, 11, 1, 11))
    assert people[1][0] == "共 1 人"
    assert people[3] == (1, "0001", "张三", "男", ID, "石凤", "钢筋工", "中级工", "理论、安全", "第一考场", "03")


def test_certificates_with_their_photos(tmp_path: Path) -> None:
    path, photos = tmp_path / "a.xlsx", tmp_path / "a.zip"
    other = replace(CERTIFICATE, certificate_no="2", id_number="330502199001011248", photo=picture("blue", "PNG"))
    bare = replace(CERTIFICATE, certificate_no="3", id_number="330502199001011256", photo=None)
    second_trade = replace(CERTIFICATE, certificate_no="4", trade="木工", valid_until=date(2030, 1, 1))
    write_certificate_push(path, photos, [CERTIFICATE, other, bare, second_trade])
    assert set(parts_of(photos)) == {f"{ID}.jpg", "330502199001011248.png"}
    assert [row[-1] for row in values(path)[3:]] == [f"{ID}.jpg", "330502199001011248.png", None, f"{ID}.jpg"]
    assert [row.certificate_no for row in read_certificate_numbers(path).rows] == ["339763892600000", "2", "3", "4"]


def test_a_push_names_the_kind_of_each_identity_paper(tmp_path: Path) -> None:
    foreigner = replace(CERTIFICATE, certificate_no="2", id_type="护照", id_number="C1234567")
    write_certificate_push(tmp_path / "a.xlsx", tmp_path / "a.zip", [CERTIFICATE, foreigner])
    assert [row[3:5] for row in values(tmp_path / "a.xlsx")[3:]] == [("居民身份证", ID), ("护照", "C1234567")]


def test_two_faces_under_one_number_stop_the_push(tmp_path: Path) -> None:
    lines = [CERTIFICATE, replace(CERTIFICATE, certificate_no="2", photo=picture("blue"))]
    with pytest.raises(RuleViolation) as caught:
        write_certificate_push(tmp_path / "a.xlsx", tmp_path / "a.zip", lines)
    assert caught.value.code == "push.photos_differ"
    assert list(tmp_path.iterdir()) == []


def test_roster_template_filled_in_is_a_roster(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_roster_template(path, ["钢筋工"] * 90, ["初级工", "中级工"], "湖州石凤钢结构工程有限公司")
    with pytest.raises(RuleViolation) as caught:
        read_roster(path)
    assert caught.value.code == "roster.nobody"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for column, value in zip("ABCDEFG", ("1", "张三", "男", ID, "13800001234", "钢筋工", "中级工"), strict=True):
        sheet[f"{column}7"] = value
    rules = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert rules == {f"{column}7:{column}1006" for column in "CDEFG"}
    book.save(path)
    roster = read_roster(path)
    assert [(row.name, row.id_number, row.level) for row in roster.rows] == [("张三", ID, "中级工")]
    assert roster.enterprise_hint == "湖州石凤钢结构工程有限公司"
    assert roster.unread_sheets == (), "the list of choices is hidden"


def test_template_columns_are_text(tmp_path: Path) -> None:
    write_roster_template(tmp_path / "a.xlsx", ["钢筋工"], ["初级工"])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<cols>" in archive.read("xl/worksheets/sheet1.xml")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.column_dimensions["D"].number_format == "@"

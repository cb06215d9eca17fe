"""Writes the empty roster that the school hands to enterprises: text columns, choices for sex, trade and level, rules in words."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.adapters.sheets.sheet_scan import column_letters
from school_desk.adapters.sheets.writing import Styles, new_workbook

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_PEOPLE = 1000
_COLUMNS = (
    ("序号", 6),
    ("姓名", 12),
    ("性别", 6),
    ("身份证号", 22),
    ("手机号码", 15),
    ("工种", 18),
    ("等级", 12),
    ("照片", 14),
    ("备注", 20),
)
_NOTES = (
    "1. 每人一行，从表头下一行填起，不要合并单元格，不要改动表头。",
    "2. 身份证号、手机号码这两列已设为文本格式，请直接输入，不要粘贴成数字。",
    "3. 照片请嵌入单元格或放在本人所在行内；也可以另附 zip 压缩包，照片用身份证号命名，如 330502199001011234.jpg。",
)


def roster_template(trades: Sequence[str], levels: Sequence[str], enterprise: str = "") -> bytes:
    """The same as `write_roster_template`, to be sent."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "roster.xlsx")
        write_roster_template(path, trades, levels, enterprise)
        return path.read_bytes()


def write_roster_template(path: Path, trades: Sequence[str], levels: Sequence[str], enterprise: str = "") -> None:
    """A roster for up to 1,000 people that `read_roster` takes back. Raises EnvironmentFault as `replacing`."""
    with new_workbook(path) as book:
        sheet = book.add_worksheet("报名人员名单")
        choices = book.add_worksheet("选项")
        styles = Styles(book)
        for number, (_, width) in enumerate(_COLUMNS):
            sheet.set_column(number, number, width, styles.text)
        sheet.write_string(0, 0, "报名人员名单", styles.title)
        sheet.write_string(1, 0, f"企业名称：{enterprise}", styles.text)
        for row, note in enumerate(_NOTES, start=2):
            sheet.write_string(row, 0, note, styles.quiet)
        top = 2 + len(_NOTES)
        for number, (header, _) in enumerate(_COLUMNS):
            sheet.write_string(top, number, header, styles.header)
        sheet.freeze_panes(top + 1, 2)
        lists = (["男", "女"], list(trades), list(levels))
        for row in range(max(map(len, lists))):
            for number, words in enumerate(lists):
                if row < len(words):
                    choices.write_string(row, number, words[row], styles.text)
        choices.hide()
        for number, (header, words) in enumerate(zip(("性别", "工种", "等级"), lists, strict=True)):
            _offer(sheet, top + 1, header, f"=选项!${column_letters(number)}$1:${column_letters(number)}${len(words)}")
        _expect_length(sheet, top + 1, "身份证号", 18)
        _expect_length(sheet, top + 1, "手机号码", 11)


def _offer(sheet: Worksheet, first_row: int, header: str, source: str) -> None:
    """A choice that may be overruled: an enterprise's own word for a trade is for the clerk to judge."""
    column = [name for name, _ in _COLUMNS].index(header)
    rule = {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": "请核对",
        "error_message": f"{header}不在可选范围内，确定吗？",
    }
    sheet.data_validation(first_row, column, first_row + _PEOPLE - 1, column, rule)


def _expect_length(sheet: Worksheet, first_row: int, header: str, length: int) -> None:
    column = [name for name, _ in _COLUMNS].index(header)
    message = f"{header}一般是 {length} 位，确定吗？"
    rule = {
        "validate": "length",
        "criteria": "==",
        "value": length,
        "error_type": "warning",
        "error_title": "请核对",
        "error_message": message,
    }
    sheet.data_validation(first_row, column, first_row + _PEOPLE - 1, column, rule)

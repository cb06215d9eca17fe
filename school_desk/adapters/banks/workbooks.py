"""A bank's workbook as sheets of cells, and what is wrong with it in words about statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from school_desk.adapters.sheets.raw import OLE, ZIP, raw_sheets
from school_desk.kernel.errors import RuleViolation

_WORDS = {
    "password": "工作簿“{}”有密码。请用 Excel 或 WPS 打开它，取消密码另存后再导入。",
    "cut_off": "工作簿“{}”没有下载完整，后面的内容缺了，没有读取。请从网银重新导出后再导入。",
    "too_big": "“{}”的表格大得不正常，可能在很远的行或列误留了内容。请从网银按月重新导出后再导入。",
    "odd": "“{}”不是 Excel 或 WPS 自己存的样子，有的格子会读错，没有读取。请用 Excel 或 WPS 打开它，另存为 .xlsx 后再导入。",
    "other_workbook": "“{}”是 ods 或 xlsb 格式。请用 Excel 或 WPS 打开它，另存为 .xlsx 后再导入。",
}
_DAMAGED = "工作簿“{}”已损坏或不是表格，读不出来。请从网银重新导出后再导入。"


def is_workbook(data: bytes) -> bool:
    """By its first bytes: a package or an old workbook."""
    return data.startswith((ZIP, OLE))


def read_sheets(data: bytes, name: str) -> list[tuple[str, Sequence[Sequence[Any]]]]:
    """(title, rows) of every worksheet; `name` is the file's name for messages.

    Raises RuleViolation for a workbook that is locked with a password, damaged, cut off, of another kind, or unreasonably large.
    """
    try:
        return [(sheet.title, sheet.rows) for sheet in raw_sheets(data, name)]
    except RuleViolation as refusal:
        fault = refusal.code.partition(".")[2]
        fault = fault if fault in _WORDS else "damaged"
        raise RuleViolation(f"statement.{fault}", _WORDS.get(fault, _DAMAGED).format(name)) from refusal

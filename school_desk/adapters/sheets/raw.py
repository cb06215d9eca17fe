"""The worksheets of a workbook as its library gives them, within limits: what a stranger packed cannot fill the memory or end the program."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from school_desk.adapters.sheets import old_extent
from school_desk.adapters.sheets.archive import Package
from school_desk.adapters.sheets.compound import lacks_its_end
from school_desk.adapters.sheets.extent import MAX_CELLS, Judgement, judged
from school_desk.kernel.errors import RuleViolation

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream only a protected .xlsx has, or the first records of a protected .xls: BOF, perhaps WRITEPROT, FILEPASS. Reading from
# memory the library does not tell these from damage.
_LOCKED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le")) + rb"|\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """`rows[i][j]`: what the library reads of row i + 1, all equally long; `merged`: ((top, left), (bottom, right)), from 0."""

    title: str
    visible: bool
    rows: list[list[Any]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]


def raw_sheets(data: bytes, name: str) -> list[RawSheet]:
    """The worksheets of an .xlsx (.xlsm) or .xls; `name` is the file's name for messages.

    Raises RuleViolation (`sheet.password`, `.damaged`, `.cut_off`, `.not_a_workbook`, `.other_workbook`, `.odd`, `.too_big`,
    `.unsafe`).
    """
    if data.startswith(ZIP):
        _refuse_unreasonable(data, name)
    else:
        _refuse_unreasonable_old(data, name)
    try:
        return list(_sheets(data, name))
    except RuleViolation:
        raise
    except BaseException as fault:
        from python_calamine import CalamineError

        # A damaged .xls can make the reader's Rust code panic; that exception is no Exception and cannot be imported.
        if isinstance(fault, CalamineError) or type(fault).__name__ == "PanicException":
            raise _damaged(name) from fault
        raise


def sprawl(name: str) -> RuleViolation:
    """More cells than anybody types."""
    message = f"“{name}”的表格范围大得不正常，可能在很远的行或列误留了内容。请新建一个表格，只复制需要的部分再导入。"
    return RuleViolation("sheet.too_big", message)


def no_workbook(name: str) -> RuleViolation:
    """A file of another kind."""
    message = f"“{name}”不是表格文件（能读 .xlsx、.xls、.csv）。请确认选对了文件，或用 Excel、WPS 另存为 .xlsx。"
    return RuleViolation("sheet.not_a_workbook", message)


def _sheets(data: bytes, name: str) -> Iterator[RawSheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    room = MAX_CELLS
    for described in book.sheets_metadata:
        if described.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(described.name)
        bottom, right = sheet.end or (0, 0)
        room -= (bottom + 1) * (right + 1)
        if room < 0:
            raise sprawl(name)
        merged = tuple(sheet.merged_cell_ranges or ())
        is_visible = described.visible == SheetVisibleEnum.Visible
        yield RawSheet(described.name, is_visible, sheet.to_python(skip_empty_area=False), merged)


def _refuse_unreasonable(data: bytes, name: str) -> None:
    """Unpacks what the reader would unpack, but bounded: sizes that a zip declares may be lies."""
    try:
        package = Package(data, name)
    except RuleViolation as refusal:
        raise _password(name) if refusal.code == "archive.password" else refusal from refusal
    # The sizes of an .ods or .xlsb cannot be told beforehand; nobody's office program writes them unasked.
    if "content.xml" in package or "xl/workbook.bin" in package:
        message = f"“{name}”是 ods 或 xlsb 格式。请用 Excel 或 WPS 打开它，另存为 .xlsx 后再导入。"
        raise RuleViolation("sheet.other_workbook", message)
    if "xl/workbook.xml" not in package:
        raise no_workbook(name)
    judgement = judged(map(package.read, package.entries), package.feed_bytes)
    if judgement is Judgement.TOO_MUCH:
        raise sprawl(name)
    if judgement is Judgement.ODD:
        message = f"“{name}”不是 Excel 或 WPS 自己存的样子，有的格子会读错，没有读取。请用 Excel 或 WPS 打开它，另存为 .xlsx 再导入。"
        raise RuleViolation("sheet.odd", message)


def _refuse_unreasonable_old(data: bytes, name: str) -> None:
    if _LOCKED.search(data):
        raise _password(name)
    if lacks_its_end(data):
        raise _cut_off(name)
    try:
        is_too_much = old_extent.is_too_much(data)
    except ValueError as fault:
        raise _damaged(name) from fault
    if is_too_much:
        raise sprawl(name)


def _password(name: str) -> RuleViolation:
    return RuleViolation("sheet.password", f"“{name}”加了密码，打不开。请在 Excel 或 WPS 里取消密码、另存后再导入。")


def _damaged(name: str) -> RuleViolation:
    return RuleViolation("sheet.damaged", f"“{name}”已损坏或没有传完整，打不开。请重新取得这个文件再导入。")


def _cut_off(name: str) -> RuleViolation:
    return RuleViolation("sheet.cut_off", f"“{name}”没有传完整，后面的内容缺了，没有读取。请重新取得这个文件再导入。")

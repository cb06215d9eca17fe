"""A bank's file as rows of cells, recognised by its first bytes and never by its name."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path

from school_desk.adapters.banks.cells import clean
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import unreadable

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_LOCKED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le")) + rb"|\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
"""A stream that only an .xlsx with a password has, or an .xls whose first records are BOF and FILEPASS. calamine, reading from memory, only says
that it does not know the format."""
_DELIMITERS = "\t,~|;"


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    """The worksheet's name; the file's name for a text file."""
    rows: Sequence[Sequence[str]]
    """Cells as a person reads them, see `cells.clean`."""


def read_tables(path: Path) -> list[Table]:
    """Every sheet with its cells as they lie in the file.

    Raises RuleViolation for a file that is empty, locked with a password, damaged, or no table; EnvironmentFault when it cannot be opened.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise unreadable(path, fault) from fault
    if not data.strip(b"\x00 \t\r\n"):
        raise RuleViolation("statement.empty", f"文件“{path.name}”是空的。请从网银重新导出后再导入。")
    if data.startswith((_ZIP, _OLE)):
        return _sheets(data, path.name)
    start = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(_PDF):
        raise RuleViolation("statement.pdf", f"“{path.name}”是 PDF。请在网银里选择导出 Excel 或 csv 格式的账户明细。")
    if start.startswith(b"<"):
        message = f"“{path.name}”其实是网页，不是表格。请用 Excel 或 WPS 打开它，另存为 xlsx 后再导入。"
        raise RuleViolation("statement.web_page", message)
    return [Table(path.name, _clean(_records(_decode(data, path.name))))]


def _clean(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    return [[clean(cell) for cell in row] for row in rows]


def _sheets(data: bytes, name: str) -> list[Table]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    if data.startswith(_OLE) and _LOCKED.search(data):
        message = f"工作簿“{name}”有密码。请用 Excel 或 WPS 打开它，取消密码另存后再导入。"
        raise RuleViolation("statement.password", message)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        titles = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        return [
            Table(title, _clean(book.get_sheet_by_name(title).to_python(skip_empty_area=False))) for title in titles
        ]
    except CalamineError as error:
        message = f"工作簿“{name}”已损坏或不是表格，读不出来。请从网银重新导出后再导入。"
        raise RuleViolation("statement.damaged", message) from error


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        # A Chinese header in GB18030 is never valid UTF-8, so this order cannot mistake one for the other.
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleViolation("statement.not_a_statement", f"“{name}”不是文本也不是表格，无法当作银行流水读取。")


def _records(text: str) -> Iterator[list[str]]:
    """Rows of a delimited text.

    A quotation mark without its partner would swallow the lines below it: such lines are taken one by one, and the one that
    still has another number of columns is given as a single cell, so that it is explained rather than misread.
    """
    physical = StringIO(text, newline="").readlines()
    delimiter = max(_DELIMITERS, key="".join(physical[:40]).count)
    try:
        reader = csv.reader(physical, delimiter=delimiter)
        records = [(record, reader.line_num) for record in reader]
        usual = Counter(len(record) for record, _ in records).most_common(1)[0][0]
        start = 0
        for record, end in records:
            if end - start == 1 or len(record) == usual:
                yield record
            else:
                for line in physical[start:end]:
                    alone = next(csv.reader([line], delimiter=delimiter), [])
                    yield alone if len(alone) == usual else [line]
            start = end
    except csv.Error as error:
        message = "这个文本文件里有超长的内容，不像银行流水。请从网银重新导出后再导入。"
        raise RuleViolation("statement.not_a_statement", message) from error

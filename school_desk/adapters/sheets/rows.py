"""What every reader of a sheet says about its rows: which are data, which were passed over and why, which cells are odd."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from school_desk.adapters.sheets.headers import Header, normalise_header
from school_desk.adapters.sheets.workbook import Cell, text_of
from school_desk.kernel.errors import RuleViolation

_TOTAL = re.compile(r"(合计|总计|小计|共计|总人数|人数)")
_EXAMPLE = re.compile(r"(示例|样例|范例|举例|例[:：]?$)")
_FOOTER = re.compile(r"(制表|填表|填报|审核|审批|经办|负责人|联系人|单位|盖章|日期|注[:：]|备注|说明)")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d\d")
_EXACT_DIGITS = 15

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell of a row that cannot be taken as it stands: the field, a stable code, a Chinese sentence."""

    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no data, by sheet and Excel's number, and why."""

    sheet_name: str
    row_no: int
    reason: str


class RowReader:
    """Reads one row's cells by field; a field whose column is absent reads as blank. Gathers `problems` on the way."""

    def __init__(self, sheet_name: str, row_no: int, cells: Sequence[Cell], columns: Mapping[str, int]) -> None:
        self.sheet_name = sheet_name
        self.row_no = row_no
        self._cells = cells
        self._columns = columns
        self._problems: list[CellProblem] = []

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        return tuple(self._problems)

    def cell(self, field: str) -> Cell:
        return self._cells[self._columns[field]] if field in self._columns else None

    def text(self, field: str) -> str:
        """The words as written, with single blanks."""
        return " ".join(text_of(self.cell(field)).split())

    def identifier(self, field: str, label: str) -> str:
        """A number that is a name: one width of characters, no blanks. Notes a problem when the cell has lost its last digits."""
        cell = self.cell(field)
        plain = "".join(unicodedata.normalize("NFKC", text_of(cell)).split())
        if (isinstance(cell, int | float) and len(plain) > _EXACT_DIGITS) or _SCIENTIFIC.fullmatch(plain):
            message = f"{label}存成了数字，末尾几位已经丢失。请把该列设为“文本”格式，按原件重新填写。"
            self._problems.append(CellProblem(field, "digits_lost", message))
        return plain

    def parsed(self, field: str, parse: Callable[[Cell], Value | None]) -> Value | None:
        """`parse` of the cell; a RuleViolation becomes a problem and reads as None."""
        try:
            return parse(self.cell(field))
        except RuleViolation as violation:
            self._problems.append(CellProblem(field, violation.code, violation.message))
            return None


def skip_reason(
    index: int, cells: Sequence[Cell], rows: Sequence[Sequence[Cell]], header: Header, keys: Sequence[str]
) -> str:
    """Why the row at zero-based `index` is no data, "" when it is data.

    A row is data when one of the fields `keys` holds something, unless its first words say that it is a total, an example or a
    signature line.
    """
    if index < header.row_index:
        return "表头以上的标题或说明"
    if index == header.row_index:
        return "表头"
    texts = [text_of(cell) for cell in cells]
    first = next((text for text in texts if text), "")
    if not first:
        return "空行"
    if [normalise_header(cell) for cell in cells] == [normalise_header(cell) for cell in rows[header.row_index]]:
        return "重复的表头"
    return _by_first_words(first, [texts[header.columns[key]] for key in keys if key in header.columns])


def _by_first_words(first: str, values: list[str]) -> str:
    """A person may be called 单位 or 共计: only a row without a number among its keys can be a total or a signature line."""
    numbered = any(sum(character.isdigit() for character in value) >= 10 for value in values)
    if _EXAMPLE.match(first):
        return "示例行"
    if not numbered and _TOTAL.match(first.replace(" ", "")):
        return "合计行"
    if not numbered and _FOOTER.match(first):
        return "表尾的签字或说明"
    return "" if any(values) else "没有可识别内容的行"

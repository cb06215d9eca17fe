"""Finds the header row of a sheet and says which column holds which field; takes no decision about the rows below it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from school_desk.adapters.sheets.workbook import Cell, text_of
from school_desk.kernel.errors import RuleViolation

SEARCHED_ROWS = 30
REASON_HEADER = "原因"

# Brackets that only instruct the person filling in. "(分钟)" and "(工种)" are part of the name and stay.
_INSTRUCTION = re.compile(r"\((?:必填|选填|可选|可不填|\d+位.*?|如.*?|例.*?|请.*?|格式.*?|下拉.*?|文本.*?)\)")
_ORNAMENT = re.compile(r"[\s*_:·.、]")


@dataclass(frozen=True, slots=True)
class Layout:
    """What one kind of sheet may contain.

    `aliases`: field → the names its column goes by, the likeliest first. `required`: groups of which one field each must be there.
    """

    kind: str
    aliases: Mapping[str, tuple[str, ...]]
    required: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Header:
    """`row_index` is zero-based; `columns`: field → zero-based column; `mapping`: field → that column's header as printed."""

    row_index: int
    columns: dict[str, int]
    mapping: dict[str, str]
    signature: str


def find_header(rows: Sequence[Sequence[Cell]], layout: Layout, remembered: Mapping[str, str] | None = None) -> Header:
    """The row of `likely_header`. Raises RuleViolation `sheet.no_header` naming the columns missing and those seen."""
    found = likely_header(rows, layout, remembered)
    columns = {} if found is None else found.columns
    missing = [group for group in layout.required if not any(field in columns for field in group)]
    if found is None or missing:
        shown = found.row_index if found is not None and len(columns) > 1 else None
        raise RuleViolation("sheet.no_header", _complaint(rows, layout, shown, missing))
    return found


def likely_header(
    rows: Sequence[Sequence[Cell]], layout: Layout, remembered: Mapping[str, str] | None = None
) -> Header | None:
    """The row among the first 30 that names most fields, whether or not all that must be there are; None when no row names any.

    A remembered {field: column header} goes before the known names; "" for its header says that the sheet has no such column.
    """
    names = _names(layout, remembered or {})
    best = max(range(min(len(rows), SEARCHED_ROWS)), key=lambda index: len(_match(rows[index], names)), default=None)
    columns = {} if best is None else _match(rows[best], names)
    if best is None or not columns:
        return None
    row = rows[best]
    printed = {field: text_of(row[column]) for field, column in columns.items()}
    return Header(best, columns, printed, signature(row))


def signature(row: Sequence[Cell]) -> str:
    """Sixteen hex digits that stay the same for the same column headers, so that a mapping can be remembered; ignores our 原因 column."""
    words = [normalise_header(cell) for cell in row]
    words = [word for word in words if word and word != REASON_HEADER]
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:16]


def normalise_header(cell: Cell) -> str:
    """A header for comparison: one width of characters, no blanks, stars or instructions in brackets."""
    plain = unicodedata.normalize("NFKC", text_of(cell))
    return _INSTRUCTION.sub("", _ORNAMENT.sub("", plain)).upper()


def _names(layout: Layout, remembered: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    claimed = {normalise_header(header) for header in remembered.values()}
    names = []
    for field, aliases in layout.aliases.items():
        known = [alias for alias in map(normalise_header, aliases) if alias not in claimed]
        told = remembered.get(field)
        names.append((field, known if told is None else [normalise_header(told), *known] if told else []))
    return names


def _match(row: Sequence[Cell], names: list[tuple[str, list[str]]]) -> dict[str, int]:
    seen: dict[str, int] = {}
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            seen.setdefault(normalise_header(cell), column)
    found = ((field, next((seen[alias] for alias in aliases if alias in seen), None)) for field, aliases in names)
    return {field: column for field, column in found if column is not None}


def _complaint(
    rows: Sequence[Sequence[Cell]], layout: Layout, row_index: int | None, missing: list[tuple[str, ...]]
) -> str:
    wanted = "、".join("或".join(layout.aliases[field][0] for field in group) for group in missing or layout.required)
    shown = row_index if row_index is not None else next((i for i, row in enumerate(rows) if any(row)), 0)
    seen = [text_of(cell) for cell in (rows[shown] if rows else ()) if text_of(cell)][:12]
    where = f"第 {shown + 1} 行看到的是：{'、'.join(word[:12] for word in seen)}" if seen else "前 30 行里没有文字"
    lead = "表头里缺少" if row_index is not None else "没有找到表头，需要有"
    return f"{layout.kind}{lead}“{wanted}”列。{where}。请补上或改好表头行再导入。"

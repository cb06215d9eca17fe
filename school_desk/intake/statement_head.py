"""The top of a bank's export before it is read, and the columns a person once named for one of the school's accounts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from school_desk.documents.commands import RememberMapping
from school_desk.documents.queries import mappings
from school_desk.intake.files import read_file
from school_desk.intake.sheet_head import SheetHead
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from school_desk.adapters.banks.tables import Table
    from school_desk.composition import School

PURPOSE = "statement"
"""Under which a statement's columns are remembered, by account."""
ASKS_FOR_COLUMNS = (
    "statement.no_header",
    "statement.ambiguous",
    "statement.direction_unknown",
    "statement.whose_columns",
)
"""Refusals that a person settles by saying which column is which."""
_SHOWN_ROWS, _SHOWN_COLUMNS, _SHOWN_CHARACTERS = 60, 60, 60


def read_statement_head(path: str) -> tuple[SheetHead, ...]:
    """The top of every sheet that holds anything. Raises as `adapters.banks.statement_of`. Call it in a worker process."""
    from school_desk.adapters.banks.tables import read_file as read_bytes
    from school_desk.adapters.banks.tables import tables_of

    tables = tables_of(read_bytes(Path(path)), Path(path).name)
    return tuple(_head(table) for table in tables if any(map(any, table.rows)))


def remembered(school: School, accounts: Sequence[str]) -> dict[str, dict[str, dict[str, str]]]:
    """The columns people named for exports of these accounts: by account, then by the header's signature."""
    with school.reading() as session:
        return mappings(session, school.id, PURPOSE, accounts)


def remember_command(account: str, signature: str, mapping: Mapping[str, str]) -> RememberMapping:
    """The command that keeps of them what holds for the next export as well."""
    from school_desk.adapters.banks.mapping import lasting

    return RememberMapping(PURPOSE, account, signature, lasting(mapping))


def read_mapping(path: Path) -> dict[str, str]:
    """The columns written in a JSON file ({"交易时间": "发生时刻", …}). Raises RuleViolation `mapping.…`, and as `read_file`."""
    from school_desk.adapters.banks.mapping import checked

    try:
        said: Any = json.loads(read_file(path).decode("utf-8-sig"))
    except ValueError as fault:
        raise _no_mapping(path) from fault
    if not isinstance(said, dict) or not all(isinstance(column, str) for column in said.values()):
        raise _no_mapping(path)
    return checked(said)


def _no_mapping(path: Path) -> RuleViolation:
    message = f'“{path.name}”要写成 JSON：{{"交易时间": "列名", "收入金额": "列名", …}}，一项一列。'
    return RuleViolation("mapping.unreadable", message)


def _head(table: Table) -> SheetHead:
    from school_desk.adapters.banks.headers import find_header
    from school_desk.adapters.banks.mapping import known_columns, likely_columns, signature

    rows = table.rows[:_SHOWN_ROWS]
    shown = tuple(tuple(cell[:_SHOWN_CHARACTERS] for cell in row[:_SHOWN_COLUMNS]) for row in rows)
    signatures = tuple(map(signature, rows))
    if header := find_header(table.rows):
        return SheetHead(table.name, shown, signatures, header.index, known_columns(header, rows[header.index]))
    counts = [len(likely_columns(row)) for row in rows]
    best = counts.index(max(counts)) if any(counts) else _fullest(rows)
    return SheetHead(table.name, shown, signatures, best, likely_columns(rows[best]))


def _fullest(rows: Sequence[Sequence[str]]) -> int:
    """The first of the rows that have most cells filled."""
    return max(range(len(rows)), key=lambda row: (sum(map(bool, rows[row])), -row))

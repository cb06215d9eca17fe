"""The top of a roster before it is read: whose it may be, which row is its header, which columns it has. For guessing and for asking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.documents.queries import mapping
from school_desk.intake.lookup import find_enterprise
from school_desk.intake.sheet_head import SheetHead

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from school_desk.adapters.sheets.workbook import Sheet
    from school_desk.composition import School

PURPOSE = "roster"
"""Under which a roster's columns are remembered."""

# What the columns of a roster may hold, in the order a person is asked. Without REQUIRED no row can be told apart from another; a row
# that lacks one of NEEDED comes back with its reason.
FIELDS = {
    "name": "姓名",
    "id_number": "身份证号",
    "mobile": "手机号码",
    "trade": "工种",
    "level": "等级",
    "sex": "性别",
    "photo": "照片",
    "note": "备注",
}
REQUIRED = ("name", "id_number")
NEEDED = (*REQUIRED, "mobile", "trade", "level")
_TITLE_ROWS = 4
_FEWEST_COLUMNS = 3
_NUMBER_OF_A_PERSON = re.compile(r"\d{15}|\d{17}[\dXx]")


@dataclass(frozen=True)
class RosterHead:
    """The top of a roster: the companies it names (title first, then the file's name) and its sheets."""

    companies: tuple[str, ...]
    sheets: tuple[SheetHead, ...]


def read_roster_head(path: str) -> RosterHead:
    """The top of every sheet. Raises as `adapters.sheets.workbook.read_cells`. Call it in a worker process."""
    from school_desk.adapters.sheets.rosters import company_names
    from school_desk.adapters.sheets.workbook import read_cells

    sheets = [_head(sheet) for sheet in read_cells(Path(path))]
    titles = (text for sheet in sheets for row in sheet.rows[: _above(sheet)] for text in row)
    return RosterHead(tuple(dict.fromkeys(company_names([*titles, Path(path).stem]))), tuple(sheets))


def sender_of(school: School, head: RosterHead) -> str | None:
    """The id of the enterprise whose roster it is, by the names it carries; None when it names none that is known."""
    return next((found for name in head.companies if (found := find_enterprise(school, name))), None)


def remembered(session: Session, school_id: str, sender: str, head: RosterHead) -> dict[str, str] | None:
    """The columns a person once named for this sender's rosters with this header."""
    signatures = (signature for sheet in head.sheets for signature in sheet.signatures)
    found = (mapping(session, school_id, PURPOSE, sender, signature) for signature in signatures)
    return next((columns for columns in found if columns is not None), None)


def names_a_person(row: Sequence[str]) -> bool:
    """Whether the row is somebody's and no header: it holds an id number."""
    return any(_NUMBER_OF_A_PERSON.fullmatch("".join(cell.split())) for cell in row)


def _head(sheet: Sheet) -> SheetHead:
    from school_desk.adapters.sheets.headers import SEARCHED_ROWS, likely_header, signature
    from school_desk.adapters.sheets.layouts import ROSTER
    from school_desk.adapters.sheets.workbook import text_of

    cells = sheet.rows[:SEARCHED_ROWS]
    rows = tuple(tuple(map(text_of, row)) for row in cells)
    header = likely_header(cells, ROSTER)
    row = _first_header_like(rows) if header is None else header.row_index
    return SheetHead(sheet.name, rows, tuple(map(signature, cells)), row, {} if header is None else header.mapping)


def _first_header_like(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row that names several columns, unless a person stands there already."""
    row = next((row for row, cells in enumerate(rows) if sum(map(bool, cells)) >= _FEWEST_COLUMNS), None)
    return None if row is None or names_a_person(rows[row]) else row


def _above(sheet: SheetHead) -> int:
    return _TITLE_ROWS if sheet.header_row is None else sheet.header_row

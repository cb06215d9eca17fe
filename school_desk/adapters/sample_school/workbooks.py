"""Writes plain .xlsx workbooks whose bytes depend on their cells only."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

Cell = str | int | float | None

_CREATED = datetime(2026, 8, 1, 8, 0, 0)  # noqa: DTZ001 - workbooks hold naive times
_ZIP_TIME = (2026, 8, 1, 8, 0, 0)


def new_workbook(target: io.BytesIO) -> Any:
    """An xlsxwriter workbook that does not note when it was written."""
    import xlsxwriter

    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    book.set_properties({"created": _CREATED, "title": "样张"})
    return book


def write_rows(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    """Cells as they are: text stays text, numbers stay numbers, None and "" stay empty."""
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                sheet.write_string(row, column, cell)
            elif isinstance(cell, int | float):
                sheet.write_number(row, column, cell)


def write_table(path: Path, rows: Sequence[Sequence[Cell]]) -> None:
    """One sheet of `rows`."""
    target = io.BytesIO()
    book = new_workbook(target)
    write_rows(book.add_worksheet(), rows)
    book.close()
    path.write_bytes(target.getvalue())


def write_zip(path: Path, members: Sequence[tuple[str, bytes]]) -> None:
    """A zip whose members all bear the same time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)

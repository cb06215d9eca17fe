"""报名人员查询 as a workbook, for a worker: it reads the school itself, so that a list of a hundred thousand never passes the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from school_desk.adapters.sheets.writing import Column, write_table
from school_desk.composition import open_school
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.worker import progress
from school_desk.overview.progress import COLUMNS, OWN_COLUMNS, all_progress, cells, progress_count
from school_desk.overview.search import Wanted

PROGRESS = "school_desk.output.progress:write_progress"
OWN_PEOPLE = "school_desk.output.progress:own_people"


def write_progress(
    target: Path, data: Path, wanted: Wanted, today: date, subtitle: str = "", masked: bool = True
) -> int:
    """Writes what `wanted` finds as `target`, masked like the list unless told; returns how many rows. Raises as write_table."""
    school = open_school(DataFolder(data))
    try:
        with school.reading() as session:
            total = progress_count(session, school.id, today, wanted)
            rows = []
            for row in all_progress(session, school.id, today, wanted):
                rows.append(cells(row, masked=masked))
                progress(len(rows), total)
    finally:
        school.close()
    write_table(target, "报名人员查询", [Column(title) for title in COLUMNS], rows, subtitle)
    return len(rows)


def own_people(rows: Sequence[Sequence[str]], subtitle: str = "") -> bytes:
    """An enterprise's list as the website shows it, already masked: the workbook itself. Raises as write_table."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        target = Path(scratch, "people.xlsx")
        write_table(target, "报名人员查询", [Column(title) for title in OWN_COLUMNS], rows, subtitle)
        return target.read_bytes()

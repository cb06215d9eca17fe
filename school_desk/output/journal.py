"""The journal's list as a workbook: what the screen shows, all of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from school_desk.adapters.sheets.writing import Column, ColumnKind
from school_desk.overview.journal_list import JournalWanted, whole_journal

if TYPE_CHECKING:
    from school_desk.composition import School

JOURNAL = "school_desk.adapters.sheets.writing:write_table"
TITLE = "操作日志"
COLUMNS = (
    Column("时间", ColumnKind.DATE),
    Column("办理人"),
    Column("事项"),
    Column("内容"),
    Column("是否已撤销"),
)


def journal_rows(school: School, wanted: JournalWanted) -> tuple[tuple[str | datetime, ...], ...]:
    """The rows `JOURNAL` takes after the path, `TITLE` and `COLUMNS`, the newest first."""
    with school.reading() as session:
        return tuple(
            (row.made_at, row.actor, row.label, row.subject, "已撤销" if row.undone else "")
            for row in whole_journal(session, school.id, wanted)
        )

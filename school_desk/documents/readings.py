"""Keeps what an engine read. Not a decision and not recorded: a later run adds a row and leaves every person's value alone."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from school_desk.documents.tables import ReadingRow
from school_desk.kernel.database import Database
from school_desk.kernel.ids import new_id


def keep_reading(
    database: Database, school_id: str, *, sha256: str, kind: str, engine: str, result: str, now: datetime
) -> None:
    """Keeps `result` (JSON) of one engine for one file and kind; the same engine again replaces its own earlier reading."""
    same = (ReadingRow.school_id == school_id, ReadingRow.sha256 == sha256, ReadingRow.kind == kind)
    with database.writing() as session:
        row = session.scalar(sa.select(ReadingRow).where(*same, ReadingRow.engine == engine))
        if row is None:
            row = ReadingRow(school_id=school_id, id=new_id(now), sha256=sha256, kind=kind, engine=engine)
            session.add(row)
        row.result, row.read_at = result, now

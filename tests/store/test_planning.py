"""SQLite plans by what it is told, whatever a table holds: the same way to the same rows on every computer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from school_desk.composition import metadata
from school_desk.kernel.columns import EnumText
from school_desk.kernel.planning import OF_FEW_VALUES
from tests.school import Office


def told(database: Path) -> tuple[set[str], set[str]]:
    """The indexes, and those of which the planner was told something."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        listed = {
            index
            for name in names
            if not name.startswith("sqlite_")
            for _, index, _, origin, _ in connection.execute(f'PRAGMA index_list("{name}")')
            if (name, origin) != ("journal_touch", "pk")  # the table is its own index
        }
        return listed, {index for (index,) in connection.execute("SELECT idx FROM sqlite_stat1")}


def way(database: Path, statement: str) -> str:
    """How SQLite means to answer."""
    with closing(sqlite3.connect(database)) as connection:
        parts = connection.execute(f"EXPLAIN QUERY PLAN {statement}", ("x",) * statement.count("?"))
        return " · ".join(part for *_, part in parts)


def test_the_planner_is_told_of_every_index(office: Office) -> None:
    indexes, known = told(office.school.folder.database)
    assert indexes <= known
    assert known - indexes == {"journal_touch"}


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("SELECT * FROM document WHERE school_id = ? AND owner_id = ? ORDER BY id", "ix_document_owner_id_kind"),
        ("SELECT * FROM enrollment WHERE school_id = ? AND batch_id = ? ORDER BY id", "ix_enrollment_batch_id"),
        ("SELECT * FROM document WHERE school_id = ? AND id = ?", "sqlite_autoindex_document_1"),
        ("SELECT max(seq) FROM journal WHERE school_id = ?", "sqlite_autoindex_journal_1"),
    ],
)
def test_rows_are_found_by_what_they_belong_to(office: Office, statement: str, index: str) -> None:
    """Not by reading all of the school's because they lie there in the order that is asked for."""
    assert f"USING INDEX {index}" in way(office.school.folder.database, statement).replace("COVERING ", "")


def test_the_columns_of_few_values_are_known_by_name() -> None:
    indexed = {column for table in metadata().sorted_tables for index in table.indexes for column in index.columns}
    for table in metadata().sorted_tables:
        unique = [one for one in table.constraints if isinstance(one, sa.PrimaryKeyConstraint | sa.UniqueConstraint)]
        indexed |= {column for constraint in unique for column in constraint.columns}
    few = {column.name for column in indexed if isinstance(column.type, EnumText | sa.Boolean)}
    assert few <= OF_FEW_VALUES
    assert {column.name for column in indexed} >= OF_FEW_VALUES

"""What SQLite's planner is told of a school's tables, the same for every database, large or new.

Every index begins with the school, and in a file there is but one. Without statistics SQLite takes that column for a good choice, and reads
all of a table by its key because the rows come out sorted; statistics of its own would depend on what a table held when it was looked at.
So the table of statistics is filled by hand, as SQLite's documentation proposes for plans that are to stay: of the school there are all
rows, of a state an eighth, of anything else a few.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

_ALL, _FEW, _STATES = 1_000_000, 10, 8
# Columns in indexes that have a handful of values. Asked of the file alone: it may be brought up to date before any feature is known.
OF_FEW_VALUES = frozenset({"id_type", "kind", "state", "status", "subject"})


def tell_the_planner(database: sqlite3.Connection) -> None:
    """Fills the statistics, within the caller's transaction, after tables or indexes were made. Connections opened from then on plan by them."""
    database.execute("ANALYZE sqlite_schema")  # makes the table of statistics where there is none
    database.execute("DELETE FROM sqlite_stat1")
    database.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", list(_statistics(database)))


def _statistics(database: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    tables = database.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for (table,) in tables.fetchall():
        (without_rowid,) = database.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,)).fetchone()
        for _, index, unique, origin, _ in database.execute(f'PRAGMA index_list("{table}")').fetchall():
            columns = [name for _, _, name in database.execute(f'PRAGMA index_info("{index}")')]
            numbers = (_ALL, *_left(columns, unique=bool(unique)))
            is_the_table = bool(without_rowid) and origin == "pk"
            yield table, table if is_the_table else index, " ".join(map(str, numbers))


def _left(columns: Sequence[str], *, unique: bool) -> Iterator[int]:
    """How many rows are left once the first column is known, the first two, and so on."""
    left = _ALL
    for place, name in enumerate(columns, 1):
        if name in OF_FEW_VALUES:
            left //= _STATES
        elif name != "school_id":
            left = min(left, _FEW)
        yield 1 if unique and place == len(columns) else max(left, 1)

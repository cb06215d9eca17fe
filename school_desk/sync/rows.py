"""Recorded rows by key, as images, past the recorder: what stands, and how to make it what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.recording import Image, Key, Recording, tables_by_name, unwire
from school_desk.kernel.tables import Base, table_of

_AT_ONCE = 500

State = dict[Key, Image | None]


def standing(session: Session, school_id: str, keys: Iterable[Key]) -> State:
    """The whole rows of `keys` as images; None for one that is not there."""
    found: State = dict.fromkeys(keys)
    for name, ids in _by_table(found).items():
        table = table_of(tables_by_name()[name])
        columns = list(table.columns)
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            rows = session.connection().execute(
                sa.select(table).where(table.c.school_id == school_id, table.c.id.in_(part))
            )
            for row in rows:
                image = {column.name: image_of(column, value) for column, value in zip(columns, row, strict=True)}
                found[name, image["id"]] = image
    return found


def image_of(column: sa.Column[Any], value: Any) -> Any:
    """A stored value as an image has it; what is read back needs no key for its hash."""
    return _PLAIN.image(column, value)


def _never(_text: str) -> str:
    raise AssertionError("a stored hash is hashed already")


_PLAIN = Recording(_never)


def write(session: Session, school_id: str, stands: State, wanted: Mapping[Key, Image | None]) -> None:
    """Makes `wanted` of what `stands`. Foreign keys hold as a whole at the commit, unique values at every moment.

    So all rows that differ go first, children before parents, and come again parents first: two rows may have exchanged a unique value.
    """
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    differ = [key for key, image in wanted.items() if image != stands[key]]
    order = [table.name for table in Base.metadata.sorted_tables]
    for name in reversed(order):
        gone = [row_id for table, row_id in differ if table == name and stands[table, row_id] is not None]
        table = Base.metadata.tables[name]
        for start in range(0, len(gone), _AT_ONCE):
            part = gone[start : start + _AT_ONCE]
            connection.execute(sa.delete(table).where(table.c.school_id == school_id, table.c.id.in_(part)))
    for name in order:
        table = Base.metadata.tables[name]
        full = (wanted[key] for key in differ if key[0] == name)
        rows = [{column: unwire(table.c[column], value) for column, value in row.items()} for row in full if row]
        if rows:
            connection.execute(sa.insert(table), rows)


def _by_table(keys: Iterable[Key]) -> dict[str, list[str]]:
    tables: dict[str, list[str]] = {}
    for table, row_id in keys:
        tables.setdefault(table, []).append(row_id)
    return {table: sorted(ids) for table, ids in tables.items()}

"""Recorded rows by key: loaded many at a time, and kept in memory while a run of commands is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from school_desk.kernel.parts import parts
from school_desk.kernel.recording import Key, tables_by_name
from school_desk.kernel.tables import Recorded

# A row enters a session by being read, or by being made.
_ENTERS = ("loaded_as_persistent", "pending_to_persistent")


def by_table(keys: Iterable[Key]) -> dict[str, tuple[str, ...]]:
    """The ids of each table, in the order they are given."""
    tables: dict[str, list[str]] = {}
    for table, row_id in keys:
        tables.setdefault(table, []).append(row_id)
    return {table: tuple(ids) for table, ids in tables.items()}


def load(session: Session, school_id: str, keys: Iterable[Key]) -> dict[Key, Recorded]:
    """The rows of `keys` that are there."""
    found: dict[Key, Recorded] = {}
    for table, ids in by_table(keys).items():
        kind = tables_by_name()[table]
        for part in parts(ids):
            rows = session.scalars(sa.select(kind).where(kind.school_id == school_id, kind.id.in_(part)))
            found |= {(table, row.id): row for row in rows}
    return found


@contextmanager
def at_hand(session: Session, school_id: str, keys: Iterable[Key]) -> Iterator[None]:
    """Within, the rows of `keys` and all that are read or made stay in memory: who asks for one by its key asks no database.

    For a writer that is alone with its school. A session by itself forgets a row that nobody holds.
    """
    held = list(load(session, school_id, keys).values())

    def hold(_session: Session, row: Recorded) -> None:
        held.append(row)

    for name in _ENTERS:
        event.listen(session, name, hold)
    try:
        yield
    finally:
        for name in _ENTERS:
            event.remove(session, name, hold)

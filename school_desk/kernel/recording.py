"""Captures what a command changes: each touched row's before and after, from mapper events, collapsed per row.

What the unit of work cannot see (bulk statements, actions of the database) is refused or counted: see `database.py` and the metadata test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

import msgspec
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, Session, object_session
from sqlalchemy.orm.attributes import get_history, set_committed_value
from sqlalchemy.orm.base import NO_VALUE, PassiveFlag

from school_desk.kernel.clock import as_utc
from school_desk.kernel.columns import KeyedHash
from school_desk.kernel.tables import Base, Recorded, table_of

Image = dict[str, Any]
Key = tuple[str, str]
Row = TypeVar("Row", bound=Recorded)


@dataclass
class Change:
    """What became of one row. `before` None: it was made; `after` None: it was deleted; else only the columns that differ."""

    before: Image | None
    after: Image | None


class Recording:
    """The changes of one command, and how many row writes reached the database (compared with the database's own count)."""

    def __init__(self) -> None:
        self.changes: dict[Key, Change] = {}
        self.writes = 0

    def made(self, key: Key, row: Image) -> None:
        """A row was inserted; where one of the same key was deleted before it, the two make a change of what differs."""
        self.writes += 1
        gone = self.changes.get(key)
        if gone is None or gone.before is None:
            self.changes[key] = Change(None, row)
        else:
            differ = [name for name, value in row.items() if gone.before[name] != value]
            self.changes[key] = Change({n: gone.before[n] for n in differ}, {n: row[n] for n in differ})

    def altered(self, key: Key, before: Image, after: Image) -> None:
        """Columns of a row were updated."""
        self.writes += 1
        known = self.changes.setdefault(key, Change({}, {}))
        if known.before is not None:
            known.before = before | known.before
        known.after = (known.after or {}) | after

    def removed(self, key: Key, row: Image) -> None:
        """A row was deleted."""
        self.writes += 1
        known = self.changes.pop(key, None)
        if known is None or known.before is not None:
            self.changes[key] = Change(row | ((known.before or {}) if known else {}), None)

    def net(self) -> dict[Key, Change]:
        """The changes that are left: what was set and set back is none."""
        return {key: change for key, change in self.changes.items() if change.before != change.after}


def image_of(value: Any) -> Any:
    """A column's value as JSON carries it; instants are taken as they will be once read back from the database."""
    return msgspec.to_builtins(as_utc(value) if isinstance(value, datetime) else value)


@cache
def image_columns(kind: type[Recorded]) -> Mapping[str, sa.Column[Any]]:
    """The columns that images have, by name: all but the keyed hashes, which follow from others and are each side's own."""
    return {c.name: c for c in table_of(kind).columns if not isinstance(c.type, KeyedHash)}


def from_image(kind: type[Recorded], image: Image) -> dict[str, Any]:
    """An image as column values; a personal text brings the text of its keyed hashes along."""
    columns = table_of(kind).columns
    values = {name: unwire(columns[name], value) for name, value in image.items() if name in columns}
    for column in columns:
        if isinstance(column.type, KeyedHash) and column.type.of in values:
            text = values[column.type.of]
            values[column.name] = None if text is None else column.type.plain(text)
    return values


def unwire(column: sa.Column[Any], value: Any) -> Any:
    """A JSON value as the column's Python value."""
    if value is None or isinstance(column.type, sa.JSON):
        return value
    kind = column.type.python_type
    if issubclass(kind, str):
        return kind(value)
    return msgspec.convert(value, kind, strict=False)


def tables_by_name() -> Mapping[str, type[Recorded]]:
    """Every recorded table's class by its table name."""
    return _tables_by_name(len(Base.metadata.tables))


@cache
def _tables_by_name(_count: int) -> Mapping[str, type[Recorded]]:
    # By their number, for features that are loaded bring more.
    classes = (mapper.class_ for mapper in Base.registry.mappers)
    return {kind.__tablename__: kind for kind in classes if issubclass(kind, Recorded)}


def touched(session: Session, school_id: str, kind: type[Row]) -> list[Row]:
    """The rows of `kind` that the command has changed so far and that are there, by id: for asking whether they still agree with others."""
    recording: Recording = session.info["recording"]
    ids = sorted(row_id for table, row_id in recording.changes if table == kind.__tablename__)
    found = (session.get(kind, (school_id, row_id)) for row_id in ids)
    return [row for row in found if row is not None]


def altered(session: Session, kind: type[Recorded]) -> dict[str, tuple[Image, Image]]:
    """Of the rows that were there before the command and still are, by id, the columns that it has changed: as they were, as they are."""
    recording: Recording = session.info["recording"]
    return {
        row_id: (change.before, change.after)
        for (table, row_id), change in recording.changes.items()
        if table == kind.__tablename__ and change.before is not None and change.after is not None
    }


def deleted(session: Session, kind: type[Recorded]) -> list[Image]:
    """The rows of `kind` that the command has deleted so far, as they were, by id: what leant on them may be asked."""
    recording: Recording = session.info["recording"]
    gone = sorted(key for key, change in recording.changes.items() if change.after is None)
    return [recording.changes[key].before or {} for key in gone if key[0] == kind.__tablename__]


def insert_many(session: Session, table: type[Recorded], rows: Iterable[Mapping[str, Any]]) -> None:
    """Inserts rows in one statement and records them: for imports (2.7 times cheaper a row than one object each)."""
    session.flush()
    defaults = {c.name: None if c.default is None else cast("Any", c.default).arg for c in _columns(table)}
    full = [defaults | dict(row) for row in rows]
    if full:
        session.connection().execute(sa.insert(table_of(table)), full)
    recording: Recording = session.info["recording"]
    columns = image_columns(table)
    for row in full:
        image = {name: image_of(value) for name, value in row.items() if name in columns}
        recording.made((table.__tablename__, str(row["id"])), image)


def _columns(table: type[Recorded]) -> list[sa.Column[Any]]:
    return list(table_of(table).columns)


def _recording(target: Recorded) -> Recording:
    session = object_session(target)
    recording = session.info.get("recording") if session else None
    if not isinstance(recording, Recording):
        raise AssertionError(f"{type(target).__name__} was written outside a command")
    return recording


def _after_insert(_mapper: Mapper[Any], _connection: Connection, target: Recorded) -> None:
    recording, state = _recording(target), target.__dict__
    if unknown := sa.inspect(target).expired_attributes:
        raise AssertionError(f"{target.__tablename__}: {sorted(unknown)} were given as SQL expressions, not as values")
    for column in _columns(type(target)):
        if column.name not in state:
            # The session itself leaves open what was never given: setting it later would look like a change of something unknown.
            set_committed_value(target, column.name, None)
    image = {name: image_of(state[name]) for name in image_columns(type(target))}
    recording.made((target.__tablename__, target.id), image)


def _before_update(mapper: Mapper[Any], connection: Connection, target: Recorded) -> None:
    before, after, unseen = {}, {}, False
    state = sa.inspect(target)
    # Of the columns only those that were set are asked for their history: it is most of what an update costs here.
    for name in [name for name in state.manager if name in state.committed_state]:
        history = get_history(target, name, PassiveFlag.PASSIVE_NO_INITIALIZE)
        if not history.has_changes():
            continue
        old = history.deleted[0] if history.deleted else NO_VALUE
        unseen = unseen or old is NO_VALUE
        before[name], after[name] = old, getattr(target, name)
    if unseen:
        before = _stored(mapper, connection, target, list(before))
    if after:
        columns = image_columns(type(target))
        image_before = {name: image_of(value) for name, value in before.items() if name in columns}
        image_after = {name: image_of(value) for name, value in after.items() if name in columns}
        _recording(target).altered((target.__tablename__, target.id), image_before, image_after)


def _before_delete(mapper: Mapper[Any], connection: Connection, target: Recorded) -> None:
    stored = _stored(mapper, connection, target, list(image_columns(type(target))))
    image = {name: image_of(value) for name, value in stored.items()}
    _recording(target).removed((target.__tablename__, target.id), image)


def _stored(mapper: Mapper[Any], connection: Connection, target: Recorded, names: list[str]) -> Image:
    """The row's stored values, read by key: the session did not have them loaded."""
    table = mapper.local_table
    found = connection.execute(
        sa.select(*(table.c[name] for name in names)).where(
            table.c.school_id == target.school_id, table.c.id == target.id
        )
    )
    return dict(found.mappings().one())


event.listen(Recorded, "after_insert", _after_insert, propagate=True)
event.listen(Recorded, "before_update", _before_update, propagate=True)
event.listen(Recorded, "before_delete", _before_delete, propagate=True)

"""A school's data at one moment, to one that begins: all recorded rows, the counters, and the whole journal.

Sealed values are opened on the one side and sealed again with the other's key on the other, keyed hashes are made anew; in between they are in
memory and inside TLS only. Chunks are independent messages (see wire.encode), so that neither side holds more than one.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from school_desk.kernel import journal
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.columns import KeyedHash, Personal, UtcInstant
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import Base, CounterRow, JournalRow, SchoolRow, TouchRow, table_of
from school_desk.sync.wire import SCHEMA, decode, encode

_CHUNK = 4_000
# What the journal of each side has of its own; `chain` travels and becomes the desk's `mark`.
_MADE_HERE = ("payload_digest", "mark")


class Start(msgspec.Struct, frozen=True, array_like=True, tag="start"):
    """What the snapshot is of: it shows the journal up to `seq`, whose mark is `mark`. Without a `hub_id` it is a lone desk's."""

    hub_id: str
    school_id: str
    seq: int
    mark: str
    schema: int = SCHEMA


class Rows(msgspec.Struct, frozen=True, array_like=True, tag="rows"):
    """Rows of one table as SQLite stores them; sealed columns in plain, keyed hashes left out."""

    table: str
    columns: tuple[str, ...]
    rows: list[list[Any]]


class End(msgspec.Struct, frozen=True, array_like=True, tag="end"):
    """The last chunk, so that a stream that broke off is never taken for a whole one."""

    chunks: int


Chunk = Start | Rows | End
_ANY_CHUNK: Any = Chunk
INSTANT, SQLITE = UtcInstant(), sqlite.dialect()


def chunks(session: Session, cipher: Cipher, school_id: str, hub_id: str) -> Iterator[bytes]:
    """The snapshot of one school as messages, all of one moment: `session` reads one state."""
    end = journal.end_of(session, school_id)
    yield encode(Start(hub_id, school_id, end.seq, end.chain))
    count = 1
    for table, names in exported():
        for rows in _read(session, cipher, school_id, table, names):
            yield encode(Rows(str(table.name), tuple(map(str, names)), rows))
            count += 1
    yield encode(End(count))


def exported() -> Iterator[tuple[sa.Table, list[str]]]:
    """Every table that travels, parents first, with its columns."""
    own = (SchoolRow, CounterRow, TouchRow, JournalRow)
    kept = {*tables_by_name(), *(table_of(kind).name for kind in own)}
    for table in Base.metadata.sorted_tables:
        if table.name in kept:
            left = _MADE_HERE if table.name == table_of(JournalRow).name else ()
            names = [c.name for c in table.columns if not isinstance(c.type, KeyedHash)]
            yield table, [name for name in names if name not in left]


def _read(
    session: Session, cipher: Cipher, school_id: str, table: sa.Table, names: Sequence[str]
) -> Iterator[list[list[Any]]]:
    plain = [_plain(table.c[name], cipher) for name in names]
    converts = [(place, convert) for place, convert in enumerate(plain) if convert is not None]
    owner = table.c.id if table.name == table_of(SchoolRow).name else table.c.school_id
    statement = sa.select(*(sa.type_coerce(table.c[name], _stored(table.c[name])) for name in names))
    found = session.connection().execute(
        statement.where(owner == school_id).order_by(*table.primary_key.columns),
        execution_options={"yield_per": _CHUNK},
    )
    for part in found.partitions():
        rows = [list(row) for row in part]
        for place, convert in converts:
            for row in rows:
                if row[place] is not None:
                    row[place] = convert(row[place])
        yield rows


def _stored(column: sa.Column[Any]) -> sa.types.TypeEngine[Any]:
    """The type to read a column with, so that it comes as it lies there."""
    if isinstance(column.type, Personal):
        return sa.LargeBinary()
    if isinstance(column.type, sa.LargeBinary | sa.JSON | sa.Date | sa.Boolean | sa.Integer):
        return column.type
    return sa.String()


def _plain(column: sa.Column[Any], cipher: Cipher) -> Callable[[Any], Any] | None:
    if isinstance(column.type, Personal):
        return lambda sealed: cipher.open(sealed).decode()
    if isinstance(column.type, sa.LargeBinary):
        return cipher.open
    if isinstance(column.type, sa.JSON):
        return lambda value: msgspec.json.encode(value).decode()
    if isinstance(column.type, sa.Date):
        return date.isoformat
    return int if isinstance(column.type, sa.Boolean) else None


class Filling(ABC):
    """Fills the empty tables of a database within the caller's transaction; how rows get there is each kind of database's own."""

    def __init__(self, cipher: Cipher, school_id: str) -> None:
        self._cipher = cipher
        self._school_id = school_id
        self._chain = journal.START
        self._of_a_hub = True

    def load(self, messages: Iterable[bytes]) -> Start:
        """Loads all chunks. Raises EnvironmentFault when they are another school's, break off or do not fit together; the caller rolls back."""
        self._begin()
        start: Start | None = None
        whole = False
        for count, message in enumerate(messages):
            chunk: Chunk = decode(message, _ANY_CHUNK)
            if isinstance(chunk, Start):
                start = self._checked(chunk)
                self._of_a_hub = bool(start.hub_id)
            elif isinstance(chunk, Rows):
                self._insert(chunk)
            else:
                whole = chunk.chunks == count
        if start is None or not whole:
            raise EnvironmentFault("sync.broken_off", "从总台取数据时中断，没有改动本机数据。稍后会自动重试。")
        if not self._end():
            raise EnvironmentFault("sync.damaged", "总台的数据引用不完整，没有同步。请联系支持人员。")
        return start

    @abstractmethod
    def _begin(self) -> None:
        """Before the first row."""

    @abstractmethod
    def _write(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Inserts rows, their values as SQLite stores them."""

    @abstractmethod
    def _end(self) -> bool:
        """After the last row; whether all references hold."""

    def _checked(self, start: Start) -> Start:
        if start.school_id != self._school_id:
            raise EnvironmentFault("sync.other_school", "总台上是另一所学校的数据，没有同步。")
        return start

    def _insert(self, chunk: Rows) -> None:
        if chunk.table == table_of(JournalRow).name:
            self._insert_journal(chunk)
            return
        table = Base.metadata.tables[chunk.table]
        names = list(chunk.columns)
        seal, rows = self._cipher.seal, chunk.rows
        hashes = [
            (c.name, names.index(c.type.of), c.type.plain) for c in table.columns if isinstance(c.type, KeyedHash)
        ]
        for _, place, plain in hashes:
            keyed = self._cipher.keyed_hash
            for row in rows:
                value = row[place]
                row.append(None if value is None else keyed(plain(value)))
        for place in (names.index(c.name) for c in table.columns if isinstance(c.type, Personal)):
            for row in rows:
                if row[place] is not None:
                    row[place] = seal(row[place].encode())
        self._write(chunk.table, [*names, *(name for name, _, _ in hashes)], rows)

    def _insert_journal(self, chunk: Rows) -> None:
        """Entries under their numbers, sealed and chained here."""
        names, dialect = chunk.columns, SQLITE
        rows = []
        for stored in chunk.rows:
            entry = dict(zip(names, stored, strict=True))
            mark, content = entry.pop("chain"), entry.pop("payload")
            row = JournalRow(**entry | {"made_at": INSTANT.process_result_value(entry["made_at"], dialect)})
            row.mark = mark if self._of_a_hub else ""
            journal.seal_row(self._cipher, row, content, self._chain, dialect)
            self._chain = row.chain
            rows.append([*entry.values(), row.mark, row.payload, row.payload_digest, row.chain])
        self._write(chunk.table, [*entry, "mark", "payload", "payload_digest", "chain"], rows)


class Loader(Filling):
    """Fills a SQLite file. The indexes are built at the end: half the time of keeping them as rows come."""

    def __init__(self, connection: sqlite3.Connection, cipher: Cipher, school_id: str) -> None:
        super().__init__(cipher, school_id)
        self._connection = connection
        self._indexes: list[str] = []

    def _begin(self) -> None:
        found = self._connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in found:
            self._connection.execute(f'DROP INDEX "{name}"')
        self._indexes = [statement for _, statement in found]

    def _end(self) -> bool:
        for statement in self._indexes:
            self._connection.execute(statement)
        return not self._connection.execute("PRAGMA foreign_key_check").fetchall()

    def _write(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        columns = ", ".join(f'"{name}"' for name in names)
        places = ", ".join("?" * len(names))
        self._connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows)

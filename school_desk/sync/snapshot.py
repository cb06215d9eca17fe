"""A school's data at one moment, to one that begins: all recorded rows, the counters, and the whole journal.

Sealed values are opened on the one side and sealed again with the other's key on the other, keyed hashes are made anew; in between they are in
memory and inside TLS only. Chunks are independent messages (see wire.encode): the Hub holds one at a time, a desk a few dozen.
"""

from __future__ import annotations

import json
import sqlite3
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import date
from itertools import chain, repeat
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import journal
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.columns import KeyedHash, Personal
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.planning import tell_the_planner
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import Base, CounterRow, JournalRow, SchoolRow, TouchRow, parents_first, table_of
from school_desk.sync.references import References
from school_desk.sync.wire import SCHEMA, decode, encode

_CHUNK = 4_000
_MOST_PENDING = 32
# SQLite takes 32,766 values a statement. Long ones: the thread that writes then seldom comes back for the interpreter.
_VALUES_A_STATEMENT = 20_000
_NOTHING: Sequence[str | None] = (None,)
# What the journal of each side has of its own; `chain` travels and becomes the desk's `mark`.
_MADE_HERE = ("payload_digest", "mark")


class Start(msgspec.Struct, frozen=True, array_like=True, tag="start"):
    """What the snapshot is of: it shows the journal up to `seq`, whose mark is `mark`. Without a `hub_id` it is a lone desk's."""

    hub_id: str
    school_id: str
    seq: int
    mark: str
    schema: int = SCHEMA


class Column(msgspec.Struct, frozen=True, array_like=True):
    """One column of a chunk. `values` is one value when all rows have the same."""

    name: str
    values: list[Any]

    def of(self, count: int) -> Sequence[Any]:
        """A value for each of `count` rows."""
        return self.values * count if len(self.values) == 1 else self.values


class Rows(msgspec.Struct, frozen=True, array_like=True, tag="rows"):
    """`count` rows of one table, column by column, as SQLite stores them; sealed columns in plain, keyed hashes left out."""

    table: str
    count: int
    columns: tuple[Column, ...]


class End(msgspec.Struct, frozen=True, array_like=True, tag="end"):
    """The last chunk, so that a stream that broke off is never taken for a whole one."""

    chunks: int


Chunk = Start | Rows | End
_ANY_CHUNK: Any = Chunk


def chunks(session: Session, cipher: Cipher, school_id: str, hub_id: str) -> Iterator[bytes]:
    """The snapshot of one school as messages, all of one moment: `session` reads one state."""
    end = journal.end_of(session, school_id)
    yield encode(Start(hub_id, school_id, end.seq, end.chain))
    count = 1
    for table, names in exported():
        for rows in _read(session, cipher, school_id, table, names):
            yield encode(rows)
            count += 1
    yield encode(End(count))


def exported() -> Iterator[tuple[sa.Table, list[str]]]:
    """Every table that travels, parents first, with its columns; the journal at the end, where a desk has indexes to build meanwhile."""
    first = {*tables_by_name(), *(table_of(kind).name for kind in (SchoolRow, CounterRow))}
    records = [table for table in parents_first() if table.name in first]
    for table in (*records, table_of(JournalRow), table_of(TouchRow)):
        left = _MADE_HERE if table.name == table_of(JournalRow).name else ()
        names = [c.name for c in table.columns if not isinstance(c.type, KeyedHash)]
        yield table, [name for name in names if name not in left]


def _read(session: Session, cipher: Cipher, school_id: str, table: sa.Table, names: Sequence[str]) -> Iterator[Rows]:
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    plain = [_plain(table.c[name], cipher, is_sqlite=is_sqlite) for name in names]
    owner = table.c.id if table.name == table_of(SchoolRow).name else table.c.school_id
    raw = sa.select(*(sa.type_coerce(table.c[name], sa.types.NullType()) for name in names))
    ordered = raw.where(owner == school_id).order_by(*table.primary_key.columns)
    for part in _parts(connection, ordered, is_sqlite=is_sqlite):
        columns = (
            _column(str(name), values, convert)
            for name, values, convert in zip(names, zip(*part, strict=True), plain, strict=True)
        )
        yield Rows(str(table.name), len(part), tuple(columns))


def _parts(
    connection: sa.Connection, statement: sa.Select[*tuple[Any, ...]], *, is_sqlite: bool
) -> Iterator[Sequence[Sequence[Any]]]:
    """Rows with the values as the driver has them, some at a time."""
    if not is_sqlite:
        yield from connection.execute(statement, execution_options={"yield_per": _CHUNK}).partitions()
        return
    with closing(connection.execute(statement)) as found:
        # Past SQLAlchemy's rows around them, which take longer than reading.
        while part := found.cursor.fetchmany(_CHUNK):
            yield part


def _column(name: str, stored: Sequence[Any], convert: Callable[[Sequence[Any]], list[Any]]) -> Column:
    if stored.count(stored[0]) == len(stored):
        stored = stored[:1]
    return Column(name, convert(stored))


def _plain(column: sa.Column[Any], cipher: Cipher, *, is_sqlite: bool) -> Callable[[Sequence[Any]], list[Any]]:
    """What makes a driver's values those that SQLite stores, sealed ones in plain."""
    if isinstance(column.type, Personal):
        return lambda sealed: [None if plain is None else plain.decode() for plain in cipher.open_all(sealed)]
    if isinstance(column.type, sa.LargeBinary):
        return cipher.open_all
    if is_sqlite:
        return list
    if isinstance(column.type, sa.JSON):
        return _each(json.dumps)  # as it is written to SQLite
    if isinstance(column.type, sa.Date):
        return _each(date.isoformat)
    return _each(int) if isinstance(column.type, sa.Boolean) else list


def _each(convert: Callable[[Any], Any]) -> Callable[[Sequence[Any]], list[Any]]:
    return lambda stored: [None if value is None else convert(value) for value in stored]


class Filling(ABC):
    """Fills the empty tables of a database within the caller's transaction; how rows get there is each kind of database's own."""

    def __init__(self, cipher: Cipher, school_id: str) -> None:
        self._cipher = cipher
        self._school_id = school_id
        self._chain = journal.START
        self._of_a_hub = True
        self._references = References(school_id)
        # Of a telephone's or an identity's last characters there are few, and they come again and again.
        self._tails: dict[str, str] = {}

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
        self._end()
        if not self._references.hold():
            raise EnvironmentFault("sync.damaged", "总台的数据引用不完整，没有同步。请联系支持人员。")
        return start

    @abstractmethod
    def _begin(self) -> None:
        """Before the first row."""

    @abstractmethod
    def _write(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Inserts rows, their values as SQLite stores them."""

    @abstractmethod
    def _end(self) -> None:
        """After the last row."""

    def _checked(self, start: Start) -> Start:
        if start.school_id != self._school_id:
            raise EnvironmentFault("sync.other_school", "总台上是另一所学校的数据，没有同步。")
        return start

    def _insert(self, chunk: Rows) -> None:
        if chunk.table == table_of(JournalRow).name:
            self._insert_journal(chunk)
            return
        table = Base.metadata.tables.get(chunk.table)
        if table is None:
            return  # a newer Hub's: this program does without
        plain = {column.name: column.values for column in chunk.columns if column.name in table.columns}
        self._references.note(table, plain)
        values: dict[str, Sequence[Any]] = dict(plain)
        for column in table.columns:
            if isinstance(column.type, Personal):
                texts = plain.get(column.name, _NOTHING)  # an older Hub's: what it does not know is empty
                texts = list(texts) * (chunk.count if len(texts) == 1 else 1)
                values[column.name] = self._cipher.seal_all([None if text is None else text.encode() for text in texts])
            elif isinstance(column.type, KeyedHash):
                values[column.name] = self._hashes(column.type, plain.get(column.type.of, _NOTHING))
        filled = (repeat(each[0], chunk.count) if len(each) == 1 else each for each in values.values())
        self._write(chunk.table, list(values), list(zip(*filled, strict=True)))

    def _hashes(self, kind: KeyedHash, texts: Sequence[str | None]) -> Sequence[str | None]:
        if kind.tail is None:
            return self._cipher.keyed_hashes(texts)
        tail = kind.plain
        return self._cipher.keyed_hashes([None if text is None else tail(text) for text in texts], self._tails)

    def _insert_journal(self, chunk: Rows) -> None:
        """Entries under their numbers, sealed and chained here."""
        rows = []
        names = [column.name for column in chunk.columns]
        for stored in zip(*(column.of(chunk.count) for column in chunk.columns), strict=True):
            entry = dict(zip(names, stored, strict=True))
            mark, content = entry.pop("chain"), entry.pop("payload")
            entry["mark"] = mark if self._of_a_hub else ""
            sealed = journal.seal(self._cipher, entry, content, self._chain)
            self._chain = sealed.chain
            rows.append([*entry.values(), sealed.payload, sealed.payload_digest, sealed.chain])
        self._write(chunk.table, [*entry, "payload", "payload_digest", "chain"], rows)


class Loader(Filling):
    """Fills a SQLite file, in a thread of its own beside the preparing of what follows: SQLite needs no Python for it. A table's indexes are
    built when it is whole, in half the time of keeping them as rows come."""

    def __init__(self, connection: sqlite3.Connection, cipher: Cipher, school_id: str) -> None:
        super().__init__(cipher, school_id)
        self._connection = connection
        self._indexes: dict[str, list[str]] = {}
        self._filled = ""
        self._writer = ThreadPoolExecutor(1)
        self._unwritten: deque[Future[None]] = deque()

    def load(self, messages: Iterable[bytes]) -> Start:
        """See Filling. No thread outlives it."""
        try:
            return super().load(messages)
        finally:
            self._writer.shutdown(cancel_futures=True)

    def _begin(self) -> None:
        found = self._connection.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, table, statement in found:
            self._connection.execute(f'DROP INDEX "{name}"')
            self._indexes.setdefault(table, []).append(statement)

    def _write(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        if table != self._filled:
            self._hand_over(self._index, self._filled)
            self._filled = table
        self._hand_over(self._insert_rows, table, names, rows)

    def _end(self) -> None:
        for table in [*self._indexes]:
            self._hand_over(self._index, table)
        self._wait(0)
        tell_the_planner(self._connection)  # what it knew of an index went with it

    def _hand_over(self, work: Callable[..., None], *what: Any) -> None:
        """Has `work` done after all that was handed over before; while it builds indexes, a few dozen chunks wait."""
        self._wait(_MOST_PENDING)
        self._unwritten.append(self._writer.submit(work, *what))

    def _wait(self, most: int) -> None:
        """Until no more than `most` are left to be done. Raises what one of them raised."""
        while self._unwritten and (len(self._unwritten) > most or self._unwritten[0].done()):
            self._unwritten.popleft().result()

    def _index(self, table: str) -> None:
        for statement in self._indexes.pop(table, ()):
            self._connection.execute(statement)

    def _insert_rows(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Many rows a statement: `executemany` comes back to Python at each row."""
        columns = ", ".join(f'"{name}"' for name in names)
        row = f"({', '.join('?' * len(names))})"
        most = _VALUES_A_STATEMENT // len(names)
        for start in range(0, len(rows), most):
            part = rows[start : start + most]
            statement = f'INSERT INTO "{table}" ({columns}) VALUES {", ".join([row] * len(part))}'
            self._connection.execute(statement, list(chain.from_iterable(part)))

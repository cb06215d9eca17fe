"""What holds a school's data, and its usual kind, a SQLite file: one writer that begins IMMEDIATE, readers that cannot write.

The Hub may keep it in PostgreSQL instead (hub/postgres.py); nothing else asks which of the two it is.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import ORMExecuteState, Session

from school_desk.kernel.cipher import Cipher
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.sqlite_faults import BUSY, in_words

_BUSY_MS = 5_000
_SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_MS}")
_DRAFT = ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-16000", "temp_store=MEMORY")
_FIRST_PAUSE_S = 0.05
# The threads of one program write in turn, over one connection: a round of sync may hold it for some seconds.
_TURN_S = 60
_ONE_WRITER = {"pool_size": 1, "max_overflow": 0, "pool_timeout": _TURN_S}
T = TypeVar("T")

# The session that questions are asked with, by a name for those who may not know SQLAlchemy.
ReadSession: TypeAlias = Session


class SchoolDatabase(Protocol):
    """One school's data with its key. Sessions are short: one per command or per question.

    `attempts`: how often a write is tried that another one got in the way of.
    """

    cipher: Cipher
    attempts: int

    def writing(self) -> AbstractContextManager[Session]:
        """A session in one write transaction, the school's only one at that time: committed at the end, rolled back on any error.

        Faults of the place where the data lie come as EnvironmentFault; `database.busy` says that another attempt may well succeed.
        """
        ...

    def reading(self) -> AbstractContextManager[Session]:
        """A session that sees one state of the data and cannot write."""
        ...

    def ahead(self, session: Session) -> AbstractContextManager[None]:
        """Within, what a write transaction only writes may be waited for later: a fault of it comes at the latest at the end.

        It may come out of another statement than the one to blame: within a savepoint of its own, then.
        """
        ...

    def told(self, fault: BaseException) -> EnvironmentFault | None:
        """The fault in words when the place where the data lie is to blame, not who asked."""
        ...

    def close(self) -> None:
        """Lets go of files and connections."""
        ...


def in_transaction(
    database: SchoolDatabase, work: Callable[[Session], T], pause: Callable[[float], None] = time.sleep
) -> T:
    """`work` in one write transaction, which is begun again when another one got in its way: it must have no effect outside of it.

    Raises what `work` raises, and EnvironmentFault `database.busy` after `database.attempts`.
    """
    for attempt in range(1, database.attempts):
        try:
            with database.writing() as session:
                return work(session)
        except EnvironmentFault as fault:
            if fault.code != "database.busy":
                raise
        pause(_FIRST_PAUSE_S * 2**attempt)
    with database.writing() as session:
        return work(session)


_DEFER = {"sqlite": "PRAGMA defer_foreign_keys=ON", "postgresql": "SET CONSTRAINTS ALL DEFERRED"}


@contextmanager
def references_later(session: Session) -> Iterator[None]:
    """Within, a row may come before the row that it refers to. All must hold at the end (on SQLite: at the commit)."""
    connection = session.connection()
    connection.exec_driver_sql(_DEFER[connection.dialect.name])
    try:
        yield
    finally:
        # What is written after this is checked at once again; after a fault the server takes no more statements anyway.
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=OFF")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")


class Database:
    """One database file; see SchoolDatabase. A desk tries a write once: its clerk is waiting, and is told.

    A `draft` is filled at full speed and is nobody's data before it is whole: after `close` it is on disk, and the caller renames it.
    """

    def __init__(self, path: Path, cipher: Cipher, attempts: int = 1, *, draft: bool = False) -> None:
        self.path = path
        self.cipher = cipher
        self.attempts = attempts
        settings = _DRAFT if draft else _SETTINGS
        self._draft = draft
        self._writer = _engine(path, cipher, "BEGIN IMMEDIATE", settings, **_ONE_WRITER)
        self._reader = _engine(path, cipher, "BEGIN", (*settings, "query_only=ON"))

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """See SchoolDatabase."""
        with telling_faults(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            event.listen(session, "do_orm_execute", refuse_bulk)
            session.connection()  # takes the write lock now, before anything is read
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """See SchoolDatabase."""
        with telling_faults(), Session(self._reader, expire_on_commit=False) as session:
            yield session

    def ahead(self, session: Session) -> AbstractContextManager[None]:
        """See SchoolDatabase: in a file nothing is far away."""
        return nullcontext()

    def told(self, fault: BaseException) -> EnvironmentFault | None:
        """See SchoolDatabase."""
        return in_words(fault.orig if isinstance(fault, DatabaseError) else fault)

    def data_version(self) -> int:
        """A number that changes when another connection than the writer's committed: another program, then. Ask in the writer's thread."""
        with telling_faults(), closing(self._writer.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("PRAGMA data_version")
            row = cursor.fetchone()
            return int(row[0]) if row else 0

    def close(self) -> None:
        """Lets go of the file."""
        self._writer.dispose()
        self._reader.dispose()
        if self._draft:
            with self.path.open("rb+") as file:
                os.fsync(file.fileno())


def refuse_bulk(state: ORMExecuteState) -> None:
    """Raises AssertionError for a statement that the recorder would not see."""
    if state.is_insert or state.is_update or state.is_delete:
        raise AssertionError("bulk statements change rows behind the recorder: use objects or recording.insert_many")


def _engine(path: Path, cipher: Cipher, begin: str, settings: Sequence[str], **pool: Any) -> sa.Engine:
    # Not as text: "?" and "#" may stand in a folder's name.
    url = sa.URL.create("sqlite", database=str(path))
    waiting = {"timeout": _BUSY_MS / 1000, "check_same_thread": False}
    # What a statement was given is nobody's business but the database's: a fault of it is logged.
    engine = sa.create_engine(url, connect_args=waiting, hide_parameters=True, **pool)
    engine.dialect.school_cipher = cipher  # type: ignore[attr-defined]

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own transactions lose a savepoint's BEGIN (Python 3.11): we begin ourselves.
        connection.isolation_level = None
        for pragma in settings:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def telling_faults() -> Iterator[None]:
    """Turns what the disk or another program did to the file into an EnvironmentFault with a sentence."""
    try:
        yield
    except NoConnection as fault:
        raise EnvironmentFault(*BUSY) from fault
    except (DatabaseError, sqlite3.DatabaseError) as fault:
        told = in_words(fault.orig if isinstance(fault, DatabaseError) else fault)
        if told is None:
            raise
        raise told from fault

"""Opens a school's SQLite file: one writer that begins IMMEDIATE, readers that cannot write, and faults told in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import ORMExecuteState, Session

from school_desk.kernel.cipher import Cipher
from school_desk.kernel.sqlite_faults import in_words

_BUSY_MS = 5_000


# The session that questions are asked with, by a name for those who may not know SQLAlchemy.
ReadSession: TypeAlias = Session


class Database:
    """One database file with its key. Sessions are short: one per command or per question."""

    def __init__(self, path: Path, cipher: Cipher) -> None:
        self.path = path
        self.cipher = cipher
        self._writer = _engine(path, cipher, begin="BEGIN IMMEDIATE")
        self._reader = _engine(path, cipher, begin="BEGIN", query_only=True)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one write transaction: committed at the end, rolled back on any error; faults of the file come as EnvironmentFault."""
        with telling_faults(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            event.listen(session, "do_orm_execute", _refuse_bulk)
            session.connection()  # takes the write lock now, before anything is read
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and cannot write."""
        with telling_faults(), Session(self._reader, expire_on_commit=False) as session:
            yield session

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


def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise AssertionError("bulk statements change rows behind the recorder: use objects or recording.insert_many")


def _engine(path: Path, cipher: Cipher, *, begin: str, query_only: bool = False) -> sa.Engine:
    # Not as text: "?" and "#" may stand in a folder's name.
    url = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_MS / 1000, "check_same_thread": False})
    engine.dialect.school_cipher = cipher  # type: ignore[attr-defined]

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own transactions lose a savepoint's BEGIN (Python 3.11): we begin ourselves.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_MS}",
            f"query_only={'ON' if query_only else 'OFF'}",
        ):
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
    except (DatabaseError, sqlite3.DatabaseError) as fault:
        told = in_words(fault.orig if isinstance(fault, DatabaseError) else fault)
        if told is None:
            raise
        raise told from fault

"""Opens a school's SQLite file: one writer that begins IMMEDIATE, readers that cannot write, and faults told in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import ORMExecuteState, Session

from school_desk.kernel.cipher import Cipher
from school_desk.kernel.errors import EnvironmentFault

_BUSY_MS = 5_000


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
        # The first byte of SQLite's code names the fault; words would not do, a column may be called "locked".
        told = _FAULTS.get(getattr(getattr(fault, "orig", fault), "sqlite_errorcode", 0) & 0xFF)
        if told is None:
            raise
        raise EnvironmentFault(*told) from fault


_BUSY = ("database.busy", "数据库正被另一个程序占用，刚才的操作没有保存。请关闭其他窗口后重试。")
_READ_ONLY = ("database.readonly", "数据文件夹不可写，刚才的操作没有保存。请检查文件夹权限后重试。")
_DAMAGED = ("database.damaged", "数据库文件已损坏。请用最近的备份恢复。")
_UNREACHABLE = ("database.unreachable", "打不开数据库文件。请检查磁盘与文件夹权限后重试。")
_FAULTS = {
    sqlite3.SQLITE_FULL: ("disk.full", "磁盘已满，刚才的操作没有保存。请清理磁盘后重试。"),
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _UNREACHABLE,
    sqlite3.SQLITE_IOERR: _UNREACHABLE,
    sqlite3.SQLITE_PERM: _UNREACHABLE,
}

"""A school's data in a PostgreSQL database (15 or newer) that may hold many schools: same handlers, same rows, same order as in SQLite.

One writer per school at a time: a write transaction first locks its school's row. It reads what is committed at each statement
(READ COMMITTED: a snapshot taken while waiting for the lock would be too old); readers see one state. Every transaction
says whose it is (`app.school`), and row level security shows it nothing else: see walls.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from decimal import Decimal
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from sqlalchemy import event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg, PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

from school_desk.hub.ahead import Execution, ahead_of, working_ahead
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.database import refuse_bulk
from school_desk.kernel.errors import EnvironmentFault

ATTEMPTS = 5
# For the lock of a school, and for a connection when all are taken.
_WAIT_S = 10
# Plans are made for the values at hand: one made while a school was small would be kept, and schools differ in size.
_BEGIN = (
    "SELECT set_config('app.school', %s, true), set_config('plan_cache_mode', 'force_custom_plan', true), "
    f"set_config('lock_timeout', '{_WAIT_S}s', true)"
)
_LOCK = "SELECT 1 FROM school WHERE id = %s FOR UPDATE"
_BUSY = ("database.busy", "数据库正忙，刚才的操作没有保存。请稍后重试。")
_AWAY = ("database.unreachable", "连不上数据库服务器，或它拒绝了账号。请检查地址、账号和服务器是否在运行。")
_FORBIDDEN = ("database.readonly", "数据库账号没有写入的权限，刚才的操作没有保存。请用总台自己的账号。")
_FULL = ("disk.full", "数据库服务器的磁盘已满，刚才的操作没有保存。请清理磁盘后重试。")
_DAMAGED = ("database.damaged", "数据库已损坏。请用最近的备份恢复。")
# By SQLSTATE, or by its first two characters, the class.
_FAULTS = {
    "40001": _BUSY, "40P01": _BUSY, "55P03": _BUSY, "53300": _BUSY, "53100": _FULL, "42501": _FORBIDDEN, "25006": _FORBIDDEN,
    "08": _AWAY, "28": _AWAY, "3D": _AWAY, "57": _AWAY, "58": _DAMAGED, "XX": _DAMAGED,
}  # fmt: skip


class PostgresDatabase:
    """See SchoolDatabase."""

    def __init__(self, url: str, school_id: str, cipher: Cipher, attempts: int = ATTEMPTS) -> None:
        self.school_id = school_id
        self.cipher = cipher
        self.attempts = attempts
        # Whoever waits to write holds a connection meanwhile: those who read have others.
        self._writer, readers = connect(url, school_id), connect(url, school_id)
        for engine in (self._writer, readers):
            engine.dialect.school_cipher = cipher  # type: ignore[attr-defined]
        self._reader = readers.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """See SchoolDatabase."""
        with telling_faults(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            event.listen(session, "do_orm_execute", refuse_bulk)
            session.connection().exec_driver_sql(_LOCK, (self.school_id,))
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """See SchoolDatabase."""
        with telling_faults(), Session(self._reader, expire_on_commit=False) as session:
            yield session

    def ahead(self, session: Session) -> AbstractContextManager[None]:
        """See SchoolDatabase."""
        return working_ahead(session.connection())

    def told(self, fault: BaseException) -> EnvironmentFault | None:
        """See SchoolDatabase."""
        return in_words(fault)

    def close(self) -> None:
        """See SchoolDatabase."""
        self._writer.dispose()
        self._reader.dispose()


def connect(url: str, school_id: str) -> sa.Engine:
    """An engine whose every transaction is this school's. Raises EnvironmentFault `hub.url` for an address that is none."""
    try:
        place = sa.make_url(url)
        if place.get_backend_name() != "postgresql":
            raise ValueError(place.drivername)
    except (sa.exc.ArgumentError, ValueError) as fault:
        message = "数据库地址不对，应写成 postgresql://账号:密码@服务器/数据库名。"
        raise EnvironmentFault("hub.url", message) from fault
    engine = sa.create_engine(
        place.set(drivername="postgresql+school_desk"), pool_pre_ping=True, pool_timeout=_WAIT_S, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def say_whose(connection: sa.Connection) -> None:
        connection.exec_driver_sql(_BEGIN, (school_id,))

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.adapters.register_loader("numeric", _Whole)

    return engine


class _Whole(Loader):
    """The sum of whole numbers is a whole number, as in SQLite (there it comes as `numeric`; no column of ours is one)."""

    def load(self, data: Buffer) -> int | Decimal:
        number = Decimal(bytes(data).decode())
        return int(number) if number == number.to_integral_value() else number


class _Types(PGTypeCompiler):
    """Columns as SQLite has them: a text is as long as it is, a whole number is 8 bytes wide, text order is byte order everywhere."""

    def visit_VARCHAR(self, type_: Any, **how: Any) -> str:  # noqa: N802
        return 'VARCHAR COLLATE "C"' if _is_made(how) else "VARCHAR"

    def visit_INTEGER(self, type_: Any, **how: Any) -> str:  # noqa: N802
        return "BIGINT" if _is_made(how) else "INTEGER"


def _is_made(how: dict[str, Any]) -> bool:
    return isinstance(how.get("type_expression"), sa.Column)


class _Statements(PGCompiler_psycopg):
    """Text is looked for as SQLite does it, the case of Latin letters does not matter; a whole number goes as wide as it is."""

    def visit_like_op_binary(self, binary: Any, operator: Any, **how: Any) -> Any:
        return self.visit_ilike_op_binary(binary, operator, **how)  # type: ignore[no-untyped-call]

    def render_bind_cast(self, type_: Any, dbapi_type: Any, sqltext: str) -> str:
        if isinstance(dbapi_type, sa.Integer):
            return sqltext
        return str(super().render_bind_cast(type_, dbapi_type, sqltext))  # type: ignore[no-untyped-call]


class SchoolDialect(PGDialect_psycopg):
    """PostgreSQL by psycopg, with SQLite's ways."""

    supports_statement_cache = True
    type_compiler_cls = _Types
    statement_compiler = _Statements
    execution_ctx_cls = Execution
    use_insertmanyvalues_wo_returning = True

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Sends what only writes, where its connection works ahead."""
        ahead = ahead_of(cursor.connection)
        if ahead is None:
            cursor.execute(statement, parameters)
        elif context.only_writes:
            context.sent = ahead.send(statement, parameters)
        else:
            with ahead.waiting():
                cursor.execute(statement, parameters)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Waits for all before it, too."""
        ahead = ahead_of(cursor.connection)
        with nullcontext() if ahead is None else ahead.waiting():
            cursor.executemany(statement, parameters)

    def do_release_savepoint(self, connection: sa.Connection, name: str) -> None:
        """What was sent since the savepoint is answered first: after a failed release nobody would go back to it."""
        if (ahead := ahead_of(connection.connection.driver_connection)) is not None:
            try:
                ahead.wait()
            except Exception:
                self.do_rollback_to_savepoint(connection, name)
                raise
        super().do_release_savepoint(connection, name)  # type: ignore[no-untyped-call]

    def do_rollback_to_savepoint(self, connection: sa.Connection, name: str) -> None:
        """What was sent since the savepoint is taken back, answered or not."""
        if (ahead := ahead_of(connection.connection.driver_connection)) is not None:
            ahead.go_back()
        super().do_rollback_to_savepoint(connection, name)  # type: ignore[no-untyped-call]


registry.register("postgresql.school_desk", __name__, SchoolDialect.__name__)


def in_words(fault: BaseException) -> EnvironmentFault | None:
    """What the server did, as a sentence; None when it is not to blame."""
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    if not isinstance(cause, psycopg.Error):
        return None
    state = cause.sqlstate
    if state is None:
        return EnvironmentFault(*_AWAY) if isinstance(cause, psycopg.OperationalError) else None
    found = _FAULTS.get(state) or _FAULTS.get(state[:2])
    return EnvironmentFault(*found) if found else None


@contextmanager
def telling_faults() -> Iterator[None]:
    """Turns what the server did into an EnvironmentFault with a sentence."""
    try:
        yield
    except NoConnection as fault:
        raise EnvironmentFault(*_BUSY) from fault
    except (DBAPIError, psycopg.Error) as fault:
        told = in_words(fault)
        if told is None:
            raise
        raise told from fault

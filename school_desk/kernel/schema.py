"""Which shape the database file has, and bringing it to today's. Alembic is loaded only when there is something to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.resources import migrations_path
from school_desk.kernel.sqlite_faults import in_words

if TYPE_CHECKING:
    import sqlalchemy as sa

HEAD = "0004"
BUSY_S = 5.0


def stored_revision(path: Path) -> str | None:
    """The revision of the file, or None when it is absent or empty. Read without SQLAlchemy, so that starting stays quick.

    Raises EnvironmentFault when there is a file that cannot be read: it must never be taken for an absent one.
    """
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True, timeout=BUSY_S)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchall():
                return None
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as fault:
        told = in_words(fault)
        if told is None:
            raise
        raise told from fault
    return None if found is None else str(found[0])


def known_revisions() -> tuple[str, ...]:
    """The revisions this program knows, oldest first (they are numbered)."""
    return tuple(sorted(file.name[:4] for file in (migrations_path() / "versions").glob("[0-9]*.py")))


def is_behind(path: Path) -> bool:
    """Whether the file has an older shape than today's, or none. Raises EnvironmentFault `database.newer` when a newer program wrote it."""
    return is_old(stored_revision(path))


def is_old(stored: str | None) -> bool:
    """Whether a database of this revision is behind. Raises as `is_behind`."""
    if stored is not None and stored not in known_revisions():
        message = "数据由更新版本的程序写成，本版本不能打开。请安装新版本。"
        raise EnvironmentFault("database.newer", message)
    return stored != HEAD


def bring_up_to_date(path: Path) -> bool:
    """Migrates the file when it is behind; True when it did. The caller makes a backup first. Raises as `is_behind`."""
    if not is_behind(path):
        return False
    _upgrade(path)
    return True


def upgrade(connection: sa.Connection) -> None:
    """Takes the database of `connection` up to HEAD, within the caller's transaction."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrations_path()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    if ScriptDirectory.from_config(config).get_current_head() != HEAD:
        raise AssertionError("schema.HEAD is not the head of the chain")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _upgrade(path: Path) -> None:
    from school_desk.kernel.database import telling_faults
    from school_desk.kernel.planning import tell_the_planner

    engine = _engine(path)
    try:
        with telling_faults(), engine.begin() as connection:
            upgrade(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise EnvironmentFault("database.damaged", "升级后数据引用不完整，已恢复原样。请联系支持人员。")
            tell_the_planner(connection.connection.cursor().connection)
    finally:
        engine.dispose()


def _engine(path: Path) -> sa.Engine:
    """One transaction for the whole way up: the driver's own would commit before each change of a table."""
    import sqlalchemy as sa

    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        # Rebuilding a table drops it for a moment: references are checked as a whole at the end.
        connection.execute("PRAGMA foreign_keys=OFF")

    @sa.event.listens_for(engine, "begin")
    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine

"""Which shape the database file has, and bringing it to today's. Alembic is loaded only when there is something to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.resources import migrations_path

HEAD = "0001"


def stored_revision(path: Path) -> str | None:
    """The revision of the file, or None when it is absent or empty. Read without SQLAlchemy, so that starting stays quick."""
    if not path.exists():
        return None
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return None
    except sqlite3.DatabaseError as fault:
        raise EnvironmentFault("database.damaged", "数据库文件已损坏。请用最近的备份恢复。") from fault
    finally:
        connection.close()
    return None if found is None else str(found[0])


def known_revisions() -> tuple[str, ...]:
    """The revisions this program knows, oldest first (they are numbered)."""
    return tuple(sorted(file.name[:4] for file in (migrations_path() / "versions").glob("[0-9]*.py")))


def bring_up_to_date(path: Path) -> bool:
    """Migrates the file when it is behind; True when it did. The caller makes a backup first.

    Raises EnvironmentFault `database.newer` when a newer program wrote it.
    """
    stored = stored_revision(path)
    if stored == HEAD:
        return False
    if stored is not None and stored not in known_revisions():
        message = "数据由更新版本的程序写成，本版本不能打开。请安装新版本。"
        raise EnvironmentFault("database.newer", message)
    _upgrade(path)
    return True


def _upgrade(path: Path) -> None:
    import sqlalchemy as sa
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrations_path()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    if ScriptDirectory.from_config(config).get_current_head() != HEAD:
        raise AssertionError("schema.HEAD is not the head of the chain")
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            # Rebuilding a table drops it for a moment: references are checked as a whole at the end.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
            config.attributes["connection"] = connection
            with connection.begin():
                command.upgrade(config, "head")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise EnvironmentFault("database.damaged", "升级后数据引用不完整，已恢复原样。请联系支持人员。")
    finally:
        engine.dispose()

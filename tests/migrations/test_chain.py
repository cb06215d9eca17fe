"""The one chain of migrations: from nothing it makes today's tables, it imports none of them, and it is all or nothing."""

from __future__ import annotations

import ast
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from school_desk.composition import metadata
from school_desk.kernel import schema
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.resources import migrations_path

NEXT = '''"""A next revision, for tests."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("novelty", sa.Column("id", sa.String(32), primary_key=True))
    op.execute("INSERT INTO novelty VALUES ('x')")
    {then}
'''


def differences(database: Path) -> list[Any]:
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(database)))
    with engine.connect() as connection:
        found: list[Any] = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), metadata()
        )
    engine.dispose()
    return found


def tables(database: Path) -> set[str]:
    connection = sqlite3.connect(database)
    found = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return found


def rows(database: Path, statement: str) -> list[Any]:
    connection = sqlite3.connect(database)
    found = connection.execute(statement).fetchall()
    connection.commit()
    connection.close()
    return found


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of today's shape."""
    database = tmp_path_factory.mktemp("made") / "school.db"
    assert schema.bring_up_to_date(database)
    return database


@pytest.fixture
def database(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "school.db"))


def chain_with(folder: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    """A chain of one more revision."""
    shutil.copytree(migrations_path(), folder / "migrations")
    text = NEXT.format(head=schema.HEAD, then=then)
    (folder / "migrations" / "versions" / "9001_novelty.py").write_text(text, "utf-8")
    monkeypatch.setattr(schema, "migrations_path", lambda: folder / "migrations")
    monkeypatch.setattr(schema, "HEAD", "9001")


def test_the_chain_from_nothing_makes_todays_tables(made: Path) -> None:
    assert differences(made) == []
    assert tables(made) == set(metadata().tables) | {"alembic_version", "sqlite_stat1"}
    assert schema.stored_revision(made) == schema.HEAD == schema.known_revisions()[-1]
    assert not schema.bring_up_to_date(made), "nothing left to do"


def test_a_missing_column_would_be_noticed(database: Path) -> None:
    rows(database, "ALTER TABLE document DROP COLUMN rotation")
    assert len(differences(database)) == 1


@pytest.mark.parametrize("module", sorted((migrations_path() / "versions").glob("*.py")), ids=lambda path: path.stem)
def test_migrations_know_no_model_of_today(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= {"__future__", "collections", "sqlalchemy", "alembic"}
    assert "school_desk" not in (migrations_path() / "env.py").read_text("utf-8")


def test_a_newer_database_is_refused_in_words(database: Path) -> None:
    rows(database, "UPDATE alembic_version SET version_num = '9999'")
    before = database.read_bytes()
    with pytest.raises(EnvironmentFault, match="更新版本") as fault:
        schema.bring_up_to_date(database)
    assert fault.value.code == "database.newer"
    assert database.read_bytes() == before


def test_an_upgrade_keeps_the_rows(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows(database, "INSERT INTO school VALUES ('s', '学校', '2026-08-03T01:00:00.000000Z')")
    chain_with(tmp_path, monkeypatch, 'op.execute("ALTER TABLE school ADD COLUMN motto TEXT")')
    assert schema.bring_up_to_date(database)
    assert rows(database, "SELECT name, motto FROM school") == [("学校", None)]
    assert schema.stored_revision(database) == "9001"


BREAKS = {
    "fails": "raise RuntimeError('broken off')",
    "leaves a reference without its row": """op.execute("INSERT INTO enterprise_former_name VALUES"
        " ('s', 'f', 'nobody', 'n', 'n', 'c', '2026-01-01', 'r')")""",
}


@pytest.mark.parametrize("how", BREAKS)
def test_an_upgrade_that_breaks_off_leaves_the_file_as_it_was(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    before = rows(database, "SELECT sql FROM sqlite_master ORDER BY name")
    revision = schema.stored_revision(database)
    chain_with(tmp_path, monkeypatch, BREAKS[how])
    with pytest.raises((RuntimeError, EnvironmentFault)):
        schema.bring_up_to_date(database)
    assert rows(database, "SELECT sql FROM sqlite_master ORDER BY name") == before
    assert schema.stored_revision(database) == revision


def test_an_upgrade_on_a_full_disk_is_told(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = "op.execute('PRAGMA max_page_count = 1'); op.execute('CREATE TABLE more AS SELECT randomblob(99999) AS x')"
    chain_with(tmp_path, monkeypatch, full)
    with pytest.raises(EnvironmentFault) as fault:
        schema.bring_up_to_date(database)
    assert fault.value.code == "disk.full"
    assert "novelty" not in tables(database)


def test_a_forgotten_head_is_our_bug(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain_with(tmp_path, monkeypatch, "pass")
    monkeypatch.setattr(schema, "HEAD", "9002")
    with pytest.raises(AssertionError, match="not the head"):
        schema.bring_up_to_date(database)


def test_what_is_no_database_has_no_revision(tmp_path: Path) -> None:
    file = tmp_path / "school.db"
    assert schema.stored_revision(file) is None
    file.touch()
    assert schema.stored_revision(file) is None
    file.write_bytes(b"no database at all" * 100)
    with pytest.raises(EnvironmentFault) as fault:
        schema.stored_revision(file)
    assert fault.value.code == "database.damaged"


def test_an_odd_folder_name_hides_no_school(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "资料 #1?50%20"
    folder.mkdir()
    shutil.copy(made, folder / "school.db")
    assert schema.stored_revision(folder / "school.db") == schema.HEAD


def test_a_file_that_cannot_be_read_is_not_taken_for_none(made: Path, tmp_path: Path) -> None:
    """An absent school is founded anew; one that cannot be opened must never be."""
    in_the_way = tmp_path / "school.db"
    in_the_way.mkdir()
    with pytest.raises(EnvironmentFault) as fault:
        schema.stored_revision(in_the_way)
    assert fault.value.code == "database.unreachable"


def test_a_school_that_another_program_locks_is_not_taken_for_none(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "BUSY_S", 0.02)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(EnvironmentFault) as fault:
        schema.stored_revision(database)
    assert fault.value.code == "database.busy"
    other.close()

"""What the disk and other programs do to the database file is told in words, and nothing half-done stays."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from school_desk.kernel import database as database_module
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.commands import Context
from school_desk.kernel.database import Database, telling_faults
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.tables import SettingRow
from tests.unit.kernel.bench import KEY, Bench, put, setting


def fault_of(bench: Bench) -> EnvironmentFault:
    with pytest.raises(EnvironmentFault) as fault:
        bench.run(lambda context, _: put(context, setting("fee", "费" * 100_000)))
    assert fault.value.message.endswith("。")
    return fault.value


def test_the_file_is_opened_safe(bench: Bench) -> None:
    for opened in (bench.database.writing, bench.database.reading):
        with opened() as session:
            pragmas = [
                session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
        assert pragmas == ["wal", 2, 1]


def test_a_reader_cannot_write(bench: Bench) -> None:
    with pytest.raises(EnvironmentFault), bench.database.reading() as session:
        session.connection().exec_driver_sql("DELETE FROM setting_value")


def test_a_reader_sees_one_state(bench: Bench) -> None:
    with bench.database.reading() as session:
        first = session.scalars(sa.select(SettingRow.key)).all()
        bench.run(lambda context, _: put(context, setting("fee")))
        assert session.scalars(sa.select(SettingRow.key)).all() == first == []
    assert len(bench.rows(SettingRow)) == 1


def test_a_full_disk_is_told_and_nothing_is_kept(bench: Bench) -> None:
    with bench.database.writing() as session:
        connection = session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    assert fault_of(bench).code == "disk.full"
    assert bench.rows(SettingRow) == []
    with bench.database.writing() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count=1073741823")
    bench.run(lambda context, _: put(context, setting("fee")))
    assert len(bench.rows(SettingRow)) == 1, "there is room again"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> Iterator[Bench]:
    monkeypatch.setattr(database_module, "_BUSY_MS", 20)
    bench.database.close()
    bench.database = bench.bus.database = Database(bench.folder.database, bench.cipher)
    yield bench
    bench.database.close()


def test_a_second_writer_is_told_to_wait(impatient: Bench) -> None:
    other = sqlite3.connect(impatient.folder.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert fault_of(impatient).code == "database.busy"
    assert impatient.rows(SettingRow) == [], "reading goes on meanwhile"
    other.execute("ROLLBACK")
    other.close()
    impatient.run(lambda context, _: put(context, setting("fee")))


def test_writers_take_their_turns(bench: Bench) -> None:
    other = Bench(bench.folder.root)
    waiting = threading.Thread(target=lambda: other.run(lambda context, _: put(context, setting("b"))))

    def first(context: Context, _: object) -> None:
        put(context, setting("a"))
        waiting.start()

    bench.run(first)
    waiting.join()
    other.database.close()
    assert [row["key"] for row in bench.rows(SettingRow)] == ["a", "b"]
    assert [row.seq for row in bench.journal()] == [1, 2]


def test_threads_of_one_program_share_the_writing_connection(bench: Bench) -> None:
    """What a round of sync writes beside the clerk's commands is not another program's."""
    version = bench.database.data_version()
    other = threading.Thread(target=lambda: bench.run(lambda context, _: put(context, setting("b"))))

    def first(context: Context, _: object) -> None:
        put(context, setting("a"))
        other.start()

    bench.run(first)
    other.join()
    assert [row["key"] for row in bench.rows(SettingRow)] == ["a", "b"]
    assert bench.database.data_version() == version


@pytest.mark.parametrize("wreck", ["zeroed", "text", "cut"])
def test_a_damaged_file_is_told(bench: Bench, wreck: str) -> None:
    bench.run(lambda context, _: put(context, setting("fee")))
    bench.database.close()
    file = bench.folder.database
    content = file.read_bytes()
    spoiled = {"zeroed": content[:4096] + bytes(len(content) - 4096), "text": b"x" * 5000, "cut": content[:9000]}
    file.write_bytes(spoiled[wreck])
    assert fault_of(bench).code == "database.damaged"


def test_a_file_that_may_not_be_written_is_told(bench: Bench) -> None:
    with bench.database.writing() as session:
        session.connection().exec_driver_sql("PRAGMA query_only=ON")
    assert fault_of(bench).code == "database.readonly"


def test_a_folder_that_went_away_is_told(tmp_path: Path) -> None:
    gone = Database(tmp_path / "gone" / "school.db", Cipher(KEY))
    with pytest.raises(EnvironmentFault) as fault, gone.reading() as session:
        session.execute(sa.select(SettingRow.key))
    assert fault.value.code == "database.unreachable"
    with pytest.raises(EnvironmentFault) as fault, gone.writing():
        pass
    assert fault.value.code == "database.unreachable"


def test_a_folder_name_with_odd_characters_is_that_folder(tmp_path: Path) -> None:
    folder = tmp_path / "资料 #1?50%20"
    folder.mkdir()
    odd = Database(folder / "school.db", Cipher(KEY))
    with odd.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE t (a)")
    odd.close()
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert (folder / "school.db").exists()


def test_a_broken_rule_of_the_tables_is_no_fault_of_the_disk() -> None:
    """Judged by SQLite's own code: a column's name may hold any word."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (locked_until TEXT NOT NULL, readonly TEXT)")
    with pytest.raises(sqlite3.IntegrityError), telling_faults():
        connection.execute("INSERT INTO t VALUES (NULL, NULL)")
    with pytest.raises(sqlite3.OperationalError), telling_faults():
        connection.execute("SELECT busy FROM t")
    connection.close()


def test_an_unknown_fault_stays_what_it_is() -> None:
    with pytest.raises(sqlite3.OperationalError, match="made up"), telling_faults():
        raise sqlite3.OperationalError("made up")

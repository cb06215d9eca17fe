"""The journal: any edit of a row is found, and no personal value lies in plain bytes on the disk."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from school_desk.kernel.commands import Context
from school_desk.kernel.tables import JournalRow, table_of
from tests.unit.kernel.bench import SCHOOL, SHEN, WU, Bench, Try, enterprise, notice, put, setting

MOBILE, SECRET = "13800005893", "33052319791002976X"
COLUMNS = [column.name for column in table_of(JournalRow).columns if column.name != "school_id"]


def fill(bench: Bench) -> None:
    """Four commands, one of them an undo."""
    first = bench.run(lambda context, _: put(context, setting("fee")), command=Try("甲"))
    bench.run(lambda context, _: put(context, setting("room")), command=Try("乙"), actor=WU)
    bench.undo(first)
    bench.run(lambda context, _: put(context, setting("seat")))


def edit(bench: Bench, statement: str, *values: Any) -> None:
    """Writes past the kernel, as somebody with a database tool would."""
    connection = sqlite3.connect(bench.folder.database)
    with connection:
        assert connection.execute(statement, values).rowcount > 0
    connection.close()


def test_an_untouched_chain_holds(bench: Bench) -> None:
    assert bench.first_broken() is None
    fill(bench)
    assert bench.first_broken() is None


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, int):
        return value + 40
    if value is None:
        return "f" * 32
    return value[:-1] + ("1" if value[-1] != "1" else "2") if value else "x"


@pytest.mark.parametrize("column", COLUMNS)
def test_any_edit_of_any_column_is_found(bench: Bench, column: str) -> None:
    fill(bench)
    connection = sqlite3.connect(bench.folder.database)
    (value,) = connection.execute(f"SELECT {column} FROM journal WHERE seq = 2").fetchone()
    connection.close()
    edit(bench, f"UPDATE journal SET {column} = ? WHERE seq = 2", other(value))
    assert bench.first_broken() in ((3, 42) if column == "seq" else (2,))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM journal WHERE seq = 2", 3),
        ("DELETE FROM journal WHERE seq = 1", 2),
        ("UPDATE journal SET payload = (SELECT payload FROM journal WHERE seq = 1) WHERE seq = 2", 2),
        ("UPDATE journal SET payload = x'' WHERE seq = 2", 2),
        ("UPDATE journal SET takes_back = NULL WHERE seq = 3", 3),
    ],
)
def test_removed_swapped_and_emptied_rows_are_found(bench: Bench, statement: str, found: int) -> None:
    fill(bench)
    edit(bench, statement)
    assert bench.first_broken() == found


def test_text_moved_from_one_column_to_the_next_is_found(bench: Bench) -> None:
    bench.run(lambda context, _: None, command=Try("甲\n乙"))
    edit(bench, "UPDATE journal SET actor_name = actor_name || char(10) || '甲', subject = '乙' WHERE seq = 1")
    assert bench.first_broken() == 1


def private(context: Context, _command: Any) -> dict[str, str]:
    put(context, notice("n1", at=context.made_at, mobile=MOBILE))
    put(context, enterprise("e1", "91330500MAHTN4EG0L", at=context.made_at))
    return {"id_number": SECRET}


def files(bench: Bench) -> list[Path]:
    return [path for path in bench.folder.root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("closed", [False, True], ids=["in the write-ahead log", "in the database"])
def test_no_personal_value_lies_in_plain_bytes(bench: Bench, closed: bool) -> None:
    outcome = bench.run(private)
    assert bench.payload(outcome).result == {"id_number": SECRET}
    with bench.database.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE proof (words TEXT)")
        session.connection().exec_driver_sql("INSERT INTO proof VALUES ('plain words are found by this test')")
    if closed:
        bench.database.close()
    written = {path.suffix: path.read_bytes() for path in files(bench) if path.name.startswith("school.db")}
    assert (".db-wal" in written) is not closed
    together = b"".join(written.values())
    assert b"plain words are found by this test" in together
    for personal in (MOBILE, SECRET):
        assert personal.encode() not in together
        assert personal.encode("utf-16-le") not in together


def test_what_the_journal_seals_opens_again_whole(bench: Bench) -> None:
    long = {"text": "名" * 5000, "at": (timedelta(hours=1)).total_seconds()}
    outcome = bench.run(lambda context, _: long, command=Try("x" * 300))
    assert bench.payload(outcome).result == long
    (row,) = bench.journal()
    assert len(row.subject) == 200
    assert row.made_at.tzinfo is not None


def test_another_schools_rows_are_another_chain(bench: Bench) -> None:
    fill(bench)
    with bench.database.writing() as session:
        copies = session.execute(sa.select(table_of(JournalRow))).mappings().all()
        session.connection().execute(
            sa.insert(table_of(JournalRow)), [{**row, "school_id": "f" * 32, "seq": row["seq"] + 7} for row in copies]
        )
    assert bench.first_broken() is None
    assert (SHEN.name, SCHOOL) == (bench.journal()[0].actor_name, bench.journal()[0].school_id)

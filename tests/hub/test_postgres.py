"""A school's data on a PostgreSQL server: one writer a school, two walls between schools, SQLite's ways, faults in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from school_desk.composition import metadata
from school_desk.enterprises.tables import FormerNameRow
from school_desk.hub import walls
from school_desk.hub.postgres import ATTEMPTS, PostgresDatabase, connect
from school_desk.kernel import database as kernel
from school_desk.kernel import schema
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.database import Database, SchoolDatabase, in_transaction, references_later
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.tables import CounterRow, SchoolRow, table_of
from tests.hub import servers
from tests.hub.servers import GUEST, OWNER, Server

CIPHER = Cipher(bytes(range(32)))
NOW = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)
COUNTER = table_of(CounterRow)


@pytest.fixture(scope="module")
def url(server: Server) -> str:
    """A database with today's tables."""
    metadata()
    made = server.make("walls")
    walls.bring_up_to_date(made)
    return made


@pytest.fixture
def schools(url: str) -> Iterator[tuple[PostgresDatabase, PostgresDatabase]]:
    """Two schools in one database, each with a counter that stands at 1."""
    opened = PostgresDatabase(url, "a" * 32, CIPHER), PostgresDatabase(url, "b" * 32, CIPHER)
    for one in opened:
        with one.writing() as session:
            facts = {"id": one.school_id, "name": f"{one.school_id[0]}校", "founded_at": NOW}
            session.connection().execute(sa.insert(table_of(SchoolRow)), facts)
            session.connection().execute(sa.insert(COUNTER), counter(one.school_id))
    yield opened
    for one in opened:
        with one.writing() as session:
            for table in (COUNTER, table_of(SchoolRow)):
                session.connection().execute(sa.delete(table))
        one.close()


def counter(school_id: str, series: str = "s", value: int = 1) -> dict[str, Any]:
    return {"school_id": school_id, "series": series, "value": value}


def counters(database: SchoolDatabase) -> list[tuple[str, str, int]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(sa.select(COUNTER).order_by(COUNTER.c.series))]


def code_of(fault: pytest.ExceptionInfo[EnvironmentFault]) -> str:
    return fault.value.code


def test_the_chain_makes_todays_tables_here_too(url: str) -> None:
    def differ(_context: Any, _inspected: Any, column: Any, kept: Any, wanted: Any) -> bool | None:
        """Whole numbers are all 8 bytes wide here."""
        return False if isinstance(kept, sa.Integer) and isinstance(wanted, sa.Integer) else None

    engine = connect(url, "")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": differ})
        found = [one for one in compare_metadata(context, metadata()) if one[0] not in ("add_fk", "remove_fk")]
        fixed = connection.exec_driver_sql(
            "SELECT count(*), count(*) FILTER (WHERE condeferrable) FROM pg_constraint WHERE contype = 'f'"
        ).one()
    engine.dispose()
    assert found == []
    assert fixed[0] == fixed[1] == sum(len(table.foreign_key_constraints) for table in metadata().tables.values())
    walls.bring_up_to_date(url)


def test_every_table_has_its_wall(url: str) -> None:
    engine = connect(url, "")
    with engine.connect() as connection:
        walled = {name for name, _, stands in walls._owners(connection) if stands}
    engine.dispose()
    assert walled == set(metadata().tables)


def test_the_server_counts_and_does_nothing_of_its_own(url: str) -> None:
    """Numbers come from counters and ids from the program, and no row changes behind the recorder's back."""
    engine = connect(url, "")
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM pg_class WHERE relkind = 'S'), (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),"
            " (SELECT count(*) FROM pg_trigger WHERE tgisinternal)"
        ).one()
    engine.dispose()
    assert tuple(found[:2]) == (0, 0)
    assert found[2] > 0, "the server keeps the references with some of its own, which are told apart"


def test_a_table_without_its_wall_is_not_opened(server: Server, url: str) -> None:
    broken = server.make("broken", of="walls")
    engine = connect(broken, "")
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE trainee NO FORCE ROW LEVEL SECURITY")
    engine.dispose()
    with pytest.raises(EnvironmentFault, match="trainee") as fault:
        walls.bring_up_to_date(broken)
    assert code_of(fault) == "hub.walls"


def test_a_school_sees_and_touches_nothing_of_another(schools: tuple[PostgresDatabase, PostgresDatabase]) -> None:
    """Whatever a statement asks for: the owner of the tables, without any `school_id =` of its own."""
    one, other = schools
    with one.reading() as session:
        assert session.scalars(sa.select(COUNTER.c.school_id)).all() == [one.school_id]
        assert session.execute(sa.select(COUNTER).where(COUNTER.c.school_id == other.school_id)).all() == []
        assert session.scalars(sa.select(SchoolRow.id)).all() == [one.school_id]
    with one.writing() as session:
        connection = session.connection()
        assert connection.execute(sa.update(COUNTER).values(value=9)).rowcount == 1
        assert connection.execute(sa.delete(COUNTER).where(COUNTER.c.school_id == other.school_id)).rowcount == 0
    assert counters(other) == [(other.school_id, "s", 1)]
    for wrong in (sa.insert(COUNTER).values(**counter(other.school_id, "t")), sa.update(COUNTER).values(school_id="c")):
        with pytest.raises(EnvironmentFault) as fault, one.writing() as session:
            session.connection().execute(wrong)
        assert code_of(fault) == "database.readonly"
    assert counters(other) == [(other.school_id, "s", 1)]


def test_without_a_school_there_is_nothing(url: str, schools: tuple[PostgresDatabase, PostgresDatabase]) -> None:
    engine = connect(url, "")
    with engine.connect() as connection:
        connection.exec_driver_sql("RESET app.school")
        assert connection.execute(sa.select(COUNTER)).all() == []
    engine.dispose()


def test_an_account_that_owns_nothing_works_within_the_same_walls(
    server: Server, url: str, schools: tuple[PostgresDatabase, PostgresDatabase]
) -> None:
    guests = server.url("walls", GUEST)
    walls.admit(url, GUEST)
    walls.bring_up_to_date(guests)
    database = PostgresDatabase(guests, schools[0].school_id, CIPHER)
    with database.writing() as session:
        assert session.connection().execute(sa.update(COUNTER).values(value=7)).rowcount == 1
    database.close()
    assert [row[2] for one in schools for row in counters(one)] == [7, 1]


def test_only_the_owner_upgrades(server: Server, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    walls.admit(url, GUEST)
    monkeypatch.setattr(schema, "HEAD", "9001")
    with pytest.raises(EnvironmentFault, match="所有者") as fault:
        walls.bring_up_to_date(server.url("walls", GUEST))
    assert code_of(fault) == "hub.account"


def test_who_stands_above_walls_is_sent_away(server: Server, url: str) -> None:
    with pytest.raises(EnvironmentFault, match="普通账号") as fault:
        walls.bring_up_to_date(server.url("walls", "postgres"))
    assert code_of(fault) == "hub.account"


def test_a_newer_database_is_refused(server: Server, url: str) -> None:
    newer = server.make("newer", of="walls")
    engine = connect(newer, "")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(EnvironmentFault, match="更新版本"):
        walls.bring_up_to_date(newer)


def test_one_writer_per_school(url: str, schools: tuple[PostgresDatabase, PostgresDatabase]) -> None:
    one, other = schools
    second = connect(url, one.school_id)
    locked = pytest.raises(sa.exc.OperationalError, match="could not obtain lock")
    with one.writing(), other.writing(), second.connect() as connection, locked:
        connection.exec_driver_sql("SELECT 1 FROM school FOR UPDATE NOWAIT")
    with second.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1 FROM school FOR UPDATE NOWAIT").scalar() == 1
    second.dispose()


def test_a_reader_sees_one_state_and_cannot_write(schools: tuple[PostgresDatabase, PostgresDatabase]) -> None:
    one, _ = schools
    with one.reading() as session:
        before = session.execute(sa.select(COUNTER)).all()
        with one.writing() as writer:
            writer.connection().execute(sa.update(COUNTER).values(value=5))
        assert session.execute(sa.select(COUNTER)).all() == before
    assert counters(one)[0][2] == 5
    with pytest.raises(EnvironmentFault) as fault, one.reading() as session:
        session.connection().execute(sa.delete(COUNTER))
    assert code_of(fault) == "database.readonly"


def test_readers_wait_for_no_writer(
    schools: tuple[PostgresDatabase, PostgresDatabase], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who wait to write hold a connection each; when all are taken, the next one is told that it is busy."""
    one, _ = schools
    pool = one._writer.pool
    assert isinstance(pool, sa.pool.QueuePool)
    monkeypatch.setattr(pool, "_timeout", 0.01)
    with ExitStack() as waiting:
        for _ in range(pool.size() + pool._max_overflow):
            waiting.enter_context(one._writer.connect())
        with pytest.raises(EnvironmentFault) as fault, one.writing():
            pass
        assert code_of(fault) == "database.busy"
        assert counters(one) == [(one.school_id, "s", 1)]


class Disturbed:
    """Work that another transaction gets in the way of, so many times."""

    def __init__(self, times: int, state: str = "40001") -> None:
        self.left, self.state, self.tries = times, state, 0

    def __call__(self, session: Session) -> int:
        self.tries += 1
        session.connection().execute(sa.update(COUNTER).values(value=COUNTER.c.value + 1))
        if self.left:
            self.left -= 1
            session.connection().exec_driver_sql(f"DO $$ BEGIN RAISE SQLSTATE '{self.state}'; END $$")
        return self.tries


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03"])
def test_a_disturbed_write_is_begun_again(schools: tuple[PostgresDatabase, PostgresDatabase], state: str) -> None:
    one, _ = schools
    pauses: list[float] = []
    assert in_transaction(one, Disturbed(2, state), pauses.append) == 3
    assert counters(one) == [(one.school_id, "s", 2)]
    assert pauses == sorted(set(pauses)), "longer each time"


def test_it_is_given_up_in_words(schools: tuple[PostgresDatabase, PostgresDatabase]) -> None:
    work = Disturbed(100)
    with pytest.raises(EnvironmentFault) as fault:
        in_transaction(schools[0], work, lambda _: None)
    assert (code_of(fault), work.tries) == ("database.busy", ATTEMPTS)
    assert counters(schools[0])[0][2] == 1


def test_another_fault_is_not_tried_again(schools: tuple[PostgresDatabase, PostgresDatabase]) -> None:
    work = Disturbed(100, "53100")
    with pytest.raises(EnvironmentFault) as fault:
        in_transaction(schools[0], work, lambda _: None)
    assert (code_of(fault), work.tries) == ("disk.full", 1)


def test_a_file_that_is_busy_is_tried_again_on_a_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "_BUSY_MS", 1)
    schema.bring_up_to_date(tmp_path / "school.db")
    other = sqlite3.connect(tmp_path / "school.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    hub, desk = (Database(tmp_path / "school.db", CIPHER, attempts) for attempts in (2, 1))
    with pytest.raises(EnvironmentFault):
        in_transaction(desk, lambda _: 1, lambda _: None)

    def let_go(_seconds: float) -> None:
        other.execute("ROLLBACK")

    assert in_transaction(hub, lambda _: 1, let_go) == 1
    for one in (hub, desk, other):
        one.close()


def test_a_server_that_is_away_is_told(server: Server) -> None:
    for wrong in (f"postgresql://{OWNER}@/nowhere?host={server.folder}", "postgresql://a@/b?host=/nowhere"):
        with pytest.raises(EnvironmentFault) as fault:
            walls.bring_up_to_date(wrong)
        assert code_of(fault) == "database.unreachable"
    for wrong in ("sqlite:///x", "postgres", "mysql://x/y"):
        with pytest.raises(EnvironmentFault) as fault:
            walls.bring_up_to_date(wrong)
        assert code_of(fault) == "hub.url"


def test_values_are_as_sqlite_has_them(schools: tuple[PostgresDatabase, PostgresDatabase]) -> None:
    one, _ = schools
    rows = [counter(one.school_id, series, 2**40) for series in ("b" * 80, "B", "甲", "a%", "_")]
    with one.writing() as session:
        session.connection().execute(sa.insert(COUNTER), rows)
    assert [row[1] for row in counters(one)] == sorted([*(row["series"] for row in rows), "s"])
    with one.reading() as session:
        total = session.scalar(sa.select(sa.func.sum(COUNTER.c.value)))
        found = session.scalars(sa.select(COUNTER.c.series).where(COUNTER.c.series.contains("A%", autoescape=True)))
        assert (type(total), total) == (int, 5 * 2**40 + 1)
        assert found.all() == ["a%"]


def test_references_may_come_later_but_hold_at_the_end(schools: tuple[PostgresDatabase, PostgresDatabase]) -> None:
    one, _ = schools
    former: dict[str, Any] = {
        "school_id": one.school_id,
        "id": "f",
        "enterprise_id": "nobody",
        "name": "n",
        "name_key": "n",
    }
    former |= {"credit_code": "c", "until": date(2026, 1, 1), "reason": "r"}
    table = table_of(FormerNameRow)
    with one.writing() as session:
        with pytest.raises(IntegrityError), session.begin_nested():
            session.connection().execute(sa.insert(table), former)
        with references_later(session):
            session.connection().execute(sa.insert(table), former)
            session.connection().execute(sa.delete(table))
        with pytest.raises(IntegrityError), session.begin_nested(), references_later(session):
            session.connection().execute(sa.insert(table), former)


@pytest.mark.parametrize(("ci", "told"), [("1", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_without_a_server_ci_fails_and_others_skip_loudly(
    monkeypatch: pytest.MonkeyPatch, ci: str, told: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(servers, "programs", lambda: None)
    with pytest.raises(told, match="PostgreSQL"), servers.running_server():
        raise AssertionError("there is none")

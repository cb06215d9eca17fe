"""Working ahead of a PostgreSQL server: the same rows, the same faults, only later; and fewer waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from psycopg.sql import SQL
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from school_desk.composition import metadata
from school_desk.hub import walls
from school_desk.hub.ahead import ahead_of
from school_desk.hub.postgres import PostgresDatabase
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.database import in_transaction
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.sync_tables import DeskRow, DeskState
from school_desk.kernel.tables import CounterRow, SchoolRow, table_of
from tests.hub.servers import Server

COUNTER, SCHOOL = table_of(CounterRow), "a" * 32
NOW = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def url(server: Server) -> str:
    """A database with one school."""
    metadata()
    made = server.make("ahead")
    walls.bring_up_to_date(made)
    return made


@pytest.fixture
def database(url: str) -> Iterator[PostgresDatabase]:
    """The school's, with counters a, b and c that stand at 1."""
    opened = PostgresDatabase(url, SCHOOL, Cipher(bytes(range(32))))
    with opened.writing() as session:
        connection = session.connection()
        connection.execute(sa.insert(table_of(SchoolRow)), {"id": SCHOOL, "name": "校", "founded_at": NOW})
        connection.execute(sa.insert(COUNTER), [row(series) for series in "abc"])
    yield opened
    with opened.writing() as session:
        for table in (COUNTER, table_of(DeskRow), table_of(SchoolRow)):
            session.connection().execute(sa.delete(table))
    opened.close()


def row(series: str, value: int = 1) -> dict[str, Any]:
    return {"school_id": SCHOOL, "series": series, "value": value}


def put(session: Session, series: str, value: int = 1) -> None:
    session.connection().execute(sa.insert(COUNTER), row(series, value))


def counters(session: Session) -> dict[str, int]:
    rows = session.connection().execute(sa.select(COUNTER.c.series, COUNTER.c.value))
    return {one.series: one.value for one in rows}


def kept(database: PostgresDatabase) -> dict[str, int]:
    with database.reading() as session:
        return counters(session)


class Waits:
    """Counts how often an answer is waited for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, sync = 0, psycopg.Pipeline.sync

        def counted(pipeline: psycopg.Pipeline) -> None:
            self.count += 1
            sync(pipeline)

        monkeypatch.setattr(psycopg.Pipeline, "sync", counted)


def test_who_only_writes_waits_once_and_who_asks_sees_it_all(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = Waits(monkeypatch)
    with database.writing() as session:
        connection = session.connection()
        with session.begin_nested(), database.ahead(session):
            for turn in range(20):
                connection.execute(sa.update(COUNTER).where(COUNTER.c.series == "a").values(value=turn))
            put(session, "d")
            connection.execute(sa.delete(COUNTER).where(COUNTER.c.series == "b"))
            assert waits.count == 0
            assert counters(session) == {"a": 19, "c": 1, "d": 1}
            assert waits.count == 1
            put(session, "e")
        assert waits.count == 2
    assert kept(database) == {"a": 19, "c": 1, "d": 1, "e": 1}


def test_a_fault_comes_at_the_next_question(database: PostgresDatabase) -> None:
    with database.writing() as session:
        with pytest.raises(IntegrityError):
            ahead(database, session, put_a, put_d, counters)
        put(session, "e")
    assert kept(database) == {"a": 1, "b": 1, "c": 1, "e": 1}


def test_a_fault_comes_at_the_end_at_the_latest(database: PostgresDatabase) -> None:
    with database.writing() as session:
        with pytest.raises(psycopg.errors.UniqueViolation):
            ahead(database, session, put_d, put_a)
        assert counters(session) == {"a": 1, "b": 1, "c": 1}


def test_of_several_faults_the_first_is_told(database: PostgresDatabase) -> None:
    with database.writing() as session:
        with pytest.raises((IntegrityError, psycopg.errors.UniqueViolation)):
            ahead(database, session, *[put_a] * 20, put_d)
        put(session, "e")
    assert kept(database) == {"a": 1, "b": 1, "c": 1, "e": 1}


def test_a_fault_that_somebody_passed_over_is_told_again(database: PostgresDatabase) -> None:
    """What was written is not as it seemed, whatever its writer made of it."""

    def passed_over(session: Session) -> None:
        gone = session.connection().execute(sa.delete(COUNTER).where(COUNTER.c.series == "nobody's"))
        assert gone.rowcount == 1, "a guess"
        with pytest.raises(StaleDataError):
            counters(session)

    with database.writing() as session, pytest.raises(StaleDataError):
        ahead(database, session, passed_over, put_d)
    assert kept(database) == {"a": 1, "b": 1, "c": 1}


def test_a_fault_within_a_savepoint_ends_with_it(database: PostgresDatabase) -> None:
    def within(session: Session) -> None:
        with pytest.raises((IntegrityError, psycopg.errors.UniqueViolation)), session.begin_nested():
            put_a(session)
        assert counters(session) == {"a": 1, "b": 1, "c": 1}

    with database.writing() as session:
        ahead(database, session, within, put_d)
    assert kept(database) == {"a": 1, "b": 1, "c": 1, "d": 1}


def test_what_goes_back_to_a_savepoint_takes_its_faults_along(database: PostgresDatabase) -> None:
    def given_up(session: Session) -> None:
        with session.begin_nested() as savepoint:
            put_a(session)  # there is one: never told
            savepoint.rollback()

    with database.writing() as session:
        ahead(database, session, put_d, given_up, lambda session: put(session, "e"))
    assert kept(database) == {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}


def test_what_raises_leaves_the_line_open(database: PostgresDatabase) -> None:
    with database.writing() as session:
        with pytest.raises(ZeroDivisionError):
            ahead(database, session, put_d, put_a, lambda _: 1 // 0)
        driver = session.connection().connection.driver_connection
        assert ahead_of(driver) is None
        assert isinstance(driver, psycopg.Connection)
        assert driver.pgconn.pipeline_status == psycopg.pq.PipelineStatus.OFF
        put(session, "e")
    assert kept(database) == {"a": 1, "b": 1, "c": 1, "e": 1}


def test_a_count_that_was_guessed_is_compared(database: PostgresDatabase) -> None:
    """The unit of work asks each update for its count: one that met no row must not pass."""
    one = desk()

    def renamed_too_late(session: Session) -> None:
        session.connection().execute(sa.delete(table_of(DeskRow)))
        one.name = "2号机"
        session.flush()

    with database.writing() as session:
        session.add(one)
        session.flush()
        with pytest.raises(StaleDataError):
            ahead(database, session, renamed_too_late)


def test_a_count_that_was_guessed_right_passes(database: PostgresDatabase) -> None:
    one = desk()

    def renamed(session: Session) -> None:
        session.add(one)
        session.flush()
        one.name = "2号机"
        session.flush()
        session.connection().execute(sa.delete(COUNTER).where(COUNTER.c.series == "nobody's"))  # nobody asks how many

    with database.writing() as session:
        ahead(database, session, renamed)
    with database.reading() as session:
        assert session.scalars(sa.select(DeskRow.name)).all() == ["2号机"]


def test_many_rows_at_once_are_counted(database: PostgresDatabase) -> None:
    def seven(session: Session) -> None:
        changed = sa.update(COUNTER).where(COUNTER.c.series == sa.bindparam("one")).values(value=sa.bindparam("to"))
        assert session.connection().execute(changed, [{"one": series, "to": 7} for series in "abd"]).rowcount == 3

    with database.writing() as session:
        ahead(database, session, put_d, seven)
    assert kept(database) == {"a": 7, "b": 7, "c": 1, "d": 7}


def test_what_the_driver_itself_refuses(database: PostgresDatabase) -> None:
    with database.writing() as session:
        with pytest.raises(DataError):
            ahead(database, session, put_d, lambda session: put(session, "\0"))
        put(session, "e")
    assert kept(database) == {"a": 1, "b": 1, "c": 1, "e": 1}


FAIL = """CREATE OR REPLACE FUNCTION pg_temp.fail() RETURNS bigint LANGUAGE plpgsql AS
'BEGIN RAISE SQLSTATE ''{}''; END'"""


@pytest.mark.parametrize(("state", "code"), [("40001", "database.busy"), ("53100", "disk.full")])
def test_what_the_server_is_to_blame_for_is_told_in_words(database: PostgresDatabase, state: str, code: str) -> None:
    def work(session: Session) -> None:
        session.connection().exec_driver_sql(FAIL.format(state))
        failing = sa.update(COUNTER).values(value=sa.text("pg_temp.fail()"))
        ahead(database, session, lambda session: session.connection().execute(failing), put_d)

    with pytest.raises(EnvironmentFault) as fault:
        in_transaction(database, work, lambda _: None)
    assert fault.value.code == code
    assert kept(database) == {"a": 1, "b": 1, "c": 1}


def test_a_line_that_breaks_is_told_and_the_next_one_works(database: PostgresDatabase, server: Server) -> None:
    def break_off(_session: Session) -> None:
        server.tell(SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'ahead'"))

    with pytest.raises(EnvironmentFault) as fault:
        in_transaction(database, lambda session: ahead(database, session, put_d, break_off, put_d))
    assert fault.value.code == "database.unreachable"
    assert kept(database) == {"a": 1, "b": 1, "c": 1}


def ahead(database: PostgresDatabase, session: Session, *steps: Callable[[Session], object]) -> None:
    """The steps, one after the other, as a Hub works ahead."""
    with session.begin_nested(), database.ahead(session):
        for step in steps:
            step(session)


def put_a(session: Session) -> None:
    """There is one: it cannot be put."""
    put(session, "a")


def put_d(session: Session) -> None:
    """There is none yet."""
    put(session, "d")


def desk() -> DeskRow:
    return DeskRow(
        school_id=SCHOOL, id="d" * 32, no=1, name="1号机", token_digest="t", state=DeskState.JOINED, last_n=0,
        joined_at=NOW, seen_at=None,
    )  # fmt: skip

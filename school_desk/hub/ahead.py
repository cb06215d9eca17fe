"""Tells a PostgreSQL server what only writes without waiting for each answer: one wait for a question, not one for each statement.

What the server makes of a statement is then known later, at the next question or at the end, so an error comes out of another statement
than caused it. Whoever works ahead does so within a savepoint, and where it fails does the same again step by step.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.psycopg import PGExecutionContext_psycopg
from sqlalchemy.orm.exc import StaleDataError

# So many waits take in a fault, what was skipped after it, and the end.
_AT_LEAST = 3
_working: WeakKeyDictionary[psycopg.Connection[Any], Ahead] = WeakKeyDictionary()


class Sent:
    """A statement that was sent. `told`: how many rows somebody went on with before the answer was there."""

    def __init__(self, cursor: psycopg.Cursor[Any], likely: int) -> None:
        self.cursor = cursor
        self.told: int | None = None
        self._likely = likely

    def rows(self) -> int:
        """How many rows it wrote, or very likely did: as many as it names. A guess is compared with the answer."""
        if self.cursor.rowcount >= 0:
            return self.cursor.rowcount
        self.told = self._likely
        return self.told


class Ahead:
    """What one connection has sent and not heard of yet."""

    def __init__(self, connection: psycopg.Connection[Any], pipeline: psycopg.Pipeline) -> None:
        self._connection = connection
        self._pipeline = pipeline
        self._sent: list[Sent] = []
        self._fault: Exception | None = None

    def send(self, statement: str, parameters: Any) -> Sent:
        """Sends a statement that answers no rows."""
        cursor = self._connection.cursor()
        with self._heeding_faults():
            cursor.execute(statement, parameters)
        self._sent.append(Sent(cursor, 1))
        return self._sent[-1]

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Within, a statement is executed: what was sent before it and the statement itself are answered afterwards."""
        with self._heeding_faults():
            yield
            self._pipeline.sync()
            self._compare()

    def wait(self) -> None:
        """Until all is answered. Raises the first fault, also one that somebody passed over."""
        with self.waiting():
            pass
        if self._fault is not None:
            raise self._fault

    def give_up(self) -> None:
        """Until all is answered, whatever the answers are: what was written will be taken back."""
        most, self._sent = len(self._sent) + _AT_LEAST, []
        for _ in range(most):  # of several faults each is told once; what follows one is skipped by the server
            if self._connection.closed:
                return
            with suppress(psycopg.Error):
                self._pipeline.sync()
                return

    def go_back(self) -> None:
        """All that was written since a savepoint is about to be taken back, faults and all."""
        self.give_up()
        self._fault = None

    @contextmanager
    def _heeding_faults(self) -> Iterator[None]:
        """After a fault the connection takes statements again, as it does where each is waited for."""
        try:
            yield
        except Exception as fault:
            self._fault = self._fault or fault
            self.give_up()
            raise

    def _compare(self) -> None:
        sent, self._sent = self._sent, []
        for one in sent:
            if one.told is not None and one.told != one.cursor.rowcount:
                raise StaleDataError(f"{one.told} rows were to be written, {one.cursor.rowcount} were")


class Execution(PGExecutionContext_psycopg):
    """An execution whose statement may still be on its way."""

    sent: Sent | None = None

    @property
    def rowcount(self) -> int:
        """See Sent.rows."""
        return int(super().rowcount) if self.sent is None else self.sent.rows()

    @property
    def only_writes(self) -> bool:
        """Whether the statement answers no rows."""
        compiled: Any = self.compiled
        return (self.isinsert or self.isupdate or self.isdelete) and not compiled.effective_returning


@contextmanager
def working_ahead(connection: sa.Connection) -> Iterator[None]:
    """Within, what only writes is sent and not waited for. Raises the first fault that the server tells, at the latest at the end."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection) or not psycopg.Pipeline.is_supported():
        yield
        return
    with driver.pipeline() as pipeline:
        ahead = _working[driver] = Ahead(driver, pipeline)
        try:
            yield
            ahead.wait()
        except BaseException:
            ahead.give_up()
            raise
        finally:
            del _working[driver]


def ahead_of(driver: Any) -> Ahead | None:
    """What a driver's connection has sent ahead; None where each statement is waited for."""
    return _working.get(driver)

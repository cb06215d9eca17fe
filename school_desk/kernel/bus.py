"""The one write path: gate → transaction → handler → rows → journal → outbox → commit → Changes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import journal, settings
from school_desk.kernel.clock import Clock, local_date
from school_desk.kernel.commands import ANYONE, Actor, Command, Context, reactions, registration, to_wire
from school_desk.kernel.database import Database
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.ids import check_command_id, derived_id, new_id
from school_desk.kernel.recording import Change, Key, Recording
from school_desk.kernel.settings import Setting
from school_desk.kernel.tables import CounterRow, JournalRow, table_of


@dataclass(frozen=True)
class Outcome:
    """What became of a command. `changes`: ids touched, by table. A duplicate was carried out before: its first result is told again."""

    command_id: str
    name: str
    label: str
    result: Any
    changes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    duplicate: bool = False


class _DryRun(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class Bus:
    """Carries out commands on one database, one at a time."""

    def __init__(self, database: Database, school_id: str, clock: Clock) -> None:
        self.database = database
        self.school_id = school_id
        self.clock = clock

    def execute(
        self, command: Command, actor: Actor, *, command_id: str | None = None, dry_run: bool = False
    ) -> Outcome:
        """Carries out `command`: everything is kept when this returns, nothing when it raises.

        The same `command_id` twice has no second effect. A dry run tells the outcome and keeps nothing.
        Raises RuleViolation (nothing changed, the sentence says how to go on) or EnvironmentFault.
        """
        entry = registration(type(command).__name__)
        if entry.command.allowed is not ANYONE and not actor.roles & entry.command.allowed:
            raise RuleViolation(
                "command.not_allowed", f"您的角色不能办理“{entry.command.label}”，请由有权限的同事办理。"
            )
        made_at = self.clock.now()
        command_id = new_id(made_at) if command_id is None else check_command_id(command_id)
        try:
            with self.database.writing() as session:
                outcome = self._carry_out(session, command, actor, command_id, made_at)
                if dry_run:
                    raise _DryRun(outcome)
        except _DryRun as tried:
            return tried.outcome
        return outcome

    def _carry_out(
        self, session: Session, command: Command, actor: Actor, command_id: str, made_at: datetime
    ) -> Outcome:
        entry, name = registration(type(command).__name__), type(command).__name__
        known = journal.find(session, self.school_id, command_id)
        if known is not None:
            result = journal.open_payload(self.database.cipher, known).result
            return Outcome(command_id, known.name, entry.command.label, result, duplicate=True)
        recording = session.info["recording"] = Recording(self.database.cipher.keyed_hash)
        numbers: list[tuple[str, int]] = []
        context = self._context(session, actor, command_id, made_at, numbers)
        counted = _Counted(session)
        result = entry.handler(context, command)
        session.flush()
        counted.check(recording, numbers)
        changes = recording.net()
        row = JournalRow(
            school_id=self.school_id,
            id=command_id,
            name=name,
            version=entry.command.version,
            actor_id=actor.id,
            actor_name=actor.name,
            made_at=made_at,
            subject=command.subject[:200],
            takes_back=command.takes_back,
        )
        payload = journal.Payload(
            to_wire(command), msgspec.to_builtins(result), tuple(numbers), journal.images(changes)
        )
        journal.append(session, self.database.cipher, row, payload)
        return Outcome(command_id, name, entry.command.label, result, _by_table(changes))

    def _context(
        self, session: Session, actor: Actor, command_id: str, made_at: datetime, numbers: list[tuple[str, int]]
    ) -> Context:
        today = local_date(made_at)

        def number(series: str) -> int:
            numbers.append((series, _next_number(session, self.school_id, series)))
            return numbers[-1][1]

        def setting(setting: Setting[Any], on: date | None = None) -> Any:
            return settings.read(session, self.school_id, setting, on or today)

        def emit(event: Any) -> None:
            session.flush()
            for reaction in reactions(event):
                reaction(context, event)

        context = Context(
            session,
            self.school_id,
            command_id,
            actor,
            made_at,
            today,
            number,
            setting,
            emit,
            partial(derived_id, command_id),
        )
        return context


class _Counted:
    """The tripwire: the database's own count of changed rows must equal what was recorded."""

    def __init__(self, session: Session) -> None:
        driver = session.connection().connection.driver_connection
        self._driver = driver if isinstance(driver, sqlite3.Connection) else None
        self._before = self._driver.total_changes if self._driver else 0

    def check(self, recording: Recording, numbers: list[tuple[str, int]]) -> None:
        """Raises AssertionError when something changed rows behind the recorder."""
        if self._driver is None:
            return
        written = self._driver.total_changes - self._before
        if written != recording.writes + len(numbers):
            raise AssertionError(f"{written} rows written, {recording.writes} recorded, {len(numbers)} numbers drawn")


def _next_number(session: Session, school_id: str, series: str) -> int:
    table = table_of(CounterRow)
    connection = session.connection()
    where = (table.c.school_id == school_id, table.c.series == series)
    last = connection.execute(sa.select(table.c.value).where(*where)).scalar()
    if last is None:
        connection.execute(sa.insert(table), {"school_id": school_id, "series": series, "value": 1})
        return 1
    connection.execute(sa.update(table).where(*where).values(value=last + 1))
    return int(last) + 1


def _by_table(changes: dict[Key, Change]) -> dict[str, tuple[str, ...]]:
    tables: dict[str, list[str]] = {}
    for table, row_id in changes:
        tables.setdefault(table, []).append(row_id)
    return {table: tuple(ids) for table, ids in tables.items()}

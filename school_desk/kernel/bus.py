"""The one write path: gate → transaction → handler → rows → journal → outbox → commit → Changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from school_desk.kernel import journal, outbox, settings
from school_desk.kernel.clock import Clock, local_date
from school_desk.kernel.commands import ANYONE, Actor, Command, Context, reactions, registration, to_wire
from school_desk.kernel.database import SchoolDatabase, in_transaction
from school_desk.kernel.effects import effect_of
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.ids import check_command_id, derived_id, new_id
from school_desk.kernel.loading import by_table
from school_desk.kernel.numbers import Drawing, Source, of_a_desk
from school_desk.kernel.recording import Change, Key, Recording
from school_desk.kernel.settings import Setting
from school_desk.kernel.sync_tables import link_of
from school_desk.kernel.tables import JournalRow


@dataclass(frozen=True)
class Outcome:
    """What became of a command. `changes`: ids touched, by table; `seq`: its number in the journal.

    A duplicate was carried out before: its first result is told again.
    """

    command_id: str
    name: str
    label: str
    result: Any
    changes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    duplicate: bool = False
    seq: int = 0


@dataclass(frozen=True)
class Given:
    """A command as it was given: who decided, when, and what it drew and did where it was carried out first.

    `numbers` are drawn again in their place, never anew. With an `effect` (see effects.effect_of) the command must do exactly that.
    `origin` is the desk it came from, on a Hub, or the proof that it is the Hub's own; `n` the desk's own number of it, when it runs
    again there. `new`: the caller has looked, in the same transaction, that nobody carried it out before.
    """

    command: Command
    actor: Actor
    command_id: str
    made_at: datetime
    numbers: tuple[tuple[str, int], ...] = ()
    effect: str | None = None
    origin: str = ""
    n: int | None = None
    new: bool = False


class _DryRun(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class Bus:
    """Carries out commands on one database, one at a time. `source` gives the numbers that people read."""

    def __init__(self, database: SchoolDatabase, school_id: str, clock: Clock, source: Source = of_a_desk) -> None:
        self.database = database
        self.school_id = school_id
        self.clock = clock
        self._source = source

    def execute(
        self,
        command: Command,
        actor: Actor,
        *,
        command_id: str | None = None,
        dry_run: bool = False,
        last: Callable[[Any], None] | None = None,
    ) -> Outcome:
        """Carries out `command`: everything is kept when this returns, nothing when it raises.

        The same `command_id` twice has no second effect. A dry run tells the outcome and keeps nothing. `last` gets the result before
        anything is kept; when it raises, nothing is.
        Raises RuleViolation (nothing changed, the sentence says how to go on) or EnvironmentFault.
        """
        made_at = self.clock.now()
        command_id = new_id(made_at) if command_id is None else check_command_id(command_id)
        given = Given(command, actor, command_id, made_at)
        check_gate(given)

        def work(session: Session) -> Outcome:
            outcome = self.carry_out(session, given)
            if dry_run:
                raise _DryRun(outcome)
            if last is not None:
                last(outcome.result)
            return outcome

        try:
            return in_transaction(self.database, work)
        except _DryRun as tried:
            return tried.outcome

    def carry_out(self, session: Session, given: Given) -> Outcome:
        """Carries out a command within a transaction that is the caller's, and writes it to the journal.

        Raises RuleViolation `effect.differs` when it did something else than `given.effect`; the caller takes back what was written.
        """
        known = None if given.new else journal.find(session, self.school_id, given.command_id)
        if known is not None:
            result = journal.open_payload(self.database.cipher, known).result
            label = registration(known.name).command.label
            return Outcome(given.command_id, known.name, label, result, duplicate=True, seq=known.seq)
        recording = session.info["recording"] = Recording()
        counted = _Counted(session)
        drawing = Drawing(session, self.school_id, self._source, given.numbers)
        entry = registration(type(given.command).__name__)
        result = entry.handler(self._context(session, given, counted.aside(drawing)), given.command)
        session.flush()
        counted.check(recording)
        changes = recording.net()
        payload = journal.Payload(
            to_wire(given.command), msgspec.to_builtins(result), tuple(drawing.drawn), journal.images(changes)
        )
        if given.effect is not None and effect_of(payload.rows) != given.effect:
            raise EffectDiffers(changes)
        seq = self._keep(session, given, payload)
        command = entry.command
        return Outcome(given.command_id, command.__name__, command.label, result, by_table(changes), seq=seq)

    def _keep(self, session: Session, given: Given, payload: journal.Payload) -> int:
        command, cipher = given.command, self.database.cipher
        row = JournalRow(
            school_id=self.school_id,
            id=given.command_id,
            name=type(command).__name__,
            version=command.version,
            actor_id=given.actor.id,
            actor_name=given.actor.name,
            made_at=given.made_at,
            subject=command.subject[:200],
            takes_back=command.takes_back,
            origin=given.origin,
        )
        if self._source is not of_a_desk:  # a Hub tells nobody: its journal is what desks fetch
            journal.append(session, cipher, row, payload)
            return row.seq
        link = link_of(session, self.school_id)
        if link is None:
            journal.append(session, cipher, row, payload)
            outbox.leave(session, row)
        else:
            n = given.n or outbox.next_n(session, link)
            journal.append_waiting(session, cipher, row, payload, n)
            outbox.leave(session, row, n, given.effect or effect_of(payload.rows))
        return row.seq

    def _context(self, session: Session, given: Given, number: Callable[[str], int]) -> Context:
        today = local_date(given.made_at)

        def setting(setting: Setting[Any], on: date | None = None) -> Any:
            return settings.read(session, self.school_id, setting, on or today)

        def emit(event: Any) -> None:
            session.flush()
            for reaction in reactions(event):
                reaction(context, event)

        context = Context(
            session,
            self.school_id,
            given.command_id,
            given.actor,
            given.made_at,
            today,
            number,
            setting,
            emit,
            partial(derived_id, given.command_id),
        )
        return context


class EffectDiffers(RuleViolation):
    """A command did something else than the clerk saw. `changes`: what it would have done."""

    def __init__(self, changes: dict[Key, Change]) -> None:
        super().__init__(
            "effect.differs", "办理的结果与当时看到的不一样：有人先改了相关的记录。请看过现在的内容，再重新办理。"
        )
        self.changes = changes


def check_gate(given: Given) -> None:
    """Raises RuleViolation `command.not_allowed` when the actor has none of the roles that the command asks for."""
    kind = type(given.command)
    if kind.allowed is not ANYONE and not given.actor.roles & kind.allowed:
        raise RuleViolation("command.not_allowed", f"您的角色不能办理“{kind.label}”，请由有权限的同事办理。")


class _Counted:
    """The tripwire: the database's own count of changed rows must equal what was recorded. What numbers write is set aside."""

    def __init__(self, session: Session) -> None:
        driver = session.connection().connection.driver_connection
        self._driver = driver if isinstance(driver, sqlite3.Connection) else None
        self._before = self._total()

    def _total(self) -> int:
        return self._driver.total_changes if self._driver else 0

    def aside(self, draw: Callable[[str], int]) -> Callable[[str], int]:
        """`draw`, whose rows do not count."""

        def drawn(series: str) -> int:
            before = self._total()
            number = draw(series)
            self._before += self._total() - before
            return number

        return drawn

    def check(self, recording: Recording) -> None:
        """Raises AssertionError when something changed rows behind the recorder."""
        written = self._total() - self._before
        if self._driver is not None and written != recording.writes:
            raise AssertionError(f"{written} rows written, {recording.writes} recorded")

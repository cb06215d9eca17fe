"""One round of sync as the background's thread does it: rows first, then files for a few seconds. It waits for the line with nothing locked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from school_desk.desk.services import ONLY_THE_JOURNAL

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.desk.tasks import Tasks
    from school_desk.kernel.errors import EnvironmentFault, RuleViolation
    from school_desk.sync.turn import Round

# Rows go before files: after so long other rows have their turn, and the files go on where they were.
FILES_S = 5
_NOTED_EVERY = timedelta(minutes=1)
T = TypeVar("T")
Changes = dict[str, tuple[str, ...]]
# A joined desk's Hub and what lets go of it; None for a computer that works alone.
Reaching = Callable[["School"], "tuple[Any, Callable[[], None]] | None"]


@dataclass(frozen=True)
class Brought:
    """What a round changed on this desk: ids by table, {} when it began anew, None for nothing. `fault`: what failed after that."""

    changes: Changes | None
    fault: EnvironmentFault | RuleViolation | None = None


class _Enough(Exception):
    """The files have had their time."""


class Rounds:
    """The rounds of one desk. Every method raises EnvironmentFault or RuleViolation, or Cancelled when the desk was closed meanwhile."""

    def __init__(self, school: School, tasks: Tasks, reach: Reaching | None = None) -> None:
        self._school, self._tasks, self._reach = school, tasks, reach or _hub_of
        # Once in each run of the program the Hub is asked after all files, those that it has told to have among them.
        self._asked_anew = False

    def rows(self) -> Brought:
        """One round of rows."""
        from school_desk.composition import roles_at
        from school_desk.sync.turn import take_turn

        school = self._school
        done = self._on_the_line(lambda hub: take_turn(school.bus, roles_at(school.id), hub))
        if done.fault is None:
            self._note()
        return Brought(_changes(done), done.fault)

    def rows_if_joined(self) -> bool:
        """One round where there is a Hub to speak to; whether there is."""
        from school_desk.kernel.sync_tables import link_of

        with self._school.reading() as session:
            joined = link_of(session, self._school.id) is not None
        if joined and (fault := self.rows().fault):
            raise fault
        return joined

    def files(self) -> int | None:
        """How many files the Hub has not got yet from the desk that has them; None when there was no time for all."""
        from school_desk.kernel.errors import EnvironmentFault
        from school_desk.sync.files import OF_THE_FILE, exchange

        try:
            until = time.monotonic() + FILES_S
            moved = self._on_the_line(lambda hub: exchange(self._school, hub, anew=not self._asked_anew), until)
        except _Enough:
            return None
        except EnvironmentFault as fault:
            # It comes after all others had their turn: they need not be asked for again.
            self._asked_anew = self._asked_anew or fault.code in OF_THE_FILE
            raise
        self._asked_anew = True
        return moved.awaited

    def _on_the_line(self, work: Callable[[Any], T], until: float | None = None) -> T:
        found = self._reach(self._school)
        if found is None:
            raise AssertionError("a computer that works alone has no rounds")
        hub, let_go = found
        try:
            return work(_Line(hub, self._tasks, until))
        finally:
            let_go()

    def _note(self) -> None:
        """Once a minute at most: a write each few seconds would be for nothing."""
        from school_desk.kernel.sync_tables import link_of, note_synced

        school, now = self._school, self._school.clock.now()
        with school.reading() as session:
            link = link_of(session, school.id)
        if link is not None and (link.synced_at is None or now - link.synced_at >= _NOTED_EVERY):
            with school.database.writing() as session:
                note_synced(session, school.id, now)


class _Line:
    """The Hub, with closing let through whenever it is waited for. `until`: when the files' time is over; one is moved in any case."""

    def __init__(self, hub: Any, tasks: Tasks, until: float | None) -> None:
        self._hub, self._tasks, self._until = hub, tasks, until
        self._moved = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        asked = getattr(self._hub, name)

        def ask(*arguments: Any, **more: Any) -> Any:
            # Before, not after: what has come is kept, however long it took.
            if self._until is not None and self._moved and time.monotonic() > self._until:
                raise _Enough
            with self._tasks.away():
                answer = asked(*arguments, **more)
                whole = list(answer) if isinstance(answer, Iterator) else answer
            self._moved = self._moved or name != "missing"
            return whole

        return ask


def _changes(done: Round) -> Changes | None:
    if done.begun is not None:
        return {}
    if done.rebased is None:
        return None
    return done.rebased.changes or ONLY_THE_JOURNAL


def _hub_of(school: School) -> tuple[Any, Callable[[], None]] | None:
    from school_desk.sync.enrolment import hub_of

    return hub_of(school)

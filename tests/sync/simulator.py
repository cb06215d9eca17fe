"""Random days of several desks and a Hub, one seed a run: commands that meet, requests that get lost, kills, copies, restored backups.

Safety first: people act while everything fails. Then the network heals, and within a few rounds all must hold the same, with every command that
was ever shown as saved known to the Hub exactly once, accepted or refused. The counters are part of the verdict: a run that did nothing proves
nothing. Run it by `python -m tests.sync.simulator --seconds 120 --start 0`.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import journal
from school_desk.kernel.bus import Given
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Actor, Command, from_wire
from school_desk.kernel.effects import effect_of
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.journal import WAITING
from school_desk.kernel.refusals import RecordRefusal, RefusalRow, RefusalState, SettleRefusal
from school_desk.kernel.tables import JournalRow, OutboxRow, OutboxState
from school_desk.kernel.undo import opposite
from school_desk.terms.roles import Role
from tests.sync.deeds import deed
from tests.sync.net import DeskPlace, HubPlace
from tests.sync.stage import Stage, copy_of, replace_by, stage
from tests.sync.website import Website

STEPS = 40
WEBSITE = 0.12
ROUNDS_TO_HEAL = 8


class Killed(Exception):
    """The program died here."""


class Wrong(AssertionError):
    """Something was lost, doubled, different or stuck."""


@dataclass(frozen=True)
class Seen:
    """What a person saw a command do: the numbers it gave and the rows it changed."""

    numbers: tuple[tuple[str, int], ...]
    effect: str

    @classmethod
    def of(cls, payload: journal.Payload) -> Seen:
        """What stands in the journal."""
        return cls(payload.numbers, effect_of(payload.rows))


class Day:
    """One schedule."""

    def __init__(self, seed: int, stage: Stage) -> None:
        self.random = random.Random(seed)
        stage.set_up()
        self.stage = stage
        self.root = stage.root
        self.net = stage.net
        self.counts: Counter[str] = Counter()
        # Every command that was shown as saved, with what it was seen to do; and those that went down with a restored desk.
        self.shown: dict[str, Seen] = {}
        self.gone: set[str] = set()
        self.faults = self.random.choice((0.0, 0.1, 0.25))
        self.calamity = self.random.choice(("none", "none", "hub", "desk"))
        self.kept: Path | None = None
        self.website = Website(self.net.hub, random.Random(f"website {seed}"))
        with self.net.hub.database.reading() as session:
            self.base = journal.end_of(session, self.net.hub.school_id).seq
        for desk in self.net.desks:
            self._wire(desk)

    def _wire(self, desk: DeskPlace) -> None:
        desk.line.fault = self._fault
        self._mortal(desk)

    def _fault(self, point: str) -> None:
        if self.random.random() < self.faults:
            self.counts[point] += 1
            if point.endswith("killed"):
                raise Killed(point)
            # As a Hub or a proxy that will hear of nothing for now: updated before its desks, say.
            raise RuleViolation("schema.old", point) if point.endswith("4xx") else EnvironmentFault("net.away", point)

    def _mortal(self, desk: DeskPlace) -> None:
        """A desk that may die before or after each commit of a round."""
        writing = desk.database.writing

        @contextmanager
        def mortal() -> Iterator[Session]:
            with writing() as session:
                yield session
                self._fault("desk killed")
            self._fault("committed desk killed")

        desk.database.writing = mortal  # type: ignore[method-assign]

    def live(self) -> None:
        """People act while everything fails."""
        acts: list[tuple[int, Callable[[DeskPlace], None]]] = [
            (10, self._act),
            (7, self._sync),
            (2, self._undo),
            (1, self._settle),
            (1, self._calamity),
        ]
        weighted = [act for weight, act in acts for _ in range(weight)]
        for _ in range(STEPS):
            self.net.clock.move_to(self.net.clock.now() + timedelta(minutes=self.random.randint(1, 90)))
            desk = self.random.choice(self.net.desks)
            self.random.choice(weighted)(desk)
            self._visit(desk)

    def heal(self) -> None:
        """The network works again; a few rounds must settle everything."""
        self.faults = 0.0
        for _ in range(ROUNDS_TO_HEAL):
            for desk in self.random.sample(self.net.desks, len(self.net.desks)):
                fault = desk.sync().fault
                if fault is not None:
                    raise fault
            if not any(desk.rows(OutboxRow) for desk in self.net.desks) and self._same_cursor() and self._alike():
                return
        raise Wrong("stuck: it does not settle")

    def check(self, oracle: bool) -> None:
        """Nothing lost, doubled, different; numbers stand as shown; journals whole."""
        self._check_known()
        for place in (self.net.hub, *self.net.desks):
            with place.database.reading() as session:
                broken = journal.first_broken(session, place.database.cipher, place.school_id)
            if broken is not None:
                raise Wrong(f"journal broken at {broken}")
        if oracle:
            self._check_oracle()

    def _same_cursor(self) -> bool:
        ends = set()
        for place in (self.net.hub, *self.net.desks):
            with place.database.reading() as session:
                ends.add(journal.end_of(session, place.school_id).seq)
        return len(ends) == 1

    def _alike(self) -> bool:
        there = self.net.hub.dump()
        return all(desk.dump() == there for desk in self.net.desks)

    def _check_known(self) -> None:
        hub = self.net.hub
        with hub.database.reading() as session:
            entries = {row.id: row for row in session.scalars(sa.select(JournalRow))}
            for command_id, seen in self.shown.items():
                row = entries.get(command_id)
                if row is None:
                    if command_id in self.gone:
                        continue
                    raise Wrong(f"lost: {command_id}")
                refused = row.name == RecordRefusal.__name__
                self.counts["refused" if refused else "accepted"] += 1
                if not refused and Seen.of(journal.open_payload(hub.database.cipher, row)) != seen:
                    raise Wrong(f"it did something else than was shown: {command_id}")
            if [row.seq for row in entries.values()].count(0):
                raise Wrong("a number of the journal is 0")
        refusals = {row.id: row for row in hub.rows(RefusalRow)}
        for command_id in refusals.keys() & self.website.actors.keys():
            if refusals[command_id].code == "command.not_allowed":
                raise Wrong(f"the Hub does not know what it did itself: {command_id}")
        if {row.id for row in entries.values() if row.name == RecordRefusal.__name__} != refusals.keys():
            raise Wrong("a refusal without its record")

    def _check_oracle(self) -> None:
        """The accepted commands, one after the other on a Hub that saw nothing else, give the same."""
        folder = self.root / "oracle"
        self.stage.copy_hub(self.stage.template / "hub", folder)
        key, clock = (folder / "key").read_bytes(), ScriptedClock(self.net.clock.now())
        oracle = HubPlace(folder, key, self.net.hub.school_id, clock, self.stage.storage)
        with oracle.database.writing() as session:
            known = set(session.scalars(sa.select(JournalRow.id)))
            for row, payload in self._history():
                if row.id not in known:
                    roles = self.net.hub.roles(session, row.actor_id) | {"hub"}
                    staff = Actor(row.actor_id, row.actor_name, frozenset({*roles, *Role}))
                    actor = self.website.actors.get(row.id, staff)
                    command = from_wire(row.name, payload.arguments)
                    given = Given(command, actor, row.id, row.made_at, payload.numbers, origin=row.origin)
                    oracle.bus.carry_out(session, given)
        same = oracle.dump() == self.net.hub.dump()
        oracle.database.close()
        self.counts["oracles"] += 1
        if not same:
            raise Wrong("a replay of the accepted commands gives something else")

    def _history(self) -> list[tuple[JournalRow, journal.Payload]]:
        hub = self.net.hub
        with hub.database.reading() as session:
            rows = session.scalars(sa.select(JournalRow).order_by(JournalRow.seq)).all()
            return [(row, journal.open_payload(hub.database.cipher, row)) for row in rows]

    def _sync(self, desk: DeskPlace) -> None:
        self.counts["rounds"] += 1
        try:
            done = desk.sync()
        except (EnvironmentFault, RuleViolation, Killed):
            return
        self.counts["begun anew"] += done.begun is not None
        states = Counter(row.state for row in desk.rows(OutboxRow))
        self.counts["doubtful"] += states[OutboxState.DOUBTFUL]
        if states[OutboxState.PARKED]:
            raise Wrong("a command was parked")

    def _act(self, desk: DeskPlace) -> None:
        self._give(desk, self._command(desk))

    def _command(self, desk: DeskPlace) -> Command | None:
        return deed(self.random, desk)

    def _give(self, desk: DeskPlace, command: Command | None, login: str | None = None) -> None:
        if command is None:
            return
        self.counts["commands"] += 1
        faults, self.faults = self.faults, 0.0
        try:
            login = login or self.random.choice(("all", "shen", "qian", "admin"))
            outcome = desk.do(command, login, self._id())
        except RuleViolation:
            self.counts["refused here"] += 1
            return
        finally:
            self.faults = faults
        with desk.database.reading() as session:
            row = journal.find(session, desk.school_id, outcome.command_id)
            assert row is not None
            self.shown[row.id] = Seen.of(journal.open_payload(desk.database.cipher, row))

    def _visit(self, desk: DeskPlace) -> None:
        """Now and then somebody does something on the website, or the school reviews whoever did."""
        pick = self.website.random.random()
        if pick < WEBSITE:
            self.counts["on the website"] += 1
            try:
                for command_id, payload in self.website.act(lambda: self._fault("website killed")):
                    self.shown[command_id] = Seen.of(payload)
            except RuleViolation:
                self.counts["refused there"] += 1
            except Killed:
                return
        elif pick < 2 * WEBSITE:
            self._give(desk, self.website.review(), "all")

    def _id(self) -> str:
        """An id that the seed decides, so that a schedule can be run again."""
        time_bits = int(self.net.clock.now().timestamp() * 1000)
        return f"{time_bits << 80 | 7 << 76 | self.random.getrandbits(76):032x}"

    def _undo(self, desk: DeskPlace) -> None:
        with desk.database.reading() as session:
            after = JournalRow.seq > self.base  # not the staff: somebody must be left to act
            ids = session.scalars(sa.select(JournalRow.id).where(after).order_by(JournalRow.seq.desc()).limit(12)).all()
            if not ids:
                return
            try:
                command = opposite(session, desk.school_id, self.random.choice(ids))
            except RuleViolation:
                return
        self.counts["undos"] += 1
        self._give(desk, command, "all")

    def _settle(self, desk: DeskPlace) -> None:
        rows = [row for row in desk.rows(RefusalRow) if row.state is RefusalState.OPEN]
        if rows:
            self._give(desk, SettleRefusal(self.random.choice(rows).id, RefusalState.WITHDRAWN))

    def _calamity(self, desk: DeskPlace) -> None:
        """Once: a backup is made; the next time it is restored."""
        if self.calamity == "hub":
            self._restore_hub()
        elif self.calamity == "desk":
            self._restore_desk()

    def _restore_hub(self) -> None:
        hub = self.net.hub
        hub.database.close()
        if self.kept is None:
            self.kept = self.root / "kept"
            self.stage.copy_hub(hub.folder, self.kept)
            return
        self.stage.copy_hub(self.kept, hub.folder)
        self.counts["hubs restored"] += 1
        there = {row.id for row in hub.rows(JournalRow)}
        elsewhere = {row.id for desk in self.net.desks for row in desk.rows(JournalRow)}
        lost = self.website.actors.keys() - there
        # What no desk has seen yet nobody can bring back.
        self.gone |= lost - elsewhere
        self.counts["for the desks to bring back"] += len(lost & elsewhere)

    def _restore_desk(self) -> None:
        desk = self.net.desks[0]
        if self.kept is None:
            self.kept = copy_of(desk.file.path, self.root / "kept.db")
            return
        with desk.database.reading() as session:
            waiting = set(session.scalars(sa.select(JournalRow.id).where(JournalRow.seq > WAITING)))
        desk.database.close()
        replace_by(desk.file.path, self.kept)
        with desk.database.reading() as session:
            waiting -= set(session.scalars(sa.select(JournalRow.id)))
        self.gone |= waiting
        self.counts["desks restored"] += 1


def run(seed: int, stage: Stage) -> Counter[str]:
    """One schedule. Raises Wrong."""
    day = Day(seed, stage)
    try:
        day.live()
        day.heal()
        day.check(oracle=seed % 5 == 0)
    except Exception as fault:
        raise Wrong(f"seed {seed}: {fault!r}") from fault
    return day.counts


def play(first: int, step: int, until: float) -> tuple[int, Counter[str]]:
    """Schedules `first`, `first + step`, … until the clock says so; how many there were, and their counters."""
    gc.set_threshold(50_000, 20, 50)  # a seventh of the time went into looking for garbage among what stays
    total: Counter[str] = Counter()
    seed = first
    with stage() as made:
        began = time.monotonic()
        while time.monotonic() - began < until:
            total += run(seed, made)
            seed += step
    return (seed - first) // step, total


def main() -> None:
    """Plays schedules on all cores and prints the counters. A long run is made in parts: the next begins at the seed this one names."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    step = asked.processes
    with ProcessPoolExecutor(step, mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(play, asked.start + place, step, asked.seconds) for place in range(step)]
        played = [part.result() for part in parts]
    count, total = sum(number for number, _ in played), sum((counts for _, counts in played), Counter[str]())
    print(f"{count} schedules in {asked.seconds:.0f} s on {step} processes: {count / asked.seconds * 60:.0f} a minute")
    print(f"next: --start {asked.start + step * min(number for number, _ in played)}")
    for name, number in sorted(total.items()):
        print(f"  {name}: {number}")


if __name__ == "__main__":
    main()

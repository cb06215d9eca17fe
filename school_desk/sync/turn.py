"""One round of a desk: tell the Hub what waits, fetch all that its journal has beyond the cursor, then take it over once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.bus import Bus
from school_desk.kernel.commands import RolesOf
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.journal import End, RowImages, end_of
from school_desk.kernel.numbers import running_short, take_in
from school_desk.kernel.sync_tables import link_of
from school_desk.kernel.tables import OutboxRow, OutboxState, table_of
from school_desk.sync.joining import Begun, Seat, begin_anew
from school_desk.sync.rebase import Diverged, Rebased, Waiting, rebase, waiting
from school_desk.sync.wire import (
    BATCH,
    SCHEMA,
    Block,
    Entry,
    Page,
    Push,
    PushAnswer,
    SeatAnswer,
    SentCommand,
    Verdict,
    VerdictKind,
)

_log = logging.getLogger(__name__)
# Small commands tell the Hub what their clerk saw, row by row, for the list of conflicts.
_FEW_ROWS = 40
# Of commands together; one alone may be larger.
_BATCH_BYTES = 16_000_000
# Beyond so many entries a snapshot is quicker, and takes less memory.
_FAR_BEHIND = 20_000
_HELD = "总台收下了，还没有办理。"


class Hub(Protocol):
    """The Hub as a desk reaches it. Every method raises EnvironmentFault when it cannot be reached or answers with anything else."""

    def push(self, push: Push) -> PushAnswer:
        """Tells commands; their verdicts."""
        ...

    def pull(self, cursor: int, mark: str) -> Page:
        """The next page of the Hub's journal after `cursor`."""
        ...

    def snapshot(self) -> Iterator[bytes]:
        """The whole of the school's data as chunks (see snapshot.py)."""
        ...

    def seat(self, *, renew: bool = False) -> SeatAnswer:
        """This desk's seat; with `renew` another one and a token of its own, which is kept before this returns."""
        ...

    def reserve(self, series: Sequence[str]) -> Sequence[Block]:
        """One more block of each series."""
        ...


@dataclass
class Round:
    """What a round did. `verdicts` by command id; `rebased` None when there was nothing new; `begun` when the desk began anew.

    `fault`: what failed after the desk had taken something over, which is to be told first.
    """

    pushed: int = 0
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    pulled: int = 0
    rebased: Rebased | None = None
    begun: Begun | None = None
    fault: EnvironmentFault | RuleViolation | None = None


class Forked(Exception):
    """The Hub's history is not the one this desk has followed (it was restored from a backup), or it misses commands that this desk told it."""


class FarBehind(Exception):
    """So much has happened that it is quicker to begin anew; or the program was updated, and what the older one left out must come."""


class Cloned(Exception):
    """Another desk told the Hub commands under this desk's numbers: its data were copied, or restored from a backup."""


def take_turn(bus: Bus, roles: RolesOf, hub: Hub) -> Round:
    """One round, and what it takes to get back on one history. Raises EnvironmentFault while nothing changed here.

    Whatever fails, nothing is lost, and it is tried again later.
    """
    try:
        done = _take_turn(bus, roles, hub)
    except (Forked, FarBehind, Cloned, Diverged) as why:
        if isinstance(why, Diverged):
            _log.exception("this desk's rows are not the Hub's: it begins anew from a snapshot")
        begun = begin(bus, roles, hub, hub.seat(renew=isinstance(why, Cloned)))
        done = _after_a_beginning(bus, roles, hub)
        done.begun = begun
    try:
        stock_up(bus, hub)
    except (EnvironmentFault, RuleViolation) as fault:
        done.fault = done.fault or fault
    return done


def _after_a_beginning(bus: Bus, roles: RolesOf, hub: Hub) -> Round:
    try:
        return _take_turn(bus, roles, hub)
    except (Forked, FarBehind, Cloned, Diverged):
        return Round(fault=EnvironmentFault("sync.unsettled", "总台刚刚又变了，这一轮没有同步完，稍后会自动重试。"))
    except (EnvironmentFault, RuleViolation) as fault:
        return Round(fault=fault)


def begin(bus: Bus, roles: RolesOf, hub: Hub, seat: SeatAnswer) -> Begun:
    """Begins anew from the Hub's snapshot, at the address where the Hub was found."""
    with bus.database.reading() as session:
        link = _link(session, bus)
    _check(seat.hub_id, link)
    place = Seat(seat.hub_id, seat.desk_id, seat.desk_no, link.address, link.pin, seat.last_n)
    messages = list(hub.snapshot())  # before anything is locked: who writes here never waits for the line
    with bus.database.writing() as session:
        return begin_anew(session, bus, roles, place, messages)


def _take_turn(bus: Bus, roles: RolesOf, hub: Hub) -> Round:
    with bus.database.reading() as session:
        link = _link(session, bus)
        if link.contract != SCHEMA:
            raise FarBehind
        mine = [as_sent(one) for one in waiting(session, bus)]
    done = Round()
    for batch in _batches(mine):
        answer = hub.push(Push(link.hub_id, batch))
        _check(answer.hub_id, link)
        done.pushed += len(answer.verdicts)
        done.verdicts |= {verdict.id: verdict for verdict in answer.verdicts}
        _note_held(bus, answer.verdicts)
        if answer.cloned:
            raise Cloned
        if len(answer.verdicts) < len(batch):
            raise Forked
    with bus.database.reading() as session:
        end = end_of(session, bus.school_id)
    entries = []
    for entry in _pull_all(hub, link.hub_id, end):
        entries.append(entry)
        if len(entries) > _FAR_BEHIND:
            raise FarBehind
    done.pulled = len(entries)
    if entries:
        with bus.database.writing() as session:
            done.rebased = rebase(session, bus, roles, entries)
    return done


def _note_held(bus: Bus, verdicts: Iterable[Verdict]) -> None:
    """What the Hub has taken in and cannot carry out yet is told; it is sent again each round, and written once."""
    held = {one.id: one.message or _HELD for one in verdicts if one.kind is VerdictKind.HELD}
    if not held:
        return
    table = table_of(OutboxRow)
    untold = (table.c.school_id == bus.school_id, table.c.state == OutboxState.WAITING, table.c.told.is_(None))
    with bus.database.reading() as session:
        new = [name for name in session.scalars(sa.select(table.c.command_id).where(*untold)) if name in held]
    if not new:
        return
    with bus.database.writing() as session:
        for name in new:
            named = sa.update(table).where(*untold, table.c.command_id == name)
            session.connection().execute(named.values(told=held[name]))


def stock_up(bus: Bus, hub: Hub) -> None:
    """Asks for a block of every series that has no more than half a block left."""
    with bus.database.reading() as session:
        short = running_short(session, bus.school_id, bus.clock.now())
    if not short:
        return
    blocks = hub.reserve(short)
    with bus.database.writing() as session:
        for block in blocks:
            take_in(session, bus.school_id, block.series, block.first, block.last)


def _pull_all(hub: Hub, hub_id: str, end: End) -> Iterator[Entry]:
    more = True
    while more:
        page = hub.pull(end.seq, end.mark)
        if page.hub_id != hub_id:
            raise _other_hub()
        if not page.known:
            raise Forked
        yield from page.entries
        more = page.more
        if page.entries:
            end = End(page.entries[-1].seq, "", page.entries[-1].mark)


def _link(session: Session, bus: Bus) -> Any:
    link = link_of(session, bus.school_id)
    if link is None:
        raise EnvironmentFault("sync.alone", "这台电脑还没有加入总台。")
    return link


def _check(hub_id: str, link: Any) -> None:
    if hub_id != link.hub_id:
        raise _other_hub()


def _other_hub() -> EnvironmentFault:
    return EnvironmentFault("sync.other_hub", "这个地址上是另一个总台，没有同步。请检查总台地址。")


def as_sent(one: Waiting) -> SentCommand:
    """A waiting command as it travels."""
    # One without an effect by now still tells what its clerk saw.
    rows = one.payload.rows or (msgspec.json.decode(one.seen, type=tuple[RowImages, ...]) if one.seen else ())
    rows = rows if len(rows) <= _FEW_ROWS else ()
    row = one.row
    return SentCommand(
        one.n,
        row.id,
        row.name,
        row.version,
        one.payload.arguments,
        row.actor_id,
        row.actor_name,
        row.made_at.isoformat(),
        row.subject,
        one.payload.numbers,
        one.effect,
        rows,
        row.origin,
    )


def _batches(commands: Sequence[SentCommand]) -> Iterable[tuple[SentCommand, ...]]:
    """By number and by size: a batch that no Hub takes would be sent for ever."""
    batch: list[SentCommand] = []
    size = 0
    for one in commands:
        weight = len(msgspec.msgpack.encode(one))
        if batch and (len(batch) == BATCH or size + weight > _BATCH_BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(one)
        size += weight
    if batch:
        yield tuple(batch)

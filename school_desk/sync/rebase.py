"""A desk takes over what the Hub's journal says, under its own commands that still wait: once a round, in one transaction.

The waiting commands that the Hub's entries concern are put back in memory (oldest before-image per row), the Hub's images are laid on top,
only rows that differ are written, the journal follows, and the commands that the Hub has not told of yet run again, each in a
savepoint. Commands that the entries do not concern stay where they are. Every image is checked against the row it is laid on: a desk that
does not stand where the Hub stood says so (`Diverged`) and changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from school_desk.kernel import journal, numbers, outbox
from school_desk.kernel.bus import Bus, Given
from school_desk.kernel.commands import Actor, RolesOf, from_wire
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.journal import WAITING, Payload, RowImages
from school_desk.kernel.loading import by_table
from school_desk.kernel.parts import parts
from school_desk.kernel.recording import Image, Key
from school_desk.kernel.tables import Base, JournalRow, OutboxRow, OutboxState, TouchRow, table_of
from school_desk.sync import rows
from school_desk.sync.wire import Entry

_log = logging.getLogger(__name__)


class Diverged(Exception):
    """This desk's rows are not what the Hub's were: nothing was changed, the desk is to begin anew from a snapshot."""


@dataclass(frozen=True)
class Waiting:
    """A command of this desk that the Hub has not told of."""

    row: JournalRow
    payload: Payload
    n: int
    effect: str
    state: OutboxState
    seen: str | None

    @property
    def keys(self) -> set[Key]:
        """The rows it touched here."""
        return {(image.table, image.row_id) for image in self.payload.rows}

    @property
    def refers_to(self) -> set[Any]:
        """What its rows hold, ids of the rows that they refer to among it."""
        kept = (value for image in self.payload.rows for value in (image.after or {}).values())
        return {value for value in kept if isinstance(value, str)}


@dataclass(frozen=True)
class Rebased:
    """What a round changed on this desk: ids by table, own commands the Hub has told of, and those that became doubtful or were parked."""

    changes: dict[str, tuple[str, ...]]
    covered: tuple[str, ...]
    doubtful: tuple[str, ...]


def waiting(session: Session, bus: Bus) -> list[Waiting]:
    """All waiting commands, oldest first."""
    found = session.execute(_all_waiting(), {"school_id": bus.school_id}).all()
    for row, _ in found:
        session.expunge(row)
    return [_waiting(bus, row, box) for row, box in found]


# Asked for twice a round, most of which have nothing to do: built once.
@cache
def _all_waiting() -> sa.Select[JournalRow, OutboxRow]:
    one = sa.and_(OutboxRow.school_id == JournalRow.school_id, OutboxRow.seq == JournalRow.seq)
    ours = JournalRow.school_id == sa.bindparam("school_id")
    return (
        sa.select(JournalRow, OutboxRow)
        .join(OutboxRow, one)
        .where(ours, JournalRow.seq > WAITING)
        .order_by(JournalRow.seq)
    )


def _waiting(bus: Bus, row: JournalRow, box: OutboxRow) -> Waiting:
    payload = journal.open_payload(bus.database.cipher, row)
    return Waiting(row, payload, row.seq - WAITING, box.effect or "", box.state, box.seen)


def rebase(session: Session, bus: Bus, roles: RolesOf, entries: Sequence[Entry]) -> Rebased:
    """Takes over `entries`, which follow the desk's journal without a gap; those that another round has taken over meanwhile are left out.

    Raises Diverged, or EnvironmentFault; the caller rolls back.
    """
    queue = waiting(session, bus)
    told = _Told(session, bus, roles, _fresh(entries, journal.end_of(session, bus.school_id)))
    try:
        with session.begin_nested():
            return told.take_over(told.concerned(queue))
    except IntegrityError:
        # The Hub's rows hold a place (a credit code, a number) that a command left alone holds here: all go under the Hub's.
        return told.take_over(queue)


def _fresh(entries: Sequence[Entry], end: journal.End) -> Sequence[Entry]:
    """What follows `end`: `school-desk sync` may run beside the desk, and both have asked for the same."""
    if any(entry.seq == end.seq and entry.mark != end.mark for entry in entries):
        raise Diverged(f"entry {end.seq} is another")
    return [entry for entry in entries if entry.seq > end.seq]


class _Told:
    """What the Hub tells in one round."""

    def __init__(self, session: Session, bus: Bus, roles: RolesOf, entries: Sequence[Entry]) -> None:
        self._session, self._bus, self._roles, self._entries = session, bus, roles, entries
        self._payloads = [journal.as_payload(entry.content) for entry in entries]
        self._ids = {entry.id for entry in entries}
        self._images = rows.known_here(image for payload in self._payloads for image in payload.rows)
        self._keys = {(image.table, image.row_id) for image in self._images}

    def concerned(self, queue: Iterable[Waiting]) -> list[Waiting]:
        """Those that it tells of, those without an effect here, and those that touch what it tells of or what one of these touches.

        To refer to a row is to touch it: it may go.
        """
        found, touched, ids = [], set(self._keys), {row_id for _, row_id in self._keys}
        for one in queue:
            idle = one.row.id in self._ids or one.state is not OutboxState.WAITING
            if idle or not one.keys.isdisjoint(touched) or not one.refers_to.isdisjoint(ids):
                found.append(one)
                touched |= one.keys
                ids |= {row_id for _, row_id in one.keys}
        return found

    def take_over(self, concerned: Sequence[Waiting]) -> Rebased:
        """Puts the concerned commands back, lays the Hub's images on top, and runs again those it does not tell of."""
        session, school_id = self._session, self._bus.school_id
        keys = self._keys.union(*(one.keys for one in concerned))
        stood = rows.standing(session, school_id, sorted(keys))
        rows.write(session, school_id, stood, self._wanted(stood, concerned))
        _forget(session, school_id, concerned)
        _take_down(session, self._bus, self._entries, self._payloads)
        session.expunge_all()
        again = [one for one in concerned if one.row.id not in self._ids]
        rerun, doubtful = run_again(session, self._bus, self._roles, again)
        keys |= rerun
        stands = rows.standing(session, school_id, sorted(keys))
        changed = [key for key in sorted(keys) if key not in stood or stood[key] != stands[key]]
        gone = tuple(one.row.id for one in concerned if one.row.id in self._ids)
        return Rebased(by_table(changed), gone, doubtful)

    def _wanted(self, stood: rows.State, concerned: Sequence[Waiting]) -> rows.State:
        wanted = dict(stood)
        for one in reversed(concerned):
            for image in reversed(one.payload.rows):
                _lay(wanted, image, back=True)
        for image in self._images:
            _lay(wanted, image, back=False)
        return wanted


def _lay(state: rows.State, image: RowImages, *, back: bool) -> None:
    """Lays one image on the row it belongs to, forwards or back."""
    before, after = (image.after, image.before) if back else (image.before, image.after)
    key = (image.table, image.row_id)
    stands = state[key]
    if not _fits(stands, before):
        raise Diverged(f"{image.table} {image.row_id}")
    state[key] = None if after is None else {**(stands or {}), **after}


def _fits(stands: Image | None, before: Image | None) -> bool:
    if before is None or stands is None:
        return before is None and stands is None
    return all(stands.get(name) == value for name, value in before.items())


def _forget(session: Session, school_id: str, concerned: Sequence[Waiting]) -> None:
    """Takes the commands out of journal and outbox: they come again as the Hub's entries, or by running again."""
    for part in parts([one.row.seq for one in concerned]):
        for kind in (JournalRow, TouchRow, OutboxRow):
            session.connection().execute(_gone(kind), {"school_id": school_id, "seqs": part})


@cache
def _gone(kind: type[Base]) -> sa.Delete:
    table = table_of(kind)
    some = table.c.seq.in_(sa.bindparam("seqs", expanding=True))
    return sa.delete(table).where(table.c.school_id == sa.bindparam("school_id"), some)


def _take_down(session: Session, bus: Bus, entries: Sequence[Entry], payloads: Sequence[Payload]) -> None:
    """Writes the Hub's entries into the journal, under its numbers: the end of the journal is how far this desk has followed."""
    end = journal.end_of(session, bus.school_id)
    with journal.together(session):
        for entry, payload in zip(entries, payloads, strict=True):
            if entry.seq != end.seq + 1:
                raise Diverged(f"entry {entry.seq} follows {end.seq}")
            row = journal_row(bus.school_id, entry)
            journal.keep(session, bus.database.cipher, row, payload, end.chain)
            end = journal.End(row.seq, row.chain)
            for series, number in payload.numbers:
                numbers.note(session, bus.school_id, series, number)


def journal_row(school_id: str, entry: Entry) -> JournalRow:
    """A Hub's entry as this desk's journal keeps it."""
    return JournalRow(
        school_id=school_id,
        seq=entry.seq,
        id=entry.id,
        name=entry.name,
        version=entry.version,
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        made_at=datetime.fromisoformat(entry.made_at),
        subject=entry.subject,
        takes_back=entry.takes_back,
        origin=entry.origin,
        mark=entry.mark,
    )


def run_again(session: Session, bus: Bus, roles: RolesOf, again: Sequence[Waiting]) -> tuple[set[Key], tuple[str, ...]]:
    """Runs commands again in their order; the rows touched, and the ids of those that have no effect now."""
    touched: set[Key] = set()
    doubtful = []
    for one in again:
        told = _try(session, bus, roles, one)
        if isinstance(told, str):
            doubtful.append(one.row.id)
        else:
            touched |= told
    return touched, tuple(doubtful)


def _try(session: Session, bus: Bus, roles: RolesOf, one: Waiting) -> set[Key] | str:
    row = one.row
    try:
        with session.begin_nested():
            actor = Actor(row.actor_id, row.actor_name, roles(session, row.actor_id))
            command = from_wire(row.name, one.payload.arguments, row.version)
            given = Given(command, actor, row.id, row.made_at, one.payload.numbers, one.effect, row.origin, one.n)
            changes = bus.carry_out(session, given).changes
        return {(table, row_id) for table, ids in changes.items() for row_id in ids}
    except RuleViolation as refusal:
        return _keep_without_effect(session, bus, one, OutboxState.DOUBTFUL, refusal.message)
    except IntegrityError:
        message = "与总台的新内容冲突：同样的编号或唯一的内容已经有了。"
        return _keep_without_effect(session, bus, one, OutboxState.DOUBTFUL, message)
    except EnvironmentFault:
        raise
    except Exception:  # noqa: BLE001  one command that fails by our bug must not stop all others from coming in
        _log.exception("command %s (%s) failed when it was run again", row.id, row.name)
        return _keep_without_effect(session, bus, one, OutboxState.PARKED, "程序出错，已记入日志；总台仍会收到它。")


def _keep_without_effect(session: Session, bus: Bus, one: Waiting, state: OutboxState, told: str) -> str:
    """The command stays in the queue under its number, with nothing done here; what its clerk saw is kept for the list of conflicts."""
    kept = one.row
    fresh = JournalRow(**{c.name: getattr(kept, c.name) for c in table_of(JournalRow).columns if c.name != "seq"})
    payload = Payload(one.payload.arguments, one.payload.result, one.payload.numbers, ())
    journal.append_waiting(session, bus.database.cipher, fresh, payload, one.n)
    seen = one.seen or msgspec.json.encode(one.payload.rows).decode()
    outbox.leave(session, fresh, one.n, one.effect, state=state, told=told, seen=seen)
    return told

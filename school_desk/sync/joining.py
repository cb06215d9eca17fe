"""A desk begins from the Hub's snapshot: when it joins, when the Hub's history is no longer the one it followed, when its rows do not fit.

Whatever its own journal holds that the Hub's does not is carried over and waits again: a lone desk's work since the backup that the Hub was
made of, commands that still waited, and entries that a restored Hub has lost, whoever's they were. All in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import journal
from school_desk.kernel.bus import Bus
from school_desk.kernel.commands import RolesOf
from school_desk.kernel.effects import effect_of
from school_desk.kernel.journal import Payload
from school_desk.kernel.refusals import RecordRefusal
from school_desk.kernel.sync_tables import HubLinkRow, NumberBlockRow, SharedFileRow
from school_desk.kernel.tables import JournalRow, OutboxRow, OutboxState, table_of
from school_desk.sync.rebase import Waiting, run_again
from school_desk.sync.snapshot import Loader, exported
from school_desk.sync.wire import SCHEMA, SentCommand


@dataclass(frozen=True)
class Seat:
    """The place a Hub gave this desk. `last_n`: the last of its commands that the Hub has answered."""

    hub_id: str
    desk_id: str
    desk_no: int
    address: str
    pin: str
    last_n: int


@dataclass(frozen=True)
class Begun:
    """How a desk began: up to which entry, the commands that wait again, and those of them without effect."""

    cursor: int
    carried: tuple[str, ...]
    doubtful: tuple[str, ...]


def begin_anew(session: Session, bus: Bus, roles: RolesOf, seat: Seat, messages: Iterable[bytes]) -> Begun:
    """Replaces everything by the snapshot `messages`, under what this desk has and the Hub has not. Raises EnvironmentFault."""
    kept = _own(session, bus)
    _clear(session, bus.school_id)
    start = Loader(_driver(session), bus.database.cipher, bus.school_id).load(messages)
    _sit_down(session, bus.school_id, seat)
    session.expunge_all()
    there = set(session.scalars(sa.select(JournalRow.id).where(JournalRow.school_id == bus.school_id)))
    # Only now are they opened: of a long journal all but a few are known to the Hub.
    missing = [_own_entry(bus, row, box) for row, box in kept if row.id not in there]
    numbered = [_numbered(one, seat.last_n + place) for place, one in enumerate(missing, 1)]
    _, doubtful = run_again(session, bus, roles, numbered)
    link = table_of(HubLinkRow)
    moved = sa.update(link).where(link.c.school_id == bus.school_id)
    session.connection().execute(moved.values(last_n=seat.last_n + len(numbered)))
    return Begun(start.seq, tuple(one.row.id for one in missing), doubtful)


@dataclass(frozen=True)
class _Own:
    """An entry of this desk's journal, settled or waiting."""

    row: JournalRow
    payload: Payload
    effect: str
    seen: str | None


def _own(session: Session, bus: Bus) -> list[tuple[JournalRow, OutboxRow | None]]:
    """The whole journal, sealed, with what waits of it."""
    boxes = {box.seq: box for box in session.scalars(sa.select(OutboxRow).where(OutboxRow.school_id == bus.school_id))}
    rows = session.scalars(sa.select(JournalRow).where(JournalRow.school_id == bus.school_id).order_by(JournalRow.seq))
    kept = [(row, boxes.get(row.seq)) for row in rows]
    session.expunge_all()
    return kept


def _own_entry(bus: Bus, row: JournalRow, box: OutboxRow | None) -> _Own:
    payload = journal.open_payload(bus.database.cipher, row)
    if row.name == RecordRefusal.__name__:
        return _refused(row, payload)
    effect = box.effect if box is not None and box.effect else effect_of(payload.rows)
    return _Own(row, payload, effect, None if box is None else box.seen)


def _refused(row: JournalRow, payload: Payload) -> _Own:
    """The command that a Hub refused: one that has lost its answer judges it again."""
    sent = msgspec.json.decode(payload.arguments["command"], type=SentCommand)
    row.name, row.version, row.subject, row.origin = sent.name, sent.version, sent.subject, sent.proof
    row.made_at = msgspec.convert(payload.arguments["made_at"], type(row.made_at))
    seen = msgspec.json.encode(sent.rows).decode() if sent.rows else None
    return _Own(row, Payload(sent.arguments, None, sent.numbers, ()), sent.effect, seen)


def _numbered(one: _Own, n: int) -> Waiting:
    return Waiting(one.row, one.payload, n, one.effect, OutboxState.WAITING, one.seen)


def _clear(session: Session, school_id: str) -> None:
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    own = [table_of(kind) for kind in (OutboxRow, NumberBlockRow, HubLinkRow, SharedFileRow)]
    for table in [*reversed([table for table, _ in exported()]), *own]:
        owner = table.c.id if "school_id" not in table.c else table.c.school_id
        connection.execute(sa.delete(table).where(owner == school_id))


def _sit_down(session: Session, school_id: str, seat: Seat) -> None:
    values = {"school_id": school_id, "hub_id": seat.hub_id, "desk_id": seat.desk_id, "desk_no": seat.desk_no}
    values |= {"address": seat.address, "pin": seat.pin, "last_n": seat.last_n, "synced_at": None}
    values |= {"contract": SCHEMA}
    session.connection().execute(sa.insert(table_of(HubLinkRow)), values)


def _driver(session: Session) -> sqlite3.Connection:
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise AssertionError("a desk keeps its data in SQLite")
    return driver

"""Writes and reads the journal: who decided what, and each row's before and after, sealed and chained by digests."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session, SessionTransaction

from school_desk.kernel.cipher import Cipher
from school_desk.kernel.columns import UtcInstant
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.recording import Change, Key
from school_desk.kernel.tables import Base, JournalRow, TouchRow, table_of

START = "0" * 64
# On a joined desk, the journal numbers of its own commands that the Hub has not told of yet begin here: behind all of the Hub's.
WAITING = 2**40
# Where a write transaction remembers the end that it has written itself: a Hub appends hundreds of entries in one.
_END = "end of the journal"
# And the entries of several commands that it writes in one statement.
_UNWRITTEN = "unwritten entries"
# What a link of the chain stands for; the payload is in it by its digest, so that it can be erased and the chain still holds.
_LINKED = (
    "seq", "id", "name", "version", "actor_id", "actor_name", "made_at", "subject", "takes_back", "payload_digest",
)  # fmt: skip


@dataclass(frozen=True)
class RowImages:
    """One touched row: column values before and after, as JSON carries them (None: the row was not there)."""

    table: str
    row_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True)
class Payload:
    """What a journal row seals."""

    arguments: dict[str, Any]
    result: Any
    numbers: tuple[tuple[str, int], ...]
    rows: tuple[RowImages, ...]


def images(changes: Mapping[Key, Change]) -> tuple[RowImages, ...]:
    """Recorded changes as the journal keeps them."""
    return tuple(RowImages(table, row_id, c.before, c.after) for (table, row_id), c in changes.items())


def append(session: Session, cipher: Cipher, row: JournalRow, payload: Payload) -> None:
    """Adds `row` with `payload` at the end of the journal and touches its rows."""
    last: End = session.info.get(_END) or end_of(session, row.school_id)
    row.seq = last.seq + 1
    keep(session, cipher, row, payload, last.chain)


def append_waiting(session: Session, cipher: Cipher, row: JournalRow, payload: Payload, n: int) -> None:
    """Adds a joined desk's own command number `n` behind the Hub's journal, chained to nothing: what stands before it will change."""
    row.seq = WAITING + n
    keep(session, cipher, row, payload, START)


@dataclass(frozen=True)
class End:
    """The last entry that is settled; `mark` is the Hub's link of it, on a joined desk."""

    seq: int
    chain: str
    mark: str = ""


def end_of(session: Session, school_id: str) -> End:
    """Where the journal ends, commands that wait for a Hub aside."""
    found = session.connection().execute(_last_settled(), {"school_id": school_id}).first()
    return End(0, START) if found is None else End(found.seq, found.chain, found.mark)


# Asked for at every command: these are built once, which is most of what asking costs.
@cache
def _last_settled() -> sa.Select[Any]:
    table = table_of(JournalRow)
    return (
        sa.select(table.c.seq, table.c.chain, table.c.mark)
        .where(table.c.school_id == sa.bindparam("school_id"), table.c.seq < WAITING)
        .order_by(table.c.seq.desc())
        .limit(1)
    )


@cache
def _by_command() -> sa.Select[JournalRow]:
    ours = JournalRow.school_id == sa.bindparam("school_id")
    return sa.select(JournalRow).where(ours, JournalRow.id == sa.bindparam("id"))


def keep(session: Session, cipher: Cipher, row: JournalRow, payload: Payload, chain: str) -> None:
    """Writes `row` under its number, linked to `chain`, and touches its rows."""
    _seal_row(cipher, row, as_content(payload), chain, session.connection().dialect)
    entry = {c.name: getattr(row, c.name) for c in table_of(JournalRow).columns}
    keys = [(image.table, image.row_id) for image in payload.rows]
    unwritten: _Unwritten | None = session.info.get(_UNWRITTEN)
    if unwritten is None:
        _write(session, [entry], _touches(row.school_id, row.seq, keys))
    else:
        unwritten.entries.append(entry)
        unwritten.touches += _touches(row.school_id, row.seq, keys)
    if row.seq < WAITING:
        session.info[_END] = End(row.seq, row.chain, row.mark)


@dataclass
class _Unwritten:
    """Entries of several commands that go to the database in one statement."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    touches: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Within, entries are written when somebody looks for one, and at the end; what raises leaves them unwritten."""
    session.info[_UNWRITTEN] = _Unwritten()
    try:
        yield
        _write_out(session)
    finally:
        session.info.pop(_UNWRITTEN, None)


def _write_out(session: Session) -> None:
    unwritten: _Unwritten | None = session.info.get(_UNWRITTEN)
    if unwritten is not None:
        session.info[_UNWRITTEN] = _Unwritten()
        _write(session, unwritten.entries, unwritten.touches)


def _write(session: Session, entries: Sequence[Mapping[str, Any]], touches: Sequence[Mapping[str, Any]]) -> None:
    if entries:
        session.connection().execute(_new(JournalRow), entries)
    if touches:
        session.connection().execute(_new(TouchRow), touches)


@cache
def _new(kind: type[Base]) -> sa.Insert:
    return sa.insert(table_of(kind))


@event.listens_for(Session, "after_soft_rollback")
def _ask_again(session: Session, _undone: SessionTransaction) -> None:
    session.info.pop(_END, None)


def _seal_row(cipher: Cipher, row: JournalRow, content: bytes, chain: str, dialect: Dialect) -> None:
    """Gives `row` its payload, its digest and its link."""
    row.origin, row.mark = row.origin or "", row.mark or ""
    facts = {name: getattr(row, name) for name in (*_LINKED, "mark", "origin")}
    facts["made_at"] = UtcInstant().process_bind_param(row.made_at, dialect)
    sealed = seal(cipher, facts, content, chain)
    row.payload, row.payload_digest, row.chain = sealed.payload, sealed.payload_digest, sealed.chain


@dataclass(frozen=True)
class Sealed:
    """What each side's journal has of its own of an entry, beside its mark."""

    payload: bytes
    payload_digest: str
    chain: str


def seal(cipher: Cipher, facts: Mapping[str, Any], content: bytes, chain: str) -> Sealed:
    """Seals `content`, the payload as it travels, of an entry after `chain`; `facts` are its other columns, the instant as it is stored."""
    digest = cipher.digest(zlib.decompress(content))
    linked = [digest if name == "payload_digest" else facts[name] for name in _LINKED]
    return Sealed(cipher.seal(content), digest, _link(chain, linked, (facts["origin"], facts["mark"])))


def _touches(school_id: str, seq: int, keys: Iterable[Key]) -> list[dict[str, Any]]:
    """Which rows the entry `seq` touched."""
    return [{"school_id": school_id, "table_name": table, "row_id": row_id, "seq": seq} for table, row_id in keys]


def open_payload(cipher: Cipher, row: JournalRow) -> Payload:
    """The payload of a journal row."""
    return as_payload(content_of(cipher, row))


def content_of(cipher: Cipher, row: JournalRow) -> bytes:
    """The payload as it travels: compressed, the same on every side."""
    return cipher.open(row.payload)


def as_payload(content: bytes) -> Payload:
    """The payload in `content`."""
    return msgspec.json.decode(zlib.decompress(content), type=Payload)


def as_content(payload: Payload) -> bytes:
    """`payload` as it travels."""
    return zlib.compress(msgspec.json.encode(payload), 1)


def find(session: Session, school_id: str, command_id: str) -> JournalRow | None:
    """The journal row of a command, or None when it was never carried out here."""
    _write_out(session)
    return session.scalar(_by_command(), {"school_id": school_id, "id": command_id})


def first_broken(session: Session, cipher: Cipher, school_id: str) -> int | None:
    """The number of the first journal row that was altered, or None when the chain holds."""
    table = table_of(JournalRow)
    # Read as it lies there: an instant that is none any more is an alteration too.
    stored = [sa.type_coerce(table.c[name], sa.String) if name == "made_at" else table.c[name] for name in _LINKED]
    rows = session.execute(
        sa.select(table.c.payload, table.c.chain, table.c.origin, table.c.mark, *stored)
        .where(table.c.school_id == school_id)
        .order_by(table.c.seq)
        .execution_options(yield_per=500)
    )
    chain, expected = START, 1
    for payload, chained, origin, mark, *facts in rows:
        known = dict(zip(_LINKED, facts, strict=True))
        waits = known["seq"] > WAITING
        whole = waits or known["seq"] == expected
        whole = whole and _digest(cipher, payload) == known["payload_digest"]
        if not whole or chained != _link(START if waits else chain, facts, (origin, mark)):
            return int(known["seq"])
        chain, expected = chained, expected + 1
    return None


def _digest(cipher: Cipher, payload: bytes) -> str | None:
    try:
        return cipher.digest(zlib.decompress(cipher.open(payload)))
    except EnvironmentFault:
        return None


def _link(chain: str, facts: Sequence[Any], of_a_hub: tuple[str, str]) -> str:
    # Journals from before there were Hubs know no origin and no mark: without them the link is what it always was.
    linked = (chain, *facts, *of_a_hub) if any(of_a_hub) else (chain, *facts)
    return hashlib.sha256(msgspec.json.encode(linked)).hexdigest()

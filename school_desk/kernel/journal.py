"""Writes and reads the journal: who decided what, and each row's before and after, sealed and chained by digests."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.cipher import Cipher
from school_desk.kernel.columns import UtcInstant
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.recording import Change, Key
from school_desk.kernel.tables import JournalRow, OutboxRow, TouchRow, table_of

_START = "0" * 64
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
    """Adds `row` with `payload` at the end of the journal, touches its rows and leaves it in the outbox."""
    last = session.execute(
        sa.select(JournalRow.seq, JournalRow.chain)
        .where(JournalRow.school_id == row.school_id)
        .order_by(JournalRow.seq.desc())
        .limit(1)
    ).first()
    plain = msgspec.json.encode(payload)
    row.seq = 1 if last is None else last.seq + 1
    row.payload = cipher.seal(zlib.compress(plain, 1))
    row.payload_digest = cipher.digest(plain)
    connection = session.connection()
    facts = [getattr(row, name) for name in _LINKED]
    facts[_LINKED.index("made_at")] = UtcInstant().process_bind_param(row.made_at, connection.dialect)
    row.chain = _link(_START if last is None else last.chain, facts)
    connection.execute(
        sa.insert(table_of(JournalRow)), {c.name: getattr(row, c.name) for c in table_of(JournalRow).columns}
    )
    touches = [
        {"school_id": row.school_id, "table_name": r.table, "row_id": r.row_id, "seq": row.seq} for r in payload.rows
    ]
    if touches:
        connection.execute(sa.insert(table_of(TouchRow)), touches)
    connection.execute(
        sa.insert(table_of(OutboxRow)), {"school_id": row.school_id, "seq": row.seq, "command_id": row.id}
    )


def open_payload(cipher: Cipher, row: JournalRow) -> Payload:
    """The payload of a journal row."""
    return msgspec.json.decode(zlib.decompress(cipher.open(row.payload)), type=Payload)


def find(session: Session, school_id: str, command_id: str) -> JournalRow | None:
    """The journal row of a command, or None when it was never carried out here."""
    return session.scalar(sa.select(JournalRow).where(JournalRow.school_id == school_id, JournalRow.id == command_id))


def first_broken(session: Session, cipher: Cipher, school_id: str) -> int | None:
    """The number of the first journal row that was altered, or None when the chain holds."""
    table = table_of(JournalRow)
    # Read as it lies there: an instant that is none any more is an alteration too.
    stored = [sa.type_coerce(table.c[name], sa.String) if name == "made_at" else table.c[name] for name in _LINKED]
    rows = session.execute(
        sa.select(table.c.payload, table.c.chain, *stored)
        .where(table.c.school_id == school_id)
        .order_by(table.c.seq)
        .execution_options(yield_per=500)
    )
    chain, expected = _START, 1
    for payload, link, *facts in rows:
        known = dict(zip(_LINKED, facts, strict=True))
        whole = known["seq"] == expected and _digest(cipher, payload) == known["payload_digest"]
        if not whole or link != _link(chain, facts):
            return int(known["seq"])
        chain, expected = link, expected + 1
    return None


def _digest(cipher: Cipher, payload: bytes) -> str | None:
    try:
        return cipher.digest(zlib.decompress(cipher.open(payload)))
    except EnvironmentFault:
        return None


def _link(chain: str, facts: Sequence[Any]) -> str:
    return hashlib.sha256(msgspec.json.encode((chain, *facts))).hexdigest()

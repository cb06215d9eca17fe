"""Writes and reads the journal: who decided what, and each row's before and after, sealed and chained by digests."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.cipher import Cipher
from school_desk.kernel.columns import UtcInstant
from school_desk.kernel.recording import Change, Key
from school_desk.kernel.tables import JournalRow, OutboxRow, TouchRow, table_of

_START = "0" * 64


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
    row.chain = _link(_START if last is None else last.chain, row)
    connection = session.connection()
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
    chain, expected = _START, 1
    rows = session.scalars(sa.select(JournalRow).where(JournalRow.school_id == school_id).order_by(JournalRow.seq))
    for row in rows.yield_per(500):
        plain = msgspec.json.encode(open_payload(cipher, row))
        whole = row.seq == expected and row.payload_digest == cipher.digest(plain)
        if not whole or row.chain != _link(chain, row):
            return row.seq
        chain, expected = row.chain, expected + 1
    return None


def _link(chain: str, row: JournalRow) -> str:
    made_at = UtcInstant().process_bind_param(row.made_at, sa.engine.default.DefaultDialect())
    facts = (chain, str(row.seq), row.id, row.name, str(row.version), row.actor_id, made_at, row.takes_back or "")
    return hashlib.sha256("\n".join((*(str(f) for f in facts), row.payload_digest)).encode()).hexdigest()

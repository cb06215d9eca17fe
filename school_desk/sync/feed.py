"""The Hub's journal as its desks follow it: pages after a cursor, and the mark that proves that both have the same history."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import journal
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.journal import WAITING
from school_desk.kernel.tables import JournalRow
from school_desk.sync.wire import PAGE_BYTES, PAGE_ENTRIES, Entry


def holds(session: Session, school_id: str, seq: int, mark: str) -> bool:
    """Whether the Hub's history up to `seq` is the one that ends with `mark`."""
    if seq == 0:
        return True
    found = session.scalar(sa.select(JournalRow.chain).where(JournalRow.school_id == school_id, JournalRow.seq == seq))
    return found == mark


def entries_after(session: Session, cipher: Cipher, school_id: str, cursor: int) -> tuple[Sequence[Entry], bool]:
    """One page of entries after `cursor`, and whether there are more."""
    found = session.scalars(
        sa.select(JournalRow)
        .where(JournalRow.school_id == school_id, JournalRow.seq > cursor, JournalRow.seq < WAITING)
        .order_by(JournalRow.seq)
        .limit(PAGE_ENTRIES + 1)
    )
    entries: list[Entry] = []
    size = 0
    for row in found:
        if len(entries) == PAGE_ENTRIES or size > PAGE_BYTES:
            return entries, True
        size += len(row.payload)
        entries.append(entry_of(cipher, row))
    return entries, False


def entry_of(cipher: Cipher, row: JournalRow) -> Entry:
    """A row of the Hub's journal as it travels."""
    return Entry(
        row.seq,
        row.id,
        row.name,
        row.version,
        row.actor_id,
        row.actor_name,
        row.made_at.isoformat(),
        row.subject,
        row.takes_back,
        row.origin,
        row.chain,
        journal.content_of(cipher, row),
    )

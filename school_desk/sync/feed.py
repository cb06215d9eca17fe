"""The Hub's journal as its desks follow it: pages after a cursor, and the mark that proves that both have the same history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import journal
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.journal import WAITING
from school_desk.kernel.tables import JournalRow, table_of
from school_desk.sync.wire import PAGE_BYTES, PAGE_ENTRIES, Entry


def holds(session: Session, school_id: str, seq: int, mark: str) -> bool:
    """Whether the Hub's history up to `seq` is the one that ends with `mark`."""
    if seq == 0:
        return True
    found = session.connection().execute(_chain_at(), {"school_id": school_id, "seq": seq}).scalar()
    return found == mark


def entries_after(session: Session, cipher: Cipher, school_id: str, cursor: int) -> tuple[Sequence[Entry], bool]:
    """One page of entries after `cursor`, and whether there are more."""
    found = session.scalars(_page_after(), {"school_id": school_id, "cursor": cursor})
    entries: list[Entry] = []
    size = 0
    for row in found:
        if len(entries) == PAGE_ENTRIES or size > PAGE_BYTES:
            return entries, True
        size += len(row.payload)
        entries.append(entry_of(cipher, row))
    return entries, False


# Every desk asks both every few seconds: built once.
@cache
def _chain_at() -> sa.Select[str]:
    table = table_of(JournalRow)
    return sa.select(table.c.chain).where(
        table.c.school_id == sa.bindparam("school_id"), table.c.seq == sa.bindparam("seq")
    )


@cache
def _page_after() -> sa.Select[JournalRow]:
    ours = JournalRow.school_id == sa.bindparam("school_id")
    later = JournalRow.seq > sa.bindparam("cursor")
    return (
        sa.select(JournalRow)
        .where(ours, later, JournalRow.seq < WAITING)
        .order_by(JournalRow.seq)
        .limit(PAGE_ENTRIES + 1)
    )


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

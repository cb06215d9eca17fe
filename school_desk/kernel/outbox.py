"""The commands that wait to be told to the Hub: a row is written with its command, and goes only when the Hub has told of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.sync_tables import HubLinkRow
from school_desk.kernel.tables import JournalRow, OutboxRow, OutboxState, table_of


def next_n(session: Session, link: sa.Row[Any]) -> int:
    """The next of this desk's own gapless numbers."""
    table = table_of(HubLinkRow)
    n = int(link.last_n) + 1
    session.connection().execute(sa.update(table).where(table.c.school_id == link.school_id).values(last_n=n))
    return n


def leave(
    session: Session,
    row: JournalRow,
    n: int | None = None,
    effect: str | None = None,
    *,
    state: OutboxState = OutboxState.WAITING,
    told: str | None = None,
    seen: str | None = None,
) -> None:
    """Leaves the command of a journal row in the outbox; see OutboxRow for the values."""
    values = {"school_id": row.school_id, "seq": row.seq, "command_id": row.id, "n": n, "effect": effect}
    values |= {"state": state, "told": told and told[:500], "seen": seen}
    session.connection().execute(sa.insert(table_of(OutboxRow)), values)

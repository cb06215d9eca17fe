"""Counts how often something is tried, for an account, an address or a telephone, and stops it for a while when it is too often.

An attempt counts before it is carried out, so that many at once are no way past the limit; the names counted are kept as keyed hashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.accounts.tables import WebAttemptRow
from school_desk.kernel.clock import local_text
from school_desk.kernel.columns import session_cipher
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.tables import table_of

_FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts `within` a time, then none for `pause`; `told` is the sentence, with the end of the pause in {until}."""

    kind: str
    most: int
    within: timedelta
    pause: timedelta
    told: str


def take(session: Session, school_id: str, limit: Limit, who: str, now: datetime) -> RuleViolation | None:
    """Counts one attempt of `who`. The refusal `web.too_often` is returned, not raised: the caller's transaction must be kept."""
    row = _row(session, school_id, limit, who)
    if row is None:
        key = _key(session, limit, who)
        row = WebAttemptRow(school_id=school_id, kind=limit.kind, who_key=key, count=0, since=now, locked_until=None)
        session.add(row)
    if row.locked_until is not None:
        if now < row.locked_until:
            return RuleViolation("web.too_often", limit.told.format(until=local_text(row.locked_until)))
        row.count, row.since, row.locked_until = 0, now, None
    elif now - row.since > limit.within:
        row.count, row.since = 0, now
    row.count += 1
    if row.count >= limit.most:
        row.locked_until = now + limit.pause
    session.flush()
    return None


def locked(session: Session, school_id: str, limit: Limit, who: str, now: datetime) -> bool:
    """Whether the next attempt of `who` would be refused."""
    row = _row(session, school_id, limit, who)
    return row is not None and row.locked_until is not None and now < row.locked_until


def forgive(session: Session, school_id: str, limit: Limit, who: str) -> None:
    """The attempt was right: all before it are forgotten."""
    row = _row(session, school_id, limit, who)
    if row is not None:
        session.delete(row)


def give_back(session: Session, school_id: str, limit: Limit, who: str) -> None:
    """The attempt was right, but those before it still count (an address is not one person)."""
    row = _row(session, school_id, limit, who)
    if row is not None and row.count:
        row.count -= 1
        row.locked_until = None


def sweep(session: Session, school_id: str, now: datetime) -> None:
    """Drops what no limit looks at any more."""
    table = table_of(WebAttemptRow)
    old = (table.c.school_id == school_id, table.c.since < now - _FORGOTTEN_AFTER)
    session.connection().execute(sa.delete(table).where(*old))


def _row(session: Session, school_id: str, limit: Limit, who: str) -> WebAttemptRow | None:
    return session.get(WebAttemptRow, (school_id, limit.kind, _key(session, limit, who)))


def _key(session: Session, limit: Limit, who: str) -> str:
    return session_cipher(session).keyed_hash(f"{limit.kind}/{who}")

"""Who is signed in on the website: a random token in a cookie, its digest here; half an hour without a page ends it.

The token ends in a digest of itself with the account's password hash: a session holds only under the password it began with, whoever sets
another one and wherever: the website, the Hub's keeper, or a desk whose command the Hub judges.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.accounts.queries import Account, account
from school_desk.accounts.tables import WebSessionRow
from school_desk.kernel.tables import table_of

IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=12)
# Not every page is a write.
_SEEN_EVERY = timedelta(minutes=1)
# Characters of a token that are random.
_RANDOM = 43


def new_token() -> str:
    """32 random bytes: a plain digest of it cannot be guessed."""
    return secrets.token_urlsafe(32)


def begin(session: Session, school_id: str, who: Account, now: datetime) -> str:
    """Signs `who` in under a token that nobody has seen before; its `password_hash` is the one that was proven."""
    token = _bound(new_token(), who)
    session.add(
        WebSessionRow(
            school_id=school_id,
            token_digest=_digest(token),
            account_id=who.id,
            made_at=now,
            seen_at=now,
            expires_at=now + AT_MOST,
        )
    )
    session.flush()
    return token


def whose(session: Session, school_id: str, token: str, now: datetime) -> tuple[Account | None, bool]:
    """The active account signed in with `token`, and whether `seen` should be called."""
    row = session.get(WebSessionRow, (school_id, _digest(token)))
    if row is None or now >= row.expires_at or now - row.seen_at >= IDLE:
        return None, False
    found = account(session, school_id, row.account_id)
    if found is None or not found.active or token != _bound(token, found):
        return None, False
    return found, now - row.seen_at >= _SEEN_EVERY


def seen(session: Session, school_id: str, token: str, now: datetime) -> None:
    """The half hour begins anew."""
    row = session.get(WebSessionRow, (school_id, _digest(token)))
    if row is not None:
        row.seen_at = now


def end(session: Session, school_id: str, token: str) -> None:
    """Signs out."""
    row = session.get(WebSessionRow, (school_id, _digest(token)))
    if row is not None:
        session.delete(row)


def end_all(session: Session, school_id: str, account_id: str) -> None:
    """Signs the account out everywhere, as after a new password."""
    table = table_of(WebSessionRow)
    mine = (table.c.school_id == school_id, table.c.account_id == account_id)
    session.connection().execute(sa.delete(table).where(*mine))


def sweep(session: Session, school_id: str, now: datetime) -> None:
    """Drops sessions that have ended."""
    table = table_of(WebSessionRow)
    ended = sa.or_(table.c.expires_at < now, table.c.seen_at < now - IDLE)
    session.connection().execute(sa.delete(table).where(table.c.school_id == school_id, ended))


def _bound(token: str, who: Account) -> str:
    """The token under the account's present password, which cannot be guessed from it."""
    secret = token[:_RANDOM]
    digest = hashlib.sha256(f"{secret}/{who.password_hash}".encode()).digest()
    return secret + base64.urlsafe_b64encode(digest[:15]).decode()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

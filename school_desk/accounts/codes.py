"""Codes by SMS: six digits, five minutes, one use, five tries. Which numbers may be sent to how often is the caller's limit."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.accounts.tables import SmsCodeRow
from school_desk.kernel.columns import session_cipher
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.tables import table_of

VALID_FOR = timedelta(minutes=5)
MOST_TRIES = 5
_WRONG = "验证码不对或已过期，请核对短信里的 6 位数字，或重新获取。"


@dataclass(frozen=True)
class Purpose:
    """What a code proves: for `what` (register, mobile, reset) of whom (`about`: a visitor, an account, a login), holding `mobile`."""

    what: str
    about: str
    mobile: str


def issue(session: Session, school_id: str, purpose: Purpose, now: datetime) -> str:
    """A fresh code; an earlier one for the same purpose is worth nothing any more."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    key = _key(session, purpose)
    row = session.get(SmsCodeRow, (school_id, purpose.what, key))
    if row is None:
        row = SmsCodeRow(school_id=school_id, purpose=purpose.what, mobile_key=key)
        session.add(row)
    row.code_digest, row.tries, row.expires_at = _digest(session, purpose, code), 0, now + VALID_FOR
    session.flush()
    return code


def wrong_code() -> RuleViolation:
    """The one answer to a code that is not right, whatever is wrong with it."""
    return RuleViolation("code.wrong", _WRONG, field="code")


def matches(session: Session, school_id: str, purpose: Purpose, code: str, now: datetime) -> bool:
    """Whether `code` is the one that was sent. A try is counted: the caller's transaction must be kept. The code is not used up yet."""
    row = session.get(SmsCodeRow, (school_id, purpose.what, _key(session, purpose)))
    if row is None or now >= row.expires_at or row.tries >= MOST_TRIES:
        return False
    row.tries += 1
    session.flush()
    return hmac.compare_digest(row.code_digest, _digest(session, purpose, code.strip()))


def spend(session: Session, school_id: str, purpose: Purpose) -> None:
    """Uses the code up, in the transaction of what it was for. Raises RuleViolation `code.wrong` when somebody was quicker."""
    row = session.get(SmsCodeRow, (school_id, purpose.what, _key(session, purpose)))
    if row is None:
        raise wrong_code()
    session.delete(row)
    session.flush()


def sweep(session: Session, school_id: str, now: datetime) -> None:
    """Drops codes that have run out."""
    table = table_of(SmsCodeRow)
    session.connection().execute(sa.delete(table).where(table.c.school_id == school_id, table.c.expires_at < now))


def _key(session: Session, purpose: Purpose) -> str:
    return session_cipher(session).keyed_hash(f"sms/{purpose.what}/{purpose.about}/{purpose.mobile}")


def _digest(session: Session, purpose: Purpose, code: str) -> str:
    return session_cipher(session).keyed_hash(f"code/{purpose.what}/{purpose.about}/{purpose.mobile}/{code}")

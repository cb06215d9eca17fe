"""Proves somebody on the website. The answer and the time it takes are the same whether the account exists or not. What failed is noted;
that somebody came in is noted where the session begins (hub/portal/door.py)."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from functools import cache, partial

from sqlalchemy.orm import Session

from school_desk.accounts import attempts, codes, noted, queries, sessions
from school_desk.accounts.attempts import Limit
from school_desk.accounts.domain import MAX_PASSWORD, plain_login
from school_desk.accounts.queries import Account
from school_desk.kernel.database import SchoolDatabase, in_transaction
from school_desk.kernel.errors import RuleViolation
from school_desk.staff import sign_in_log
from school_desk.staff.passwords import fresh_password, hash_password, password_matches
from school_desk.terms.roles import WebRole
from school_desk.terms.sign_ins import SignInStep

_log = logging.getLogger(__name__)
_TEN_MINUTES = timedelta(minutes=10)
_PAUSE = "连续输错的次数太多，请在 {until} 之后再试；忘记密码可以用负责人手机号重置。"
BY_ACCOUNT = Limit("sign_in", 5, _TEN_MINUTES, _TEN_MINUTES, _PAUSE)
BY_ADDRESS = Limit("sign_in/address", 30, _TEN_MINUTES, _TEN_MINUTES, _PAUSE)
# One hash takes 64 MiB and a core: more at once would let strangers take the whole machine.
_hashing = threading.BoundedSemaphore(3)


def sign_in(
    database: SchoolDatabase, school_id: str, kind: WebRole, login: str, password: str, address: str, now: datetime
) -> Account:
    """The account. Raises RuleViolation `sign_in.wrong` (it does not tell what is wrong) or `web.too_often`."""
    plain = plain_login(kind, login)
    _count(database, school_id, f"{kind}/{plain}", address, now)
    with database.reading() as session:
        found = queries.find_account(session, school_id, kind, plain)
    known = found is not None and found.active
    right = matches(found.password_hash if found is not None and known else _nobodys_hash(), password)
    if found is None or not known or not right:
        _note_failure(database, school_id, SignInStep.WRONG, kind, plain, address, now)
        _log.info("website sign-in of %s refused", found.id if found else "an unknown account")
        raise RuleViolation("sign_in.wrong", "账号或密码不对，请重新输入。", field="password")
    in_transaction(database, partial(_forgive, school_id=school_id, who=f"{kind}/{plain}", address=address, now=now))
    _log.info("website sign-in of %s", found.id)
    return found


def check_own_password(
    database: SchoolDatabase, school_id: str, account: Account, password: str, address: str, now: datetime
) -> None:
    """Asks for the present password again; failures count as failed sign-ins. Raises RuleViolation with the field "old"."""
    who = f"{account.kind}/{account.login}"
    refused = in_transaction(database, lambda session: attempts.take(session, school_id, BY_ACCOUNT, who, now))
    if refused:
        raise RuleViolation(refused.code, refused.message, field="old")
    if not matches(account.password_hash, password):
        _note_failure(database, school_id, SignInStep.WRONG_OLD, account.kind, account.login, address, now)
        raise RuleViolation("sign_in.wrong", "原密码不对，请重新输入。", field="old")
    in_transaction(database, lambda session: attempts.forgive(session, school_id, BY_ACCOUNT, who))


def matches(password_hash: str, password: str) -> bool:
    """Whether it is the password; at most a few are checked at a time."""
    with _hashing:
        right = password_matches(password_hash, password[:MAX_PASSWORD])
    return right and len(password) <= MAX_PASSWORD


def hashed(password: str) -> str:
    """The hash of a new password; at most a few are made at a time."""
    with _hashing:
        return hash_password(password)


def _count(database: SchoolDatabase, school_id: str, who: str, address: str, now: datetime) -> None:
    def count(session: Session) -> RuleViolation | None:
        # An address that was stopped counts against no account: it would go on locking others' and fill the table with made-up ones.
        crowded = attempts.take(session, school_id, BY_ADDRESS, address, now)
        return crowded or attempts.take(session, school_id, BY_ACCOUNT, who, now)

    refused = in_transaction(database, count)
    if refused:
        raise refused


def _note_failure(
    database: SchoolDatabase, school_id: str, step: SignInStep, kind: WebRole, plain: str, address: str, now: datetime
) -> None:
    def keep(session: Session) -> None:
        shut = attempts.locked(session, school_id, BY_ACCOUNT, f"{kind}/{plain}", now)
        shut = shut or attempts.locked(session, school_id, BY_ADDRESS, address, now)
        noted.failed(session, school_id, SignInStep.LOCKED if shut else step, kind, plain, address, now)

    in_transaction(database, keep)


def _forgive(session: Session, school_id: str, who: str, address: str, now: datetime) -> None:
    attempts.forgive(session, school_id, BY_ACCOUNT, who)
    attempts.give_back(session, school_id, BY_ADDRESS, address)
    for swept in (attempts, codes, sessions, sign_in_log):
        swept.sweep(session, school_id, now)


@cache
def _nobodys_hash() -> str:
    return hash_password(fresh_password())

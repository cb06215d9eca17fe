"""Signs a person in on this computer. Failures are counted here and lock the account for a while; they are no decision and not recorded.

They are this computer's own, so an administrator lets a person in again here too, not by a command.
"""

from __future__ import annotations

from datetime import datetime

from school_desk.kernel.clock import local_text
from school_desk.kernel.commands import Actor
from school_desk.kernel.database import Database
from school_desk.kernel.errors import RuleViolation
from school_desk.staff import queries
from school_desk.staff.domain import lock_after
from school_desk.staff.passwords import password_matches
from school_desk.staff.tables import SignInRow
from school_desk.terms.roles import Role

_WRONG = RuleViolation("sign_in.wrong", "登录名或密码不对，请重新输入。", field="password")


def sign_in(database: Database, school_id: str, login_name: str, password: str, now: datetime) -> Actor:
    """The person with this name and password. Raises RuleViolation `sign_in.wrong` (it does not tell which) or `sign_in.locked`."""
    with database.reading() as session:
        actor = queries.actor(session, school_id, login_name)
        kept = queries.password_hash(session, school_id, login_name)
        state = None if actor is None else session.get(SignInRow, (school_id, actor.id))
        locked_until = None if state is None else state.locked_until
    if actor is None or kept is None:
        raise _WRONG
    if locked_until is not None and now < locked_until:
        message = f"密码连续输错，账号已锁定到 {local_text(locked_until)}。请稍后再试，或请管理员在“员工”里解除锁定。"
        raise RuleViolation("sign_in.locked", message, field="login_name")
    right = password_matches(kept, password)
    _count(database, school_id, actor.id, now, right=right)
    if not right:
        raise _WRONG
    return actor


def unlock(database: Database, school_id: str, staff_id: str, by: Actor) -> None:
    """Forgets the failures of one person: they may try again at once. Raises RuleViolation `sign_in.not_allowed` but for administrators."""
    if Role.ADMIN not in by.roles:
        raise RuleViolation("sign_in.not_allowed", "只有管理员可以解除锁定。")
    with database.writing() as session:
        row = session.get(SignInRow, (school_id, staff_id))
        if row is not None:
            session.delete(row)


def _count(database: Database, school_id: str, staff_id: str, now: datetime, *, right: bool) -> None:
    with database.writing() as session:
        row = session.get(SignInRow, (school_id, staff_id))
        if row is None:
            if right:
                return
            row = SignInRow(school_id=school_id, id=staff_id, failures=0)
            session.add(row)
        row.failures = 0 if right else row.failures + 1
        row.locked_until = lock_after(row.failures, now)

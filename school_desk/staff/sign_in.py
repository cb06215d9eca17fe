"""Signs a person in on this computer. Failures are counted here and lock the account for a while; they are no decision and not recorded.

They are this computer's own, so an administrator lets a person in again here too, not by a command. All of it is noted in sign_in_log.py.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from school_desk.kernel.clock import local_text
from school_desk.kernel.commands import Actor
from school_desk.kernel.database import Database
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.staff import queries, sign_in_log
from school_desk.staff.domain import lock_after
from school_desk.staff.passwords import password_matches
from school_desk.staff.sign_in_log import Whose, note, this_computer
from school_desk.staff.tables import SignInRow
from school_desk.terms.roles import Role
from school_desk.terms.sign_ins import Door, SignInStep

_log = logging.getLogger(__name__)
_WRONG = RuleViolation("sign_in.wrong", "登录名或密码不对，请重新输入。", field="password")


def sign_in(database: Database, school_id: str, login_name: str, password: str, now: datetime) -> Actor:
    """The person with this name and password. Raises RuleViolation `sign_in.wrong` (it does not tell which) or `sign_in.locked`."""
    actor = _proven(database, school_id, login_name, password, now, SignInStep.WRONG)
    try:
        with database.writing() as session:
            note(session, school_id, SignInStep.SIGNED_IN, _whose(session, school_id, actor.id), now)
            sign_in_log.sweep(session, school_id, now)
    except EnvironmentFault as fault:
        # On a full disk the office must still get at its data.
        _log.error("the sign-in of %s was not noted: %s", actor.id, fault.code)
    return actor


def prove_again(database: Database, school_id: str, login_name: str, password: str, now: datetime) -> None:
    """Asks a person who is signed in for the password; failures count as failed sign-ins. Raises as `sign_in`."""
    _proven(database, school_id, login_name, password, now, SignInStep.WRONG_OLD)


def sign_out(database: Database, school_id: str, staff_id: str, now: datetime) -> None:
    """Notes that the person left the desk to somebody else."""
    with database.writing() as session:
        note(session, school_id, SignInStep.SIGNED_OUT, _whose(session, school_id, staff_id), now)


def unlock(database: Database, school_id: str, staff_id: str, by: Actor, now: datetime) -> None:
    """Forgets the failures of one person: they may try again at once. Raises RuleViolation `sign_in.not_allowed` but for administrators."""
    if Role.ADMIN not in by.roles:
        raise RuleViolation("sign_in.not_allowed", "只有管理员可以解除锁定。")
    with database.writing() as session:
        row = session.get(SignInRow, (school_id, staff_id))
        if row is not None:
            session.delete(row)
            # Who did it, and for whose login.
            whose = replace(_whose(session, school_id, staff_id), person_id=by.id)
            note(session, school_id, SignInStep.UNLOCKED, whose, now)


def _proven(
    database: Database, school_id: str, login_name: str, password: str, now: datetime, wrong: SignInStep
) -> Actor:
    with database.reading() as session:
        actor = queries.actor(session, school_id, login_name)
        kept = queries.password_hash(session, school_id, login_name)
        state = None if actor is None else session.get(SignInRow, (school_id, actor.id))
        locked_until = None if state is None else state.locked_until
    if actor is None or kept is None:
        with database.writing() as session:
            note(session, school_id, wrong, Whose(Door.STAFF, "", "", this_computer()), now)
        raise _WRONG
    if locked_until is not None and now < locked_until:
        message = f"密码连续输错，账号已锁定到 {local_text(locked_until)}。请稍后再试，或请管理员在“员工”里解除锁定。"
        raise RuleViolation("sign_in.locked", message, field="login_name")
    if password_matches(kept, password):
        _forget_failures(database, school_id, actor.id)
        return actor
    _count_failure(database, school_id, actor.id, now, wrong)
    raise _WRONG


def _forget_failures(database: Database, school_id: str, staff_id: str) -> None:
    with database.writing() as session:
        row = session.get(SignInRow, (school_id, staff_id))
        if row is not None:
            row.failures, row.locked_until = 0, None


def _count_failure(database: Database, school_id: str, staff_id: str, now: datetime, wrong: SignInStep) -> None:
    with database.writing() as session:
        row = session.get(SignInRow, (school_id, staff_id))
        if row is None:
            row = SignInRow(school_id=school_id, id=staff_id, failures=0)
            session.add(row)
        row.failures += 1
        row.locked_until = lock_after(row.failures, now)
        step = wrong if row.locked_until is None else SignInStep.LOCKED
        note(session, school_id, step, _whose(session, school_id, staff_id), now)


def _whose(session: Session, school_id: str, staff_id: str) -> Whose:
    known = queries.login_and_hash(session, school_id, staff_id)
    return Whose(Door.STAFF, staff_id, known[0] if known else "", this_computer())

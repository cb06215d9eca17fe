"""A person's own new password: checked against the old one and the rules, then a command. In the writer's thread: hashing takes its time."""

from __future__ import annotations

from datetime import datetime

from school_desk.kernel.commands import Actor
from school_desk.kernel.database import Database
from school_desk.kernel.errors import RuleViolation
from school_desk.staff import queries
from school_desk.staff.commands import ChangePassword
from school_desk.staff.domain import check_password
from school_desk.staff.passwords import hash_password, is_outdated, password_matches
from school_desk.staff.sign_in import prove_again


def own_password(
    database: Database, school_id: str, actor: Actor, new: str, *, old: str | None, now: datetime
) -> ChangePassword:
    """The command that gives `actor` the password `new`; `old` None: they have just signed in with it.

    A wrong `old` counts as a failed sign-in, so nobody can guess at an unattended desk. Raises RuleViolation with the field "old" or "password".
    """
    with database.reading() as session:
        kept = queries.login_and_hash(session, school_id, actor.id)
    if kept is None:
        raise RuleViolation("staff.unknown", "您的账号已停用，不能修改密码。请联系管理员。")
    login_name, password_hash = kept
    check_password(new, login_name)
    if old is not None:
        _check_old(database, school_id, login_name, old, now)
    if password_matches(password_hash, new):
        raise RuleViolation("staff.password", "新密码和现在的密码一样，请换一个。", field="password")
    return ChangePassword(actor.id, hash_password(new))


def renewed(database: Database, school_id: str, actor: Actor, password: str) -> ChangePassword | None:
    """The command that hashes anew the password somebody has just signed in with; None while its hash is made as today's are."""
    with database.reading() as session:
        kept = queries.login_and_hash(session, school_id, actor.id)
    return ChangePassword(actor.id, hash_password(password)) if kept is not None and is_outdated(kept[1]) else None


def _check_old(database: Database, school_id: str, login_name: str, old: str, now: datetime) -> None:
    try:
        prove_again(database, school_id, login_name, old, now)
    except RuleViolation as refused:
        told = "原密码不对，请重新输入。" if refused.code == "sign_in.wrong" else refused.message
        raise RuleViolation(refused.code, told, field="old") from refused

"""Accounts of the 主管部门 on the website: opened, or given a new password, by whoever keeps the Hub."""

from __future__ import annotations

from sqlalchemy.orm import Session

from school_desk.accounts import noted, sessions
from school_desk.accounts.attempts import forgive
from school_desk.accounts.commands import ChangeAccountPassword, OpenAccount
from school_desk.accounts.domain import check_login, check_new_password, check_owner
from school_desk.accounts.queries import find_account
from school_desk.accounts.sign_in import BY_ACCOUNT, hashed
from school_desk.hub.opening import HubSchool
from school_desk.hub.own_commands import own_command
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.database import in_transaction
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.ids import new_id
from school_desk.terms.roles import Role, WebRole
from school_desk.terms.sign_ins import SignInStep

# At the Hub itself nobody signs in: whoever reaches its folder keeps it.
_KEEPER = Actor("hub", "总台管理员", frozenset({Role.ADMIN}))


def open_reviewer(school: HubSchool, authority_code: str, login: str, password: str) -> bool:
    """Opens the account; False: it was there and has the new password now, signed out everywhere. Raises RuleViolation."""
    plain = check_login(WebRole.AUTHORITY, login)
    check_owner(WebRole.AUTHORITY, None, authority_code)
    check_new_password(password, password, plain)
    password_hash, now = hashed(password), school.clock.now()

    def settle(session: Session) -> bool:
        known = find_account(session, school.id, WebRole.AUTHORITY, plain)
        command: Command = OpenAccount(WebRole.AUTHORITY, plain, password_hash, authority_code=authority_code)
        if known is not None and known.active:
            if known.authority_code != authority_code:
                raise RuleViolation(
                    "account.taken", f"账号 {plain} 已经是另一个主管部门的，请换一个账号。", field="login"
                )
            command = ChangeAccountPassword(known.id, password_hash)
            sessions.end_all(session, school.id, known.id)
            forgive(session, school.id, BY_ACCOUNT, f"{known.kind}/{known.login}")
            noted.happened(session, school.id, SignInStep.RESET, known, _KEEPER.name, now)
        school.bus.carry_out(session, own_command(school.database.cipher, command, _KEEPER, new_id(now), now))
        return isinstance(command, OpenAccount)

    return in_transaction(school.database, settle)

"""Carries out the decisions about website accounts: checks first, then writes."""

from __future__ import annotations

import sqlalchemy as sa

from school_desk.accounts.commands import ChangeAccountPassword, CloseAccount, OpenAccount
from school_desk.accounts.domain import check_login, check_owner
from school_desk.accounts.ownership import refuse_another
from school_desk.accounts.tables import AccountRow
from school_desk.enterprises.events import AuthorityDecides, EnterpriseRenamed, RegistrationChanges
from school_desk.enterprises.queries import find_by_code
from school_desk.kernel.commands import Context, Undo, handles, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.undo import TakingBack
from school_desk.terms.roles import EXAMINERS, WebRole


@handles(OpenAccount)
def open_account(context: Context, command: OpenAccount) -> dict[str, str]:
    """Opens the account; one login is one account. A closed one is opened again by the office only."""
    login = check_login(command.kind, command.login)
    check_owner(command.kind, command.enterprise_id, command.authority_code)
    office = bool(context.actor.roles & EXAMINERS)
    if command.kind is WebRole.AUTHORITY and not office:
        raise RuleViolation("account.not_allowed", "主管部门的账号由学校开通。")
    if command.kind is WebRole.ENTERPRISE and _enterprise_of(context, login) != command.enterprise_id:
        raise RuleViolation("account.owner", "企业账号只能用企业自己的统一社会信用代码。", field="login")
    known = _by_login(context, command.kind, login)
    if known is None:
        known = AccountRow(school_id=context.school_id, id=context.new_id("account"), kind=command.kind, login=login)
        context.session.add(known)
    elif known.active or not office:
        raise RuleViolation("account.taken", f"账号 {login} 已经有了，请直接登录。", field="login")
    known.password_hash, known.active = command.password_hash, True
    known.enterprise_id, known.authority_code = command.enterprise_id, command.authority_code
    return {"account_id": known.id}


@handles(ChangeAccountPassword, undo=Undo(never="旧密码不再保留，请重新设置一个密码。"))
def change_account_password(context: Context, command: ChangeAccountPassword) -> None:
    """Sets the hash. The office resets an authority's; an enterprise proves itself by its telephone."""
    row = account(context, command.account_id)
    office = row.kind is WebRole.AUTHORITY and context.actor.roles & EXAMINERS
    if context.actor.id != row.id and not office:
        raise RuleViolation("account.not_own", "只能修改自己的密码；企业忘记密码时用负责人手机号在网站上重置。")
    if not row.active:
        raise RuleViolation("account.closed", "这个网站账号已停用，不能修改密码。")
    row.password_hash = command.password_hash


@handles(CloseAccount)
def close_account(context: Context, command: CloseAccount) -> None:
    """Closes it; what was done with it stays."""
    row = account(context, command.account_id)
    if not row.active:
        raise RuleViolation("account.closed", "这个网站账号已经停用。")
    row.active = False


@reacts(EnterpriseRenamed)
def follow_the_code(context: Context, event: EnterpriseRenamed) -> None:
    """操作说明: 帐号是企业的社会信用代码. With another code it is another login."""
    owned = sa.select(AccountRow).where(
        AccountRow.school_id == context.school_id, AccountRow.enterprise_id == event.enterprise_id
    )
    for row in context.session.scalars(owned.order_by(AccountRow.id)).all():
        row.login = event.credit_code


@reacts(AuthorityDecides)
def refuse_another_authority(context: Context, event: AuthorityDecides) -> None:
    """On the website an authority decides only what falls under it; at a desk the school records whose decision it was."""
    if WebRole.AUTHORITY not in context.actor.roles:
        return
    if account(context, context.actor.id).authority_code != event.authority_code:
        raise RuleViolation("account.other_authority", "这条记录不归您所在的主管部门审核。")


@reacts(RegistrationChanges)
def refuse_another_enterprise(context: Context, event: RegistrationChanges) -> None:
    """On the website an enterprise changes its own registration only; at a desk a clerk changes it for each."""
    refuse_another(context, event.enterprise_id)


@reacts(TakingBack)
def keep_the_authoritys_word(context: Context, event: TakingBack) -> None:
    """What an authority decided on the website is not the school's to take back, only what the school recorded in its name."""
    decided = context.session.get(AccountRow, (context.school_id, event.actor_id))
    if decided is not None and decided.kind is WebRole.AUTHORITY:
        message = "这是主管部门在网上作出的结论，学校不能撤销。如有错误，请联系主管部门。"
        raise RuleViolation("account.authoritys_word", message)


def account(context: Context, account_id: str) -> AccountRow:
    """The account. Raises RuleViolation `account.unknown`."""
    row = context.session.get(AccountRow, (context.school_id, account_id))
    if row is None:
        raise RuleViolation("account.unknown", "找不到这个网站账号。")
    return row


def _enterprise_of(context: Context, login: str) -> str | None:
    return find_by_code(context.session, context.school_id, login)


def _by_login(context: Context, kind: WebRole, login: str) -> AccountRow | None:
    return context.session.scalar(
        sa.select(AccountRow).where(
            AccountRow.school_id == context.school_id, AccountRow.kind == kind, AccountRow.login == login
        )
    )

"""Whose records a website account may touch: its own enterprise's, whatever id is asked for."""

from __future__ import annotations

from school_desk.accounts.queries import account
from school_desk.kernel.commands import Context
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.roles import WebRole


def by_enterprise(context: Context) -> bool:
    """Whether an enterprise decides on the website, not the office."""
    return WebRole.ENTERPRISE in context.actor.roles


def is_another(context: Context, enterprise_id: str | None) -> bool:
    """Whether an enterprise decides about what is not its own."""
    if not by_enterprise(context):
        return False
    own = account(context.session, context.school_id, context.actor.id)
    return own is None or own.enterprise_id is None or own.enterprise_id != enterprise_id


def refuse_another(context: Context, enterprise_id: str | None) -> None:
    """Raises RuleViolation `account.another` when an enterprise decides about what is not its own."""
    if is_another(context, enterprise_id):
        raise RuleViolation("account.another", "只能办理本企业自己的业务，请重新登录后再试。", field="enterprise_id")

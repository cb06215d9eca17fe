"""The rules of website accounts: what a login looks like, whom an account belongs to, what a password must keep to."""

from __future__ import annotations

import re

from school_desk.kernel.errors import RuleViolation
from school_desk.staff.domain import check_password
from school_desk.terms.identifiers import credit_code_problems, normalise_credit_code
from school_desk.terms.regions import RegionKind, find_region
from school_desk.terms.roles import WebRole

MAX_PASSWORD = 128
_AUTHORITY_LOGIN = re.compile(r"[a-z0-9_.\-]{4,40}")


def plain_login(kind: WebRole, text: str) -> str:
    """`text` in the form in which logins of this kind are kept and compared."""
    return normalise_credit_code(text) if kind is WebRole.ENTERPRISE else text.strip().lower()


def check_login(kind: WebRole, text: str) -> str:
    """The login an account may have. Raises RuleViolation `account.login`."""
    login = plain_login(kind, text)
    if kind is WebRole.ENTERPRISE:
        problems = credit_code_problems(login)
        if problems:
            raise RuleViolation("account.login", problems[0], field="login")
    elif not _AUTHORITY_LOGIN.fullmatch(login):
        message = "主管部门的账号请用 4–40 位小写字母、数字、点或短横。"
        raise RuleViolation("account.login", message, field="login")
    return login


def check_owner(kind: WebRole, enterprise_id: str | None, authority_code: str | None) -> None:
    """Raises RuleViolation `account.owner` unless the account belongs to one enterprise, or to the authority of a city or the province."""
    if kind is WebRole.ENTERPRISE:
        if not enterprise_id or authority_code:
            raise RuleViolation("account.owner", "企业账号要属于一家已登记的企业。", field="enterprise_id")
        return
    region = find_region(authority_code or "")
    if enterprise_id or region is None or region.kind not in (RegionKind.CITY, RegionKind.PROVINCE):
        raise RuleViolation("account.owner", "主管部门账号请选择所在的市，或浙江省。", field="authority_code")


def check_new_password(password: str, again: str, login: str) -> None:
    """Raises RuleViolation with the field "password" or "again" when it may not be somebody's password here."""
    if len(password) > MAX_PASSWORD:
        raise RuleViolation("account.password", f"密码最多 {MAX_PASSWORD} 位。", field="password")
    check_password(password, login)
    if password != again:
        raise RuleViolation("account.again", "两次输入的密码不一样，请重新输入。", field="again")

"""Rules of sign-in names, passwords and lock-outs: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.resources import resource_path
from school_desk.terms.roles import Role

MAX_FAILURES = 5
LOCK_FOR = timedelta(minutes=10)
MIN_PASSWORD = 8

_LOGIN = re.compile(r"[a-z0-9_.\-]{2,40}|[\u4e00-\u9fff]{2,10}")
# The learning platform's shared default and its like are known to everybody, and what is short of variety is guessed: nobody's password here.
_LEAST_VARIETY = 4
# Of this house and its trade, with whatever digits and signs around them.
OWN_WORDS = frozenset(
    {
        "admin",
        "chengjian",
        "chengjianpeixun",
        "jianshe",
        "jineng",
        "mima",
        "peixun",
        "peixunxuexiao",
        "qiye",
        "schooldesk",
        "wuxing",
        "wuxingchengjian",
        "xuexiao",
        "zhujian",
    }
)


def check_login_name(text: str) -> str:
    """The normalised sign-in name. Raises RuleViolation `staff.login_name`."""
    login = text.strip().lower()
    if not _LOGIN.fullmatch(login):
        message = "登录名请用 2–40 位小写字母、数字、点或短横，或 2–10 个汉字。"
        raise RuleViolation("staff.login_name", message, field="login_name")
    return login


def check_password(password: str, login_name: str) -> None:
    """Raises RuleViolation `staff.password` when the password is too weak to keep personal data behind."""
    told = None
    if len(password) < MIN_PASSWORD:
        told = f"密码至少 {MIN_PASSWORD} 位。"
    elif _is_guessed(password.lower(), login_name.lower()):
        told = "这个密码太容易被猜到，请换一个（不要用登录名、连号或重复的字符）。"
    if told:
        raise RuleViolation("staff.password", told, field="password")


def _is_guessed(password: str, login_name: str) -> bool:
    if len(set(password)) < _LEAST_VARIETY or login_name in password:
        return True
    return password in _known() or re.sub("[^a-z]", "", password) in OWN_WORDS


@cache
def _known() -> frozenset[str]:
    """The passwords that everybody tries first; a file of its own, since the sign-in page must not wait for it."""
    lines = resource_path("passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def check_roles(roles: Iterable[str]) -> tuple[Role, ...]:
    """The roles in their order. Raises RuleViolation `staff.roles` when there is none or an unknown one."""
    wanted = set(roles)
    if not wanted or wanted - set(Role):
        raise RuleViolation("staff.roles", "请至少选择一个角色（文员、财务、考务、管理员）。", field="roles")
    return tuple(role for role in Role if role in wanted)


def lock_after(failures: int, now: datetime) -> datetime | None:
    """Until when the account is locked after so many failures in a row; None: not yet."""
    return now + LOCK_FOR if failures >= MAX_FAILURES else None

"""What happens where people sign in, as the list of sign-ins keeps and calls it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from school_desk.terms.labels import WEB_ROLES
from school_desk.terms.roles import WebRole


class Door(Enum):
    """Where somebody signs in: the office at a desk, the others on the website."""

    STAFF = "staff"
    ENTERPRISE = WebRole.ENTERPRISE.value
    AUTHORITY = WebRole.AUTHORITY.value


class SignInStep(Enum):
    """One thing that happens at such a door. What ends by itself (a session left alone) nobody does, and it is not kept."""

    SIGNED_IN = "signed_in"
    WRONG = "wrong"
    LOCKED = "locked"
    SIGNED_OUT = "signed_out"
    WRONG_OLD = "wrong_old"
    CHANGED = "changed"
    WRONG_CODE = "wrong_code"
    RESET = "reset"
    UNLOCKED = "unlocked"
    CROWDED = "crowded"


DOORS: Mapping[Door, str] = {
    Door.STAFF: "员工",
    Door.ENTERPRISE: WEB_ROLES[WebRole.ENTERPRISE],
    Door.AUTHORITY: WEB_ROLES[WebRole.AUTHORITY],
}
STEPS: Mapping[SignInStep, str] = {
    SignInStep.SIGNED_IN: "登录",
    SignInStep.WRONG: "账号或密码不对",
    SignInStep.LOCKED: "输错太多，已锁定",
    SignInStep.SIGNED_OUT: "退出登录",
    SignInStep.WRONG_OLD: "修改时密码不对",
    SignInStep.CHANGED: "修改密码",
    SignInStep.WRONG_CODE: "验证码不对",
    SignInStep.RESET: "重设密码",
    SignInStep.UNLOCKED: "解除锁定",
    SignInStep.CROWDED: "失败太多，不再逐条记录",
}
# What deserves a second look.
FAILURES = frozenset(
    {SignInStep.WRONG, SignInStep.WRONG_OLD, SignInStep.WRONG_CODE, SignInStep.LOCKED, SignInStep.CROWDED}
)

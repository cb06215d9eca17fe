"""The decisions about website accounts. Their handlers are in handlers.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from school_desk.kernel.commands import Command
from school_desk.terms.roles import EXAMINERS, WebRole

_OWN_OR_OFFICE: frozenset[str] = EXAMINERS | set(WebRole)


@dataclass(frozen=True)
class OpenAccount(Command):
    """A website account: an enterprise opens its own when it registers, the office opens an authority's (or opens a closed one again).

    `password_hash` comes from staff.passwords.hash_password.
    """

    label: ClassVar[str] = "开通网站账号"
    allowed: ClassVar[frozenset[str]] = EXAMINERS | {WebRole.ENTERPRISE}

    kind: WebRole
    login: str
    password_hash: str = field(repr=False)
    enterprise_id: str | None = None
    authority_code: str | None = None

    @property
    def subject(self) -> str:
        """Which account."""
        return self.login


@dataclass(frozen=True)
class ChangeAccountPassword(Command):
    """A new password of one's own; for an authority it may be the office's reset."""

    label: ClassVar[str] = "修改网站账号密码"
    allowed: ClassVar[frozenset[str]] = _OWN_OR_OFFICE

    account_id: str
    password_hash: str = field(repr=False)


@dataclass(frozen=True)
class CloseAccount(Command):
    """Nobody signs in with this account until it is opened again."""

    label: ClassVar[str] = "停用网站账号"
    allowed: ClassVar[frozenset[str]] = EXAMINERS

    account_id: str

"""Website accounts, which are decisions and travel to every desk; sessions, codes and attempts, which are the Hub's own and do not."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.columns import EnumText
from school_desk.kernel.tables import Base, Recorded, index, link, unique
from school_desk.terms.roles import WebRole


class AccountRow(Recorded):
    """One account. An enterprise's `login` is its 统一社会信用代码; an authority's `authority_code` is its city's or the province's."""

    __tablename__ = "account"
    __table_args__ = (unique("kind", "login"), link("enterprise_id", "enterprise"), index("account", "enterprise_id"))
    label = "网站账号"

    kind: Mapped[WebRole] = mapped_column(EnumText(WebRole))
    login: Mapped[str] = mapped_column(sa.String(40))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    enterprise_id: Mapped[str | None] = mapped_column(sa.String(32))
    authority_code: Mapped[str | None] = mapped_column(sa.String(6))
    active: Mapped[bool]


class WebSessionRow(Base):
    """Somebody signed in. Of the token only its digest is kept; `seen_at` is right to the minute."""

    __tablename__ = "web_session"
    __table_args__ = (index("web_session", "account_id"),)

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(sa.String(32))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SmsCodeRow(Base):
    """The newest code sent to one number for one purpose. `mobile_key` and `code_digest` are keyed hashes: neither can be read from them."""

    __tablename__ = "sms_code"

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    mobile_key: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    code_digest: Mapped[str] = mapped_column(sa.String(32))
    tries: Mapped[int]
    expires_at: Mapped[datetime]


class WebAttemptRow(Base):
    """How often something was tried since `since`, by keyed hash of whom it is counted for (an account's name, an address, a number)."""

    __tablename__ = "web_attempt"

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    who_key: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    count: Mapped[int]
    since: Mapped[datetime]
    locked_until: Mapped[datetime | None]

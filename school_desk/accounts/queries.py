"""Website accounts as sign-in and the website need them."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.accounts.tables import AccountRow
from school_desk.terms.roles import WebRole


@dataclass(frozen=True)
class Account:
    """One account with what a password is checked against."""

    id: str
    kind: WebRole
    login: str
    password_hash: str = field(repr=False)
    enterprise_id: str | None
    authority_code: str | None
    active: bool


def account(session: Session, school_id: str, account_id: str) -> Account | None:
    """One account, closed ones too."""
    row = session.get(AccountRow, (school_id, account_id))
    return None if row is None else _account(row)


def find_account(session: Session, school_id: str, kind: WebRole, login: str) -> Account | None:
    """The account with this plain login, closed ones too."""
    wanted = sa.select(AccountRow).where(
        AccountRow.school_id == school_id, AccountRow.kind == kind, AccountRow.login == login
    )
    row = session.scalar(wanted)
    return None if row is None else _account(row)


def accounts(session: Session, school_id: str, kind: WebRole) -> tuple[Account, ...]:
    """All accounts of a kind, by login."""
    wanted = sa.select(AccountRow).where(AccountRow.school_id == school_id, AccountRow.kind == kind)
    return tuple(_account(row) for row in session.scalars(wanted.order_by(AccountRow.login)))


def _account(row: AccountRow) -> Account:
    return Account(row.id, row.kind, row.login, row.password_hash, row.enterprise_id, row.authority_code, row.active)

"""Who works here, and whether a sign-in is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.commands import Actor
from school_desk.staff.tables import SignInRow, StaffRow


@dataclass(frozen=True)
class StaffMemberRow:
    """One member of the office as the staff list shows it. `locked_until`: after failed sign-ins on this computer; it may lie in the past."""

    id: str
    login_name: str
    name: str
    roles: tuple[str, ...]
    active: bool
    must_change_password: bool
    locked_until: datetime | None = None


def staff_members(session: Session, school_id: str) -> tuple[StaffMemberRow, ...]:
    """Everybody, those still working here first."""
    rows = session.scalars(
        sa.select(StaffRow).where(StaffRow.school_id == school_id).order_by(StaffRow.active.desc(), StaffRow.login_name)
    )
    counted = session.scalars(sa.select(SignInRow).where(SignInRow.school_id == school_id))
    locked = {row.id: row.locked_until for row in counted}
    return tuple(_member(row, locked.get(row.id)) for row in rows)


def actor(session: Session, school_id: str, login_name: str) -> Actor | None:
    """The active person with this sign-in name, without asking for the password (the command line's --as)."""
    row = _by_login(session, school_id, login_name)
    return Actor(row.id, row.name, frozenset(row.roles)) if row is not None and row.active else None


def roles_of(session: Session, school_id: str, staff_id: str) -> frozenset[str]:
    """The roles of this person at present; none for somebody who no longer works here."""
    row = session.get(StaffRow, (school_id, staff_id))
    return frozenset(row.roles) if row is not None and row.active else frozenset()


def password_hash(session: Session, school_id: str, login_name: str) -> str | None:
    """The hash to check a sign-in against; None when nobody active has this name."""
    row = _by_login(session, school_id, login_name)
    return row.password_hash if row is not None and row.active else None


def must_change_password(session: Session, school_id: str, staff_id: str) -> bool:
    """Whether this person's password was set by another."""
    row = session.get(StaffRow, (school_id, staff_id))
    return row is not None and row.must_change_password


def login_and_hash(session: Session, school_id: str, staff_id: str) -> tuple[str, str] | None:
    """What is needed to check a person's own password again; None when nobody active has this id."""
    row = session.get(StaffRow, (school_id, staff_id))
    return (row.login_name, row.password_hash) if row is not None and row.active else None


def _by_login(session: Session, school_id: str, login_name: str) -> StaffRow | None:
    wanted = login_name.strip().lower()
    return session.scalar(_named(), {"school_id": school_id, "login": wanted})


@cache
def _named() -> sa.Select[StaffRow]:
    ours = StaffRow.school_id == sa.bindparam("school_id")
    return sa.select(StaffRow).where(ours, StaffRow.login_name == sa.bindparam("login"))


def _member(row: StaffRow, locked_until: datetime | None) -> StaffMemberRow:
    return StaffMemberRow(
        row.id, row.login_name, row.name, tuple(row.roles), row.active, row.must_change_password, locked_until
    )

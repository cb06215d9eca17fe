"""Staff members. Who failed to sign in how often, and the list of sign-ins, are local to this computer and no decision: not recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.columns import EnumText, Personal
from school_desk.kernel.tables import Keyed, Recorded, index, unique
from school_desk.terms.sign_ins import Door, SignInStep


class StaffRow(Recorded):
    """One person of the office. `roles` lists terms.roles.Role values; `password_hash` is Argon2id."""

    __tablename__ = "staff_member"
    __table_args__ = (unique("login_name"),)
    label = "员工"

    login_name: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(50))
    roles: Mapped[list[Any]]
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    must_change_password: Mapped[bool]
    active: Mapped[bool] = mapped_column(default=True)


class SignInRow(Keyed):
    """Failed sign-ins of one person on this computer (id = the staff member's)."""

    __tablename__ = "sign_in"

    failures: Mapped[int]
    locked_until: Mapped[datetime | None]


class SignInEventRow(Keyed):
    """One line of the list of sign-ins (see sign_in_log.py); the order of ids is that of time. `login` and `place` are sealed."""

    __tablename__ = "sign_in_event"
    __table_args__ = (index("sign_in_event", "at"),)

    at: Mapped[datetime]
    door: Mapped[Door] = mapped_column(EnumText(Door))
    step: Mapped[SignInStep] = mapped_column(EnumText(SignInStep))
    person_id: Mapped[str] = mapped_column(sa.String(32))
    login: Mapped[str] = mapped_column(Personal)
    place: Mapped[str] = mapped_column(Personal)

"""Staff members. Who failed to sign in how often is local to this computer and no decision, so it is not recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.tables import Keyed, Recorded, unique


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

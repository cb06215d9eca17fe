"""What desks and a Hub keep about each other: the desk's link and blocks of numbers, the Hub's desks, invitations and held commands.

None of these tables is recorded: they say where a copy stands, not what the school decided.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from school_desk.kernel.columns import EnumText
from school_desk.kernel.parts import parts
from school_desk.kernel.tables import Base, index, table_of


class HubLinkRow(Base):
    """On a joined desk, its one link: whose desk it is; `last_n` is the last number it gave a command of its own, `contract` the number of
    the contract (wire.SCHEMA) by which it began: an older program has left out what it did not know.

    How far it has followed the Hub is where its journal ends: there is no cursor beside it that could say something else.
    """

    __tablename__ = "hub_link"

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    hub_id: Mapped[str] = mapped_column(sa.String(32))
    desk_id: Mapped[str] = mapped_column(sa.String(32))
    desk_no: Mapped[int]
    address: Mapped[str] = mapped_column(sa.String(200))
    pin: Mapped[str] = mapped_column(sa.String(64))
    last_n: Mapped[int]
    synced_at: Mapped[datetime | None]
    contract: Mapped[int | None]


class NumberBlockRow(Base):
    """Numbers `first` to `last` of a series, reserved for one desk (on the Hub: `desk_id` "" is the Hub itself). `next` is not given yet."""

    __tablename__ = "number_block"

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    series: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    next: Mapped[int]
    desk_id: Mapped[str] = mapped_column(sa.String(32))


class SharedFileRow(Base):
    """On a joined desk: a file of the store that the Hub has, too. Only a note that saves asking."""

    __tablename__ = "shared_file"

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)


class HubRow(Base):
    """On a Hub: which Hub this is. A desk never follows another one by mistake."""

    __tablename__ = "hub"

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    hub_id: Mapped[str] = mapped_column(sa.String(32))
    made_at: Mapped[datetime]


class DeskState(Enum):
    """Whether the Hub listens to a desk."""

    JOINED = "joined"
    REVOKED = "revoked"


class DeskRow(Base):
    """On the Hub: a desk that was enrolled. `last_n` is the last of its commands that was answered; `seen_at` is right to the minute."""

    __tablename__ = "desk"
    __table_args__ = (sa.UniqueConstraint("school_id", "no"),)

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    no: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(50))
    token_digest: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[DeskState] = mapped_column(EnumText(DeskState))
    last_n: Mapped[int]
    joined_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]

    @property
    def joined(self) -> bool:
        """Whether it may speak."""
        return self.state is DeskState.JOINED


def revoke(session: Session, school_id: str, desk_ids: Collection[str]) -> None:
    """On the Hub: listens to these desks no more."""
    table = table_of(DeskRow)
    for part in parts(desk_ids):
        named = sa.update(table).where(table.c.school_id == school_id, table.c.id.in_(part))
        session.connection().execute(named.values(state=DeskState.REVOKED))


class InvitationRow(Base):
    """On the Hub: a one-time code that enrols a desk until `expires_at`; only its digest is kept."""

    __tablename__ = "invitation"

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    code_digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    expires_at: Mapped[datetime]
    used_by: Mapped[str | None] = mapped_column(sa.String(32))


class HeldRow(Base):
    """On the Hub: a command that is kept but not decided, because this Hub is too old for it or it waits for one that is. Sealed."""

    __tablename__ = "held"
    __table_args__ = (sa.UniqueConstraint("school_id", "command_id"), index("held", "desk_id"))

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    desk_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    command_id: Mapped[str] = mapped_column(sa.String(32))
    sealed: Mapped[bytes]


def link_of(session: Session, school_id: str) -> sa.Row[Any] | None:
    """The desk's HubLinkRow; None while it is alone, and on a Hub. Asks past the session: nothing pending is written by asking."""
    return session.connection().execute(_link(), {"school_id": school_id}).first()


@cache
def _link() -> sa.Select[Any]:
    table = table_of(HubLinkRow)
    return sa.select(table).where(table.c.school_id == sa.bindparam("school_id"))


def note_synced(session: Session, school_id: str, at: datetime) -> None:
    """The desk and its Hub agreed at this instant."""
    table = table_of(HubLinkRow)
    session.connection().execute(sa.update(table).where(table.c.school_id == school_id).values(synced_at=at))

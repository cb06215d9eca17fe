"""How a joined desk stands with its Hub: whose desk it is, what waits to be sent, what the Hub refused and nobody has dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.refusals import RefusalRow, RefusalState
from school_desk.kernel.sync_tables import link_of
from school_desk.kernel.tables import OutboxRow, OutboxState


@dataclass(frozen=True)
class HubStanding:
    """`doubtful` of the `waiting` commands have no effect on the Hub's latest; `refused` ones are open, whoever's they are.

    `held` of them the Hub has taken in and cannot carry out yet; `held_told` is what it says of the first.
    """

    address: str
    desk_no: int
    pin: str
    synced_at: datetime | None
    waiting: int
    doubtful: int
    refused: int
    held: int = 0
    held_told: str = ""


def hub_standing(session: Session, school_id: str) -> HubStanding | None:
    """None for a computer that works alone."""
    link = link_of(session, school_id)
    if link is None:
        return None
    boxes = sa.select(OutboxRow.state, sa.func.count()).where(
        OutboxRow.school_id == school_id, OutboxRow.n.is_not(None)
    )
    counted = session.execute(boxes.group_by(OutboxRow.state)).all()
    waiting = sum(n for _, n in counted)
    doubtful = sum(n for state, n in counted if state is not OutboxState.WAITING)
    held = session.scalars(
        sa.select(OutboxRow.told)
        .where(OutboxRow.school_id == school_id, OutboxRow.state == OutboxState.WAITING, OutboxRow.told.is_not(None))
        .order_by(OutboxRow.seq)
    ).all()
    refused, first = open_refusals(session, school_id), (held[0] if held else None) or ""
    return HubStanding(
        link.address, link.desk_no, link.pin, link.synced_at, waiting, doubtful, refused, len(held), first
    )


def open_refusals(session: Session, school_id: str) -> int:
    """How many refused commands nobody has dealt with."""
    found = sa.select(sa.func.count()).where(RefusalRow.school_id == school_id, RefusalRow.state == RefusalState.OPEN)
    return session.scalar(found) or 0

"""The list of sign-ins: who came in, who was refused, who left, here. Only added to; what is older than the school keeps it goes.

It is no decision of the school and not recorded: each desk keeps its own, the Hub its website's, and none travels. A password is never in it,
nor a login that belongs to nobody: somebody may have typed the password there.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import settings
from school_desk.kernel.clock import local_date
from school_desk.kernel.ids import new_id
from school_desk.kernel.tables import table_of
from school_desk.staff.settings import KEEP_SIGN_INS
from school_desk.staff.tables import SignInEventRow
from school_desk.terms.sign_ins import Door, SignInStep

_LONGEST_PLACE = 60


@dataclass(frozen=True)
class Whose:
    """Who was there. `person_id`: the member's or account's id, "" of nobody known; `login`: as it is known, "" when it is not.

    `place`: the visitor's address on the website, the computer's name at a desk.
    """

    door: Door
    person_id: str
    login: str
    place: str


def this_computer() -> str:
    """What this computer is called."""
    return platform.node()[:_LONGEST_PLACE]


def note(session: Session, school_id: str, step: SignInStep, whose: Whose, now: datetime) -> None:
    """Adds one line, in the transaction of what happened."""
    row = SignInEventRow(
        school_id=school_id,
        id=new_id(now),
        at=now,
        door=whose.door,
        step=step,
        person_id=whose.person_id,
        login=whose.login,
        place=whose.place[:_LONGEST_PLACE],
    )
    session.add(row)
    session.flush()


def sweep(session: Session, school_id: str, now: datetime) -> None:
    """Drops what is older than the school keeps it."""
    days = settings.read(session, school_id, KEEP_SIGN_INS, local_date(now))
    table = table_of(SignInEventRow)
    old = (table.c.school_id == school_id, table.c.at < now - timedelta(days=days))
    session.connection().execute(sa.delete(table).where(*old))

"""工作台: what waits, how long, whose it is and until when in working days. Every number is the count of the rows it opens."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from school_desk.kernel.settings import read
from school_desk.kernel.workdays import WorkCalendar
from school_desk.learning.settings import CORRECTIONS
from school_desk.overview.queues import QUEUES, Queue
from school_desk.overview.waiting import Look
from school_desk.terms.roles import Role


@dataclass(frozen=True)
class WaitingRow:
    """One kind of work that waits. `working_days_left` until the earliest `due_on`: 0 on the day, negative when late, None when nothing is due.

    `screen` and `focus` open the rows; with no `focus` the page takes `oldest_id`, the row that waits longest. `mine`: the person may do it.
    """

    key: str
    label: str
    count: int
    since: date | None
    due_on: date | None
    working_days_left: int | None
    role: Role
    mine: bool
    screen: str
    focus: str
    oldest_id: str


def workbench(session: Session, school_id: str, today: date, roles: Collection[str]) -> tuple[WaitingRow, ...]:
    """All that waits, one's own work first, then what is due or has waited longest. What waits for nothing is not listed."""
    calendar = WorkCalendar(read(session, school_id, CORRECTIONS, today))
    look = Look(session, school_id, today)
    rows = (_row(look, queue, calendar, roles) for queue in QUEUES)
    found = [row for row in rows if row is not None]
    return tuple(sorted(found, key=lambda row: (not row.mine, row.due_on or date.max, row.since or date.max)))


def waiting_ids(session: Session, school_id: str, today: date, key: str) -> tuple[str, ...]:
    """The ids of the rows that a number counts. KeyError for an unknown queue."""
    queue = {queue.key: queue for queue in QUEUES}[key]
    return tuple(waiting.id for waiting in queue.find(Look(session, school_id, today)))


def _row(look: Look, queue: Queue, calendar: WorkCalendar, roles: Collection[str]) -> WaitingRow | None:
    waiting = list(queue.find(look))
    if not waiting:
        return None
    due_on = min((one.due_on for one in waiting if one.due_on), default=None)
    oldest = min(waiting, key=lambda one: (one.since or date.max, one.id))
    return WaitingRow(
        key=queue.key,
        label=queue.label,
        count=len(waiting),
        since=oldest.since,
        due_on=due_on,
        working_days_left=None if due_on is None else calendar.between(look.today, due_on),
        role=queue.role,
        mine=queue.role in roles,
        screen=queue.screen,
        focus=queue.focus,
        oldest_id=oldest.id,
    )

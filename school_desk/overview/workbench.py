"""工作台: what waits, how long, whose it is and until when in working days. Every number is the count of the rows it opens."""

from __future__ import annotations

from collections import Counter
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
    """One kind of work that waits. `working_days_left` until the earliest `due_on`: negative when late, 0 also when only days off lie between.

    None of both: nothing is due. `late` of its rows are past their day; `is_estimate`: the calendar of that year was not published yet.
    `screen` and `focus` open the rows; `oldest_id` is the row that waits longest. `mine`: the person may do it.
    """

    key: str
    label: str
    count: int
    since: date | None
    due_on: date | None
    working_days_left: int | None
    late: int
    is_estimate: bool
    role: Role
    mine: bool
    screen: str
    focus: str
    oldest_id: str


def workbench(session: Session, school_id: str, today: date, roles: Collection[str]) -> tuple[WaitingRow, ...]:
    """All that waits, one's own work first, else in the manual's order. What waits for nothing is not listed."""
    calendar = WorkCalendar(read(session, school_id, CORRECTIONS, today))
    look = Look(session, school_id, today)
    rows = (_row(look, queue, calendar, roles) for queue in QUEUES)
    found = [row for row in rows if row is not None]
    return tuple(sorted(found, key=lambda row: not row.mine))


def counts_by_screen(session: Session, school_id: str, today: date, roles: Collection[str]) -> dict[str, int]:
    """How much of one's own work waits on each page; pages on which nothing waits are left out."""
    look, counts = Look(session, school_id, today), Counter[str]()
    for queue in QUEUES:
        if queue.role in roles:
            counts[queue.screen] += len(list(queue.find(look)))
    return dict(+counts)


def waiting_ids(session: Session, school_id: str, today: date, key: str) -> tuple[str, ...]:
    """The ids of the rows that a number counts. KeyError for an unknown queue."""
    queue = {queue.key: queue for queue in QUEUES}[key]
    return tuple(waiting.id for waiting in queue.find(Look(session, school_id, today)))


def _row(look: Look, queue: Queue, calendar: WorkCalendar, roles: Collection[str]) -> WaitingRow | None:
    waiting = list(queue.find(look))
    if not waiting:
        return None
    due_days = [one.due_on for one in waiting if one.due_on]
    due_on = min(due_days, default=None)
    oldest = min(waiting, key=lambda one: (one.since or date.max, one.id))
    return WaitingRow(
        key=queue.key,
        label=queue.label,
        count=len(waiting),
        since=oldest.since,
        due_on=due_on,
        working_days_left=None if due_on is None else calendar.between(look.today, due_on),
        late=sum(day < look.today for day in due_days),
        is_estimate=due_on is not None and calendar.is_estimate(due_on),
        role=queue.role,
        mine=queue.role in roles,
        screen=queue.screen,
        focus=queue.focus,
        oldest_id=oldest.id,
    )

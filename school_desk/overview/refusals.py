"""待处理冲突: the commands a Hub refused, and those that will be, as lists show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.commands import label_of
from school_desk.kernel.journal import RowImages
from school_desk.kernel.refusals import RefusalRow, RefusalState
from school_desk.kernel.tables import JournalRow, OutboxRow, OutboxState, TouchRow
from school_desk.overview.journal_names import about_rows
from school_desk.staff.tables import StaffRow

# Those dealt with stay for reading; the journal has them all.
_MOST_SETTLED = 500


class Sent(Protocol):
    """What travelled with a command: what gives it again, and what its clerk saw it do (nothing where that was too much)."""

    @property
    def version(self) -> int: ...
    @property
    def arguments(self) -> dict[str, Any]: ...
    @property
    def rows(self) -> tuple[RowImages, ...]: ...


# Reads the command that a refusal keeps; what travels is known to the layer above only.
Opened = Callable[[str], Sent]


@dataclass(frozen=True)
class RefusalLine:
    """One refused command. `label` is the clerk's word for it, `subject` what it was about.

    `handed_to` is the name of who is to deal with it (`handed_to_id`).

    `note` was left by whoever handed it over or settled it.
    """

    id: str
    made_at: datetime
    actor: str
    label: str
    subject: str
    message: str
    handed_to_id: str
    handed_to: str
    state: RefusalState
    note: str
    settled_by: str | None
    settled_at: datetime | None


@dataclass(frozen=True)
class Forecast:
    """A command that still waits, but is without effect on what the Hub told meanwhile: it will most likely be refused. `told` says why."""

    command_id: str
    made_at: datetime
    actor: str
    label: str
    subject: str
    told: str


@dataclass(frozen=True)
class Refusals:
    """All that is open, oldest first; what was dealt with, newest first; and what is to come. By the journal, for clocks differ."""

    open: tuple[RefusalLine, ...]
    settled: tuple[RefusalLine, ...]
    forecasts: tuple[Forecast, ...]


def refusals(session: Session, school_id: str, opened: Opened) -> Refusals:
    """Everything for the page."""
    names = _names(session, school_id)
    found = sa.select(RefusalRow).where(RefusalRow.school_id == school_id)
    still_open = found.where(RefusalRow.state == RefusalState.OPEN).order_by(_touched(sa.func.min))
    settled = found.where(RefusalRow.state != RefusalState.OPEN).order_by(_touched(sa.func.max).desc())
    return Refusals(
        tuple(refusal_line(session, row, opened, names) for row in session.scalars(still_open)),
        tuple(refusal_line(session, row, opened, names) for row in session.scalars(settled.limit(_MOST_SETTLED))),
        _forecasts(session, school_id),
    )


def _touched(which: Callable[[Any], sa.Function[int]]) -> sa.ScalarSelect[int]:
    """The number of the first entry that touched a refusal, or of the last."""
    ours = (TouchRow.school_id == RefusalRow.school_id, TouchRow.table_name == RefusalRow.__tablename__)
    return sa.select(which(TouchRow.seq)).where(*ours, TouchRow.row_id == RefusalRow.id).scalar_subquery()


def refusal_line(session: Session, row: RefusalRow, opened: Opened, names: Mapping[str, str]) -> RefusalLine:
    """A row as the list shows it; `names` of the staff by id. Commands know ids only, so many do not say what they were about."""
    return RefusalLine(
        row.id,
        row.made_at,
        row.actor_name,
        label_of(row.command_name),
        row.subject or about_rows(session, row.school_id, opened(row.command).rows),
        row.message,
        row.handed_to,
        names.get(row.handed_to, row.actor_name),
        row.state,
        row.note,
        row.settled_by,
        row.settled_at,
    )


def _names(session: Session, school_id: str) -> dict[str, str]:
    return {row.id: row.name for row in session.scalars(sa.select(StaffRow).where(StaffRow.school_id == school_id))}


def _forecasts(session: Session, school_id: str) -> tuple[Forecast, ...]:
    found = (
        sa.select(JournalRow, OutboxRow)
        .join(OutboxRow, sa.and_(OutboxRow.school_id == JournalRow.school_id, OutboxRow.seq == JournalRow.seq))
        .where(JournalRow.school_id == school_id, OutboxRow.state != OutboxState.WAITING)
        .order_by(JournalRow.seq)
    )
    return tuple(
        Forecast(
            row.id, row.made_at, row.actor_name, label_of(row.name), _about(session, row, box.seen), box.told or ""
        )
        for row, box in session.execute(found)
    )


def _about(session: Session, row: JournalRow, seen: str | None) -> str:
    rows: Iterable[RowImages] = msgspec.json.decode(seen, type=tuple[RowImages, ...]) if seen else ()
    return row.subject or about_rows(session, row.school_id, rows)

"""操作日志: who did what and when, narrowed by person, day, kind, record and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.clock import as_utc
from school_desk.kernel.commands import label_of, registered
from school_desk.kernel.tables import JournalRow, TouchRow
from school_desk.overview.journal_names import about, touching_the_named
from school_desk.overview.trace import TimelineRow, line_of, taken_back

PAGE = 200


@dataclass(frozen=True)
class JournalWanted:
    """What is asked for; every part narrows, None: any. `record` is a table and an id, days are Shanghai's and both included.

    Each of the `words` stands in what the decision was about, in its label, or in the name of who made it or whom it touched.
    """

    actor_id: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    command: str | None = None
    record: tuple[str, str] | None = None
    words: str = ""


ALL = JournalWanted()


def journal_list(
    session: Session, school_id: str, wanted: JournalWanted = ALL, *, before_seq: int | None = None, limit: int = PAGE
) -> tuple[TimelineRow, ...]:
    """One page, the newest first; the next page begins `before_seq`, the last row's number."""
    found = _matching(school_id, wanted)
    if before_seq is not None:
        found = found.where(JournalRow.seq < before_seq)
    rows = session.scalars(found.order_by(JournalRow.seq.desc()).limit(limit)).all()
    undone = taken_back(session, school_id, {row.id for row in rows})
    return tuple(journal_line(session, school_id, row, row.id in undone) for row in rows)


def whole_journal(session: Session, school_id: str, wanted: JournalWanted = ALL) -> Iterator[TimelineRow]:
    """All of it page by page, for an export."""
    page = journal_list(session, school_id, wanted)
    while page:
        yield from page
        page = journal_list(session, school_id, wanted, before_seq=page[-1].seq)


def journal_count(session: Session, school_id: str, wanted: JournalWanted = ALL) -> int:
    """How many decisions are asked for."""
    found = _matching(school_id, wanted).with_only_columns(JournalRow.seq)
    return session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0


def journal_actors(session: Session, school_id: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of everybody who ever decided anything, by name."""
    wanted = sa.select(JournalRow.actor_id, sa.func.max(JournalRow.actor_name)).where(JournalRow.school_id == school_id)
    found = session.execute(wanted.group_by(JournalRow.actor_id)).all()
    return tuple(sorted(((actor_id, name) for actor_id, name in found), key=lambda actor: (actor[1], actor[0])))


def journal_kinds(session: Session, school_id: str) -> tuple[tuple[str, str], ...]:
    """(command, the clerk's word) of every kind of decision that was ever made, by word."""
    names = session.scalars(sa.select(JournalRow.name).where(JournalRow.school_id == school_id).distinct())
    return tuple(sorted(((name, label_of(name)) for name in names), key=lambda kind: (kind[1], kind[0])))


def journal_line(session: Session, school_id: str, row: JournalRow, undone: bool) -> TimelineRow:
    """A journal row with what it was about: commands know ids only, so many do not say."""
    line = line_of(row, undone)
    if row.subject and not row.takes_back:
        return line
    return replace(line, subject=" ".join(filter(None, (row.subject, about(session, school_id, row)))))


def _matching(school_id: str, wanted: JournalWanted) -> sa.Select[JournalRow]:
    found = sa.select(JournalRow).where(JournalRow.school_id == school_id)
    if wanted.actor_id is not None:
        found = found.where(JournalRow.actor_id == wanted.actor_id)
    if wanted.first_day is not None:
        found = found.where(JournalRow.made_at >= _midnight(wanted.first_day))
    if wanted.last_day is not None:
        found = found.where(JournalRow.made_at < _midnight(wanted.last_day + timedelta(days=1)))
    if wanted.command is not None:
        found = found.where(JournalRow.name == wanted.command)
    if wanted.record is not None:
        touches = sa.select(TouchRow.seq).where(
            TouchRow.school_id == school_id,
            TouchRow.table_name == wanted.record[0],
            TouchRow.row_id == wanted.record[1],
        )
        found = found.where(JournalRow.seq.in_(touches))
    for word in wanted.words.split():
        found = found.where(
            JournalRow.subject.contains(word, autoescape=True)
            | JournalRow.actor_name.contains(word, autoescape=True)
            | JournalRow.name.in_(_named(word))
            | touching_the_named(school_id, word)
        )
    return found


def _named(word: str) -> list[str]:
    return [entry.command.__name__ for entry in registered() if word in entry.command.label]


def _midnight(day: date) -> datetime:
    return as_utc(datetime.combine(day, time()))

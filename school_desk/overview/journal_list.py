"""操作日志: who did what and when, narrowed by person, day, kind and record, and each decision's changes before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import journal
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import as_utc
from school_desk.kernel.journal import RowImages
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import JournalRow, Recorded, TouchRow, table_of
from school_desk.overview.journal_words import COLUMN_WORDS, PAPER_NUMBERS, is_shown, value_words
from school_desk.overview.trace import TimelineRow, label_of, taken_back
from school_desk.terms.masking import mask_text

PAGE = 200
# An import touches thousands of rows: nobody reads them all.
_MOST_RECORDS = 200
# What a record is called by, the first it has.
_NAMING = ("name", "number", "ticket_no", "file_name", "version")


@dataclass(frozen=True)
class JournalWanted:
    """What is asked for; every part narrows, None: any. `record` is a table and an id, days are Shanghai's and both included."""

    actor_id: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    command: str | None = None
    record: tuple[str, str] | None = None
    words: str = ""


ALL = JournalWanted()


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as people read it; "" where there was or is nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class RecordChange:
    """What became of one record; `kind` is the clerk's word for such a record, `name` what it is called ("" when it has no name)."""

    kind: str
    name: str
    what: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class JournalDetail:
    """One decision with its changes. `more` records beyond those listed were touched too."""

    line: TimelineRow
    records: tuple[RecordChange, ...]
    more: int


def journal_list(
    session: Session, school_id: str, wanted: JournalWanted = ALL, *, before_seq: int | None = None, limit: int = PAGE
) -> tuple[TimelineRow, ...]:
    """One page, the newest first; the next page begins `before_seq`, the last row's number."""
    found = _matching(school_id, wanted)
    if before_seq is not None:
        found = found.where(JournalRow.seq < before_seq)
    rows = session.scalars(found.order_by(JournalRow.seq.desc()).limit(limit)).all()
    undone = taken_back(session, school_id, {row.id for row in rows})
    return tuple(_line(row, row.id in undone) for row in rows)


def journal_actors(session: Session, school_id: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of everybody who ever decided anything, by name."""
    wanted = sa.select(JournalRow.actor_id, sa.func.max(JournalRow.actor_name)).where(JournalRow.school_id == school_id)
    found = session.execute(wanted.group_by(JournalRow.actor_id)).all()
    return tuple(sorted(((actor_id, name) for actor_id, name in found), key=lambda actor: (actor[1], actor[0])))


def journal_detail(session: Session, cipher: Cipher, school_id: str, command_id: str) -> JournalDetail | None:
    """One decision; None when there is none with this id."""
    row = journal.find(session, school_id, command_id)
    if row is None:
        return None
    images = journal.open_payload(cipher, row).rows
    undone = command_id in taken_back(session, school_id, {command_id})
    shown = tuple(_record(session, school_id, image) for image in images[:_MOST_RECORDS])
    return JournalDetail(_line(row, undone), shown, len(images) - len(shown))


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
        found = found.where(JournalRow.subject.contains(word, autoescape=True))
    return found


def _midnight(day: date) -> datetime:
    return as_utc(datetime.combine(day, time()))


def _line(row: JournalRow, undone: bool) -> TimelineRow:
    return TimelineRow(row.seq, row.id, row.made_at, row.actor_name, label_of(row.name), row.subject, undone)


def _record(session: Session, school_id: str, image: RowImages) -> RecordChange:
    kind = tables_by_name()[image.table]
    before, after = image.before or {}, image.after or {}
    columns = {column.name: column for column in table_of(kind).columns if is_shown(column)}
    changes = (
        FieldChange(
            COLUMN_WORDS.get(name, name),
            value_words(column, before[name]) if name in before else "",
            value_words(column, after[name]) if name in after else "",
        )
        for name, column in columns.items()
        if name in before or name in after
    )
    what = "新增" if image.before is None else "删除" if image.after is None else "修改"
    fields = tuple(change for change in changes if change.before != change.after)
    return RecordChange(kind.label, _name(session, school_id, kind, image), what, fields)


def _name(session: Session, school_id: str, kind: type[Recorded], image: RowImages) -> str:
    """What the record is called now, or was called when it is gone."""
    named: dict[str, Any] = {**(image.before or {}), **(image.after or {})}
    row = session.get(kind, (school_id, image.row_id))
    for name in _NAMING:
        if name in table_of(kind).columns:
            value = named.get(name) if row is None else getattr(row, name)
            words = str(value or "")
            return words if name in PAPER_NUMBERS else mask_text(words)
    return ""

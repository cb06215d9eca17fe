"""One refused command with both sides: what its clerk saw and wanted beside what stands now, field by field in the journal's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import journal
from school_desk.kernel.commands import label_of
from school_desk.kernel.journal import RowImages
from school_desk.kernel.recording import image_columns, image_of, tables_by_name
from school_desk.kernel.refusals import RefusalRow, Standing
from school_desk.overview.journal_columns import column_words
from school_desk.overview.journal_detail import page_of, shown_columns
from school_desk.overview.journal_list import journal_line
from school_desk.overview.journal_names import name_of
from school_desk.overview.journal_words import value_words
from school_desk.overview.refusals import Opened, RefusalLine, refusal_line
from school_desk.staff.tables import StaffRow


@dataclass(frozen=True)
class FieldContrast:
    """One field: what the clerk saw, what they wanted it to be, what stands now; "" where there was or is nothing.

    `moved`: it is no longer what they saw, `reached`: it is what they wanted; also where the part that differs is masked.
    """

    field: str
    saw: str
    wanted: str
    now: str
    moved: bool
    reached: bool


@dataclass(frozen=True)
class RecordContrast:
    """One record the command was to touch; `what` it was to do to it (新增, 修改, 删除). `gone`: it was there and is no more.

    `screen` opens it (or what it belongs to) with the focus `focus`; "" when no page does.
    """

    kind: str
    name: str
    what: str
    gone: bool
    fields: tuple[FieldContrast, ...]
    screen: str
    focus: str


@dataclass(frozen=True)
class Stands:
    """Somebody's decision that stands in its way."""

    command_id: str
    label: str
    subject: str
    actor: str
    made_at: datetime


@dataclass(frozen=True)
class RefusalDetail:
    """One refused command. `records` is empty for one that touched too many to send along, and leaves out what only a newer program knows.

    `name`, `version` and `arguments` make it again.
    """

    line: RefusalLine
    records: tuple[RecordContrast, ...]
    standing: tuple[Stands, ...]
    name: str
    version: int
    arguments: Mapping[str, Any]


def refusal_detail(session: Session, school_id: str, refusal_id: str, opened: Opened) -> RefusalDetail | None:
    """`opened` reads the command that was kept. None when there is none with this id."""
    row = session.get(RefusalRow, (school_id, refusal_id))
    if row is None:
        return None
    sent = opened(row.command)
    standing = msgspec.convert(row.standing, tuple[Standing, ...])
    kinds = tables_by_name()
    handed = session.get(StaffRow, (school_id, row.handed_to))
    return RefusalDetail(
        refusal_line(session, row, opened, {} if handed is None else {handed.id: handed.name}),
        tuple(_contrast(session, school_id, image) for image in sent.rows if image.table in kinds),
        tuple(_stands(session, school_id, one) for one in standing if one.command_id != row.id),
        row.command_name,
        sent.version,
        sent.arguments,
    )


def _contrast(session: Session, school_id: str, image: RowImages) -> RecordContrast:
    kind, before, after = tables_by_name()[image.table], image.before or {}, image.after or {}
    row = session.get(kind, (school_id, image.row_id))
    present = {} if row is None else {name: image_of(getattr(row, name)) for name in image_columns(kind)}
    known = {**present, **before, **after}
    fields = tuple(
        field
        for name, column in shown_columns(kind).items()
        if (name in before or name in after)
        and (field := _field(column, before.get(name), after.get(name), present, known)) is not None
    )
    what = "新增" if image.before is None else "删除" if image.after is None else "修改"
    named = name_of(session, school_id, kind, known)
    screen, focus = ("", "") if row is None else page_of(session, school_id, row)
    return RecordContrast(kind.label, named, what, row is None and image.before is not None, fields, screen, focus)


def _field(
    column: sa.Column[Any], saw: Any, wanted: Any, present: Mapping[str, Any], known: Mapping[str, Any]
) -> FieldContrast | None:
    now = present.get(column.name)
    was, will, stands = (value_words(column, value, known) for value in (saw, wanted, now))
    if not was + will + stands:
        return None
    word = column_words(column.table.name, column.name)
    return FieldContrast(word, was, will, stands, bool(present) and now != saw, bool(present) and now == wanted)


def _stands(session: Session, school_id: str, one: Standing) -> Stands:
    entry = journal.find(session, school_id, one.command_id)
    subject = "" if entry is None else journal_line(session, school_id, entry, False).subject
    return Stands(one.command_id, label_of(one.name), subject, one.actor_name, one.made_at)

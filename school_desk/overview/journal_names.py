"""What the records of the journal are called, and what a decision was about when its command does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.tables import EnrollmentRow, TraineeRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.kernel import journal
from school_desk.kernel.columns import session_cipher
from school_desk.kernel.journal import RowImages
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import JournalRow, Recorded, TouchRow, table_of
from school_desk.overview.journal_words import value_words

# What a record is called by, the first it has; else by what it belongs to; else by its number there.
_NAMING = ("name", "number", "counterparty_name", "buyer_name", "recipient", "key")
_BELONGS_TO = (
    "trainee_id",
    "enrollment_id",
    "candidate_id",
    "certificate_id",
    "receivable_id",
    "line_id",
    "plan_id",
    "enterprise_id",
)
_NUMBERED = ("file_name", "ticket_no", "version")
# Whose a paper is stands in a column that refers to no one table.
_OWNER, _OWNERS = "owner_id", (EnterpriseRow, TraineeRow, EnrollmentRow)
# A decision that touched thousands of rows is not opened for the sake of a list; those that do say of themselves what they are about.
_MOST_BYTES = 32_000
# A decision is about the first of these that it touched; else about whatever it touched.
_ABOUT = ("enterprise", "training_plan", "exam_plan", "trainee", "enrollment", "receivable", "certificate")


def name_of(session: Session, school_id: str, kind: type[Recorded], values: Mapping[str, Any]) -> str:
    """What a record with these values is called, else what it belongs to is called; "" for one without a name."""
    columns = table_of(kind).columns
    own = next((name for name in _NAMING if name in columns and values.get(name)), None)
    if own is None:
        owner = owner_of(session, school_id, kind, values)
        if owner is not None:
            return name_of(session, school_id, type(owner), values_of(owner))
        own = next((name for name in _NUMBERED if name in columns and values.get(name)), None)
    return "" if own is None else value_words(columns[own], values[own])


def owner_of(session: Session, school_id: str, kind: type[Recorded], values: Mapping[str, Any]) -> Recorded | None:
    """The record that one with these values belongs to most closely."""
    places = [*_owners(kind).items(), *((_OWNER, target) for target in _OWNERS if values.get(_OWNER))]
    for name, target in places:
        found: Recorded | None = session.get(target, (school_id, values[name])) if values.get(name) else None
        if found is not None:
            return found
    return None


def values_of(row: Recorded) -> dict[str, Any]:
    """The columns of a record."""
    return {column.name: getattr(row, column.name) for column in table_of(type(row)).columns}


def about(session: Session, school_id: str, row: JournalRow) -> str:
    """What a decision touched, in words: 湖州石凤… , 赵甲 等 12 条; "" for one that touched nothing with a name."""
    if len(row.payload) > _MOST_BYTES:
        return ""
    return about_rows(session, school_id, journal.open_payload(session_cipher(session), row).rows)


def about_rows(session: Session, school_id: str, rows: Iterable[RowImages]) -> str:
    """What a decision that touched these rows was about, in words; "" for rows without a name."""
    kinds = tables_by_name()
    touched: dict[str, list[RowImages]] = {}
    for image in rows:
        if image.table in kinds:  # else a newer program's
            touched.setdefault(image.table, []).append(image)
    for table in sorted(touched, key=lambda table: _ABOUT.index(table) if table in _ABOUT else len(_ABOUT)):
        kind, first, count = kinds[table], touched[table][0], len(touched[table])
        standing = session.get(kind, (school_id, first.row_id))
        was = {**(first.before or {}), **(first.after or {})}
        name = name_of(session, school_id, kind, was if standing is None else values_of(standing))
        if name:
            return f"{name} 等 {count:,} 条" if count > 1 else name
    return ""


def touching_the_named(school_id: str, word: str) -> sa.ColumnElement[bool]:
    """Decisions that touched an enterprise or a person with `word` in the name."""
    named = [
        sa.select(TouchRow.seq)
        .join(kind, sa.and_(kind.school_id == TouchRow.school_id, kind.id == TouchRow.row_id))
        .where(TouchRow.school_id == school_id, TouchRow.table_name == kind.__tablename__)
        .where(kind.name.contains(word, autoescape=True))
        for kind in (EnterpriseRow, TraineeRow)
    ]
    return sa.or_(*(JournalRow.seq.in_(found) for found in named))


@lru_cache(maxsize=64)
def _owners(kind: type[Recorded]) -> dict[str, type[Recorded]]:
    classes = tables_by_name()
    links = {key.column_keys[-1]: key.referred_table.name for key in table_of(kind).foreign_key_constraints}
    return {name: classes[links[name]] for name in _BELONGS_TO if links.get(name) in classes}

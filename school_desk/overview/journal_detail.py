"""One decision of the journal: which records it touched, each field before and after in the clerk's words, and whether it can go back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.tables import EnrollmentRow, TraineeRow
from school_desk.kernel import journal
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.commands import ANYONE, is_newer, registration
from school_desk.kernel.journal import RowImages
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import JournalRow, Recorded, table_of
from school_desk.kernel.undo import OF_A_NEWER_PROGRAM
from school_desk.overview.journal_columns import column_words, is_shown
from school_desk.overview.journal_list import journal_line
from school_desk.overview.journal_names import name_of, owner_of, values_of
from school_desk.overview.journal_words import value_words
from school_desk.overview.trace import TimelineRow, taken_back

# An import touches thousands of rows: nobody reads them all.
_MOST_RECORDS = 200
# The pages that open a record by its id.
_PAGES = {
    "enterprise": "enterprises",
    "training_plan": "plans",
    "exam_plan": "exams",
    "enrollment": "progress",
    "statement_line": "payments",
    "receivable": "fee_review",
    "refund": "refunds",
    "e_invoice": "refunds",
    "notice": "notices",
}


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as people read it; "" where there was or is nothing.

    Both may read the same: what was changed is masked.
    """

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class RecordChange:
    """What became of one record; `kind` is the clerk's word for such a record, `name` what it is called ("" when it has no name).

    `screen` opens it (or what it belongs to) with the focus `focus`; "" when no page does, or it is gone.
    """

    kind: str
    name: str
    what: str
    fields: tuple[FieldChange, ...]
    screen: str
    focus: str


@dataclass(frozen=True)
class JournalDetail:
    """One decision with its changes. `more` records beyond those listed were touched too.

    `never` says why it can never be taken back, "" when it can by people with one of the roles `allowed` (empty: anybody's).
    """

    line: TimelineRow
    records: tuple[RecordChange, ...]
    more: int
    takes_back: bool
    never: str
    allowed: frozenset[str]


def journal_detail(session: Session, cipher: Cipher, school_id: str, command_id: str) -> JournalDetail | None:
    """One decision; None when there is none with this id."""
    row = journal.find(session, school_id, command_id)
    if row is None:
        return None
    images = journal.open_payload(cipher, row).rows
    undone = command_id in taken_back(session, school_id, {command_id})
    kinds = tables_by_name()
    known = [image for image in images if image.table in kinds]
    shown = tuple(_record(session, school_id, image) for image in known[:_MOST_RECORDS])
    never, allowed = _way_back(row)
    more, is_undo = len(images) - len(shown), row.takes_back is not None
    return JournalDetail(journal_line(session, school_id, row, undone), shown, more, is_undo, never, allowed)


def _way_back(row: JournalRow) -> tuple[str, frozenset[str]]:
    """Why it can never be taken back, or "", and the roles of those who may."""
    if is_newer(row.name, row.version):
        return OF_A_NEWER_PROGRAM, frozenset()
    entry = registration(row.name)
    return entry.undo.never or "", frozenset() if entry.command.allowed is ANYONE else entry.command.allowed


def _record(session: Session, school_id: str, image: RowImages) -> RecordChange:
    kind, before, after = tables_by_name()[image.table], image.before or {}, image.after or {}
    row = session.get(kind, (school_id, image.row_id))
    standing = {} if row is None else values_of(row)
    known = {**standing, **before, **after}
    changes = (
        FieldChange(
            column_words(image.table, name),
            value_words(column, before[name], known) if name in before else "",
            value_words(column, after[name], known) if name in after else "",
        )
        for name, column in shown_columns(kind).items()
        if name in before or name in after
    )
    what = "新增" if image.before is None else "删除" if image.after is None else "修改"
    fields = tuple(change for change in changes if change.before or change.after)
    named = name_of(session, school_id, kind, {**before, **after, **standing})
    screen, focus = ("", "") if row is None else page_of(session, school_id, row)
    return RecordChange(kind.label, named, what, fields, screen, focus)


@lru_cache(maxsize=64)
def shown_columns(kind: type[Recorded]) -> dict[str, sa.Column[Any]]:
    """The columns of a table that say something to a person, by name."""
    return {column.name: column for column in table_of(kind).columns if is_shown(column)}


def page_of(session: Session, school_id: str, row: Recorded) -> tuple[str, str]:
    """The page that opens a record (or what it belongs to), and the focus for it; empty when none does."""
    if isinstance(row, TraineeRow):
        return _enrolment_page(session, row)
    if row.__tablename__ in _PAGES:
        return _PAGES[row.__tablename__], row.id
    owner = owner_of(session, school_id, type(row), values_of(row))
    return ("", "") if owner is None else page_of(session, school_id, owner)


def _enrolment_page(session: Session, trainee: TraineeRow) -> tuple[str, str]:
    """People are looked up by their newest enrolment."""
    wanted = sa.select(EnrollmentRow.id).where(
        EnrollmentRow.school_id == trainee.school_id, EnrollmentRow.trainee_id == trainee.id
    )
    newest = session.scalar(wanted.order_by(EnrollmentRow.id.desc()).limit(1))
    return ("", "") if newest is None else ("progress", newest)

"""The bases of all tables, and the kernel's own: journal, touch index, outbox, counters, dated settings, the school itself."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from school_desk.kernel.columns import EnumText, Personal, UtcInstant

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


# A column of fen: wider than a common integer on every database.
Amount = Annotated[int, mapped_column(sa.BigInteger)]


# In a table's `info`: its rows are notes about decisions, no part of what a clerk sees them do (see effects.effect_of).
APART = "apart_from_effect"


class Base(DeclarativeBase):
    """The declarative base of every table."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcInstant, date: sa.Date, dict[str, Any]: sa.JSON, list[Any]: sa.JSON}  # noqa: RUF012


class Keyed(Base):
    """school_id is the first column of every key: one school on a desk, many on a Hub."""

    __abstract__ = True

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, sort_order=-2)
    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, sort_order=-1)


class Recorded(Keyed):
    """A table whose rows change by commands only; every change is captured for audit, undo, refresh and sync.

    `label` is the clerk's word for one such row; it appears when something cannot be undone because such a row stands on it.
    No ON DELETE action, onupdate, computed or deferred column, secondary table or trigger: they would change rows behind the recorder.
    """

    __abstract__ = True

    label: ClassVar[str] = "记录"


def table_of(kind: type[Base]) -> sa.Table:
    """The table of a declared class."""
    return cast("sa.Table", kind.__table__)


def parents_first() -> tuple[sa.Table, ...]:
    """All tables, those that are referred to before those that refer to them."""
    return _parents_first(len(Base.metadata.tables))


@cache
def _parents_first(_count: int) -> tuple[sa.Table, ...]:
    # By their number, for features that are loaded bring more; sorting them takes longer than writing a row.
    return tuple(Base.metadata.sorted_tables)


def link(column: str, table: str) -> sa.ForeignKeyConstraint:
    """The foreign key (school_id, `column`) → `table`."""
    return sa.ForeignKeyConstraint(["school_id", column], [f"{table}.school_id", f"{table}.id"])


def unique(*columns: str) -> sa.UniqueConstraint:
    """A unique constraint within the school."""
    return sa.UniqueConstraint("school_id", *columns)


def index(table: str, *columns: str) -> sa.Index:
    """An index within the school."""
    return sa.Index(f"ix_{table}_{'_'.join(columns)}", "school_id", *columns)


class SchoolRow(Base):
    """The school this database belongs to (one row on a desk)."""

    __tablename__ = "school"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    founded_at: Mapped[datetime]


class JournalRow(Base):
    """One carried-out command. `payload` is sealed: arguments, result, drawn numbers and the before and after of every row touched.

    On a joined desk the journal is the Hub's, number for number, and behind it (from `journal.WAITING` on) stand this desk's own commands
    that the Hub has not told of yet. `origin` is the desk that gave it, or the proof
    that it is the Hub's own; `mark` the Hub's own link of its chain: equal marks, equal histories.
    """

    __tablename__ = "journal"
    __table_args__ = (sa.UniqueConstraint("school_id", "id"), index("journal", "takes_back"))

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(sa.String(32))
    name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int]
    actor_id: Mapped[str] = mapped_column(sa.String(32))
    actor_name: Mapped[str] = mapped_column(sa.String(50))
    made_at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(sa.String(200))
    takes_back: Mapped[str | None] = mapped_column(sa.String(32))
    payload: Mapped[bytes]
    payload_digest: Mapped[str] = mapped_column(sa.String(64))
    chain: Mapped[str] = mapped_column(sa.String(64))
    origin: Mapped[str] = mapped_column(sa.String(32), default="")
    mark: Mapped[str] = mapped_column(sa.String(64), default="")


class TouchRow(Base):
    """Which command touched which row: names who stands on what, and gives a record its history."""

    __tablename__ = "journal_touch"
    __table_args__ = ({"sqlite_with_rowid": False},)

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    table_name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    row_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)


class OutboxState(Enum):
    """What is known of a command that waits for the Hub."""

    WAITING = "waiting"
    # Run again on the Hub's latest, it was refused or did something else than the clerk saw: told, still sent, and the Hub decides.
    DOUBTFUL = "doubtful"
    # Run again it failed in a way that is our bug: without effect here, kept and sent.
    PARKED = "parked"


class OutboxRow(Base):
    """A command waiting to be told to the Hub, written with the command. While the desk is alone nobody reads it and `n` is None.

    `n` is this desk's own gapless number; `effect` what the clerk saw the command do (see effects.effect_of), sealed, since it could be
    guessed. `told` is why it is doubtful or parked, or what the Hub says that holds it; `seen` the rows of a doubtful one as JSON as the clerk
    saw them (the journal has none any more).
    """

    __tablename__ = "outbox"

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    command_id: Mapped[str] = mapped_column(sa.String(32))
    n: Mapped[int | None]
    effect: Mapped[str | None] = mapped_column(Personal)
    state: Mapped[OutboxState] = mapped_column(EnumText(OutboxState))
    told: Mapped[str | None] = mapped_column(sa.String(500))
    seen: Mapped[str | None] = mapped_column(Personal)


class CounterRow(Base):
    """The last number given of a series that people read. Never taken back: a number once shown is not given again."""

    __tablename__ = "counter"

    school_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    series: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    value: Mapped[int]


class SettingRow(Recorded):
    """A dated value of a declared setting: it holds from `valid_from` on, until a later one."""

    __tablename__ = "setting_value"
    __table_args__ = (unique("key", "valid_from"),)
    label = "设置"

    key: Mapped[str] = mapped_column(sa.String(64))
    valid_from: Mapped[date]
    value: Mapped[Any] = mapped_column(sa.JSON)


def joined(one: type[Keyed], other: type[Keyed], column: Any) -> sa.ColumnElement[bool]:
    """The join of `one` and `other`, whose `column` holds the id of `one`."""
    return sa.and_(one.school_id == other.school_id, one.id == column)

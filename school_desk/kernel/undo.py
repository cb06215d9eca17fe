"""Takes one earlier command back, exactly, while nothing stands on it: what stood before is in the journal.

The opposite names the command it takes back and carries no rows: each side restores what its own journal recorded, so that nobody can
write rows past the rules, and on a Hub it is the Hub's record that counts. A row that somebody has changed since, or that others refer to,
refuses with the names of who and what.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from school_desk.kernel import journal
from school_desk.kernel.clock import local_text
from school_desk.kernel.columns import session_cipher
from school_desk.kernel.commands import (
    ANYONE,
    Command,
    Context,
    from_wire,
    handles,
    is_newer,
    label_of,
    reactions,
    registration,
)
from school_desk.kernel.database import references_later
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.journal import Payload, RowImages
from school_desk.kernel.loading import by_table, load
from school_desk.kernel.parts import parts
from school_desk.kernel.recording import Recording, from_image, image_columns, image_of, tables_by_name
from school_desk.kernel.tables import JournalRow, Recorded, TouchRow, parents_first, table_of

_BEYOND = 1_000_000_000
# Why a decision that this program does not know, or a record, cannot be taken back here.
OF_A_NEWER_PROGRAM = "它由新版程序办理，请先升级这台电脑上的程序。"


@dataclass(frozen=True)
class TakeBack(Command):
    """Puts back what stood before the command `target_id`, which is a `target_name`. Made by `opposite`, not by hand.

    Version 1 carried the target's arguments and rows as well; journals hold such ones, nobody reads more of them than the id.
    """

    label: ClassVar[str] = "撤销"
    allowed: ClassVar[frozenset[str]] = ANYONE
    version: ClassVar[int] = 2

    target_id: str
    target_name: str

    @property
    def subject(self) -> str:
        """What is taken back, in the clerk's words."""
        return f"撤销：{registration(self.target_name).command.label}"

    @property
    def takes_back(self) -> str | None:
        """The id of what is taken back."""
        return self.target_id

    @classmethod
    def upcast(cls, version: int, arguments: dict[str, Any]) -> dict[str, Any]:
        """Without what version 1 carried beside."""
        return {name: arguments[name] for name in ("target_id", "target_name") if name in arguments}


@dataclass(frozen=True)
class TakingBack:
    """Event: a decision of this actor is about to be taken back. Who knows that it is not for the other to do so refuses."""

    actor_id: str


def opposite(session: Session, school_id: str, command_id: str) -> TakeBack:
    """The command that takes `command_id` back. Raises RuleViolation `undo.unknown`, `undo.newer`, `undo.never` or `undo.done`."""
    return _opposite(session, school_id, _recorded(session, school_id, command_id))


def _recorded(session: Session, school_id: str, command_id: str) -> JournalRow:
    row = journal.find(session, school_id, command_id)
    if row is None:
        raise RuleViolation("undo.unknown", "找不到要撤销的操作。")
    return row


def _opposite(session: Session, school_id: str, row: JournalRow) -> TakeBack:
    _refuse_newer(row)
    never = registration(row.name).undo.never
    if never:
        raise RuleViolation("undo.never", f"“{registration(row.name).command.label}”不能撤销：{never}")
    if is_taken_back(session, school_id, row.id):
        made = f"{row.actor_name} {local_text(row.made_at)}"
        raise RuleViolation("undo.done", f"“{label_of(row.name)}”这一步（{made}）已经撤销过了。")
    return TakeBack(row.id, row.name)


def _refuse_newer(row: JournalRow) -> None:
    if is_newer(row.name, row.version):
        raise RuleViolation("undo.newer", f"“{label_of(row.name)}”不能撤销：{OF_A_NEWER_PROGRAM}")


def is_taken_back(session: Session, school_id: str, command_id: str) -> bool:
    """Whether `command_id` is taken back at present (an undo may itself have been undone)."""
    undoing = session.connection().execute(_undoing(), {"school_id": school_id, "id": command_id})
    return any(not is_taken_back(session, school_id, found) for found in undoing.scalars().all())


@cache
def _undoing() -> sa.Select[str]:
    table = table_of(JournalRow)
    return sa.select(table.c.id).where(
        table.c.school_id == sa.bindparam("school_id"), table.c.takes_back == sa.bindparam("id")
    )


@handles(TakeBack)
def take_back(context: Context, command: TakeBack) -> None:
    """Restores the rows of the command after asking whether it may be taken back."""
    target = _recorded(context.session, context.school_id, command.target_id)
    if command != _opposite(context.session, context.school_id, target):
        raise RuleViolation("undo.forged", "这次撤销与操作日志的记录不符，没有办理。请在操作日志里重新撤销。")
    decided, again = _decision(context, target)
    _refuse_newer(decided.row)
    entry = registration(decided.row.name)
    if entry.command.allowed is not ANYONE and not context.actor.roles & entry.command.allowed:
        raise RuleViolation("command.not_allowed", f"您的角色不能撤销“{entry.command.label}”。")
    if again:
        _rehearse(context, decided)
    else:
        context.emit(TakingBack(decided.row.actor_id))
        if entry.undo.guard:
            entry.undo.guard(context, decided.command)
    try:
        _Restorer(context, _payload(context, target).rows).run()
    except IntegrityError as collision:
        # What was made anew meanwhile (the same roster imported again) holds a place that only one may have.
        message = "不能撤销：之后又办理了相同或相关的内容，与要恢复的记录冲突。请先撤销后面的那一步。"
        raise RuleViolation("undo.collides", message) from collision
    if entry.undo.after:
        entry.undo.after(context)


@dataclass(frozen=True)
class _Decided:
    """What a person decided, below a pile of undos."""

    row: JournalRow
    payload: Payload

    @property
    def command(self) -> Command:
        return from_wire(self.row.name, self.payload.arguments, self.row.version)


def _decision(context: Context, target: JournalRow) -> tuple[_Decided, bool]:
    """The decision under `target`, and whether taking `target` back brings it back instead of taking it away."""
    again = False
    while target.takes_back is not None:
        target, again = _recorded(context.session, context.school_id, target.takes_back), not again
    return _Decided(target, _payload(context, target)), again


def _payload(context: Context, row: JournalRow) -> Payload:
    return journal.open_payload(session_cipher(context.session), row)


def _rehearse(context: Context, decided: _Decided) -> None:
    """Asks the decision's own handler whether it may still be taken, and keeps nothing of it: the rows come back as they once were."""
    session, recording = context.session, context.session.info["recording"]

    def emit(event: Any) -> None:
        session.flush()
        for reaction in reactions(event):
            reaction(trial, event)

    # The numbers it drew, in their order; should today's state ask for more, numbers that nobody has.
    drawn = itertools.chain((number for _, number in decided.payload.numbers), itertools.count(_BEYOND))
    trial = replace(context, number=lambda _series: next(drawn), emit=emit)
    attempt = session.info["recording"] = Recording()
    try:
        with session.begin_nested() as savepoint:
            registration(decided.row.name).handler(trial, decided.command)
            session.flush()
            savepoint.rollback()
    finally:
        session.info["recording"] = recording
        recording.writes += attempt.writes  # the database counted them, too


class _Restorer:
    def __init__(self, context: Context, rows: tuple[RowImages, ...]) -> None:
        self._context = context
        self._rows = rows
        self._classes = tables_by_name()
        self._order = [table.name for table in parents_first()]
        self._session = context.session

    def run(self) -> None:
        """Checks every row first, then deletes children first, updates, and inserts parents first."""
        if any(image.table not in self._classes for image in self._rows):
            raise RuleViolation("undo.newer", f"这一步不能撤销：{OF_A_NEWER_PROGRAM}")
        standing = load(self._session, self._context.school_id, ((image.table, image.row_id) for image in self._rows))
        for image in self._rows:
            self._check_unchanged(image, standing.get((image.table, image.row_id)))
        self._check_references()
        with references_later(self._session):  # rows may refer to each other within a table
            self._exchange(standing)

    def _exchange(self, standing: dict[tuple[str, str], Recorded]) -> None:
        ranked = sorted(self._rows, key=lambda image: self._order.index(image.table))
        with self._session.no_autoflush:
            for image in reversed(ranked):
                row = standing.get((image.table, image.row_id))
                if row is not None and (image.before is None or self._frees_a_place(image)):
                    self._session.delete(row)
        self._session.flush()
        for image in ranked:
            if image.before is not None:
                self._put_back(image, standing.get((image.table, image.row_id)))
        self._session.flush()

    def _check_unchanged(self, image: RowImages, row: Recorded | None) -> None:
        if image.after is None:
            same = row is None
        else:
            # Journals from before desks and Hubs had keys of their own have the hashes in their images, too.
            columns = image_columns(self._classes[image.table])
            same = row is not None and all(
                image_of(getattr(row, name)) == value for name, value in image.after.items() if name in columns
            )
        if not same:
            raise RuleViolation("undo.changed_since", f"不能撤销：{self._who_since(image)}")

    def _who_since(self, image: RowImages) -> str:
        newest = (
            sa.select(JournalRow)
            .join(TouchRow, sa.and_(TouchRow.school_id == JournalRow.school_id, TouchRow.seq == JournalRow.seq))
            .where(
                TouchRow.school_id == self._context.school_id,
                TouchRow.table_name == image.table,
                TouchRow.row_id == image.row_id,
            )
            .order_by(JournalRow.seq.desc())
            .limit(1)
        )
        later, word = self._session.scalar(newest), self._classes[image.table].label
        if later is None:
            return f"这条{word}之后又有改动。"
        return f"{later.actor_name}于 {local_text(later.made_at)} 又办理了“{label_of(later.name)}”，请先撤销那一步。"

    def _check_references(self) -> None:
        """Rows that would vanish must not be referred to by rows that stay."""
        made = by_table((image.table, image.row_id) for image in self._rows if image.before is None)
        for kind in self._classes.values():
            for key in table_of(kind).foreign_key_constraints:
                target, column = key.referred_table.name, key.column_keys[-1]
                for part in parts(made.get(target, ())):
                    self._check_part(kind, column, part, set(made.get(kind.__tablename__, ())))

    def _check_part(self, kind: type[Recorded], column: str, ids: Sequence[str], vanishing: set[str]) -> None:
        refers = sa.select(kind.id).where(
            kind.school_id == self._context.school_id, table_of(kind).columns[column].in_(ids)
        )
        staying = [row_id for row_id in self._session.scalars(refers) if row_id not in vanishing]
        if staying:
            message = f"不能撤销：后面已有 {len(staying)} 条“{kind.label}”，请先撤销它们。"
            raise RuleViolation("undo.in_use", message)

    def _frees_a_place(self, image: RowImages) -> bool:
        """Rows may have exchanged unique values: one that gives such a value up is deleted and made again, never updated."""
        return not _unique_columns(table_of(self._classes[image.table])).isdisjoint(image.before or {})

    def _put_back(self, image: RowImages, row: Recorded | None) -> None:
        kind = self._classes[image.table]
        columns = table_of(kind).columns
        values = from_image(kind, image.before or {})
        if row is None:
            self._session.add(kind(**values))
        elif self._frees_a_place(image):
            self._session.add(kind(**({c.name: getattr(row, c.name) for c in columns} | values)))
        else:
            for name, value in values.items():
                setattr(row, name, value)


def _unique_columns(table: sa.Table) -> set[str]:
    rules: list[sa.UniqueConstraint | sa.Index] = [index for index in table.indexes if index.unique]
    rules += [rule for rule in table.constraints if isinstance(rule, sa.UniqueConstraint)]
    return {column.name for rule in rules for column in rule.columns}

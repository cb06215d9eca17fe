"""What a Hub refused: kept as a record that every desk sees, with both sides, until a person has dealt with it. Nothing is refused silently.

The refusal is an entry of the Hub's journal under the refused command's own id, so a command is answered for once, whatever the answer was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from school_desk.kernel import journal
from school_desk.kernel.columns import EnumText, Personal
from school_desk.kernel.commands import ANYONE, Command, Context, Undo, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.ids import derived_id
from school_desk.kernel.tables import Recorded, index
from school_desk.kernel.undo import is_taken_back

# The role of the Hub itself; no person has it.
HUB = "hub"


class RefusalState(Enum):
    """What became of a refused command. The Chinese word is in terms/labels."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    REDONE = "redone"


class RefusalRow(Recorded):
    """One refused command: `command` is the whole of it as JSON, with the rows as its clerk saw them; `standing` who stands in its way.

    `handed_to` is the person who is to deal with it, at first the one who gave it.
    """

    __tablename__ = "refusal"
    __table_args__ = (index("refusal", "state"),)
    label = "待处理冲突"

    command_name: Mapped[str] = mapped_column(sa.String(64))
    subject: Mapped[str] = mapped_column(sa.String(200))
    actor_id: Mapped[str] = mapped_column(sa.String(32))
    actor_name: Mapped[str] = mapped_column(sa.String(50))
    made_at: Mapped[datetime]
    refused_at: Mapped[datetime]
    origin: Mapped[str] = mapped_column(sa.String(32))
    code: Mapped[str] = mapped_column(sa.String(64))
    message: Mapped[str] = mapped_column(sa.String(500))
    command: Mapped[str] = mapped_column(Personal)
    standing: Mapped[list[Any]]
    state: Mapped[RefusalState] = mapped_column(EnumText(RefusalState))
    handed_to: Mapped[str] = mapped_column(sa.String(32))
    note: Mapped[str] = mapped_column(sa.String(200))
    settled_by: Mapped[str | None] = mapped_column(sa.String(50))
    settled_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Standing:
    """Somebody's later decision that stands where the refused one wanted to."""

    table: str
    row_id: str
    command_id: str
    name: str
    actor_name: str
    made_at: datetime


@dataclass(frozen=True)
class RecordRefusal(Command):
    """Given by the Hub alone, under the refused command's id: nobody else has its role."""

    label: ClassVar[str] = "没有办成"
    allowed: ClassVar[frozenset[str]] = frozenset({HUB})

    name: str
    about: str
    made_at: datetime
    origin: str
    code: str
    message: str
    command: str
    standing: tuple[Standing, ...] = ()

    @property
    def subject(self) -> str:
        """What the refused command was about."""
        return self.about


@dataclass(frozen=True)
class SettleRefusal(Command):
    """A person has dealt with a refused command: withdrawn, or done again as `redone_as`."""

    label: ClassVar[str] = "处理冲突"
    allowed: ClassVar[frozenset[str]] = ANYONE

    refusal_id: str
    how: RefusalState
    note: str = ""


@dataclass(frozen=True)
class HandOverRefusal(Command):
    """A colleague is to deal with it."""

    label: ClassVar[str] = "转交冲突"
    allowed: ClassVar[frozenset[str]] = ANYONE

    refusal_id: str
    to_staff_id: str
    note: str = ""


@dataclass(frozen=True)
class RefusalHandedOver:
    """Event: a colleague is to deal with a refused command. Who knows the staff refuses one who does not work here."""

    to_staff_id: str


@handles(RecordRefusal, undo=Undo(never="总台的答复不能撤销，请在“待处理冲突”里处理。"))
def record_refusal(context: Context, command: RecordRefusal) -> None:
    """Keeps the refused command; the actor is the one who gave it."""
    row = RefusalRow(
        school_id=context.school_id,
        id=context.command_id,
        command_name=command.name,
        subject=command.about,
        actor_id=context.actor.id,
        actor_name=context.actor.name,
        made_at=command.made_at,
        refused_at=context.made_at,
        origin=command.origin,
        code=command.code,
        message=command.message,
        command=command.command,
        standing=msgspec.to_builtins(command.standing),
        state=RefusalState.OPEN,
        handed_to=context.actor.id,
        note="",
        settled_by=None,
        settled_at=None,
    )
    context.session.add(row)


@handles(SettleRefusal)
def settle_refusal(context: Context, command: SettleRefusal) -> None:
    """Closes it; it stays in the list of those dealt with."""
    if command.how is RefusalState.OPEN:
        raise RuleViolation("refusal.how", "请选择撤回或已重新办理。", field="how")
    row = _open_row(context, command.refusal_id)
    row.state, row.note = command.how, command.note
    row.settled_by, row.settled_at = context.actor.name, context.made_at


@handles(HandOverRefusal)
def hand_over_refusal(context: Context, command: HandOverRefusal) -> None:
    """Names the colleague who is to deal with it."""
    row = _open_row(context, command.refusal_id)
    context.emit(RefusalHandedOver(command.to_staff_id))
    row.handed_to, row.note = command.to_staff_id, command.note


def redo_id(session: Session, school_id: str, refusal_id: str) -> str:
    """The id under which a refused command is given again: the same on every desk, so that it is done once, whoever presses and how often.

    One that was refused in its turn, or taken back since, does not stand: the next is another.
    """
    found = derived_id(refusal_id, "redo")
    while (row := journal.find(session, school_id, found)) is not None:
        if row.name != RecordRefusal.__name__ and not is_taken_back(session, school_id, found):
            break
        found = derived_id(found, "redo")
    return found


def _open_row(context: Context, refusal_id: str) -> RefusalRow:
    row = context.session.get(RefusalRow, (context.school_id, refusal_id))
    if row is None:
        raise RuleViolation("refusal.unknown", "找不到这条待处理冲突。")
    if row.state is not RefusalState.OPEN:
        raise RuleViolation("refusal.settled", f"这条冲突已由{row.settled_by}处理过了。")
    return row

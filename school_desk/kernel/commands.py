"""Every decision a person makes is a command: a frozen dataclass with a name, a version and plain values. This is their registry."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar

import msgspec
from sqlalchemy.orm import Session

from school_desk.kernel.errors import RuleViolation

# Commands marked so ask for the right roles themselves (taking back asks for those of what it takes back).
ANYONE: frozenset[str] = frozenset({"*"})


@dataclass(frozen=True)
class Command:
    """The base of every command. Fields are plain values: text, whole numbers, dates, enums, tuples of such and of frozen dataclasses.

    `label` is the clerk's word in the journal; `allowed` the roles that may give it; `version` counts changes of the wire format.
    """

    label: ClassVar[str]
    allowed: ClassVar[frozenset[str]]
    version: ClassVar[int] = 1

    @property
    def subject(self) -> str:
        """What the journal shows beside the label: never a personal number."""
        return ""

    @property
    def takes_back(self) -> str | None:
        """The id of the command that this one takes back; None for all but an undo."""
        return None

    @classmethod
    def upcast(cls, version: int, arguments: dict[str, Any]) -> dict[str, Any]:
        """The arguments that an earlier `version` had, as today's has them. New ones with a usual value need nothing."""
        return arguments


@dataclass(frozen=True)
class Actor:
    """Who decides."""

    id: str
    name: str
    roles: frozenset[str]


# The roles that a person has now, by the data: (session, actor's id) → roles; empty for nobody who may decide.
RolesOf = Callable[[Session, str], frozenset[str]]


class SettingReader(Protocol):
    """Reads dated settings inside a transaction; see settings.Setting."""

    def __call__(self, setting: Any, on: date | None = None) -> Any:
        """The value that holds `on` that date (None: the date of the command)."""
        ...


class IdMaker(Protocol):
    """Makes the ids of a handler's rows; see ids.derived_id."""

    def __call__(self, label: str, place: int = 0) -> str:
        """The id for `label`; ids of one command sort by `place`."""
        ...


@dataclass
class Context:
    """What a handler may use. It is a pure function of rows and command: ids, time, numbers and actor come from here."""

    session: Session
    school_id: str
    command_id: str
    actor: Actor
    made_at: datetime
    today: date
    number: Callable[[str], int]
    setting: SettingReader
    emit: Callable[[Any], None]
    new_id: IdMaker


C = TypeVar("C", bound=Command)
Handler = Callable[[Context, Any], Any]
Guard = Callable[[Context, Any], None]


@dataclass(frozen=True)
class Undo:
    """Whether and when a command may be taken back: `never` says in Chinese why not; `guard` asks what stands downstream and raises;
    `after` looks at the rows once they are put back, also when the undo itself is taken back, and raises.
    """

    guard: Guard | None = None
    never: str | None = None
    after: Callable[[Context], None] | None = None


@dataclass(frozen=True)
class Registration:
    """A command's class with its handler and its way back."""

    command: type[Command]
    handler: Handler
    undo: Undo


_registered: dict[str, Registration] = {}
_reactions: dict[type[Any], list[Callable[[Context, Any], None]]] = {}


def handles(
    command: type[C], *, undo: Undo | None = None
) -> Callable[[Callable[[Context, C], Any]], Callable[[Context, C], Any]]:
    """Registers the decorated function as the one handler of `command`. Without `undo` it may be taken back while its rows stand unchanged."""

    def register(handler: Callable[[Context, C], Any]) -> Callable[[Context, C], Any]:
        if command.__name__ in _registered:
            raise AssertionError(f"{command.__name__} has a handler already")
        _registered[command.__name__] = Registration(command, handler, undo or Undo())
        return handler

    return register


def reacts(event: type[Any]) -> Callable[[Callable[[Context, Any], None]], Callable[[Context, Any], None]]:
    """Registers the decorated function to run, in the same transaction, whenever a handler emits `event`."""

    def register(reaction: Callable[[Context, Any], None]) -> Callable[[Context, Any], None]:
        _reactions.setdefault(event, []).append(reaction)
        return reaction

    return register


def registration(name: str) -> Registration:
    """The registration of the command `name`. Raises RuleViolation `command.unknown`."""
    found = _registered.get(name)
    if found is None:
        raise RuleViolation("command.unknown", f"没有名为“{name}”的命令。")
    return found


def is_newer(name: str, version: int) -> bool:
    """Whether only a newer program knows the command `name` of `version`: a Hub may be told such, and a desk's journal may hold them."""
    found = _registered.get(name)
    return found is None or found.command.version < version


def label_of(name: str) -> str:
    """The clerk's word for a command."""
    found = _registered.get(name)
    return "新版程序的操作" if found is None else found.command.label


def registered() -> tuple[Registration, ...]:
    """All registrations, by name."""
    return tuple(_registered[name] for name in sorted(_registered))


def reactions(event: object) -> tuple[Callable[[Context, Any], None], ...]:
    """What reacts to `event`, in order of registration."""
    return tuple(_reactions.get(type(event), ()))


def to_wire(command: Command) -> dict[str, Any]:
    """The command's arguments as JSON carries them."""
    arguments: dict[str, Any] = msgspec.to_builtins(command)
    return arguments


def from_wire(name: str, arguments: dict[str, Any], version: int | None = None) -> Command:
    """The command `name` with `arguments` as a desk or a journal of `version` wrote them (None: of today).

    Raises RuleViolation `command.unknown` or `command.arguments`.
    """
    kind = registration(name).command
    if version is not None and version < kind.version:
        arguments = kind.upcast(version, arguments)
    unknown = sorted(set(arguments) - {field.name for field in dataclasses.fields(kind)})
    if unknown:
        raise RuleViolation("command.arguments", f"命令 {name} 没有这些参数：{'、'.join(unknown)}。")
    try:
        return msgspec.convert(arguments, kind, strict=False)
    except msgspec.ValidationError as fault:
        raise RuleViolation("command.arguments", f"命令 {name} 的参数不对：{fault}。") from fault

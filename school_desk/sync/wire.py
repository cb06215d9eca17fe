"""What a desk and a Hub say to each other, and its bytes: MessagePack, zstd. Personal values travel in plain inside TLS and are kept by nobody.

A keyed hash never travels: each side makes its own. `SCHEMA` is the contract's number, apart from the database's revisions.
"""

from __future__ import annotations

import hashlib
from enum import Enum
from typing import Annotated, Any, TypeVar

import msgspec
import zstandard
from msgspec import Meta

from school_desk.kernel.ids import derived_id
from school_desk.kernel.journal import RowImages

SCHEMA = 2
OLDEST_SCHEMA = 1
# A page of the journal ends here, whichever comes first.
PAGE_ENTRIES = 2_000
PAGE_BYTES = 4_000_000
# A file travels in parts of this size.
PART_BYTES = 256 * 1024
# So many commands travel together at most.
BATCH = 500
_LEVEL = 1
# And no message unpacks to more.
MOST_BYTES = 256_000_000

M = TypeVar("M")
# What a desk never writes otherwise: beyond these a message is none.
Id = Annotated[str, Meta(pattern="^[0-9a-f]{32}$", max_length=32)]
Count = Annotated[int, Meta(ge=1, le=2**53)]


class SentCommand(msgspec.Struct, array_like=True, frozen=True):
    """A desk's command as it was given. `rows`, what its clerk saw it do, are told for small ones only: for the list of conflicts.

    `proof`: of one that was the Hub's own before it was restored from a backup (see hub/own_commands.py).
    """

    n: Count
    id: Id
    name: str
    version: Count
    arguments: dict[str, Any]
    actor_id: str
    actor_name: str
    made_at: str
    subject: str
    numbers: tuple[tuple[str, int], ...]
    effect: str
    rows: tuple[RowImages, ...]
    proof: str = ""


class Push(msgspec.Struct, frozen=True):
    """A desk's waiting commands in their order, gapless by `n`."""

    hub_id: str
    commands: Annotated[tuple[SentCommand, ...], Meta(max_length=BATCH)]
    schema: int = SCHEMA


class VerdictKind(Enum):
    """What the Hub made of a command. `ALARM`: its id is known with another content; it is refused under an id of its own (see id_beside)."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    HELD = "held"
    ALARM = "alarm"


class Verdict(msgspec.Struct, array_like=True, frozen=True):
    """The answer to one command; `seq` its place in the Hub's journal (0 while held)."""

    id: str
    kind: VerdictKind
    seq: int
    code: str = ""
    message: str = ""


class PushAnswer(msgspec.Struct, frozen=True):
    """Verdicts in order. `last_n` is the last number answered for; commands beyond a gap have no verdict.

    `cloned`: a number was used before for another command, so this desk's data were copied or restored: it needs an identity of its own.
    """

    hub_id: str
    last_n: int
    verdicts: tuple[Verdict, ...]
    cloned: bool = False


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """One entry of the Hub's journal. `mark` is the Hub's link of its chain, `content` what it sealed (see journal.as_payload)."""

    seq: int
    id: str
    name: str
    version: int
    actor_id: str
    actor_name: str
    made_at: str
    subject: str
    takes_back: str | None
    origin: str
    mark: str
    content: bytes


class SeatAnswer(msgspec.Struct, frozen=True):
    """Whose seat a desk has. `last_n`: the last of its commands that the Hub has answered; `token` only for a new seat."""

    hub_id: str
    desk_id: str
    desk_no: int
    last_n: int
    token: str = ""


class Join(msgspec.Struct, frozen=True):
    """A computer that has a one-time code, and what it is called in the office."""

    code: Annotated[str, Meta(max_length=100)]
    name: Annotated[str, Meta(max_length=1_000)]


class Grant(msgspec.Struct, frozen=True):
    """A new desk's seat, its token, and the school it belongs to."""

    hub_id: str
    school_id: str
    school_name: str
    desk_id: str
    desk_no: int
    token: str


class Names(msgspec.Struct, frozen=True):
    """Names of series, or of files."""

    names: Annotated[tuple[str, ...], Meta(max_length=1_000)]


class FileState(msgspec.Struct, array_like=True, frozen=True):
    """How many bytes of a file, from its start on, the Hub has."""

    sha256: str
    had: int


class FileStates(msgspec.Struct, frozen=True):
    """States of files."""

    files: tuple[FileState, ...]


class Block(msgspec.Struct, array_like=True, frozen=True):
    """Numbers `first` to `last` of a series, reserved for the desk that asked."""

    series: str
    first: int
    last: int


class Blocks(msgspec.Struct, frozen=True):
    """Reserved blocks."""

    blocks: tuple[Block, ...]


class Page(msgspec.Struct, frozen=True):
    """Entries after a cursor. `known` False: the Hub has no such entry with such a mark, its history is another one than the desk followed."""

    hub_id: str
    known: bool
    entries: tuple[Entry, ...]
    more: bool
    last_n: int
    schema: int = SCHEMA


def encode(message: Any) -> bytes:
    """The bytes of a message."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(msgspec.msgpack.encode(message))


def decode(data: bytes, kind: type[M], most: int = MOST_BYTES) -> M:
    """The message in `data`. Raises ValueError when it is none, or unpacks to more than `most` bytes."""
    try:
        # Where a frame says its size the library believes it, and heeds the limit only where it does not.
        if zstandard.frame_content_size(data) > most:
            raise ValueError("more than a message of this protocol has")
        plain = zstandard.ZstdDecompressor().decompress(data, max_output_size=most)
        return msgspec.msgpack.decode(plain, type=kind)
    except (zstandard.ZstdError, msgspec.DecodeError, RecursionError) as fault:
        raise ValueError("not a message of this protocol") from fault


def id_beside(sent: SentCommand) -> str:
    """The id for a command whose own is another's already: from what it is to do, so that it is the same whenever it comes."""
    content = msgspec.json.encode((sent.name, sent.version, sent.arguments), order="deterministic")
    return derived_id(sent.id, f"beside/{hashlib.sha256(content).hexdigest()}")


def opened(command: str) -> SentCommand:
    """A command that a refusal keeps, as JSON."""
    return msgspec.json.decode(command, type=SentCommand)

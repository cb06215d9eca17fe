"""Ids of records and commands: UUIDv7 as 32 hex characters, made on the desk, never given by a database."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import UTC, datetime

from school_desk.kernel.errors import RuleViolation

_ID = re.compile(r"[0-9a-f]{32}")


def new_id(now: datetime) -> str:
    """A fresh UUIDv7 that sorts by `now` (aware)."""
    milliseconds = int(now.timestamp() * 1000)
    return _uuid7(milliseconds, secrets.randbits(80))


def is_id(text: str) -> bool:
    """Whether `text` is written like an id; nobody types such a thing."""
    return _ID.fullmatch(text) is not None


def check_command_id(text: str) -> str:
    """`text`, an id that somebody gave a command. Raises RuleViolation `command.id`."""
    if not is_id(text):
        raise RuleViolation("command.id", f"命令的编号“{text}”不对：应为 32 位小写十六进制字符，或者不填。")
    return text


def derived_id(command_id: str, label: str, place: int = 0) -> str:
    """The id a handler gives a row: the same for the same command and label, so that a re-run makes the same rows.

    The command's time bits are kept and `place` (the row's number within the command, below 2²⁰) follows them: order by id is
    order by time, and within one import the order of its rows.
    """
    if not 0 <= place < 2**20:
        raise ValueError(f"a command makes fewer than {2**20} rows, not {place}")
    digest = hashlib.sha256(f"{command_id}/{label}".encode()).digest()
    noise = int.from_bytes(digest[:10], "big") & (2**54 - 1)
    # A UUIDv7 has 12 free bits before the variant's two, and 62 after them: the place takes the first 20 of those.
    return _uuid7(int(command_id[:12], 16), (place >> 8) << 64 | (place & 0xFF) << 54 | noise)


def made_at(made: str) -> datetime:
    """The instant (UTC) of the command that made the row with this id, as the clock of its desk had it."""
    return datetime.fromtimestamp(int(made[:12], 16) / 1000, UTC)


def place_in(derived: str) -> int:
    """The place that a derived id was given; of any other id a number that says nothing."""
    value = int(derived, 16)
    return (value >> 64 & 0xFFF) << 8 | value >> 54 & 0xFF


def _uuid7(milliseconds: int, noise: int) -> str:
    value = (milliseconds & (2**48 - 1)) << 80 | noise
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return f"{value:032x}"

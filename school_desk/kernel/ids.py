"""Ids of records and commands: UUIDv7 as 32 hex characters, made on the desk, never given by a database."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime


def new_id(now: datetime) -> str:
    """A fresh UUIDv7 that sorts by `now` (aware)."""
    milliseconds = int(now.timestamp() * 1000)
    return _uuid7(milliseconds, secrets.token_bytes(10))


def derived_id(command_id: str, label: str) -> str:
    """The id a handler gives a row: the same for the same command and label, so that a re-run makes the same rows.

    The command's time bits are kept: order by id stays order by time.
    """
    digest = hashlib.sha256(f"{command_id}/{label}".encode()).digest()
    return _uuid7(int(command_id[:12], 16), digest[:10])


def _uuid7(milliseconds: int, noise: bytes) -> str:
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(noise, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return f"{value:032x}"

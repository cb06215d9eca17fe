"""Column types of our own: UTC instants, stored enums, sealed personal values and the keyed hashes beside them.

The cipher of a database travels on its engine's dialect (`dialect.school_cipher`), so two databases with two keys live in one process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from school_desk.kernel.cipher import Cipher

E = TypeVar("E", bound=Enum)


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant, kept as ISO text in UTC with microseconds, so that text order is time order."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)  # thirty times as fast as strptime

    @property
    def python_type(self) -> type[datetime]:
        return datetime


class EnumText(TypeDecorator[E], Generic[E]):
    """An Enum kept as its value; the Chinese word for it is never stored."""

    impl = sa.String(32)
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind
        self._by_text = {str(member.value): member for member in kind}

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.kind(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        if value is not None and value not in self._by_text:
            raise ValueError(f"the database holds {value!r}, which is no {self.kind.__name__}")
        return None if value is None else self._by_text[value]

    @property
    def python_type(self) -> type[E]:
        return self.kind


class Personal(TypeDecorator[str]):
    """Personal text, sealed at rest. It cannot be searched: put a KeyedHash column beside it."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _cipher(dialect).seal(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else _cipher(dialect).open(value).decode()

    @property
    def python_type(self) -> type[str]:
        return str


@dataclass(frozen=True)
class Tail:
    """The last `length` characters of a text, told apart from those of another kind of text by `kind`."""

    kind: str
    length: int

    def of(self, text: str) -> str:
        """What is written or looked up for `text`."""
        return f"{self.kind}/{text[-self.length :]}"


class Hashed(str):
    """A value that already is a keyed hash: read from a KeyedHash column or from a journal image."""

    __slots__ = ()


class KeyedHash(TypeDecorator[str]):
    """The keyed hash of a personal text. Write or compare the plain text: it is hashed on its way to the database.

    `of` names the Personal column beside it, so that a side with another key can make its own hash; with a `tail` it
    stands for the last characters only.
    """

    impl = sa.String(32)
    cache_ok = True

    def __init__(self, of: str, tail: Tail | None = None) -> None:
        super().__init__()
        self.of = of
        self.tail = tail

    def plain(self, value: str) -> str:
        """What is hashed for the personal text `value`."""
        return value if self.tail is None else self.tail.of(value)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or isinstance(value, Hashed):
            return value
        return _cipher(dialect).keyed_hash(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else Hashed(value)

    @property
    def python_type(self) -> type[str]:
        return Hashed


def session_cipher(session: Session) -> Cipher:
    """The cipher of the database that `session` is on."""
    return _cipher(session.get_bind().dialect)


def _cipher(dialect: Dialect) -> Cipher:
    cipher: Any = getattr(dialect, "school_cipher", None)
    if not isinstance(cipher, Cipher):
        raise RuntimeError("this database was opened without its key")
    return cipher

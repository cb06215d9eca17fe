"""What a letter of the family `outside` is: its key, how it is written on a page, how its day and its blanks may be filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from benchmarks.papers.outside.page import Page

PLAIN = ("plain",)
DAYS = ("figures", "figures", "padded", "gaps", "figures")


@dataclass(frozen=True)
class Letter:
    """`days` and `fills` as `page` names them, one of each is drawn."""

    key: str
    write: Callable[[Page, Random], None]
    days: tuple[str, ...] = DAYS
    fills: tuple[str, ...] = PLAIN

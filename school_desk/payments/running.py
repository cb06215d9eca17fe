"""In which order the lines of an account came: by time, and where many have one time (a bank that prints days only) by their balances."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Protocol, TypeVar

from school_desk.kernel.clock import as_utc


class Booked(Protocol):
    """What the order is told by; `balance_fen` is the balance after the line, None where the bank prints none."""

    @property
    def booked_at(self) -> datetime: ...
    @property
    def incoming(self) -> bool: ...
    @property
    def amount_fen(self) -> int: ...
    @property
    def balance_fen(self) -> int | None: ...


Line = TypeVar("Line", bound=Booked)


def running_order(lines: Iterable[Line], before_fen: int | None = None) -> list[Line]:
    """Oldest first. Lines of one instant follow from each other by their balances, the first from `before_fen` where that is known; where the
    balances do not tell, they stay in the order given."""
    ordered: list[Line] = []
    for _, of_one_instant in groupby(sorted(lines, key=_instant), key=_instant):
        ordered += _chained(list(of_one_instant), ordered[-1].balance_fen if ordered else before_fen)
    return ordered


def balance_before(line: Booked) -> int | None:
    """The balance before the line."""
    if line.balance_fen is None:
        return None
    return line.balance_fen - (line.amount_fen if line.incoming else -line.amount_fen)


def _instant(line: Booked) -> datetime:
    return as_utc(line.booked_at)


def _chained(lines: list[Line], before_fen: int | None) -> list[Line]:
    if len(lines) == 1 or any(line.balance_fen is None for line in lines):
        return lines
    for order in (lines, lines[::-1]):
        if _is_chain(order, before_fen):
            return order
    start = _start(lines, before_fen)
    if start is None:
        return lines
    path = _path(lines, start)
    return path if len(path) == len(lines) else lines


def _is_chain(lines: Sequence[Booked], before_fen: int | None) -> bool:
    befores = [balance_before(line) for line in lines]
    afters = [befores[0] if before_fen is None else before_fen, *(line.balance_fen for line in lines)]
    return all(before == after for before, after in zip(befores, afters, strict=False))


def _start(lines: Sequence[Booked], before_fen: int | None) -> int | None:
    """The balance from which all lines can follow; None: there is none, a line is missing."""
    surplus = Counter(balance_before(line) for line in lines)
    surplus.subtract(line.balance_fen for line in lines)
    starts = [balance for balance, more in surplus.items() if more > 0]
    if not starts:  # they end where they began: anywhere, so where it was before
        there = {balance_before(line) for line in lines}
        return before_fen if before_fen in there else balance_before(lines[0])
    return starts[0] if len(starts) == 1 and surplus[starts[0]] == 1 else None


def _path(lines: Sequence[Line], start: int) -> list[Line]:
    """Each line once, beginning at the balance with which the one before it ends: Hierholzer's walk, balances the places, lines the ways."""
    leaving: defaultdict[int | None, list[Line]] = defaultdict(list)
    for line in reversed(lines):
        leaving[balance_before(line)].append(line)
    walked: list[Line] = []
    path: list[Line] = []
    here: int | None = start
    while True:
        if leaving[here]:
            walked.append(leaving[here].pop())
            here = walked[-1].balance_fen
        elif walked:
            path.append(walked.pop())
            here = balance_before(path[-1])
        else:
            return path[::-1]

"""Whether the running balance of an export adds up, in whatever order the bank sorted it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from msgspec.structs import replace

from school_desk.adapters.banks.statement import Break, StatementLine
from school_desk.kernel.money import format_yuan

_SAME_INSTANT = 64
"""How far a line of the same instant may stand from its place: banks that print only dates do not sort within the day."""


@dataclass(frozen=True, slots=True)
class Chain:
    lines: tuple[StatementLine, ...]
    """In the order in which the balance runs, repeats left out, lines that nothing tells apart numbered by `occurrence`."""
    repeats: tuple[tuple[StatementLine, StatementLine], ...]
    """(repeat, original): the same movement exported twice into one file, as the balance proves."""
    breaks: tuple[Break, ...]


def chain(lines: Sequence[StatementLine]) -> Chain:
    """The lines in their running order. Oldest first, newest first and unsorted files are all understood."""
    walks = (_walk(list(order), trust_order=trust) for order in _orders(lines) for trust in (False, True))
    best = next(walks)
    while best.breaks and (found := next(walks, None)):
        best = min(best, found, key=lambda walk: len(walk.breaks))
    return best


def _orders(lines: Sequence[StatementLine]) -> Iterator[Sequence[StatementLine]]:
    """The likelier of the file's order and its reverse first; by time, for files that somebody sorted, last."""
    yield from sorted((lines, lines[::-1]), key=_gaps)
    yield sorted(lines, key=_booked_at)
    newest_first = sorted(lines, key=_booked_at, reverse=True)
    yield newest_first[::-1]


def _gaps(order: Sequence[StatementLine]) -> int:
    return sum(not _follows(line, before.balance_fen) for before, line in pairwise(order))


def _booked_at(line: StatementLine) -> datetime:
    return line.booked_at


def _walk(waiting: list[StatementLine], *, trust_order: bool = False) -> Chain:
    """One pass in the given order. Takes over `waiting`.

    A line that does not follow and equals an earlier one is a repeat, or a second payment that stands too early within its instant
    (paid, taken back, paid again): `trust_order` decides for the repeat.
    """
    running: list[StatementLine] = []
    repeats: list[tuple[StatementLine, StatementLine]] = []
    breaks: list[Break] = []
    kept: dict[tuple[object, ...], StatementLine] = {}  # the last of each key
    balance: int | None = None
    _bring_opening_forward(waiting)
    for place in range(len(waiting)):
        follows = _follows(waiting[place], balance)
        if not follows and not (trust_order and waiting[place].key in kept):
            follows = _bring_forward(waiting, place, balance)
        line, key = waiting[place], waiting[place].key
        twin = kept.get(key)
        if not follows and twin:
            repeats.append((line, twin))
            continue
        if not follows:
            breaks.append(_break(running[-1], line, (balance or 0) + line.signed_fen))
        if twin:  # two equal payments on one day are two payments
            line = replace(line, occurrence=twin.occurrence + 1)
        balance = _after(line, balance)
        running.append(line)
        kept[key] = line
    return Chain(tuple(running), tuple(repeats), tuple(breaks))


def _follows(line: StatementLine, balance: int | None) -> bool:
    return balance is None or line.balance_fen is None or balance + line.signed_fen == line.balance_fen


def _after(line: StatementLine, balance: int | None) -> int | None:
    if line.balance_fen is not None:
        return line.balance_fen
    return None if balance is None else balance + line.signed_fen


def _bring_opening_forward(waiting: list[StatementLine]) -> None:
    """Puts the line first to which no other line of the first instant leads."""
    group = [line for line in waiting[:_SAME_INSTANT] if line.booked_at == waiting[0].booked_at]
    reached = {line.balance_fen for line in group}
    for line in group:
        if line.balance_fen is not None and line.balance_fen - line.signed_fen not in reached:
            waiting.remove(line)
            waiting.insert(0, line)
            return


def _bring_forward(waiting: list[StatementLine], place: int, balance: int | None) -> bool:
    """Puts the line here that continues the balance; False when none of the same instant does."""
    instant = waiting[place].booked_at
    for later in range(place + 1, min(place + _SAME_INSTANT, len(waiting))):
        if waiting[later].booked_at != instant:
            break
        if _follows(waiting[later], balance):
            waiting.insert(place, waiting.pop(later))
            return True
    return False


def _break(before: StatementLine, line: StatementLine, expected: int) -> Break:
    found = line.balance_fen or 0
    message = (
        f"第 {before.row} 行与第 {line.row} 行之间余额不连续：第 {line.row} 行之后应为 {format_yuan(expected)} 元，"
        f"实为 {format_yuan(found)} 元，相差 {format_yuan(found - expected)} 元。其间可能缺少流水，或者有行被改动。"
    )
    return Break(before.row, line.row, expected, found, message)

"""Numbers that people read, and who gives them: counted here while the desk is alone; from blocks that the Hub reserved once it is joined.

A number once given is never given again and never changes: it travels with its command, and every side that carries the command out takes
the number instead of drawing another. A series that belongs to one record (the tickets of an exam plan) needs no block: two desks that draw
from it at once contradict each other about that record, and the Hub refuses the second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.sync_tables import HubRow, NumberBlockRow, link_of
from school_desk.kernel.tables import CounterRow, table_of


@dataclass(frozen=True)
class Series:
    """A series of the whole school: its name, the clerk's word, whether it starts anew each year, and how many a desk gets in reserve."""

    name: str
    label: str
    yearly: bool
    block: int

    def of(self, year: int) -> str:
        """The name of a year's series."""
        return f"{self.name}/{year}"


_declared: dict[str, Series] = {}
# A desk asks for a block when half of one is left: more than these since the last backup is more than a day's work.
_LOST_BLOCKS = 5
_OF_A_YEAR = re.compile(r"(/[0-9]{4})?")


def declare(series: Series) -> Series:
    """Makes a series known: on a joined desk its numbers come from reserved blocks."""
    if _declared.setdefault(series.name, series) is not series:
        raise AssertionError(f"series {series.name} is declared twice")
    return series


def declared() -> tuple[Series, ...]:
    """All series of the whole school."""
    return tuple(_declared.values())


def series_of(name: str) -> Series | None:
    """The declared series that `name` ("training_plan/2026") belongs to; None for a record's own."""
    return _declared.get(name.partition("/")[0])


# Draws the next number of a series: (session, school_id, series) → the number.
Source = Callable[[Session, str, str], int]


class Drawing:
    """The numbers of one command. Those it was `given` when it was first carried out come first, by series."""

    def __init__(self, session: Session, school_id: str, source: Source, given: Iterable[tuple[str, int]] = ()) -> None:
        self._session = session
        self._school_id = school_id
        self._source = source
        self._given: dict[str, list[int]] = {}
        for series, number in given:
            self._given.setdefault(series, []).append(number)
        self.drawn: list[tuple[str, int]] = []

    def __call__(self, series: str) -> int:
        """The next number of `series`."""
        waiting = self._given.get(series)
        number = waiting.pop(0) if waiting else self._source(self._session, self._school_id, series)
        note(self._session, self._school_id, series, number)
        self.drawn.append((series, number))
        return number


def note(session: Session, school_id: str, series: str, number: int) -> None:
    """Remembers that `number` was given, here or elsewhere: a copy of this desk may have given what is in reserve here, too."""
    last = _last_given(session, school_id, series)
    table, connection = table_of(CounterRow), session.connection()
    if last is None:
        connection.execute(sa.insert(table), {"school_id": school_id, "series": series, "value": number})
    elif last < number:
        where = (table.c.school_id == school_id, table.c.series == series)
        connection.execute(sa.update(table).where(*where).values(value=number))
    if series_of(series) is not None:
        connection.execute(_reached(), {"school": school_id, "name": series, "number": number})


def _last_given(session: Session, school_id: str, series: str) -> int | None:
    return session.connection().execute(_counter(), {"school_id": school_id, "series": series}).scalar()


# Asked for at every number, of the Hub's entries too: built once.
@cache
def _counter() -> sa.Select[int]:
    table = table_of(CounterRow)
    return sa.select(table.c.value).where(
        table.c.school_id == sa.bindparam("school_id"), table.c.series == sa.bindparam("series")
    )


@cache
def _reached() -> sa.Update:
    block, number = table_of(NumberBlockRow), sa.bindparam("number", type_=sa.Integer())
    own = (block.c.school_id == sa.bindparam("school"), block.c.series == sa.bindparam("name"), block.c.desk_id == "")
    reached = (block.c.first <= number, block.c.last >= number, block.c.next <= number)
    return sa.update(block).where(*own, *reached).values(next=number + 1)


def counted(session: Session, school_id: str, series: str) -> int:
    """One more than the last number known here."""
    return int(_last_given(session, school_id, series) or 0) + 1


def of_a_desk(session: Session, school_id: str, series: str) -> int:
    """Counted while the desk is alone or the series is a record's own; else from its blocks. Raises RuleViolation `number.none_left`."""
    known = series_of(series)
    if known is None or link_of(session, school_id) is None:
        return counted(session, school_id, series)
    number = from_block(session, school_id, series, "")
    if number is None:
        message = f"{known.label}的编号用完了：这台电脑预留的号码已经发完。请联网同步一次，再办理。"
        raise RuleViolation("number.none_left", message)
    return number


def from_block(session: Session, school_id: str, series: str, desk_id: str) -> int | None:
    """The next number of the oldest block that has one left; None when none has."""
    table = table_of(NumberBlockRow)
    key = (table.c.school_id == school_id, table.c.series == series, table.c.desk_id == desk_id)
    connection = session.connection()
    block = connection.execute(
        sa.select(table.c.first, table.c.next)
        .where(*key, table.c.next <= table.c.last)
        .order_by(table.c.first)
        .limit(1)
    ).first()
    if block is None:
        return None
    connection.execute(sa.update(table).where(*key, table.c.first == block.first).values(next=block.next + 1))
    return int(block.next)


def running_short(session: Session, school_id: str, now: datetime) -> list[str]:
    """On a desk: the series of this year and the next that have no more than half a block left."""
    found = session.connection().execute(_in_reserve(), {"school_id": school_id})
    left = {series: int(count) for series, count in found.all()}
    return [name for name, block in _of_now(local_date(now).year) if left.get(name, 0) <= block // 2]


@cache
def _in_reserve() -> sa.Select[str, int]:
    table = table_of(NumberBlockRow)
    return (
        sa.select(table.c.series, sa.func.sum(table.c.last - table.c.next + 1))
        .where(table.c.school_id == sa.bindparam("school_id"), table.c.desk_id == "")
        .group_by(table.c.series)
    )


def _of_now(year: int) -> list[tuple[str, int]]:
    """The series that numbers of `year` and the next are taken from, each with how many a desk gets at once."""
    yearly = [(one.of(y), one.block) for one in declared() if one.yearly for y in (year, year + 1)]
    return yearly + [(one.name, one.block) for one in declared() if not one.yearly]


def take_in(session: Session, school_id: str, series: str, first: int, last: int) -> None:
    """On a desk: keeps a block that the Hub reserved."""
    row = {"school_id": school_id, "series": series, "first": first, "last": last, "next": first, "desk_id": ""}
    session.connection().execute(sa.insert(table_of(NumberBlockRow)), row)


def give_back_reserved(session: Session, school_id: str) -> None:
    """On a desk that was restored: some of what it had in reserve has been given since, so it asks the Hub for more before it gives any."""
    if link_of(session, school_id) is not None:
        table = table_of(NumberBlockRow)
        session.connection().execute(sa.delete(table).where(table.c.school_id == school_id))


def reserved_to(session: Session, school_id: str) -> dict[str, int]:
    """On the Hub: the last number of each series that was reserved."""
    table = table_of(NumberBlockRow)
    last = sa.select(table.c.series, sa.func.max(table.c.last)).where(table.c.school_id == school_id)
    return {series: int(number) for series, number in session.execute(last.group_by(table.c.series)).all()}


def pass_over_lost(session: Session, school_id: str, now: datetime, replaced: Mapping[str, int]) -> None:
    """On a Hub that was restored: blocks that it reserved since the backup are with desks. It passes over so many that no two desks should
    give one number, say a payment code that an enterprise was told already. `replaced`: `reserved_to` of the data it takes the place of.
    """
    if session.scalars(sa.select(HubRow.school_id).where(HubRow.school_id == school_id)).first() is None:
        return
    blocks = dict(_of_now(local_date(now).year))
    for name in (*reserved_to(session, school_id), *replaced):
        known = series_of(name)
        if known is not None:
            blocks.setdefault(name, known.block)
    for name, block in blocks.items():
        first = _free(session, school_id, name)
        last = max(first, replaced.get(name, 0)) + _LOST_BLOCKS * block - 1
        row = {"school_id": school_id, "series": name, "first": first, "last": last, "next": last + 1, "desk_id": ""}
        session.connection().execute(sa.insert(table_of(NumberBlockRow)), row)


def of_the_hub(session: Session, school_id: str, series: str) -> int:
    """The Hub's own: from its own blocks, so that it never meets a number it reserved for a desk."""
    known = series_of(series)
    if known is None:
        return counted(session, school_id, series)
    number = from_block(session, school_id, series, "")
    if number is None:
        reserve(session, school_id, series, "")
        number = from_block(session, school_id, series, "")
    if number is None:
        raise AssertionError(f"a fresh block of {series} is empty")
    return number


def reserve(session: Session, school_id: str, series: str, desk_id: str) -> tuple[int, int]:
    """On the Hub: reserves the next block of a declared series for a desk; (first, last)."""
    known = series_of(series)
    if known is None or not _OF_A_YEAR.fullmatch(series.removeprefix(known.name)):
        raise RuleViolation("number.series", f"没有名为“{series}”的编号。")
    first = _free(session, school_id, series)
    last = first + known.block - 1
    row = {"school_id": school_id, "series": series, "first": first, "last": last, "next": first, "desk_id": desk_id}
    session.connection().execute(sa.insert(table_of(NumberBlockRow)), row)
    return first, last


def _free(session: Session, school_id: str, series: str) -> int:
    """The first number that was neither given nor reserved."""
    return max(reserved_to(session, school_id).get(series, 0) + 1, counted(session, school_id, series))

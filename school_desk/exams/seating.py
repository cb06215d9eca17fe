"""Gives every candidate a seat for each subject: rooms are filled in order, seats once given stay, nobody sits twice at one time.

Pure: knows sessions, people and seats, nothing of rows. What finds no seat is listed with the reason, never dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from school_desk.terms.statuses import Subject

Period = tuple[datetime, datetime]


@dataclass(frozen=True)
class Sitting:
    """One session: a subject, its time, and how many seats its room has (numbered from 1)."""

    id: str
    subject: Subject
    starts_at: datetime
    ends_at: datetime
    seats: int

    @property
    def period(self) -> Period:
        """From when to when."""
        return self.starts_at, self.ends_at


@dataclass(frozen=True)
class Sitter:
    """One candidate: the subjects to sit, and when the person sits in other plans."""

    id: str
    subjects: tuple[Subject, ...]
    busy: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Seat:
    """Who sits where."""

    sitter_id: str
    sitting_id: str
    number: int


@dataclass(frozen=True)
class Unplaced:
    """A subject for which a candidate has no seat, and why."""

    sitter_id: str
    subject: Subject
    reason: str


@dataclass(frozen=True)
class Seating:
    """The seats that are new, and all that has none."""

    added: tuple[Seat, ...]
    unplaced: tuple[Unplaced, ...]


def arrange(sittings: Sequence[Sitting], sitters: Sequence[Sitter], kept: Iterable[Seat] = ()) -> Seating:
    """Seats for whoever lacks one, in the order of `sitters` and `sittings`; no `kept` seat moves.

    Whoever was left without a seat goes first in another try, as long as that leaves fewer without.
    """
    standing = tuple(kept)
    best = _fill(sittings, sitters, standing)
    order = sitters
    while best.unplaced:
        left = {unplaced.sitter_id for unplaced in best.unplaced}
        order = sorted(order, key=lambda sitter: sitter.id not in left)
        again = _fill(sittings, order, standing)
        if len(again.unplaced) >= len(best.unplaced):
            break
        best = again
    return best


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods share any time; one may begin when the other ends."""
    return one[0] < other[1] and other[0] < one[1]


class _Room:
    """The free seats of one sitting."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.taken: set[int] = set()
        self._lowest = 1

    @property
    def has_free(self) -> bool:
        return len(self.taken) < self.sitting.seats

    def take(self) -> int:
        self._lowest = next(number for number in count(self._lowest) if number not in self.taken)
        self.taken.add(self._lowest)
        return self._lowest


def _fill(sittings: Sequence[Sitting], sitters: Sequence[Sitter], kept: tuple[Seat, ...]) -> Seating:
    rooms = {sitting.id: _Room(sitting) for sitting in sittings}
    of_subject: dict[Subject, list[_Room]] = defaultdict(list)
    for room in rooms.values():
        of_subject[room.sitting.subject].append(room)
    held: dict[str, list[Sitting]] = defaultdict(list)
    for seat in kept:
        rooms[seat.sitting_id].taken.add(seat.number)
        held[seat.sitter_id].append(rooms[seat.sitting_id].sitting)
    added: list[Seat] = []
    unplaced: list[Unplaced] = []
    for sitter in sitters:
        seats, without = _place(sitter, held[sitter.id], of_subject)
        added += seats
        unplaced += without
    return Seating(tuple(added), tuple(unplaced))


def _place(
    sitter: Sitter, held: Sequence[Sitting], of_subject: Mapping[Subject, Sequence[_Room]]
) -> tuple[list[Seat], list[Unplaced]]:
    seated = {sitting.subject for sitting in held}
    lacking = [subject for subject in sitter.subjects if subject not in seated]
    busy = [*sitter.busy, *(sitting.period for sitting in held)]
    options = {subject: _options(of_subject.get(subject, ()), busy) for subject in lacking}
    chosen = _choose([rooms for rooms in options.values() if rooms])
    seats = [Seat(sitter.id, room.sitting.id, room.take()) for room in chosen]
    placed = {room.sitting.subject for room in chosen}
    return seats, [
        Unplaced(sitter.id, subject, _why_not(of_subject.get(subject, ())))
        for subject in lacking
        if subject not in placed
    ]


def _options(rooms: Sequence[_Room], busy: Sequence[Period]) -> list[_Room]:
    """The first room with a free seat of each time at which the person is free."""
    first: dict[Period, _Room] = {}
    for room in rooms:
        period = room.sitting.period
        if room.has_free and period not in first and not any(overlap(period, other) for other in busy):
            first[period] = room
    return list(first.values())


def _choose(options: Sequence[Sequence[_Room]]) -> list[_Room]:
    """One room for as many subjects as can be, no two at one time; of equals the first in order."""
    best: list[_Room] = []

    def search(place: int, chosen: list[_Room]) -> None:
        nonlocal best
        if len(chosen) > len(best):
            best = chosen
        if place == len(options) or len(chosen) + len(options) - place <= len(best):
            return
        for room in options[place]:
            if not any(overlap(room.sitting.period, other.sitting.period) for other in chosen):
                search(place + 1, [*chosen, room])
        search(place + 1, chosen)

    search(0, [])
    return best


def _why_not(rooms: Sequence[_Room]) -> str:
    if not rooms:
        return "还没有这个科目的场次"
    if not any(room.has_free for room in rooms):
        return f"这个科目的 {len(rooms)} 个场次都已坐满"
    return "有空位的场次都与本人的其他考试时间冲突"

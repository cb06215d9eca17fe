"""Seats: no seat twice, nobody in two places, who has a seat keeps it, nobody is dropped in silence."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.exams.seating import Seat, Seating, Sitter, Sitting, arrange, overlap
from school_desk.terms.statuses import Subject

DAY = datetime(2026, 10, 20, 9, tzinfo=UTC)
ALL = tuple(Subject)


def sitting(number: int, subject: Subject, hour: int, seats: int, length: int = 1) -> Sitting:
    starts_at = DAY + timedelta(hours=hour)
    return Sitting(f"s{number}", subject, starts_at, starts_at + timedelta(hours=length), seats)


SITTINGS = st.lists(
    st.tuples(st.sampled_from(ALL), st.integers(0, 4), st.integers(1, 4), st.integers(1, 2)), max_size=7
).map(lambda made: [sitting(number, *one) for number, one in enumerate(made)])
SITTERS = st.lists(st.tuples(st.sets(st.sampled_from(ALL), min_size=1), st.none() | st.integers(0, 4)), max_size=8).map(
    lambda made: [
        Sitter(
            f"c{number}",
            tuple(subject for subject in ALL if subject in subjects),
            () if busy is None else ((DAY + timedelta(hours=busy), DAY + timedelta(hours=busy + 1)),),
        )
        for number, (subjects, busy) in enumerate(made)
    ]
)


def check(sittings: list[Sitting], sitters: list[Sitter], kept: tuple[Seat, ...], seating: Seating) -> None:
    by_id, seats = {one.id: one for one in sittings}, (*kept, *seating.added)
    assert max(Counter((seat.sitting_id, seat.number) for seat in seats).values(), default=1) == 1
    assert all(1 <= seat.number <= by_id[seat.sitting_id].seats for seat in seats)
    needed = sorted((sitter.id, subject) for sitter in sitters for subject in sitter.subjects)
    placed = [(seat.sitter_id, by_id[seat.sitting_id].subject) for seat in seats]
    assert sorted([*placed, *((left.sitter_id, left.subject) for left in seating.unplaced)]) == needed
    for sitter in sitters:
        own = [by_id[seat.sitting_id].period for seat in seats if seat.sitter_id == sitter.id]
        periods = [*own, *sitter.busy]
        assert not any(overlap(a, b) for n, a in enumerate(own) for b in periods[n + 1 :])


@given(SITTINGS, SITTERS)
def test_seats_are_given_once_and_nobody_sits_twice(sittings: list[Sitting], sitters: list[Sitter]) -> None:
    seating = arrange(sittings, sitters)
    check(sittings, sitters, (), seating)
    assert arrange(sittings, sitters, seating.added).added == (), "a second run has nothing to add"


@given(SITTINGS, SITTERS)
def test_late_additions_move_nobody(sittings: list[Sitting], sitters: list[Sitter]) -> None:
    early = sitters[: len(sitters) // 2]
    first = arrange(sittings, early)
    then = arrange(sittings, sitters, first.added)
    check(sittings, sitters, first.added, then)
    assert not {seat.sitter_id for seat in then.added} & {s.id for s in early if s.id not in _lacking(first)}


def _lacking(seating: Seating) -> set[str]:
    return {left.sitter_id for left in seating.unplaced}


@given(st.integers(1, 12), st.integers(1, 5))
def test_rooms_fill_in_order_and_nobody_is_left_while_there_are_seats(people: int, seats: int) -> None:
    rooms = -(-people // seats)
    sittings = [sitting(number, Subject.THEORY, number, seats) for number in range(rooms)]
    seating = arrange(sittings, [Sitter(f"c{n}", (Subject.THEORY,)) for n in range(people)])
    assert seating.unplaced == ()
    assert [(seat.sitting_id, seat.number) for seat in seating.added] == [
        (f"s{n // seats}", n % seats + 1) for n in range(people)
    ]


def test_groups_change_over_between_two_subjects() -> None:
    sittings = [
        sitting(0, Subject.THEORY, 0, 2),
        sitting(1, Subject.SAFETY, 0, 2),
        sitting(2, Subject.THEORY, 1, 2),
        sitting(3, Subject.SAFETY, 1, 2),
    ]
    sitters = [Sitter(f"c{n}", (Subject.THEORY, Subject.SAFETY)) for n in range(4)]
    assert arrange(sittings, sitters).unplaced == ()


def test_who_can_sit_at_one_time_only_goes_before_who_is_free() -> None:
    sittings = [sitting(0, Subject.THEORY, 0, 1), sitting(1, Subject.THEORY, 2, 1)]
    busy = ((DAY + timedelta(hours=2), DAY + timedelta(hours=3)),)
    sitters = [Sitter("free", (Subject.THEORY,)), Sitter("tied", (Subject.THEORY,), busy)]
    seating = arrange(sittings, sitters)
    assert seating.unplaced == ()
    assert {(seat.sitter_id, seat.sitting_id) for seat in seating.added} == {("free", "s1"), ("tied", "s0")}


def test_a_freed_seat_is_given_again() -> None:
    sittings = [sitting(0, Subject.THEORY, 0, 3)]
    kept = (Seat("a", "s0", 1), Seat("c", "s0", 3))
    sitters = [Sitter(name, (Subject.THEORY,)) for name in ("a", "c", "d")]
    assert arrange(sittings, sitters, kept).added == (Seat("d", "s0", 2),)


@pytest.mark.long
def test_two_thousand_candidates_in_twelve_rooms_over_three_days() -> None:
    sittings = [
        sitting(n, subject, 24 * day + 3 * slot, 60, 2)
        for n, (day, slot, subject, _room) in enumerate(
            (day, slot, subject, room) for day in range(3) for slot, subject in enumerate(ALL) for room in range(12)
        )
    ]
    sitters = [Sitter(f"c{n:04}", ALL) for n in range(2000)]
    seating = arrange(sittings, sitters)
    assert (len(seating.added), seating.unplaced) == (6000, ())

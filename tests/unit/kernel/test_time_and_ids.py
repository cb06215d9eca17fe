"""Ids keep the order of time and rows; instants are UTC and dates Shanghai's; working days are those really worked."""

from __future__ import annotations

import pickle
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.kernel.clock import SHANGHAI, ScriptedClock, SystemClock, as_utc, local_date, local_text
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.ids import derived_id, made_at, new_id, place_in
from school_desk.kernel.resources import migrations_path, resource_path
from school_desk.kernel.workdays import WorkCalendar

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
PLACES = st.integers(0, 2**20 - 1)
CALENDAR = WorkCalendar()
# What the State Council published for autumn 2026: 1–7 October off; 20 September and 10 October worked.
GOLDEN_WEEK = [date(2026, 10, day) for day in range(1, 8)]


@given(MOMENTS, MOMENTS)
def test_ids_sort_by_time(one: datetime, other: datetime) -> None:
    first, second = new_id(one), new_id(other)
    assert uuid.UUID(first).version == uuid.UUID(second).version == 7
    assert uuid.UUID(first).variant == uuid.RFC_4122
    if abs(one - other) >= timedelta(milliseconds=1):
        assert (first < second) is (one < other)


@given(MOMENTS, st.lists(PLACES, max_size=20, unique=True))
def test_the_ids_of_a_command_sort_by_place_and_lie_at_its_time(made_at: datetime, places: list[int]) -> None:
    command_id = new_id(made_at)
    ids = [derived_id(command_id, f"row{place}", place) for place in sorted(places)]
    assert [place_in(each) for each in ids] == sorted(places)
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    for each in ids:
        assert each[:12] == command_id[:12]
        assert (uuid.UUID(each).version, uuid.UUID(each).variant) == (7, uuid.RFC_4122)


def test_a_derived_id_tells_when_its_command_was_made() -> None:
    now = datetime(2026, 8, 3, 9, 30, tzinfo=UTC)
    assert made_at(derived_id(new_id(now), "row", 7)) == now


def test_a_derived_id_is_the_same_again_and_another_for_another_label() -> None:
    command_id = new_id(datetime(2026, 8, 3, tzinfo=UTC))
    assert derived_id(command_id, "row") == derived_id(command_id, "row")
    others = {derived_id(command_id, label, place) for label in "abc" for place in (0, 1)}
    assert (
        len(others | {derived_id(command_id, "row"), derived_id(new_id(datetime(2026, 8, 3, tzinfo=UTC)), "row")}) == 8
    )


def test_a_place_beyond_the_bits_is_our_bug() -> None:
    with pytest.raises(ValueError, match="rows"):
        derived_id(new_id(datetime(2026, 8, 3, tzinfo=UTC)), "row", 2**20)


def test_fresh_ids_differ_within_one_millisecond() -> None:
    now = datetime(2026, 8, 3, tzinfo=UTC)
    assert len({new_id(now) for _ in range(1000)}) == 1000


def test_a_naive_instant_is_read_as_shanghai() -> None:
    assert as_utc(datetime(2026, 8, 3, 9)) == datetime(2026, 8, 3, 1, tzinfo=UTC)
    assert as_utc(datetime(2026, 8, 3, 9, tzinfo=SHANGHAI)) == datetime(2026, 8, 3, 1, tzinfo=UTC)


def test_dates_and_texts_are_those_of_shanghai() -> None:
    late = datetime(2026, 8, 3, 16, 30, tzinfo=UTC)
    assert local_date(late) == date(2026, 8, 4)
    assert local_text(late) == "2026-08-04 00:30"


def test_a_scripted_clock_stands_but_for_a_millisecond_a_reading() -> None:
    clock = ScriptedClock(datetime(2026, 8, 3, 9))
    first, second = clock.now(), clock.now()
    assert second - first == timedelta(milliseconds=1)
    clock.move_to(datetime(2026, 9, 1))
    assert local_date(clock.now()) == date(2026, 9, 1)


def test_the_computers_clock_is_aware() -> None:
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_paid_before_the_holidays_is_due_after_them() -> None:
    """domain.md §3: paid 2026-09-30, the third working day is Saturday 2026-10-10, a make-up day."""
    assert CALENDAR.add(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert CALENDAR.is_working_day(date(2026, 10, 10))
    assert not CALENDAR.is_working_day(date(2026, 10, 11))
    assert not any(CALENDAR.is_working_day(day) for day in GOLDEN_WEEK)
    assert CALENDAR.is_working_day(date(2026, 9, 20)), "a Sunday that is worked"


def test_the_new_year_is_no_wall() -> None:
    due = CALENDAR.add(date(2026, 12, 30), 3)
    assert due > date(2027, 1, 1)
    assert CALENDAR.is_estimate(due)
    assert not CALENDAR.is_estimate(date(2026, 12, 31))


def test_the_schools_own_corrections_win() -> None:
    corrected = WorkCalendar({date(2026, 10, 10): False, date(2026, 10, 1): True, date(2027, 1, 4): False})
    assert corrected.is_working_day(date(2026, 10, 1))
    assert corrected.add(date(2026, 9, 30), 3) == date(2026, 10, 9)
    assert not corrected.is_estimate(date(2027, 1, 4))
    assert corrected.is_estimate(date(2027, 1, 5))


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 40))
def test_adding_and_counting_agree(start: date, days: int) -> None:
    due = CALENDAR.add(start, days)
    assert CALENDAR.between(start, due) == days
    assert CALENDAR.between(due, start) == -days
    assert days == 0 or CALENDAR.is_working_day(due)


def test_faults_travel_whole_between_processes() -> None:
    refusal = pickle.loads(pickle.dumps(RuleViolation("a.b", "不行。", field="name")))
    assert (type(refusal), refusal.code, refusal.message, refusal.field) == (RuleViolation, "a.b", "不行。", "name")
    fault = pickle.loads(pickle.dumps(EnvironmentFault("disk.full", "磁盘已满。")))
    assert (type(fault), fault.code, fault.message, str(fault)) == (
        EnvironmentFault,
        "disk.full",
        "磁盘已满。",
        "磁盘已满。",
    )


def test_the_programs_files_are_found_in_a_checkout_and_in_a_wheel(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert (migrations_path() / "env.py").is_file()
    assert resource_path("fonts").is_dir()
    package = tmp_path_factory.mktemp("package")
    monkeypatch.setattr("school_desk.kernel.resources._PACKAGE", package)
    assert migrations_path() == package.parent / "migrations"
    (package / "_migrations").mkdir()
    assert migrations_path() == package / "_migrations"

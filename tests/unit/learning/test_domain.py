"""What a course counts for and when the hours are reached (操作说明 第三章: 初级工 16、中级工 24、高级工 32 学时)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.kernel.clock import SHANGHAI
from school_desk.learning.domain import StudyTime, count_hours, course_kind, doubts, hours_words
from school_desk.terms.statuses import CourseKind

WORDS = ("安全",), ("理论", "职业")


@pytest.mark.parametrize(
    ("course", "kind"),
    [
        ("安全生产知识", CourseKind.SAFETY),
        ("职业 安 全 理论", CourseKind.SAFETY),
        ("职业（工种）理论知识", CourseKind.THEORY),
        ("职业理论知识", CourseKind.THEORY),
        ("钢筋工理论知识", CourseKind.THEORY),
        ("企业文化", CourseKind.OTHER),
        ("", CourseKind.OTHER),
    ],
)
def test_a_course_counts_by_the_words_in_its_name(course: str, kind: CourseKind) -> None:
    assert course_kind(course, *WORDS) is kind


@given(st.integers(0, 5000), st.integers(0, 5000), st.sampled_from((16, 24, 32, 40)), st.integers(0, 4))
def test_hours_are_whole_and_what_is_missing_fills_them(safety: int, theory: int, needed: int, exam: int) -> None:
    hours = count_hours(safety, theory, needed, minutes_per_hour=45, exam_hours=exam)
    assert 0 <= safety + theory - (hours.reached - exam) * 45 < 45
    assert hours.met == (hours.missing == 0) == (hours.reached >= needed)
    if hours.missing:
        filled = count_hours(safety + hours.missing * 45, theory, needed, minutes_per_hour=45, exam_hours=exam)
        assert filled.met


def test_without_a_figure_nobody_has_met_it() -> None:
    hours = count_hours(9999, 9999, None, minutes_per_hour=45, exam_hours=0)
    assert (hours.met, hours.missing, hours_words(hours)) == (False, 0, "没有填写要求学时")


def test_hours_in_words() -> None:
    assert hours_words(count_hours(0, 15 * 45, 16, minutes_per_hour=45, exam_hours=0)) == "差 1 学时"
    assert hours_words(count_hours(0, 15 * 45, 16, minutes_per_hour=45, exam_hours=1)) == "学时已达标"


def test_a_day_has_twenty_four_hours() -> None:
    def time(minutes: int, day: int) -> StudyTime:
        return StudyTime("理论", CourseKind.THEORY, minutes, datetime(2026, 9, day, 23, 59, tzinfo=SHANGHAI))

    opened = date(2026, 9, 1)
    assert doubts([time(1440, 2), time(1440, 3)], opened) == {}
    assert list(doubts([time(1440, 2), time(1, 2), time(9, 3)], opened)) == [0, 1]
    assert list(doubts([time(9, 1), time(9, 2)], date(2026, 9, 2))) == [0]

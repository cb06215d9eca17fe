"""Dates and times as papers, workbooks and banks print them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.terms.dates import parse_date, parse_instant

DAYS = ["%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
TIMES = ["-%H.%M.%S", " %H:%M:%S", "T%H:%M:%S", " %H%M%S", "-%H.%M.%S.%f"]


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(DAYS))
def test_a_day_is_read_in_every_form(day: date, form: str) -> None:
    assert parse_date(day.strftime(form)) == day


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)), st.sampled_from(DAYS), st.sampled_from(TIMES))
def test_a_moment_is_read_in_every_form(moment: datetime, day: str, clock: str) -> None:
    expected = moment if "%f" in clock else moment.replace(microsecond=0)
    assert parse_instant(moment.strftime(day + clock)) == expected


@pytest.mark.parametrize(
    "text", ["2026年9月1日", "2026-9-1", "2026/9/1", " ２０２６年 9 月 1 日 ", "2026.09.01", "2026年9月1"]
)
def test_single_digits_spaces_and_width(text: str) -> None:
    assert parse_date(text) == date(2026, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "长期",
        "2026-06-31",
        "20260631",
        "2026年9月",
        "1899-12-31",
        "2026-09-01 09:45",
        "合计",
        "43000",
        "26-09-01",
        "2026-13-01",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-01-09.45.11", (2026, 9, 1, 9, 45, 11)),
        ("20260901 094511", (2026, 9, 1, 9, 45, 11)),
        ("20260901094511", (2026, 9, 1, 9, 45, 11)),
        ("20260901 09:45:11", (2026, 9, 1, 9, 45, 11)),
        ("2026/9/1 9:45", (2026, 9, 1, 9, 45)),
        ("2026年9月1日 9时45分", (2026, 9, 1, 9, 45)),
        ("2026年9月1日9时45分11秒", (2026, 9, 1, 9, 45, 11)),
        ("2026-07-01-04.40.28.695730", (2026, 7, 1, 4, 40, 28, 695730)),
        ("2026-09-01 09:45:11.5", (2026, 9, 1, 9, 45, 11, 500000)),
    ],
)
def test_moments(text: str, moment: tuple[int, ...]) -> None:
    assert parse_instant(text) == datetime(*moment)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "2026-09-01", "2026-09-01 25:00:00", "2026-09-31 09:45:11", "09:45:11", "2026/9/19:45", "长期"]
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert parse_instant(text) is None

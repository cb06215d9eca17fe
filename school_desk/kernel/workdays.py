"""Working days of mainland China: published holidays and make-up days, and the school's own corrections on top."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

# The State Council publishes a year's make-up days late in the year before; the library knows them up to here.
LAST_PUBLISHED_YEAR = 2026


@lru_cache(maxsize=16)
def _published(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """(days off, make-up working days) of `year`. Imported late: the library takes its time to load."""
    from holidays import country_holidays

    calendar: Any = country_holidays("CN", years=year)
    return frozenset(calendar), frozenset(calendar.weekend_workdays)


class WorkCalendar:
    """Answers which days are worked. `corrections` maps a date to True (worked) or False (off) and wins over what was published."""

    def __init__(self, corrections: Mapping[date, bool] | None = None) -> None:
        self._corrections = dict(corrections or {})

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked."""
        if day in self._corrections:
            return self._corrections[day]
        off, made_up = _published(day.year)
        return day in made_up or (day.weekday() < 5 and day not in off)

    def add(self, start: date, days: int) -> date:
        """The `days`-th working day after `start` (the start itself does not count)."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.between(end, start)
        span = (end - start).days
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))

    def is_estimate(self, day: date) -> bool:
        """True where the year's make-up days were not published yet: screens then say 预估."""
        return day.year > LAST_PUBLISHED_YEAR and day not in self._corrections

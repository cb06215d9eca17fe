"""The one source of "now". Instants are aware UTC datetimes; calendar dates are those of Asia/Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time; tests and the tour set their own."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


class ScriptedClock:
    """A clock that stands until it is moved: for tests and the tour."""

    def __init__(self, start: datetime) -> None:
        self._now = as_utc(start)

    def now(self) -> datetime:
        """The instant it was last set to; each reading is one millisecond later, so that ids keep their order."""
        self._now += timedelta(milliseconds=1)
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Sets the clock; a naive `instant` is Asia/Shanghai wall time."""
        self._now = as_utc(instant)


def as_utc(instant: datetime) -> datetime:
    """`instant` in UTC; a naive one is read as Asia/Shanghai wall time."""
    return (instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def local_date(instant: datetime) -> date:
    """The Shanghai calendar date of an aware instant."""
    return instant.astimezone(SHANGHAI).date()


def local_text(instant: datetime) -> str:
    """An aware instant as clerks read it: "2026-09-01 09:45"."""
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")

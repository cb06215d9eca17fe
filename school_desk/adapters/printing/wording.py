"""How papers write dates, times and identity numbers."""

from __future__ import annotations

from datetime import date, datetime

from school_desk.kernel.clock import SHANGHAI

_WEEKDAYS = "一二三四五六日"


def full_date(day: date) -> str:
    """2026年12月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def period(starts_at: datetime, ends_at: datetime) -> str:
    """Two aware instants as wall time: 2026年12月5日（星期六）09:00—10:30."""
    start, end = starts_at.astimezone(SHANGHAI), ends_at.astimezone(SHANGHAI)
    return f"{full_date(start.date())}（星期{_WEEKDAYS[start.weekday()]}）{start:%H:%M}—{end:%H:%M}"


def masked(number: str) -> str:
    """An identity number for papers that others see: 330502********1236; of other kinds of number only both ends."""
    shown = (6, 4) if len(number) == 18 else (min(2, len(number) // 3), min(2, len(number) // 3))
    hidden = len(number) - sum(shown)
    return number[: shown[0]] + "*" * hidden + number[len(number) - shown[1] :]

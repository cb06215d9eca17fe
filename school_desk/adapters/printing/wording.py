"""How papers write dates and times."""

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

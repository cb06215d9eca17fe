"""Dates and times as papers, workbooks and banks print them. What is no date is None, never a guess."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

_YEAR = r"((?:19|20|21)\d\d)"
_DATES = (
    re.compile(_YEAR + r"\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?"),
    re.compile(_YEAR + r"\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})"),
    re.compile(_YEAR + r"(\d\d)(\d\d)"),
)
_TIMES = (
    re.compile(r"(\d{1,2})时(\d{1,2})分(?:(\d{1,2})秒)?()"),
    re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,](\d+))?)?"),
    re.compile(r"(\d\d)(\d\d)(\d\d)()"),
)


def parse_date(text: str) -> date | None:
    """The day `text` names: 2026年9月1日, 2026-09-01, 2026/9/1, 2026.9.1, 20260901. None for all else, 长期 and 31 June among it."""
    day, rest = _leading_date(_plain(text))
    return None if rest else day


def parse_instant(text: str) -> datetime | None:
    """The moment `text` names, as wall time in Asia/Shanghai without a zone: 2026-09-01-09.45.11.695730, 20260901 094511, 2026/9/1 9:45.

    None without a time of day: who prints only a date has not said when.
    """
    day, rest = _leading_date(_plain(text))
    clock = _time_of_day(rest.lstrip("-T "))
    return None if day is None or clock is None else datetime.combine(day, clock)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _leading_date(text: str) -> tuple[date | None, str]:
    """The day that `text` begins with, and what follows it."""
    for pattern in _DATES:
        found = pattern.match(text)
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3])), text[found.end() :]
            except ValueError:
                return None, text
    return None, text


def _time_of_day(text: str) -> time | None:
    for pattern in _TIMES:
        found = pattern.fullmatch(text)
        if found:
            microseconds = (found[4] or "").ljust(6, "0")[:6]
            try:
                return time(int(found[1]), int(found[2]), int(found[3] or 0), int(microseconds))
            except ValueError:
                return None
    return None

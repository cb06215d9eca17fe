"""How a setting's value reads: on one line for the list, as facts where there is room. Never a code word, never a bare true or null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from school_desk.desk.widgets.facts import Fact
from school_desk.kernel.money import format_yuan
from school_desk.kernel.settings import Setting
from school_desk.terms.labels import SUBJECTS
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import Subject
from school_desk.terms.trades import trades

WORKDAYS = dict[date, bool]
PASS_MARKS = dict[SkillLevel, dict[Subject, int]]
TRADE_HOURS = dict[str, dict[SkillLevel, int]]
_WEEKDAYS = "一二三四五六日"


def value_words(setting: Setting[Any], value: Any) -> str:
    """One line."""
    if setting.kind == WORKDAYS:
        return _workdays_words(value)
    if setting.kind == PASS_MARKS:
        return _marks_words(value)
    if setting.kind == TRADE_HOURS:
        return f"{len(value)} 个工种另有规定" if value else "都按最低学时"
    if setting.unit == "fen":
        return f"{format_yuan(value)} 元"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or "无"
    return f"{value} {setting.unit}".strip() if value != "" else "未填写"


def value_facts(setting: Setting[Any], label: str, value: Any) -> list[Fact]:
    """As many facts as the value has parts; the first is named `label`."""
    if setting.kind == PASS_MARKS:
        return [Fact(level.label, _subject_words(marks)) for level, marks in value.items()]
    if setting.kind == WORKDAYS and value:
        return [Fact(month, "\n".join(map(_day_line, days))) for month, days in by_month(value.items())]
    if setting.kind == TRADE_HOURS and value:
        said = (
            (name, " · ".join(f"{level.label} {hours}" for level, hours in levels))
            for _, name, levels in in_trades(value)
        )
        return [Fact(name, f"{words} 学时") for name, words in said]
    return [Fact(label, value_words(setting, value))]


def by_month(days: Iterable[tuple[date, bool]]) -> list[tuple[str, list[tuple[date, bool]]]]:
    """("2026 年 10 月", its days) in order."""
    months = groupby(sorted(days), key=lambda one: f"{one[0].year} 年 {one[0].month} 月")
    return [(month, list(found)) for month, found in months]


def in_trades(
    hours: Mapping[str, Mapping[SkillLevel, int]],
) -> list[tuple[str, str, list[tuple[SkillLevel, int]]]]:
    """(code, name, its levels from the lowest) in the order of the table of trades; a code that went from it is its own name."""
    names = {trade.code: trade.name for trade in trades()}
    order = {code: place for place, code in enumerate(names)}
    codes = sorted(hours, key=lambda code: order.get(code, len(order)))
    return [(code, names.get(code, code), sorted(hours[code].items(), reverse=True)) for code in codes if hours[code]]


def day_words(day: date) -> str:
    """ "10-10 周六"."""
    return f"{day:%m-%d} 周{_WEEKDAYS[day.weekday()]}"


def tenths_words(tenths: int) -> str:
    """ "60", "60.5"."""
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def _day_line(one: tuple[date, bool]) -> str:
    day, worked = one
    return f"{day_words(day)}　{'上班' if worked else '放假'}"


def _workdays_words(value: Mapping[date, bool]) -> str:
    worked = sum(value.values())
    said = (f"加班 {worked} 天" if worked else "", f"放假 {len(value) - worked} 天" if len(value) > worked else "")
    return "、".join(filter(None, said)) or "与国家公布的一致"


def _marks_words(value: Mapping[SkillLevel, Mapping[Subject, int]]) -> str:
    every = {tenths for marks in value.values() for tenths in marks.values()}
    if len(every) == 1:
        return f"各等级各科都是 {tenths_words(every.pop())} 分"
    return "；".join(f"{level.label} {_subject_words(marks)}" for level, marks in value.items())


def _subject_words(marks: Mapping[Subject, int]) -> str:
    return " · ".join(f"{SUBJECTS[subject]} {tenths_words(marks[subject])}" for subject in Subject)

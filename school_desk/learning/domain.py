"""The rules of learning: what a course counts for, when the hours are reached, which reported study time is doubtful."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from school_desk.kernel.clock import local_date
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import CourseKind
from school_desk.terms.trades import trade_name

_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class HoursRow:
    """学时 of one enrolment. `needed` None: nobody has entered any for the level, then it cannot be met and `missing` is 0."""

    reached: int
    needed: int | None
    missing: int
    met: bool
    safety_minutes: int = 0
    theory_minutes: int = 0


@dataclass(frozen=True)
class TradeLevel:
    """工种等级: what somebody enrols for."""

    trade_code: str
    level: SkillLevel

    @property
    def label(self) -> str:
        """钢筋工中级工."""
        return f"{trade_name(self.trade_code)}{self.level.label}"


@dataclass(frozen=True)
class StudyTime:
    """Minutes of one course as the platform reported them; `finished_at` is aware."""

    course: str
    kind: CourseKind
    minutes: int
    finished_at: datetime


def course_kind(course: str, safety_words: Iterable[str], theory_words: Iterable[str]) -> CourseKind:
    """What `course` counts for, by the words in its name; safety is looked for first (职业安全 is safety)."""
    plain = _plain(course)
    if any(_plain(word) in plain for word in safety_words):
        return CourseKind.SAFETY
    return CourseKind.THEORY if any(_plain(word) in plain for word in theory_words) else CourseKind.OTHER


def count_hours(
    safety_minutes: int, theory_minutes: int, needed: int | None, *, minutes_per_hour: int, exam_hours: int
) -> HoursRow:
    """Whole 学时 of both kinds together with the assessment's, against what is needed.

    Safety and trade theory only (操作说明 第三章: 安全生产知识和职业（工种）理论知识).
    """
    reached = (safety_minutes + theory_minutes) // minutes_per_hour + exam_hours
    missing = 0 if needed is None else max(needed - reached, 0)
    return HoursRow(reached, needed, missing, needed is not None and not missing, safety_minutes, theory_minutes)


def hours_words(hours: HoursRow) -> str:
    """What lists and refusals say: "差 3 学时" or "学时已达标"."""
    if hours.needed is None:
        return "没有填写要求学时"
    return "学时已达标" if hours.met else f"差 {hours.missing} 学时"


def doubts(times: Sequence[StudyTime], opened_on: date | None) -> dict[int, tuple[str, ...]]:
    """What is implausible about one enrolment's study times, by place in `times`: a person should look, nothing is refused for it."""
    day_minutes: Counter[date] = Counter()
    for time in times:
        day_minutes[local_date(time.finished_at)] += time.minutes
    told = {place: _doubts(time, day_minutes, opened_on) for place, time in enumerate(times)}
    return {place: words for place, words in told.items() if words}


def _doubts(time: StudyTime, day_minutes: Counter[date], opened_on: date | None) -> tuple[str, ...]:
    day, found = local_date(time.finished_at), []
    if opened_on is None:
        found.append("学习账号还没有登记开通，平台却报来学时，请核对。")
    elif day < opened_on:
        found.append(f"完成日期 {day} 早于账号开通日期 {opened_on}，请核对。")
    if day_minutes[day] > _MINUTES_A_DAY:
        found.append(f"{day} 一天完成的课程共 {day_minutes[day]} 分钟，超过 24 小时，请核对。")
    return tuple(found)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())

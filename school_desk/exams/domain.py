"""The rules of exams: who is ready, what may follow what, when sessions may be, how numbers look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from school_desk.kernel.clock import as_utc, local_date, local_text
from school_desk.kernel.errors import RuleViolation
from school_desk.learning.domain import HoursRow, hours_words
from school_desk.terms.labels import FEE_GONE, SUBJECTS, study_account_status
from school_desk.terms.statuses import ExamPlanStatus as Status
from school_desk.terms.statuses import StudyAccountStatus, Subject

ALL_SUBJECTS = tuple(Subject)
LONGEST = timedelta(hours=12)
_TICKET_MOST = 24
_YEARS = range(2000, 2100)

# What may follow what. A return (and the school's own withdrawal) goes back to 未上报; the manual knows no label for a refused plan.
STEPS: Mapping[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.REPORTED}),
    Status.REPORTED: frozenset({Status.ACCEPTED, Status.APPROVED, Status.DRAFT}),
    Status.ACCEPTED: frozenset({Status.APPROVED, Status.DRAFT}),
    Status.APPROVED: frozenset({Status.DRAFT}),
}
# The finer words that screens put beside the manual's three labels.
FINER_WORDS = {
    Status.DRAFT: "未上报",
    Status.REPORTED: "已上报待受理",
    Status.ACCEPTED: "已受理待审核",
    Status.APPROVED: "已审核",
}

_FIELD = re.compile(r"\{(year|plan|seq)(?::(\d{1,2}))?\}")


@dataclass(frozen=True)
class Readiness:
    """What is known of one enrolment before an exam. `closed`: why it no longer counts. `account` None: 费用审核 has not passed."""

    closed: str | None
    account: StudyAccountStatus | None
    hours: HoursRow
    has_photo: bool
    id_problems: tuple[str, ...]
    fee_gone: bool = False
    """The bank took the money back after the review."""


def not_ready(known: Readiness) -> tuple[str, ...]:
    """Everything that keeps an enrolment from an exam; empty: it may apply (操作说明: 费用审核-开通学习账号-申请考试)."""
    if known.closed:
        return (f"报名已结束：{known.closed}",)
    found = []
    if known.account is None:
        found.append("费用审核还没有通过")
    elif known.account is not StudyAccountStatus.OPENED:
        found.append(f"学习账号{study_account_status(known.account)}")
    if known.fee_gone:
        found.append(FEE_GONE)
    if not known.hours.met:
        found.append(_hours_lacking(known.hours))
    if not known.has_photo:
        found.append("没有照片，请补交")
    return (*found, *known.id_problems)


def _hours_lacking(hours: HoursRow) -> str:
    if hours.needed is None:
        return "培训计划没有填写要求学时"
    return f"{hours_words(hours)}（已学 {hours.reached}，应学 {hours.needed}）"


def check_step(current: Status, wanted: Status, action: str) -> None:
    """Raises RuleViolation `exam.step` when `wanted` may not follow `current`; `action` is the clerk's word for the step."""
    if wanted not in STEPS[current]:
        raise RuleViolation("exam.step", f"考核计划现在是“{FINER_WORDS[current]}”，不能{action}。")


def session_times(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """Both in UTC. Raises RuleViolation for a day mistyped so badly that it may be none in UTC."""
    for typed, field in ((starts_at, "starts_at"), (ends_at, "ends_at")):
        if typed.year not in _YEARS:
            message = f"考试日期的年份 {typed.year} 不对，应在 {_YEARS[0]} 到 {_YEARS[-1]} 年之间，请核对日期。"
            raise RuleViolation("exam.session_year", message, field=field)
    return as_utc(starts_at), as_utc(ends_at)


def check_session_times(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raises RuleViolation when a session would end before it begins, last over midnight, or lie in the past. All aware."""
    if ends_at <= starts_at:
        raise RuleViolation("exam.session_times", "结束时间要晚于开始时间。", field="ends_at")
    if local_date(starts_at) != local_date(ends_at) or ends_at - starts_at > LONGEST:
        raise RuleViolation("exam.session_times", "一个场次要在同一天内、不超过 12 小时。", field="ends_at")
    if starts_at < now:
        message = f"开考时间 {local_text(starts_at)} 已经过去，请核对日期。"
        raise RuleViolation("exam.session_past", message, field="starts_at")


def check_subjects(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """The subjects in their order, each once; none named: all three."""
    wanted = set(subjects) or set(ALL_SUBJECTS)
    return tuple(subject for subject in ALL_SUBJECTS if subject in wanted)


def subjects_words(subjects: Iterable[Subject]) -> str:
    """Subjects as papers print them: 理论、安全、操作技能."""
    return "、".join(SUBJECTS[subject] for subject in subjects)


def period_words(starts_at: datetime, ends_at: datetime) -> str:
    """A session's time as texts print it: 2026-10-20 09:00–10:30."""
    return f"{local_text(starts_at)}–{local_text(ends_at)[-5:]}"


def plan_number(year: int, count: int) -> str:
    """The number of the `count`-th exam plan of a year."""
    return f"KH{year}{count:03d}"


def ticket_number(pattern: str, number: str, seq: int) -> str:
    """The `seq`-th ticket number of the plan `number`, by the school's pattern."""
    values = {"year": int(number[2:6]), "plan": int(number[6:]), "seq": seq}
    return _FIELD.sub(lambda found: f"{values[found[1]]:0{found[2] or 1}d}", pattern)


def ticket_pattern_fault(pattern: str) -> str | None:
    """Why a pattern will not do; None: it will."""
    fields = {found[1] for found in _FIELD.finditer(pattern)}
    if fields != {"year", "plan", "seq"}:
        return "要写上 {year}、{plan}、{seq} 三样，准考证号才不会重复。"
    if not re.fullmatch(r"[0-9A-Z-]*", _FIELD.sub("", pattern)):
        return "花括号之外只能用数字、大写字母和短横。"
    longest = ticket_number(pattern, plan_number(2026, 999), 9999)
    return None if len(longest) <= _TICKET_MOST else f"准考证号最多 {_TICKET_MOST} 位。"


def check_answer_date(answered_on: date, earliest: date, today: date, word: str, field: str) -> None:
    """Raises RuleViolation `exam.date` when the authority would have answered before it was asked, or in the future."""
    if answered_on > today:
        raise RuleViolation("exam.date", f"{word}日期不能晚于今天。", field=field)
    if answered_on < earliest:
        raise RuleViolation("exam.date", f"{word}日期不能早于 {earliest}。", field=field)

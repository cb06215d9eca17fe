"""Reads the words people write in result sheets: scores, outcomes, decisions, days, moments, study time. Never rounds, never guesses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from school_desk.adapters.sheets.workbook import Cell, text_of
from school_desk.kernel.errors import RuleViolation

SHANGHAI = ZoneInfo("Asia/Shanghai")
FULL_MARK_TENTHS = 1000

_SCORE = re.compile(r"(\d{1,3})(?:\.(\d)0*)?")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_NO_SCORE = re.compile(r"[-/\\—–―]*")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?")
_MINUTES = re.compile(r"(\d+)(?:\.\d+)?(?:分钟?|MIN)?")
_DURATION = re.compile(r"(\d+):([0-5]\d):([0-5]\d)|(?:(\d+)(?:小时|时))(?:(\d+)分钟?)?(?:\d+秒)?")
_EXCEL_EPOCH = date(1899, 12, 30)

Word = TypeVar("Word")


class ScoreFlag(StrEnum):
    """Why a subject has no score: did not come, broke the rules, sits later."""

    ABSENT = "absent"
    VIOLATION = "violation"
    DEFERRED = "deferred"


class DecisionKind(StrEnum):
    """What an authority did with a case."""

    ACCEPTED = "accepted"
    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class ScoreReading:
    """One score cell: exactly one of `tenths` (595 = 59.5), `flag`, `problem` (a sentence) is set, or none of them: blank, which is not 0.

    `raw` is the cell as written.
    """

    raw: str
    tenths: int | None = None
    flag: ScoreFlag | None = None
    problem: str = ""

    @property
    def blank(self) -> bool:
        return self.tenths is None and self.flag is None and not self.problem


_FLAGS = {
    **dict.fromkeys(("缺考", "缺", "缺席", "未到", "未参加", "弃考"), ScoreFlag.ABSENT),
    **dict.fromkeys(("违纪", "违规", "作弊", "取消成绩"), ScoreFlag.VIOLATION),
    **dict.fromkeys(("缓考", "延考", "缓"), ScoreFlag.DEFERRED),
}
_OUTCOMES = {
    **dict.fromkeys(
        ("成功", "已成功", "开通成功", "已开通", "开通", "推送成功", "已推送", "通过", "正常", "完成", "已完成"), True
    ),
    **dict.fromkeys(("是", "√", "OK", "SUCCESS", "TRUE", "Y", "YES"), True),
    **dict.fromkeys(
        ("失败", "开通失败", "未开通", "推送失败", "未推送", "未成功", "不通过", "未通过", "错误", "异常"), False
    ),
    **dict.fromkeys(("退回", "驳回", "拒绝", "否", "×", "X", "FAIL", "FAILED", "FALSE", "N", "NO"), False),
}
_DECISIONS = {
    **dict.fromkeys(("受理", "已受理", "准予受理", "同意受理"), DecisionKind.ACCEPTED),
    **dict.fromkeys(
        ("通过", "已通过", "审核通过", "审批通过", "同意", "批准", "已批准", "已审核", "准予"), DecisionKind.APPROVED
    ),
    **dict.fromkeys(
        ("退回", "已退回", "被退回", "退回补正", "不通过", "未通过", "审核不通过", "审核未通过"), DecisionKind.RETURNED
    ),
    **dict.fromkeys(("不同意", "驳回", "已驳回", "不予受理", "不予通过", "不批准"), DecisionKind.RETURNED),
}


def parse_score(text: str) -> ScoreReading:
    """A score of 0 to 100 with at most one decimal, a word for its absence, or blank ("" and dashes)."""
    plain = _plain(text).removesuffix("分")
    if _NO_SCORE.fullmatch(plain):
        return ScoreReading(text)
    if plain in _FLAGS:
        return ScoreReading(text, flag=_FLAGS[plain])
    found = _SCORE.fullmatch(plain)
    if not found:
        return ScoreReading(text, problem=_score_problem(text, plain))
    tenths = int(found[1]) * 10 + int(found[2] or 0)
    if tenths > FULL_MARK_TENTHS:
        return ScoreReading(text, problem=f"成绩“{text.strip()}”超过满分 100，请对照原始成绩单更正。")
    return ScoreReading(text, tenths=tenths)


def _score_problem(text: str, plain: str) -> str:
    shown = text.strip()
    if not _NUMBER.fullmatch(plain):
        return f"“{shown}”不是分数。请填 0 到 100 的数字，或缺考、违纪、缓考。"
    if plain.startswith("-"):
        return f"成绩“{shown}”小于 0，请对照原始成绩单更正。"
    if float(plain) > 100:
        return f"成绩“{shown}”超过满分 100，请对照原始成绩单更正。"
    return f"成绩“{shown}”的小数超过一位。请按原始成绩单填到一位小数，程序不会代为四舍五入。"


def parse_outcome(cell: Cell) -> bool | None:
    """True for success, False for failure, None for blank. Raises RuleViolation `result.unclear` for any other word."""
    return _word(cell, _OUTCOMES, "看不出是成功还是失败，请写“成功”或“失败”。")


def parse_decision(cell: Cell) -> DecisionKind | None:
    """受理, 通过 or 退回 in the authority's words, None for blank. Raises RuleViolation `result.unclear` for any other word."""
    return _word(cell, _DECISIONS, "看不出主管部门的结论，请写“受理”“通过”或“退回”。")


def parse_day(cell: Cell) -> date | None:
    """A calendar date from a date cell, Excel's day number, or text (2026-11-16, 2026年11月16日, 20261116). None for blank.

    Raises RuleViolation `date.unreadable`.
    """
    moment = parse_moment(cell)
    return None if moment is None else moment.date()


def parse_moment(cell: Cell) -> datetime | None:
    """As `parse_day` with the time of day in Shanghai, midnight when none is written."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=SHANGHAI)
    if isinstance(cell, date):
        return datetime.combine(cell, time(), SHANGHAI)
    if isinstance(cell, int | float) and 20_000 < cell < 80_000:
        midnight = datetime.combine(_EXCEL_EPOCH, time(), SHANGHAI)
        return midnight + timedelta(seconds=round(cell * 86_400))
    text = unicodedata.normalize("NFKC", text_of(cell)).replace("T", " ")
    if not text:
        return None
    try:
        return _moment_in(text)
    except ValueError as fault:
        message = f"“{text}”不是日期，请写成 2026-11-16 这样的格式。"
        raise RuleViolation("date.unreadable", message) from fault


def parse_minutes(cell: Cell) -> int | None:
    """Whole minutes of study, rounded down, from 273, 273.5, 273分钟, 4:33:00 or 4小时33分. None for blank.

    Raises RuleViolation `minutes.unreadable`.
    """
    plain = _plain(text_of(cell))
    if not plain:
        return None
    if found := _MINUTES.fullmatch(plain):
        return int(found[1])
    if found := _DURATION.fullmatch(plain):
        return int(found[1] or found[4]) * 60 + int(found[2] or found[5] or 0)
    raise RuleViolation("minutes.unreadable", f"学习时长“{text_of(cell)}”不是分钟数，请填写如 273 的数字。")


def _moment_in(text: str) -> datetime:
    day, _, clock = text.partition(" ") if " " in text else text.partition("日")
    found, hour = _DAY.fullmatch(day.strip()), _TIME.fullmatch(clock.strip())
    if not found or (clock.strip() and not hour):
        raise ValueError(text)
    year, month, number = (int(part) for part in found.groups() if part is not None)
    hours, minutes, seconds = (int(part or 0) for part in hour.groups()) if hour else (0, 0, 0)
    return datetime(year, month, number, hours, minutes, seconds, tzinfo=SHANGHAI)


def _word(cell: Cell, words: dict[str, Word], advice: str) -> Word | None:
    plain = _plain(text_of(cell)).strip("。.!;:")
    if not plain:
        return None
    if plain not in words:
        raise RuleViolation("result.unclear", f"“{text_of(cell)}”{advice}")
    return words[plain]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()

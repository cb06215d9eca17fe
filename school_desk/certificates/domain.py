"""The rules of certificates: a number is the authorities', opaque and used once; 已推送 needs the register's own evidence."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date

from school_desk.kernel.errors import RuleViolation

LONGEST_NUMBER = 40
# How to go on with a push that is never answered.
UNANSWERED = "一直没有结果的，导出次日起在联网证书查询里核对，登记“没有查到”后可以重新导出。"


def normalise_number(text: str) -> str:
    """A certificate number as it is stored and compared: half-width, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def number_fault(number: str, pattern: str) -> str | None:
    """Why `number` (normalised) cannot be a certificate's, as a sentence; `pattern` is the school's, empty: any. None: it can."""
    if not number:
        return "没有证书编号。"
    if len(number) > LONGEST_NUMBER:
        return f"证书编号有 {len(number)} 位，最多 {LONGEST_NUMBER} 位，请核对。"
    if pattern and not re.fullmatch(pattern, number):
        return "证书编号不符合设置里的编号格式，请对照主管部门的名单核对。"
    return None


def pattern_fault(pattern: str) -> str | None:
    """Why the school's pattern will not do; None: it will."""
    try:
        re.compile(pattern)
    except re.error:
        return "不是正确的正则表达式；不清楚格式时请留空。"
    return None


def valid_until(issued_on: date, years: int) -> date | None:
    """The last day of a certificate that is good for `years`; None (0 years): it has no end."""
    if not years:
        return None
    year = issued_on.year + years
    lost_leap_day = (issued_on.month, issued_on.day) == (2, 29) and not calendar.isleap(year)
    return issued_on.replace(year=year, day=28 if lost_leap_day else issued_on.day)


def check_issued(issued_on: date, today: date) -> None:
    """Raises RuleViolation `certificate.date` for a day that is still to come."""
    if issued_on > today:
        raise RuleViolation("certificate.date", "发证日期不能晚于今天。", field="issued_on")


def required(text: str, word: str, field: str) -> str:
    """`text` without padding, which must not be empty. Raises RuleViolation `certificate.required`."""
    if not text.strip():
        raise RuleViolation("certificate.required", f"请填写{word}。", field=field)
    return text.strip()

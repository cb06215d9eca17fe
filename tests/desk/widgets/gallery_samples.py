"""Made-up rows of the gallery."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.table import Column


class Enrolment(NamedTuple):
    """A row as a query would return it."""

    id: int
    number: str
    name: str
    enterprise: str
    trade: str
    level: str
    state: Chip
    due_fen: int
    due_on: date


STATES = (
    Chip("待审核", Tone.WARN),
    Chip("已通过", Tone.GOOD),
    Chip("已退回", Tone.BAD),
    Chip("缴费待核", Tone.INFO, "yuan"),
    Chip("草稿", Tone.NEUTRAL),
)
NAMES = ("王建国", "李秀英", "陈志强", "沈梦佳", "阿依古丽·买买提", "吴天乐")
FIRMS = ("湖州市吴兴区城建建设工程有限公司", "湖州市南浔区恒泰建筑劳务有限公司", "湖州市德清县鼎立钢结构有限公司")
TRADES = ("钢筋工", "砌筑工", "架子工", "防水工", "电工")
LEVELS = ("中级工", "初级工", "高级工")


def enrolments(count: int) -> list[Enrolment]:
    """`count` made-up rows, always the same."""
    return [
        Enrolment(
            n, f"BM2026{n:04d}", NAMES[n % 6], FIRMS[n % 3], TRADES[n % 5], LEVELS[n % 3], STATES[n % 5],
            (60_000, 80_000, 100_000)[n % 3] * (n % 4 + 1),
            date(2026, 11, 1 + n % 28),
        )
        for n in range(1, count + 1)
    ]  # fmt: skip


def enrolment_columns() -> list[Column]:
    """The columns of the sample table."""
    return [
        Column("number", "报名号", 124, muted=True, sort_key=lambda row: row.number),
        Column("name", "姓名", 136, sort_key=lambda row: row.name),
        Column("enterprise", "企业", 200, stretch=True),
        Column("trade", "工种", 84),
        Column("level", "等级", 84),
        Column("state", "状态", 128, kind="chip"),
        Column("due_on", "应缴日期", 112, kind="date"),
        Column("due_fen", "金额", 120, kind="money", sort_key=lambda row: row.due_fen),
    ]

"""How a due day is told: in working days, with a tone that the chip turns into glyph and colour."""

from __future__ import annotations

from datetime import date

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.overview.workbench import WaitingRow

_SOON = 1


def due_chip(row: WaitingRow, today: date) -> Chip | None:
    """逾期 3 个工作日, 今天到期, 还有 2 个工作日; None when nothing is due."""
    left = row.working_days_left
    if row.due_on is None or left is None:
        return None
    if row.due_on < today:
        return Chip(f"逾期 {-left} 个工作日" if left else "已逾期", Tone.BAD, "warn")
    if row.due_on == today:
        return Chip("今天到期", Tone.WARN, "clock")
    # With only days off between, no working day is left although the day is still to come.
    words = f"还有 {left} 个工作日" if left else f"{row.due_on:%m-%d} 到期"
    told = f"{words}（预估）" if row.is_estimate else words
    return Chip(told, Tone.WARN if left <= _SOON else Tone.INFO, "clock")


def waiting_words(row: WaitingRow, today: date) -> str:
    """其中 2 条逾期 · 最早 2026-10-08，已等 13 天; "" when nobody knows."""
    told = [f"其中 {row.late} 条逾期"] if 0 < row.late < row.count else []
    if row.since is not None:
        days = (today - row.since).days
        told.append(f"最早 {row.since}，已等 {days} 天" if days > 0 else "今天新增")
    return " · ".join(told)

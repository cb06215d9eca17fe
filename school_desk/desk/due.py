"""How a due day is told: in working days, with a tone that the chip turns into glyph and colour."""

from __future__ import annotations

from datetime import date

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip

_SOON = 1


def due_chip(due_on: date | None, left: int | None, today: date, *, is_estimate: bool = False) -> Chip | None:
    """逾期 3 个工作日, 今天到期, 还有 2 个工作日; None when nothing is due. `left`: working days from today to the day, below zero when late."""
    if due_on is None or left is None:
        return None
    if due_on < today:
        return Chip(f"逾期 {-left} 个工作日" if left else "已逾期", Tone.BAD, "warn")
    if due_on == today:
        return Chip("今天到期", Tone.WARN, "clock")
    # With only days off between, no working day is left although the day is still to come.
    words = f"还有 {left} 个工作日" if left else f"{due_on:%m-%d} 到期"
    told = f"{words}（预估）" if is_estimate else words
    return Chip(told, Tone.WARN if left <= _SOON else Tone.INFO, "clock")

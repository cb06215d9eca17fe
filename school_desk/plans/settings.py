"""What a training plan of each level usually costs: offered when a plan is made, changed by the school."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from school_desk.kernel import settings
from school_desk.kernel.settings import Setting, declare
from school_desk.terms.levels import SkillLevel


def _usual_fee(level: SkillLevel, fen: int) -> Setting[int]:
    return declare(
        Setting(f"plans.usual_fee_{level.name.lower()}", f"{level.label}培训费（元/人）", int, fen, unit="fen")
    )


USUAL_FEES = {
    SkillLevel.JUNIOR: _usual_fee(SkillLevel.JUNIOR, 60_000),
    SkillLevel.INTERMEDIATE: _usual_fee(SkillLevel.INTERMEDIATE, 80_000),
    SkillLevel.SENIOR: _usual_fee(SkillLevel.SENIOR, 100_000),
}


def usual_fees(session: Session, school_id: str, today: date) -> dict[SkillLevel, int]:
    """The usual fee in fen of each level that has one."""
    return {level: settings.read(session, school_id, setting, today) for level, setting in USUAL_FEES.items()}

"""Training plans: one trade and level, when sign-up is open, and what it costs."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.tables import Amount, Recorded, index, link, unique


class TrainingPlanRow(Recorded):
    """A 培训计划. Its label follows from the dates; `hours_required` None: the level's minimum of the manual."""

    __tablename__ = "training_plan"
    __table_args__ = (
        unique("number"),
        index("training_plan", "trade_code", "level"),
        index("training_plan", "sign_up_to"),
    )
    label = "培训计划"

    number: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(100))
    trade_code: Mapped[str] = mapped_column(sa.String(8))
    level: Mapped[int]
    sign_up_from: Mapped[date]
    sign_up_to: Mapped[date]
    fee_fen: Mapped[Amount]
    hours_required: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(sa.String(500))


class PlanExtensionRow(Recorded):
    """A dated change of a plan's sign-up end: later (延期) or earlier (提前截止)."""

    __tablename__ = "plan_extension"
    __table_args__ = (link("plan_id", "training_plan"), index("plan_extension", "plan_id"))
    label = "报名截止变更"

    plan_id: Mapped[str] = mapped_column(sa.String(32))
    old_to: Mapped[date]
    new_to: Mapped[date]
    decided_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(200))

"""All declared settings with the value that holds and the dated values around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import settings
from school_desk.kernel.settings import Setting
from school_desk.kernel.tables import SettingRow


@dataclass(frozen=True)
class SettingListRow:
    """One setting: what holds today, and every dated value (date, value), oldest first."""

    id: str
    setting: Setting[Any]
    value: Any
    dated: tuple[tuple[date, Any], ...]


def setting_rows(session: Session, school_id: str, today: date) -> tuple[SettingListRow, ...]:
    """Every setting in the order of declaration."""
    rows = session.scalars(
        sa.select(SettingRow).where(SettingRow.school_id == school_id).order_by(SettingRow.valid_from)
    ).all()
    return tuple(
        SettingListRow(
            declared.key,
            declared,
            settings.read(session, school_id, declared, today),
            tuple((row.valid_from, declared.parse(row.value)) for row in rows if row.key == declared.key),
        )
        for declared in settings.declared()
    )

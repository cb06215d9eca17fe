"""All declared settings with the value that holds, the dated values around it, and who set each of them when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel import settings
from school_desk.kernel.settings import Setting
from school_desk.kernel.tables import JournalRow, SettingRow, TouchRow

# By what stands before the dot of a key; a feature that is not named here still shows its settings.
_AREAS = {
    "enterprises": "企业",
    "payments": "缴费",
    "plans": "培训计划",
    "calendar": "工作日",
    "learning": "学习",
    "exams": "考试",
    "scores": "成绩",
    "certificates": "证书",
    "staff": "员工",
}
_PLACES = {area: place for place, area in enumerate(_AREAS.values())}


@dataclass(frozen=True)
class DatedValue:
    """A value from a day on. `command_id`: what set it last, "" when that was an undo (which is not offered to be taken back)."""

    valid_from: date
    value: Any
    set_by: str = ""
    set_at: datetime | None = None
    command_id: str = ""


@dataclass(frozen=True)
class SettingListRow:
    """One setting: what holds today, and every dated value, oldest first. Without one before today the declared default holds."""

    id: str
    setting: Setting[Any]
    area: str
    today: date
    dated: tuple[DatedValue, ...]

    @property
    def value(self) -> Any:
        """What holds today."""
        return self.value_on(self.today)

    @property
    def since(self) -> date | None:
        """The day since when it holds; None: nobody ever set it."""
        return max((one.valid_from for one in self.dated if one.valid_from <= self.today), default=None)

    @property
    def next(self) -> DatedValue | None:
        """The change that comes first after today."""
        return next((one for one in self.dated if one.valid_from > self.today), None)

    def value_on(self, day: date) -> Any:
        """What holds that day."""
        holding = [one.value for one in self.dated if one.valid_from <= day]
        return holding[-1] if holding else self.setting.default


def setting_rows(session: Session, school_id: str, today: date) -> tuple[SettingListRow, ...]:
    """Every setting, part by part of the school's work."""
    rows = session.scalars(
        sa.select(SettingRow).where(SettingRow.school_id == school_id).order_by(SettingRow.valid_from)
    ).all()
    setters = _setters(session, school_id)
    return tuple(
        SettingListRow(
            declared.key,
            declared,
            area_of(declared),
            today,
            tuple(_dated(declared, row, setters.get(row.id)) for row in rows if row.key == declared.key),
        )
        for declared in sorted(settings.declared(), key=lambda setting: _PLACES.get(area_of(setting), len(_PLACES)))
    )


def areas() -> tuple[str, ...]:
    """The parts of the school's work that have settings, in their order."""
    known = {area_of(setting) for setting in settings.declared()}
    return tuple(sorted(known, key=lambda area: _PLACES.get(area, len(_PLACES))))


def area_of(setting: Setting[Any]) -> str:
    """The part of the school's work it belongs to."""
    return _AREAS.get(setting.key.partition(".")[0], "其他")


def _setters(session: Session, school_id: str) -> dict[str, JournalRow]:
    """The last command that touched each dated value."""
    touches = (
        sa.select(TouchRow.row_id, JournalRow)
        .join(JournalRow, sa.and_(JournalRow.school_id == TouchRow.school_id, JournalRow.seq == TouchRow.seq))
        .where(TouchRow.school_id == school_id, TouchRow.table_name == SettingRow.__tablename__)
        .order_by(TouchRow.seq)
    )
    return {row[0]: row[1] for row in session.execute(touches)}


def _dated(setting: Setting[Any], row: SettingRow, setter: JournalRow | None) -> DatedValue:
    value = setting.parse(row.value)
    if setter is None:
        return DatedValue(row.valid_from, value)
    taken_back = setter.takes_back is not None
    return DatedValue(row.valid_from, value, setter.actor_name, setter.made_at, "" if taken_back else setter.id)

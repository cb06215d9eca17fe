"""What the lists of accounts and hours show."""

from __future__ import annotations

from datetime import date

from school_desk.desk.colours import Tone
from school_desk.desk.due import due_chip
from school_desk.desk.services import Desk
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.table import Column
from school_desk.learning.queries import AccountRow, HoursListRow
from school_desk.terms.labels import study_account_status
from school_desk.terms.masking import mask_id
from school_desk.terms.statuses import StudyAccountStatus as Status

_TONES = {
    Status.TO_OPEN: Tone.WARN,
    Status.EXPORTED: Tone.INFO,
    Status.OPENED: Tone.GOOD,
    Status.FAILED: Tone.BAD,
}


def account_columns(desk: Desk) -> tuple[Column, ...]:
    """Whose account is to be opened by when, and what the platform answered."""
    return (
        Column("name", "姓名", 84, value=lambda row: row.person.name),
        Column("id_number", "证件号", 164, yields_room=True, value=lambda row: mask_id(row.person.id_number)),
        Column("enterprise", "企业", 180, stretch=True, value=lambda row: row.person.enterprise),
        Column(
            "trade", "工种等级", 130, yields_room=True, value=lambda row: f"{row.person.trade} {row.person.level.label}"
        ),
        Column("due_on", "最迟开通", 100, "date", yields_room=True),
        Column("left", "还剩", 176, "chip", value=lambda row: due(row, desk.today)),
        Column("status", "状态", 120, "chip", value=account_chip),
        Column("reason", "说明", 140, stretch=True, value=account_words),
    )


def account_chip(row: AccountRow) -> Chip:
    """How far the account is."""
    return Chip(study_account_status(row.status), _TONES.get(row.status, Tone.NEUTRAL))


def account_words(row: AccountRow) -> str:
    """Why it is as it is, or since when it is open."""
    return row.reason or ("" if row.opened_on is None else f"{row.opened_on} 开通")


def due(row: AccountRow, today: date) -> Chip | None:
    """Working days until the account is due; nothing once it is settled."""
    return due_chip(row.due_on, row.working_days_left, today)


def hours_columns() -> tuple[Column, ...]:
    """Who has learnt how much of what is needed."""
    return (
        Column("name", "姓名", 84, value=lambda row: row.person.name),
        Column("enterprise", "企业", 160, stretch=True, value=lambda row: row.person.enterprise),
        Column(
            "trade", "工种等级", 130, yields_room=True, value=lambda row: f"{row.person.trade} {row.person.level.label}"
        ),
        Column("reached", "已学", 64, "number", value=lambda row: row.hours.reached),
        Column("needed", "要求", 64, "number", value=lambda row: row.hours.needed),
        Column("met", "结果", 120, "chip", value=hours_chip),
        Column(
            "doubts", "疑点", 130, yields_room=True, stretch=True, value=lambda row: "；".join(row.doubts), muted=True
        ),
    )


def hours_chip(row: HoursListRow) -> Chip:
    """已达标 or 差 n 学时."""
    if row.hours.met:
        return Chip("已达标", Tone.GOOD)
    if row.hours.needed is None:
        return Chip("未规定学时", Tone.NEUTRAL)
    return Chip(f"差 {row.hours.missing} 学时", Tone.WARN)

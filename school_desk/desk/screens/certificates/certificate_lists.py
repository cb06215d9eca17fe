"""What the lists of certificates show."""

from __future__ import annotations

from school_desk.certificates.queries import CertificateListRow
from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.table import Column
from school_desk.terms.labels import push_outcome
from school_desk.terms.masking import mask_id
from school_desk.terms.statuses import PushOutcome

_PUSHES = {PushOutcome.PENDING: Tone.INFO, PushOutcome.ACCEPTED: Tone.GOOD, PushOutcome.FAILED: Tone.BAD}


def awaiting_columns() -> tuple[Column, ...]:
    """Who has passed and has no number."""
    return (
        Column("name", "姓名", 90, value=lambda row: row.person.name),
        Column("id_number", "证件号", 170, yields_room=True, value=lambda row: mask_id(row.person.id_number)),
        Column("enterprise", "企业", 220, yields_room=True, stretch=True, value=lambda row: row.person.enterprise),
        Column(
            "trade", "工种等级", 140, yields_room=True, value=lambda row: f"{row.person.trade} {row.person.level.label}"
        ),
        Column("approved_on", "成绩审核", 110, "date", value=lambda row: row.standing.approved_on),
    )


def certificate_columns() -> tuple[Column, ...]:
    """Certificates with what became of their push."""
    return (
        Column("number", "证书编号", 170),
        Column("name", "姓名", 84, value=lambda row: row.person.name),
        Column("enterprise", "企业", 150, yields_room=True, stretch=True, value=lambda row: row.person.enterprise),
        Column(
            "trade", "工种等级", 124, yields_room=True, value=lambda row: f"{row.person.trade} {row.person.level.label}"
        ),
        Column("issued_on", "发证日期", 100, "date", yields_room=True),
        Column("push", "推送", 112, "chip", value=push_chip),
        Column("message", "回执 / 原因", 140, stretch=True, value=push_words),
        Column("print_count", "打印", 52, "number", yields_room=True),
    )


def push_chip(row: CertificateListRow) -> Chip | None:
    """What the register answered to the newest push; None: it was never pushed."""
    if row.push is not None and row.push.missed_on is not None:
        return Chip("没有结果", Tone.WARN)
    return None if row.push is None else Chip(push_outcome(row.push.outcome), _PUSHES[row.push.outcome])


def push_words(row: CertificateListRow) -> str:
    """The receipt, why it failed, or when it was missed; for a revoked one why it was revoked."""
    if row.status_reason or row.push is None:
        return row.status_reason or ""
    missed = f"联网没有查到（{row.push.missed_on}）" if row.push.missed_on else ""
    return row.push.receipt_no or row.push.message or missed

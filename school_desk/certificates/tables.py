"""Certificates with the numbers the authorities gave, each push to the ministry's register, and look-ups there."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.columns import EnumText
from school_desk.kernel.tables import Recorded, index, link, unique
from school_desk.terms.statuses import CertificateStatus, PushOutcome


class CertificateRow(Recorded):
    """A certificate. Its number is the authorities', opaque and never used again; a reissue points to the one it replaces."""

    __tablename__ = "certificate"
    __table_args__ = (
        link("enrollment_id", "enrollment"),
        link("replaces_id", "certificate"),
        unique("number"),
        index("certificate", "enrollment_id"),
        index("certificate", "status"),
    )
    label = "证书"

    enrollment_id: Mapped[str] = mapped_column(sa.String(32))
    number: Mapped[str] = mapped_column(sa.String(40))
    issued_on: Mapped[date]
    status: Mapped[CertificateStatus] = mapped_column(EnumText(CertificateStatus))
    status_reason: Mapped[str | None] = mapped_column(sa.String(200))
    replaces_id: Mapped[str | None] = mapped_column(sa.String(32))
    print_count: Mapped[int] = mapped_column(default=0)


class PushBatchRow(Recorded):
    """One package given to the ministry's register. Sent is not pushed: its result list decides."""

    __tablename__ = "push_batch"
    __table_args__ = (unique("number"),)
    label = "推送批次"

    number: Mapped[str] = mapped_column(sa.String(20))
    sent_at: Mapped[datetime]
    sent_by: Mapped[str] = mapped_column(sa.String(50))


class PushEntryRow(Recorded):
    """One certificate in a push and what became of it."""

    __tablename__ = "push_entry"
    __table_args__ = (
        link("batch_id", "push_batch"),
        link("certificate_id", "certificate"),
        unique("batch_id", "certificate_id"),
        index("push_entry", "certificate_id"),
    )
    label = "推送记录"

    batch_id: Mapped[str] = mapped_column(sa.String(32))
    certificate_id: Mapped[str] = mapped_column(sa.String(32))
    outcome: Mapped[PushOutcome] = mapped_column(EnumText(PushOutcome))
    receipt_no: Mapped[str | None] = mapped_column(sa.String(64))
    message: Mapped[str | None] = mapped_column(sa.String(300))
    answered_on: Mapped[date | None]


class RegistryLookUpRow(Recorded):
    """A person looked the certificate up in 联网证书查询 and recorded what was found."""

    __tablename__ = "registry_look_up"
    __table_args__ = (link("certificate_id", "certificate"), index("registry_look_up", "certificate_id"))
    label = "联网查询记录"

    certificate_id: Mapped[str] = mapped_column(sa.String(32))
    looked_up_on: Mapped[date]
    found: Mapped[bool]
    note: Mapped[str | None] = mapped_column(sa.String(200))

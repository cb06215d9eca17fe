"""Trainees, enrolment batches and enrolments; corrections and changes of an enrolment keep what was before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.columns import EnumText, KeyedHash, Personal, Tail
from school_desk.kernel.tables import Recorded, index, link, unique
from school_desk.terms.identity import IdType
from school_desk.terms.statuses import EnrollmentStatus

# The end of a number is what people remember of it.
ID_TAIL = Tail("id", 6)
MOBILE_TAIL = Tail("mobile", 4)


class TraineeRow(Recorded):
    """A person, once per identity document. `id_tail_key` finds by the last six characters, `mobile_tail_key` by the last four."""

    __tablename__ = "trainee"
    __table_args__ = (
        unique("id_type", "id_number_key"),
        index("trainee", "id_number_key"),
        index("trainee", "id_tail_key"),
        index("trainee", "mobile_key"),
        index("trainee", "mobile_tail_key"),
        # Holds all that a search for a name reads: 100,000 names in 11 ms instead of 150.
        index("trainee", "search_text", "id"),
    )
    label = "学员"

    name: Mapped[str] = mapped_column(sa.String(50))
    search_text: Mapped[str] = mapped_column(sa.String(300))
    id_type: Mapped[IdType] = mapped_column(EnumText(IdType))
    id_number: Mapped[str] = mapped_column(Personal)
    id_number_key: Mapped[str] = mapped_column(KeyedHash("id_number"))
    id_tail_key: Mapped[str] = mapped_column(KeyedHash("id_number", ID_TAIL))
    mobile: Mapped[str] = mapped_column(Personal)
    mobile_key: Mapped[str] = mapped_column(KeyedHash("mobile"))
    mobile_tail_key: Mapped[str] = mapped_column(KeyedHash("mobile", MOBILE_TAIL))
    sex: Mapped[str] = mapped_column(sa.String(1))
    birth_date: Mapped[date | None]


class EnrollmentBatchRow(Recorded):
    """A 报名批次: one roster of one enterprise, with the short payment code that its transfer should carry.

    `ledger`: of each roster that brought people, also later ones, the file's digest (the oldest without it) and its rows.
    """

    __tablename__ = "enrollment_batch"
    __table_args__ = (
        link("enterprise_id", "enterprise"),
        unique("number"),
        unique("payment_code"),
        index("enrollment_batch", "enterprise_id"),
        index("enrollment_batch", "roster_sha256"),
    )
    label = "报名批次"

    enterprise_id: Mapped[str] = mapped_column(sa.String(32))
    number: Mapped[str] = mapped_column(sa.String(20))
    payment_code: Mapped[str] = mapped_column(sa.String(8))
    roster_name: Mapped[str] = mapped_column(sa.String(255))
    roster_sha256: Mapped[str] = mapped_column(sa.String(64))
    enrolled_at: Mapped[datetime]
    ledger: Mapped[list[Any]]


class EnrollmentRow(Recorded):
    """One trainee in one training plan for one employer. A moved, replaced or resat enrolment points to the one before."""

    __tablename__ = "enrollment"
    __table_args__ = (
        link("trainee_id", "trainee"),
        link("enterprise_id", "enterprise"),
        link("batch_id", "enrollment_batch"),
        link("plan_id", "training_plan"),
        link("previous_id", "enrollment"),
        index("enrollment", "trainee_id"),
        index("enrollment", "batch_id"),
        index("enrollment", "plan_id"),
        index("enrollment", "enterprise_id"),
    )
    label = "报名"

    trainee_id: Mapped[str] = mapped_column(sa.String(32))
    enterprise_id: Mapped[str] = mapped_column(sa.String(32))
    batch_id: Mapped[str] = mapped_column(sa.String(32))
    plan_id: Mapped[str] = mapped_column(sa.String(32))
    trade_code: Mapped[str] = mapped_column(sa.String(8))
    level: Mapped[int]
    status: Mapped[EnrollmentStatus] = mapped_column(EnumText(EnrollmentStatus))
    status_reason: Mapped[str | None] = mapped_column(sa.String(200))
    status_since: Mapped[datetime]
    previous_id: Mapped[str | None] = mapped_column(sa.String(32))
    photo_document_id: Mapped[str | None] = mapped_column(sa.String(32))
    note: Mapped[str | None] = mapped_column(sa.String(200))


class CorrectionRow(Recorded):
    """A change of a person's or enrolment's data after it was accepted (姓名、证件号、手机号、工种、等级), with its reason and evidence."""

    __tablename__ = "trainee_correction"
    __table_args__ = (link("trainee_id", "trainee"), index("trainee_correction", "trainee_id"))
    label = "更正记录"

    trainee_id: Mapped[str] = mapped_column(sa.String(32))
    enrollment_id: Mapped[str | None] = mapped_column(sa.String(32))
    field: Mapped[str] = mapped_column(sa.String(32))
    old_value: Mapped[str] = mapped_column(Personal)
    new_value: Mapped[str] = mapped_column(Personal)
    reason: Mapped[str] = mapped_column(sa.String(200))
    evidence_document_id: Mapped[str | None] = mapped_column(sa.String(32))
    corrected_by: Mapped[str] = mapped_column(sa.String(50))
    corrected_at: Mapped[datetime]

"""Enterprises, their former names and codes, the three layers of read fields, on-site reviews and the authority's decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.columns import EnumText, KeyedHash, Personal
from school_desk.kernel.tables import Recorded, index, link, unique
from school_desk.terms.statuses import EnterpriseStatus


class EnterpriseRow(Recorded):
    """An enterprise that sends workers. `credit_code` is normalised; `authority_code` follows from region and 省属."""

    __tablename__ = "enterprise"
    __table_args__ = (
        unique("credit_code"),
        index("enterprise", "status"),
        index("enterprise", "name_key"),
        index("enterprise", "submitted_at"),
    )
    label = "企业"

    credit_code: Mapped[str] = mapped_column(sa.String(18))
    name: Mapped[str] = mapped_column(sa.String(100))
    name_key: Mapped[str] = mapped_column(sa.String(100))
    search_text: Mapped[str] = mapped_column(sa.String(400))
    address: Mapped[str] = mapped_column(sa.String(200))
    region_code: Mapped[str] = mapped_column(sa.String(6))
    province_affiliated: Mapped[bool]
    authority_code: Mapped[str] = mapped_column(sa.String(6))
    legal_person: Mapped[str | None] = mapped_column(sa.String(50))
    principal_mobile: Mapped[str] = mapped_column(Personal)
    principal_mobile_key: Mapped[str] = mapped_column(KeyedHash("principal_mobile"))
    contact_name: Mapped[str | None] = mapped_column(sa.String(50))
    contact_mobile: Mapped[str | None] = mapped_column(Personal)
    status: Mapped[EnterpriseStatus] = mapped_column(EnumText(EnterpriseStatus))
    submitted_at: Mapped[datetime]
    status_since: Mapped[datetime]
    return_reason: Mapped[str | None] = mapped_column(sa.String(500))
    doubt: Mapped[str | None] = mapped_column(sa.String(500))
    recheck: Mapped[str | None] = mapped_column(sa.String(200))
    suspended: Mapped[str | None] = mapped_column(sa.String(200))
    archive_no: Mapped[str | None] = mapped_column(sa.String(50))


class FormerNameRow(Recorded):
    """A name or code the enterprise had: old papers and old payers still find it."""

    __tablename__ = "enterprise_former_name"
    __table_args__ = (
        link("enterprise_id", "enterprise"),
        index("enterprise_former_name", "name_key"),
        index("enterprise_former_name", "enterprise_id"),
    )
    label = "曾用名"

    enterprise_id: Mapped[str] = mapped_column(sa.String(32))
    name: Mapped[str] = mapped_column(sa.String(100))
    name_key: Mapped[str] = mapped_column(sa.String(100))
    credit_code: Mapped[str] = mapped_column(sa.String(18))
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(200))


class FieldDecisionRow(Recorded):
    """What a person decided about one field of one paper, beside what was declared and what was read then."""

    __tablename__ = "enterprise_field"
    __table_args__ = (link("enterprise_id", "enterprise"), unique("enterprise_id", "paper", "field"))
    label = "核对结果"

    enterprise_id: Mapped[str] = mapped_column(sa.String(32))
    paper: Mapped[str] = mapped_column(sa.String(8))
    field: Mapped[str] = mapped_column(sa.String(32))
    read_value: Mapped[str | None] = mapped_column(sa.String(2000))
    engine: Mapped[str | None] = mapped_column(sa.String(64))
    decided_value: Mapped[str] = mapped_column(sa.String(2000))
    decided_by: Mapped[str] = mapped_column(sa.String(50))
    decided_at: Mapped[datetime]


class OnSiteReviewRow(Recorded):
    """A 现场审核: when, where, who, and for each original whether it was seen or a copy kept."""

    __tablename__ = "on_site_review"
    __table_args__ = (link("enterprise_id", "enterprise"), index("on_site_review", "enterprise_id"))
    label = "现场审核记录"

    enterprise_id: Mapped[str] = mapped_column(sa.String(32))
    reviewed_on: Mapped[date]
    place: Mapped[str] = mapped_column(sa.String(200))
    persons: Mapped[str] = mapped_column(sa.String(200))
    originals: Mapped[dict[str, Any]]
    archive_no: Mapped[str] = mapped_column(sa.String(50))
    note: Mapped[str | None] = mapped_column(sa.String(500))


class AuthorityDecisionRow(Recorded):
    """What the 主管部门 decided, recorded with its evidence; the school cannot decide for it."""

    __tablename__ = "authority_decision"
    __table_args__ = (link("enterprise_id", "enterprise"), index("authority_decision", "enterprise_id"))
    label = "主管部门结论"

    enterprise_id: Mapped[str] = mapped_column(sa.String(32))
    authority_code: Mapped[str] = mapped_column(sa.String(6))
    approved: Mapped[bool]
    decided_on: Mapped[date]
    document_no: Mapped[str] = mapped_column(sa.String(100))
    evidence_document_id: Mapped[str | None] = mapped_column(sa.String(32))
    reason: Mapped[str | None] = mapped_column(sa.String(500))

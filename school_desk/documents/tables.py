"""Papers handed in or given out, what OCR read from them, and notices sent. Files themselves lie in the blob store by SHA-256."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.columns import EnumText, Personal
from school_desk.kernel.tables import Keyed, Recorded, index, unique
from school_desk.terms.statuses import DocumentStatus, NoticeStatus
from school_desk.terms.uploads import DocumentKind


class DocumentRow(Recorded):
    """One paper. `owner_id` is the record it belongs to (an enterprise, a plan, a line …): features downstream own the meaning.

    `sha256` is the conforming file that is shown and read, `original_sha256` what was handed in; `rotation` is how a person turned the view.
    """

    __tablename__ = "document"
    __table_args__ = (index("document", "owner_id", "kind"),)
    label = "材料"

    owner_id: Mapped[str] = mapped_column(sa.String(32))
    kind: Mapped[DocumentKind] = mapped_column(EnumText(DocumentKind))
    file_name: Mapped[str] = mapped_column(sa.String(255))
    original_name: Mapped[str] = mapped_column(sa.String(255))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    original_sha256: Mapped[str] = mapped_column(sa.String(64))
    size_bytes: Mapped[int]
    media_type: Mapped[str] = mapped_column(sa.String(100))
    rotation: Mapped[int] = mapped_column(default=0)
    status: Mapped[DocumentStatus] = mapped_column(EnumText(DocumentStatus))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    received_at: Mapped[datetime]


class ReadingRow(Keyed):
    """What one engine read from one file (JSON, sealed). Local: a later run adds a row and never touches a person's decision."""

    __tablename__ = "reading"
    __table_args__ = (unique("sha256", "kind", "engine"),)

    sha256: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(16))
    engine: Mapped[str] = mapped_column(sa.String(64))
    result: Mapped[str] = mapped_column(Personal)
    read_at: Mapped[datetime]


class NoticeRow(Recorded):
    """A text for an enterprise's contact or a trainee, by SMS, WeChat, telephone or paper. Queued is not sent."""

    __tablename__ = "notice"
    __table_args__ = (index("notice", "status"), index("notice", "about_id"))
    label = "通知"

    kind: Mapped[str] = mapped_column(sa.String(32))
    channel: Mapped[str] = mapped_column(sa.String(16))
    about_id: Mapped[str] = mapped_column(sa.String(32))
    recipient: Mapped[str] = mapped_column(sa.String(100))
    mobile: Mapped[str | None] = mapped_column(Personal)
    text: Mapped[str] = mapped_column(Personal)
    status: Mapped[NoticeStatus] = mapped_column(EnumText(NoticeStatus))
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str | None] = mapped_column(sa.String(50))


class ColumnMappingRow(Recorded):
    """A person's mapping of a workbook's columns, remembered by sender and header signature."""

    __tablename__ = "column_mapping"
    __table_args__ = (unique("purpose", "sender", "signature"),)
    label = "列对应"

    purpose: Mapped[str] = mapped_column(sa.String(32))
    sender: Mapped[str] = mapped_column(sa.String(64))
    signature: Mapped[str] = mapped_column(sa.String(64))
    mapping: Mapped[dict[str, str]] = mapped_column(sa.JSON)

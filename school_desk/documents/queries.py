"""Papers of a record, what was read from them, remembered columns and the notices that wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.documents.tables import ColumnMappingRow, DocumentRow, NoticeRow, ReadingRow
from school_desk.terms.statuses import DocumentStatus, NoticeStatus
from school_desk.terms.uploads import DocumentKind


@dataclass(frozen=True)
class PaperRow:
    """One paper of a record."""

    id: str
    owner_id: str
    kind: DocumentKind
    file_name: str
    original_name: str
    sha256: str
    original_sha256: str
    size_bytes: int
    rotation: int
    status: DocumentStatus
    reason: str | None
    received_at: datetime


@dataclass(frozen=True)
class NoticeListRow:
    """One notice of the queue."""

    id: str
    kind: str
    channel: str
    about_id: str
    recipient: str
    mobile: str | None
    text: str
    status: NoticeStatus
    queued_at: datetime
    sent_at: datetime | None
    sent_by: str | None


@dataclass(frozen=True)
class NoticeMark:
    """How far the newest notice about a record is."""

    id: str
    status: NoticeStatus
    sent_at: datetime | None
    sent_by: str | None


def papers(session: Session, school_id: str, owner_id: str, *, replaced: bool = False) -> tuple[PaperRow, ...]:
    """The papers of a record, in the order they came; those replaced only when asked for."""
    wanted = sa.select(DocumentRow).where(DocumentRow.school_id == school_id, DocumentRow.owner_id == owner_id)
    if not replaced:
        wanted = wanted.where(DocumentRow.status != DocumentStatus.REPLACED)
    return tuple(_paper(row) for row in session.scalars(wanted.order_by(DocumentRow.id)))


def paper(session: Session, school_id: str, document_id: str) -> PaperRow | None:
    """One paper."""
    row = session.get(DocumentRow, (school_id, document_id))
    return None if row is None else _paper(row)


def reading(session: Session, school_id: str, sha256: str, kind: str) -> tuple[str, str] | None:
    """(engine, result as JSON) of the newest reading of a file as `kind`; None: not read yet."""
    row = session.scalar(
        sa.select(ReadingRow)
        .where(ReadingRow.school_id == school_id, ReadingRow.sha256 == sha256, ReadingRow.kind == kind)
        .order_by(ReadingRow.read_at.desc())
        .limit(1)
    )
    return None if row is None else (row.engine, row.result)


def mapping(session: Session, school_id: str, purpose: str, sender: str, signature: str) -> dict[str, str] | None:
    """The columns remembered for this sender and header."""
    return session.scalar(
        sa.select(ColumnMappingRow.mapping).where(
            ColumnMappingRow.school_id == school_id,
            ColumnMappingRow.purpose == purpose,
            ColumnMappingRow.sender == sender,
            ColumnMappingRow.signature == signature,
        )
    )


def mappings(
    session: Session, school_id: str, purpose: str, senders: Sequence[str]
) -> dict[str, dict[str, dict[str, str]]]:
    """All columns remembered for these senders: by the sender, in the order given, then by the header's signature."""
    wanted = sa.select(ColumnMappingRow).where(
        ColumnMappingRow.school_id == school_id,
        ColumnMappingRow.purpose == purpose,
        ColumnMappingRow.sender.in_(senders),
    )
    found: dict[str, dict[str, dict[str, str]]] = {sender: {} for sender in senders}
    for row in session.scalars(wanted):
        found[row.sender][row.signature] = row.mapping
    return found


def notices(
    session: Session,
    school_id: str,
    status: NoticeStatus | Collection[NoticeStatus] | None = None,
    about_id: str | None = None,
) -> tuple[NoticeListRow, ...]:
    """Notices, the newest first; those in a state (or one of several), or about one record, when it is named."""
    wanted = sa.select(NoticeRow).where(NoticeRow.school_id == school_id)
    if status is not None:
        wanted = wanted.where(NoticeRow.status.in_([status] if isinstance(status, NoticeStatus) else status))
    if about_id is not None:
        wanted = wanted.where(NoticeRow.about_id == about_id)
    return tuple(
        NoticeListRow(
            row.id,
            row.kind,
            row.channel,
            row.about_id,
            row.recipient,
            row.mobile,
            row.text,
            row.status,
            row.queued_at,
            row.sent_at,
            row.sent_by,
        )
        for row in session.scalars(wanted.order_by(NoticeRow.id.desc()))
    )


def notice_counts(session: Session, school_id: str) -> dict[NoticeStatus, int]:
    """How many notices are in each state."""
    counted = (
        sa.select(NoticeRow.status, sa.func.count()).where(NoticeRow.school_id == school_id).group_by(NoticeRow.status)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def newest_notices(session: Session, school_id: str, kind: str) -> dict[str, NoticeMark]:
    """The newest notice of this kind about each record: record → notice."""
    wanted = (
        sa.select(NoticeRow.about_id, NoticeRow.id, NoticeRow.status, NoticeRow.sent_at, NoticeRow.sent_by)
        .where(NoticeRow.school_id == school_id, NoticeRow.kind == kind)
        .order_by(NoticeRow.id)
    )
    return {
        about_id: NoticeMark(notice_id, status, sent_at, sent_by)
        for about_id, notice_id, status, sent_at, sent_by in session.execute(wanted)
    }


def _paper(row: DocumentRow) -> PaperRow:
    return PaperRow(
        row.id,
        row.owner_id,
        row.kind,
        row.file_name,
        row.original_name,
        row.sha256,
        row.original_sha256,
        row.size_bytes,
        row.rotation,
        row.status,
        row.reason,
        row.received_at,
    )

"""Decisions about papers and notices. Files are put into the blob store before the command: a command carries only what identifies them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from school_desk.documents.tables import ColumnMappingRow, DocumentRow, NoticeRow
from school_desk.kernel.commands import Command, Context, Undo, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.recording import touched
from school_desk.terms.roles import EVERYBODY
from school_desk.terms.statuses import DocumentStatus, NoticeStatus
from school_desk.terms.uploads import DocumentKind

# Texts go to whole groups. The learning platform's shared default (操作说明 第三章) is one too, whatever stands before it.
_GIVES_PASSWORD = re.compile(r"密码\s*(?:[:：是为]|默认)+\s*[0-9A-Za-z]{4,}|(?<!\d)111111(?!\d)")


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in the blob store. `original_*` is what was handed in when `sha256` is a conforming copy made from it."""

    file_name: str
    sha256: str
    size_bytes: int
    media_type: str
    original_name: str
    original_sha256: str
    rotation: int = 0


@dataclass(frozen=True)
class TurnPaper(Command):
    """How a person turned the view of a picture, in degrees clockwise; the file stays as it is."""

    label: ClassVar[str] = "旋转照片"
    allowed: ClassVar[frozenset[str]] = EVERYBODY

    document_id: str
    rotation: int


@dataclass(frozen=True)
class RememberMapping(Command):
    """Which column of a sender's workbook holds what; used again for the next workbook with the same header."""

    label: ClassVar[str] = "记住列对应"
    allowed: ClassVar[frozenset[str]] = EVERYBODY

    purpose: str
    sender: str
    signature: str
    mapping: dict[str, str]


@dataclass(frozen=True)
class QueueNotice(Command):
    """A text made ready for somebody; telling it to them is another fact."""

    label: ClassVar[str] = "拟写通知"
    allowed: ClassVar[frozenset[str]] = EVERYBODY

    kind: str
    channel: str
    about_id: str
    recipient: str
    mobile: str | None
    text: str

    @property
    def subject(self) -> str:
        """For whom."""
        return self.recipient


@dataclass(frozen=True)
class RecordNoticesSent(Command):
    """Somebody sent these notices (or could not: then with the reason they stay in the queue as failed)."""

    label: ClassVar[str] = "登记通知已发"
    allowed: ClassVar[frozenset[str]] = EVERYBODY

    notice_ids: tuple[str, ...]
    sent: bool = True


@dataclass(frozen=True)
class RevealNoticeMobile(Command):
    """查看完整手机号: somebody looked at the number a notice goes to. It changes nothing; the journal keeps whose and by whom."""

    label: ClassVar[str] = "查看收件人的完整手机号"
    allowed: ClassVar[frozenset[str]] = EVERYBODY

    notice_id: str
    recipient: str

    @property
    def subject(self) -> str:
        """Whose."""
        return self.recipient


@handles(TurnPaper)
def turn_paper(context: Context, command: TurnPaper) -> None:
    """Keeps the view's turn with the document."""
    if command.rotation % 90:
        raise RuleViolation("document.rotation", "照片只能按 90 度旋转。")
    document(context, command.document_id).rotation = command.rotation % 360


@handles(RememberMapping)
def remember_mapping(context: Context, command: RememberMapping) -> None:
    """Keeps the newest mapping for this sender and header."""
    row = context.session.scalar(
        sa.select(ColumnMappingRow).where(
            ColumnMappingRow.school_id == context.school_id,
            ColumnMappingRow.purpose == command.purpose,
            ColumnMappingRow.sender == command.sender,
            ColumnMappingRow.signature == command.signature,
        )
    )
    if row is not None:
        row.mapping = dict(command.mapping)
        return
    context.session.add(
        ColumnMappingRow(
            school_id=context.school_id,
            id=context.new_id("mapping"),
            purpose=command.purpose,
            sender=command.sender,
            signature=command.signature,
            mapping=dict(command.mapping),
        )
    )


@handles(QueueNotice)
def queue_notice(context: Context, command: QueueNotice) -> dict[str, str]:
    """Puts the text into the queue."""
    row = add_notice(context, command, label="notice")
    return {"notice_id": row.id}


@handles(RecordNoticesSent)
def record_notices_sent(context: Context, command: RecordNoticesSent) -> dict[str, int]:
    """Marks the notices; those already sent stay as they are (told twice is not sent twice)."""
    marked = 0
    for notice_id in command.notice_ids:
        row = _notice(context, notice_id)
        if row.status is NoticeStatus.SENT:
            continue
        row.status = NoticeStatus.SENT if command.sent else NoticeStatus.FAILED
        row.sent_at, row.sent_by = context.made_at, context.actor.name
        marked += 1
    return {"marked": marked, "skipped": len(command.notice_ids) - marked}


@handles(RevealNoticeMobile, undo=Undo(never="已经看到的号码收不回来。"))
def reveal_notice_mobile(context: Context, command: RevealNoticeMobile) -> None:
    """The journal is all it writes, so that must name the right person."""
    if _notice(context, command.notice_id).recipient != command.recipient:
        raise RuleViolation("notice.other_recipient", "收件人对不上，请刷新后再查看。", field="recipient")


def document(context: Context, document_id: str) -> DocumentRow:
    """The document. Raises RuleViolation `document.unknown`."""
    row = context.session.get(DocumentRow, (context.school_id, document_id))
    if row is None:
        raise RuleViolation("document.unknown", "找不到这份材料。")
    return row


def add_document(context: Context, owner_id: str, kind: DocumentKind, stored: StoredFile, *, label: str) -> DocumentRow:
    """For handlers downstream: keeps a photo, a slip or evidence about `owner_id`: many to an owner, they replace nothing."""
    row = DocumentRow(
        school_id=context.school_id,
        id=context.new_id(label),
        owner_id=owner_id,
        kind=kind,
        file_name=stored.file_name,
        original_name=stored.original_name,
        sha256=stored.sha256,
        original_sha256=stored.original_sha256,
        size_bytes=stored.size_bytes,
        media_type=stored.media_type,
        rotation=stored.rotation % 360,
        status=DocumentStatus.CURRENT,
        received_at=context.made_at,
    )
    context.session.add(row)
    return row


def add_papers(context: Context, owner_id: str, papers: Mapping[DocumentKind, StoredFile]) -> list[DocumentRow]:
    """For handlers downstream: keeps papers of `owner_id`, one to a slot; what was current in these slots becomes replaced."""
    for earlier in current_documents(context, owner_id, *papers):
        earlier.status = DocumentStatus.REPLACED
    return [add_document(context, owner_id, kind, stored, label=f"paper/{kind}") for kind, stored in papers.items()]


def paper_owners_touched(context: Context) -> set[str]:
    """For handlers downstream, after an undo: whose papers it has put back or taken away."""
    changes = context.session.info["recording"].changes
    images = [
        image
        for (table, _), change in changes.items()
        if table == DocumentRow.__tablename__
        for image in (change.before, change.after)
    ]
    there = {row.owner_id for row in touched(context.session, context.school_id, DocumentRow)}
    return there | {image["owner_id"] for image in images if image and "owner_id" in image}


def current_documents(context: Context, owner_id: str, *kinds: DocumentKind) -> list[DocumentRow]:
    """For handlers downstream: the papers of `owner_id` that count (returned ones too: they wait for a better one).

    Only those of `kinds`, if any are named.
    """
    wanted = sa.select(DocumentRow).where(
        DocumentRow.school_id == context.school_id,
        DocumentRow.owner_id == owner_id,
        DocumentRow.status != DocumentStatus.REPLACED,
    )
    if kinds:
        wanted = wanted.where(DocumentRow.kind.in_(kinds))
    return list(context.session.scalars(wanted.order_by(DocumentRow.id)))


def add_notice(context: Context, notice: QueueNotice, *, label: str, sent: bool = False) -> NoticeRow:
    """For handlers downstream: puts a text into the queue, or (`sent`) keeps one that a person has sent already.

    Raises RuleViolation `notice.password` for a text that gives a password away.
    """
    if _GIVES_PASSWORD.search(notice.text):
        message = "通知里不能写密码：请把密码单独告诉本人，通知里只说怎样领取。"
        raise RuleViolation("notice.password", message, field="text")
    row = NoticeRow(
        school_id=context.school_id,
        id=context.new_id(label),
        kind=notice.kind,
        channel=notice.channel,
        about_id=notice.about_id,
        recipient=notice.recipient,
        mobile=notice.mobile,
        text=notice.text,
        status=NoticeStatus.SENT if sent else NoticeStatus.QUEUED,
        queued_at=context.made_at,
        sent_at=context.made_at if sent else None,
        sent_by=context.actor.name if sent else None,
    )
    context.session.add(row)
    return row


def withdraw_notices(context: Context, about_id: str) -> None:
    """For handlers downstream: texts about it that nobody was sent yet are not true any more and leave the queue."""
    unsent = sa.select(NoticeRow).where(
        NoticeRow.school_id == context.school_id,
        NoticeRow.about_id == about_id,
        NoticeRow.status != NoticeStatus.SENT,
    )
    for row in context.session.scalars(unsent).all():
        context.session.delete(row)


def _notice(context: Context, notice_id: str) -> NoticeRow:
    row = context.session.get(NoticeRow, (context.school_id, notice_id))
    if row is None:
        raise RuleViolation("notice.unknown", "找不到这条通知。")
    return row

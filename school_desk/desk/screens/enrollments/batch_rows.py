"""报名批次 as the list shows them: who, how many, and how far the money is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.table import Column
from school_desk.enrollments.queries import BatchRow, batches
from school_desk.enterprises.queries import enterprises
from school_desk.kernel.clock import local_text
from school_desk.payments.queries import ReceivableListRow, receivables
from school_desk.terms.labels import receivable_status
from school_desk.terms.statuses import ReceivableStatus as Status

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

# From nothing paid to reviewed: a batch is as far as its slowest 应缴单.
_ORDER = (Status.OPEN, Status.PART_PAID, Status.PAID, Status.PROPOSED, Status.REVIEWED)
_TONES = {
    Status.OPEN: Tone.WARN,
    Status.PART_PAID: Tone.WARN,
    Status.PAID: Tone.INFO,
    Status.PROPOSED: Tone.INFO,
    Status.REVIEWED: Tone.GOOD,
}


@dataclass(frozen=True)
class BatchLine:
    """One batch with its money. `status` None: nothing is owed, everybody has left."""

    batch: BatchRow
    due_fen: int
    paid_fen: int
    status: Status | None

    @property
    def id(self) -> str:
        """The batch's id."""
        return self.batch.id


def batch_lines(session: ReadSession, school_id: str, words: str = "") -> tuple[BatchLine, ...]:
    """Batches, the newest first, whose enterprise (name, pinyin, code), number or 缴费码 holds every word."""
    owed: defaultdict[str, list[ReceivableListRow]] = defaultdict(list)
    for row in receivables(session, school_id):
        owed[row.batch_id].append(row)
    found = {word: {row.id for row in enterprises(session, school_id, search=word)} for word in words.split()}
    return tuple(
        _line(batch, owed[batch.id])
        for batch in batches(session, school_id)
        if all(_fits(batch, word, owners) for word, owners in found.items())
    )


def status_of(rows: Collection[ReceivableListRow]) -> Status | None:
    """How far the money of a whole batch is."""
    states = [row.status for row in rows if row.status in _ORDER and row.due_fen]
    slowest = min(states, key=_ORDER.index, default=None)
    if slowest is Status.OPEN and any(row.allocated_fen for row in rows):
        return Status.PART_PAID
    return slowest


def money_chip(status: Status | None) -> Chip:
    """待缴费 … 费用审核通过."""
    if status is None:
        return Chip("没有应缴")
    return Chip(receivable_status(status), _TONES.get(status, Tone.NEUTRAL))


def batch_columns() -> tuple[Column, ...]:
    """What the list of batches shows."""
    return (
        Column("number", "批次", 116, muted=True, value=lambda line: line.batch.number),
        Column("enterprise", "企业", 220, stretch=True, value=lambda line: line.batch.enterprise),
        Column("payment_code", "缴费码", 88, value=lambda line: line.batch.payment_code),
        Column("active", "人数", 64, "number", value=lambda line: line.batch.active),
        Column("due_fen", "应缴", 110, "money"),
        Column("paid_fen", "已到", 110, "money"),
        Column("status", "缴费", 136, "chip", value=lambda line: money_chip(line.status)),
        Column("enrolled_at", "报名日期", 104, value=lambda line: local_text(line.batch.enrolled_at)[:10]),
    )


def receivable_columns() -> tuple[Column, ...]:
    """What the 应缴单 of one batch show."""
    return (
        Column("trade", "工种等级", 150, stretch=True, value=lambda row: f"{row.trade} {row.level.label}"),
        Column("head_count", "人数", 56, "number"),
        Column("due_fen", "应缴", 104, "money"),
        Column("allocated_fen", "已到", 104, "money"),
        Column("status", "状态", 136, "chip", value=lambda row: money_chip(row.status)),
    )


def _line(batch: BatchRow, owed: Sequence[ReceivableListRow]) -> BatchLine:
    due, paid = sum(row.due_fen for row in owed), sum(row.allocated_fen for row in owed)
    return BatchLine(batch, due, paid, status_of(owed))


def _fits(batch: BatchRow, word: str, owners: Collection[str]) -> bool:
    plain = word.upper()
    return plain in batch.number or plain in batch.payment_code or batch.enterprise_id in owners

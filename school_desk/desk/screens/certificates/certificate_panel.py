"""One certificate in the side panel: whose, its push, every look-up in the register with who did it; and what was ever pushed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.certificates.queries import (
    CertificateListRow,
    LookUp,
    PushBatchListRow,
    PushFailure,
    look_ups,
    push_batches,
    push_failures,
)
from school_desk.desk.colours import Tone
from school_desk.desk.portrait import Portrait
from school_desk.desk.screens.certificates.certificate_lists import push_chip, push_words
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.texts import heading, sub
from school_desk.kernel.clock import local_text
from school_desk.overview.trace import touching
from school_desk.terms.labels import certificate_status
from school_desk.terms.masking import mask_id

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession


@dataclass(frozen=True)
class SignedLookUp:
    """A look-up and who recorded it."""

    look_up: LookUp
    by: str


@dataclass(frozen=True)
class Pushes:
    """Every package, and why certificates that are still to be pushed failed."""

    batches: tuple[PushBatchListRow, ...]
    failures: tuple[PushFailure, ...]


def ask_look_ups(certificate_id: str, session: ReadSession, school_id: str) -> tuple[SignedLookUp, ...]:
    """A certificate's look-ups, oldest first, each with the person from the journal."""
    found = []
    for look_up in look_ups(session, school_id, certificate_id):
        decisions = touching(session, school_id, [("registry_look_up", look_up.id)])
        found.append(SignedLookUp(look_up, decisions[0].actor if decisions else ""))
    return tuple(found)


def ask_pushes(session: ReadSession, school_id: str) -> Pushes:
    """What was ever pushed."""
    return Pushes(push_batches(session, school_id), push_failures(session, school_id))


class CertificateFacts(QWidget):
    """The body of the panel for one certificate."""

    def __init__(self, desk: Desk, row: CertificateListRow, found: Sequence[SignedLookUp]) -> None:
        super().__init__()
        column = _column(self)
        column.addWidget(FactsGrid(_facts(row), columns=1))
        if found:
            column.addSpacing(GAP_L)
            column.addWidget(heading("联网查询记录"))
            column.addWidget(FactsGrid([_look_up(one) for one in found], columns=1))
        column.addSpacing(GAP_L)
        column.addWidget(Portrait(desk, row.person.name, row.person.photo_document_id))


class PushRecord(QWidget):
    """The body of the panel for 推送记录; `choose` selects certificates that failed alike."""

    def __init__(self, pushes: Pushes, choose: Callable[[tuple[str, ...]], None]) -> None:
        super().__init__()
        column = _column(self)
        if pushes.failures:
            column.addWidget(heading("推送失败的原因"))
            for failure in pushes.failures:
                column.addWidget(sub(f"{failure.message}：{len(failure.certificate_ids)} 张", wrap=True))
                words = f"选中这 {len(failure.certificate_ids)} 张"
                pick = action_button(words, role="link", on=partial(choose, failure.certificate_ids))
                column.addWidget(pick, 0, Qt.AlignmentFlag.AlignLeft)
            column.addSpacing(GAP_L)
        column.addWidget(heading("推送批次"))
        if not pushes.batches:
            column.addWidget(sub("还没有导出过推送文件。", wrap=True))
        column.addWidget(FactsGrid([_batch(batch) for batch in pushes.batches], columns=1))


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_S)
    return column


def _facts(row: CertificateListRow) -> list[Fact]:
    person, push = row.person, row.push
    prints = f"{row.print_count} 次" if row.print_count else "还没有打印"
    facts = [
        Fact("证书编号", row.number),
        Fact("状态", certificate_status(row.status), note=row.status_reason or ""),
        Fact(person.id_type.label, mask_id(person.id_number)),
        Fact("工种等级", f"{person.trade} {person.level.label}"),
        Fact("企业", person.enterprise),
        Fact("发证日期", str(row.issued_on)),
        Fact("打印", prints),
    ]
    if row.replaces is not None:
        facts.append(Fact("换发前", row.replaces))
    if push is not None:
        told = f"回执 {push.receipt_no}" if push.receipt_no else push_words(row)
        note = "；".join(filter(None, (told, f"{local_text(push.sent_at)} 导出")))
        facts.append(Fact("推送", push.batch_number, push_chip(row), note=note))
    return facts


def _look_up(one: SignedLookUp) -> Fact:
    chip = Chip("查到", Tone.GOOD) if one.look_up.found else Chip("没有查到", Tone.WARN)
    return Fact(str(one.look_up.looked_up_on), one.by, chip, note=one.look_up.note or "")


def _batch(batch: PushBatchListRow) -> Fact:
    told = f"成功 {batch.accepted}，失败 {batch.failed}，等结果 {batch.pending}"
    note = f"{local_text(batch.sent_at)} {batch.sent_by} 导出"
    return Fact(batch.number, f"{batch.certificates} 张：{told}", note=note)

"""One notice as the panel shows it: for whom, by which way, what was told, and the text to read before it is sent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.texts import body, heading
from school_desk.documents.commands import RevealNoticeMobile
from school_desk.documents.queries import NoticeListRow
from school_desk.kernel.clock import local_text
from school_desk.terms.labels import CHANNELS, notice_status
from school_desk.terms.masking import mask_mobile
from school_desk.terms.statuses import NoticeStatus

_TONES = {NoticeStatus.QUEUED: Tone.WARN, NoticeStatus.SENT: Tone.GOOD, NoticeStatus.FAILED: Tone.BAD}


def status_chip(row: NoticeListRow) -> Chip:
    """Whether it was sent."""
    return Chip(notice_status(row.status), _TONES[row.status], "clock" if row.status is NoticeStatus.QUEUED else "")


class NoticeBody(QWidget):
    """The body of the panel. The mobile is masked until 显示 is pressed and the journal has it."""

    def __init__(self, desk: Desk, row: NoticeListRow) -> None:
        super().__init__()
        self._desk, self._row = desk, row
        self._facts = FactsGrid(_facts(row, masked=True), columns=1)
        hint = "谁在什么时候看了谁的号码，会记入操作日志"
        self.reveal_button = action_button("显示手机号", "eye", role="link", hint=hint, on=self.reveal)
        own = QVBoxLayout()
        own.setSpacing(GAP_S)
        own.addWidget(self._facts)
        own.addWidget(self.reveal_button, 0, Qt.AlignmentFlag.AlignLeft)
        if not row.mobile:
            self.reveal_button.hide()
        words = body(row.text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setAccessibleName(row.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        column.addLayout(own)
        column.addWidget(heading("文字"))
        column.addWidget(words)

    def reveal(self) -> None:
        """Shows the mobile number in full, to be typed into a telephone, once the journal has it."""
        self._desk.decide(self, RevealNoticeMobile(self._row.id, self._row.recipient), self._show_whole)

    def _show_whole(self, _outcome: object) -> None:
        self._facts.set_facts(_facts(self._row, masked=False))
        self.reveal_button.hide()


def _facts(row: NoticeListRow, *, masked: bool) -> list[Fact]:
    shown = mask_mobile if masked else str
    told = f"{local_text(row.sent_at)} {row.sent_by}" if row.sent_at else "还没有登记"
    return [
        Fact("收件人", row.recipient),
        Fact("手机", shown(row.mobile) if row.mobile else "没有留下手机号"),
        Fact("方式", CHANNELS.get(row.channel, "其他方式"), status_chip(row)),
        Fact("拟写", local_text(row.queued_at)),
        Fact("登记", told),
    ]

"""Whose batch it is and its money: the 缴费码 large, what is owed for each trade and level, and whether the enterprise was told."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.screens.enrollments.batch_rows import receivable_columns
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, font
from school_desk.desk.widgets.buttons import tool_button
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.page import Card
from school_desk.desk.widgets.table import RowTable
from school_desk.desk.widgets.texts import caption, heading, strong
from school_desk.documents.queries import NoticeListRow
from school_desk.enrollments.queries import BatchRow
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.payments.queries import ReceivableListRow
from school_desk.terms.labels import CHANNELS
from school_desk.terms.statuses import NoticeStatus

_CODE_WIDTH = 292
_NO_LIMIT = 16_777_215  # Qt's QWIDGETSIZE_MAX, which PySide does not name


class PaymentCard(QWidget):
    """The code at the left, the 应缴单 at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._enterprise = heading("")
        self._enterprise.setWordWrap(True)
        self._batch = caption("")
        self.code = QLabel("")
        self.code.setFont(font("figure", bold=True))
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = tool_button("copy", "复制缴费码", on=self.copy_code)
        self._sums, self._told = strong(""), ChipLabel(Chip(""))
        self._when = caption("", wrap=True)
        self.receivables = RowTable(receivable_columns(), name="应缴单", density="normal")
        self.receivables.set_empty("没有应缴单", "这一批的学员都已撤回，没有要缴的费用。", icon="yuan")
        self.receivables.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        self._code_card = self._make_code()
        row.addWidget(self._code_card, 1)
        row.addWidget(self.receivables, 1)
        self.make_room(False)

    def show_money(self, batch: BatchRow, rows: Sequence[ReceivableListRow], notices: Sequence[NoticeListRow]) -> None:
        """The state of one batch."""
        self._enterprise.setText(batch.enterprise)
        self._batch.setText(f"{local_text(batch.enrolled_at)[:10]} 报名 · {batch.active} 人")
        self._batch.setToolTip(batch.roster_name)
        self.code.setText(batch.payment_code)
        self.code.setAccessibleName(f"缴费码 {' '.join(batch.payment_code)}")
        due, paid = sum(row.due_fen for row in rows), sum(row.allocated_fen for row in rows)
        self._sums.setText(f"应缴 {format_yuan(due)} 元 · 已到 {format_yuan(paid)} 元")
        self.receivables.set_rows(sorted(rows, key=lambda row: row.number))
        sent = next((notice for notice in notices if notice.status is NoticeStatus.SENT), None)
        self._told.set_chip(_told(sent, paid < due))
        self._when.setText(_when(sent))

    def make_room(self, panel_is_there: bool) -> None:
        """Beside the panel only the code stays."""
        self.receivables.setVisible(not panel_is_there)
        self._code_card.setMaximumWidth(_NO_LIMIT if panel_is_there else _CODE_WIDTH)

    def copy_code(self) -> None:
        """Puts the code on the clipboard."""
        QGuiApplication.clipboard().setText(self.code.text())
        self._desk.tell(f"已复制缴费码 {self.code.text()}。")

    def _make_code(self) -> Card:
        made = Card(margin=GAP_M)
        made.column.setSpacing(GAP_S)
        made.column.addWidget(self._enterprise)
        made.column.addWidget(self._batch)
        code = QHBoxLayout()
        code.addWidget(caption("缴费码"))
        code.addWidget(self.code)
        code.addWidget(self.copy_button)
        code.addStretch(1)
        made.column.addLayout(code)
        made.column.addWidget(self._sums)
        told = QHBoxLayout()
        told.addWidget(self._told)
        told.addWidget(self._when, 1)
        made.column.addLayout(told)
        made.column.addStretch(1)
        return made


def _told(sent: NoticeListRow | None, owing: bool) -> Chip | None:
    if sent is not None:
        return Chip("已通知企业", Tone.GOOD)
    return Chip("还没有通知企业缴费", Tone.WARN) if owing else None


def _when(sent: NoticeListRow | None) -> str:
    if sent is None or sent.sent_at is None:
        return ""
    return f"{local_text(sent.sent_at)[5:]} {CHANNELS.get(sent.channel, '')} {sent.sent_by or ''}"

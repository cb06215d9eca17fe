"""催缴: batches whose fees are overdue, the text for the contact's WeChat, and who told whom when: nobody is told twice in a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.tabbed_rows import RowsTab, TabbedRows
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.table import Column
from school_desk.desk.widgets.texts import body, heading
from school_desk.documents.queries import NoticeMark, newest_notices
from school_desk.kernel.clock import local_date, local_text
from school_desk.kernel.money import format_yuan
from school_desk.payments.commands import RecordReminders, Reminder
from school_desk.payments.domain import REMINDER
from school_desk.payments.queries import OverdueBatch
from school_desk.payments.reminders import Reminding, remindings
from school_desk.terms.masking import mask_mobile

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_EMPTY = "应缴单生成后超过设置的天数仍未缴清的批次，会列在这里。"
_TABS = (
    RowsTab("arrears", "催缴", "没有要催缴的批次", _EMPTY, counts=True, tone=Tone.BAD),
    RowsTab("reminded", "今天已催", "今天还没有催缴过", "在“催缴”里发送并登记后，会列在这里，明天再回到“催缴”。"),
)


@dataclass(frozen=True)
class _Row:
    batch: OverdueBatch
    to: Reminding
    last: NoticeMark | None
    today: date

    @property
    def id(self) -> str:
        return self.batch.batch_id

    @property
    def told_today(self) -> bool:
        return self.last is not None and self.last.sent_at is not None and local_date(self.last.sent_at) == self.today


class ArrearsList(TabbedRows):
    """Overdue batches, the oldest first."""

    def __init__(self, desk: Desk, panel: SidePanel) -> None:
        lesser = ("mobile", "contact", "batch_number", "last", "days")
        super().__init__(desk, panel, _columns(), _TABS, name="催缴", icon="message", lesser=lesser)

    def refresh(self) -> None:
        """Asks who is late, and who was told when."""
        self.desk.ask(self, partial(_answer, self.desk.today), self.set_all)

    def tab_of(self, row: _Row) -> str:
        """Whether its enterprise was told today."""
        return "reminded" if row.told_today else "arrears"

    def words_of(self, row: _Row) -> str:
        """Enterprise, batch, payment code, contact, amount."""
        one = row.batch
        named = (one.enterprise, one.batch_number, one.payment_code, one.contact, format_yuan(one.open_fen))
        return " ".join(named)

    def told(self, rows: Sequence[_Row]) -> str:
        """How many, how much."""
        return f"{len(rows)} 个批次 · 还欠 {format_yuan(sum(row.batch.open_fen for row in rows))} 元"

    def show_row(self, row: _Row) -> None:
        """The text, ready to be copied."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        if row.told_today and row.last is not None and row.last.sent_at is not None:
            told = f"今天 {local_text(row.last.sent_at)[11:]} 已由{row.last.sent_by}催缴过，明天再催。"
            column.addWidget(Notice(Tone.GOOD, told))
        column.addWidget(FactsGrid(_row_facts(row), columns=1))
        column.addWidget(heading("发给联系人的文字"))
        words = body(row.to.text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(words)
        copy = action_button("复制文字", "copy", keys="Ctrl+Shift+T", on=self.copy_texts)
        record = action_button("登记已催缴", "check", primary=True, keys="Ctrl+Return", on=self.record_sent)
        record.setEnabled(not row.told_today)
        record.setToolTip("今天已经催过" if row.told_today else "文字发出之后再登记")
        self.panel.show_body(row.batch.enterprise, page, (copy, record))

    def copy_texts(self) -> None:
        """Puts the chosen enterprises' texts on the clipboard."""
        texts = [to.text for to in self._chosen()]
        QGuiApplication.clipboard().setText("\n\n".join(texts))
        self.desk.tell("已复制，粘贴到微信发送后请点“登记已催缴”。")

    def record_sent(self) -> None:
        """Records that the chosen enterprises were told."""
        chosen = self._chosen()
        if chosen:
            command = RecordReminders(tuple(Reminder(to.enterprise_id, to.text) for to in chosen))
            self.desk.decide(self, command, done=f"已登记催缴 {len(chosen)} 家企业。")

    def _chosen(self) -> tuple[Reminding, ...]:
        """One for each enterprise, however many of its batches are chosen."""
        return tuple({row.to.enterprise_id: row.to for row in self.selected_rows()}.values())


def _answer(today: date, session: ReadSession, school_id: str) -> tuple[_Row, ...]:
    told = newest_notices(session, school_id, REMINDER)
    rows = [
        _Row(batch, to, told.get(to.enterprise_id), today)
        for to in remindings(session, school_id, today)
        for batch in to.batches
    ]
    return tuple(sorted(rows, key=lambda row: -row.batch.days))


def _row_facts(row: _Row) -> list[Fact]:
    one, others = row.batch, len(row.to.batches) - 1
    return [
        Fact("联系人", one.contact, note=mask_mobile(one.mobile)),
        Fact("还欠", f"{format_yuan(row.to.open_fen)} 元", note=f"连同另外 {others} 个批次" if others else ""),
        Fact("上次催缴", _last_words(row) or "没有催过"),
    ]


def _last_words(row: _Row) -> str:
    if row.last is None or row.last.sent_at is None:
        return ""
    return f"{local_text(row.last.sent_at)[:10]}　{row.last.sent_by}"


def _last_chip(row: _Row) -> Chip:
    if row.told_today:
        return Chip("今天已催", Tone.GOOD)
    if row.last is None or row.last.sent_at is None:
        return Chip("没有催过", Tone.WARN)
    days = (row.today - local_date(row.last.sent_at)).days
    return Chip(f"{days} 天前催过", Tone.INFO, "clock")


def _columns() -> tuple[Column, ...]:
    return (
        Column("enterprise", "企业", 200, stretch=True, value=lambda row: row.batch.enterprise),
        Column("batch_number", "批次", 116, value=lambda row: row.batch.batch_number, muted=True),
        Column("open_fen", "还欠", 104, "money", value=lambda row: row.batch.open_fen),
        Column("days", "天数", 60, "number", value=lambda row: row.batch.days),
        Column("contact", "联系人", 90, value=lambda row: row.batch.contact),
        Column("mobile", "手机", 118, value=lambda row: mask_mobile(row.batch.mobile), muted=True),
        Column("last", "上次催缴", 124, "chip", value=_last_chip),
    )

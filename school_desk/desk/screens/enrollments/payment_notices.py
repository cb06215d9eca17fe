"""缴费通知 of a batch: the PDF to hand over, the text for WeChat, and the record that somebody has told the enterprise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk import saving
from school_desk.desk.newest import Newest
from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.inputs import ChoiceInput
from school_desk.desk.widgets.texts import body, caption
from school_desk.documents.commands import QueueNotice, RecordNoticesSent
from school_desk.enrollments.queries import BatchRow
from school_desk.output.enrollments import NOTICE, NoticeReady, payment_notice
from school_desk.terms.labels import CHANNELS
from school_desk.terms.masking import mask_mobile

KIND = "缴费通知"
_PAID = "这一批已经没有要缴的费用，不用再通知。"


class PaymentNotices(QObject):
    """Tells enterprises what to pay; the text opens in `panel`."""

    def __init__(self, desk: Desk, owner: QWidget, panel: SidePanel) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._panel = desk, owner, panel
        self._newest = Newest(desk, self)

    def leave(self) -> None:
        """The panel is wanted for something else, or the page for another batch: what is still being written is not shown there any more."""
        self._newest.drop()

    def show_text(self, batch: BatchRow) -> None:
        """The text for WeChat, to copy and to record as sent."""
        self.leave()
        self._prepare(batch, self._newest.only(partial(self._show, batch, "wechat")))

    def save_pdf(self, batch: BatchRow) -> None:
        """Asks where to, then writes and opens the 缴费通知单."""
        name = f"缴费通知单-{batch.number}-{batch.enterprise}.pdf"

        def save(chosen: Path) -> None:
            target = chosen.with_suffix(".pdf")
            self.save_pdf_to(target, batch, then=partial(saving.open_file, target))

        saving.ask_where(self._owner, self._desk, "保存缴费通知单", name, save)

    def save_pdf_to(self, target: Path, batch: BatchRow, then: Callable[[], None] = lambda: None) -> None:
        """Writes it; then the panel stands ready to record that it was handed over."""
        self.leave()
        show = self._newest.only(partial(self._show, batch, "paper"))
        self._prepare(batch, partial(self._write, show, target, then))

    def _prepare(self, batch: BatchRow, then: Callable[[NoticeReady], None]) -> None:
        school = self._desk.school

        def ready(found: NoticeReady | None) -> None:
            if found is None:
                self._desk.tell(_PAID)
            else:
                then(found)

        self._desk.look_up(self, lambda: payment_notice(school, batch.id), ready, key="notice")

    def _write(
        self, show: Callable[[NoticeReady], None], target: Path, then: Callable[[], None], ready: NoticeReady
    ) -> None:
        def written() -> None:
            then()
            show(ready)

        told = f"缴费通知单已保存：{target}"
        saving.write_pdf(self._desk, self, saving.Pdf(target, NOTICE, (ready.notice,), told, written))

    def _show(self, batch: BatchRow, channel: str, ready: NoticeReady) -> None:
        if not self._owner.isVisible():  # the person does something else by now
            return
        text = NoticeText(self._desk, ready, channel)
        sent = partial(self._record, batch, ready, text)
        record = action_button("登记已发送", "check", primary=True, keys="Ctrl+Return", on=sent)
        copy = action_button("复制文字", "copy", keys="Ctrl+Shift+T", on=text.copy)
        self._panel.show_body(KIND, text, (copy, record))
        copy.setFocus()

    def _record(self, batch: BatchRow, ready: NoticeReady, text: NoticeText) -> None:
        recipient = f"{batch.enterprise} {ready.recipient}"[:100]
        command = QueueNotice(KIND, text.channel.value(), batch.id, recipient, ready.mobile or None, ready.text)
        self._desk.decide(self, command, self._sent)
        self._panel.close_panel()

    def _sent(self, outcome: Any) -> None:
        command = RecordNoticesSent((outcome.result["notice_id"],))
        self._desk.decide(self, command, done="已登记：缴费通知已发给企业。")


class NoticeText(QWidget):
    """The text word for word, to whom it goes, and by which way."""

    def __init__(self, desk: Desk, ready: NoticeReady, channel: str) -> None:
        super().__init__()
        self._desk, self._text = desk, ready.text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        to = [Fact("收件人", ready.recipient), Fact("手机", mask_mobile(ready.mobile) if ready.mobile else "")]
        column.addWidget(FactsGrid(to, columns=1))
        words = body(ready.text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(words)
        column.addWidget(caption("怎样发给企业的"))
        self.channel = ChoiceInput(list(CHANNELS.items()))
        self.channel.setAccessibleName("怎样发给企业的")
        self.channel.set_value(channel)
        column.addWidget(self.channel)
        column.addWidget(caption("复制不等于已发：发出之后再点“登记已发送”。", wrap=True))

    def copy(self) -> None:
        """Puts the text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)
        self._desk.tell("已复制，粘贴到微信发出后请点“登记已发送”。")

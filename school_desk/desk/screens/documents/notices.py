"""通知: texts that wait to be told to somebody. Copying a text is not sending it: that is its own click."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import body
from school_desk.documents import queries
from school_desk.documents.commands import RecordNoticesSent
from school_desk.documents.queries import NoticeListRow
from school_desk.kernel.clock import local_text
from school_desk.terms.labels import notice_status
from school_desk.terms.masking import mask_mobile
from school_desk.terms.statuses import NoticeStatus

_TONES = {NoticeStatus.QUEUED: Tone.WARN, NoticeStatus.SENT: Tone.GOOD, NoticeStatus.FAILED: Tone.BAD}
_ALL = "all"
_TABS = (
    ("waiting", notice_status(NoticeStatus.QUEUED), frozenset({NoticeStatus.QUEUED, NoticeStatus.FAILED})),
    ("sent", notice_status(NoticeStatus.SENT), frozenset({NoticeStatus.SENT})),
    (_ALL, "全部", frozenset(NoticeStatus)),
)
_CHANNELS = {"sms": "短信", "wechat": "微信", "phone": "电话", "paper": "书面"}


class NoticesScreen(Screen):
    """The queue of texts with the chosen one at the right."""

    tables: ClassVar[frozenset[str]] = frozenset({"notice"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowTable(_columns(), name="通知")
        self.table.set_empty(
            "这里没有通知", "缴费通知、发票短信、开课和考试通知会排在这里，发出后在此登记。", icon="bell"
        )
        self.table.set_loading(True)
        self.table.current_changed.connect(self._show)
        self.panel = SidePanel()
        self.tabs = FilterTabs([FilterTab(key, words) for key, words, _ in _TABS], name="通知状态")
        self.tabs.chosen.connect(lambda _key: self._show_rows())
        self._rows: tuple[NoticeListRow, ...] = ()
        self._frame = PageFrame("通知")
        self._frame.add_tool(action_button("复制文字", "copy", keys="Ctrl+Shift+T", on=self.copy_texts))
        self._frame.add_tool(action_button("登记已发送", "check", primary=True, keys="Ctrl+Return", on=self.mark_sent))
        self._frame.add_bar(self.tabs)
        self._frame.set_content(self.table, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def refresh(self) -> None:
        """Asks for the notices again."""
        self.desk.ask(self, queries.notices, self._set_rows)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a notice's id, or a tab's key."""
        is_tab = focus in {key for key, _, _ in _TABS}
        self.tabs.choose(focus if is_tab else _ALL)
        if not is_tab:
            self.table.seek(focus)
        self._show_rows()

    def copy_texts(self) -> None:
        """Puts the chosen texts on the clipboard, ready for WeChat or the SMS platform."""
        rows = self.table.selected_rows()
        if not rows:
            self.desk.tell("请先在左边选择要复制的通知。", "warn")
            return
        QGuiApplication.clipboard().setText("\n\n".join(row.text for row in rows))
        self.desk.tell(f"已复制 {len(rows)} 条通知，粘贴发送后请点“登记已发送”。")

    def mark_sent(self) -> None:
        """Records that the chosen texts were sent."""
        waiting = tuple(row.id for row in self.table.selected_rows() if row.status is not NoticeStatus.SENT)
        if not waiting:
            self.desk.tell("请先在左边选择已经发出的通知。", "warn")
            return
        self.desk.decide(self, RecordNoticesSent(waiting), done=f"已登记 {len(waiting)} 条通知发出。")

    def _set_rows(self, rows: tuple[NoticeListRow, ...]) -> None:
        self._rows = rows
        counts = {key: sum(row.status in statuses for row in rows) for key, _, statuses in _TABS}
        self.tabs.set_counts(counts)
        self._frame.set_count(f"待发送 {counts['waiting']} 条 · 共 {counts[_ALL]} 条" if rows else "")
        self._show_rows()

    def _show_rows(self) -> None:
        statuses = next(statuses for key, _, statuses in _TABS if key == self.tabs.current())
        self.table.set_rows([row for row in self._rows if row.status in statuses])

    def _show(self, row: NoticeListRow | None) -> None:
        if row is None:
            self.panel.close_panel()
            return
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        facts = [
            Fact("收件人", row.recipient),
            Fact("手机", mask_mobile(row.mobile) if row.mobile else ""),
            Fact("拟写", local_text(row.queued_at)),
            Fact("发送", f"{local_text(row.sent_at)} {row.sent_by}" if row.sent_at else ""),
        ]
        column.addWidget(FactsGrid(facts, columns=1))
        column.addWidget(body(row.text, wrap=True))
        self.panel.show_body(row.kind, page)


def _columns() -> tuple[Column, ...]:
    return (
        Column("kind", "事项", 140),
        Column("recipient", "收件人", 200, stretch=True),
        Column("channel", "方式", 70, value=lambda row: _CHANNELS.get(row.channel, row.channel)),
        Column("status", "状态", 110, "chip", value=lambda row: Chip(notice_status(row.status), _TONES[row.status])),
        Column("queued_at", "拟写时间", 150, value=lambda row: local_text(row.queued_at)),
    )

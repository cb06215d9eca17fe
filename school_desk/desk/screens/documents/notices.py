"""通知: texts that wait to be told to somebody. Copying a text is not sending it: that is its own click."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from school_desk.desk.colours import Tone
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.documents.notice_text import NoticeBody, status_chip
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.inputs import ChoiceInput
from school_desk.desk.widgets.table import Column, RowTable, SelectionSummary
from school_desk.documents import queries
from school_desk.documents.commands import RecordNoticesSent
from school_desk.documents.queries import NoticeListRow
from school_desk.kernel.clock import local_text
from school_desk.terms.labels import CHANNELS, notice_status
from school_desk.terms.masking import mask_mobile
from school_desk.terms.statuses import NoticeStatus as Status

# What waits for somebody is also what could not be sent: the workbench counts both and opens "waiting".
_STATES = {
    "waiting": (Status.QUEUED, Status.FAILED),
    "failed": (Status.FAILED,),
    "sent": (Status.SENT,),
    "all": tuple(Status),
}
_TABS = (
    FilterTab("waiting", "待发送", Tone.WARN),
    FilterTab("failed", notice_status(Status.FAILED), Tone.BAD),
    FilterTab("sent", notice_status(Status.SENT)),
    FilterTab("all", "全部"),
)
# A text begins with its heading and the enterprise, which the row says already.
_BEGINNING = re.compile(r"^【[^】]*】[^：\n]*[：\n]")
_HOW = "缴费、发票、开课、学时和考试的通知在各自的页面里拟写，然后排在这里；发出后在此登记。"


class NoticesScreen(Screen):
    """The queue of texts with the chosen one at the right; what is done is done to all rows that are selected."""

    tables: ClassVar[frozenset[str]] = frozenset({"notice"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowTable(notice_columns(), name="通知")
        self.table.set_loading(True)
        self.table.current_changed.connect(self._show)
        self.table.selection_changed.connect(self._tell_selection)
        self.panel = SidePanel()
        self.tabs = FilterTabs(_TABS, name="通知的状态")
        self.tabs.chosen.connect(lambda _: self.refresh())
        self.kinds = ChoiceInput([("", "全部事项")])
        self.kinds.setAccessibleName("事项")
        self.kinds.set_value("")
        self.kinds.edited.connect(self._show_rows)
        self._rows: Sequence[NoticeListRow] = ()
        self._counts: dict[Status, int] = {}
        self._frame = PageFrame("通知")
        self._frame.add_tool(self.kinds)
        self._frame.add_tool(action_button("复制文字", "copy", keys="Ctrl+Shift+T", on=self.copy_texts))
        self._frame.add_tool(action_button("没有发成", keys="Ctrl+Shift+F", on=self.mark_failed))
        self._frame.add_tool(action_button("登记已发送", "check", primary=True, keys="Ctrl+Return", on=self.mark_sent))
        self._frame.add_bar(self.tabs)
        self._frame.set_content(self.table, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def refresh(self) -> None:
        """Asks for the notices of the tab and every tab's count again."""
        states = _STATES[self.tabs.current()]
        self.desk.ask(self, lambda session, school_id: queries.notices(session, school_id, states), self._set_rows)
        self.desk.ask(self, queries.notice_counts, self._set_counts, key="counts")

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab ("waiting", "failed", "sent", "all") or a notice's id."""
        self.kinds.set_value("")
        self.tabs.choose(focus if focus in _STATES else "all")
        if focus not in _STATES:
            self.table.seek(focus)
        self.refresh()

    def copy_texts(self) -> None:
        """Puts the chosen texts on the clipboard, ready for WeChat or the SMS platform; of several each says for whom."""
        rows = self._chosen("要复制的")
        if not rows:
            return
        texts = [rows[0].text] if len(rows) == 1 else [f"发给 {row.recipient}：\n{row.text}" for row in rows]
        QGuiApplication.clipboard().setText("\n\n".join(texts))
        self.desk.tell(f"已复制 {len(rows)} 条通知，粘贴发送后请点“登记已发送”。")

    def mark_sent(self) -> None:
        """Records that the chosen texts were sent."""
        waiting = self._waiting("已经发出的")
        if waiting:
            self.desk.decide(self, RecordNoticesSent(waiting), done=f"已登记 {len(waiting)} 条通知发出。")

    def mark_failed(self) -> None:
        """Records that the chosen texts could not be sent: they stay among those that wait."""
        waiting = self._waiting("没有发成的")
        if waiting:
            done = f"已登记 {len(waiting)} 条通知没有发成，仍在“待发送”里。"
            self.desk.decide(self, RecordNoticesSent(waiting, sent=False), done=done)

    def _chosen(self, which: str) -> list[NoticeListRow]:
        rows = self.table.selected_rows()
        if not rows:
            self.desk.tell(f"请先在左边选择{which}通知。", "warn")
        return rows

    def _waiting(self, which: str) -> tuple[str, ...]:
        """The ids of the chosen ones that are not sent yet."""
        rows = self._chosen(which)
        waiting = tuple(row.id for row in rows if row.status is not Status.SENT)
        if rows and not waiting:
            self.desk.tell("选中的通知都已登记发送。要改回来，请在操作日志里撤销那次登记。", "warn")
        return waiting

    def _set_rows(self, rows: Sequence[NoticeListRow]) -> None:
        self._rows = rows
        kinds = sorted({row.kind for row in rows})
        self.kinds.set_options([("", "全部事项"), *((kind, kind) for kind in kinds)])
        if self.kinds.value() is None:
            self.kinds.set_value("")
        self._show_rows()

    def _show_rows(self) -> None:
        kind = self.kinds.value()
        self._say_empty()
        self.table.set_rows([row for row in self._rows if kind in ("", row.kind)])
        if not self.table.row_count():
            self.panel.close_panel()

    def _say_empty(self) -> None:
        if not self._counts or self.tabs.current() == "all":
            self.table.set_empty("还没有通知", _HOW, icon="bell")
        elif self.tabs.current() == "waiting":
            self.table.set_empty("没有要发的通知", _HOW, icon="check-circle")
        else:
            self.table.set_empty("这里没有通知", "别的状态的通知在别的标签里。", icon="bell")

    def _set_counts(self, counts: dict[Status, int]) -> None:
        self._counts = counts
        self.tabs.set_counts({tab: sum(counts.get(state, 0) for state in states) for tab, states in _STATES.items()})
        self._say_empty()

    def _tell_selection(self, chosen: SelectionSummary) -> None:
        self._frame.set_count(f"已选 {chosen.count} 条" if chosen.count > 1 else "")

    def _show(self, row: NoticeListRow | None) -> None:
        if row is not None:
            self.panel.show_body(row.kind, NoticeBody(self.desk, row))


def notice_columns() -> tuple[Column, ...]:
    """To whom, what about, how far."""
    return (
        Column("kind", "事项", 78),
        Column("recipient", "收件人", 128, stretch=True),
        Column("text", "内容", 170, stretch=True, yields_room=True, value=_content),
        Column(
            "mobile", "手机", 120, yields_room=True, value=lambda row: mask_mobile(row.mobile) if row.mobile else ""
        ),
        Column("channel", "方式", 70, yields_room=True, value=lambda row: CHANNELS.get(row.channel, "其他方式")),
        Column("status", "状态", 110, "chip", value=status_chip),
        Column("queued_at", "拟写时间", 150, muted=True, yields_room=True, value=lambda row: local_text(row.queued_at)),
        Column("sent", "登记", 210, muted=True, yields_room=True, value=_sent_words),
    )


def _content(row: NoticeListRow) -> str:
    return " ".join(_BEGINNING.sub("", row.text).split())


def _sent_words(row: NoticeListRow) -> str:
    return f"{local_text(row.sent_at)} {row.sent_by}" if row.sent_at else ""

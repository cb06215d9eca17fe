"""Texts for enterprises, seen before they go into 通知: who gets which, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.texts import body, heading, sub
from school_desk.documents.commands import QueueNotice
from school_desk.learning.notices import NoticeText
from school_desk.terms.masking import mask_mobile

if TYPE_CHECKING:
    from school_desk.kernel.bus import Outcome

_CHANNEL = "wechat"


def show_texts(desk: Desk, owner: QObject, panel: SidePanel, kind: str, texts: Sequence[NoticeText]) -> None:
    """Shows the texts in the panel; its button puts them into 通知, where they are sent and recorded."""
    if not texts:
        desk.tell("没有需要通知的企业。")
        return

    kept: list[Outcome] = []

    def keep(outcome: Outcome) -> None:
        kept.append(outcome)
        if len(kept) == len(texts):
            desk.tell(f"已放入“通知” {len(texts)} 条，请到那里复制、发送并登记。")

    def queue() -> None:
        panel.close_panel()
        for text in texts:
            recipient = f"{text.enterprise} {text.recipient}"
            command = QueueNotice(kind, _CHANNEL, text.enterprise_id, recipient, text.mobile or None, text.text)
            desk.decide(owner, command, keep)

    go = action_button(f"放入“通知”（{len(texts)} 条）", "bell", primary=True, on=queue)
    panel.show_body(kind, _Texts(texts), (action_button("取消", on=panel.close_panel), go))
    go.setFocus()


class _Texts(QWidget):
    """The texts one below the other."""

    def __init__(self, texts: Sequence[NoticeText]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        for place, text in enumerate(texts):
            if place:
                column.addSpacing(GAP_L)
            column.addWidget(heading(text.enterprise))
            column.addWidget(sub(f"{text.recipient}　{mask_mobile(text.mobile)}", wrap=True))
            words = body(text.text, wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(words)

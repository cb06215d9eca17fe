"""设置 → 总台: on a lone computer the form to join, on a joined one whose desk it is, what waits, and 立即同步."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.joining import ASKED, Filled
from school_desk.desk.services import Desk
from school_desk.desk.sync_state import hub_facts
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.facts import FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.page import Card
from school_desk.desk.widgets.texts import sub
from school_desk.overview.hub_standing import hub_standing

if TYPE_CHECKING:
    from school_desk.overview.hub_standing import HubStanding

_WIDTH = 720
_ALONE = (
    "几台电脑一起办公时，由一台“总台”汇总：各台照常办理，连上就自动同步，断网也能用。"
    "请管理员在总台上生成邀请码，填在这里。加入之前会自动备份；加入以后请重新登录。"
)
_AGAIN = "总台不认识这台电脑时（例如被停用过），请管理员重新生成邀请码，在这里再加入一次。还没发送的操作不会丢。"


class HubSection(QWidget):
    """Asks by itself; `refresh` asks again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._standing: HubStanding | None = None
        self._asked = False
        self.form = Form()
        self.form.add_text(
            "address", "总台地址", required=True, longest=200, hint="管理员给的地址，如 https://hub.example.cn"
        )
        self.form.add_text(
            "code", "邀请码", required=True, upper=True, digits=True, longest=20, hint="10 分钟内有效，只能用一次"
        )
        self.form.add_text("name", "这台电脑叫什么", required=True, longest=50, hint="如“前台”“财务室”，总台上这样显示")
        self.form.add_text("pin", "证书指纹", longest=100, hint="总台用自己签的证书时，管理员会给；没有就不填")
        self.form.input("name").set_value(platform.node())
        self.form.submitted.connect(self._join)
        self._hint, self._facts = sub("", wrap=True), FactsGrid(columns=1)
        self.join_button = action_button("加入总台", primary=True, hint="Ctrl+Enter", on=self.form.submit)
        self.again_button = action_button("重新加入…", on=self._show_form)
        self.sync_button = action_button("立即同步", "refresh", primary=True, hint="Ctrl+Shift+S", on=self._sync)
        self._lay_out()

    def refresh(self) -> None:
        """How this computer stands now."""
        self._desk.ask(self, hub_standing, self._set_standing, key="hub")

    def _lay_out(self) -> None:
        card = Card("总台")
        card.setMaximumWidth(_WIDTH)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_S)
        foot.addStretch(1)
        for button in (self.again_button, self.join_button, self.sync_button):
            foot.addWidget(button)
        for part in (self._hint, self._facts, self.form):
            card.column.addWidget(part)
        card.column.addSpacing(GAP_M)
        card.column.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_S, 0, GAP_L)
        column.addWidget(card)
        column.addStretch(1)
        self._show(joining=False)

    def _set_standing(self, standing: HubStanding | None) -> None:
        first = not self._asked
        self._asked, self._standing = True, standing
        if standing is not None:
            self._facts.set_facts(hub_facts(standing, self._desk.today))
        if first:
            self._show(joining=standing is None)

    def _show_form(self) -> None:
        if self._standing is not None:
            self.form.set_values({"address": self._standing.address, "pin": self._standing.pin})
        self._show(joining=True)
        self.form.focus("code")

    def _show(self, *, joining: bool) -> None:
        joined = self._standing is not None
        self._hint.setText(_AGAIN if joined else _ALONE)
        self._hint.setVisible(joining)
        self.form.setVisible(joining)
        self._facts.setVisible(joined and not joining)
        self.join_button.setVisible(joining)
        for button in (self.again_button, self.sync_button):
            button.setVisible(joined and not joining)

    def _sync(self) -> None:
        self._desk.sync_requested.emit()

    def _join(self, values: dict[str, Any]) -> None:
        filled: Filled = {name: values[name] for name in ASKED}
        self._desk.join_requested.emit(filled)

"""待处理冲突: what the Hub did not accept, with both sides, until somebody has dealt with it; above it what will most likely be refused."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from school_desk.desk.colours import Tone
from school_desk.desk.navigation import pages_for
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.sync.refusal_acts import RefusalActs
from school_desk.desk.screens.sync.refusal_facts import STATES, RefusalFacts
from school_desk.desk.services import Desk
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.kernel.clock import local_text
from school_desk.overview.refusal_detail import RefusalDetail, refusal_detail
from school_desk.overview.refusals import Forecast, RefusalLine, Refusals, refusals
from school_desk.sync.wire import opened

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_OPEN, _MINE, _SETTLED = "open", "mine", "settled"
_EMPTY = {
    _OPEN: ("没有待处理冲突", "总台没有接受的操作会列在这里，双方内容都在，由您决定撤回、重新办理还是转交。"),
    _MINE: ("没有等您处理的", "您办理的、转交给您的冲突会列在这里。"),
    _SETTLED: ("还没有处理过的", "撤回或重新办理的冲突会留在这里备查。"),
}
_PANEL_WIDTH, _NARROW = 440, 980
_LESSER_COLUMNS = ("made_at", "actor", "handed_to", "state")
_FORECASTS = 3


class RefusalsScreen(Screen):
    """The list in three tabs with one panel; no tables named: what waits to be sent is none of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found = Refusals((), (), ())
        self._opened = ""
        self._told: RefusalDetail | None = None
        self.tabs = FilterTabs(
            [FilterTab(_OPEN, "待处理", Tone.WARN), FilterTab(_MINE, "我的", Tone.WARN), FilterTab(_SETTLED, "已处理")],
            name="哪些冲突",
        )
        self.tabs.chosen.connect(lambda _: self._show_rows())
        self.forecast = Notice(Tone.INFO)
        self.table = RowTable(_columns(), name="待处理冲突")
        self.table.set_loading(True)
        self.table.activated.connect(lambda row: self.show_refusal(row.id))
        self.table.current_changed.connect(self._follow)
        self.panel = SidePanel(width=_PANEL_WIDTH)
        self.panel.shown.connect(self._make_room)
        self.panel.closed.connect(self._forget)
        self.acts = RefusalActs(desk, self, self.panel)
        self._frame = PageFrame("待处理冲突")
        self._frame.add_bar(self.tabs)
        self._frame.add_bar(self.forecast)
        self._frame.set_content(self.table, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def entered(self) -> None:
        """The keys go through the list."""
        super().entered()
        self.table.setFocus()

    def refresh(self) -> None:
        """Asks for the list again, and for the one that is open."""
        self.desk.ask(self, lambda session, school_id: refusals(session, school_id, opened), self._set_rows)
        if self._opened:
            self.show_refusal(self._opened)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a refused command's id."""
        self.tabs.choose(_OPEN)
        self.table.seek(focus)
        self.show_refusal(focus)
        self.refresh()

    def show_refusal(self, refusal_id: str) -> None:
        """Opens one in the panel."""
        self._opened = refusal_id

        def question(session: ReadSession, school_id: str) -> RefusalDetail | None:
            return refusal_detail(session, school_id, refusal_id, opened)

        self.desk.ask(self, question, partial(self._show_detail, refusal_id), key="detail")

    def _set_rows(self, found: Refusals) -> None:
        self._found = found
        mine = sum(self._is_mine(one) for one in found.open)
        self.tabs.set_counts({_OPEN: len(found.open), _MINE: mine, _SETTLED: len(found.settled)})
        self.forecast.set_words(Tone.INFO, _forecast_words(found.forecasts))
        self._show_rows()

    def _show_rows(self) -> None:
        tab = self.tabs.current()
        rows = self._found.settled if tab == _SETTLED else self._found.open
        shown = [one for one in rows if tab != _MINE or self._is_mine(one)]
        self.table.set_empty(*_EMPTY[tab], icon="check-circle")
        self.table.set_rows(shown)
        if not any(one.id == self._opened for one in shown) and self._opened:
            self._leave_the_settled()

    def _leave_the_settled(self) -> None:
        """The one that was open is dealt with, or in another tab: the next comes, if there is one."""
        following = self.table.current_row()
        if following is None:
            self.panel.close_panel()
        else:
            self.show_refusal(following.id)

    def _is_mine(self, line: RefusalLine) -> bool:
        return line.handed_to_id == self.desk.actor.id

    def _follow(self, row: RefusalLine | None) -> None:
        if row is not None and self._opened and row.id != self._opened:
            self.show_refusal(row.id)

    def _forget(self) -> None:
        self._opened, self._told = "", None

    def _show_detail(self, refusal_id: str, detail: RefusalDetail | None) -> None:
        if detail is None:
            self.panel.close_panel()
        elif refusal_id == self._opened and detail != self._told:
            self._told = detail
            body = RefusalFacts(detail, self._has)
            body.opened.connect(self.desk.open_screen)
            self.panel.show_body(detail.line.label, body, self.acts.buttons(detail.line))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel may be there when the window becomes narrow."""
        super().resizeEvent(event)
        self._make_room(not self.panel.isHidden())

    def _has(self, key: str) -> bool:
        return any(entry.key == key for entry in pages_for(self.desk))

    def _make_room(self, panel_is_there: bool) -> None:
        hidden = set(_LESSER_COLUMNS if self.width() < _NARROW else _LESSER_COLUMNS[:1]) if panel_is_there else set()
        for key in _LESSER_COLUMNS:
            self.table.set_column_shown(key, key not in hidden)


def _columns() -> tuple[Column, ...]:
    return (
        Column("made_at", "办理时间", 140, value=lambda row: local_text(row.made_at), muted=True),
        Column("actor", "办理人", 84),
        Column("label", "事项", 132),
        Column("subject", "内容", 120, stretch=True),
        Column("handed_to", "由谁处理", 84, yields_room=True),
        Column("state", "状态", 120, "chip", value=lambda row: STATES[row.state]),
    )


def _forecast_words(forecasts: tuple[Forecast, ...]) -> str:
    if not forecasts:
        return ""
    lines = [
        f"{local_text(one.made_at)[5:]} {one.actor} {one.label} {one.subject}：{one.told}"
        for one in forecasts[:_FORECASTS]
    ]
    more = f"\n…… 另有 {len(forecasts) - _FORECASTS} 步。" if len(forecasts) > _FORECASTS else ""
    head = f"预告：等待发送的操作里有 {len(forecasts)} 步，按总台的新内容已办不成，发送后由总台答复："
    return "\n".join([head, *lines]) + more

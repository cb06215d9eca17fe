"""缴费对账: the bank's lines and what they pay, slips, 预收余额 and the month's end, each behind its tab."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.import_page import ImportHost, dropped_files
from school_desk.desk.page import PageFrame
from school_desk.desk.screen import Screen
from school_desk.desk.screens.payments.credit_view import CreditView
from school_desk.desk.screens.payments.lines_view import STATES, LinesView, Sure
from school_desk.desk.screens.payments.month_view import MonthView
from school_desk.desk.screens.payments.slip_entry import SLIP_FILES, SlipEntry, is_slip_file
from school_desk.desk.screens.payments.slips_view import SlipsView
from school_desk.desk.screens.payments.statement_import import ask_account
from school_desk.desk.screens.payments.statement_page import StatementPage
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.search_field import SearchField
from school_desk.kernel.money import format_yuan
from school_desk.payments import queries
from school_desk.terms.roles import CASHIERS
from school_desk.terms.statuses import LineStatus, SlipStatus

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_TABS = (
    FilterTab("waiting", "待认领", Tone.WARN),
    FilterTab("claimed", "已认领"),
    FilterTab("not_tuition", "非学费"),
    FilterTab("on_hold", "暂挂", Tone.WARN),
    FilterTab("reversed", "冲正退回"),
    FilterTab("slips", "回单", Tone.WARN),
    FilterTab("credit", "预收余额"),
    FilterTab("month", "月结"),
)


@dataclass(frozen=True)
class _Counts:
    lines: dict[LineStatus, int]
    slips: dict[SlipStatus, int]
    taken_back: int
    at_risk: int
    credit: int


class ReconcileScreen(Screen):
    """One tab at a time; a statement is imported, and slips are registered, in front of them."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"statement_line", "receivable", "allocation", "credit_entry", "slip", "dismissed_pair", "refund"}
        | {"proposal_result"}
        | {"enterprise", "enterprise_former_name", "training_plan", "enrollment_batch", "enrollment", "trainee"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._changes: dict[str, tuple[str, ...]] | None = None
        self.tabs = FilterTabs(_TABS, name="缴费对账")
        self.tabs.chosen.connect(self._tab_chosen)
        self.search = SearchField("付款方、摘要、金额")
        self.search.searched.connect(self._searched)
        self.risk = Notice(Tone.BAD)
        self.risk.action_requested.connect(self._show_risk)
        self.certain = Notice(Tone.GOOD)
        self.lines = LinesView(desk)
        self.lines.sure.connect(self._tell_sure)
        self.certain.action_requested.connect(self.lines.claim_sure)
        self.lines.import_requested.connect(self.choose_statement)
        self.table, self.panel = self.lines.table, self.lines.panel
        self.search.follow(self.table)
        self.slips = SlipsView(desk)
        self.slips.register_requested.connect(self.choose_slips)
        self.credit = CreditView(desk)
        self.month = MonthView(desk)
        self.entry: SlipEntry | None = None
        self.host = ImportHost(desk, self._make_frame())
        self.setAcceptDrops(True)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.host)
        self._show_tools()

    def refresh(self) -> None:
        """Asks for what the chosen tab shows, and the numbers on the tabs."""
        changes, self._changes = self._changes, None
        self.desk.ask(self, _counts, self._set_counts, key="counts")
        tab, typed = self.tabs.current(), self.search.words()
        if tab in STATES:
            self.lines.refresh(tab, typed, changes)
        elif tab == "slips":
            self.slips.refresh(typed)
        else:
            (self.credit if tab == "credit" else self.month).refresh()

    def entered(self) -> None:
        """The list has the keyboard at once: its keys decide."""
        super().entered()
        if self.entry is None and self.host.page is None and self.tabs.current() in STATES:
            self.lines.take_keyboard()

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key or a line's id."""
        if focus in {tab.key for tab in _TABS}:
            self.tabs.choose(focus)
            self._tab_chosen(focus)
        else:
            self.desk.ask(self, partial(_state_of, focus), partial(self._show_line, focus), key="focus")

    def choose_statement(self) -> None:
        """Lets the person choose a statement to import; a school with several accounts says first whose it is."""
        self._with_account(lambda account: self.host.show_page(StatementPage(self.desk, account)))

    def start_import(self, statement: Path) -> None:
        """Opens the import page on `statement`."""
        self._with_account(lambda account: self.host.show_page(StatementPage(self.desk, account), statement))

    def choose_slips(self) -> None:
        """Lets the person choose photos or PDFs of slips."""
        from PySide6.QtWidgets import QFileDialog

        paths, _ = QFileDialog.getOpenFileNames(self, "选择转账回单", "", SLIP_FILES)
        self.register_slips([Path(path) for path in paths])

    def register_slips(self, paths: list[Path]) -> None:
        """Opens the slips one after the other: read, confirmed by the person, kept."""
        if not paths:
            return
        self.entry = entry = SlipEntry(self.desk, paths)
        entry.registered.connect(self.slips.seek)
        entry.closed.connect(self._entry_closed)
        self.host.addWidget(entry)
        self.host.setCurrentWidget(entry)
        entry.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files: statements are imported, pictures and PDFs are slips."""
        if self.host.page is None and self.entry is None and dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = dropped_files(event)
        slips = [path for path in paths if is_slip_file(path)]
        if slips:
            self.register_slips(slips)
        elif self.import_button.isEnabled():
            self.start_import(paths[0])

    def _on_changed(self, changes: dict[str, tuple[str, ...]]) -> None:
        """Notes which rows, for the refresh that follows at once; what changes while the page is not seen is asked for as a whole."""
        self._changes = changes if self.isVisible() else None
        super()._on_changed(changes)
        self._changes = None

    def _make_frame(self) -> QWidget:
        self._frame = PageFrame("缴费对账")
        self.import_button = action_button("导入流水…", "import", primary=True, keys="Ctrl+I", on=self.choose_statement)
        self.import_button.setEnabled(self.desk.may(CASHIERS))
        self.slip_button = action_button("登记回单…", "plus", primary=True, keys="Ctrl+N", on=self.choose_slips)
        for tool in (self.search, self.slip_button, self.import_button):
            self._frame.add_tool(tool)
        self._frame.add_bar(self.risk)
        self._frame.add_bar(self.tabs)
        self._frame.add_bar(self.certain)
        self._stack = QStackedWidget()
        for view in (self.lines, self.slips, self.credit, self.month):
            view.counted.connect(self._frame.set_count)
            self._stack.addWidget(view)
        self._frame.set_content(self._stack)
        return self._frame

    def _tab_chosen(self, _key: str) -> None:
        self._frame.set_count("")
        self._show_tools()
        self.refresh()

    def _show_line(self, line_id: str, state: str) -> None:
        if not state:
            self.desk.tell("没有找到这笔流水，它的导入可能已被撤销。", "warn")
            return
        self.search.set_words("")
        self.take_focus(state)
        self.table.seek(line_id)

    def _show_tools(self) -> None:
        tab = self.tabs.current()
        views: dict[str, QWidget] = {"slips": self.slips, "credit": self.credit, "month": self.month}
        self._stack.setCurrentWidget(views.get(tab, self.lines))
        if tab != "waiting":
            self._tell_sure(Sure())
        self.search.setVisible(tab in STATES or tab == "slips")
        self.slip_button.setVisible(tab == "slips")
        self.import_button.setVisible(tab != "slips")

    def _searched(self, typed: str) -> None:
        """Only the list is asked again: nothing has changed."""
        if self.tabs.current() in STATES:
            self.lines.show_state(self.tabs.current(), typed)
        else:
            self.refresh()

    def _tell_sure(self, sure: Sure) -> None:
        """What the person may take in one step (it is undone in one step too), or what is missing until then."""
        may = self.desk.may(CASHIERS) and not self.search.words()
        if may and sure.count > 1:
            told = f"可直接认领的 {sure.count:,} 笔，合计 {format_yuan(sure.fen)} 元，每笔都有充分的理由。一次认领后也能一次撤销。"
            self.certain.set_words(Tone.GOOD, told, f"一次认领 {sure.count:,} 笔")
        else:
            self.certain.set_words(Tone.INFO, _only_suggests(sure) if may else "")

    def _set_counts(self, counts: _Counts) -> None:
        numbers = {key: sum(counts.lines.get(state, 0) for state in states) for key, states in STATES.items()}
        waiting = counts.slips.get(SlipStatus.WAITING, 0) + counts.slips.get(SlipStatus.DUPLICATE, 0)
        self.tabs.set_counts(numbers | {"reversed": counts.taken_back, "slips": waiting, "credit": counts.credit})
        self.lines.say_empty(bool(counts.lines) or bool(counts.taken_back))
        told = f"有 {counts.at_risk} 笔已审核的缴费被银行冲正或退回，请马上处理。" if counts.at_risk else ""
        self.risk.set_words(Tone.BAD, told, "去处理")

    def _show_risk(self) -> None:
        self.take_focus("reversed")

    def _entry_closed(self) -> None:
        entry, self.entry = self.entry, None
        if entry is not None:
            self.host.removeWidget(entry)
            entry.deleteLater()
        self.take_focus("slips")

    def _with_account(self, then: Any) -> None:
        from school_desk.intake.statement import own_accounts

        accounts = own_accounts(self.desk.school)
        if len(accounts) > 1:
            ask_account(self, accounts, then)
        else:
            then(None)


def _only_suggests(sure: Sure) -> str:
    """Why lines without a doubt must be claimed one by one still; "" where there are none, or this desk has proven enough."""
    trust = sure.trust
    if sure.held < 2 or trust.threshold_ppm is not None:
        return ""
    past = f"已确认 {trust.decisions - trust.wrong:,} 笔、有误 {trust.wrong:,} 笔，" if trust.decisions else ""
    return f"有把握的 {sure.held:,} 笔请逐笔认领：{past}再确认至少 {trust.missing:,} 笔建议无误，才能一次认领。"


def _state_of(line_id: str, session: ReadSession, school_id: str) -> str:
    """The tab that shows the line; "" when there is none."""
    detail = queries.line_detail(session, school_id, line_id)
    return "" if detail is None else next(key for key, states in STATES.items() if detail.line.status in states)


def _counts(session: ReadSession, school_id: str) -> _Counts:
    back = queries.taken_back(session, school_id)
    return _Counts(
        queries.line_counts(session, school_id),
        queries.slip_counts(session, school_id),
        len(back),
        sum(row.at_risk for row in back),
        len(queries.credit_balances(session, school_id)),
    )

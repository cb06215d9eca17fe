"""缴费对账: the lines of the bank statement at the left, what the chosen one pays for at the right; proposals say why."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.import_page import ImportHost
from school_desk.desk.page import PageFrame
from school_desk.desk.screen import Screen
from school_desk.desk.screens.payments.line_panel import LineFacts, LinePanel
from school_desk.desk.screens.payments.statement_import import statement_kind
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.payments import queries
from school_desk.payments.queries import LineRow
from school_desk.terms.labels import line_status
from school_desk.terms.roles import CASHIERS
from school_desk.terms.statuses import LineStatus, ReceivableStatus

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_TABS = (
    ("waiting", "待认领", frozenset({LineStatus.UNCLAIMED, LineStatus.PART_CLAIMED})),
    ("claimed", "已认领", frozenset({LineStatus.CLAIMED})),
    ("not_tuition", "非学费", frozenset({LineStatus.NOT_TUITION})),
    ("on_hold", "暂挂", frozenset({LineStatus.ON_HOLD})),
    ("reversed", "已冲正", frozenset({LineStatus.REVERSED})),
)
_TONES = {
    LineStatus.UNCLAIMED: Tone.WARN,
    LineStatus.PART_CLAIMED: Tone.INFO,
    LineStatus.CLAIMED: Tone.GOOD,
    LineStatus.REVERSED: Tone.BAD,
}


class ReconcileScreen(Screen):
    """Lines and their meaning; a statement is imported in front of them."""

    tables: ClassVar[frozenset[str]] = frozenset({"statement_line", "receivable", "allocation", "credit_entry", "slip"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = FilterTabs([FilterTab(key, words) for key, words, _ in _TABS], name="流水状态")
        self.tabs.chosen.connect(lambda _key: self.refresh())
        self.search = SearchField("付款方、摘要、金额")
        self.search.searched.connect(lambda _text: self.refresh())
        self.table = RowTable(_columns(), name="银行流水")
        self.table.set_loading(True)
        self.table.current_changed.connect(self._show_line)
        self.table.empty_action_requested.connect(self.choose_statement)
        self.panel = LinePanel(desk)
        self.panel.next_requested.connect(partial(self.table.step, 1))
        self.host = ImportHost(desk, self._make_list())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.host)

    def refresh(self) -> None:
        """Asks for the lines of the chosen tab, the counts, and the chosen line's meaning."""
        statuses, typed = self._statuses(), self.search.words()
        self.desk.ask(
            self,
            lambda session, school_id: (
                queries.lines(session, school_id, statuses=statuses, search=typed),
                queries.line_counts(session, school_id),
            ),
            self._set_rows,
        )

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key or a line's id."""
        if focus in {key for key, _, _ in _TABS}:
            self.search.set_words("")
            self.tabs.choose(focus)
            self.refresh()
        else:
            self.table.seek(focus)

    def choose_statement(self) -> None:
        """Lets the person choose a statement to import."""
        self.host.open(statement_kind(self.desk.school))

    def start_import(self, statement: Path) -> None:
        """Opens the import page on `statement`."""
        self.host.open(statement_kind(self.desk.school), statement)

    def _make_list(self) -> QWidget:
        frame = self._frame = PageFrame("缴费对账")
        button = action_button("导入流水…", "import", primary=True, keys="Ctrl+I", on=self.choose_statement)
        button.setEnabled(self.desk.may(CASHIERS))
        frame.add_tool(self.search)
        frame.add_tool(button)
        frame.add_bar(self.tabs)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        row.addWidget(self.table, 1)
        row.addWidget(self.panel)
        frame.set_content(both)
        return frame

    def _statuses(self) -> frozenset[LineStatus]:
        return next(statuses for key, _, statuses in _TABS if key == self.tabs.current())

    def _set_rows(self, answer: tuple[tuple[LineRow, ...], dict[LineStatus, int]]) -> None:
        rows, counts = answer
        self._say_empty(bool(counts))
        self.table.set_rows(rows)
        self.tabs.set_counts({key: sum(counts.get(s, 0) for s in statuses) for key, _, statuses in _TABS})
        waiting = sum(row.rest_fen for row in rows)
        self._frame.set_count(f"{len(rows)} 笔 · 未用 {format_yuan(waiting)} 元" if rows else "")
        if rows and self.table.current_row() is None:
            self.table.select_first()
        self._show_line(self.table.current_row())

    def _say_empty(self, any_line: bool) -> None:
        if any_line:
            self.table.set_empty("这里没有流水", "换一个标签或清空搜索看看。", icon="bank")
        else:
            words = "从网银导出账户明细（工行、农行、建行等），导入后逐笔认领。"
            self.table.set_empty("还没有银行流水", words, "导入流水…", icon="bank")

    def _show_line(self, row: LineRow | None) -> None:
        if row is None:
            self.panel.clear()
            return
        self.desk.ask(self, partial(_facts, row.id), self.panel.show_facts, key="line")


def _facts(line_id: str, session: ReadSession, school_id: str) -> LineFacts | None:
    detail = queries.line_detail(session, school_id, line_id)
    if detail is None:
        return None
    matching = queries.proposals(session, school_id, line_id)
    owed = queries.receivables(session, school_id, statuses=(ReceivableStatus.OPEN, ReceivableStatus.PART_PAID))
    return LineFacts(detail, matching.proposals, matching.verdicts, owed)


def _columns() -> tuple[Column, ...]:
    return (
        Column("booked_at", "时间", 104, value=lambda row: local_text(row.booked_at)[5:], muted=True),
        Column("amount_fen", "金额", 108, "money"),
        Column("counterparty_name", "付款方", 176, stretch=True),
        Column("memo", "摘要附言", 116, muted=True),
        Column("status", "状态", 108, "chip", value=_chip),
    )


def _chip(row: LineRow) -> Chip:
    if row.at_risk:
        return Chip("冲正待办", Tone.BAD)
    return Chip(line_status(row.status), _TONES.get(row.status, Tone.NEUTRAL))

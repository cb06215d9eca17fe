"""回单: the slips handed in, what each waits for, and the line it belongs to. A slip is a claim; only a line is money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.forms import refused_in
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.entry_row import entry_row
from school_desk.desk.screens.payments.line_facts import UNPAIRED
from school_desk.desk.screens.payments.list_beside_panel import ListBesidePanel
from school_desk.desk.screens.payments.slip_picture import SlipPicture
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import heading, sub
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.payments import queries
from school_desk.payments.commands import PairSlip
from school_desk.payments.domain import slips_alike
from school_desk.payments.queries import LineRow, SlipListRow
from school_desk.terms.labels import line_status, slip_status
from school_desk.terms.masking import mask_account
from school_desk.terms.roles import CASHIERS
from school_desk.terms.search import search_key
from school_desk.terms.statuses import LineStatus, SlipStatus

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_TABS = (
    FilterTab(SlipStatus.WAITING, "待到账", Tone.WARN),
    FilterTab(SlipStatus.PAIRED, "已对上"),
    FilterTab(SlipStatus.WRONG_PAYEE, "收款方不符", Tone.BAD),
    FilterTab(SlipStatus.DUPLICATE, "疑似重复", Tone.BAD),
)
_EMPTY = {
    SlipStatus.WAITING: ("没有待到账的回单", "登记过的回单都已对上流水，或在旁边的页签里。"),
    SlipStatus.PAIRED: ("还没有对上的回单", "到账并导入流水后，在“待到账”里把回单对上。"),
    SlipStatus.WRONG_PAYEE: ("没有收款方不符的回单", "收款账号不是学校账号的回单会放在这里，不能对流水。"),
    SlipStatus.DUPLICATE: ("没有疑似重复的回单", "付款账号、金额、日期都与另一张相同的回单会放在这里。"),
}
_MAY_BE = tuple(status for status in LineStatus if status is not LineStatus.REVERSED)


@dataclass(frozen=True)
class _SlipFacts:
    slip: SlipListRow
    line: LineRow | None
    candidates: tuple[LineRow, ...]


class SlipsView(ListBesidePanel):
    """`register_requested`: the first slip is to be registered."""

    register_requested = Signal()
    lesser = ("enterprise",)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.panel = SidePanel()
        super().__init__(RowTable(_columns(), name="回单"), self.panel)
        self.tabs = FilterTabs(_TABS, name="回单的状态", numbered=False)
        self.tabs.chosen.connect(self._tab_chosen)
        self._rows: tuple[SlipListRow, ...] = ()
        self._typed = self._sought = ""
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.removeWidget(self.table)
            column = QVBoxLayout()
            column.setSpacing(GAP_S)
            column.addWidget(self.tabs)
            column.addWidget(self.table, 1)
            row.insertLayout(0, column, 1)
        self.table.current_changed.connect(self._ask_slip)
        self.table.empty_action_requested.connect(self.register_requested)

    def refresh(self, typed: str) -> None:
        """Asks for the slips that hold the words typed; where the tab shown has none of them, the first one that has is shown."""
        self._desk.ask(self, queries.slips, partial(self._set_rows, typed))

    def seek(self, slip_id: str) -> None:
        """Chooses a slip in its tab; it may only come with the next rows."""
        self._sought = slip_id
        self._show_sought()

    def _show_sought(self) -> None:
        row = next((row for row in self._rows if row.id == self._sought), None)
        if row is not None:
            self._sought = ""
            self.tabs.choose(row.status)
            self._show_tab()
            self.table.seek(row.id)

    def _tab_chosen(self, _key: str) -> None:
        self.table.clear_selection()
        self._show_tab()

    def _set_rows(self, typed: str, rows: tuple[SlipListRow, ...]) -> None:
        self._rows, self._typed = rows, typed
        found = [row for row in rows if _holds(row, typed)]
        counts = Counter(row.status for row in found)
        self.tabs.set_counts({tab.key: counts[SlipStatus(tab.key)] for tab in _TABS})
        if typed and found and not counts[SlipStatus(self.tabs.current())]:
            self.tabs.choose(next(tab.key for tab in _TABS if counts[SlipStatus(tab.key)]))
        self._show_tab()
        self._show_sought()

    def _show_tab(self) -> None:
        """The rows of the tab shown."""
        status, rows = SlipStatus(self.tabs.current()), self._rows
        found = [row for row in rows if row.status is status and _holds(row, self._typed)]
        if self._typed:
            self.table.set_empty("没有找到回单", "换个说法，或清空搜索看看。", icon="search")
        elif rows:
            self.table.set_empty(*_EMPTY[status], icon="image")
        else:
            words = (
                "企业发来的转账回单（照片、截图或 PDF）在这里登记。也可以把文件拖到这里。回单只是凭据，到账后才算缴费。"
            )
            self.table.set_empty("还没有回单", words, "登记回单…", icon="image")
        self.table.set_rows(found)
        waiting = [row for row in rows if row.status is SlipStatus.WAITING]
        total = format_yuan(sum(row.amount_fen for row in waiting))
        self.counted.emit(f"{len(found)} 张 · 待到账 {len(waiting)} 张 {total} 元" if rows else "")
        if found and self.table.current_row() is None:
            self.table.select_first()
        self._ask_slip(self.table.current_row())

    def _ask_slip(self, row: SlipListRow | None) -> None:
        if row is None:
            self.panel.hide()
        else:
            self._desk.ask(self, partial(_facts, row), self._show, key="slip")

    def _show(self, facts: _SlipFacts) -> None:
        slip, row = facts.slip, self.table.current_row()
        if row is None or row.id != slip.id:
            return
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(SlipPicture(self._desk, slip.document_id))
        if slip.note:
            column.addWidget(Notice(Tone.BAD, f"{slip.note}。"))
        column.addWidget(FactsGrid(_slip_facts(slip), columns=1))
        if slip.status is SlipStatus.DUPLICATE:
            self._add_twins(column, slip)
        if facts.line is not None:
            column.addWidget(heading("对上的流水"))
            column.addWidget(_line(facts.line, None))
        elif slip.status in UNPAIRED:
            self._add_candidates(column, facts)
        self.panel.show_body(f"{format_yuan(slip.amount_fen)} 元", page)

    def _add_twins(self, column: QVBoxLayout, slip: SlipListRow) -> None:
        """What it may be a copy of, one step away."""
        column.addWidget(heading("与它相同的回单"))
        for twin in (row for row in self._rows if row.id != slip.id and slips_alike(row, slip)):
            told = " · ".join(filter(None, (str(twin.paid_on or ""), slip_status(twin.status), twin.serial_no)))
            show = action_button("查看", on=partial(self.seek, twin.id))
            column.addWidget(entry_row(f"{twin.payer_name}　{format_yuan(twin.amount_fen)} 元", told, show))

    def _add_candidates(self, column: QVBoxLayout, facts: _SlipFacts) -> None:
        column.addWidget(heading("金额相同的流水"))
        if not facts.candidates:
            told = "流水里还没有这笔钱。到账并导入流水后，在这里或流水旁边把它对上。"
            column.addWidget(sub(told, wrap=True))
        for line in facts.candidates:
            pair = partial(self._pair, facts.slip.id, line.id) if self._desk.may(CASHIERS) else None
            column.addWidget(_line(line, pair))

    def _pair(self, slip_id: str, line_id: str) -> None:
        refused = refused_in(self._desk, self.panel)
        self._desk.decide(self, PairSlip(slip_id, line_id), done="回单已对上流水。", refused=refused)


def _facts(slip: SlipListRow, session: ReadSession, school_id: str) -> _SlipFacts:
    if slip.line_id is not None:
        detail = queries.line_detail(session, school_id, slip.line_id)
        return _SlipFacts(slip, detail.line if detail else None, ())
    alike = queries.lines_like(session, school_id, incoming=True, amount_fen=slip.amount_fen, statuses=_MAY_BE)
    return _SlipFacts(slip, None, tuple(line for line in alike if _same_payer(slip, line)))


def _same_payer(slip: SlipListRow, line: LineRow) -> bool:
    """Accounts must agree where both are known."""
    return len({slip.payer_account, line.counterparty_account} - {None}) < 2


def _holds(row: SlipListRow, typed: str) -> bool:
    text = search_key(f"{row.payer_name} {row.enterprise} {row.serial_no} {format_yuan(row.amount_fen)}")
    return all(search_key(word) in text for word in typed.split())


def _columns() -> tuple[Column, ...]:
    return (
        Column("paid_on", "付款日期", 104, "date"),
        Column("amount_fen", "金额", 104, "money"),
        Column("payer_name", "付款人", 112, stretch=True),
        Column("enterprise", "企业", 120, muted=True, stretch=True),
    )


def _slip_facts(slip: SlipListRow) -> list[Fact]:
    return [
        Fact("状态", slip_status(slip.status)),
        Fact("付款人", slip.payer_name),
        Fact("付款账号", mask_account(slip.payer_account) if slip.payer_account else ""),
        Fact("收款账号", slip.payee_account),
        Fact("付款日期", str(slip.paid_on or "")),
        Fact("流水号", slip.serial_no),
        Fact("企业", slip.enterprise or "还不知道"),
    ]


def _line(line: LineRow, pair: Callable[[], object] | None) -> QWidget:
    words = f"{line.counterparty_name}　{format_yuan(line.amount_fen)} 元"
    told = f"{local_text(line.booked_at)} · {line_status(line.status)} · {line.memo}"
    return entry_row(words, told, *([action_button("对上", primary=True, on=pair)] if pair is not None else []))

"""月结: one account's month at a glance: opening + in − out = closing, and where all that came in has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from school_desk.desk import saving
from school_desk.desk.colours import Tone
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_S, GAP_XL
from school_desk.desk.widgets.buttons import action_button, tool_button
from school_desk.desk.widgets.empty import EmptyState
from school_desk.desk.widgets.inputs import ChoiceInput
from school_desk.desk.widgets.page import Card, Notice
from school_desk.desk.widgets.texts import body, heading, rule, strong, sub
from school_desk.kernel.money import format_yuan
from school_desk.output.month_end import MONTH_BOOK, month_balances, month_book, month_uses
from school_desk.payments import queries
from school_desk.payments.queries import MonthEnd
from school_desk.terms.roles import CASHIERS

if TYPE_CHECKING:
    from school_desk.adapters.sheets.month_book import MonthBook, MonthFact
    from school_desk.kernel.database import ReadSession

_AMOUNT_WIDTH = 140


@dataclass(frozen=True)
class _MonthAnswer:
    accounts: tuple[str, ...]
    month: MonthEnd | None


class MonthView(QWidget):
    """`counted` (words beside the title)."""

    counted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._first = desk.today.replace(day=1)
        self.account = ChoiceInput()
        self.account.setAccessibleName("账号")
        self.account.setMinimumWidth(220)
        self.account.edited.connect(self.refresh)
        self.earlier = tool_button("chevron-left", "上个月", on=self.show_earlier)
        self.later = tool_button("chevron-right", "下个月", on=self.show_later)
        self.export_button = action_button("导出月结…", "export", keys="Ctrl+E", on=self.export)
        self.export_button.setEnabled(desk.may(CASHIERS))
        self.name = heading("")
        self.notice = Notice()
        self._balance, self._uses = Card("余额"), Card("收入去向")
        self._body = QWidget()
        self._empty = EmptyState("sheet", "还没有流水", "导入银行流水后，这里按月核对余额。")
        self._lay_out()

    def refresh(self) -> None:
        """Asks for the month chosen."""
        self._desk.ask(self, partial(_answer, self.account.value(), self._first), self._show)

    def show_earlier(self) -> None:
        """The month before."""
        self._turn_to(self._first - timedelta(days=1))

    def show_later(self) -> None:
        """The month after."""
        self._turn_to(self._first + timedelta(days=31))

    def export(self) -> None:
        """Asks where to write the month as a workbook."""
        name = f"月结-{self._first:%Y-%m}.xlsx"
        saving.ask_where(self, self._desk, "导出月结", name, self.export_to)

    def export_to(self, target: Path) -> None:
        """Writes what stands here and, line by line, what it is the sum of; that it left is journalled."""
        account, first = self.account.value(), self._first

        def write(book: MonthBook) -> None:
            then = saving.recorded(self._desk, self, f"月结 {first:%Y-%m}", len(book.lines), target, "笔流水")
            saving.write(self._desk, self, MONTH_BOOK, target, book, then=then)

        self._desk.look_up(self, lambda: month_book(self._desk.school, account, first), write, key="month-book")

    def _turn_to(self, day: date) -> None:
        self._first = day.replace(day=1)
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        for widget in (self.earlier, self.name, self.later):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.account)
        head.addWidget(self.export_button)
        cards = QHBoxLayout()
        cards.setSpacing(GAP_L)
        cards.addWidget(self._balance, 1, Qt.AlignmentFlag.AlignTop)
        cards.addWidget(self._uses, 1, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GAP_L)
        inside.addLayout(head)
        inside.addWidget(self.notice)
        inside.addLayout(cards)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)
        column.addWidget(self._empty)
        self._empty.hide()

    def _show(self, answer: _MonthAnswer) -> None:
        month = answer.month
        self._body.setVisible(month is not None)
        self._empty.setVisible(month is None)
        self.counted.emit("")
        if month is None:
            return
        self.account.set_options([(account, account) for account in answer.accounts])
        self.account.set_value(month.own_account)
        self.account.setVisible(len(answer.accounts) > 1)
        self.name.setText(f"{month.first.year} 年 {month.first.month} 月")
        self.later.setEnabled(month.first < self._desk.today.replace(day=1))
        self.notice.set_words(*_verdict(month))
        _fill(self._balance, _rows(month_balances(month)))
        _fill(self._uses, _rows(month_uses(month)))


def _answer(account: str | None, first: date, session: ReadSession, school_id: str) -> _MonthAnswer:
    accounts = queries.own_accounts_with_lines(session, school_id)
    if not accounts:
        return _MonthAnswer((), None)
    chosen = account if account in accounts else accounts[0]
    return _MonthAnswer(accounts, queries.month_end(session, school_id, chosen, first))


def _verdict(month: MonthEnd) -> tuple[Tone, str]:
    """Whether the month ties out, and what is still to do."""
    if month.at_risk_fen:
        told = f"有 {format_yuan(month.at_risk_fen)} 元已审核的缴费被银行冲正或退回，请到“冲正退回”处理。"
        return Tone.BAD, told
    if month.gap_fen:
        word = "少" if month.gap_fen < 0 else "多"
        told = f"期末余额比流水算出来的{word} {format_yuan(abs(month.gap_fen))} 元：可能漏导了流水，请重新导出整月明细再导入。"
        return Tone.BAD, told
    if not month.in_fen and not month.out_fen:
        return Tone.INFO, "这个月还没有流水。"
    if month.unclaimed_fen:
        return Tone.WARN, f"余额对得上，还有 {format_yuan(month.unclaimed_fen)} 元收入没有认领。"
    if month.gap_fen is None:
        return Tone.INFO, "收入都有了去处。流水里没有印余额，余额请对照银行对账单核对。"
    return Tone.GOOD, "余额对得上，收入都有了去处。"


def _rows(facts: tuple[MonthFact, ...]) -> list[tuple[str, str, str]]:
    return [(fact.name, _words(fact.fen), fact.kind) for fact in facts]


def _words(fen: int | None) -> str:
    return "银行没有印" if fen is None else format_yuan(fen)


def _fill(card: Card, rows: list[tuple[str, str, str]]) -> None:
    """Name left, amount right; a sum stands under a line."""
    while card.column.count() > 1:
        item = card.column.takeAt(1)
        gone = item.widget() if item is not None else None
        if gone is not None:
            gone.hide()
            gone.deleteLater()
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GAP_XL)
    grid.setVerticalSpacing(GAP_S)
    grid.setColumnStretch(0, 1)
    for place, (name, amount, kind) in enumerate(rows):
        if kind == "sum":
            grid.addWidget(rule(), 2 * place, 0, 1, 2)
        made: dict[str, tuple[QLabel, QLabel]] = {
            "": (body(name), body(amount)),
            "sum": (strong(name), strong(amount)),
            "part": (sub(f"　{name}"), sub(amount)),
        }
        left, right = made[kind]
        right.setMinimumWidth(_AMOUNT_WIDTH)
        right.setAlignment(Qt.AlignmentFlag.AlignRight)
        right.setAccessibleName(f"{name} {amount}")
        grid.addWidget(left, 2 * place + 1, 0)
        grid.addWidget(right, 2 * place + 1, 1)
    card.column.addWidget(table)

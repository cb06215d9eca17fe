"""拆分认领: a person says which 应缴单 a line pays and how much each gets; what is left may become an enterprise's 预收余额."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.screens.payments.drafts import Draft
from school_desk.desk.screens.payments.line_facts import LineFacts
from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.buttons import tool_button
from school_desk.desk.widgets.inputs import MoneyInput, NoteInput
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import body, caption, error_line, heading, sub
from school_desk.kernel.clock import local_text
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.payments.commands import AllocateTogether, AllocateTransfer
from school_desk.payments.queries import LineRow, ReceivableListRow
from school_desk.terms.search import search_key

_AMOUNT_WIDTH, _LIST_HEIGHT, _LINES_SHOWN = 108, 236, 6


@dataclass(frozen=True)
class Target:
    """What money can be given to: an 应缴单, or (without one) an enterprise's 预收余额."""

    id: str
    enterprise_id: str
    enterprise: str
    owed: ReceivableListRow | None = None

    @property
    def what(self) -> str:
        """Which 应缴单: what tells it from its neighbours first."""
        owed = self.owed
        return f"{owed.trade} {owed.level.label} {owed.batch_number}" if owed else "预收余额"

    @property
    def open_fen(self) -> int | None:
        """What it still wants."""
        return self.owed.open_fen if self.owed else None

    def holds(self, typed: str) -> bool:
        """Whether a person who typed this may mean it."""
        words = [self.enterprise, self.what]
        if self.owed is not None:
            words += [self.owed.payment_code, self.owed.number, format_yuan(self.owed.open_fen)]
        text = search_key(" ".join(words))
        return all(search_key(word) in text for word in typed.split())


class ClaimEditor(QWidget):
    """The claim being put together. `changed`: another amount; `submitted`: Ctrl+Enter."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, facts: LineFacts, draft: Draft) -> None:
        super().__init__()
        self._draft = draft
        self._amounts: dict[str, MoneyInput] = {}
        self._targets = tuple(_targets(facts))
        self._parts = QVBoxLayout()
        self._parts.setSpacing(GAP_S)
        self._error = error_line()
        self.reason = NoteInput(lines=2)
        self.reason.setAccessibleName("个人付款的原因（必填）")
        self._needs_reason = bool(draft.personal)
        self.search = SearchField("企业、批次、缴费码、金额", name="查找应缴单")
        self.search.setMaximumWidth(10_000)
        self.search.searched.connect(self._show_targets)
        self.table = RowTable(_columns(), name="应缴单", density="normal")
        self.table.set_empty("没有找到", "换个说法再找；没有登记的企业要先登记。", icon="search")
        self.table.setFixedHeight(_LIST_HEIGHT)
        self.table.activated.connect(self.add)
        self.search.follow(self.table)
        self._whole = caption("", wrap=True)
        self.table.current_changed.connect(self._show_whole)
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submitted)
        self._show_targets("")
        self._show_parts()

    @property
    def draft(self) -> Draft:
        """What the person means now."""
        return self._draft

    def amounts(self) -> tuple[MoneyInput, ...]:
        """The amounts in their order."""
        return tuple(self._amounts.values())

    def focus(self) -> None:
        """Where the person goes on: the first amount, or finding an 应缴单."""
        first = next(iter(self._amounts.values()), None)
        (first or self.search).setFocus(Qt.FocusReason.OtherFocusReason)
        if first is not None:
            first.selectAll()

    def add(self, target: Target) -> None:
        """Gives the 应缴单 what is left of the line, as far as it wants it; or the rest to a 预收余额."""
        draft = self._draft
        if target.owed is None:
            self._draft = replace(draft, credit_to=target.enterprise_id)
        elif all(row.id != target.id for row, _ in draft.parts):
            left = max(0, draft.rest_fen - draft.given_fen)
            self._draft = replace(draft, parts=(*draft.parts, (target.owed, min(left, target.owed.open_fen))))
        self._show_parts()

    def command(self) -> AllocateTransfer | AllocateTogether | None:
        """The decision; None when something is wrong, which is then said."""
        problem = self._problem()
        self.fail(problem)
        return None if problem else self._draft.command(self.reason.value() if self._needs_reason else "")

    def fail(self, sentence: str) -> None:
        """Says what is wrong; "" takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        if self._draft.others:
            column.addWidget(caption(_lines_words(self._draft.lines), wrap=True))
        column.addLayout(self._parts)
        column.addWidget(self._error)
        if self._needs_reason:
            column.addWidget(caption("个人付款的原因（应当公对公）*"))
            column.addWidget(self.reason)
        column.addSpacing(GAP_S)
        column.addWidget(heading("添加应缴单"))
        column.addWidget(self.search)
        column.addWidget(self._whole)
        column.addWidget(self.table)

    def _problem(self) -> str:
        draft = self._draft
        for row, _ in draft.parts:
            problem = self._amounts[row.id].problem() or self._amount_problem(row)
            if problem:
                return problem
        if draft.difference_fen < 0:
            return f"比{'这几笔' if draft.others else '这笔'}流水多出 {format_yuan(-draft.difference_fen)} 元，请把金额改小。"
        if not draft.parts and draft.credit_to is None:
            return "请在下面查找应缴单，按 Enter 添加。"
        if self._needs_reason and not self.reason.value():
            return "付款人是个人，请填写原因。"
        return ""

    def _amount_problem(self, row: ReceivableListRow) -> str:
        fen = self._amounts[row.id].value() or 0
        if fen <= 0:
            return f"请填写给 {row.number} 的金额，或把它移走。"
        if fen > row.open_fen:
            return f"{row.number} 只欠 {format_yuan(row.open_fen)} 元；多出的钱可以转入预收余额。"
        return ""

    def _show_targets(self, typed: str) -> None:
        self.table.set_rows([target for target in self._targets if target.holds(typed)])
        self.table.select_first()

    def _show_whole(self, target: Target | None) -> None:
        """The chosen line in full: the panel is too narrow for some enterprises' names."""
        self._whole.setText("" if target is None else f"{target.enterprise}　{target.what}")

    def _show_parts(self) -> None:
        while self._parts.count():
            item = self._parts.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self._amounts = {}
        for row, fen in self._draft.parts:
            self._parts.addWidget(self._part(row, fen))
        if not self._draft.parts and self._draft.credit_to is None:
            self._parts.addWidget(sub("还没有选应缴单。在下面查找，按 Enter 添加。", wrap=True))
        self._credited = sub("")
        if self._draft.credit_to is not None:
            self._parts.addWidget(self._credit(self._draft.credit_to))
        self._tell()

    def _part(self, row: ReceivableListRow, fen: int) -> QWidget:
        amount = self._amounts[row.id] = MoneyInput()
        amount.set_value(fen)
        amount.setFixedWidth(_AMOUNT_WIDTH)
        amount.setAccessibleName(f"给 {row.number} 的金额")
        amount.edited.connect(weakly(self._amount_edited, row.id))
        amount.returnPressed.connect(weakly(self._to_search))
        what = f"{row.batch_number} {row.trade} {row.level.label}，欠 {format_yuan(row.open_fen)}"
        return _line(body(row.enterprise, wrap=True), what, amount, weakly(self._remove, row.id), f"移走 {row.number}")

    def _credit(self, enterprise_id: str) -> QWidget:
        owner = next(one.enterprise for one in self._targets if one.enterprise_id == enterprise_id)
        self._credited.setFixedWidth(_AMOUNT_WIDTH)
        self._credited.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        remove = weakly(self._remove_credit)
        return _line(body(owner, wrap=True), "余下的转入预收余额", self._credited, remove, "不转入预收余额")

    def _remove(self, receivable_id: str) -> None:
        parts = tuple(part for part in self._draft.parts if part[0].id != receivable_id)
        self._draft = replace(self._draft, parts=parts)
        self._show_parts()
        self._to_search()

    def _remove_credit(self) -> None:
        self._draft = replace(self._draft, credit_to=None)
        self._show_parts()

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _amount_edited(self, receivable_id: str) -> None:
        try:
            fen = self._amounts[receivable_id].value() or 0
        except RuleViolation:
            return  # half typed: said when it is sent
        parts = tuple((row, fen if row.id == receivable_id else old) for row, old in self._draft.parts)
        self._draft = replace(self._draft, parts=parts)
        self._tell()

    def _tell(self) -> None:
        self.fail("")
        self._credited.setText(format_yuan(max(0, self._draft.credited_fen)))
        self.changed.emit()


def _lines_words(lines: tuple[LineRow, ...]) -> str:
    shown = [_line_words(line) for line in lines[:_LINES_SHOWN]]
    return "\n".join([*shown, *([f"…… 等 {len(lines)} 笔"] if len(lines) > _LINES_SHOWN else [])])


def _line_words(line: LineRow) -> str:
    return f"{local_text(line.booked_at)[5:10]} {line.counterparty_name} {format_yuan(line.rest_fen)}"


def _line(name: QWidget, what: str, amount: QWidget, remove: object, words: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_S)
    words_column = QVBoxLayout()
    words_column.setSpacing(0)
    words_column.addWidget(name)
    words_column.addWidget(caption(what, wrap=True))
    row.addLayout(words_column, 1)
    row.addWidget(amount)
    button = tool_button("close", words)
    button.clicked.connect(remove)
    row.addWidget(button)
    return made


def _targets(facts: LineFacts) -> Iterator[Target]:
    """What was proposed first, then the payer's own, then all others; the enterprises' 预收余额 last."""
    proposed = {key: place for place, one in enumerate(facts.proposals) for key, _ in reversed(one.parts)}
    payers = {facts.line.counterparty_name, *(past.enterprise for past in facts.detail.past_payments)}
    owed = [Target(row.id, row.enterprise_id, row.enterprise, row) for row in reversed(list(facts.books.owed.values()))]
    last = len(proposed)
    yield from sorted(owed, key=lambda one: (proposed.get(one.id, last), one.enterprise not in payers))
    near = payers | {one.enterprise for one in owed if one.id in proposed}
    names = sorted(facts.books.enterprises.items(), key=lambda item: (item[1] not in near, item[1]))
    for enterprise_id, name in names:
        yield Target(f"credit/{enterprise_id}", enterprise_id, name)


def _which(target: Target) -> str:
    """In a narrow panel this is the only word of whose 预收余额 it is."""
    return target.what if target.owed else f"{target.what} {target.enterprise}"


def _columns() -> tuple[Column, ...]:
    return (
        Column("what", "应缴单", 200, stretch=True, value=_which),
        Column("enterprise", "企业", 80, stretch=True, muted=True, yields_room=True),
        Column("open_fen", "还欠", 88, "money"),
    )

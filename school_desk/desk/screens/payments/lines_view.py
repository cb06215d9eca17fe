"""The bank's lines by their state at the left, the chosen one at the right; single keys decide while the list has the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from school_desk.desk.colours import Tone
from school_desk.desk.screens.payments.drafts import Draft, together
from school_desk.desk.screens.payments.line_books import Changes, LineBooks, touched_ids
from school_desk.desk.screens.payments.line_cards import status_tone
from school_desk.desk.screens.payments.line_facts import LineFacts, line_facts
from school_desk.desk.screens.payments.line_panel import LinePanel
from school_desk.desk.screens.payments.list_beside_panel import ListBesidePanel
from school_desk.desk.screens.payments.open_books import AT_ONCE, WAITING, Judged, OpenBooks
from school_desk.desk.services import Desk
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.payments import queries
from school_desk.payments.matching.trust import NOTHING_KNOWN, Trust
from school_desk.payments.queries import LineRow
from school_desk.terms.labels import line_status
from school_desk.terms.roles import CASHIERS
from school_desk.terms.statuses import LineStatus

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

STATES = {
    "waiting": frozenset(WAITING),
    "claimed": frozenset({LineStatus.CLAIMED}),
    "not_tuition": frozenset({LineStatus.NOT_TUITION}),
    "on_hold": frozenset({LineStatus.ON_HOLD}),
    "reversed": frozenset({LineStatus.REVERSED}),
}
_CONVINCING = 0.5


@dataclass(frozen=True)
class Sure:
    """The lines that may be claimed at once, how much that is, and how many more matching is as sure of but has not earned it by `trust`."""

    count: int = 0
    fen: int = 0
    held: int = 0
    trust: Trust = NOTHING_KNOWN


class LinesView(ListBesidePanel):
    """`counted` with every answer; `import_requested`: nothing has been imported yet; `sure` (Sure): what may be claimed at once."""

    import_requested = Signal()
    sure = Signal(object)
    lesser = ("memo",)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._state, self._typed = "waiting", ""
        self._takes_keyboard = False
        self._rows: tuple[LineRow, ...] | None = None
        self._touched: set[str] = set()
        self._judged: Judged | None = None
        self._before_undo: frozenset[str] | None = None
        self.panel = LinePanel(desk)
        super().__init__(RowTable(_columns(self._hint), name="银行流水"), self.panel)
        self._line_books = LineBooks(desk, self)
        self._line_books.changed.connect(self._show_books)
        self.table.current_changed.connect(self._ask_line)
        self.table.empty_action_requested.connect(self.import_requested)
        self.table.view.installEventFilter(self)
        self.panel.left.connect(self.table.setFocus)
        self.panel.merge_requested.connect(self.merge)

    @property
    def is_current(self) -> bool:
        """Whether matching has seen everything as it is now."""
        books = self._line_books.books
        return books is not None and books.is_current

    def refresh(self, state: str, typed: str, changes: Changes | None = None) -> None:
        """Something has changed: the lines and what they may pay are asked for again, and stay as they are until the answers come.

        Of a long list only the lines that `changes` names are read: the next one is there at once.
        """
        touched = touched_ids(changes, "statement_line")
        is_known = self._rows is not None and len(self._rows) > AT_ONCE and (state, typed) == (self._state, "")
        if touched is not None and is_known and state != "reversed":
            self._touched |= touched
            self._desk.ask(self, partial(_lines_now, frozenset(self._touched)), self._set_lines)
        else:
            self.show_state(state, typed)
        self._line_books.ask(changes)

    def show_state(self, state: str, typed: str) -> None:
        """Asks for the lines in one of `STATES` that hold the words typed; the line chosen stays, or the next one follows."""
        if state != self._state:
            self.table.clear_selection()
            self.table.sort_by(None)
            self.panel.clear()
            self._rows = None
        self._state, self._typed = state, typed
        self._touched.clear()
        self._desk.ask(self, partial(_rows, state, typed), self._set_rows)

    def claim_sure(self) -> None:
        """Claims all lines that may be claimed unseen, as one decision."""
        drafts = self._trusted()
        if not drafts or not self._desk.may(CASHIERS):
            return
        fen = sum(draft.rest_fen for draft in drafts)
        done = f"已认领 {len(drafts)} 笔，合计 {format_yuan(fen)} 元。"
        self._desk.decide(self, together(drafts), done=done)

    def merge(self) -> None:
        """合并: the lines selected, or else all that wait from the payer of the chosen one, pay together."""
        row, books = self.table.current_row(), self._line_books.books
        if row is None or books is None:
            return
        lines = [one for one in self.table.selected_rows() if one.status in WAITING]
        if len(lines) < 2:
            lines = [one for one in self.table.rows() if one.status in WAITING and _same_payer(one, row)]
        if len(lines) < 2:
            self._desk.tell("这个付款方只有这一笔。要把别的几笔合在一起认领，请先按住 Ctrl 点选它们，再按 M。")
        else:
            others = [one for one in lines if one.id != row.id]
            self.panel.merge(books.merged((row, *others)))

    def take_keyboard(self) -> None:
        """The list has the keyboard, now and when its first rows come."""
        self._takes_keyboard = True
        self.table.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's own keys. A text field never sees this: there letters are text, also while an input method composes."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._act(event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters also decide from the panel's buttons, which leave them to the page; Enter and Space press the button there."""
        is_letter = event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if not (is_letter and self._act(event)):
            super().keyPressEvent(event)

    def choose_columns(self) -> None:
        """While lines wait the list says how much work each will be, else what it is."""
        super().choose_columns()
        self.table.set_column_shown("booked_at", self.is_wide or not self.panel.isVisible())
        self.table.set_column_shown("hint", self._state == "waiting")
        self.table.set_column_shown("status", self._state != "waiting")

    def _act(self, event: QKeyEvent) -> bool:
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self.panel.take,
            Qt.Key.Key_Return: self.panel.take,
            Qt.Key.Key_Enter: self.panel.take,
            Qt.Key.Key_S: self.panel.split,
            Qt.Key.Key_M: self.merge,
            Qt.Key.Key_X: self.panel.put_on_hold,
            Qt.Key.Key_N: self.panel.set_not_tuition,
            **{Qt.Key.Key_0 + place: partial(self.panel.mark, place) for place in (1, 2, 3)},
        }
        if event.key() == Qt.Key.Key_U and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            return self._take_back(event)
        act = acts.get(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        sent = held == Qt.KeyboardModifier.ControlModifier and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if act is None or not (sent or held == Qt.KeyboardModifier.NoModifier):
            return False
        if not (self.panel.is_editing or event.isAutoRepeat()) and self._shows_current():
            self._before_undo = None
            act()
        return True

    def _take_back(self, event: QKeyEvent) -> bool:
        """U: the chosen line's decision where decided lines are listed, else the last one: then no line needs to be left."""
        if self.panel.is_editing or event.isAutoRepeat():
            return True
        if self._state == "waiting":
            self._before_undo = frozenset(row.id for row in self._rows or ())
            self._desk.undo()
        elif self._shows_current():
            self.panel.take_back()
        return True

    def _shows_current(self) -> bool:
        """Whether the panel has caught up with the list: a fast hand must not decide about the line before."""
        row, facts = self.table.current_row(), self.panel.facts
        return row is not None and facts is not None and facts.line.id == row.id

    def _set_rows(self, rows: tuple[LineRow, ...]) -> None:
        self._rows = rows
        self.choose_columns()
        self._arrange()
        if self._takes_keyboard:
            self._takes_keyboard = False
            self.table.setFocus()

    def _set_lines(self, now: dict[str, LineRow | None]) -> None:
        """Puts lines as they are now in the places of the old ones, or takes them out."""
        self._touched -= now.keys()
        states = STATES[self._state]
        newer = [row for row in now.values() if row is not None and row.incoming and row.status in states]
        kept = [row for row in self._rows or () if row.id not in now]
        self._rows = tuple(sorted([*kept, *newer], key=_booked, reverse=True))
        self._arrange()

    def _show_books(self, books: OpenBooks) -> None:
        """What matching says orders the list; what is owed meanwhile changes only the chosen line and the hints in sight."""
        if self._rows is None:
            return
        if books.judged is not self._judged:
            self._judged = books.judged
            self._arrange()
        else:
            self.table.view.viewport().update()
            self._ask_line(self.table.current_row())
            self._tell_counts()

    def _arrange(self) -> None:
        """Shows the rows; those that wait in the order in which they are worth a person's time, as soon as that is known."""
        rows, books = self._rows or (), self._line_books.books
        is_waiting = self._state == "waiting"
        self.table.set_rows(books.in_order(rows) if is_waiting and books is not None else rows)
        self._tell_counts()
        self._choose_returned()
        if rows and not self.table.selected_ids() and (books is not None or not is_waiting):
            self.table.select_first()
        else:
            self._ask_line(self.table.current_row())

    def _choose_returned(self) -> None:
        """The line that an undo brought back is chosen: the person means to decide about it again."""
        before = self._before_undo
        if before is None:
            return
        shown = [row.id for row in self.table.rows()]
        returned = [one for one in shown if one not in before]
        # A line whose claim was still being written leaves the list first.
        self._before_undo = None if returned else before.intersection(shown)
        self.table.select_ids(returned[:1])

    def _tell_counts(self) -> None:
        self.counted.emit(self._counted(self._rows or ()))
        self.sure.emit(self._how_sure())

    def _counted(self, rows: Sequence[LineRow]) -> str:
        if not rows:
            return ""
        words = [f"{len(rows):,} 笔"]
        if self._state in ("waiting", "on_hold"):
            words.append(f"未用 {format_yuan(sum(row.rest_fen for row in rows))} 元")
        if self._state == "waiting":
            words.append("金额大、把握小的在前" if self.is_current else "正在比对…")
        return " · ".join(words)

    def _sure(self) -> list[Draft]:
        books = self._line_books.books
        return books.sure(self._rows or ()) if books is not None and self._state == "waiting" else []

    def _trusted(self) -> list[Draft]:
        books = self._line_books.books
        return [draft for draft in self._sure() if books is not None and books.is_trusted(draft.line.id)]

    def _how_sure(self) -> Sure:
        drafts, books = self._trusted(), self._line_books.books
        fen = sum(draft.rest_fen for draft in drafts)
        return Sure(len(drafts), fen, len(self._sure()) - len(drafts), NOTHING_KNOWN if books is None else books.trust)

    def _hint(self, row: LineRow) -> Chip | None:
        books = self._line_books.books
        return None if books is None else _hint(row, books)

    def say_empty(self, any_line: bool) -> None:
        """What stands where no line is: the first import, another filter, or that all is done."""
        if not any_line:
            words = "从网银导出账户明细（工行、农行、建行等），导入后逐笔认领。也可以把文件拖到这里。"
            self.table.set_empty("还没有银行流水", words, "导入流水…", icon="bank")
        elif self._typed:
            self.table.set_empty("没有找到流水", "换个说法，或清空搜索看看。", icon="search")
        elif self._state == "waiting":
            self.table.set_empty(
                "流水都办完了", "每笔收入都有了去处。已认领足额的应缴单请到“费用审核”提交。", icon="check-circle"
            )
        else:
            self.table.set_empty("这里没有流水", "", icon="bank")

    def _ask_line(self, row: LineRow | None) -> None:
        books = self._line_books.books
        if row is None:
            self.panel.clear()
        elif books is not None:
            self._desk.ask(self, partial(_line, row.id, books), self._show_line, key="line")

    def _show_line(self, facts: LineFacts | None) -> None:
        current = self.table.current_row()
        if facts is None or (current is not None and current.id == facts.line.id):
            self.panel.show_facts(facts)
            self.choose_columns()


def _rows(state: str, typed: str, session: ReadSession, school_id: str) -> tuple[LineRow, ...]:
    if state == "reversed":
        return queries.taken_back(session, school_id, typed)
    return queries.lines(session, school_id, statuses=STATES[state], search=typed)


def _lines_now(ids: frozenset[str], session: ReadSession, school_id: str) -> dict[str, LineRow | None]:
    found = {one: queries.line_detail(session, school_id, one) for one in ids}
    return {one: None if detail is None else detail.line for one, detail in found.items()}


def _line(line_id: str, books: OpenBooks, session: ReadSession, school_id: str) -> LineFacts | None:
    return line_facts(session, school_id, line_id, books)


def _same_payer(one: LineRow, other: LineRow) -> bool:
    """By account where both are known, else by name."""
    accounts = one.counterparty_account, other.counterparty_account
    if all(accounts):
        return accounts[0] == accounts[1]
    return bool(one.counterparty_name) and one.counterparty_name == other.counterparty_name


def _columns(hint: Callable[[LineRow], Chip | None]) -> tuple[Column, ...]:
    """A hint is made when its cell is painted: of thousands of lines two dozen are in sight."""
    return (
        Column("booked_at", "时间", 104, value=lambda row: local_text(row.booked_at)[5:], muted=True, sort_key=_booked),
        Column("amount_fen", "金额", 104, "money", value=_signed, sort_key=_signed),
        Column("counterparty_name", "付款方", 120, stretch=True, sort_key=attrgetter("counterparty_name")),
        Column("memo", "摘要附言", 104, muted=True),
        Column("hint", "建议", 124, "chip", value=hint),
        Column("status", "状态", 108, "chip", value=_chip),
    )


_booked = attrgetter("booked_at", "id")


def _signed(row: LineRow) -> int:
    return row.amount_fen if row.incoming else -row.amount_fen


def _hint(row: LineRow, books: OpenBooks) -> Chip | None:
    """How much work the line will be, seen from the list."""
    if row.status not in WAITING:
        return None
    best = next(iter(books.proposals(row)), None)
    if row.status is LineStatus.PART_CLAIMED:
        return Chip(f"余 {format_yuan(row.rest_fen)}", Tone.INFO, "half")
    if best is None and books.is_pending(row):
        return Chip("比对中", Tone.NEUTRAL)
    if best is None:
        banking = any(verdict.kind == "not_tuition" for verdict in books.verdicts(row.id))
        return Chip("像利息" if banking else "没有建议", Tone.NEUTRAL)
    if best.certain:
        return Chip("可直接认领" if books.is_trusted(row.id) else "有把握", Tone.GOOD)
    return Chip("有建议", Tone.INFO) if best.score >= _CONVINCING and not best.vetoes else Chip("请核对", Tone.WARN)


def _chip(row: LineRow) -> Chip:
    if row.at_risk:
        return Chip("冲正待办", Tone.BAD, "warn")
    if row.takes_back:
        found = row.status is LineStatus.REVERSED
        return Chip("冲正退回", Tone.NEUTRAL, "arrow") if found else Chip("待核对", Tone.WARN)
    return Chip(line_status(row.status), status_tone(row.status))

"""The panel beside the bank's lines: what the chosen line is, what it may pay and why, what was done with it and how to take that back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from school_desk.desk.forms import PanelForms
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments import line_forms
from school_desk.desk.screens.payments.claim_editor import ClaimEditor
from school_desk.desk.screens.payments.drafts import Draft, judged
from school_desk.desk.screens.payments.entry_row import entry_row
from school_desk.desk.screens.payments.line_cards import (
    ProposalCard,
    allocation_row,
    is_removable,
    line_facts_shown,
    notices,
    panel_button,
)
from school_desk.desk.screens.payments.line_facts import LineFacts
from school_desk.desk.screens.payments.slip_picture import SlipPicture, slip_offer
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.facts import FactsGrid
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.texts import caption, heading, sub
from school_desk.kernel.clock import local_text
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.payments.commands import (
    AllocateTogether,
    AllocateTransfer,
    DismissProposal,
    PairSlip,
    ReleaseLine,
    RemoveAllocation,
    RemoveCredit,
)
from school_desk.payments.matching import Proposal
from school_desk.payments.queries import AllocationListRow, CreditEntryListRow
from school_desk.terms.roles import CASHIERS
from school_desk.terms.statuses import LineStatus

_PAST_SHOWN = 5
_KEYS = "空格认领 · S 拆分 · M 合并 · X 暂挂 · N 非学费 · U 撤销 · ↑↓ 换一笔"
_KEYS_SEVERAL = "空格认领有框的一条，1–3 换一条 · S 拆分 · M 合并 · X 暂挂 · N 非学费 · U 撤销 · ↑↓ 换一笔"


class LinePanel(SidePanel):
    """One line. `left`: it is done here, the keyboard belongs to the list again. `merge_requested`: 合并 was clicked."""

    left = Signal()
    merge_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._may = desk.may(CASHIERS)
        self._forms = PanelForms(desk, self, self)
        self._facts: LineFacts | None = None
        self._marked = 0
        self._is_editing = False
        self._sending: Command | None = None
        self._editor: ClaimEditor | None = None

    @property
    def facts(self) -> LineFacts | None:
        """What is shown."""
        return self._facts

    @property
    def editor(self) -> ClaimEditor | None:
        """The claim being put together, when there is one."""
        return self._editor

    @property
    def is_editing(self) -> bool:
        """Whether the person is filling something in: single letters are text then."""
        return self._is_editing

    def clear(self) -> None:
        """Nothing is chosen."""
        self._facts, self._editor, self._sending = None, None, None
        self._is_editing = False
        self.hide()

    def show_facts(self, facts: LineFacts | None) -> None:
        """Shows one line. What is being filled in for the same line stays."""
        if facts is None:
            self.clear()
            return
        before, self._facts, self._sending = self._facts, facts, None
        is_other = before is None or before.line.id != facts.line.id
        if before is not None and not is_other:
            if self._is_editing or (self.isVisible() and before.shows_the_same(facts)):
                return
            self._marked = _place_of(before.proposals[self._marked : self._marked + 1], facts.proposals)
        else:
            self._marked = 0
        self._show()

    def close_panel(self) -> None:
        """× and Esc: from a form back to the line, from the line away."""
        if self._is_editing and self._facts is not None:
            self._show()
            self.left.emit()
        else:
            super().close_panel()

    # what the keys and buttons do

    def take(self) -> None:
        """认领: the line's money goes as the marked proposal says; without one the person puts a claim together."""
        facts = self._ready()
        if facts is None:
            return
        if facts.proposals:
            self._take(facts.proposals[self._marked])
        else:
            self.split()

    def mark(self, place: int) -> None:
        """Marks another proposal, counted from 1."""
        facts = self._ready()
        if facts is not None and 1 <= place <= len(facts.proposals):
            self._marked = place - 1
            self._show()

    def split(self) -> None:
        """拆分: the marked proposal as a claim whose parts a person changes."""
        facts = self._ready()
        if facts is not None:
            draft = facts.draft(facts.proposals[self._marked]) if facts.proposals else Draft(facts.line)
            self._edit(facts, replace(draft, personal=_personal(facts)))

    def merge(self, draft: Draft) -> None:
        """合并: several lines' money put together, `draft` to begin with."""
        facts = self._ready()
        if facts is not None:
            self._edit(facts, draft)

    def take_back(self) -> None:
        """撤销 of what was decided about this line: the claim, 非学费 or 暂挂."""
        facts = self._facts
        if facts is None or not self._may or self._is_editing or not facts.line.incoming:
            return
        if facts.line.status in (LineStatus.NOT_TUITION, LineStatus.ON_HOLD):
            self._decide(ReleaseLine(facts.line.id), "已恢复待认领。")
            return
        removable = [entry for entry in facts.detail.allocations if is_removable(entry)]
        if len(removable) == 1 and len(facts.detail.allocations) == 1 and not facts.detail.credit:
            self._decide(RemoveAllocation(removable[0].id), "已取消认领。")
        else:
            self.fail("这笔流水不能一键撤销：请在“已用于”里逐笔取消认领、冲销或撤回预收。")

    def _edit(self, facts: LineFacts, draft: Draft) -> None:
        self._editor = editor = ClaimEditor(facts, draft)
        editor.changed.connect(self._tell_difference)
        editor.submitted.connect(self._claim)
        self._is_editing = True
        claim = action_button("认领", primary=True, hint="Ctrl+Enter", on=self._claim)
        self.show_body("", editor, (action_button("取消", on=self.close_panel), claim))
        self._tell_difference()
        editor.focus()

    def set_not_tuition(self) -> None:
        """非学费: says what money it is."""
        self._ask(line_forms.not_tuition)

    def put_on_hold(self) -> None:
        """暂挂: says what must be asked."""
        self._ask(line_forms.put_on_hold)

    def _ask(self, form: Callable[[PanelForms, LineFacts], object]) -> None:
        facts = self._ready()
        if facts is not None:
            self._is_editing = True
            form(self._forms, facts)

    def _ready(self) -> LineFacts | None:
        """The line, when something may be decided about its money now."""
        facts = self._facts
        idle = self._may and not self._is_editing and self._sending is None and self.isVisible()
        return facts if facts is not None and facts.waits and idle else None

    def _take(self, proposal: Proposal) -> None:
        facts = self._ready()
        if facts is None:
            return
        draft = facts.draft(proposal)
        if facts.is_personal:
            self._is_editing = True
            line_forms.personal_payer(self._forms, draft)
        else:
            self._give(draft.command(), draft)

    def _claim(self) -> None:
        editor = self._editor
        command = editor.command() if editor is not None else None
        if editor is not None and command is not None:
            self._give(command, editor.draft)

    def _give(self, command: AllocateTransfer | AllocateTogether, draft: Draft) -> None:
        lines = f"{len(draft.lines)} 笔 " if draft.others else ""
        told = f"已认领 {lines}{format_yuan(draft.given_fen)} 元"
        if draft.credited_fen:
            told += f"，{format_yuan(draft.credited_fen)} 元转为预收余额"
        self._decide(command, f"{told}。")

    def _decide(self, command: Command, done: str) -> None:
        """Gives a command once; what follows from it arrives as new facts."""
        if self._sending is not None:
            return
        self._sending, editor, asked_of = command, self._editor, self.body

        def refused(reason: RuleViolation) -> None:
            if not self.shows(asked_of):
                self._desk.tell_fault(reason)
            else:
                (self.fail if editor is None else editor.fail)(reason.message)

        def carried_out(_outcome: object) -> None:
            # What is shown is of yesterday now: no key decides on it until the new facts are here.
            if editor is not None and self.shows(asked_of):
                self.close_panel()

        def failed() -> None:
            if self._sending == command:
                self._sending = None

        self._desk.decide(self, command, carried_out, done=done, refused=refused, failed=failed)

    def _dismiss(self, proposal: Proposal) -> None:
        receivables = tuple(key for key, _ in proposal.parts)
        # What is wrong with a lesser one says nothing about the first.
        is_first = self._facts is not None and proposal == next(iter(self._facts.proposals), None)
        first = judged((proposal,), {}) if is_first else None
        self._decide(DismissProposal(proposal.line_id, receivables, first), "以后不再这样建议。")

    def _reverse(self, entry: AllocationListRow) -> None:
        self._is_editing = True
        line_forms.reverse(self._forms, entry)

    # showing

    def _show(self) -> None:
        facts = self._facts
        if facts is None:
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._is_editing, self._editor = False, None
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(FactsGrid(line_facts_shown(facts), columns=1))
        for notice in notices(facts):
            column.addWidget(notice)
        if facts.waits:
            self._add_proposals(column, facts)
        self._add_uses(column, facts)
        self._add_slips(column, facts)
        self._add_past(column, facts)
        self.show_body(self._head(facts), page, self._buttons(facts))
        if had_focus:
            self.left.emit()

    def _head(self, facts: LineFacts) -> str:
        amount = f"{format_yuan(facts.line.amount_fen if facts.line.incoming else -facts.line.amount_fen)} 元"
        if not facts.waits:
            return amount
        left = facts.line.rest_fen
        if facts.proposals:
            left = facts.draft(facts.proposals[self._marked]).difference_fen
        return f"{amount} · 差额 {format_yuan(left)}"

    def _tell_difference(self) -> None:
        if self._editor is not None:
            draft = self._editor.draft
            what = f"合并 {len(draft.lines)} 笔" if draft.others else "认领"
            self.set_title(f"{what} {format_yuan(draft.rest_fen)} 元 · 差额 {format_yuan(draft.difference_fen)}")

    def _add_proposals(self, column: QVBoxLayout, facts: LineFacts) -> None:
        column.addWidget(heading("建议"))
        if facts.proposals and self._may:
            column.addWidget(caption(_KEYS if len(facts.proposals) == 1 else _KEYS_SEVERAL, wrap=True))
        if facts.is_pending:
            column.addWidget(sub("正在与应缴单比对，马上就好。已经知道给谁的，可以按 S 直接选。", wrap=True))
        elif not facts.proposals:
            told = "没有找到对应的应缴单。按 S 自己选应缴单或转入预收余额；不是学费的按 N，要先问清的按 X。"
            column.addWidget(sub(told, wrap=True))
        for place, proposal in enumerate(facts.proposals):
            card = ProposalCard(place + 1, proposal, facts.draft(proposal), marked=place == self._marked)
            if self._may and place == self._marked:
                card.add_buttons(partial(self._take, proposal), partial(self._dismiss, proposal))
            card.chosen.connect(weakly(self.mark, place + 1))
            column.addWidget(card)

    def _add_past(self, column: QVBoxLayout, facts: LineFacts) -> None:
        """What the same account paid before, below what it may pay now: the eye compares."""
        if facts.detail.past_payments:
            column.addWidget(heading("这个账户以前缴过"))
        for past in facts.detail.past_payments[:_PAST_SHOWN]:
            when = local_text(past.booked_at)[:10]
            column.addWidget(
                entry_row(f"{past.enterprise}　{format_yuan(past.amount_fen)} 元", f"{when} · {past.receivable_number}")
            )

    def _add_uses(self, column: QVBoxLayout, facts: LineFacts) -> None:
        kept = [entry for entry in facts.detail.credit if entry.amount_fen > 0]
        if facts.detail.allocations or kept:
            column.addWidget(heading("已用于"))
        for entry in facts.detail.allocations:
            name = facts.books.enterprises.get(entry.enterprise_id, "")
            remove = partial(self._decide, RemoveAllocation(entry.id), "已取消认领。")
            may = (remove, partial(self._reverse, entry)) if self._may else (None, None)
            column.addWidget(allocation_row(entry, name, *may))
        for lot in kept:
            self._add_credit(column, lot)

    def _add_credit(self, column: QVBoxLayout, lot: CreditEntryListRow) -> None:
        left = "未用" if lot.left_fen == lot.amount_fen else f"还余 {format_yuan(lot.left_fen)} 元"
        buttons = []
        if lot.removable and self._may:
            remove = partial(self._decide, RemoveCredit(lot.id), "已撤回预收，钱回到这笔流水。")
            buttons.append(panel_button("撤回预收", role="link", on=remove))
        told = f"{lot.enterprise}　{format_yuan(lot.amount_fen)} 元"
        column.addWidget(entry_row(told, f"预收余额 · {left}", *buttons))

    def _add_slips(self, column: QVBoxLayout, facts: LineFacts) -> None:
        if facts.detail.slip_document_id is not None:
            column.addWidget(heading("回单"))
            column.addWidget(SlipPicture(self._desk, facts.detail.slip_document_id))
        elif facts.slips:
            column.addWidget(heading("可能的回单"))
        for slip in facts.slips:
            pair = partial(self._decide, PairSlip(slip.id, facts.line.id), "回单已对上这笔流水。")
            column.addWidget(slip_offer(self._desk, slip, pair if self._may else None))

    def _buttons(self, facts: LineFacts) -> tuple[QWidget, ...]:
        line = facts.line
        if not self._may:
            return ()
        if line.incoming and line.status in (LineStatus.NOT_TUITION, LineStatus.ON_HOLD):
            release = partial(self._decide, ReleaseLine(line.id), "已恢复待认领。")
            return (panel_button("恢复待认领", on=release),)
        if not facts.waits:
            return ()
        words = "拆分 S" if facts.proposals else "认领 S"
        return (
            panel_button("非学费 N", on=self.set_not_tuition),
            panel_button("暂挂 X", on=self.put_on_hold),
            panel_button("合并 M", on=self.merge_requested.emit),
            panel_button(words, primary=not facts.proposals, on=self.split),
        )


def _place_of(marked: Sequence[Proposal], proposals: Sequence[Proposal]) -> int:
    """Where the proposal a person has marked stands now; the first place when it is gone."""
    parts = [one.parts for one in proposals]
    return next((parts.index(one.parts) for one in marked if one.parts in parts), 0)


def _personal(facts: LineFacts) -> frozenset[str]:
    return frozenset({facts.line.id}) if facts.is_personal else frozenset()

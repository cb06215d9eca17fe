"""What one line of the statement is: its facts, the proposals with their reasons, and what was done with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.forms import open_form, send
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.payments.manual_claim import ClaimForm
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.texts import body, caption, heading, strong, sub
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.payments.commands import (
    AllocateTransfer,
    DismissProposal,
    MarkNotTuition,
    Part,
    PutOnHold,
    ReleaseLine,
    RemoveAllocation,
)
from school_desk.payments.matching import Proposal, Verdict
from school_desk.payments.queries import LineDetail, ReceivableListRow
from school_desk.terms.masking import mask_account
from school_desk.terms.roles import CASHIERS
from school_desk.terms.statuses import LineStatus

_WIDTH = 440
_OPEN = (LineStatus.UNCLAIMED, LineStatus.PART_CLAIMED)


@dataclass(frozen=True)
class LineFacts:
    """Everything the panel shows of one line."""

    detail: LineDetail
    proposals: tuple[Proposal, ...]
    verdicts: tuple[Verdict, ...]
    owed: tuple[ReceivableListRow, ...]


class LinePanel(SidePanel):
    """The panel at the right of the reconcile screen. `next_requested`: the line is done, show the next."""

    next_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(width=_WIDTH)
        self._desk = desk
        self._facts: LineFacts | None = None

    @property
    def facts(self) -> LineFacts | None:
        """What is shown."""
        return self._facts

    def clear(self) -> None:
        """Nothing is chosen."""
        self._facts = None
        self.hide()

    def show_facts(self, facts: LineFacts | None) -> None:
        """Shows one line."""
        self._facts = facts
        if facts is None:
            self.hide()
            return
        line = facts.detail.line
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(FactsGrid(_line_facts(facts.detail), columns=1))
        for verdict in facts.verdicts:
            column.addWidget(sub(f"⚠ {verdict.reason}", wrap=True))
        if line.status in _OPEN:
            self._add_proposals(column, facts)
        self._add_allocations(column, facts.detail)
        self.show_body(f"{format_yuan(line.amount_fen)} 元", page, self._buttons(facts))

    def take_first(self) -> None:
        """采用: gives the line's money as the best proposal says."""
        if self._facts is not None and self._facts.proposals:
            self._take(self._facts.proposals[0])

    def _add_proposals(self, column: QVBoxLayout, facts: LineFacts) -> None:
        column.addWidget(heading("建议"))
        if not facts.proposals:
            column.addWidget(sub("没有找到对应的应缴单，请手动认领，或标为非学费、暂挂。", wrap=True))
        for place, proposal in enumerate(facts.proposals):
            column.addWidget(self._proposal_card(place, proposal, facts))

    def _proposal_card(self, place: int, proposal: Proposal, facts: LineFacts) -> QWidget:
        owed = {row.id: row for row in facts.owed}
        parts = [(owed[key], amount) for key, amount in proposal.parts if key in owed]
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(GAP_M, GAP_M, GAP_M, GAP_M)
        column.setSpacing(GAP_S)
        names = "、".join(dict.fromkeys(row.enterprise for row, _ in parts))
        head = QHBoxLayout()
        head.addWidget(strong(f"{round(proposal.score * 100)}%"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(body(names, wrap=True), 1)
        column.addLayout(head)
        for row, amount in parts:
            words = f"{row.batch_number} · {row.trade}{row.level.label} {row.head_count} 人 · {format_yuan(amount)}"
            column.addWidget(
                caption(words if amount == row.open_fen else f"{words}（应缴 {format_yuan(row.open_fen)}）")
            )
        column.addWidget(sub("；".join(proposal.reasons), wrap=True))
        for veto in proposal.vetoes:
            column.addWidget(sub(f"⚠ {veto}", wrap=True))
        if proposal.rival:
            column.addWidget(caption(f"另一种可能：{proposal.rival}", wrap=True))
        if self._desk.may(CASHIERS):
            foot = QHBoxLayout()
            foot.addStretch(1)
            foot.addWidget(action_button("不是这样", role="quiet", on=partial(self._dismiss, proposal)))
            keys = "Ctrl+Return" if place == 0 else ""
            foot.addWidget(action_button("采用", primary=place == 0, keys=keys, on=partial(self._take, proposal)))
            column.addLayout(foot)
        return card

    def _add_allocations(self, column: QVBoxLayout, detail: LineDetail) -> None:
        if detail.allocations or detail.credit:
            column.addWidget(heading("已用于"))
        for allocation in detail.allocations:
            row = QHBoxLayout()
            words = f"{allocation.receivable_number} · {format_yuan(allocation.amount_fen)} 元"
            row.addWidget(sub(words, wrap=True), 1)
            if self._desk.may(CASHIERS) and allocation.standing_fen:
                row.addWidget(action_button("撤销", role="link", on=partial(self._remove, allocation.id)))
            column.addLayout(row)
        for entry in detail.credit:
            column.addWidget(sub(f"预收余额 {entry.enterprise} · {format_yuan(entry.amount_fen)} 元", wrap=True))

    def _buttons(self, facts: LineFacts) -> tuple[QWidget, ...]:
        line = facts.detail.line
        if not self._desk.may(CASHIERS):
            return ()
        if line.status in (LineStatus.NOT_TUITION, LineStatus.ON_HOLD):
            return (action_button("恢复待认领", on=partial(self._release, line.id)),)
        if line.status not in _OPEN:
            return ()
        return (
            action_button("非学费…", on=partial(self._not_tuition_form, facts)),
            action_button("暂挂…", on=partial(self._hold_form, facts)),
            action_button("手动认领…", on=partial(self._claim_form, facts)),
        )

    def _take(self, proposal: Proposal) -> None:
        facts = self._facts
        if facts is None:
            return
        line, owed = facts.detail.line, {row.id: row for row in facts.owed}
        parts = tuple(Part(key, amount, owed[key].open_fen) for key, amount in proposal.parts)
        used = sum(part.amount_fen for part in parts)
        rest_to = owed[parts[0].receivable_id].enterprise_id if parts and used < line.rest_fen else None
        if any(verdict.kind == "personal_payer" for verdict in facts.verdicts):
            self._personal_form(facts, parts, rest_to, proposal.reasons)
            return
        command = AllocateTransfer(line.id, line.rest_fen, parts, rest_to, proposal.reasons)
        self._desk.decide(self, command, lambda _o: self.next_requested.emit(), done=f"已认领 {format_yuan(used)} 元。")

    def _personal_form(
        self, facts: LineFacts, parts: tuple[Part, ...], rest_to: str | None, reasons: tuple[str, ...]
    ) -> None:
        line = facts.detail.line
        form = Form(columns=1)
        form.add_note("personal_reason", "个人付款的原因（应当公对公）", required=True)

        def submitted(values: dict[str, str]) -> None:
            command = AllocateTransfer(line.id, line.rest_fen, parts, rest_to, reasons, values["personal_reason"])
            send(self._desk, self, self, form, command, done="已认领个人付款。")

        form.submitted.connect(submitted)
        open_form(self, "个人付款", form, "认领", first="personal_reason")

    def _claim_form(self, facts: LineFacts) -> None:
        form = ClaimForm(facts.detail.line, facts.owed)
        form.submitted.connect(lambda _values: self._claim(form))
        open_form(self, "手动认领", form, "认领", first="batch")

    def _claim(self, form: ClaimForm) -> None:
        command = form.command()
        if command is not None:
            send(self._desk, self, self, form, command, done="已手动认领。")

    def _not_tuition_form(self, facts: LineFacts) -> None:
        told = next((verdict.reason for verdict in facts.verdicts if verdict.kind == "not_tuition"), "")
        self._reason_form(
            "标为非学费", "是什么钱", told, partial(MarkNotTuition, facts.detail.line.id), "已标为非学费。"
        )

    def _hold_form(self, facts: LineFacts) -> None:
        self._reason_form("暂挂", "要问什么", "", partial(PutOnHold, facts.detail.line.id), "已暂挂。")

    def _reason_form(
        self, title: str, label: str, told: str, make: partial[MarkNotTuition] | partial[PutOnHold], done: str
    ) -> None:
        form = Form(columns=1)
        form.add_note("reason", label, required=True)
        form.set_values({"reason": told})
        form.submitted.connect(lambda values: send(self._desk, self, self, form, make(values["reason"]), done=done))
        open_form(self, title, form, "确定", first="reason")

    def _release(self, line_id: str) -> None:
        self._desk.decide(self, ReleaseLine(line_id), done="已恢复待认领。")

    def _remove(self, allocation_id: str) -> None:
        self._desk.decide(self, RemoveAllocation(allocation_id), done="已撤销这笔认领。")

    def _dismiss(self, proposal: Proposal) -> None:
        receivables = tuple(key for key, _ in proposal.parts)
        self._desk.decide(self, DismissProposal(proposal.line_id, receivables), done="以后不再这样建议。")


def _line_facts(detail: LineDetail) -> list[Fact]:
    line = detail.line
    account = mask_account(line.counterparty_account) if line.counterparty_account else ""
    facts = [
        Fact("付款方", line.counterparty_name),
        Fact("账号", account),
        Fact("时间", local_text(line.booked_at)),
        Fact("摘要附言", line.memo),
        Fact("未用金额", f"{format_yuan(line.rest_fen)} 元"),
    ]
    if line.status_reason:
        facts.append(Fact("说明", line.status_reason))
    if detail.past_payments:
        past = detail.past_payments[0]
        told = f"{local_text(past.booked_at)[:10]} 曾为 {past.enterprise} 缴 {format_yuan(past.amount_fen)} 元"
        facts.append(Fact("同一账户", told))
    return facts

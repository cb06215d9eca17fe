"""The pieces of the line panel: a proposal with its reasons, what the line was used for, what the bank took back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.screens.payments.drafts import Draft
from school_desk.desk.screens.payments.entry_row import entry_row
from school_desk.desk.screens.payments.line_facts import LineFacts
from school_desk.desk.theme import CARD_RADIUS, GAP_M, GAP_S, GAP_XS, colour, tokens
from school_desk.desk.widgets.buttons import Role, action_button
from school_desk.desk.widgets.facts import Fact
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.texts import body, caption, strong, sub
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.payments.domain import FLUID
from school_desk.payments.matching import Proposal
from school_desk.payments.queries import AllocationListRow, LineRow
from school_desk.terms.labels import line_status, receivable_status
from school_desk.terms.masking import mask_account
from school_desk.terms.statuses import AllocationKind, LineStatus, ReceivableStatus


class ProposalCard(QFrame):
    """One explanation of the line, best first; the marked one has a frame and is what the keys take. `chosen`: a click marks another."""

    chosen = Signal()

    def __init__(self, place: int, proposal: Proposal, draft: Draft, *, marked: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._marked = marked
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        column.setSpacing(GAP_XS)
        names = "、".join(dict.fromkeys(row.enterprise for row, _ in draft.parts))
        self.setAccessibleName(f"建议 {place}：{names}")
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(strong(_percent(proposal.score)), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(body(names, wrap=True), 1)
        head.addWidget(caption(f"按 {place}" if not marked else ""), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        for words in _parts(draft):
            column.addWidget(caption(words, wrap=True))
        column.addWidget(sub("；".join(proposal.reasons), wrap=True))
        for veto in proposal.vetoes:
            column.addWidget(sub(f"⚠ {veto}", wrap=True))
        if proposal.rival and (marked or place == 1):
            rival = proposal.rival.replace("（0%）", "（不足 1%）")
            column.addWidget(caption(f"最接近的另一种可能：{rival}", wrap=True))
        self._column = column

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._marked:
            self.chosen.emit()

    def add_buttons(self, take: Callable[[], object], dismiss: Callable[[], object]) -> None:
        """认领 and 不是这样: of the marked one."""
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(panel_button("不是这样", role="quiet", on=dismiss))
        foot.addWidget(panel_button("认领", primary=True, hint="空格", on=take))
        self._column.addLayout(foot)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._marked:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour(tokens().primary), 2))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), CARD_RADIUS, CARD_RADIUS)


def panel_button(
    text: str, *, primary: bool = False, role: Role = "", hint: str = "", on: Callable[[], object]
) -> QPushButton:
    """A button of the panel: a click leaves the keyboard with the list."""
    made = action_button(text, primary=primary, role=role, hint=hint, on=on)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def line_facts_shown(facts: LineFacts) -> list[Fact]:
    """The line's own words."""
    line = facts.line
    account = f"账号 {mask_account(line.counterparty_account)}" if line.counterparty_account else ""
    who, told = (
        line.counterparty_name or "（银行没有写）",
        " · ".join(filter(None, (account, local_text(line.booked_at)))),
    )
    shown = [Fact("付款方" if line.incoming else "收款方", who, note=told), Fact("摘要附言", line.memo)]
    if line.used_fen and facts.waits:
        shown.append(Fact("已用", f"{format_yuan(line.used_fen)} 元，还余 {format_yuan(line.rest_fen)} 元"))
    if not facts.waits and line.incoming:
        shown.append(Fact("状态", line_status(line.status), note=line.status_reason or ""))
    elif not facts.waits:
        shown.append(Fact("状态", "支出", note=(line.status_reason or "").removeprefix("支出")))
    return shown


def notices(facts: LineFacts) -> Iterator[Notice]:
    """What a person should know before deciding: what matching remarks, what the bank took back and how to go on."""
    for verdict in facts.verdicts:
        if facts.proposals and verdict.kind in _SAID_BY_PROPOSALS:
            continue
        yield Notice(Tone.INFO if verdict.kind in ("not_tuition", "nothing_due") else Tone.WARN, f"{verdict.reason}。")
    line, other = facts.line, facts.detail.other_half
    if other is not None and line.takes_back:
        yield Notice(Tone.INFO, f"这是银行的冲正或退回，撤掉了 {_named(other)}。{_what_now(other)}")
    elif other is not None:
        yield _taken_back(line, other)
    elif line.status_reason and "没有找到原来的那一笔" in line.status_reason:
        told = "请核对；若原来那一笔在更早的流水里，导入那份流水后会自动对上。"
        yield Notice(Tone.WARN, f"{line.status_reason}。{told}")


def allocation_row(
    entry: AllocationListRow,
    enterprise: str,
    remove: Callable[[], object] | None,
    reverse: Callable[[], object] | None,
) -> QWidget:
    """One claim (or counter-row) with the way back that is open to it: 取消认领 before the 费用审核, 冲销 after it."""
    words = f"{_KINDS[entry.kind]}{enterprise}　{format_yuan(entry.amount_fen)} 元"
    state = receivable_status(entry.receivable_status)
    if entry.kind is AllocationKind.REVERSAL:
        state = "；".join(entry.reasons)
    elif not entry.standing_fen:
        state = "已冲销"
    told = f"{entry.receivable_number} · {state} · {entry.allocated_by}"
    if not entry.standing_fen or remove is None or reverse is None:
        return entry_row(words, told)
    if is_removable(entry):
        return entry_row(words, told, panel_button("取消认领", role="link", on=remove))
    if entry.receivable_status is ReceivableStatus.PROPOSED:
        return entry_row(words, f"{told} · 驳回后才能冲销")
    return entry_row(words, told, panel_button("冲销…", role="link", on=reverse))


def is_removable(entry: AllocationListRow) -> bool:
    """Whether a claim may still be cancelled: nothing of it is gone, and its 应缴单 is not before the review."""
    is_whole = bool(entry.standing_fen) and entry.standing_fen == entry.amount_fen
    return is_whole and entry.receivable_status in FLUID


_SAID_BY_PROPOSALS = ("personal_payer", "unknown_purpose")
_KINDS = {AllocationKind.TRANSFER: "", AllocationKind.CREDIT: "用预收余额：", AllocationKind.REVERSAL: "冲销："}


def _percent(score: float) -> str:
    return f"{round(score * 100)}%" if score >= 0.01 else "不足 1%"


def _parts(draft: Draft) -> Iterator[str]:
    for row, amount in draft.parts:
        words = f"{row.batch_number} {row.trade} {row.level.label} {row.head_count} 人 · {format_yuan(amount)}"
        left = row.open_fen - amount
        yield f"{words}（付后还欠 {format_yuan(left)}）" if left else f"{words}（缴清）"
    if draft.credited_fen:
        yield f"余下 {format_yuan(draft.credited_fen)} 转为预收余额"


def _taken_back(line: LineRow, other: LineRow) -> Notice:
    when = local_text(other.booked_at)
    if not line.at_risk:
        return Notice(Tone.INFO, f"银行已于 {when} 冲正或退回这笔钱。{_what_now(line)}")
    return Notice(Tone.BAD, f"银行已于 {when} 冲正或退回这笔钱，但它缴的费用已审核通过。{_what_now(line)}")


def _what_now(line: LineRow) -> str:
    if line.at_risk:
        return "请联系企业重新付款，停办学习账号等后续手续，再点“冲销…”，应缴单就重新待缴。"
    if line.incoming:
        return "由它办的认领已撤销，应缴单重新待缴，不用再办。"
    return "退费被银行退回的，钱已转回企业的预收余额。"


def _named(line: LineRow) -> str:
    when = local_text(line.booked_at)
    return f"{when} {line.counterparty_name or '（无户名）'} 的 {format_yuan(line.amount_fen)} 元"


def status_tone(status: LineStatus) -> Tone:
    """The colour of a line's state."""
    return _TONES.get(status, Tone.NEUTRAL)


_TONES = {
    LineStatus.UNCLAIMED: Tone.WARN,
    LineStatus.PART_CLAIMED: Tone.INFO,
    LineStatus.CLAIMED: Tone.GOOD,
    LineStatus.REVERSED: Tone.BAD,
}

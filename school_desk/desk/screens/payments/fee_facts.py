"""One 应缴单 as the panel tells it: what is owed, who paid it from which line, and what the reviews said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact
from school_desk.desk.widgets.texts import body, caption
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.payments.queries import AllocationListRow, ReceivableDetail, Review
from school_desk.terms.names import normalise_company_name
from school_desk.terms.statuses import AllocationKind

_KINDS = {AllocationKind.CREDIT: "预收余额", AllocationKind.REVERSAL: "冲销"}


def payer_chip(enterprise: str, payers: Sequence[str]) -> Chip | None:
    """公对公: whether the money came from the enterprise itself, else from whom."""
    others = [name for name in payers if normalise_company_name(name) != normalise_company_name(enterprise)]
    if not payers:
        return None
    return Chip("、".join(others), Tone.WARN, "warn") if others else Chip("本企业账户", Tone.GOOD)


def fee_facts(detail: ReceivableDetail, credit_fen: int) -> list[Fact]:
    """What is owed, and how it was reviewed."""
    row = detail.receivable
    facts = [
        Fact("企业", row.enterprise),
        Fact("批次", f"{row.batch_number}（缴费码 {row.payment_code}）"),
        Fact("工种等级", f"{row.trade} {row.level.label}"),
        Fact("应缴", f"{row.head_count} 人 × {format_yuan(row.unit_fee_fen)} = {format_yuan(row.due_fen)} 元"),
        Fact("已到账", f"{format_yuan(row.allocated_fen)} 元"),
    ]
    if row.head_count * row.unit_fee_fen != row.due_fen:
        facts[3] = Fact(
            "应缴", f"{format_yuan(row.due_fen)} 元", note=f"{row.head_count} 人，退费后学校留下的部分仍计在内"
        )
    if row.open_fen:
        facts.append(Fact("还欠", f"{format_yuan(row.open_fen)} 元"))
        facts.append(Fact("预收余额", f"{format_yuan(credit_fen)} 元" if credit_fen else "没有"))
    return facts + [_review_fact(review) for review in detail.reviews]


def claim_lines(desk: Desk, detail: ReceivableDetail) -> QWidget:
    """Each claim with the way to its line of the statement."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_S)
    for claim in detail.allocations:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(body(f"{_kind(claim)}{format_yuan(claim.amount_fen)} 元　{claim.payer_name}", wrap=True))
        told = (local_text(claim.booked_at), f"{claim.allocated_by}认领", *claim.reasons)
        words.addWidget(caption(" · ".join(told), wrap=True))
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        row.addLayout(words, 1)
        look = action_button("查看流水", role="link", on=partial(desk.open_screen, "payments", claim.line_id))
        row.addWidget(look, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
    return made


def _kind(claim: AllocationListRow) -> str:
    word = _KINDS.get(claim.kind)
    return f"{word} " if word else ""


def _review_fact(review: Review) -> Fact:
    asked = f"{review.proposed_by}　{local_text(review.proposed_at)} 提交"
    if review.approved is None:
        return Fact("费用审核", asked, note="等另一位同事审核")
    decided = f"{review.decided_by}　{local_text(review.decided_at) if review.decided_at else ''} "
    return Fact("费用审核", asked, note=decided + ("通过" if review.approved else f"驳回：{review.reason}"))

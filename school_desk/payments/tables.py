"""Money: what is owed, what the bank says arrived, how the two are allocated, reviewed, reversed, refunded and invoiced."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.columns import EnumText, KeyedHash, Personal
from school_desk.kernel.tables import APART, Amount, Recorded, index, link, unique
from school_desk.terms.statuses import (
    AllocationKind,
    InvoiceStatus,
    LineStatus,
    ProposalDecision,
    ReceivableStatus,
    RefundStatus,
    SlipStatus,
)


class ReceivableRow(Recorded):
    """An 应缴单: one trade and level of one batch. `allocated_fen` is the sum of its allocations, never more than `due_fen`."""

    __tablename__ = "receivable"
    __table_args__ = (
        link("batch_id", "enrollment_batch"),
        link("plan_id", "training_plan"),
        link("enterprise_id", "enterprise"),
        unique("number"),
        unique("batch_id", "plan_id"),
        index("receivable", "status"),
        index("receivable", "enterprise_id"),
        sa.CheckConstraint("0 <= allocated_fen AND allocated_fen <= due_fen", name="allocated_within_due"),
    )
    label = "应缴单"

    batch_id: Mapped[str] = mapped_column(sa.String(32))
    plan_id: Mapped[str] = mapped_column(sa.String(32))
    enterprise_id: Mapped[str] = mapped_column(sa.String(32))
    number: Mapped[str] = mapped_column(sa.String(24))
    head_count: Mapped[int]
    unit_fee_fen: Mapped[Amount]
    due_fen: Mapped[Amount]
    allocated_fen: Mapped[Amount] = mapped_column(default=0)
    status: Mapped[ReceivableStatus] = mapped_column(EnumText(ReceivableStatus))
    created_on: Mapped[date]
    paid_on: Mapped[date | None]
    status_since: Mapped[datetime]


class StatementImportRow(Recorded):
    """One file of an own account's statement. rows = lines + known before + leftovers, each leftover explained."""

    __tablename__ = "statement_import"
    __table_args__ = (unique("file_sha256"),)
    label = "流水导入"

    bank: Mapped[str] = mapped_column(sa.String(32))
    layout: Mapped[str] = mapped_column(sa.String(32))
    own_account: Mapped[str] = mapped_column(sa.String(40))
    file_name: Mapped[str] = mapped_column(sa.String(255))
    file_sha256: Mapped[str] = mapped_column(sa.String(64))
    imported_at: Mapped[datetime]
    row_count: Mapped[int]
    line_count: Mapped[int]
    known_count: Mapped[int]
    leftovers: Mapped[list[Any]]
    breaks: Mapped[list[Any]]


class StatementLineRow(Recorded):
    """One line of the statement. `identity` tells it from lines that look alike: it covers the running balance and the occurrence.

    `used_fen` is the sum of its allocations, of what of it lies in 预收余额 and of what was refunded: never more than the line.
    `takes_back`: the bank marks it as taking an earlier line back; `reversed_by_id` is the line that took this one back.
    """

    __tablename__ = "statement_line"
    __table_args__ = (
        link("import_id", "statement_import"),
        unique("own_account", "identity"),
        index("statement_line", "status"),
        index("statement_line", "booked_at"),
        index("statement_line", "counterparty_account_key"),
        sa.CheckConstraint("0 <= used_fen AND used_fen <= amount_fen", name="used_within_amount"),
    )
    label = "银行流水"

    import_id: Mapped[str] = mapped_column(sa.String(32))
    own_account: Mapped[str] = mapped_column(sa.String(40))
    identity: Mapped[str] = mapped_column(sa.String(64))
    row_no: Mapped[int]
    booked_at: Mapped[datetime]
    incoming: Mapped[bool]
    amount_fen: Mapped[Amount]
    balance_fen: Mapped[Amount | None]
    used_fen: Mapped[Amount] = mapped_column(default=0)
    counterparty_name: Mapped[str] = mapped_column(sa.String(200))
    counterparty_account: Mapped[str | None] = mapped_column(Personal)
    counterparty_account_key: Mapped[str | None] = mapped_column(KeyedHash("counterparty_account"))
    memo: Mapped[str] = mapped_column(sa.String(1000))
    voucher_no: Mapped[str] = mapped_column(sa.String(64))
    takes_back: Mapped[bool]
    status: Mapped[LineStatus] = mapped_column(EnumText(LineStatus))
    status_reason: Mapped[str | None] = mapped_column(sa.String(200))
    reversed_by_id: Mapped[str | None] = mapped_column(sa.String(32))


class AllocationRow(Recorded):
    """An amount of a line given to an 应缴单, at once or by way of the 预收余额. A reversal is a counter-row with a negative amount."""

    __tablename__ = "allocation"
    __table_args__ = (
        link("line_id", "statement_line"),
        link("receivable_id", "receivable"),
        link("reverses_id", "allocation"),
        index("allocation", "line_id"),
        index("allocation", "receivable_id"),
        index("allocation", "reverses_id"),
    )
    label = "认领记录"

    line_id: Mapped[str] = mapped_column(sa.String(32))
    receivable_id: Mapped[str] = mapped_column(sa.String(32))
    kind: Mapped[AllocationKind] = mapped_column(EnumText(AllocationKind))
    amount_fen: Mapped[Amount]
    reasons: Mapped[list[Any]]
    reverses_id: Mapped[str | None] = mapped_column(sa.String(32))
    allocated_by: Mapped[str] = mapped_column(sa.String(50))
    allocated_at: Mapped[datetime]


class CreditEntryRow(Recorded):
    """A movement of an enterprise's 预收余额. The balance is the sum, and never below zero.

    Money in (above zero) names the line it came with. Money out (below zero) also names in `draws_on_id` the entry that it was taken from,
    which then cannot be taken back: it went to an 应缴单 (`allocation_id`), was refunded (`refund_id`), or the bank took it back (neither).
    `left_fen` is what of money in was not taken out again; 0 for money out.
    """

    __tablename__ = "credit_entry"
    __table_args__ = (
        link("enterprise_id", "enterprise"),
        link("line_id", "statement_line"),
        link("allocation_id", "allocation"),
        link("refund_id", "refund"),
        link("draws_on_id", "credit_entry"),
        index("credit_entry", "enterprise_id"),
        index("credit_entry", "line_id"),
        index("credit_entry", "draws_on_id"),
        sa.CheckConstraint("left_fen = 0 OR (0 < left_fen AND left_fen <= amount_fen)", name="left_within_amount"),
    )
    label = "预收余额变动"

    enterprise_id: Mapped[str] = mapped_column(sa.String(32))
    line_id: Mapped[str] = mapped_column(sa.String(32))
    allocation_id: Mapped[str | None] = mapped_column(sa.String(32))
    refund_id: Mapped[str | None] = mapped_column(sa.String(32))
    draws_on_id: Mapped[str | None] = mapped_column(sa.String(32))
    amount_fen: Mapped[Amount]
    left_fen: Mapped[Amount]
    entered_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(sa.String(200))


class PaymentReviewRow(Recorded):
    """One 费用审核 of an 应缴单: proposed by one person, decided by another."""

    __tablename__ = "payment_review"
    __table_args__ = (link("receivable_id", "receivable"), index("payment_review", "receivable_id"))
    label = "费用审核"

    receivable_id: Mapped[str] = mapped_column(sa.String(32))
    proposed_by_id: Mapped[str] = mapped_column(sa.String(32))
    proposed_by: Mapped[str] = mapped_column(sa.String(50))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(sa.String(50))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]
    reason: Mapped[str | None] = mapped_column(sa.String(200))


class SlipRow(Recorded):
    """A transfer slip handed in: a claim, paired to a statement line when that arrives. The same number twice is a copy."""

    __tablename__ = "slip"
    __table_args__ = (
        link("document_id", "document"),
        link("enterprise_id", "enterprise"),
        link("batch_id", "enrollment_batch"),
        link("line_id", "statement_line"),
        index("slip", "status"),
        index("slip", "serial_no"),
    )
    label = "回单"

    document_id: Mapped[str] = mapped_column(sa.String(32))
    enterprise_id: Mapped[str | None] = mapped_column(sa.String(32))
    batch_id: Mapped[str | None] = mapped_column(sa.String(32))
    payer_name: Mapped[str] = mapped_column(sa.String(100))
    payer_account: Mapped[str | None] = mapped_column(Personal)
    payer_account_key: Mapped[str | None] = mapped_column(KeyedHash("payer_account"))
    payee_account: Mapped[str] = mapped_column(sa.String(40))
    amount_fen: Mapped[Amount]
    paid_on: Mapped[date | None]
    serial_no: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[SlipStatus] = mapped_column(EnumText(SlipStatus))
    line_id: Mapped[str | None] = mapped_column(sa.String(32))
    note: Mapped[str | None] = mapped_column(sa.String(200))


class DismissedPairRow(Recorded):
    """A proposal a person turned down: it is not made again."""

    __tablename__ = "dismissed_pair"
    __table_args__ = (
        link("line_id", "statement_line"),
        link("receivable_id", "receivable"),
        unique("line_id", "receivable_id"),
    )
    label = "排除的建议"

    line_id: Mapped[str] = mapped_column(sa.String(32))
    receivable_id: Mapped[str] = mapped_column(sa.String(32))
    dismissed_by: Mapped[str] = mapped_column(sa.String(50))


class ProposalResultRow(Recorded):
    """What became of a line's first proposal when a person decided about the line: what trust in matching is learnt from.

    `score_ppm` (millionths) is what matching gave it, `certain` whether matching would have taken it by itself, `seen` whether somebody looked
    at this one. `taken_rank` is which of the line's proposals was claimed: 1 this one, 2 and 3 the others, 0 none of them. `withdrawn`: a
    person has taken the decision back since, by another one; an undo takes the whole row. Of a claim, `decided_at` is its allocations'
    `allocated_at`.

    No foreign key: that a proposal was judged hinders nobody from taking the import of its line back. Apart from the effect: a desk whose
    program does not keep results yet does the same with the money.
    """

    __tablename__ = "proposal_result"
    __table_args__ = (
        index("proposal_result", "line_id"),
        sa.CheckConstraint("0 <= score_ppm AND score_ppm <= 1000000", name="score_in_millionths"),
        {"info": {APART: True}},
    )
    label = "建议的结果"

    line_id: Mapped[str] = mapped_column(sa.String(32))
    decision: Mapped[ProposalDecision] = mapped_column(EnumText(ProposalDecision))
    score_ppm: Mapped[int]
    certain: Mapped[bool]
    taken_rank: Mapped[int]
    seen: Mapped[bool]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime]


class RefundRow(Recorded):
    """A 退费 back to the paying account: requested by one person, approved by another, paid when the statement shows it."""

    __tablename__ = "refund"
    __table_args__ = (
        link("enterprise_id", "enterprise"),
        link("receivable_id", "receivable"),
        link("source_line_id", "statement_line"),
        link("paid_line_id", "statement_line"),
        index("refund", "status"),
    )
    label = "退费"

    enterprise_id: Mapped[str] = mapped_column(sa.String(32))
    receivable_id: Mapped[str | None] = mapped_column(sa.String(32))
    source_line_id: Mapped[str] = mapped_column(sa.String(32))
    paid_line_id: Mapped[str | None] = mapped_column(sa.String(32))
    amount_fen: Mapped[Amount]
    enrollment_ids: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(sa.String(200))
    status: Mapped[RefundStatus] = mapped_column(EnumText(RefundStatus))
    requested_by_id: Mapped[str] = mapped_column(sa.String(32))
    requested_by: Mapped[str] = mapped_column(sa.String(50))
    requested_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(sa.String(50))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None] = mapped_column(sa.String(200))


class InvoiceRow(Recorded):
    """A 数电发票 of 20 digits for an 应缴单; the buyer is the enterprise, not the payer."""

    __tablename__ = "e_invoice"
    __table_args__ = (
        link("receivable_id", "receivable"),
        index("e_invoice", "receivable_id"),
        index("e_invoice", "status"),
    )
    label = "数电发票"

    receivable_id: Mapped[str] = mapped_column(sa.String(32))
    buyer_name: Mapped[str] = mapped_column(sa.String(100))
    buyer_code: Mapped[str] = mapped_column(sa.String(18))
    amount_fen: Mapped[Amount]
    status: Mapped[InvoiceStatus] = mapped_column(EnumText(InvoiceStatus))
    number: Mapped[str | None] = mapped_column(sa.String(20))
    issued_on: Mapped[date | None]
    red_number: Mapped[str | None] = mapped_column(sa.String(20))
    red_confirmation: Mapped[str | None] = mapped_column(sa.String(40))
    red_on: Mapped[date | None]

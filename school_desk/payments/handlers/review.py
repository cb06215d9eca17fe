"""费用审核: one person proposes 应缴单 whose full amount has arrived, another decides. Only after it are study accounts opened."""

from __future__ import annotations

import sqlalchemy as sa

from school_desk.kernel.commands import Context, Undo, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.payments import commands as c
from school_desk.payments.domain import check_second_person, required
from school_desk.payments.events import FeeReviewed, FeeReviewTakenBack
from school_desk.payments.handlers.agreement import MONEY_UNDO, books_agree
from school_desk.payments.handlers.entries import pending_refunds, receivable, settle, standing, statement_line
from school_desk.payments.handlers.invoice import match_invoice
from school_desk.payments.settings import ONE_PERSON_OFFICE
from school_desk.payments.tables import PaymentReviewRow, ReceivableRow
from school_desk.terms.labels import receivable_status
from school_desk.terms.statuses import LineStatus, ReceivableStatus


@handles(c.ProposeReview, undo=MONEY_UNDO)
def propose_review(context: Context, command: c.ProposeReview) -> dict[str, list[str]]:
    """Puts them before the reviewer; from now on their money stands still."""
    made = []
    for receivable_id in dict.fromkeys(command.receivable_ids):
        row = receivable(context, receivable_id)
        if row.status is not ReceivableStatus.PAID:
            word = receivable_status(row.status)
            raise RuleViolation("review.not_paid", f"应缴单 {row.number} 是“{word}”，全额到账后才能提交费用审核。")
        _refuse_money_gone(context, row)
        review = PaymentReviewRow(
            school_id=context.school_id,
            id=context.new_id(f"review/{row.id}"),
            receivable_id=row.id,
            proposed_by_id=context.actor.id,
            proposed_by=context.actor.name,
            proposed_at=context.made_at,
        )
        context.session.add(review)
        row.status, row.status_since = ReceivableStatus.PROPOSED, context.made_at
        made.append(review.id)
    return {"review_ids": made}


def _approval_may_go(context: Context, command: c.DecideReview) -> None:
    for review_id in command.review_ids if command.approved else ():
        row = receivable(context, _review(context, review_id).receivable_id)
        if pending_refunds(context, receivable_id=row.id):
            raise RuleViolation("review.refund_waits", f"应缴单 {row.number} 正在办理退费，请先驳回退费申请。")
        context.emit(FeeReviewTakenBack(row.id, row.batch_id, row.plan_id))


@handles(c.DecideReview, undo=Undo(guard=_approval_may_go, after=books_agree))
def decide_review(context: Context, command: c.DecideReview) -> None:
    """Passes or refuses each; one that may not be decided refuses all."""
    reason = command.reason.strip() if command.approved else required(command.reason, "驳回原因")
    one_person = context.setting(ONE_PERSON_OFFICE)
    for review_id in dict.fromkeys(command.review_ids):
        review = _review(context, review_id)
        row = receivable(context, review.receivable_id)
        if review.approved is not None or row.status is not ReceivableStatus.PROPOSED:
            raise RuleViolation("review.decided", f"应缴单 {row.number} 的费用审核已有结论，请刷新列表。")
        check_second_person(review.proposed_by_id, context.actor.id, one_person, "费用审核")
        close_review(context, review, approved=command.approved, reason=reason)
        if command.approved:
            _refuse_money_gone(context, row)
            _pass(context, row)
        else:
            settle(context, row)


def close_review(context: Context, review: PaymentReviewRow, *, approved: bool, reason: str) -> None:
    """Writes the outcome of a review."""
    review.decided_by, review.decided_at = context.actor.name, context.made_at
    review.approved, review.reason = approved, reason or None


def open_review(context: Context, receivable_id: str) -> PaymentReviewRow | None:
    """The review of this 应缴单 that waits for a decision."""
    return context.session.scalar(
        sa.select(PaymentReviewRow).where(
            PaymentReviewRow.school_id == context.school_id,
            PaymentReviewRow.receivable_id == receivable_id,
            PaymentReviewRow.approved.is_(None),
        )
    )


def _refuse_money_gone(context: Context, row: ReceivableRow) -> None:
    """A claim may still stand on a line that the bank took back after an earlier review: it pays nothing."""
    for held in standing(context, receivable_id=row.id):
        if statement_line(context, held.row.line_id, incoming=True).status is LineStatus.REVERSED:
            message = f"应缴单 {row.number} 的一笔款已被银行冲正或退回，请先冲销这笔认领。"
            raise RuleViolation("review.money_gone", message)


def _pass(context: Context, row: ReceivableRow) -> None:
    if row.paid_on is None:
        raise AssertionError("a fee came before the reviewer without having been paid")
    row.status, row.status_since = ReceivableStatus.REVIEWED, context.made_at
    match_invoice(context, row)
    context.emit(FeeReviewed(row.id, row.batch_id, row.plan_id, row.enterprise_id, row.paid_on))


def _review(context: Context, review_id: str) -> PaymentReviewRow:
    row = context.session.get(PaymentReviewRow, (context.school_id, review_id))
    if row is None:
        raise RuleViolation("review.unknown", "找不到这条费用审核，请刷新列表。")
    return row

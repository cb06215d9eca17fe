"""冲正 and 退汇: finds what the bank took back, undoes what was done with it, and names what only a person may undo."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from school_desk.kernel.clock import SHANGHAI, local_date, local_text
from school_desk.kernel.commands import Context
from school_desk.kernel.money import format_yuan
from school_desk.payments.domain import time_of_day
from school_desk.payments.handlers.entries import (
    TAKEN_BY_BANK,
    Standing,
    add_credit,
    pending_refunds,
    receivable,
    settle,
    standing,
    statement_line,
    take_back,
    take_credit_of,
)
from school_desk.payments.handlers.review import close_review, open_review
from school_desk.payments.matching import CreditLine, DebitLine
from school_desk.payments.matching.reversals import reversed_pairs
from school_desk.payments.running import running_order
from school_desk.payments.tables import RefundRow, SlipRow, StatementLineRow
from school_desk.terms.statuses import LineStatus, ReceivableStatus, SlipStatus

_LOOK_BACK = timedelta(days=92)
_LONELY = "银行标为冲正或退回，没有找到原来的那一笔"


def pair_reversals(context: Context, account: str) -> list[str]:
    """Pairs each line that takes an earlier one back with that one. Returns what the clerk must hear of it."""
    told = []
    for incoming in (False, True):
        waiting = context.session.scalars(
            _lines(context, account).where(StatementLineRow.takes_back, StatementLineRow.incoming.is_(incoming))
        ).all()
        pairs = _pairs(context, account, waiting) if waiting else []
        for back, paid in pairs:
            told += _pair(context, back, paid)
        told += [sentence for back in waiting for sentence in _lonely(back)]
    return told


def _pairs(
    context: Context, account: str, waiting: Sequence[StatementLineRow]
) -> list[tuple[StatementLineRow, StatementLineRow]]:
    candidates = context.session.scalars(
        _lines(context, account).where(
            StatementLineRow.incoming.is_(not waiting[0].incoming),
            StatementLineRow.amount_fen.in_({line.amount_fen for line in waiting}),
            StatementLineRow.booked_at >= waiting[0].booked_at - _LOOK_BACK,
        )
    ).all()
    rows = {line.id: line for line in (*candidates, *waiting)}
    place = _places(context, account, {local_date(line.booked_at) for line in waiting})
    verdicts = reversed_pairs(
        [_paid(line, place.get(line.id, 0)) for line in candidates],
        [_taken(line, place.get(line.id, 0)) for line in waiting],
    )
    return [
        (rows[verdict.line_id], rows[verdict.other_line_id])
        for verdict in verdicts
        if verdict.kind == "reversal" and verdict.other_line_id
    ]


def _places(context: Context, account: str, days: Collection[date]) -> dict[str, int]:
    """Line → its place on its day: where no time is printed, that tells what was paid before it went back, and what again after."""
    at, found = StatementLineRow.booked_at, dict[str, int]()
    for day in sorted(days):
        begin = datetime.combine(day, time(), SHANGHAI)
        of_day = sa.select(StatementLineRow).where(
            StatementLineRow.school_id == context.school_id,
            StatementLineRow.own_account == account,
            at >= begin,
            at < begin + timedelta(days=1),
        )
        in_order = running_order(context.session.scalars(of_day.order_by(at, StatementLineRow.id)))
        found |= {line.id: place for place, line in enumerate(in_order, start=1)}
    return found


def _lines(context: Context, account: str) -> sa.Select[StatementLineRow]:
    """The account's lines that are not paired yet, oldest first."""
    wanted = sa.select(StatementLineRow).where(
        StatementLineRow.school_id == context.school_id,
        StatementLineRow.own_account == account,
        StatementLineRow.status != LineStatus.REVERSED,
    )
    return wanted.order_by(StatementLineRow.booked_at, StatementLineRow.id)


def _paid(line: StatementLineRow, place: int) -> CreditLine:
    return CreditLine(
        line.id,
        line.amount_fen,
        line.counterparty_name,
        line.counterparty_account or "",
        line.memo,
        local_date(line.booked_at),
        time_of_day(line.booked_at),
        place,
    )


def _taken(line: StatementLineRow, place: int) -> DebitLine:
    return DebitLine(
        line.id,
        line.amount_fen,
        line.counterparty_name,
        line.counterparty_account or "",
        line.memo,
        local_date(line.booked_at),
        reversal_flag=True,
        booked_at=time_of_day(line.booked_at),
        place=place,
    )


def _pair(context: Context, back: StatementLineRow, paid: StatementLineRow) -> list[str]:
    what = f"{local_text(paid.booked_at)} {format_yuan(paid.amount_fen)} 元（{paid.counterparty_name}）"
    told = [f"{what} 已于 {local_text(back.booked_at)} 被银行冲正或退回。"]
    told += _undo_payment(context, paid) if paid.incoming else _undo_refund(context, paid)
    paid.status, paid.status_reason, paid.reversed_by_id = LineStatus.REVERSED, TAKEN_BY_BANK, back.id
    back.status, back.status_reason = LineStatus.REVERSED, f"冲正或退回 {local_text(paid.booked_at)} 的那一笔"
    return told


def _undo_payment(context: Context, paid: StatementLineRow) -> list[str]:
    """Takes the money out of everything that still waits for a decision; what is reviewed stands, and is told."""
    told = [*_release_slip(context, paid)]
    told += [_undo_allocation(context, held) for held in standing(context, line_id=paid.id)]
    taken = take_credit_of(context, paid)
    if taken:
        told.append(f"由它转入的预收余额 {format_yuan(taken)} 元已收回。")
    for refund in pending_refunds(context, source_line_id=paid.id):
        told.append(f"它有一笔 {format_yuan(refund.amount_fen)} 元的退费正在办理，请立即驳回。")
    return told


def _release_slip(context: Context, paid: StatementLineRow) -> list[str]:
    """A slip says that money was sent: what it was paired with is gone, so it waits for the money again."""
    slip = context.session.scalar(
        sa.select(SlipRow).where(SlipRow.school_id == context.school_id, SlipRow.line_id == paid.id)
    )
    if slip is None:
        return []
    slip.status, slip.line_id = SlipStatus.WAITING, None
    slip.note = f"对上过的流水（{local_text(paid.booked_at)}）已被银行冲正或退回"
    return [f"与它对上的回单（{slip.payer_name} {format_yuan(slip.amount_fen)} 元）退回“待到账”。"]


def _undo_allocation(context: Context, held: Standing) -> str:
    row = receivable(context, held.row.receivable_id)
    if row.status is ReceivableStatus.REVIEWED:
        return (
            f"应缴单 {row.number} 的费用已审核通过，没有自动撤销：这些学员导出学习账号、申请考试、编入考核计划、打印和推送证书已停办。"
            "请冲销这笔认领，企业重新缴费并通过审核后恢复。"
        )
    review = open_review(context, row.id)
    if review is not None:
        close_review(context, review, approved=False, reason=TAKEN_BY_BANK)
    take_back(context, held, held.fen, TAKEN_BY_BANK, to_credit=False)
    settle(context, row)
    return f"应缴单 {row.number} 的认领 {format_yuan(held.fen)} 元已撤销，重新待缴。"


def _undo_refund(context: Context, paid: StatementLineRow) -> list[str]:
    """A refund that came back is 预收余额 again: paying it once more, perhaps elsewhere, takes two people again.

    Of a payment that the bank took back as well it is the school's own money, and nobody's 预收余额.
    """
    refund = context.session.scalar(
        sa.select(RefundRow).where(RefundRow.school_id == context.school_id, RefundRow.paid_line_id == paid.id)
    )
    if refund is None:
        return []
    add_credit(
        context,
        refund.enterprise_id,
        refund.source_line_id,
        refund.amount_fen,
        "退费被银行退回",
        label=f"bounced/{refund.id}",
        refund_id=refund.id,
    )
    source = statement_line(context, refund.source_line_id, incoming=True)
    if source.status is LineStatus.REVERSED:
        take_credit_of(context, source)
        return [
            f"退费 {format_yuan(refund.amount_fen)} 元被银行退回；原来的款也已被银行冲正或退回，所以不转为预收余额，不用再退。"
        ]
    return [f"退费 {format_yuan(refund.amount_fen)} 元被银行退回，已转回预收余额，请核对收款账户后重新申请退费。"]


def _lonely(back: StatementLineRow) -> list[str]:
    """Told once; the line stays open for an export that holds its other half."""
    if back.status is LineStatus.REVERSED or back.status_reason == _LONELY:
        return []
    if back.status is LineStatus.UNCLAIMED:
        back.status = LineStatus.ON_HOLD
    back.status_reason = _LONELY
    return [
        f"{local_text(back.booked_at)} {format_yuan(back.amount_fen)} 元（{back.counterparty_name}）：{_LONELY}，请核对。"
    ]

"""Sets incoming lines aside and takes them up again, and remembers which proposals were wrong."""

from __future__ import annotations

import sqlalchemy as sa

from school_desk.kernel.commands import Context, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.payments import commands as c
from school_desk.payments.domain import CLAIMABLE, claimed_status
from school_desk.payments.handlers.agreement import MONEY_UNDO
from school_desk.payments.handlers.entries import receivable, statement_line
from school_desk.payments.handlers.judged import keep_result, withdraw_result
from school_desk.payments.tables import DismissedPairRow, StatementLineRow
from school_desk.terms.labels import line_status
from school_desk.terms.statuses import LineStatus, ProposalDecision


@handles(c.MarkNotTuition, undo=MONEY_UNDO)
def mark_not_tuition(context: Context, command: c.MarkNotTuition) -> None:
    """The whole line is something else than fees."""
    line = statement_line(context, command.line_id, incoming=True)
    _set_aside(line, LineStatus.NOT_TUITION, command.reason, CLAIMABLE | {LineStatus.ON_HOLD})
    if line.used_fen:
        raise RuleViolation("line.in_use", "这笔流水已认领了一部分，不能整笔标为非学费。请先撤销认领。")
    keep_result(context, line.id, ProposalDecision.NOT_TUITION, command.judged)


@handles(c.PutOnHold, undo=MONEY_UNDO)
def put_on_hold(context: Context, command: c.PutOnHold) -> None:
    """What is unclaimed of the line waits for an answer."""
    _set_aside(statement_line(context, command.line_id, incoming=True), LineStatus.ON_HOLD, command.reason, CLAIMABLE)


@handles(c.ReleaseLine, undo=MONEY_UNDO)
def release_line(context: Context, command: c.ReleaseLine) -> None:
    """The line waits to be claimed again."""
    line = statement_line(context, command.line_id, incoming=True)
    _refuse_unless(line, frozenset({LineStatus.NOT_TUITION, LineStatus.ON_HOLD}))
    line.status, line.status_reason = claimed_status(line.amount_fen, line.used_fen), None
    withdraw_result(context, line.id, ProposalDecision.NOT_TUITION)


@handles(c.DismissProposal)
def dismiss_proposal(context: Context, command: c.DismissProposal) -> None:
    """Keeps the pairs; those dismissed before stay as they are."""
    line = statement_line(context, command.line_id, incoming=True)
    known = set(
        context.session.scalars(
            sa.select(DismissedPairRow.receivable_id).where(
                DismissedPairRow.school_id == context.school_id, DismissedPairRow.line_id == line.id
            )
        )
    )
    for receivable_id in dict.fromkeys(command.receivable_ids):
        row = receivable(context, receivable_id)
        if row.id not in known:
            context.session.add(
                DismissedPairRow(
                    school_id=context.school_id,
                    id=context.new_id(f"dismissed/{row.id}"),
                    line_id=line.id,
                    receivable_id=row.id,
                    dismissed_by=context.actor.name,
                )
            )
    keep_result(context, line.id, ProposalDecision.DISMISSED, command.judged)


def _set_aside(line: StatementLineRow, status: LineStatus, reason: str, before: frozenset[LineStatus]) -> None:
    _refuse_unless(line, before)
    line.status, line.status_reason = status, reason.strip()[:200] or None


def _refuse_unless(line: StatementLineRow, before: frozenset[LineStatus]) -> None:
    if line.status not in before:
        raise RuleViolation("line.step", f"这笔流水现在是“{line_status(line.status)}”，不能这样办理。")

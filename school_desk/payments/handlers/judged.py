"""Keeps what became of a proposal when a person decided about its line, and notes when that decision is taken back by another one."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from school_desk.kernel.commands import Context
from school_desk.kernel.errors import RuleViolation
from school_desk.payments.commands import JudgedProposal
from school_desk.payments.tables import ProposalResultRow
from school_desk.terms.statuses import ProposalDecision

_MILLION, _SHOWN = 1_000_000, 3


def keep_result(context: Context, line_id: str, decision: ProposalDecision, judged: JudgedProposal | None) -> None:
    """Keeps it; nothing where no proposal was shown. Raises RuleViolation `proposal.judged` for what no desk could have shown."""
    if judged is None:
        return
    if not (0 <= judged.score_ppm <= _MILLION and 0 <= judged.taken_rank <= _SHOWN):
        raise RuleViolation("proposal.judged", "随认领送来的建议把握或序号不对，没有办理。请刷新后再办理。")
    row = ProposalResultRow(
        school_id=context.school_id,
        id=context.new_id(f"judged/{line_id}"),
        line_id=line_id,
        decision=decision,
        score_ppm=judged.score_ppm,
        certain=judged.certain,
        taken_rank=judged.taken_rank,
        seen=judged.seen,
        decided_at=context.made_at,
    )
    context.session.add(row)


def withdraw_result(
    context: Context, line_id: str, decision: ProposalDecision, decided_at: datetime | None = None
) -> None:
    """The decision about the line (taken at that time, None: whenever) stands no more, because a person thinks otherwise now."""
    wanted = sa.select(ProposalResultRow).where(
        ProposalResultRow.school_id == context.school_id,
        ProposalResultRow.line_id == line_id,
        ProposalResultRow.decision == decision,
        ProposalResultRow.withdrawn.is_(False),
    )
    if decided_at is not None:
        wanted = wanted.where(ProposalResultRow.decided_at == decided_at)
    for row in context.session.scalars(wanted).all():
        row.withdrawn = True

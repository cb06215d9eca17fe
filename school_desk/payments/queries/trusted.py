"""What became of matching's proposals, and from which score on that lets lines be claimed unseen on this school's desks."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.payments.matching.trust import Trust, trust
from school_desk.payments.tables import ProposalResultRow
from school_desk.terms.statuses import ProposalDecision

_NEWEST = 3_000
"""So many results count: what an older program proposed, or another way of writing memos, is forgotten in time."""
_PROBATION = timedelta(days=30)
"""A claim that nobody looked at counts as right only when it has stood so long: else trust would confirm itself."""


def past_results(session: Session, school_id: str) -> tuple[tuple[int, bool], ...]:
    """(score in millionths, whether it was right) of the newest proposals that matching would have taken unseen, the newest first.

    Right: claimed as proposed, and not taken back by a person (取消认领, 冲销) since; what the bank took back stays right. Wrong: such a
    claim taken back, the line claimed otherwise, the proposal dismissed, the line no fee. What was decided otherwise and taken back, or
    undone, says nothing: the line is open again, and the next decision tells. Claims taken together count after a month without complaint.
    """
    row = ProposalResultRow
    ours = row.school_id == school_id
    latest = session.scalar(sa.select(row.decided_at).where(ours).order_by(row.id.desc()).limit(1))
    if latest is None:
        return ()
    as_proposed = sa.and_(row.decision == ProposalDecision.CLAIMED, row.taken_rank == 1)
    stands = row.withdrawn.is_(False)
    looked_at = sa.or_(row.seen, row.decided_at <= latest - _PROBATION)
    right, wrong = sa.and_(as_proposed, stands), as_proposed != stands
    wanted = (
        sa.select(row.score_ppm, right)
        .where(ours, row.certain, sa.or_(wrong, sa.and_(right, looked_at)))
        .order_by(row.id.desc())
        .limit(_NEWEST)
    )
    return tuple((score, bool(is_right)) for score, is_right in session.execute(wanted))


def matching_trust(session: Session, school_id: str) -> Trust:
    """What the past results allow."""
    return trust(past_results(session, school_id))

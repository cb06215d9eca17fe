"""Scores of the three subjects, in tenths of a mark, and the frozen versions of them before the authority."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.columns import EnumText
from school_desk.kernel.tables import Recorded, index, link, unique
from school_desk.terms.statuses import ScoreFlag, Subject, SubmissionStatus


class ScoreRow(Recorded):
    """One candidate's result in one subject: `mark_tenths` (595 is 59.5) or a flag that says why there is none.

    `submission_id`: the newest version that froze it. Unless that was refused the score stays as it is, so an approved one is what was frozen.
    """

    __tablename__ = "score"
    __table_args__ = (
        link("candidate_id", "candidate"),
        link("enrollment_id", "enrollment"),
        unique("candidate_id", "subject"),
        index("score", "enrollment_id"),
        index("score", "submission_id"),
        sa.CheckConstraint("mark_tenths IS NULL OR (mark_tenths BETWEEN 0 AND 1000)", name="mark_in_range"),
    )
    label = "成绩"

    candidate_id: Mapped[str] = mapped_column(sa.String(32))
    enrollment_id: Mapped[str] = mapped_column(sa.String(32))
    subject: Mapped[Subject] = mapped_column(EnumText(Subject))
    mark_tenths: Mapped[int | None]
    flag: Mapped[ScoreFlag | None] = mapped_column(EnumText(ScoreFlag))
    entered_at: Mapped[datetime]
    submission_id: Mapped[str | None] = mapped_column(sa.String(32))


class ScoreSubmissionRow(Recorded):
    """A 成绩报审: version n of an exam plan's scores, and what the authority answered, with its evidence."""

    __tablename__ = "score_submission"
    __table_args__ = (link("plan_id", "exam_plan"), unique("plan_id", "version"), index("score_submission", "status"))
    label = "成绩报审"

    plan_id: Mapped[str] = mapped_column(sa.String(32))
    version: Mapped[int]
    status: Mapped[SubmissionStatus] = mapped_column(EnumText(SubmissionStatus))
    submitted_on: Mapped[date]
    accepted_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    document_no: Mapped[str | None] = mapped_column(sa.String(100))
    evidence_document_id: Mapped[str | None] = mapped_column(sa.String(32))
    reason: Mapped[str | None] = mapped_column(sa.String(500))


class SubmittedScoreRow(Recorded):
    """A score as it stood in a submission: frozen, so that versions can be compared."""

    __tablename__ = "submitted_score"
    __table_args__ = (
        link("submission_id", "score_submission"),
        link("candidate_id", "candidate"),
        unique("submission_id", "candidate_id", "subject"),
    )
    label = "报审成绩"

    submission_id: Mapped[str] = mapped_column(sa.String(32))
    candidate_id: Mapped[str] = mapped_column(sa.String(32))
    subject: Mapped[Subject] = mapped_column(EnumText(Subject))
    mark_tenths: Mapped[int | None]
    flag: Mapped[ScoreFlag | None] = mapped_column(EnumText(ScoreFlag))

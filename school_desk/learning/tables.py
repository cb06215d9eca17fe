"""Study accounts on the learning platform and the study time it reports."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.columns import EnumText
from school_desk.kernel.tables import Recorded, index, link, unique
from school_desk.terms.statuses import CourseKind, StudyAccountStatus


class StudyAccountRow(Recorded):
    """One enrolment's account: due the third working day after the full fee arrived; opened only by the platform's answer."""

    __tablename__ = "study_account"
    __table_args__ = (link("enrollment_id", "enrollment"), unique("enrollment_id"), index("study_account", "status"))
    label = "学习账号"

    enrollment_id: Mapped[str] = mapped_column(sa.String(32))
    status: Mapped[StudyAccountStatus] = mapped_column(EnumText(StudyAccountStatus))
    due_on: Mapped[date]
    exported_at: Mapped[datetime | None]
    opened_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(sa.String(200))


class StudyTimeRow(Recorded):
    """Minutes of one course as the platform reported them."""

    __tablename__ = "study_time"
    __table_args__ = (
        link("enrollment_id", "enrollment"),
        unique("enrollment_id", "course", "finished_at"),
        index("study_time", "enrollment_id"),
    )
    label = "学时记录"

    enrollment_id: Mapped[str] = mapped_column(sa.String(32))
    course: Mapped[str] = mapped_column(sa.String(100))
    kind: Mapped[CourseKind] = mapped_column(EnumText(CourseKind))
    minutes: Mapped[int]
    finished_at: Mapped[datetime]

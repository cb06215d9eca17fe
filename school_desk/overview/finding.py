"""Finds records by a few letters wherever they lie: people, enterprises, batches, plans. For the palette, which shows a handful of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.tables import EnrollmentBatchRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.exams.tables import ExamPlanRow
from school_desk.kernel.tables import joined
from school_desk.overview.progress import trainee_progress
from school_desk.overview.search import Wanted
from school_desk.terms.identifiers import normalise_credit_code
from school_desk.terms.labels import enterprise_status, exam_plan_status
from school_desk.terms.masking import mask_id
from school_desk.terms.search import search_key


@dataclass(frozen=True)
class FoundRecord:
    """One record: `kind` and `detail` in the clerk's words, `screen` and `focus` open it."""

    kind: str
    title: str
    detail: str
    screen: str
    focus: str


def find_records(
    session: Session, school_id: str, words: str, today: date, *, most: int = 6
) -> tuple[FoundRecord, ...]:
    """At most `most` records of each kind that hold every word; none for no words. Personal numbers are masked."""
    if not words.strip():
        return ()
    return (
        *_enterprises(session, school_id, words, most),
        *_people(session, school_id, words, today, most),
        *_batches(session, school_id, words, most),
        *_exam_plans(session, school_id, words, most),
    )


def _people(session: Session, school_id: str, words: str, today: date, most: int) -> Iterable[FoundRecord]:
    for row in trainee_progress(session, school_id, today, Wanted(words=words), limit=most):
        detail = f"{mask_id(row.id_number)} · {row.trade} {row.level.label} · {row.enterprise}"
        yield FoundRecord("学员", row.name, detail, "progress", row.enrollment_id)


def _enterprises(session: Session, school_id: str, words: str, most: int) -> Iterable[FoundRecord]:
    found = sa.select(EnterpriseRow).where(EnterpriseRow.school_id == school_id)
    for word in words.split():
        named = EnterpriseRow.search_text.contains(search_key(word), autoescape=True)
        coded = EnterpriseRow.credit_code.contains(normalise_credit_code(word), autoescape=True)
        found = found.where(sa.or_(named, coded))
    for row in session.scalars(found.order_by(EnterpriseRow.submitted_at.desc()).limit(most)):
        detail = f"{row.credit_code} · {enterprise_status(row.status)}"
        yield FoundRecord("企业", row.name, detail, "enterprises", row.id)


def _batches(session: Session, school_id: str, words: str, most: int) -> Iterable[FoundRecord]:
    """By number or payment code: both are short and typed whole or from their beginning."""
    typed = words.strip().upper()
    found = (
        sa.select(EnrollmentBatchRow, EnterpriseRow.name)
        .join(EnterpriseRow, joined(EnterpriseRow, EnrollmentBatchRow, EnrollmentBatchRow.enterprise_id))
        .where(
            EnrollmentBatchRow.school_id == school_id,
            sa.or_(
                EnrollmentBatchRow.number.startswith(typed, autoescape=True),
                EnrollmentBatchRow.payment_code.startswith(typed, autoescape=True),
            ),
        )
        .order_by(EnrollmentBatchRow.enrolled_at.desc())
        .limit(most)
    )
    for row, name in session.execute(found):
        detail = f"缴费码 {row.payment_code} · {name}"
        yield FoundRecord("报名批次", row.number, detail, "enrollments", row.id)


def _exam_plans(session: Session, school_id: str, words: str, most: int) -> Iterable[FoundRecord]:
    found = sa.select(ExamPlanRow).where(ExamPlanRow.school_id == school_id)
    for word in words.split():
        found = found.where(ExamPlanRow.name.contains(word, autoescape=True))
    for row in session.scalars(found.order_by(ExamPlanRow.id.desc()).limit(most)):
        yield FoundRecord("考核计划", row.name, exam_plan_status(row.status), "exams", row.id)

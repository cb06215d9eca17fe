"""The timeline of one enrolment: every decision that touched it or what it depends on, from the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.certificates.tables import CertificateRow, PushEntryRow, RegistryLookUpRow
from school_desk.enrollments.tables import CorrectionRow, EnrollmentRow, TraineeRow
from school_desk.exams.tables import CandidateRow, ExamApplicationRow, ExamPlanRow, SeatRow
from school_desk.kernel.commands import label_of
from school_desk.kernel.parts import parts
from school_desk.kernel.tables import JournalRow, Recorded, TouchRow
from school_desk.learning.tables import StudyAccountRow, StudyTimeRow
from school_desk.payments.tables import AllocationRow, PaymentReviewRow, ReceivableRow
from school_desk.scores.tables import ScoreRow, ScoreSubmissionRow

Key = tuple[str, str]


@dataclass(frozen=True)
class TimelineRow:
    """One decision. `label` is the clerk's word for it; `undone`: it was taken back and no longer stands."""

    seq: int
    command_id: str
    made_at: datetime
    actor: str
    label: str
    subject: str
    undone: bool


def timeline(session: Session, school_id: str, enrollment_id: str) -> tuple[TimelineRow, ...]:
    """What was decided about an enrolment, oldest first."""
    row = session.get(EnrollmentRow, (school_id, enrollment_id))
    if row is None:
        return ()
    return touching(session, school_id, _records(session, school_id, row))


def touching(session: Session, school_id: str, records: Iterable[Key]) -> tuple[TimelineRow, ...]:
    """The decisions that touched any of these records (table, id), oldest first."""
    by_table: dict[str, list[str]] = {}
    for table, row_id in records:
        by_table.setdefault(table, []).append(row_id)
    numbers: set[int] = set()
    for table, ids in by_table.items():
        wanted = sa.select(TouchRow.seq).where(TouchRow.school_id == school_id, TouchRow.table_name == table)
        for part in parts(ids):
            numbers |= set(session.scalars(wanted.where(TouchRow.row_id.in_(part))))
    found: list[JournalRow] = []
    for seqs in parts(numbers):
        wanted_rows = sa.select(JournalRow).where(JournalRow.school_id == school_id, JournalRow.seq.in_(seqs))
        found += session.scalars(wanted_rows.order_by(JournalRow.seq))
    undone = taken_back(session, school_id, {row.id for row in found})
    return tuple(line_of(row, row.id in undone) for row in found)


def taken_back(session: Session, school_id: str, command_ids: Collection[str]) -> set[str]:
    """Those of the commands that are taken back at present: an undo that was itself undone takes nothing back."""
    undoing: dict[str, list[str]] = {}
    for part in parts(command_ids):
        wanted = sa.select(JournalRow.takes_back, JournalRow.id).where(
            JournalRow.school_id == school_id, JournalRow.takes_back.in_(part)
        )
        for taken, by in session.execute(wanted):
            undoing.setdefault(str(taken), []).append(by)
    if not undoing:
        return set()
    void = taken_back(session, school_id, {by for undos in undoing.values() for by in undos})
    return {taken for taken, undos in undoing.items() if any(by not in void for by in undos)}


def line_of(row: JournalRow, undone: bool) -> TimelineRow:
    """A journal row as lists show it."""
    return TimelineRow(row.seq, row.id, row.made_at, row.actor_name, label_of(row.name), row.subject, undone)


def _records(session: Session, school_id: str, row: EnrollmentRow) -> Iterable[Key]:
    """The enrolment, its person, and the records of later steps that are about it; a batch's and a plan's own are shared by many."""

    def ids(kind: type[Recorded], *where: sa.ColumnElement[bool]) -> list[str]:
        return list(session.scalars(sa.select(kind.id).where(kind.school_id == school_id, *where)))

    candidates = ids(CandidateRow, CandidateRow.enrollment_id == row.id)
    plans = set(
        session.scalars(
            sa.select(CandidateRow.plan_id).where(
                CandidateRow.school_id == school_id, CandidateRow.enrollment_id == row.id
            )
        )
    )
    fees = ids(ReceivableRow, ReceivableRow.batch_id == row.batch_id, ReceivableRow.plan_id == row.plan_id)
    held = ids(CertificateRow, CertificateRow.enrollment_id == row.id)
    versions = _filled(
        session.scalars(
            sa.select(ScoreRow.submission_id).where(ScoreRow.school_id == school_id, ScoreRow.enrollment_id == row.id)
        )
    )
    found: tuple[tuple[type[Recorded], Iterable[str]], ...] = (
        (EnrollmentRow, [row.id]),
        (TraineeRow, [row.trainee_id]),
        (CorrectionRow, ids(CorrectionRow, CorrectionRow.trainee_id == row.trainee_id)),
        (ReceivableRow, fees),
        (AllocationRow, ids(AllocationRow, AllocationRow.receivable_id.in_(fees))),
        (PaymentReviewRow, ids(PaymentReviewRow, PaymentReviewRow.receivable_id.in_(fees))),
        (StudyAccountRow, ids(StudyAccountRow, StudyAccountRow.enrollment_id == row.id)),
        (StudyTimeRow, ids(StudyTimeRow, StudyTimeRow.enrollment_id == row.id)),
        (ExamApplicationRow, ids(ExamApplicationRow, ExamApplicationRow.enrollment_id == row.id)),
        (CandidateRow, candidates),
        (SeatRow, ids(SeatRow, SeatRow.candidate_id.in_(candidates))),
        (ExamPlanRow, plans),
        (ScoreRow, ids(ScoreRow, ScoreRow.enrollment_id == row.id)),
        (ScoreSubmissionRow, versions),
        (CertificateRow, held),
        (PushEntryRow, ids(PushEntryRow, PushEntryRow.certificate_id.in_(held))),
        (RegistryLookUpRow, ids(RegistryLookUpRow, RegistryLookUpRow.certificate_id.in_(held))),
    )
    return ((kind.__tablename__, row_id) for kind, row_ids in found for row_id in row_ids)


def _filled(ids: Iterable[Any]) -> set[str]:
    return {row_id for row_id in ids if row_id is not None}

"""Batches, enrolments and trainees as lists and later steps need them. Id and mobile numbers come in plain text: screens mask them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.documents.ledger import LedgerRow
from school_desk.enrollments.tables import CorrectionRow, EnrollmentBatchRow, EnrollmentRow, TraineeRow
from school_desk.enterprises.queries import enterprise_names
from school_desk.kernel.parts import parts
from school_desk.kernel.tables import joined
from school_desk.terms.identifiers import normalise_resident_id
from school_desk.terms.identity import IdType
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import EnrollmentStatus
from school_desk.terms.trades import trade_name


@dataclass(frozen=True)
class BatchRow:
    """One 报名批次; `active` counts the enrolments that still stand."""

    id: str
    number: str
    payment_code: str
    enterprise_id: str
    enterprise: str
    roster_name: str
    enrolled_at: datetime
    active: int
    closed: int


@dataclass(frozen=True)
class EnrolledRow:
    """One enrolment with its person."""

    id: str
    trainee_id: str
    name: str
    id_type: IdType
    id_number: str
    mobile: str
    sex: str
    birth_date: date | None
    enterprise_id: str
    enterprise: str
    batch_id: str
    plan_id: str
    trade_code: str
    trade: str
    level: SkillLevel
    status: EnrollmentStatus
    status_reason: str | None
    photo_document_id: str | None
    previous_id: str | None
    note: str | None


@dataclass(frozen=True)
class Correction:
    """One correction of a person's data."""

    field: str
    old_value: str
    new_value: str
    reason: str
    corrected_by: str
    corrected_at: datetime


def batches(session: Session, school_id: str, ids: Collection[str] | None = None) -> tuple[BatchRow, ...]:
    """Batches, the newest first; only those named when `ids` are given."""
    wanted = sa.select(EnrollmentBatchRow).where(EnrollmentBatchRow.school_id == school_id)
    rows = [
        row
        for part in parts(ids)
        for row in session.scalars(wanted if part is None else wanted.where(EnrollmentBatchRow.id.in_(part)))
    ]
    counts = _counts(session, school_id, ids)
    names = enterprise_names(session, school_id, {row.enterprise_id for row in rows})
    return tuple(_batch(row, names, counts) for row in sorted(rows, key=lambda row: row.id, reverse=True))


def batches_of(session: Session, school_id: str, enterprise_id: str) -> tuple[BatchRow, ...]:
    """An enterprise's batches, the newest first."""
    owned = sa.select(EnrollmentBatchRow.id).where(
        EnrollmentBatchRow.school_id == school_id, EnrollmentBatchRow.enterprise_id == enterprise_id
    )
    return batches(session, school_id, session.scalars(owned).all())


def batch(session: Session, school_id: str, batch_id: str) -> BatchRow | None:
    """One batch."""
    return next(iter(batches(session, school_id, [batch_id])), None)


def batch_codes(school_id: str) -> sa.Select[str, str, str]:
    """Each batch's id with its number and its 缴费码, for a query to join."""
    return sa.select(EnrollmentBatchRow.id, EnrollmentBatchRow.number, EnrollmentBatchRow.payment_code).where(
        EnrollmentBatchRow.school_id == school_id
    )


def batch_ledger(session: Session, school_id: str, batch_id: str) -> tuple[LedgerRow, ...]:
    """What became of every row of the batch's newest roster; names are not kept there."""
    row = session.get(EnrollmentBatchRow, (school_id, batch_id))
    newest = row.ledger[-1] if row is not None and row.ledger else []
    return tuple(LedgerRow(row_no, "", state, tuple(reasons)) for row_no, state, reasons in newest)


def active_places(session: Session, school_id: str, batch_id: str) -> dict[str, int]:
    """How many standing enrolments the batch has in each training plan (plan id → count)."""
    counted = (
        sa.select(EnrollmentRow.plan_id, sa.func.count())
        .where(
            EnrollmentRow.school_id == school_id,
            EnrollmentRow.batch_id == batch_id,
            EnrollmentRow.status == EnrollmentStatus.ACTIVE,
        )
        .group_by(EnrollmentRow.plan_id)
        .order_by(EnrollmentRow.plan_id)
    )
    return dict(session.execute(counted).all())


def enrolled_names(
    session: Session, school_id: str, batch_ids: Collection[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """The names of standing enrolments by batch and training plan."""
    wanted = (
        sa.select(EnrollmentRow.batch_id, EnrollmentRow.plan_id, TraineeRow.name)
        .join(TraineeRow, _of_trainee())
        .where(EnrollmentRow.school_id == school_id, EnrollmentRow.status == EnrollmentStatus.ACTIVE)
        .order_by(EnrollmentRow.id)
    )
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for part in parts(batch_ids):
        for batch_id, plan_id, name in session.execute(wanted.where(EnrollmentRow.batch_id.in_(part))):
            found[batch_id, plan_id].append(name)
    return {place: tuple(names) for place, names in found.items()}


def plan_places(session: Session, school_id: str) -> dict[str, int]:
    """How many standing enrolments each training plan has (plan id → count)."""
    counted = (
        sa.select(EnrollmentRow.plan_id, sa.func.count())
        .where(EnrollmentRow.school_id == school_id, EnrollmentRow.status == EnrollmentStatus.ACTIVE)
        .group_by(EnrollmentRow.plan_id)
    )
    return dict(session.execute(counted).all())


def enrolled(
    session: Session,
    school_id: str,
    *,
    ids: Collection[str] | None = None,
    batch_id: str | None = None,
    plan_id: str | None = None,
    trainee_id: str | None = None,
    enterprise_id: str | None = None,
    active_only: bool = False,
) -> tuple[EnrolledRow, ...]:
    """Enrolments in the order of their making, narrowed by what is given."""
    wanted = (
        sa.select(EnrollmentRow, TraineeRow)
        .join(TraineeRow, _of_trainee())
        .where(EnrollmentRow.school_id == school_id)
        .order_by(EnrollmentRow.id)
    )
    for column, value in (
        (EnrollmentRow.batch_id, batch_id),
        (EnrollmentRow.plan_id, plan_id),
        (EnrollmentRow.trainee_id, trainee_id),
        (EnrollmentRow.enterprise_id, enterprise_id),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if active_only:
        wanted = wanted.where(EnrollmentRow.status == EnrollmentStatus.ACTIVE)
    rows = [
        (row, trainee)
        for part in parts(ids)
        for row, trainee in session.execute(wanted if part is None else wanted.where(EnrollmentRow.id.in_(part)))
    ]
    names = enterprise_names(session, school_id, {row.enterprise_id for row, _ in rows})
    return tuple(_enrolled(row, trainee, names) for row, trainee in rows)


def employers(school_id: str) -> sa.Select[str, str]:
    """Each enrolment's id with its enterprise's, for a query to join."""
    return sa.select(EnrollmentRow.id, EnrollmentRow.enterprise_id).where(EnrollmentRow.school_id == school_id)


def enrollments_of(school_id: str, enterprise_id: str) -> sa.Select[str]:
    """The ids of an enterprise's enrolments, for a query to narrow by."""
    return sa.select(EnrollmentRow.id).where(
        EnrollmentRow.school_id == school_id, EnrollmentRow.enterprise_id == enterprise_id
    )


def plans_of(session: Session, school_id: str, ids: Collection[str]) -> dict[str, str]:
    """The training plan of each of these enrolments."""
    wanted = sa.select(EnrollmentRow.id, EnrollmentRow.plan_id).where(EnrollmentRow.school_id == school_id)
    return {
        enrollment_id: plan_id
        for part in parts(ids)
        for enrollment_id, plan_id in session.execute(wanted.where(EnrollmentRow.id.in_(part)))
    }


def find_enrollments(session: Session, school_id: str, id_numbers: Iterable[str]) -> dict[str, tuple[EnrolledRow, ...]]:
    """The standing enrolments of the people with these id numbers, by the number as it is written (in any way)."""
    plain = {number: normalise_resident_id(number) for number in id_numbers}
    known = sa.select(TraineeRow.id).where(TraineeRow.school_id == school_id)
    of_people = sa.select(EnrollmentRow.id).where(
        EnrollmentRow.school_id == school_id, EnrollmentRow.status == EnrollmentStatus.ACTIVE
    )
    ids: list[str] = []
    for part in parts(set(plain.values())):
        people = known.where(TraineeRow.id_number_key.in_(part))
        ids += session.scalars(of_people.where(EnrollmentRow.trainee_id.in_(people)))
    found: defaultdict[str, list[EnrolledRow]] = defaultdict(list)
    for row in enrolled(session, school_id, ids=ids):
        found[row.id_number].append(row)
    return {number: tuple(found.get(key, ())) for number, key in plain.items()}


def corrections(session: Session, school_id: str, trainee_id: str) -> tuple[Correction, ...]:
    """A person's corrections, oldest first."""
    wanted = sa.select(CorrectionRow).where(
        CorrectionRow.school_id == school_id, CorrectionRow.trainee_id == trainee_id
    )
    return tuple(
        Correction(row.field, row.old_value, row.new_value, row.reason, row.corrected_by, row.corrected_at)
        for row in session.scalars(wanted.order_by(CorrectionRow.id))
    )


def number_corrections(session: Session, school_id: str) -> dict[str, tuple[tuple[datetime, str], ...]]:
    """Of each trainee whose id number was corrected: when, and what it had been, oldest first. Numbers are sealed: all are looked through."""
    wanted = sa.select(CorrectionRow).where(CorrectionRow.school_id == school_id, CorrectionRow.field == "id_number")
    found: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in session.scalars(wanted.order_by(CorrectionRow.id)):
        found[row.trainee_id].append((row.corrected_at, row.old_value))
    return {trainee_id: tuple(before) for trainee_id, before in found.items()}


def _of_trainee() -> sa.ColumnElement[bool]:
    return joined(TraineeRow, EnrollmentRow, EnrollmentRow.trainee_id)


def _counts(session: Session, school_id: str, batch_ids: Collection[str] | None) -> dict[str, tuple[int, int]]:
    standing = sa.func.sum(sa.case((EnrollmentRow.status == EnrollmentStatus.ACTIVE, 1), else_=0))
    counted = (
        sa.select(EnrollmentRow.batch_id, standing, sa.func.count())
        .where(EnrollmentRow.school_id == school_id)
        .group_by(EnrollmentRow.batch_id)
    )
    return {
        batch_id: (active, total - active)
        for part in parts(batch_ids)
        for batch_id, active, total in session.execute(
            counted if part is None else counted.where(EnrollmentRow.batch_id.in_(part))
        )
    }


def _batch(row: EnrollmentBatchRow, names: dict[str, str], counts: dict[str, tuple[int, int]]) -> BatchRow:
    active, closed = counts.get(row.id, (0, 0))
    return BatchRow(
        id=row.id,
        number=row.number,
        payment_code=row.payment_code,
        enterprise_id=row.enterprise_id,
        enterprise=names.get(row.enterprise_id, ""),
        roster_name=row.roster_name,
        enrolled_at=row.enrolled_at,
        active=active,
        closed=closed,
    )


def _enrolled(row: EnrollmentRow, trainee: TraineeRow, names: dict[str, str]) -> EnrolledRow:
    return EnrolledRow(
        id=row.id,
        trainee_id=trainee.id,
        name=trainee.name,
        id_type=trainee.id_type,
        id_number=trainee.id_number,
        mobile=trainee.mobile,
        sex=trainee.sex,
        birth_date=trainee.birth_date,
        enterprise_id=row.enterprise_id,
        enterprise=names.get(row.enterprise_id, ""),
        batch_id=row.batch_id,
        plan_id=row.plan_id,
        trade_code=row.trade_code,
        trade=trade_name(row.trade_code),
        level=SkillLevel(row.level),
        status=row.status,
        status_reason=row.status_reason,
        photo_document_id=row.photo_document_id,
        previous_id=row.previous_id,
        note=row.note,
    )

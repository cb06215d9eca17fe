"""Certificates, pushes and look-ups as lists, papers and workbooks need them. Id numbers come in plain text: screens mask them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.certificates.tables import CertificateRow, PushBatchRow, PushEntryRow, RegistryLookUpRow
from school_desk.enrollments.queries import EnrolledRow, enrolled, enrollments_of
from school_desk.exams.results_queries import examined_but
from school_desk.kernel.clock import local_date
from school_desk.kernel.parts import parts
from school_desk.scores.standings import Standing, passed_enrollments
from school_desk.terms.statuses import CertificateStatus, EnrollmentStatus, PushOutcome


@dataclass(frozen=True)
class AwaitingNumberRow:
    """证书未生成: one who has passed and whose number has not come."""

    person: EnrolledRow
    standing: Standing


@dataclass(frozen=True)
class PushState:
    """The newest push of a certificate. `missed_on`: no answer has come, and a look-up on this later day did not find the certificate."""

    batch_id: str
    batch_number: str
    sent_at: datetime
    outcome: PushOutcome
    receipt_no: str | None
    message: str | None
    answered_on: date | None
    missed_on: date | None


@dataclass(frozen=True)
class CertificateListRow:
    """One certificate. `push` None: never in a package. `replaces`: the number of the one it was issued for again."""

    id: str
    person: EnrolledRow
    number: str
    issued_on: date
    status: CertificateStatus
    status_reason: str | None
    print_count: int
    replaces: str | None
    push: PushState | None


@dataclass(frozen=True)
class PushBatchListRow:
    """One package with what became of it: pending + accepted + failed = certificates."""

    id: str
    number: str
    sent_at: datetime
    sent_by: str
    certificates: int
    pending: int
    accepted: int
    failed: int


@dataclass(frozen=True)
class PushFailure:
    """One message of the register and the certificates it concerns, which are not pushed yet."""

    message: str
    certificate_ids: tuple[str, ...]


@dataclass(frozen=True)
class LookUp:
    """One look-up in the register."""

    looked_up_on: date
    found: bool
    note: str | None
    id: str


def awaiting_number(
    session: Session, school_id: str, enrollment_ids: Collection[str] | None = None
) -> tuple[AwaitingNumberRow, ...]:
    """Standing enrolments (of those named) that have passed and have no certificate, those approved first on top."""
    if enrollment_ids is None:
        enrollment_ids = examined_but(session, school_id, _certified(school_id))
    reached = passed_enrollments(session, school_id, enrollment_ids)
    held = certified_enrollments(session, school_id, reached)
    passed = {key: standing for key, standing in reached.items() if key not in held}
    people = [p for p in enrolled(session, school_id, ids=passed) if p.status is EnrollmentStatus.ACTIVE]
    rows = [AwaitingNumberRow(person, passed[person.id]) for person in people]
    return tuple(sorted(rows, key=lambda row: (row.standing.approved_on or date.min, row.person.id)))


def certificates(
    session: Session,
    school_id: str,
    *,
    statuses: Collection[CertificateStatus] | None = None,
    ids: Collection[str] | None = None,
    enrollment_ids: Collection[str] | None = None,
    enterprise_id: str | None = None,
) -> tuple[CertificateListRow, ...]:
    """Certificates in the order in which their numbers came, narrowed by what is given."""
    wanted = sa.select(CertificateRow).where(CertificateRow.school_id == school_id)
    if statuses is not None:
        wanted = wanted.where(CertificateRow.status.in_(statuses))
    if enterprise_id is not None:
        wanted = wanted.where(CertificateRow.enrollment_id.in_(enrollments_of(school_id, enterprise_id)))
    column, keys = (CertificateRow.id, ids) if ids is not None else (CertificateRow.enrollment_id, enrollment_ids)
    found = (
        row
        for part in parts(keys)
        for row in session.scalars(wanted if part is None else wanted.where(column.in_(part)))
    )
    rows = sorted(found, key=lambda row: row.id)
    people = {p.id: p for p in enrolled(session, school_id, ids={row.enrollment_id for row in rows})}
    pushes = newest_pushes(session, school_id, [row.id for row in rows])
    numbers = _numbers(session, school_id, [row.replaces_id for row in rows if row.replaces_id])
    return tuple(_certificate(row, people[row.enrollment_id], pushes.get(row.id), numbers) for row in rows)


def certificate(session: Session, school_id: str, certificate_id: str) -> CertificateListRow | None:
    """One certificate."""
    return next(iter(certificates(session, school_id, ids=[certificate_id])), None)


def find_by_number(session: Session, school_id: str, number: str) -> CertificateListRow | None:
    """The certificate with this normalised number, revoked ones too."""
    wanted = sa.select(CertificateRow.id).where(CertificateRow.school_id == school_id, CertificateRow.number == number)
    found = session.scalar(wanted)
    return None if found is None else certificate(session, school_id, found)


def certified_enrollments(
    session: Session, school_id: str, enrollment_ids: Collection[str] | None = None
) -> dict[str, str]:
    """The certificate (its number) that stands for each enrolment that has one."""
    wanted = sa.select(CertificateRow.enrollment_id, CertificateRow.number).where(
        CertificateRow.school_id == school_id, CertificateRow.status != CertificateStatus.REVOKED
    )
    return {
        enrollment_id: number
        for part in parts(enrollment_ids)
        for enrollment_id, number in session.execute(
            wanted if part is None else wanted.where(CertificateRow.enrollment_id.in_(part))
        )
    }


def ever_certified(session: Session, school_id: str, enrollment_ids: Collection[str]) -> set[str]:
    """Those of these enrolments that have or had a certificate, revoked ones too."""
    wanted = sa.select(CertificateRow.enrollment_id).where(CertificateRow.school_id == school_id)
    return {
        enrollment_id
        for part in parts(enrollment_ids)
        for enrollment_id in session.scalars(wanted.where(CertificateRow.enrollment_id.in_(part)))
    }


def newest_pushes(session: Session, school_id: str, certificate_ids: Collection[str]) -> dict[str, PushState]:
    """The newest push of each certificate that was ever in a package."""
    newest = {pushed[0].certificate_id: pushed for pushed in pushes_of(session, school_id, certificate_ids)}
    waiting = [key for key, (entry, _) in newest.items() if entry.outcome is PushOutcome.PENDING]
    missed = _last_missed(session, school_id, waiting)
    return {key: _push(entry, batch, missed.get(key)) for key, (entry, batch) in newest.items()}


def pushes_of(
    session: Session, school_id: str, certificate_ids: Collection[str]
) -> list[tuple[PushEntryRow, PushBatchRow]]:
    """Every push of these certificates with its package, oldest first: ids sort by the time of the command that made them."""
    found: list[tuple[PushEntryRow, PushBatchRow]] = []
    for part in parts(certificate_ids):
        wanted = (
            sa.select(PushEntryRow, PushBatchRow)
            .join(PushBatchRow, _of_batch())
            .where(PushEntryRow.school_id == school_id, PushEntryRow.certificate_id.in_(part))
        )
        found += ((entry, batch) for entry, batch in session.execute(wanted))
    return sorted(found, key=lambda pushed: pushed[1].id)


def push_stage(push: PushState | None) -> PushOutcome | None:
    """How far a certificate's newest push is; None: it is to be exported, for the first time or because the last push was missed."""
    return None if push is None or push.missed_on is not None else push.outcome


def push_since(push: PushState) -> date:
    """The day since which it is so."""
    return push.answered_on or push.missed_on or local_date(push.sent_at)


def push_batches(session: Session, school_id: str) -> tuple[PushBatchListRow, ...]:
    """Packages, the newest first."""
    counts: dict[str, Counter[PushOutcome]] = defaultdict(Counter)
    counted = (
        sa.select(PushEntryRow.batch_id, PushEntryRow.outcome, sa.func.count())
        .where(PushEntryRow.school_id == school_id)
        .group_by(PushEntryRow.batch_id, PushEntryRow.outcome)
    )
    for batch_id, outcome, count in session.execute(counted):
        counts[batch_id][outcome] = count
    wanted = sa.select(PushBatchRow).where(PushBatchRow.school_id == school_id).order_by(PushBatchRow.id.desc())
    return tuple(_batch(row, counts[row.id]) for row in session.scalars(wanted))


def push_failures(session: Session, school_id: str) -> tuple[PushFailure, ...]:
    """Why certificates that still are to be pushed failed last, the commonest message first."""
    failed: dict[str, list[str]] = defaultdict(list)
    for row in certificates(session, school_id, statuses=[CertificateStatus.GENERATED]):
        if row.push is not None and row.push.outcome is PushOutcome.FAILED:
            failed[row.push.message or ""].append(row.id)
    groups = (PushFailure(message, tuple(ids)) for message, ids in failed.items())
    return tuple(sorted(groups, key=lambda group: (-len(group.certificate_ids), group.message)))


def look_ups(session: Session, school_id: str, certificate_id: str) -> tuple[LookUp, ...]:
    """A certificate's look-ups in the register, oldest first."""
    wanted = sa.select(RegistryLookUpRow).where(
        RegistryLookUpRow.school_id == school_id, RegistryLookUpRow.certificate_id == certificate_id
    )
    return tuple(
        LookUp(row.looked_up_on, row.found, row.note, row.id)
        for row in session.scalars(wanted.order_by(RegistryLookUpRow.id))
    )


def _certified(school_id: str) -> sa.Select[str]:
    return sa.select(CertificateRow.enrollment_id).where(
        CertificateRow.school_id == school_id, CertificateRow.status != CertificateStatus.REVOKED
    )


def _numbers(session: Session, school_id: str, certificate_ids: Collection[str]) -> dict[str, str]:
    wanted = sa.select(CertificateRow.id, CertificateRow.number).where(CertificateRow.school_id == school_id)
    return {
        certificate_id: number
        for part in parts(certificate_ids)
        for certificate_id, number in session.execute(wanted.where(CertificateRow.id.in_(part)))
    }


def _certificate(
    row: CertificateRow, person: EnrolledRow, push: PushState | None, numbers: dict[str, str]
) -> CertificateListRow:
    return CertificateListRow(
        id=row.id,
        person=person,
        number=row.number,
        issued_on=row.issued_on,
        status=row.status,
        status_reason=row.status_reason,
        print_count=row.print_count,
        replaces=None if row.replaces_id is None else numbers[row.replaces_id],
        push=push,
    )


def _last_missed(session: Session, school_id: str, certificate_ids: Collection[str]) -> dict[str, date]:
    """The newest day on which each certificate was looked up and not found."""
    wanted = (
        sa.select(RegistryLookUpRow.certificate_id, sa.func.max(RegistryLookUpRow.looked_up_on))
        .where(RegistryLookUpRow.school_id == school_id, ~RegistryLookUpRow.found)
        .group_by(RegistryLookUpRow.certificate_id)
    )
    return {
        certificate_id: day
        for part in parts(certificate_ids)
        for certificate_id, day in session.execute(wanted.where(RegistryLookUpRow.certificate_id.in_(part)))
    }


def _push(entry: PushEntryRow, batch: PushBatchRow, missed_on: date | None) -> PushState:
    # On the day itself the register may not have got to it yet.
    is_later = missed_on is not None and missed_on > local_date(batch.sent_at)
    return PushState(
        batch_id=batch.id,
        batch_number=batch.number,
        sent_at=batch.sent_at,
        outcome=entry.outcome,
        receipt_no=entry.receipt_no,
        message=entry.message,
        answered_on=entry.answered_on,
        missed_on=missed_on if is_later else None,
    )


def _batch(row: PushBatchRow, counts: Counter[PushOutcome]) -> PushBatchListRow:
    return PushBatchListRow(
        id=row.id,
        number=row.number,
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        certificates=counts.total(),
        pending=counts[PushOutcome.PENDING],
        accepted=counts[PushOutcome.ACCEPTED],
        failed=counts[PushOutcome.FAILED],
    )


def _of_batch() -> sa.ColumnElement[bool]:
    return sa.and_(PushBatchRow.school_id == PushEntryRow.school_id, PushBatchRow.id == PushEntryRow.batch_id)

"""应缴单 as lists, the review and the notices need them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import batch, batches
from school_desk.enterprises.queries import enterprise
from school_desk.kernel import settings
from school_desk.kernel.tables import joined
from school_desk.payments.queries.allocations import AllocationListRow, allocations
from school_desk.payments.settings import DAYS_TO_PAY, PAYEE_ACCOUNT, PAYEE_BANK, PAYEE_NAME, REMIND_AFTER
from school_desk.payments.tables import PaymentReviewRow, ReceivableRow
from school_desk.plans.queries import plans
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import ReceivableStatus


@dataclass(frozen=True)
class ReceivableListRow:
    """One 应缴单. `paid_on` None: the full amount has not arrived; `since` is when it came into its state."""

    id: str
    number: str
    batch_id: str
    batch_number: str
    payment_code: str
    enterprise_id: str
    enterprise: str
    plan_id: str
    trade: str
    level: SkillLevel
    head_count: int
    unit_fee_fen: int
    due_fen: int
    allocated_fen: int
    open_fen: int
    status: ReceivableStatus
    created_on: date
    paid_on: date | None
    since: datetime


@dataclass(frozen=True)
class Review:
    """One 费用审核; `approved` None: it waits."""

    id: str
    proposed_by_id: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    approved: bool | None
    reason: str | None


@dataclass(frozen=True)
class ReceivableDetail:
    """One 应缴单 with its claims and reviews."""

    receivable: ReceivableListRow
    allocations: tuple[AllocationListRow, ...]
    reviews: tuple[Review, ...]


@dataclass(frozen=True)
class OverdueBatch:
    """A batch that was not paid in time. `days` since its oldest open 应缴单; the mobile is in plain text."""

    batch_id: str
    batch_number: str
    payment_code: str
    enterprise_id: str
    enterprise: str
    contact: str
    mobile: str
    days: int
    open_fen: int
    receivables: tuple[ReceivableListRow, ...]


@dataclass(frozen=True)
class PaymentNoticeFacts:
    """What a 缴费通知单 says: `items` are the batch's 应缴单 that count; `due_on` is the last day to pay."""

    enterprise_id: str
    enterprise: str
    credit_code: str
    contact: str
    mobile: str
    batch_number: str
    payment_code: str
    items: tuple[ReceivableListRow, ...]
    due_fen: int
    open_fen: int
    payee_name: str
    payee_account: str
    payee_bank: str
    issued_on: date
    due_on: date


def receivable_counts(session: Session, school_id: str) -> dict[ReceivableStatus, int]:
    """How many are in each state."""
    counted = (
        sa.select(ReceivableRow.status, sa.func.count())
        .where(ReceivableRow.school_id == school_id)
        .group_by(ReceivableRow.status)
    )
    return dict(session.execute(counted).all())


def receivables(
    session: Session,
    school_id: str,
    *,
    statuses: Collection[ReceivableStatus] | None = None,
    enterprise_id: str | None = None,
    batch_id: str | None = None,
) -> tuple[ReceivableListRow, ...]:
    """应缴单, the newest first, narrowed by what is given."""
    wanted = sa.select(ReceivableRow).where(ReceivableRow.school_id == school_id)
    if statuses is not None:
        wanted = wanted.where(ReceivableRow.status.in_(statuses))
    if enterprise_id is not None:
        wanted = wanted.where(ReceivableRow.enterprise_id == enterprise_id)
    if batch_id is not None:
        wanted = wanted.where(ReceivableRow.batch_id == batch_id)
    return _rows(session, school_id, session.scalars(wanted.order_by(ReceivableRow.id.desc())).all())


def receivable(session: Session, school_id: str, receivable_id: str) -> ReceivableDetail | None:
    """One 应缴单."""
    row = session.get(ReceivableRow, (school_id, receivable_id))
    return None if row is None else _details(session, school_id, [row])[0]


def review_queue(session: Session, school_id: str) -> tuple[tuple[Review, ReceivableDetail], ...]:
    """What waits for the 费用审核, the longest waiting first, each with its claims."""
    waiting = session.execute(
        sa.select(PaymentReviewRow, ReceivableRow)
        .join(ReceivableRow, joined(ReceivableRow, PaymentReviewRow, PaymentReviewRow.receivable_id))
        .where(PaymentReviewRow.school_id == school_id, PaymentReviewRow.approved.is_(None))
        .order_by(PaymentReviewRow.id)
    ).all()
    details = _details(session, school_id, [row for _, row in waiting])
    return tuple((_review(review), detail) for (review, _), detail in zip(waiting, details, strict=True))


def newest_reviews(session: Session, school_id: str, statuses: Collection[ReceivableStatus]) -> dict[str, Review]:
    """The newest 费用审核 of each 应缴单 in one of these states: 应缴单 → review."""
    wanted = (
        sa.select(PaymentReviewRow)
        .join(ReceivableRow, joined(ReceivableRow, PaymentReviewRow, PaymentReviewRow.receivable_id))
        .where(PaymentReviewRow.school_id == school_id, ReceivableRow.status.in_(statuses))
        .order_by(PaymentReviewRow.id)
    )
    return {row.receivable_id: _review(row) for row in session.scalars(wanted)}


def overdue(session: Session, school_id: str, today: date) -> tuple[OverdueBatch, ...]:
    """催缴: batches with an 应缴单 that has been open for longer than the setting allows, the oldest first."""
    days = settings.read(session, school_id, REMIND_AFTER, today)
    open_rows = receivables(session, school_id, statuses=(ReceivableStatus.OPEN, ReceivableStatus.PART_PAID))
    late: dict[str, list[ReceivableListRow]] = {}
    for row in sorted(open_rows, key=lambda row: (row.created_on, row.number)):
        if row.created_on + timedelta(days=days) < today:
            late.setdefault(row.batch_id, []).append(row)
    owners = dict.fromkeys(rows[0].enterprise_id for rows in late.values())
    contacts = {owner_id: _contact(session, school_id, owner_id) for owner_id in owners}
    return tuple(_overdue(rows, contacts[rows[0].enterprise_id], today) for rows in late.values())


def payment_notice_facts(session: Session, school_id: str, batch_id: str, today: date) -> PaymentNoticeFacts | None:
    """What the 缴费通知单 of a batch says if it is written today; None: there is no such batch, or nothing is owed for it."""
    of = batch(session, school_id, batch_id)
    items = [row for row in receivables(session, school_id, batch_id=batch_id) if row.due_fen]
    if of is None or not items:
        return None
    contact, mobile, credit_code = _contact(session, school_id, of.enterprise_id)
    return PaymentNoticeFacts(
        enterprise_id=of.enterprise_id,
        enterprise=of.enterprise,
        credit_code=credit_code,
        contact=contact,
        mobile=mobile,
        batch_number=of.number,
        payment_code=of.payment_code,
        items=tuple(sorted(items, key=lambda row: row.number)),
        due_fen=sum(row.due_fen for row in items),
        open_fen=sum(row.open_fen for row in items),
        payee_name=settings.read(session, school_id, PAYEE_NAME, today),
        payee_account=settings.read(session, school_id, PAYEE_ACCOUNT, today),
        payee_bank=settings.read(session, school_id, PAYEE_BANK, today),
        issued_on=today,
        due_on=today + timedelta(days=settings.read(session, school_id, DAYS_TO_PAY, today)),
    )


def _rows(session: Session, school_id: str, rows: Collection[ReceivableRow]) -> tuple[ReceivableListRow, ...]:
    of = {row.id: row for row in batches(session, school_id, {row.batch_id for row in rows})}
    # Only trade and level are asked of the plans, which no date changes.
    found = {plan.id: plan for plan in plans(session, school_id, date.max)}
    return tuple(
        ReceivableListRow(
            id=row.id,
            number=row.number,
            batch_id=row.batch_id,
            batch_number=of[row.batch_id].number,
            payment_code=of[row.batch_id].payment_code,
            enterprise_id=row.enterprise_id,
            enterprise=of[row.batch_id].enterprise,
            plan_id=row.plan_id,
            trade=found[row.plan_id].trade,
            level=found[row.plan_id].level,
            head_count=row.head_count,
            unit_fee_fen=row.unit_fee_fen,
            due_fen=row.due_fen,
            allocated_fen=row.allocated_fen,
            open_fen=row.due_fen - row.allocated_fen,
            status=row.status,
            created_on=row.created_on,
            paid_on=row.paid_on,
            since=row.status_since,
        )
        for row in rows
    )


def _details(session: Session, school_id: str, rows: list[ReceivableRow]) -> tuple[ReceivableDetail, ...]:
    reviews = sa.select(PaymentReviewRow).where(PaymentReviewRow.school_id == school_id).order_by(PaymentReviewRow.id)
    return tuple(
        ReceivableDetail(
            row,
            allocations(session, school_id, receivable_id=row.id),
            tuple(map(_review, session.scalars(reviews.where(PaymentReviewRow.receivable_id == row.id)))),
        )
        for row in _rows(session, school_id, rows)
    )


def _review(row: PaymentReviewRow) -> Review:
    return Review(
        row.id,
        row.proposed_by_id,
        row.proposed_by,
        row.proposed_at,
        row.decided_by,
        row.decided_at,
        row.approved,
        row.reason,
    )


def _overdue(rows: list[ReceivableListRow], contacts: tuple[str, str, str], today: date) -> OverdueBatch:
    first, (contact, mobile, _) = rows[0], contacts
    return OverdueBatch(
        batch_id=first.batch_id,
        batch_number=first.batch_number,
        payment_code=first.payment_code,
        enterprise_id=first.enterprise_id,
        enterprise=first.enterprise,
        contact=contact,
        mobile=mobile,
        days=(today - first.created_on).days,
        open_fen=sum(row.open_fen for row in rows),
        receivables=tuple(rows),
    )


def _contact(session: Session, school_id: str, enterprise_id: str) -> tuple[str, str, str]:
    """Whom to write to, on which mobile, and the enterprise's code."""
    found = enterprise(session, school_id, enterprise_id)
    if found is None:
        raise AssertionError("an 应缴单 without its enterprise")
    return found.contact_name or found.name, found.contact_mobile or found.principal_mobile, found.credit_code

"""Slips and 数电发票 as their registers show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enterprises.queries import enterprise_names
from school_desk.kernel import settings
from school_desk.kernel.tables import joined
from school_desk.payments.domain import invoice_serial
from school_desk.payments.settings import OTHER_ACCOUNTS, PAYEE_ACCOUNT
from school_desk.payments.tables import InvoiceRow, ReceivableRow, SlipRow
from school_desk.terms.statuses import InvoiceStatus, ReceivableStatus, SlipStatus


@dataclass(frozen=True)
class SlipListRow:
    """One slip; the payer's account is in plain text."""

    id: str
    document_id: str
    enterprise_id: str | None
    enterprise: str
    batch_id: str | None
    payer_name: str
    payer_account: str | None
    payee_account: str
    amount_fen: int
    paid_on: date | None
    serial_no: str
    status: SlipStatus
    line_id: str | None
    note: str | None


@dataclass(frozen=True)
class InvoiceListRow:
    """One 数电发票. `serial`: its 发票流水号 for the tax site. `needs_red`: it says more than the fee that stands reviewed today."""

    id: str
    serial: str
    receivable_id: str
    receivable_number: str
    enterprise_id: str
    buyer_name: str
    buyer_code: str
    amount_fen: int
    status: InvoiceStatus
    number: str | None
    issued_on: date | None
    red_number: str | None
    red_confirmation: str | None
    red_on: date | None
    needs_red: bool


def slip_counts(session: Session, school_id: str) -> dict[SlipStatus, int]:
    """How many slips are in each state."""
    counted = sa.select(SlipRow.status, sa.func.count()).where(SlipRow.school_id == school_id).group_by(SlipRow.status)
    return dict(session.execute(counted).all())


def slips(
    session: Session,
    school_id: str,
    statuses: Collection[SlipStatus] | None = None,
    *,
    enterprise_id: str | None = None,
) -> tuple[SlipListRow, ...]:
    """Slips, the newest first, narrowed by what is given."""
    wanted = sa.select(SlipRow).where(SlipRow.school_id == school_id)
    if enterprise_id is not None:
        wanted = wanted.where(SlipRow.enterprise_id == enterprise_id)
    if statuses is not None:
        wanted = wanted.where(SlipRow.status.in_(statuses))
    names = enterprise_names(session, school_id)
    return tuple(
        SlipListRow(
            id=row.id,
            document_id=row.document_id,
            enterprise_id=row.enterprise_id,
            enterprise=names.get(row.enterprise_id or "", ""),
            batch_id=row.batch_id,
            payer_name=row.payer_name,
            payer_account=row.payer_account,
            payee_account=row.payee_account,
            amount_fen=row.amount_fen,
            paid_on=row.paid_on,
            serial_no=row.serial_no,
            status=row.status,
            line_id=row.line_id,
            note=row.note,
        )
        for row in session.scalars(wanted.order_by(SlipRow.id.desc()))
    )


def own_accounts(session: Session, school_id: str, today: date) -> tuple[str, ...]:
    """The school's accounts, the one that is paid into first."""
    first = settings.read(session, school_id, PAYEE_ACCOUNT, today)
    return tuple(dict.fromkeys((first, *settings.read(session, school_id, OTHER_ACCOUNTS, today))))


def invoice_counts(session: Session, school_id: str) -> dict[InvoiceStatus, int]:
    """How many invoices are in each state."""
    counted = (
        sa.select(InvoiceRow.status, sa.func.count())
        .where(InvoiceRow.school_id == school_id)
        .group_by(InvoiceRow.status)
    )
    return dict(session.execute(counted).all())


def invoices(
    session: Session,
    school_id: str,
    statuses: Collection[InvoiceStatus] | None = None,
    *,
    receivable_id: str | None = None,
) -> tuple[InvoiceListRow, ...]:
    """Invoices, the newest first."""
    wanted = (
        sa.select(InvoiceRow, ReceivableRow, needs_red())
        .join(ReceivableRow, joined(ReceivableRow, InvoiceRow, InvoiceRow.receivable_id))
        .where(InvoiceRow.school_id == school_id)
        .order_by(InvoiceRow.id.desc())
    )
    if statuses is not None:
        wanted = wanted.where(InvoiceRow.status.in_(statuses))
    if receivable_id is not None:
        wanted = wanted.where(InvoiceRow.receivable_id == receivable_id)
    place = _places(session, school_id)
    return tuple(_invoice(row, owed, red, place[row.id]) for row, owed, red in session.execute(wanted))


def invoices_to_red(session: Session, school_id: str) -> tuple[str, ...]:
    """The ids of invoices on their way to a red one, and of those that need it."""
    under_way = InvoiceRow.status.in_((InvoiceStatus.RED_REQUESTED, InvoiceStatus.RED_CONFIRMED))
    wanted = (
        sa.select(InvoiceRow.id)
        .join(ReceivableRow, joined(ReceivableRow, InvoiceRow, InvoiceRow.receivable_id))
        .where(InvoiceRow.school_id == school_id, sa.or_(under_way, needs_red()))
    )
    return tuple(sorted(session.scalars(wanted)))


def needs_red() -> sa.ColumnElement[bool]:
    """Whether an invoice, beside its 应缴单, says more than the fee that stands reviewed today."""
    stands_fen = sa.case((ReceivableRow.status == ReceivableStatus.REVIEWED, ReceivableRow.due_fen), else_=0)
    return sa.and_(InvoiceRow.status == InvoiceStatus.ISSUED, InvoiceRow.amount_fen > stands_fen)


def invoice_serials(session: Session, school_id: str) -> dict[str, str]:
    """发票流水号 → the id of its invoice, of all of them."""
    return {row.serial: row.id for row in invoices(session, school_id)}


def _places(session: Session, school_id: str) -> dict[str, int]:
    """Which one of its 应缴单 each invoice is, from 1: one turned red is followed by another."""
    within = sa.func.row_number().over(partition_by=InvoiceRow.receivable_id, order_by=InvoiceRow.id)
    return dict(session.execute(sa.select(InvoiceRow.id, within).where(InvoiceRow.school_id == school_id)).all())


def _invoice(row: InvoiceRow, owed: ReceivableRow, red: bool, place: int) -> InvoiceListRow:
    return InvoiceListRow(
        id=row.id,
        serial=invoice_serial(owed.number, place),
        receivable_id=row.receivable_id,
        receivable_number=owed.number,
        enterprise_id=owed.enterprise_id,
        buyer_name=row.buyer_name,
        buyer_code=row.buyer_code,
        amount_fen=row.amount_fen,
        status=row.status,
        number=row.number,
        issued_on=row.issued_on,
        red_number=row.red_number,
        red_confirmation=row.red_confirmation,
        red_on=row.red_on,
        needs_red=bool(red),
    )

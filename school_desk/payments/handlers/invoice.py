"""数电发票 as a register: what is to be issued follows the reviewed fees, what was issued comes back from the tax site as a number."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from school_desk.documents.commands import QueueNotice, add_notice, withdraw_notices
from school_desk.enrollments.queries import batch
from school_desk.enterprises.events import EnterpriseRenamed, RenameTakenBack
from school_desk.enterprises.queries import EnterpriseDetail, enterprise
from school_desk.kernel.commands import Context, handles, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.payments import commands as c
from school_desk.payments.domain import INVOICE_NOTICE, INVOICE_STANDS, check_day, check_seen, invoice_number, required
from school_desk.payments.handlers.entries import receivable
from school_desk.payments.invoice_commands import DecideRedConfirmation, RequestRedConfirmation
from school_desk.payments.settings import PAYEE_NAME
from school_desk.payments.tables import InvoiceRow, ReceivableRow
from school_desk.terms.labels import invoice_status
from school_desk.terms.statuses import InvoiceStatus, ReceivableStatus


def match_invoice(context: Context, row: ReceivableRow) -> None:
    """Asks for an invoice over what was reviewed and not invoiced yet; none, when nothing is left to invoice."""
    context.session.flush()
    invoices = context.session.scalars(_invoices(context).where(InvoiceRow.receivable_id == row.id)).all()
    issued = sum(invoice.amount_fen for invoice in invoices if invoice.status in INVOICE_STANDS)
    waiting = next((invoice for invoice in invoices if invoice.status is InvoiceStatus.TO_ISSUE), None)
    wanted = row.due_fen - issued if row.status is ReceivableStatus.REVIEWED else 0
    if waiting is not None and wanted > 0:
        waiting.amount_fen = wanted
    elif waiting is not None:
        context.session.delete(waiting)
    elif wanted > 0:
        buyer = _buyer(context, row)
        context.session.add(
            InvoiceRow(
                school_id=context.school_id,
                id=context.new_id(f"invoice/{row.id}"),
                receivable_id=row.id,
                buyer_name=buyer.name,
                buyer_code=buyer.credit_code,
                amount_fen=wanted,
                status=InvoiceStatus.TO_ISSUE,
            )
        )


@handles(c.RecordInvoiceIssued)
def record_invoice_issued(context: Context, command: c.RecordInvoiceIssued) -> dict[str, str]:
    """Keeps number and day, and queues the text for the contact's phone (操作说明: 数电发票以短信形式发送至联系人手机)."""
    invoice = _invoice(context, command.invoice_id, InvoiceStatus.TO_ISSUE)
    check_seen("开票金额", command.expect_amount_fen, invoice.amount_fen)
    return {"notice_id": issue(context, invoice, command.number, command.issued_on)}


@handles(RequestRedConfirmation)
def request_red_confirmation(context: Context, command: RequestRedConfirmation) -> None:
    """Keeps the number of the 红字确认单; until it is confirmed nothing may turn red."""
    invoice = _invoice(context, command.invoice_id, InvoiceStatus.ISSUED)
    number = required(command.red_confirmation, "红字确认单编号", "red_confirmation")[:40]
    refuse_known_confirmation(context, number, of=invoice)
    invoice.red_confirmation, invoice.status = number, InvoiceStatus.RED_REQUESTED


@handles(DecideRedConfirmation)
def decide_red_confirmation(context: Context, command: DecideRedConfirmation) -> None:
    """Confirmed, the invoice may turn red; refused or withdrawn, it is as it was issued."""
    invoice = _invoice(context, command.invoice_id, InvoiceStatus.RED_REQUESTED)
    if command.confirmed:
        invoice.status = InvoiceStatus.RED_CONFIRMED
    else:
        required(command.reason, "拒绝或撤回的原因")
        invoice.red_confirmation, invoice.status = None, InvoiceStatus.ISSUED


@handles(c.RecordRedInvoice)
def record_red_invoice(context: Context, command: c.RecordRedInvoice) -> None:
    """Keeps the red invoice; what is still owed waits for a new one."""
    invoice = _invoice(context, command.invoice_id, InvoiceStatus.RED_CONFIRMED)
    if required(command.red_confirmation, "红字确认单编号", "red_confirmation") != invoice.red_confirmation:
        message = f"这张发票登记的红字确认单是 {invoice.red_confirmation}，与所填的不同，请核对。"
        raise RuleViolation("invoice.confirmation", message, field="red_confirmation")
    turn_red(context, invoice, command.red_number, command.red_on)


def issue(context: Context, invoice: InvoiceRow, number: str, issued_on: date) -> str:
    """Registers number and day of one that waits, and queues the text. Returns the notice's id. Raises RuleViolation."""
    check_day(issued_on, context.today, "开票日期", "issued_on")
    invoice.number = fresh_number(context, number, "number")
    invoice.issued_on, invoice.status = issued_on, InvoiceStatus.ISSUED
    message = _message(context, invoice, receivable(context, invoice.receivable_id))
    return add_notice(context, message, label=f"notice/{invoice.id}").id


def turn_red(context: Context, invoice: InvoiceRow, red_number: str, red_on: date) -> None:
    """Registers the red invoice of one that stands; its contact is no longer told that it was issued. Raises RuleViolation."""
    check_day(red_on, context.today, "红冲日期", "red_on")
    if invoice.issued_on and red_on < invoice.issued_on:
        raise RuleViolation("invoice.red_before", "红冲日期不能早于开票日期。", field="red_on")
    invoice.red_number = fresh_number(context, red_number, "red_number")
    invoice.red_on, invoice.status = red_on, InvoiceStatus.RED
    withdraw_notices(context, invoice.id)
    match_invoice(context, receivable(context, invoice.receivable_id))


@reacts(RenameTakenBack)
def refuse_when_issued(context: Context, event: RenameTakenBack) -> None:
    """What was made out to the present name stays made out to it."""
    issued = _invoices_of(context, event.enterprise_id).where(InvoiceRow.status != InvoiceStatus.TO_ISSUE)
    buyer = enterprise(context.session, context.school_id, event.enterprise_id)
    if buyer and any(
        (i.buyer_name, i.buyer_code) == (buyer.name, buyer.credit_code) for i in context.session.scalars(issued)
    ):
        raise RuleViolation("invoice.issued", f"已用“{buyer.name}”开具数电发票，更名不能撤销。")


@reacts(EnterpriseRenamed)
def rename_buyer(context: Context, event: EnterpriseRenamed) -> None:
    """Invoices not issued yet are made out to the new name and code."""
    waiting = _invoices_of(context, event.enterprise_id).where(InvoiceRow.status == InvoiceStatus.TO_ISSUE)
    for invoice in context.session.scalars(waiting):
        invoice.buyer_name, invoice.buyer_code = event.name, event.credit_code


def _invoices(context: Context) -> sa.Select[InvoiceRow]:
    return sa.select(InvoiceRow).where(InvoiceRow.school_id == context.school_id).order_by(InvoiceRow.id)


def _invoices_of(context: Context, enterprise_id: str) -> sa.Select[InvoiceRow]:
    of_enterprise = sa.select(ReceivableRow.id).where(
        ReceivableRow.school_id == context.school_id, ReceivableRow.enterprise_id == enterprise_id
    )
    return _invoices(context).where(InvoiceRow.receivable_id.in_(of_enterprise))


def _invoice(context: Context, invoice_id: str, wanted: InvoiceStatus) -> InvoiceRow:
    row = context.session.get(InvoiceRow, (context.school_id, invoice_id))
    if row is None:
        raise RuleViolation("invoice.unknown", "找不到这张发票，请刷新列表。")
    if row.status is not wanted:
        now, then = invoice_status(row.status), invoice_status(wanted)
        raise RuleViolation("invoice.step", f"这张发票现在是“{now}”，只有“{then}”的可以这样登记。")
    return row


def refuse_known_confirmation(context: Context, number: str, *, of: InvoiceRow) -> None:
    """One 红字确认单 is about one invoice. Raises RuleViolation `invoice.confirmation_known` when it is about another than `of`."""
    about = _invoices(context).where(InvoiceRow.red_confirmation == number, InvoiceRow.id != of.id)
    known = context.session.scalar(about.limit(1))
    if known is not None:
        message = f"红字确认单 {number} 已登记给“{known.buyer_name}”的发票 {known.number}，请核对。"
        raise RuleViolation("invoice.confirmation_known", message, field="red_confirmation")


def fresh_number(context: Context, text: str, field: str) -> str:
    """The 20 digits, which no invoice has yet. Raises RuleViolation `invoice.number` or `invoice.number_known`."""
    number = invoice_number(text, field)
    known = context.session.scalar(
        _invoices(context).where(sa.or_(InvoiceRow.number == number, InvoiceRow.red_number == number))
    )
    if known is not None:
        message = f"发票号码 {number} 已登记给“{known.buyer_name}”，请核对。"
        raise RuleViolation("invoice.number_known", message, field=field)
    return number


def _buyer(context: Context, row: ReceivableRow) -> EnterpriseDetail:
    found = enterprise(context.session, context.school_id, row.enterprise_id)
    if found is None:
        raise AssertionError("an 应缴单 without its enterprise")
    return found


def _message(context: Context, invoice: InvoiceRow, row: ReceivableRow) -> QueueNotice:
    buyer, of = _buyer(context, row), batch(context.session, context.school_id, row.batch_id)
    text = (
        f"【{context.setting(PAYEE_NAME)}】{invoice.buyer_name}：培训费 {format_yuan(invoice.amount_fen)} 元的数电发票已开具，"
        f"报名批次 {of.number if of else row.number}，发票号码 {invoice.number}，开票日期 {invoice.issued_on}。"
    )
    return QueueNotice(
        kind=INVOICE_NOTICE,
        channel="sms",
        about_id=invoice.id,
        recipient=f"{buyer.name} {buyer.contact_name or ''}".strip()[:100],
        mobile=buyer.contact_mobile or buyer.principal_mobile,
        text=text,
    )

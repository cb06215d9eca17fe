"""Transfer slips: claims that money was sent. A copy of an earlier one is refused; one that names another payee helps nobody."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa

from school_desk.accounts.ownership import is_another, refuse_another
from school_desk.documents.commands import add_document, document
from school_desk.enrollments.queries import batch
from school_desk.enterprises.handlers import enterprise
from school_desk.kernel.commands import Context, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.payments import commands as c
from school_desk.payments.domain import is_own_account, plain_account, required, slips_alike
from school_desk.payments.handlers.entries import statement_line
from school_desk.payments.handlers.statement import own_accounts
from school_desk.payments.tables import SlipRow
from school_desk.terms.labels import line_status, slip_status
from school_desk.terms.names import normalise_company_name
from school_desk.terms.statuses import LineStatus, SlipStatus
from school_desk.terms.uploads import DocumentKind


@handles(c.RegisterSlip)
def register_slip(context: Context, command: c.RegisterSlip) -> dict[str, str]:
    """Keeps the slip with its picture, in the state that its payee and its likeness to earlier ones give it."""
    if command.amount_fen <= 0:
        raise RuleViolation("slip.amount", "请填写回单金额。", field="amount_fen")
    enterprise_id = _owner(context, command)
    refuse_another(context, enterprise_id)
    serial = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", command.serial_no).upper())
    account = plain_account(command.payer_account)
    slip_id = context.new_id("slip")
    row = SlipRow(
        school_id=context.school_id,
        id=slip_id,
        document_id=add_document(context, slip_id, DocumentKind.SLIP, command.file, label="document").id,
        enterprise_id=enterprise_id,
        batch_id=command.batch_id,
        payer_name=normalise_company_name(required(command.payer_name, "付款人", "payer_name")),
        payer_account=account or None,
        payer_account_key=account or None,
        payee_account=plain_account(required(command.payee_account, "收款账号", "payee_account")),
        amount_fen=command.amount_fen,
        paid_on=command.paid_on,
        serial_no=serial,
        status=SlipStatus.WAITING,
    )
    earlier = _same_serial(context, serial)
    if earlier is not None:
        whose = "" if is_another(context, earlier.enterprise_id) else f"：{_described(earlier)}"
        message = f"回单号 {serial} 已经登记过{whose}。同一张回单不能再用。"
        raise RuleViolation("slip.duplicate", message, field="serial_no")
    twin = _look_alike(context, row, command)
    if not is_own_account(row.payee_account, own_accounts(context)):
        row.status, row.note = SlipStatus.WRONG_PAYEE, f"收款账号 {row.payee_account} 不是学校的账号"
    elif twin is not None:
        same = "图片、金额" if _same_picture(context, twin, command) else "付款人、金额、日期"
        row.status, row.note = SlipStatus.DUPLICATE, f"{same}都与另一张回单相同：{_described(twin)}"[:200]
    context.session.flush()
    context.session.add(row)
    return {"slip_id": row.id, "status": row.status}


@handles(c.PairSlip)
def pair_slip(context: Context, command: c.PairSlip) -> None:
    """Ties the slip to the money it speaks of; that pays nothing yet."""
    row = context.session.get(SlipRow, (context.school_id, command.slip_id))
    if row is None:
        raise RuleViolation("slip.unknown", "找不到这张回单，请刷新列表。")
    if row.status not in (SlipStatus.WAITING, SlipStatus.DUPLICATE):
        raise RuleViolation("slip.step", f"这张回单现在是“{slip_status(row.status)}”，不能再对流水。")
    line = statement_line(context, command.line_id, incoming=True)
    if line.status is LineStatus.REVERSED:
        raise RuleViolation("slip.line", f"这笔流水“{line_status(line.status)}”，不能与回单对上。")
    if line.amount_fen != row.amount_fen:
        message = f"回单是 {format_yuan(row.amount_fen)} 元，流水是 {format_yuan(line.amount_fen)} 元，金额不一致。"
        raise RuleViolation("slip.amount_differs", message)
    accounts = (row.payer_account_key, line.counterparty_account_key)
    if None not in accounts and accounts[0] != accounts[1]:
        raise RuleViolation("slip.account_differs", "回单的付款账号与流水的对方账号不一致，请核对。")
    other = context.session.scalar(_slips(context).where(SlipRow.line_id == line.id))
    if other is not None:
        raise RuleViolation("slip.line_taken", f"这笔流水已对上另一张回单：{_described(other)}。")
    if row.status is SlipStatus.WAITING:
        row.note = None  # of money that the bank took back; that it looks like another one stays said
    row.status, row.line_id = SlipStatus.PAIRED, line.id


def _owner(context: Context, command: c.RegisterSlip) -> str | None:
    if command.batch_id is not None:
        of = batch(context.session, context.school_id, command.batch_id)
        if of is None or command.enterprise_id not in (None, of.enterprise_id):
            raise RuleViolation("slip.batch", "找不到这个报名批次，或它属于另一家企业。", field="batch_id")
        return of.enterprise_id
    return enterprise(context, command.enterprise_id).id if command.enterprise_id else None


def _slips(context: Context) -> sa.Select[SlipRow]:
    return sa.select(SlipRow).where(SlipRow.school_id == context.school_id).order_by(SlipRow.id).limit(1)


def _same_serial(context: Context, serial: str) -> SlipRow | None:
    return context.session.scalar(_slips(context).where(SlipRow.serial_no == serial)) if serial else None


def _look_alike(context: Context, row: SlipRow, command: c.RegisterSlip) -> SlipRow | None:
    """An earlier slip that could be the same one: a serial number that both have would have told them apart."""
    alike = _slips(context).where(SlipRow.amount_fen == row.amount_fen)
    if row.serial_no:
        alike = alike.where(SlipRow.serial_no == "")
    return next(
        (
            other
            for other in context.session.scalars(alike.limit(None))
            if _same_picture(context, other, command) or slips_alike(row, other)
        ),
        None,
    )


def _same_picture(context: Context, slip: SlipRow, command: c.RegisterSlip) -> bool:
    return document(context, slip.document_id).sha256 == command.file.sha256


def _described(row: SlipRow) -> str:
    day = f"{row.paid_on} " if row.paid_on else ""
    return f"{day}{row.payer_name} {format_yuan(row.amount_fen)} 元（{slip_status(row.status)}）"

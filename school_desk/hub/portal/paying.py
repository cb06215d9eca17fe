"""缴费: what each batch owes, where to and under which code, what has arrived, whose account opens when; slips come here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.enrollments.queries import BatchRow, EnrolledRow, batches_of, enrolled
from school_desk.hub.portal import uploads
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.downloads import PDF, attachment, made
from school_desk.intake.slips import SlipClaim, SlipFile, slip_command
from school_desk.kernel import settings
from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan, parse_yuan
from school_desk.learning.queries import AccountState, account_states, opening_day
from school_desk.learning.settings import OPENING_DAYS, PLATFORM_ADDRESS
from school_desk.output.enrollments import NOTICE, payment_notice
from school_desk.payments.domain import INVOICE_STANDS
from school_desk.payments.queries import (
    InvoiceListRow,
    ReceivableListRow,
    SlipListRow,
    invoices,
    receivables,
    slips,
)
from school_desk.payments.settings import PAYEE_ACCOUNT, PAYEE_BANK, PAYEE_NAME
from school_desk.terms.labels import study_account_status
from school_desk.terms.levels import SkillLevel, minimum_hours
from school_desk.terms.statuses import ReceivableStatus, StudyAccountStatus

CONFORM = "school_desk.intake.slips:slip_of"
_SLIP = ("payer_name", "payer_account", "payee_account", "amount", "paid_on", "serial_no")
# What a batch reads: as far as its slowest 应缴单.
_STEPS = (
    ReceivableStatus.OPEN,
    ReceivableStatus.PART_PAID,
    ReceivableStatus.PAID,
    ReceivableStatus.PROPOSED,
    ReceivableStatus.REVIEWED,
)
_OPENS = (StudyAccountStatus.TO_OPEN, StudyAccountStatus.EXPORTED)


@dataclass(frozen=True)
class Bill:
    """One batch with its 应缴单."""

    batch: BatchRow
    items: tuple[ReceivableListRow, ...]

    @property
    def due_fen(self) -> int:
        """What it costs."""
        return sum(item.due_fen for item in self.items)

    @property
    def arrived_fen(self) -> int:
        """What has arrived of it."""
        return sum(item.allocated_fen for item in self.items)

    @property
    def open_fen(self) -> int:
        """What is still to be paid."""
        return sum(item.open_fen for item in self.items)

    @property
    def status(self) -> ReceivableStatus:
        """How far its slowest 应缴单 is."""
        counting = [item.status for item in self.items if item.status in _STEPS]
        return min(counting, key=_STEPS.index, default=ReceivableStatus.CANCELLED)


@dataclass(frozen=True)
class Learner:
    """One trainee; `opening` says when the account opens, in words."""

    person: EnrolledRow
    account: str
    opening: str


def payments(visit: Visit) -> Response:
    """Every batch with how far it is paid."""
    school = visit.site.school
    with school.reading() as session:
        return visit.page("payments", bills=_bills(session, visit), payee=_payee(session, visit))


def payment(visit: Visit) -> Response:
    """One batch: what is owed, how to pay, what has arrived, who learns when."""
    school = visit.site.school
    with school.reading() as session:
        bill = _bill(session, visit)
        if bill is None:
            return _none(visit)
        today = local_date(visit.now)
        facts = {
            "bill": bill,
            "payee": _payee(session, visit),
            "slips": _slips(session, visit, bill),
            "learners": _learners(session, visit, bill),
            "invoices": _invoices(session, visit, bill),
            "invoice_to": visit.enterprise.contact_mobile or visit.enterprise.principal_mobile,
            "least": {level.label: hours for level in SkillLevel if (hours := minimum_hours(level))},
            "address": settings.read(session, school.id, PLATFORM_ADDRESS, today),
        }
    return visit.page("payment", **facts)


def notice(visit: Visit) -> Response:
    """缴费通知单 as PDF."""
    school = visit.site.school
    with school.reading() as session:
        bill = _bill(session, visit)
    ready = None if bill is None else payment_notice(school, bill.batch.id)
    if bill is None or ready is None:
        return _none(visit)
    return attachment(f"缴费通知单 {bill.batch.number}.pdf", PDF, made(visit, NOTICE, ready.notice))


def slip(visit: Visit) -> Response:
    """A 回单 with what the enterprise says stands on it: a claim, which the school compares with its statement."""
    school = visit.site.school
    with school.reading() as session:
        bill, payee = _bill(session, visit), _payee(session, visit)
    if bill is None:
        return _none(visit)
    if visit.method == "GET":
        usual = {"payer_name": visit.enterprise.name, "payee_account": payee["account"]}
        usual |= {"amount": format_yuan(bill.open_fen, grouped=False), "paid_on": str(local_date(visit.now))}
        return visit.page("payment_slip", bill=bill, values=usual)
    try:
        uploads.count(visit)
        claim, file = _claim(visit, bill), _file(visit)
        command = slip_command(school, file, 0, claim)
        visit.write(lambda session: visit.site.carry_out(session, command, visit.actor))
    except RuleViolation as refusal:
        return visit.refused("payment_slip", _at_our_field(refusal), bill=bill)
    return visit.go(f"/enterprise/payments/{bill.batch.number}?done=slip")


def _bills(session: Session, visit: Visit) -> list[Bill]:
    school_id, own = visit.site.school.id, visit.enterprise.id
    owed = receivables(session, school_id, enterprise_id=own)
    return [
        Bill(batch, tuple(sorted((r for r in owed if r.batch_id == batch.id), key=lambda row: row.number)))
        for batch in batches_of(session, school_id, own)
    ]


def _bill(session: Session, visit: Visit) -> Bill | None:
    """The batch whose number the address names, among one's own only."""
    return next((bill for bill in _bills(session, visit) if bill.batch.number == visit.path["number"]), None)


def _none(visit: Visit) -> Response:
    return visit.page(
        "fault", 404, title="没有这个报名批次", told="没有找到这个报名批次，或已没有要缴的费用。请返回缴费页。"
    )


def _payee(session: Session, visit: Visit) -> dict[str, str]:
    school_id, today = visit.site.school.id, local_date(visit.now)
    named = {"name": PAYEE_NAME, "account": PAYEE_ACCOUNT, "bank": PAYEE_BANK}
    return {word: settings.read(session, school_id, setting, today) for word, setting in named.items()}


def _slips(session: Session, visit: Visit, bill: Bill) -> list[SlipListRow]:
    found = slips(session, visit.site.school.id, enterprise_id=visit.enterprise.id)
    return [row for row in found if row.batch_id == bill.batch.id]


def _invoices(session: Session, visit: Visit, bill: Bill) -> list[InvoiceListRow]:
    """The 数电发票 that were issued for the batch, the oldest first."""
    school_id = visit.site.school.id
    issued = (row for item in bill.items for row in invoices(session, school_id, INVOICE_STANDS, receivable_id=item.id))
    return sorted(issued, key=lambda row: row.id)


def _learners(session: Session, visit: Visit, bill: Bill) -> Sequence[Learner]:
    school_id, today = visit.site.school.id, local_date(visit.now)
    people = enrolled(session, school_id, batch_id=bill.batch.id, active_only=True)
    states = account_states(session, school_id, [person.id for person in people])
    days = settings.read(session, school_id, OPENING_DAYS, today)
    paid = {item.plan_id: item.paid_on for item in bill.items}
    expected = {
        plan_id: opening_day(session, school_id, paid_on, today) for plan_id, paid_on in paid.items() if paid_on
    }
    return [_learner(person, states.get(person.id), expected.get(person.plan_id), days) for person in people]


def _learner(person: EnrolledRow, state: AccountState | None, expected: date | None, days: int) -> Learner:
    if state is None:
        within = f"1-{days}" if days > 1 else "1"
        when = f"预计 {expected} 前开通，待费用审核" if expected else f"缴费成功后 {within} 个工作日内"
        return Learner(person, "未开通", when)
    words = study_account_status(state.status)
    if state.status in _OPENS:
        return Learner(person, "待开通", f"预计 {state.due_on} 前开通")
    if state.status is StudyAccountStatus.OPENED:
        return Learner(person, words, f"{state.opened_on or state.due_on} 开通")
    return Learner(person, words, "请联系培训学校")


def _claim(visit: Visit, bill: Bill) -> SlipClaim:
    values = {name: visit.text(name) for name in _SLIP}
    try:
        paid_on = date.fromisoformat(values["paid_on"])
    except ValueError:
        raise RuleViolation("slip.paid_on", "请填写转账日期，如 2026-08-03。", field="paid_on") from None
    if paid_on > local_date(visit.now):
        raise RuleViolation("slip.paid_on", "转账日期还没有到，请核对。", field="paid_on")
    return SlipClaim(
        payer_name=values["payer_name"][:100],
        payer_account=values["payer_account"][:40],
        payee_account=values["payee_account"][:40],
        amount_fen=parse_yuan(values["amount"]),
        paid_on=paid_on,
        serial_no=values["serial_no"][:60],
        enterprise_id=visit.enterprise.id,
        batch_id=bill.batch.id,
    )


def _file(visit: Visit) -> SlipFile:
    found = uploads.picture(visit, "slip", "回单照片")
    if found is None:
        raise RuleViolation("slip.absent", "请选择回单的照片（JPG）。", field="slip")
    name, content = found
    file: SlipFile = uploads.read(visit, CONFORM, content, name)
    return file


def _at_our_field(refusal: RuleViolation) -> RuleViolation:
    """What a rule says of the amount stands at the form's field of it."""
    ours = {"amount_fen": "amount"}.get(refusal.field or "", refusal.field)
    ours = "amount" if refusal.code == "money.unreadable" else ours
    return RuleViolation(refusal.code, refusal.message, field=ours)

"""缴费: what each batch owes, where to and under which code, what has arrived, whose account opens when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.enrollments.queries import BatchRow, EnrolledRow, batches_of, enrolled
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.downloads import PDF, attachment, made
from school_desk.kernel import settings
from school_desk.kernel.clock import local_date
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
            return no_bill(visit)
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
    bill = bill_asked_for(visit)
    ready = None if bill is None else payment_notice(visit.site.school, bill.batch.id)
    if bill is None or ready is None:
        return no_bill(visit)
    return attachment(f"缴费通知单 {bill.batch.number}.pdf", PDF, made(visit, NOTICE, ready.notice))


def bill_asked_for(visit: Visit) -> Bill | None:
    """The batch whose number the address names, among one's own only."""
    with visit.site.school.reading() as session:
        return _bill(session, visit)


def no_bill(visit: Visit) -> Response:
    """The page that says so."""
    told = "没有找到这个报名批次，或已没有要缴的费用。请返回缴费页。"
    return visit.page("fault", 404, title="没有这个报名批次", told=told)


def _bills(session: Session, visit: Visit) -> list[Bill]:
    school_id, own = visit.site.school.id, visit.enterprise.id
    owed = receivables(session, school_id, enterprise_id=own)
    return [
        Bill(batch, tuple(sorted((r for r in owed if r.batch_id == batch.id), key=lambda row: row.number)))
        for batch in batches_of(session, school_id, own)
    ]


def _bill(session: Session, visit: Visit) -> Bill | None:
    return next((bill for bill in _bills(session, visit) if bill.batch.number == visit.path["number"]), None)


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

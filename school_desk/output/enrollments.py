"""缴费通知单 of a batch, and the empty roster that enterprises fill in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from school_desk.adapters.printing.letterhead import School as Letterhead
from school_desk.adapters.printing.payment_notice import Payee, PaymentItem, PaymentNotice, payment_notice_text
from school_desk.kernel import settings
from school_desk.kernel.clock import local_date
from school_desk.kernel.money import Fen
from school_desk.payments.queries import PaymentNoticeFacts, payment_notice_facts
from school_desk.payments.settings import ASK_PHONE, ASK_WHOM
from school_desk.plans.queries import open_plans
from school_desk.terms.levels import SkillLevel
from school_desk.terms.trades import trades

if TYPE_CHECKING:
    from school_desk.output.source import PaperSchool

NOTICE = "school_desk.adapters.printing.payment_notice:payment_notice"
TEMPLATE = "school_desk.adapters.sheets.roster_template:write_roster_template"


@dataclass(frozen=True)
class NoticeReady:
    """A batch's notice as `NOTICE` takes it, as text for WeChat, and whom it goes to (the mobile in plain text)."""

    notice: PaymentNotice
    text: str
    enterprise_id: str
    recipient: str
    mobile: str


def payment_notice(school: PaperSchool, batch_id: str) -> NoticeReady | None:
    """The notice as it would be sent today, of the 应缴单 not yet paid in full; None: nothing is left to pay."""
    today = local_date(school.clock.now())
    with school.reading() as session:
        facts = payment_notice_facts(session, school.id, batch_id, today)
        ask_whom, ask_phone = (settings.read(session, school.id, setting, today) for setting in (ASK_WHOM, ASK_PHONE))
    if facts is None or not facts.open_fen:
        return None
    notice = _notice(facts, Letterhead(school.name, ask_whom, ask_phone))
    return NoticeReady(notice, payment_notice_text(notice), facts.enterprise_id, facts.contact, facts.mobile)


def roster_choices(school: PaperSchool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The trades and levels that `TEMPLATE` offers: those people may enrol in today, or all when there is no open plan."""
    with school.reading() as session:
        open_now = open_plans(session, school.id, local_date(school.clock.now()))
    codes, levels = {code for code, _ in open_now}, {level for _, level in open_now}
    return (
        tuple(trade.name for trade in trades() if not codes or trade.code in codes),
        tuple(level.label for level in SkillLevel if not levels or level in levels),
    )


def _notice(facts: PaymentNoticeFacts, letterhead: Letterhead) -> PaymentNotice:
    open_items = [row for row in facts.items if row.open_fen]
    return PaymentNotice(
        school=letterhead,
        enterprise_name=facts.enterprise,
        credit_code=facts.credit_code,
        batch_number=facts.batch_number,
        payment_code=facts.payment_code,
        items=tuple(
            PaymentItem(row.trade, row.level.label, row.head_count, Fen(row.unit_fee_fen)) for row in open_items
        ),
        payee=Payee(facts.payee_name, facts.payee_account, facts.payee_bank),
        issued_on=facts.issued_on,
        due_on=facts.due_on,
        paid=Fen(sum(row.allocated_fen for row in open_items)),
    )

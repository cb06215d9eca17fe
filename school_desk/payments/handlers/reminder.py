"""催缴: keeps what an enterprise's contact was told about overdue fees, so that no colleague tells it again on the same day."""

from __future__ import annotations

from school_desk.documents.commands import QueueNotice, add_notice
from school_desk.documents.queries import newest_notices
from school_desk.enterprises.handlers import enterprise
from school_desk.kernel.clock import local_date
from school_desk.kernel.commands import Context, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.payments import commands as c
from school_desk.payments.domain import REMINDER, required
from school_desk.payments.queries import overdue


@handles(c.RecordReminders)
def record_reminders(context: Context, command: c.RecordReminders) -> None:
    """Keeps each text as sent; one that may not be sent refuses all."""
    late = {row.enterprise_id for row in overdue(context.session, context.school_id, context.today)}
    told = newest_notices(context.session, context.school_id, REMINDER)
    for place, reminder in enumerate(command.reminders):
        owner = enterprise(context, reminder.enterprise_id)
        last = told.get(owner.id)
        if last is not None and last.sent_at is not None and local_date(last.sent_at) == context.today:
            raise RuleViolation("reminder.today", f"{owner.name} 今天已由{last.sent_by}催缴过，明天再催。")
        if owner.id not in late:
            raise RuleViolation("reminder.nothing_late", f"{owner.name} 没有超期未缴的应缴单，不用催缴。")
        notice = QueueNotice(
            kind=REMINDER,
            channel="wechat",
            about_id=owner.id,
            recipient=f"{owner.name} {owner.contact_name or ''}".strip(),
            mobile=owner.contact_mobile or owner.principal_mobile,
            text=required(reminder.text, "催缴文字", "text"),
        )
        add_notice(context, notice, label=f"reminder/{place}", sent=True)

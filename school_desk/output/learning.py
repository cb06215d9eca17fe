"""学习账号通知 to one enterprise, as paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from school_desk.adapters.printing.letterhead import School as Letterhead
from school_desk.adapters.printing.study_notice import StudyAccount, StudyNotice
from school_desk.kernel import settings
from school_desk.learning.queries import hours_list
from school_desk.learning.settings import PLATFORM_ADDRESS
from school_desk.output.exams import printed_on
from school_desk.terms.statuses import StudyAccountStatus

if TYPE_CHECKING:
    from school_desk.composition import School

STUDY_NOTICE = "school_desk.adapters.printing.study_notice:study_notice"


def study_notice(school: School, enterprise_id: str) -> StudyNotice | None:
    """What `STUDY_NOTICE` takes: everybody of the enterprise whose account is open; None: nobody's is."""
    today = printed_on(school)
    with school.reading() as session:
        rows = [
            row
            for row in hours_list(session, school.id, today)
            if row.person.enterprise_id == enterprise_id and row.account.status is StudyAccountStatus.OPENED
        ]
        address = settings.read(session, school.id, PLATFORM_ADDRESS, today)
    if not rows:
        return None
    accounts = tuple(
        StudyAccount(
            row.person.name,
            row.person.id_number,
            row.person.trade,
            row.person.level.label,
            row.hours.needed or 0,
        )
        for row in sorted(rows, key=lambda row: row.person.id)
    )
    opened_on = max(row.account.opened_on or today for row in rows)
    return StudyNotice(Letterhead(school.name), rows[0].person.enterprise, address, accounts, opened_on, today)

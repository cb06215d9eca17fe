"""Texts for an enterprise's contact about its trainees' learning, ready to be pasted or queued. No password is ever in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from school_desk.enrollments.queries import EnrolledRow
from school_desk.enterprises.queries import enterprise
from school_desk.enterprises.settings import WEBSITE_ADDRESS
from school_desk.kernel.settings import read
from school_desk.kernel.tables import SchoolRow
from school_desk.learning.domain import hours_words
from school_desk.learning.queries import HoursListRow, hours_list
from school_desk.learning.settings import PLATFORM_ADDRESS
from school_desk.terms.statuses import StudyAccountStatus


@dataclass(frozen=True)
class NoticeText:
    """A text to one enterprise; `mobile` is the contact's or, without one, the principal's, in plain text."""

    enterprise_id: str
    enterprise: str
    recipient: str
    mobile: str
    text: str
    enrollment_ids: tuple[str, ...]


def opening_notices(
    session: Session, school_id: str, today: date, enrollment_ids: Collection[str]
) -> tuple[NoticeText, ...]:
    """To each enterprise: whose account is open, where to learn, how many hours (操作说明 第三章)."""
    rows = _open(session, school_id, today, enrollment_ids)
    address, website = (read(session, school_id, setting, today) for setting in (PLATFORM_ADDRESS, WEBSITE_ADDRESS))
    follow = f"4. 学习、考试、出证的进度，贵单位可登录 {website} 在“报名人员查询”里查看。\n" if website else ""

    def text(people: Sequence[EnrolledRow]) -> str:
        lines = (f"{who(person)}，不少于 {rows[person.id].hours.needed} 学时" for person in people)
        return (
            f"【学习账号开通通知】{people[0].enterprise}：贵单位 {len(people)} 名学员的学习账号已开通，请通知本人尽快学习。\n"
            f"1. 学习网址：{address}\n"
            "2. 默认账号为本人身份证号码，初始密码由学校单独告知本人；首次登录请修改密码，不要告诉他人。\n"
            "3. 学时包括安全生产知识和职业（工种）理论知识，含考核时间；学时不够的不能申请考试。\n"
            f"{follow}学员名单：\n{numbered(lines)}"
        )

    return to_enterprises(session, school_id, [row.person for row in rows.values()], text)


def shortfall_notices(
    session: Session, school_id: str, today: date, enrollment_ids: Collection[str]
) -> tuple[NoticeText, ...]:
    """To each enterprise: who still lacks hours, and how many."""
    rows = _open(session, school_id, today, enrollment_ids)

    def text(people: Sequence[EnrolledRow]) -> str:
        hours = {person.id: rows[person.id].hours for person in people}
        lines = (f"{who(p)}，已学 {hours[p.id].reached} 学时，{hours_words(hours[p.id])}" for p in people)
        return (
            f"【学时提醒】{people[0].enterprise}：贵单位 {len(people)} 名学员的学时还不够，学时达标后才能申请考试，"
            f"请通知本人抓紧学习。\n学员名单：\n{numbered(lines)}"
        )

    return to_enterprises(session, school_id, [row.person for row in rows.values() if not row.hours.met], text)


def to_enterprises(
    session: Session, school_id: str, people: Iterable[EnrolledRow], text: Callable[[Sequence[EnrolledRow]], str]
) -> tuple[NoticeText, ...]:
    """One text to each enterprise about its `people`, made by `text` and signed with the school's name."""
    groups: dict[str, list[EnrolledRow]] = defaultdict(list)
    for person in people:
        groups[person.enterprise_id].append(person)
    school = session.get(SchoolRow, school_id)
    signed = f"\n{school.name}" if school else ""
    return tuple(
        _notice(session, school_id, group, text(group) + signed)
        for group in sorted(groups.values(), key=lambda group: group[0].enterprise)
    )


def who(person: EnrolledRow) -> str:
    """A person as a text names them: enough to be known by, not the whole number."""
    return f"{person.name}（尾号 {person.id_number[-4:]}）{person.trade} {person.level.label}"


def numbered(lines: Iterable[str]) -> str:
    """The lines with their numbers, one below the other."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _open(session: Session, school_id: str, today: date, enrollment_ids: Collection[str]) -> dict[str, HoursListRow]:
    rows = hours_list(session, school_id, today, enrollment_ids=enrollment_ids)
    return {row.person.id: row for row in rows if row.account.status is StudyAccountStatus.OPENED}


def _notice(session: Session, school_id: str, people: Sequence[EnrolledRow], text: str) -> NoticeText:
    to, first = enterprise(session, school_id, people[0].enterprise_id), people[0]
    return NoticeText(
        enterprise_id=first.enterprise_id,
        enterprise=first.enterprise,
        recipient=(to.contact_name if to else None) or first.enterprise,
        mobile=(to.contact_mobile or to.principal_mobile) if to else "",
        text=text,
        enrollment_ids=tuple(person.id for person in people),
    )

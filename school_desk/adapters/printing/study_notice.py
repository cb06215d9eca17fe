"""学习账号通知: who of an enterprise may begin to learn, where, and how to log in. Passwords are never in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from school_desk.adapters.printing.letterhead import MARGIN, School, draw_foot, draw_head
from school_desk.adapters.printing.sheet import MUTED, Box, Sheet
from school_desk.adapters.printing.tables import Column, Row, draw_table, paged
from school_desk.adapters.printing.wording import full_date
from school_desk.terms.masking import mask_id

TITLE = "学习账号通知"
_ACROSS = 170.0
_COLUMNS = (
    Column("序号", 14),
    Column("姓名", 40),
    Column("证件号码", 44),
    Column("工种", 36),
    Column("等级", 18),
    Column("最低学时", 18),
)
_ROW, _ROWS_FIRST, _ROWS_LATER = 7.5, 19, 29


@dataclass(frozen=True, slots=True)
class StudyAccount:
    """A trainee whose account is open. The identity number is given whole and shown masked; hours as asked of the level."""

    name: str
    resident_id: str
    trade: str
    level: str
    hours: int


@dataclass(frozen=True, slots=True)
class StudyNotice:
    """The notice to one enterprise, or to one trainee when there is one account."""

    school: School
    enterprise_name: str
    address: str
    accounts: tuple[StudyAccount, ...]
    opened_on: date
    issued_on: date


def study_notice(notice: StudyNotice) -> bytes:
    """The notice as a PDF, as many pages as the list needs."""
    sheet = Sheet(TITLE, notice.school.name, notice.issued_on)
    rows = [_row(number, account) for number, account in enumerate(notice.accounts, start=1)]
    pages = paged(rows, _ROWS_FIRST, _ROWS_LATER)
    for number, part in enumerate(pages, start=1):
        if number > 1:
            sheet.next_page()
        y = draw_head(sheet, notice.school, TITLE)
        sheet.who = notice.enterprise_name
        if number == 1:
            y = _draw_opening(sheet, notice, y)
        draw_table(sheet, MARGIN, y, _COLUMNS, part, _ROW, 9.5)
        draw_foot(sheet, notice.school.contact_line, number, len(pages))
    return sheet.finish()


def _opening(notice: StudyNotice) -> str:
    return f"贵单位 {len(notice.accounts)} 名学员的学习账号已于 {full_date(notice.opened_on)}开通，请通知本人尽快学习。"


def _steps(notice: StudyNotice) -> Sequence[str]:
    return (
        f"打开 {notice.address} 登录，账号是本人的身份证号码。",
        "初始密码由学校或平台单独告知本人，不在群里发送；第一次登录后请马上改成自己的密码，不要告诉他人。",
        "学时包括安全生产知识和职业（工种）理论知识，含考核时间。学时不够的不能申请考试。",
        "账号登不上、姓名或工种有误的，请联系学校。",
    )


def _draw_opening(sheet: Sheet, notice: StudyNotice, y: float) -> float:
    sheet.write(Box(MARGIN, y, _ACROSS, 9), f"{notice.enterprise_name}：", 13, bold=True)
    y = sheet.paragraph(Box(MARGIN, y + 10, _ACROSS, 0), f"　　{_opening(notice)}", 12) + 2
    for number, step in enumerate(_steps(notice), start=1):
        sheet.write(Box(MARGIN, y, 7, 6.6), f"{number}.", 11, shade=MUTED)
        y = sheet.paragraph(Box(MARGIN + 7, y, _ACROSS - 7, 0), step, 11, leading=1.7)
    return y + 5


def _row(number: int, account: StudyAccount) -> Row:
    cells = (account.name, mask_id(account.resident_id), account.trade, account.level, f"{account.hours} 学时")
    return Row(f"{account.name}（{account.trade}）", (str(number), *cells))

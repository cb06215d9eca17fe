"""合格人员名册: who passed an examination, with scores and certificate numbers, for the file and the authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from school_desk.adapters.printing.letterhead import MARGIN, draw_foot
from school_desk.adapters.printing.sheet import MUTED, Align, Box, Sheet
from school_desk.adapters.printing.tables import Column, Row, draw_table, paged
from school_desk.adapters.printing.wording import full_date
from school_desk.terms.masking import mask_id

TITLE = "浙江省建设行业技能人员合格人员名册"
_ACROSS = 257.0
_COLUMNS = (
    Column("序号", 13),
    Column("姓名", 27),
    Column("证件号码", 37),
    Column("工作单位", 56, Align.LEFT),
    Column("工种", 30),
    Column("等级", 16),
    Column("理论", 13),
    Column("安全", 13),
    Column("操作技能", 16),
    Column("证书编号", 36),
)
_ROW, _ROWS_A_PAGE = 8.0, 16


@dataclass(frozen=True, slots=True)
class PassedTrainee:
    """One line of the roster. Scores are texts as they were reported; `certificate_number` is empty until there is one."""

    name: str
    resident_id: str
    employer: str
    trade: str
    level: str
    theory: str
    safety: str
    practice: str
    certificate_number: str = ""


@dataclass(frozen=True, slots=True)
class PassedRoster:
    """The roster of one examination. Identity numbers are masked unless `whole_ids`: only the authority's copy needs them."""

    school_name: str
    examination: str
    trainees: tuple[PassedTrainee, ...]
    made_on: date
    whole_ids: bool = False


def passed_roster(roster: PassedRoster) -> bytes:
    """The roster as a PDF of A4 pages on their side, sixteen trainees to a page."""
    sheet = Sheet(TITLE, roster.school_name, roster.made_on, landscape=True)
    rows = [_row(number, trainee, roster.whole_ids) for number, trainee in enumerate(roster.trainees, start=1)]
    pages = paged(rows, _ROWS_A_PAGE, _ROWS_A_PAGE)
    for number, part in enumerate(pages, start=1):
        if number > 1:
            sheet.next_page()
        _draw_head(sheet, roster)
        draw_table(sheet, MARGIN, 43, _COLUMNS, part, _ROW, 9)
        sheet.who = TITLE
        note = f"{roster.school_name}（盖章）　制表日期：{full_date(roster.made_on)}"
        draw_foot(sheet, note, number, len(pages))
    return sheet.finish()


def _draw_head(sheet: Sheet, roster: PassedRoster) -> None:
    sheet.spread(Box(MARGIN, 14, _ACROSS, 12), TITLE, 18, 3)
    sheet.write(Box(MARGIN, 31, 200, 8), f"考核：{roster.examination}", 10.5)
    people = f"共 {len(roster.trainees)} 人"
    sheet.write(Box(MARGIN + 200, 31, _ACROSS - 200, 8), people, 10.5, align=Align.RIGHT, shade=MUTED)


def _row(number: int, trainee: PassedTrainee, whole_ids: bool) -> Row:
    shown = trainee.resident_id if whole_ids else mask_id(trainee.resident_id)
    scores = (trainee.theory, trainee.safety, trainee.practice)
    person = (trainee.name, shown, trainee.employer, trainee.trade, trainee.level)
    who = f"{trainee.name}（第 {number} 行）"
    return Row(who, (str(number), *person, *scores, trainee.certificate_number))

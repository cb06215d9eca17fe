"""准考证: two to an A4 page, to be cut apart, in the order given. The QR code holds the ticket number, nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from school_desk.adapters.printing.fonts import require_room_glyphs
from school_desk.adapters.printing.pictures import print_photo, qr_matrix
from school_desk.adapters.printing.sheet import MUTED, TINT, Align, Box, Sheet
from school_desk.adapters.printing.tables import Column, Row, draw_table
from school_desk.adapters.printing.wording import period
from school_desk.terms.masking import mask_id

TITLE = "准考证"
RULES = (
    "请核对照片、姓名、证件号码、工种和等级，有误的在考前联系培训学校更正。",
    "考试当天带好本准考证和身份证原件，开考前 30 分钟到考点，按考场和座位号入座。",
    "迟到 15 分钟不得进入考场。手机等通信设备关机后交监考人员统一保管。",
    "操作技能考核须穿戴安全帽、工作服和防滑鞋，听从考评人员指挥。",
    "替考、作弊的，取消本次考核成绩。",
)
_HALF = 148.5
_MARGIN = 15.0
_ACROSS = 180.0
_COLUMNS = (
    Column("科目", 26),
    Column("时间", 76),
    Column("考场", 58),
    Column("座位号", 20),
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One subject a candidate sits: when (aware instants), where, on which seat."""

    subject: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    room: str
    seat: int


@dataclass(frozen=True, slots=True)
class AdmissionTicket:
    """One candidate's ticket. The identity number is given whole and printed masked; no photo leaves a place to glue one."""

    number: str
    name: str
    sex: str
    resident_id: str
    employer: str
    trade: str
    level: str
    sittings: tuple[Sitting, ...]
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Examination:
    """What all tickets of a batch share."""

    title: str
    school_name: str
    phone: str
    printed_on: date
    rules: tuple[str, ...] = RULES


def admission_tickets(examination: Examination, tickets: Sequence[AdmissionTicket]) -> bytes:
    """All tickets as one PDF. Raises RuleViolation naming the candidate whose name or photo cannot be printed, or the room whose text cannot."""
    sheet = Sheet(f"{examination.title} {TITLE}", examination.school_name, examination.printed_on)
    for number, ticket in enumerate(tickets):
        if number and number % 2 == 0:
            sheet.next_page()
        top = _HALF * (number % 2)
        if number % 2 == 0:
            sheet.dashes((0, _HALF), (210, _HALF))
        sheet.who = f"{ticket.name}（准考证号 {ticket.number}）"
        _draw_ticket(sheet, examination, ticket, top)
    return sheet.finish()


def _draw_ticket(sheet: Sheet, examination: Examination, ticket: AdmissionTicket, top: float) -> None:
    sheet.write(Box(_MARGIN, top + 8, _ACROSS, 6), examination.title, 11, align=Align.CENTRE, shade=MUTED)
    sheet.spread(Box(_MARGIN, top + 14.5, _ACROSS, 10), TITLE, 20, 8)
    _draw_person(sheet, ticket, top + 27)
    for sitting in ticket.sittings:
        require_room_glyphs(sitting.room, sitting.place, sitting.address)
    who = sheet.who
    rows = [_row(who, sitting) for sitting in ticket.sittings]
    y = draw_table(sheet, _MARGIN, top + 71, _COLUMNS, rows, 7.5, 9.5)
    y = _draw_places(sheet, ticket, y + 1.5)
    code = Box(_MARGIN + _ACROSS - 20, top + _HALF - 32, 20, 20)
    sheet.squares(code, qr_matrix(ticket.number))
    _draw_rules(sheet, examination, Box(_MARGIN, y + 1, _ACROSS - 26, top + _HALF - 10 - y))
    foot = examination.school_name + (f"　咨询电话：{examination.phone}" if examination.phone else "")
    sheet.write(Box(_MARGIN, top + _HALF - 9, _ACROSS, 4), foot, 7.5, align=Align.RIGHT, shade=MUTED)


def _draw_person(sheet: Sheet, ticket: AdmissionTicket, y: float) -> None:
    photo = Box(_MARGIN + _ACROSS - 30, y, 30, 42)
    if ticket.photo is None:
        sheet.frame(photo)
        sheet.write(photo, "贴照片处", 9, align=Align.CENTRE, shade=MUTED)
    else:
        sheet.picture(photo, print_photo(ticket.photo, sheet.who))
    lines = (
        (("准考证号", ticket.number),),
        (("姓名", ticket.name), ("性别", ticket.sex)),
        (("证件号码", mask_id(ticket.resident_id)),),
        (("工作单位", ticket.employer),),
        (("工种", ticket.trade), ("等级", ticket.level)),
    )
    for row, fields in enumerate(lines):
        _draw_fields(sheet, Box(_MARGIN, y + row * 8.4, _ACROSS - 34, 8.4), fields, bold=row < 2)


def _draw_fields(sheet: Sheet, box: Box, fields: tuple[tuple[str, str], ...], *, bold: bool) -> None:
    wide = (box.width, 0.0) if len(fields) == 1 else (96.0, box.width - 96.0)
    x = box.x
    for (label, text), width in zip(fields, wide, strict=False):
        sheet.frame(Box(x, box.y, 22, box.height), 0.4, fill=TINT)
        sheet.frame(Box(x, box.y, width, box.height), 0.4)
        sheet.write(Box(x, box.y, 22, box.height), label, 9, align=Align.CENTRE)
        sheet.write(Box(x + 24, box.y, width - 25, box.height), text, 11, bold=bold)
        x += width


def _row(who: str, sitting: Sitting) -> Row:
    when = period(sitting.starts_at, sitting.ends_at)
    return Row(who, (sitting.subject, when, sitting.room, f"{sitting.seat:02d}"))


def _draw_places(sheet: Sheet, ticket: AdmissionTicket, y: float) -> float:
    """One line for each place, in the height of two at most; several places are told apart by their subjects."""
    places: dict[str, list[str]] = {}
    for sitting in ticket.sittings:
        places.setdefault(f"{sitting.place}（{sitting.address}）", []).append(sitting.subject)
    lines = [
        f"考点：{place}" if len(places) == 1 else f"考点（{'、'.join(subjects)}）：{place}"
        for place, subjects in places.items()
    ]
    box = Box(_MARGIN, y, _ACROSS, 6.0 * min(2, len(lines)))
    sheet.write(box, "\n".join(lines), 9.5, bold=True)
    return box.bottom


def _draw_rules(sheet: Sheet, examination: Examination, box: Box) -> None:
    sheet.rule((box.x, box.y), (box.right, box.y), 0.4)
    text = "\n".join(f"{number}. {rule}" for number, rule in enumerate(examination.rules, start=1))
    sheet.write(Box(box.x, box.y + 1, 18, 5), "考生须知", 9, bold=True)
    lines = Box(box.x + 18, box.y + 1, box.width - 18, box.height - 2)
    sheet.write(lines, text, 8.5, from_top=True)

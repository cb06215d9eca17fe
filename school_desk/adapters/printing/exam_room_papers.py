"""What hangs and lies in an exam room: 考场门贴, 签到表, 桌贴. One session (subject, room, time) after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from school_desk.adapters.printing.fonts import require_room_glyphs
from school_desk.adapters.printing.letterhead import MARGIN, draw_foot
from school_desk.adapters.printing.pictures import print_photo
from school_desk.adapters.printing.sheet import INK, MUTED, Align, Box, Sheet
from school_desk.adapters.printing.tables import Column, Row, draw_table, paged
from school_desk.adapters.printing.wording import period
from school_desk.terms.masking import mask_id

_ACROSS = 170.0
_DOOR_COLUMNS = (
    Column("座位号", 18),
    Column("准考证号", 44),
    Column("姓名", 46),
    Column("工种", 42),
    Column("等级", 20),
)
_SIGN_COLUMNS = (
    Column("座位号", 14),
    Column("准考证号", 34),
    Column("姓名", 26),
    Column("证件号码", 36),
    Column("工种等级", 26),
    Column("签名", 34),
)
_DOOR_ROW, _DOOR_FIRST, _DOOR_LATER = 6.2, 30, 36
_SIGN_ROW, _SIGN_ROWS = 9.5, 21
_CARDS_ACROSS, _CARDS_DOWN = 2, 4


@dataclass(frozen=True, slots=True)
class RoomCandidate:
    """A candidate on a seat. The identity number is given whole and printed masked."""

    seat: int
    ticket_number: str
    name: str
    resident_id: str
    trade: str
    level: str
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class RoomSession:
    """One subject in one room at one time (aware instants), with its candidates in order of seats."""

    examination: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    place: str
    room: str
    candidates: tuple[RoomCandidate, ...]


def door_list(sessions: Sequence[RoomSession], school_name: str, printed_on: date) -> bytes:
    """考场门贴: the room in large type and who sits where."""
    sheet = Sheet("考场门贴", school_name, printed_on)
    first = True
    for session in sessions:
        require_room_glyphs(session.room, session.place)
        rows = [_door_row(candidate) for candidate in session.candidates]
        pages = paged(rows, _DOOR_FIRST, _DOOR_LATER)
        for number, part in enumerate(pages, start=1):
            first = _turn(sheet, first)
            y = _draw_door_head(sheet, session) if number == 1 else _draw_session_head(sheet, session, session.room)
            draw_table(sheet, MARGIN, y, _DOOR_COLUMNS, part, _DOOR_ROW, 10)
            draw_foot(sheet, school_name, number, len(pages))
    return sheet.finish()


def sign_in_sheet(sessions: Sequence[RoomSession], school_name: str, printed_on: date) -> bytes:
    """签到表: a line to sign for each candidate, and at the end who was absent and who watched."""
    sheet = Sheet("考场签到表", school_name, printed_on)
    first = True
    for session in sessions:
        require_room_glyphs(session.room, session.place)
        rows = [_sign_row(candidate) for candidate in session.candidates]
        pages = paged(rows, _SIGN_ROWS, _SIGN_ROWS)
        for number, part in enumerate(pages, start=1):
            first = _turn(sheet, first)
            y = _draw_session_head(sheet, session, "考场签到表")
            y = draw_table(sheet, MARGIN, y, _SIGN_COLUMNS, part, _SIGN_ROW, 9.5)
            sheet.who = session.room
            if number == len(pages):
                _draw_count(sheet, len(rows), y + 4)
            draw_foot(sheet, school_name, number, len(pages))
    return sheet.finish()


def desk_cards(sessions: Sequence[RoomSession], school_name: str, printed_on: date) -> bytes:
    """桌贴: eight to a page, to be cut apart; each session begins on a page of its own."""
    sheet = Sheet("桌贴", school_name, printed_on)
    first = True
    for session in sessions:
        require_room_glyphs(session.room, session.place)
        for number, candidate in enumerate(session.candidates):
            place = number % (_CARDS_ACROSS * _CARDS_DOWN)
            if place == 0:
                first = _turn(sheet, first)
                _draw_cuts(sheet)
            wide, high = sheet.width / _CARDS_ACROSS, sheet.height / _CARDS_DOWN
            box = Box(place % _CARDS_ACROSS * wide, place // _CARDS_ACROSS * high, wide, high)
            _draw_card(sheet, session, candidate, box.inset(8, 8))
    return sheet.finish()


def _turn(sheet: Sheet, first: bool) -> bool:
    """Begins another page but for the first; tells that the first is over."""
    if not first:
        sheet.next_page()
    return False


def _who(candidate: RoomCandidate) -> str:
    return f"{candidate.name}（准考证号 {candidate.ticket_number}）"


def _door_row(candidate: RoomCandidate) -> Row:
    seat = f"{candidate.seat:02d}"
    return Row(_who(candidate), (seat, candidate.ticket_number, candidate.name, candidate.trade, candidate.level))


def _sign_row(candidate: RoomCandidate) -> Row:
    seat, trade = f"{candidate.seat:02d}", f"{candidate.trade} {candidate.level}"
    number = mask_id(candidate.resident_id)
    return Row(_who(candidate), (seat, candidate.ticket_number, candidate.name, number, trade, ""))


def _draw_door_head(sheet: Sheet, session: RoomSession) -> float:
    sheet.who = session.room
    across = Box(MARGIN, 14, _ACROSS, 8)
    sheet.write(across, session.examination, 12, align=Align.CENTRE, shade=MUTED)
    sheet.write(across._replace(y=24, height=26), session.room, 54, bold=True, align=Align.CENTRE)
    sheet.write(across._replace(y=53, height=9), session.subject, 20, bold=True, align=Align.CENTRE)
    when = period(session.starts_at, session.ends_at)
    sheet.write(across._replace(y=63), when, 14, align=Align.CENTRE)
    seats = f"{session.place}　共 {len(session.candidates)} 人"
    sheet.write(across._replace(y=71), seats, 11, align=Align.CENTRE, shade=MUTED)
    return 83.0


def _draw_session_head(sheet: Sheet, session: RoomSession, title: str) -> float:
    sheet.who = session.room
    across = Box(MARGIN, 12, _ACROSS, 7)
    sheet.write(across, session.examination, 11, align=Align.CENTRE, shade=MUTED)
    sheet.spread(across._replace(y=20, height=10), title, 20, 4)
    when = period(session.starts_at, session.ends_at)
    sheet.write(across._replace(y=34), f"{session.place}　{session.room}", 11, bold=True)
    sheet.write(across._replace(y=34), f"{session.subject}　{when}", 11, align=Align.RIGHT)
    return 43.0


def _draw_count(sheet: Sheet, people: int, y: float) -> None:
    counts = f"应到 {people} 人　　实到 ＿＿＿＿ 人　　缺考 ＿＿＿＿ 人　　违纪 ＿＿＿＿ 人"
    sheet.write(Box(MARGIN, y, _ACROSS, 7), counts, 10.5)
    absent = "缺考座位号：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿　　监考员签名：＿＿＿＿＿＿＿＿　＿＿＿＿＿＿＿＿"
    sheet.write(Box(MARGIN, y + 8, _ACROSS, 7), absent, 10.5)


def _draw_cuts(sheet: Sheet) -> None:
    for column in range(1, _CARDS_ACROSS):
        x = sheet.width / _CARDS_ACROSS * column
        sheet.dashes((x, 0), (x, sheet.height))
    for row in range(1, _CARDS_DOWN):
        y = sheet.height / _CARDS_DOWN * row
        sheet.dashes((0, y), (sheet.width, y))


def _draw_card(sheet: Sheet, session: RoomSession, candidate: RoomCandidate, box: Box) -> None:
    sheet.who = _who(candidate)
    text = box._replace(width=box.width - (28 if candidate.photo else 0))
    sheet.write(text._replace(height=6), f"{session.room}　{session.subject}", 10, shade=MUTED)
    sheet.write(text._replace(y=box.y + 7, height=20), f"{candidate.seat:02d}", 48, bold=True)
    sheet.write(text._replace(y=box.y + 28, height=11), candidate.name, 22, bold=True)
    sheet.write(text._replace(y=box.y + 40, height=5.5), f"{candidate.trade}　{candidate.level}", 11)
    sheet.write(box._replace(y=box.y + 46, height=5.5), f"准考证号：{candidate.ticket_number}", 11, shade=INK)
    when = period(session.starts_at, session.ends_at)
    sheet.write(box._replace(y=box.y + 52, height=5), when, 9, shade=MUTED)
    if candidate.photo:
        sheet.picture(Box(box.right - 25, box.y, 25, 35), print_photo(candidate.photo, sheet.who))

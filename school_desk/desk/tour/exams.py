"""Steps of 申请考试 and 考核计划: applied, planned, seated, reported, accepted, approved, tickets printed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from school_desk.desk.tour.office import sign_in
from school_desk.desk.tour.walk import Walk
from school_desk.terms.statuses import Subject

_TIMES = {
    Subject.THEORY: ("09:00", "10:00"),
    Subject.SAFETY: ("10:30", "11:30"),
    Subject.PRACTICE: ("13:30", "16:00"),
}


def applications(walk: Walk) -> None:
    """Everybody with enough hours applies."""
    walk.move_to(2026, 11, 3, 9, 0)
    sign_in(walk, "wu")

    def apply() -> None:
        screen = walk.page("applications")
        walk.click(screen, "申请考试")
        walk.wait_for(lambda: screen.applied.row_count() > 0, "the applications")

    walk.step("申请考试", apply)


def rooms(walk: Walk) -> None:
    """Two rooms at one place."""

    def add() -> None:
        screen = walk.page("exams")
        for name, seats in (("一号考场", 40), ("实训场", 60)):
            screen.show_rooms()
            walk.settle()
            values = {"name": name, "place": "城建培训学校", "address": "湖州市吴兴区红丰路1号", "seats": seats}
            walk.fill_form(screen.panel, values)
            walk.click(screen.panel, "新建")
            walk.wait_for(lambda: not screen.panel.isVisible(), "the room to be saved")

    walk.step("考场", add)


def plans(walk: Walk) -> None:
    """A plan for every trade and level that somebody applied for, each on a day of its own, up to the printed tickets."""
    wanted = _wanted(walk)
    screen = walk.page("exams")
    for number, (trade_code, level) in enumerate(wanted):
        day = f"2026-11-{9 + number:02d}"
        action = partial(_one_plan, walk, screen, trade_code, level, day, number == 0)
        walk.step(f"考核计划-{number + 1:02d}", action)


def _wanted(walk: Walk) -> list[tuple[str, Any]]:
    screen = walk.page("applications")
    rows = screen.applied.rows()
    return sorted({(row.person.trade_code, row.person.level) for row in rows})


def _one_plan(walk: Walk, screen: Any, trade_code: str, level: Any, day: str, shown: bool) -> None:
    known = screen.table.row_count()
    screen.new_plan()
    walk.settle()
    walk.fill_form(screen.panel, {"trade_code": trade_code, "level": level})
    walk.click(screen.panel, "新建")
    walk.wait_for(lambda: screen.table.row_count() > known and not screen.panel.isVisible(), "the plan")
    page = screen.page
    _click(walk, page, "编入考生")
    for subject, (starts, ends) in _TIMES.items():
        _add_session(walk, screen, subject, day, starts, ends)
    _click(walk, page, "编排座位")
    page.export_report_to(walk.out / f"上报表-{day}.xlsx")
    _click(walk, page, "登记已上报")
    _click(walk, page, "登记受理")
    _click(walk, screen.panel, "登记")
    _click(walk, page, "登记结论")
    walk.fill_form(screen.panel, {"document_no": f"湖建考〔2026〕{day[-2:]}号"})
    _click(walk, screen.panel, "登记")
    page.show_tab("people")
    target = walk.out / f"准考证-{day}.pdf"
    page.print_tickets_to(target)
    walk.wait_for(target.exists, "the tickets")
    if shown:
        picture_of(walk, target)


def _add_session(walk: Walk, screen: Any, subject: Subject, day: str, starts: str, ends: str) -> None:
    page = screen.page
    known = page.sessions.row_count()
    page.show_tab("sessions")
    page.add_session()
    walk.settle()
    rooms = {room.name: room.id for room in page.rooms}
    room = rooms["实训场"] if subject is Subject.PRACTICE else rooms["一号考场"]
    walk.fill_form(screen.panel, {"subject": subject, "room": room, "day": day, "starts": starts, "ends": ends})
    walk.click(screen.panel, "添加")
    walk.wait_for(lambda: page.sessions.row_count() > known, "the session")


def _click(walk: Walk, within: Any, words: str) -> None:
    walk.click(within, words)
    walk.settle()


def picture_of(walk: Walk, pdf: Path) -> None:
    """Leaves a picture of a PDF's first page beside it."""
    from school_desk.adapters.printing.raster import render_png

    (walk.out / f"{pdf.stem}.png").write_bytes(render_png(pdf.read_bytes()))

"""Steps of 申请考试 and 考核计划: applied, planned, seated, reported; the first is returned, corrected and approved; tickets are printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from school_desk.desk.tour.learning import tell_enterprises
from school_desk.desk.tour.office import sign_in
from school_desk.desk.tour.walk import Walk
from school_desk.desk.widgets.form import Form
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
        screen.take_focus("to_plan")
        walk.wait_for(lambda: screen.applied.row_count() > 0, "the applications")

    walk.step("申请考试", apply)


def rooms(walk: Walk) -> None:
    """Two rooms at one place."""

    def add() -> None:
        screen = walk.page("exams")
        for name, seats in (("一号考场", 40), ("实训场", 60)):
            screen.rooms.add()
            walk.settle()
            _form(screen).input("seats").selectAll()
            values = {"name": name, "place": "城建培训学校", "address": "湖州市吴兴区红丰路1号", "seats": seats}
            walk.fill_form(screen.panel, values)
            _click(walk, screen.panel, "新建")
            walk.wait_for(lambda: screen.panel.findChild(Form) is None, "the room to be saved")

    walk.step("考场", add)


def plans(walk: Walk) -> None:
    """A plan for every trade and level that somebody applied for, each on a day of its own, up to the printed tickets."""
    wanted = _wanted(walk)
    screen = walk.page("exams")
    for number, (trade_code, level) in enumerate(wanted, start=1):
        day = f"2026-11-{8 + number:02d}"
        draft = partial(_draft_and_report, walk, screen, trade_code, level, day)
        approve = partial(_approve, walk, screen, day)
        if number == 1:
            walk.step("考核计划-草稿", draft)
            walk.step("考核计划-被退回", lambda: _return(walk, screen))
            walk.step("考核计划-更正后上报", lambda: _correct_and_report(walk, screen))
            walk.step("考核计划-审核通过", approve)
            walk.step("考试通知", lambda: tell_enterprises(walk, screen, "拟写考试通知"))
            picture_of(walk, _tickets(walk, day))
        else:
            walk.step(f"考核计划-{number:02d}", partial(_one_after_the_other, draft, approve))


def _one_after_the_other(*acts: Callable[[], None]) -> None:
    for act in acts:
        act()


def _wanted(walk: Walk) -> list[tuple[str, Any]]:
    screen = walk.page("applications")
    screen.take_focus("to_plan")
    walk.settle()
    return sorted({(row.person.trade_code, row.person.level) for row in screen.applied.rows()})


def _draft_and_report(walk: Walk, screen: Any, trade_code: str, level: Any, day: str) -> None:
    known = screen.table.row_count()
    screen.new_plan()
    walk.settle()
    walk.fill_form(screen.panel, {"trade_code": trade_code, "level": level})
    walk.click(screen.panel, "新建")
    walk.wait_for(lambda: screen.table.row_count() > known and not screen.panel.isVisible(), "the plan")
    walk.settle()
    page = screen.page
    page.show_tab("ready")
    _click(walk, page, "编入考生")
    page.show_tab("sessions")
    for subject, (starts, ends) in _TIMES.items():
        _add_session(walk, screen, subject, day, starts, ends)
    _click(walk, page, "编排座位")
    page.export_report_to(walk.out / f"上报表-{day}.xlsx")
    _report(walk, screen)


def _report(walk: Walk, screen: Any) -> None:
    _click(walk, screen.page, "登记已上报")
    walk.fill_form(screen.panel, {"count": screen.page.detail.plan.candidates})
    _click(walk, screen.panel, "登记")


def _accept(walk: Walk, screen: Any) -> None:
    _click(walk, screen.page, "登记受理")
    _click(walk, screen.panel, "登记")


def _return(walk: Walk, screen: Any) -> None:
    """The authority takes the plan in and sends it back, with a reason."""
    _accept(walk, screen)
    _click(walk, screen.page, "登记结论")
    walk.fill_form(screen.panel, {"approved": "退回", "document_no": "湖建考退〔2026〕1号"})
    walk.fill(_form(screen).input("reason"), "理论考试安排一小时不够，请改为一个半小时。")
    _click(walk, screen.panel, "登记")


def _correct_and_report(walk: Walk, screen: Any) -> None:
    """The session is made longer, and the plan is reported as its second version."""
    page = screen.page
    page.show_tab("sessions")
    page.sessions.select_first()
    _click(walk, page, "调整")
    walk.fill_form(screen.panel, {"starts_at": "08:30"})
    _click(walk, screen.panel, "保存")
    _report(walk, screen)
    page.show_tab("versions")


def _approve(walk: Walk, screen: Any, day: str) -> None:
    page = screen.page
    _accept(walk, screen)
    _click(walk, page, "登记结论")
    walk.fill_form(screen.panel, {"approved": "审核通过", "document_no": f"湖建考〔2026〕{day[-2:]}号"})
    _click(walk, screen.panel, "登记")
    page.show_tab("candidates")
    target = _tickets(walk, day)
    page.print_tickets_to(target)
    walk.wait_for(target.exists, "the tickets")


def _tickets(walk: Walk, day: str) -> Path:
    return walk.out / f"准考证-{day}.pdf"


def _add_session(walk: Walk, screen: Any, subject: Subject, day: str, starts: str, ends: str) -> None:
    page = screen.page
    known = page.sessions.row_count()
    _click(walk, page, "新建场次")
    rooms = {room.name: room.id for room in page.rooms}
    room = rooms["实训场"] if subject is Subject.PRACTICE else rooms["一号考场"]
    values = {"exam_subject": subject, "room_id": room, "day": day, "starts_at": starts, "ends_at": ends}
    walk.fill_form(screen.panel, values)
    walk.click(screen.panel, "新建")
    walk.wait_for(lambda: page.sessions.row_count() > known, "the session")


def _form(screen: Any) -> Form:
    form: Form = next(form for form in screen.panel.findChildren(Form) if form.isVisible())
    return form


def _click(walk: Walk, within: Any, words: str) -> None:
    walk.click(within, words)
    walk.settle()


def picture_of(walk: Walk, pdf: Path) -> None:
    """Leaves a picture of a PDF's first page beside it."""
    from school_desk.adapters.printing.raster import render_png

    (walk.out / f"{pdf.stem}.png").write_bytes(render_png(pdf.read_bytes()))

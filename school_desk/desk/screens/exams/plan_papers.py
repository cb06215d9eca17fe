"""What leaves the house about one exam plan: the workbook for 上报, 准考证, the papers of the rooms, the texts for 通知学员."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from school_desk.desk import saving
from school_desk.desk.notice_texts import show_texts
from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.exams.papers import exam_notices
from school_desk.exams.queries import ExamPlanListRow
from school_desk.terms.statuses import ExamPlanStatus as Status

_NAMED = 5


class PlanPapers:
    """Writes the files for `owner`, the plan's page; texts are shown in `panel` first."""

    def __init__(self, desk: Desk, owner: QWidget, panel: SidePanel) -> None:
        self._desk, self._owner, self._panel = desk, owner, panel

    def export_report(self, plan: ExamPlanListRow) -> None:
        """Asks where to write the workbook for 上报."""
        self._ask_where("导出上报表", f"{plan.name}-上报表.xlsx", partial(self.export_report_to, plan))

    def export_report_to(self, plan: ExamPlanListRow, target: Path) -> None:
        """Writes the workbook; having reported is another fact."""
        from school_desk.output.exams import REPORT, report

        told = f"已导出上报表：{target}。报出后请点“登记已上报”。"
        self._desk.look_up(
            self._owner,
            lambda: report(self._desk.school, plan.id),
            lambda sheet: saving.write(
                self._desk,
                self._owner,
                REPORT,
                target,
                *sheet,
                told=told,
                then=self._recorded("考核计划上报表", len(sheet[3]), target) if sheet[3] else None,
            ),
            key="papers",
        )

    def print_tickets(self, plan: ExamPlanListRow) -> None:
        """Asks where to put the 准考证; before 已审核 there are none (操作说明)."""
        if plan.status is not Status.APPROVED:
            self._desk.tell("考核计划还没有审核通过，不能打印准考证。主管部门审核通过并登记结论之后再打印。", "warn")
            return
        self._ask_where("打印准考证", f"{plan.name}-准考证.pdf", partial(self.print_tickets_to, plan))

    def print_tickets_to(self, plan: ExamPlanListRow, target: Path) -> None:
        """Draws the tickets of all who may have one; tells who gets none."""
        from school_desk.output.exams import TICKETS, tickets

        def papers(found: Any) -> Iterator[saving.Pdf]:
            examination, made, without = found
            if without:
                names = "；".join(f"{one.name}：{one.reason}" for one in without[:_NAMED])
                self._desk.tell(f"{len(without)} 人没有准考证：{names}", "warn")
            if made:
                told = f"已生成 {len(made)} 张准考证：{target}"
                then = self._recorded("准考证", len(made), target)
                yield saving.Pdf(target, TICKETS, (examination, made), told, then)

        self._draw(lambda: tickets(self._desk.school, plan.id), papers)

    def print_room_papers(self, plan: ExamPlanListRow) -> None:
        """Asks for the folder of 门贴, 签到表 and 桌贴."""
        self._ask_where("打印考场资料", f"{plan.name}-考场资料.pdf", partial(self.print_room_papers_to, plan))

    def print_room_papers_to(self, plan: ExamPlanListRow, target: Path) -> None:
        """Writes three files beside each other, named after `target`: 门贴, 签到表, 桌贴."""
        from school_desk.output.exams import DESK_CARDS, DOOR_LISTS, SIGN_IN_SHEETS, room_sessions

        kinds = {"门贴": DOOR_LISTS, "签到表": SIGN_IN_SHEETS, "桌贴": DESK_CARDS}

        def papers(sessions: Any) -> Iterator[saving.Pdf]:
            told = f"已生成门贴、签到表、桌贴：{target.parent}"
            seated = {candidate.ticket_number for session in sessions[0] for candidate in session.candidates}
            then = self._recorded("考场资料", len(seated), target) if seated else None
            for word, maker in kinds.items():
                place = target.with_name(f"{target.stem}-{word}{target.suffix or '.pdf'}")
                yield saving.Pdf(place, maker, sessions, told, then)
                then = None  # the three are one deed

        self._draw(lambda: room_sessions(self._desk.school, plan.id), papers)

    def write_notices(self, plan: ExamPlanListRow) -> None:
        """通知学员: one text per enterprise, seen before it goes into 通知."""
        self._desk.ask(
            self._owner,
            lambda session, school_id: exam_notices(session, school_id, plan.id),
            lambda texts: show_texts(self._desk, self._owner, self._panel, "考试通知", texts),
            key="texts",
        )

    def _recorded(self, what: str, count: int, target: Path) -> Callable[[], None]:
        return saving.recorded(self._desk, self._owner, what, count, target)

    def _draw(self, gather: Callable[[], Any], papers: Callable[[Any], Iterator[saving.Pdf]]) -> None:
        saving.draw(self._desk, self._owner, gather, papers, key="papers")

    def _ask_where(self, title: str, name: str, then: Callable[[Path], None]) -> None:
        saving.ask_where(self._owner, self._desk, title, name, then)

"""One exam plan: where it stands, who may sit and who not, its sessions and seats, what was reported; and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from school_desk.desk import saving
from school_desk.desk.forms import open_form, send
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.exams.plan_lists import PersonLine, people_columns, session_columns, version_columns
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.steps import State, Step, Stepper
from school_desk.desk.widgets.table import RowTable
from school_desk.desk.widgets.texts import heading
from school_desk.documents.commands import QueueNotice
from school_desk.exams import queries
from school_desk.exams.commands import (
    AddSession,
    AssignSeats,
    RecordPlanAccepted,
    RecordPlanDecision,
    ReportPlan,
    TakeCandidates,
    WithdrawReport,
)
from school_desk.exams.eligibility import SittingRow, who_may_sit
from school_desk.exams.papers import exam_notices
from school_desk.exams.queries import ExamPlanDetail, RoomRow
from school_desk.terms.labels import SUBJECTS
from school_desk.terms.roles import EXAMINERS
from school_desk.terms.statuses import ExamPlanStatus as Status
from school_desk.terms.statuses import Subject

if TYPE_CHECKING:
    from datetime import date

    from school_desk.kernel.database import ReadSession

_STEPS = (
    (Status.DRAFT, "未上报"),
    (Status.REPORTED, "已上报"),
    (Status.ACCEPTED, "已受理"),
    (Status.APPROVED, "已审核"),
)


@dataclass(frozen=True)
class _Answer:
    detail: ExamPlanDetail | None
    people: tuple[SittingRow, ...]
    rooms: tuple[RoomRow, ...]


class PlanPage(QWidget):
    """The page of one plan; forms open in `panel`."""

    def __init__(self, desk: Desk, panel: SidePanel) -> None:
        super().__init__()
        self._desk, self._panel = desk, panel
        self._plan_id: str | None = None
        self._answer = _Answer(None, (), ())
        self._title = heading("")
        self._steps = Stepper(name="考核计划进度")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GAP_S)
        self.tabs = FilterTabs(
            [FilterTab("people", "考生"), FilterTab("sessions", "场次"), FilterTab("versions", "上报记录")],
            name="考核计划内容",
        )
        self.people = RowTable(people_columns(), name="考生", row_id=lambda row: row.person.id)
        self.people.set_empty("没有可以编入的学员", "学员申请考试后会出现在这里。", icon="trainee")
        self.sessions = RowTable(session_columns(), name="场次")
        self.sessions.set_empty("还没有场次", "按科目添加时间和考场，再编排座位。", "添加场次…", icon="hours")
        self.sessions.empty_action_requested.connect(self.add_session)
        self.versions = RowTable(version_columns(), name="上报记录", row_id=lambda row: row.version)
        self.versions.set_empty("还没有上报", "上报后，每个版本和主管部门的答复都记在这里。", icon="export")
        self._lists = QStackedWidget()
        for table in (self.people, self.sessions, self.versions):
            self._lists.addWidget(table)
        self.tabs.chosen.connect(self._tab_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        for widget in (self._title, self._steps):
            column.addWidget(widget)
        column.addLayout(self._buttons)
        column.addWidget(self.tabs)
        column.addWidget(self._lists, 1)
        self.setVisible(False)

    @property
    def detail(self) -> ExamPlanDetail | None:
        """The plan shown."""
        return self._answer.detail

    @property
    def rooms(self) -> tuple[RoomRow, ...]:
        """The rooms that sessions may be held in."""
        return self._answer.rooms

    def show_plan(self, plan_id: str | None) -> None:
        """Shows another plan."""
        self._plan_id = plan_id
        self.setVisible(plan_id is not None)
        self.refresh()

    def refresh(self) -> None:
        """Asks for the plan again."""
        if self._plan_id is not None:
            self._desk.ask(self, partial(_ask, self._plan_id, self._desk.today), self._set_answer)

    def show_tab(self, key: str) -> None:
        """Brings 考生 (people), 场次 (sessions) or 上报记录 (versions) to the front."""
        self.tabs.choose(key)
        self._tab_chosen(key)

    def take_candidates(self) -> None:
        """编入: the chosen people (all who may when none is chosen)."""
        rows = self.people.selected_rows() or self.people.rows()
        ids = tuple(row.person.id for row in rows if not row.reasons and row.ticket_no is None)
        if ids and self._plan_id:
            self._desk.decide(self, TakeCandidates(self._plan_id, ids), done=f"已编入 {len(ids)} 人，准考证号已生成。")

    def add_session(self) -> None:
        """Opens the form of a session."""
        form = Form(columns=1)
        form.add_choice("subject", "科目", [(subject, SUBJECTS[subject]) for subject in Subject], required=True)
        rooms = [(room.id, f"{room.name}（{room.seats} 座）") for room in self.rooms if room.active]
        form.add_choice("room", "考场", rooms, required=True)
        form.add_date("day", "日期", required=True)
        form.add_text("starts", "开始", required=True, digits=True, hint="如 09:00")
        form.add_text("ends", "结束", required=True, digits=True, hint="如 10:30")
        form.submitted.connect(partial(self._add_session, form))
        open_form(self._panel, "添加场次", form, "添加", first="subject")

    def assign_seats(self) -> None:
        """编排座位."""
        if self._plan_id:
            self._desk.decide(self, AssignSeats(self._plan_id), self._told_seats, done="已编排座位。")

    def export_report(self) -> None:
        """Asks where to write the workbook for 上报."""
        name = f"{self._name}-上报表.xlsx"
        target = saving.ask_where(self, self._desk, "导出上报表", name, "Excel 工作簿 (*.xlsx)")
        if target is not None:
            self.export_report_to(target)

    def export_report_to(self, target: Path) -> None:
        """Writes the workbook for 上报; reporting is another fact."""
        from school_desk.output.exams import REPORT, report

        plan_id = self._plan_id or ""
        self._desk.look_up(
            self,
            lambda: report(self._desk.school, plan_id),
            lambda sheet: saving.write(self._desk, self, REPORT, target, *sheet),
            key="report",
        )

    def print_tickets(self) -> None:
        """Asks where to put the 准考证."""
        target = saving.ask_where(self, self._desk, "打印准考证", f"{self._name}-准考证.pdf", "PDF (*.pdf)")
        if target is not None:
            self.print_tickets_to(target)

    def print_tickets_to(self, target: Path) -> None:
        """Draws the tickets of all who may have one; tells who gets none."""
        from school_desk.output.exams import TICKETS, tickets

        plan_id = self._plan_id or ""

        def drawn(found: Any) -> None:
            examination, made, without = found
            if without:
                names = "；".join(f"{one.name}：{one.reason}" for one in without[:5])
                self._desk.tell(f"{len(without)} 人没有准考证：{names}", "warn")
            if made:
                told = f"已生成 {len(made)} 张准考证：{target}"
                saving.write(
                    self._desk, self, "school_desk.output.pdf:write_pdf", target, TICKETS, examination, made, told=told
                )

        self._desk.look_up(self, lambda: tickets(self._desk.school, plan_id), drawn, key="tickets")

    def write_notices(self) -> None:
        """Queues 通知学员: one text per enterprise."""
        plan_id = self._plan_id or ""
        self._desk.ask(
            self, lambda session, school_id: exam_notices(session, school_id, plan_id), self._queue, key="texts"
        )

    @property
    def _name(self) -> str:
        return self._answer.detail.plan.name if self._answer.detail else ""

    def _queue(self, texts: tuple[Any, ...]) -> None:
        for text in texts:
            whom = f"{text.enterprise} {text.recipient}"
            self._desk.decide(self, QueueNotice("考试通知", "wechat", text.enterprise_id, whom, text.mobile, text.text))
        self._desk.tell(f"已拟写 {len(texts)} 条考试通知，请到“通知”里发送。")

    def _add_session(self, form: Form, values: dict[str, Any]) -> None:
        starts, ends = _clock_time(values["starts"]), _clock_time(values["ends"])
        for key, moment in (("starts", starts), ("ends", ends)):
            if moment is None:
                form.set_error(key, "请写成 09:00 这样的时间。")
                return
        day = values["day"]
        command = AddSession(
            self._plan_id or "",
            values["subject"],
            values["room"],
            datetime.combine(day, starts or time()),
            datetime.combine(day, ends or time()),
        )
        send(self._desk, self, self._panel, form, command, done="已添加场次。")

    def _told_seats(self, outcome: Any) -> None:
        unplaced = outcome.result.unplaced
        if unplaced:
            names = "；".join(f"{row.name} {SUBJECTS[row.exam_subject]}：{row.reason}" for row in unplaced[:5])
            self._desk.tell(f"{len(unplaced)} 个座位没有排上：{names}", "warn")

    def _report(self) -> None:
        if self._plan_id:
            self._desk.decide(self, ReportPlan(self._plan_id), done="已登记上报，考生和场次不再改动。")

    def _date_form(self, title: str, label: str, make: Callable[[str, date], Any], done: str) -> None:
        form = Form(columns=1)
        form.add_date("day", label, required=True)
        form.set_values({"day": self._desk.today})
        plan_id = self._plan_id or ""
        form.submitted.connect(
            lambda values: send(self._desk, self, self._panel, form, make(plan_id, values["day"]), done=done)
        )
        open_form(self._panel, title, form, "登记", first="day")

    def _accept_form(self) -> None:
        self._date_form("登记受理", "受理日期", RecordPlanAccepted, "已登记受理。")

    def _decision_form(self) -> None:
        form = Form(columns=1)
        form.add_choice("approved", "结论", [(True, "审核通过"), (False, "退回")], required=True)
        form.add_date("decided_on", "日期", required=True)
        form.add_text("document_no", "文号", required=True)
        form.add_note("reason", "退回原因（退回时必填）")
        form.set_values({"approved": True, "decided_on": self._desk.today})
        plan_id = self._plan_id or ""

        def submitted(values: dict[str, Any]) -> None:
            command = RecordPlanDecision(
                plan_id, values["approved"], values["decided_on"], values["document_no"], None, values["reason"] or None
            )
            done = "已登记审核通过，可以打印准考证。" if values["approved"] else "已登记退回，可以修改后再上报。"
            send(self._desk, self, self._panel, form, command, done=done)

        form.submitted.connect(submitted)
        open_form(self._panel, "登记主管部门结论", form, "登记", first="document_no")

    def _withdraw_form(self) -> None:
        form = Form(columns=1)
        form.add_note("reason", "撤回上报的原因", required=True)
        plan_id = self._plan_id or ""
        form.submitted.connect(
            lambda values: send(
                self._desk, self, self._panel, form, WithdrawReport(plan_id, values["reason"]), done="已撤回上报。"
            )
        )
        open_form(self._panel, "撤回上报", form, "撤回", first="reason")

    def _tab_chosen(self, key: str) -> None:
        self._lists.setCurrentWidget({"people": self.people, "sessions": self.sessions}.get(key, self.versions))

    def _set_answer(self, answer: _Answer) -> None:
        self._answer = answer
        if answer.detail is None:
            return
        plan = answer.detail.plan
        self._title.setText(f"{plan.name} · {plan.candidates} 名考生")
        self._show_steps(plan.status, plan.returned_reason)
        seats = {line.person.id: line for line in answer.detail.candidates}
        self.people.set_rows([PersonLine(row, seats.get(row.person.id)) for row in answer.people])
        self.sessions.set_rows(answer.detail.sessions)
        self.versions.set_rows(answer.detail.versions)
        counts = {"people": len(answer.people), "sessions": len(answer.detail.sessions)}
        self.tabs.set_counts(counts | {"versions": len(answer.detail.versions)})
        self._show_buttons(plan.status)

    def _show_steps(self, status: Status, returned: str | None) -> None:
        order = [one for one, _ in _STEPS]
        here = order.index(status)
        steps = []
        for place, (one, words) in enumerate(_STEPS):
            state: State = (
                "done" if place < here or status is Status.APPROVED else "current" if place == here else "todo"
            )
            note = f"被退回：{returned}" if one is Status.DRAFT and returned and state == "current" else ""
            steps.append(Step(one.value, words, state, note))
        self._steps.set_steps(steps)

    def _show_buttons(self, status: Status) -> None:
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.deleteLater()
        if self._desk.may(EXAMINERS):
            for place, (words, icon, act) in enumerate(self._acts(status)):
                self._buttons.addWidget(action_button(words, icon, primary=place == 0, on=act))
        self._buttons.addStretch(1)

    def _acts(self, status: Status) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        if status is Status.DRAFT:
            return (
                ("编入考生", "trainee", self.take_candidates),
                ("添加场次…", "plus", self.add_session),
                ("编排座位", "exam", self.assign_seats),
                ("导出上报表…", "export", self.export_report),
                ("登记已上报", "push", self._report),
            )
        if status is Status.APPROVED:
            return (("打印准考证…", "ticket", self.print_tickets), ("拟写考试通知", "message", self.write_notices))
        withdraw = ("撤回上报…", "undo", self._withdraw_form)
        if status is Status.REPORTED:
            return (("登记受理…", "check", self._accept_form), ("导出上报表…", "export", self.export_report), withdraw)
        return (("登记结论…", "stamp", self._decision_form), withdraw)


def _ask(plan_id: str, today: date, session: ReadSession, school_id: str) -> _Answer:
    return _Answer(
        queries.exam_plan(session, school_id, plan_id),
        who_may_sit(session, school_id, plan_id, today),
        queries.rooms(session, school_id),
    )


def _clock_time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.replace("：", ":").strip().zfill(5))
    except ValueError:
        return None

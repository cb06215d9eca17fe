"""What may be decided about one exam plan: its draft is changed, it is reported, the authority's answers are recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from school_desk.desk.authority import Decided, ask_accepted, ask_decision
from school_desk.desk.forms import PanelForms, Values, add_typed_count, counted
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.exams.plan_lists import CandidateEntry
from school_desk.desk.services import Desk
from school_desk.desk.widgets.dialogs import ask
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import half_width
from school_desk.documents.ledger import count
from school_desk.exams.commands import (
    AddSession,
    AssignSeats,
    EditExamPlan,
    EditSession,
    RecordPlanAccepted,
    RecordPlanDecision,
    RemoveCandidate,
    RemoveSession,
    ReportPlan,
    TakeCandidates,
    WithdrawReport,
)
from school_desk.exams.domain import period_words
from school_desk.exams.eligibility import SittingRow
from school_desk.exams.queries import ExamPlanListRow, RoomRow, SessionRow
from school_desk.kernel.clock import SHANGHAI
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.labels import SUBJECTS
from school_desk.terms.statuses import Subject

_NAMED = 3


class PlanActs:
    """The decisions; forms open in `panel`, `owner` is the plan's page."""

    def __init__(self, desk: Desk, owner: QWidget, panel: SidePanel) -> None:
        self._desk, self._owner = desk, owner
        self._forms = PanelForms(desk, owner, panel)

    # the draft

    def edit(self, plan: ExamPlanListRow) -> None:
        """修改计划: its name and who holds the exam."""
        form = Form(columns=1)
        form.add_text("name", "计划名称", required=True, longest=100)
        form.add_text("institution", "考核机构", longest=100, hint="不填则用设置里的考核机构")
        form.set_values({"name": plan.name, "institution": plan.institution})
        self._forms.ask(
            "修改考核计划",
            form,
            "保存",
            lambda values: EditExamPlan(plan.id, values["name"], values["institution"]),
            first="name",
            done="已修改考核计划。",
        )

    def take(self, plan_id: str, rows: Sequence[SittingRow]) -> None:
        """编入考生."""
        ids = tuple(row.person.id for row in rows if not row.reasons)
        if ids:
            done = f"已编入 {len(ids)} 人，准考证号已生成。"
            self._desk.decide(self._owner, TakeCandidates(plan_id, ids), self._told_taken, done=done)

    def remove(self, plan_id: str, entries: Sequence[CandidateEntry]) -> None:
        """移出考生: each is a decision of its own, to be taken back alone."""
        if not entries:
            self._desk.tell("请先在“已编入”里选择要移出的考生。", "warn")
        for entry in entries:
            done = f"已移出 {entry.person.name}，考试申请仍有效；原准考证号不再使用。"
            self._desk.decide(self._owner, RemoveCandidate(plan_id, entry.line.application_id), done=done)

    def assign(self, plan_id: str) -> None:
        """编排座位."""
        self._desk.decide(self._owner, AssignSeats(plan_id), self._told_seats, done="已编排座位。")

    # sessions

    def add_session(self, plan_id: str, rooms: Sequence[RoomRow]) -> None:
        """新建场次."""
        usable = [room for room in rooms if room.active]
        if not usable:
            self._desk.tell("还没有可用的考场，请先点“考场…”新建一个。", "warn")
            return
        form = _session_form(usable, with_subject=True)

        def command(values: Values) -> Any:
            return lambda _school: AddSession(plan_id, values["exam_subject"], values["room_id"], *_period(values))

        self._forms.ask("新建场次", form, "新建", command, first="exam_subject", done="已新建场次。")

    def edit_session(self, plan_id: str, session: SessionRow | None, rooms: Sequence[RoomRow]) -> None:
        """调整场次: another room or time."""
        if session is None:
            self._desk.tell("请先选择要调整的场次。", "warn")
            return
        form = _session_form([room for room in rooms if room.active or room.id == session.room_id], with_subject=False)
        starts, ends = session.starts_at.astimezone(SHANGHAI), session.ends_at.astimezone(SHANGHAI)
        form.set_values(
            {
                "room_id": session.room_id,
                "day": starts.date(),
                "starts_at": f"{starts:%H:%M}",
                "ends_at": f"{ends:%H:%M}",
            }
        )

        def command(values: Values) -> Any:
            return lambda _school: EditSession(plan_id, session.id, values["room_id"], *_period(values))

        title = f"调整{SUBJECTS[session.subject]}场次"
        self._forms.ask(title, form, "保存", command, first="room_id", done="已调整场次。")

    def remove_session(self, plan_id: str, session: SessionRow | None) -> None:
        """删除场次: cannot be taken back, so it asks."""
        if session is None:
            self._desk.tell("请先选择要删除的场次。", "warn")
            return
        what = f"{SUBJECTS[session.subject]} {period_words(session.starts_at, session.ends_at)} {session.room}"
        seats = f"其中 {session.seated} 人的座位一并取消，要重新编排。" if session.seated else ""
        sentence = f"{what}。{seats}删除后不能撤销，需要时请重新建。"
        if ask(self._owner.window(), "删除这个场次？", sentence, primary="删除", danger=True):
            self._desk.decide(self._owner, RemoveSession(plan_id, session.id), done="已删除场次。")

    # the authority

    def report(self, plan: ExamPlanListRow) -> None:
        """登记已上报: candidates and sessions are frozen by it, so the number of people is typed."""
        form = Form(columns=1)
        form.add_date("reported_on", "上报日期", required=True)
        add_typed_count(form, plan.candidates, "考生")
        form.set_values({"reported_on": self._desk.today})
        self._forms.ask(
            "登记已上报",
            form,
            "登记",
            lambda values: counted(values, plan.candidates, ReportPlan(plan.id, values["reported_on"])),
            first="count",
            done="已登记上报，考生和场次不再改动。",
        )

    def accepted(self, plan_id: str) -> None:
        """登记受理."""
        ask_accepted(self._forms, partial(RecordPlanAccepted, plan_id), done="已登记受理。")

    def decided(self, plan_id: str) -> None:
        """登记结论: approved, or returned with the reason."""

        def command(said: Decided) -> RecordPlanDecision:
            return RecordPlanDecision(
                plan_id, said.approved, said.decided_on, said.document_no, said.evidence, said.reason or None
            )

        told = {True: "已登记审核通过，可以打印准考证。", False: "已登记退回，改好后可以再次上报。"}
        ask_decision(self._forms, "退回", command, done=lambda approved: told[approved])

    def withdraw(self, plan_id: str) -> None:
        """撤回上报, to change the plan."""
        done = "已撤回上报，改好后要重新上报。"
        self._forms.ask_reason("撤回上报", "撤回的原因", "撤回", partial(WithdrawReport, plan_id), done=done)

    def _told_taken(self, outcome: Any) -> None:
        failed = [row for row in outcome.result if row.state == "failed"]
        if failed:
            names = "；".join(f"{row.name}：{'、'.join(row.reasons)}" for row in failed[:_NAMED])
            self._desk.tell(f"编入 {count(outcome.result, 'imported')} 人，{len(failed)} 人没有编入：{names}。", "warn")

    def _told_seats(self, outcome: Any) -> None:
        unplaced = outcome.result.unplaced
        if unplaced:
            names = "；".join(f"{row.name} {SUBJECTS[row.exam_subject]}：{row.reason}" for row in unplaced[:_NAMED])
            self._desk.tell(f"还有 {len(unplaced)} 个座位没有排上：{names}", "warn")


def _session_form(rooms: Sequence[RoomRow], *, with_subject: bool) -> Form:
    form = Form(columns=1)
    if with_subject:
        form.add_choice("exam_subject", "科目", [(subject, SUBJECTS[subject]) for subject in Subject], required=True)
    offered = [(room.id, f"{room.name}（{room.place}，{room.seats} 座）") for room in rooms]
    form.add_choice("room_id", "考场", offered, required=True)
    form.add_date("day", "日期", required=True)
    form.add_text("starts_at", "开始时间", required=True, digits=True, hint="如 09:00 或 900")
    form.add_text("ends_at", "结束时间", required=True, digits=True, hint="如 10:30 或 1030")
    return form


def _period(values: Values) -> tuple[datetime, datetime]:
    """The instants typed, in Shanghai's wall time. Raises RuleViolation `time.unreadable` at the field."""
    day: date = values["day"]
    starts_at, ends_at = (_clock_time(values[key], key) for key in ("starts_at", "ends_at"))
    return datetime.combine(day, starts_at), datetime.combine(day, ends_at)


def _clock_time(typed: str, field: str) -> time:
    plain = half_width(typed).replace(" ", "")
    if plain.isdigit() and len(plain) in (3, 4):
        plain = f"{plain[:-2]}:{plain[-2:]}"
    try:
        return time.fromisoformat(plain.zfill(5))
    except ValueError as fault:
        message = f"“{typed}”不是时间，请写成 09:00 这样。"
        raise RuleViolation("time.unreadable", message, field=field) from fault

"""考核计划: plans at the left; the chosen one's people, sessions and versions at the right."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.forms import open_form, send
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.exams.plan_page import PlanPage
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.exams import queries
from school_desk.exams.commands import AddRoom, CreateExamPlan
from school_desk.exams.queries import ExamPlanListRow, RoomRow
from school_desk.terms.labels import exam_plan_status
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import EXAMINERS
from school_desk.terms.statuses import ExamPlanStatus as Status
from school_desk.terms.trades import trades

_PLANS_WIDTH = 380
_TONES = {
    Status.DRAFT: Tone.NEUTRAL,
    Status.REPORTED: Tone.WARN,
    Status.ACCEPTED: Tone.INFO,
    Status.APPROVED: Tone.GOOD,
}


class ExamPlansScreen(Screen):
    """The list of plans and the page of the chosen one."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"exam_plan", "exam_session", "exam_room", "candidate", "seat", "exam_plan_report", "exam_application"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowTable(_columns(), name="考核计划")
        self.table.setFixedWidth(_PLANS_WIDTH)
        self.table.set_empty(
            "还没有考核计划",
            "培训计划报名结束后，就可以为同工种同等级的学员新建考核计划。",
            "新建考核计划",
            icon="exam",
        )
        self.table.set_loading(True)
        self.table.current_changed.connect(self._show)
        self.table.empty_action_requested.connect(self.new_plan)
        self.panel = SidePanel()
        self.page = PlanPage(desk, self.panel)
        self._frame = PageFrame("考核计划")
        rooms = action_button("考场…", "place", on=self.show_rooms)
        new = action_button("新建考核计划", "plus", primary=True, keys="Ctrl+N", on=self.new_plan)
        for button in (rooms, new):
            button.setEnabled(desk.may(EXAMINERS))
            self._frame.add_tool(button)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        row.addWidget(self.table)
        row.addWidget(self.page, 1)
        self._frame.set_content(both, self.panel)
        self.panel.shown.connect(lambda there: self.table.setVisible(not there))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)

    def refresh(self) -> None:
        """Asks for the plans, and for the chosen one."""
        self.desk.ask(self, queries.exam_plans, self._set_rows)
        self.page.refresh()

    def take_focus(self, focus: Any) -> None:
        """`focus` is a plan's id."""
        self.table.select_ids([focus], current=focus)

    def new_plan(self) -> None:
        """Opens the form of a new plan."""
        form = Form(columns=1)
        form.add_choice("trade_code", "工种", [(trade.code, trade.name) for trade in trades()], required=True)
        form.add_choice("level", "等级", [(level, level.label) for level in SkillLevel], required=True)
        form.add_text("name", "名称（不填则自动取名）")
        form.add_text("institution", "考核机构（不填则用设置里的）")
        form.submitted.connect(partial(self._create, form))
        open_form(self.panel, "新建考核计划", form, "新建", first="trade_code")

    def show_rooms(self) -> None:
        """Shows the rooms, with the form of another one."""
        self.desk.ask(self, queries.rooms, self._rooms_form, key="rooms")

    def _create(self, form: Form, values: dict[str, Any]) -> None:
        command = CreateExamPlan(values["trade_code"], values["level"], values["name"], values["institution"])
        send(self.desk, self, self.panel, form, command, done="已新建考核计划。", then=self._created)

    def _created(self, outcome: Any) -> None:
        plan_id = outcome.result["plan_id"]
        self.desk.ask(self, queries.exam_plans, partial(self._select, plan_id))

    def _select(self, plan_id: str, rows: tuple[ExamPlanListRow, ...]) -> None:
        self._set_rows(rows)
        self.table.select_ids([plan_id], current=plan_id)

    def _rooms_form(self, rooms: tuple[RoomRow, ...]) -> None:
        form = Form(columns=1)
        form.add_text("name", "考场名称", required=True)
        form.add_text("place", "考点", required=True)
        form.add_text("address", "地址", required=True)
        form.add_text("seats", "座位数", digits=True, required=True)
        known = [Fact(room.name, f"{room.place} · {room.seats} 座", note=room.address) for room in rooms]
        if known:
            form.add_heading("已有考场")
            form.layout().addWidget(FactsGrid(known, columns=1))  # type: ignore[union-attr]

        def submitted(values: dict[str, Any]) -> None:
            seats = int(values["seats"]) if values["seats"].isdigit() else 0
            command = AddRoom(values["name"], values["place"], values["address"], seats)
            send(self.desk, self, self.panel, form, command, done=f"已新建考场 {values['name']}。")

        form.submitted.connect(submitted)
        open_form(self.panel, "新建考场", form, "新建", first="name")

    def _set_rows(self, rows: tuple[ExamPlanListRow, ...]) -> None:
        self.table.set_rows(rows)
        waiting = sum(row.status is Status.DRAFT for row in rows)
        self._frame.set_count(f"共 {len(rows)} 个 · 未上报 {waiting} 个" if rows else "")
        if rows and self.table.current_row() is None:
            self.table.select_first()

    def _show(self, row: ExamPlanListRow | None) -> None:
        self.page.show_plan(None if row is None else row.id)


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", "考核计划", 190, stretch=True),
        Column("candidates", "人数", 60, "number"),
        Column("status", "状态", 104, "chip", value=_chip),
    )


def _chip(row: ExamPlanListRow) -> Chip:
    if row.returned_reason and row.status is Status.DRAFT:
        return Chip("被退回", Tone.BAD)
    return Chip(exam_plan_status(row.status), _TONES[row.status])

"""考核计划: plans at the left, the chosen one's page at the right; new plans and rooms."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from school_desk.desk.colours import Tone
from school_desk.desk.forms import PanelForms
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.exams.plan_page import PlanPage
from school_desk.desk.screens.exams.rooms import Rooms
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.list_and_page import ListAndPage
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.exams import queries
from school_desk.exams.commands import CreateExamPlan
from school_desk.exams.queries import ExamPlanListRow
from school_desk.kernel.clock import SHANGHAI
from school_desk.terms.labels import exam_plan_status
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import EXAMINERS
from school_desk.terms.statuses import ExamPlanStatus as Status
from school_desk.terms.trades import trades

_ALL = "all"
# What is awaited, beside the manual's label.
_AWAITED = {Status.REPORTED: " · 待受理", Status.ACCEPTED: " · 待结论"}
_TABS = (
    FilterTab(_ALL, "全部"),
    FilterTab(Status.DRAFT, "未上报", Tone.WARN),
    *(FilterTab(status, exam_plan_status(status) + awaited) for status, awaited in _AWAITED.items()),
    FilterTab(Status.APPROVED, "已审核"),
)
_TONES = {
    Status.DRAFT: Tone.NEUTRAL,
    Status.REPORTED: Tone.WARN,
    Status.ACCEPTED: Tone.INFO,
    Status.APPROVED: Tone.GOOD,
}
_FIRST_STEP = "培训计划报名结束后，就可以为同工种同等级的学员新建考核计划。"


class ExamPlansScreen(Screen):
    """The list of plans and the page of the chosen one."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {
            *("exam_plan", "exam_session", "exam_room", "candidate", "seat", "exam_plan_report"),
            *("exam_application", "study_time", "study_account", "enrollment", "training_plan", "setting_value"),
            *("trainee", "enterprise", "receivable", "allocation", "statement_line"),
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._plans: tuple[ExamPlanListRow, ...] = ()
        self.tabs = FilterTabs(_TABS, name="考核计划状态")
        self.tabs.chosen.connect(self._tab_chosen)
        self.table = RowTable(_columns(), name="考核计划")
        self.table.set_loading(True)
        self.table.current_changed.connect(self._show)
        self.table.empty_action_requested.connect(self.new_plan)
        self.panel = SidePanel()
        self.page = PlanPage(desk, self.panel)
        self.rooms = Rooms(desk, self, self.panel)
        self._forms = PanelForms(desk, self, self.panel)
        self._frame = PageFrame("考核计划")
        self._frame.add_tool(action_button("考场…", "place", on=self.rooms.show))
        new = action_button("新建考核计划", "plus", primary=True, keys="Ctrl+N", on=self.new_plan)
        new.setEnabled(desk.may(EXAMINERS))
        self._frame.add_tool(new)
        self._frame.add_bar(self.tabs)
        self._both = ListAndPage(self.table, self.page)
        self.panel.shown.connect(self._both.make_room)
        self._frame.set_content(self._both, self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)

    def refresh(self) -> None:
        """Asks for the plans, and for the chosen one."""
        self.desk.ask(self, queries.exam_plans, self._set_plans)
        self.page.refresh()

    def entered(self) -> None:
        """The keys work in the list at once."""
        super().entered()
        self.table.setFocus()

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key (a plan's status) or a plan's id."""
        if focus in [tab.key for tab in _TABS]:
            self.tabs.choose(focus)
            self._tab_chosen(focus)
            return
        self.tabs.choose(_ALL)
        self._show_rows()
        self.table.seek(focus)

    def new_plan(self) -> None:
        """Opens the form of a new plan."""
        if not self.desk.may(EXAMINERS):
            return
        form = Form(columns=1)
        form.add_choice("trade_code", "工种", [(trade.code, trade.name) for trade in trades()], required=True)
        form.add_choice("level", "等级", [(level, level.label) for level in SkillLevel], required=True)
        form.add_text("name", "名称", hint="不填则自动取名", longest=100)
        form.add_text("institution", "考核机构", hint="不填则用设置里的考核机构", longest=100)
        self._forms.ask(
            "新建考核计划",
            form,
            "新建",
            lambda v: CreateExamPlan(v["trade_code"], v["level"], v["name"], v["institution"]),
            first="trade_code",
            done="已新建考核计划。",
            then=lambda outcome: self.take_focus(outcome.result["plan_id"]),
        )

    def _set_plans(self, rows: tuple[ExamPlanListRow, ...]) -> None:
        self._plans = rows
        waiting = sum(row.status is Status.DRAFT for row in rows)
        self._frame.set_count(f"共 {len(rows)} 个 · 未上报 {waiting} 个" if rows else "")
        counts = {tab.key: sum(row.status == tab.key for row in rows) for tab in _TABS}
        self.tabs.set_counts(counts | {_ALL: len(rows)})
        self._show_rows()

    def _tab_chosen(self, _key: str) -> None:
        self.panel.close_panel()
        self.table.clear_selection()
        self._show_rows()

    def _show_rows(self) -> None:
        key = self.tabs.current()
        if self._plans and key != _ALL:
            self.table.set_empty("这里没有考核计划", "换一个状态看看。", icon="exam")
        else:
            self.table.set_empty("还没有考核计划", _FIRST_STEP, "新建考核计划", icon="exam")
        self.table.set_rows(row for row in self._plans if key in (_ALL, row.status))
        if not self.table.selected_rows():
            self.table.select_first()
        self._show(self.table.current_row())

    def _show(self, row: ExamPlanListRow | None) -> None:
        self._both.show_page(row is not None)
        self.page.show_plan(None if row is None else row.id)


def _columns() -> tuple[Column, ...]:
    return (
        Column("what", "工种等级", 110, stretch=True, value=lambda row: f"{row.trade} {row.level.label}"),
        Column("first_day", "考核日", 76, yields_room=True, value=_day),
        Column("status", "状态", 158, "chip", value=_chip),
    )


def _day(row: ExamPlanListRow) -> str:
    return "未定" if row.first_day is None else f"{row.first_day.astimezone(SHANGHAI):%m-%d}"


def _chip(row: ExamPlanListRow) -> Chip:
    if row.returned_reason and row.status is Status.DRAFT:
        return Chip("被退回", Tone.BAD)
    return Chip(exam_plan_status(row.status) + _AWAITED.get(row.status, ""), _TONES[row.status])

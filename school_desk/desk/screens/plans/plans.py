"""培训计划: what is open for sign-up and what has ended, how many have enrolled; new plans, corrections, another last day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.plans.plan_detail import PlanAnswer, PlanDetail, plan_answer
from school_desk.desk.screens.plans.plan_forms import PlanForms, Then
from school_desk.desk.screens.plans.plan_rows import PlanLine, plan_columns, plan_lines
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.table import RowTable
from school_desk.terms.labels import plan_phase
from school_desk.terms.roles import CLERKS
from school_desk.terms.statuses import PlanPhase

_ALL = "all"
_PHASES = (PlanPhase.SIGN_UP, PlanPhase.UPCOMING, PlanPhase.ENDED)
_LESSER_COLUMNS = ("number", "sign_up_from", "sign_up_to", "people", "hours_needed", "fee_fen")


class PlansScreen(Screen):
    """The list of plans with one panel for its detail and its forms."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"training_plan", "plan_extension", "enrollment", "enrollment_batch", "enterprise", "trainee"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._lines: tuple[PlanLine, ...] = ()
        self._shown = self._wanted = ""
        self.table = RowTable(plan_columns(), name="培训计划")
        self.table.set_loading(True)
        self.table.activated.connect(self._show)
        self.table.current_changed.connect(self._follow)
        self.table.empty_action_requested.connect(self.new_plan)
        self.tabs = FilterTabs(
            [FilterTab(_ALL, "全部"), *(FilterTab(phase, plan_phase(phase)) for phase in _PHASES)], name="计划状态"
        )
        self.tabs.chosen.connect(self._show_lines)
        self.search = SearchField("工种、等级、编号、拼音", name="搜索培训计划")
        self.search.searched.connect(self._search)
        self.search.follow(self.table)
        self.panel = SidePanel()
        self.panel.shown.connect(self._make_room)
        self.panel.closed.connect(self._forget)
        self.forms = PlanForms(desk, self, self.panel)
        self.new_button = action_button("新建培训计划", "plus", primary=True, keys="Ctrl+N", on=self.new_plan)
        self.new_button.setEnabled(desk.may(CLERKS))
        self._frame = PageFrame("培训计划")
        self._frame.add_tool(self.search)
        self._frame.add_tool(self.new_button)
        self._frame.add_bar(self.tabs)
        self._frame.set_content(self.table, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def refresh(self) -> None:
        """Asks for the plans that hold the words searched."""
        today, words = self.desk.today, self.search.words()
        self.desk.ask(self, lambda session, school_id: plan_lines(session, school_id, today, words), self._set_lines)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a plan's id, or a phase whose tab is opened."""
        if focus in set(PlanPhase):
            self.tabs.choose(PlanPhase(focus))
            self._show_lines()
            return
        self.tabs.choose(_ALL)
        self._find(focus)

    def new_plan(self) -> None:
        """Opens the form of a new plan."""
        self._shown = ""
        self.forms.new(self._created)

    def _set_lines(self, lines: tuple[PlanLine, ...]) -> None:
        self._lines = lines
        counts = {phase: sum(line.plan.phase is phase for line in lines) for phase in _PHASES}
        self.tabs.set_counts(counts | {_ALL: len(lines)})
        self._show_lines()
        wanted, self._wanted = self._wanted, ""
        shown = next((line for line in lines if line.id == (wanted or self._shown)), None)
        if shown is not None:
            self.table.select_ids([shown.id], current=shown.id)
            self._show(shown)

    def _show_lines(self, _key: str = "") -> None:
        tab = self.tabs.current()
        shown = [line for line in self._lines if tab in (_ALL, line.plan.phase)]
        self._set_empty()
        self.table.set_rows(shown)
        people = sum(line.people for line in shown)
        self._frame.set_count(f"{len(shown)} 个 · 已报名 {people} 人" if shown else "")

    def _set_empty(self) -> None:
        if self.search.words():
            self.table.set_empty("没有找到培训计划", "换个词再找，或清空搜索框看全部。", icon="search")
        elif self._lines:
            self.table.set_empty("这里没有培训计划", "换一个标签看看。", icon="plan")
        else:
            may = self.desk.may(CLERKS)
            told = "先新建计划，企业才能按工种、等级报名。"
            self.table.set_empty("还没有培训计划", told, "新建培训计划" if may else "", icon="plan")

    def _search(self, _words: str) -> None:
        self.refresh()

    def _make_room(self, panel_is_there: bool) -> None:
        for key in _LESSER_COLUMNS:
            self.table.set_column_shown(key, not panel_is_there)

    def _follow(self, line: PlanLine | None) -> None:
        if line is not None and self._shown and self.panel.isVisible():
            self._show(line)

    def _forget(self) -> None:
        self._shown = ""

    def _show(self, line: PlanLine) -> None:
        self._shown = line.id
        self.desk.ask(
            self,
            lambda session, school_id: plan_answer(session, school_id, line.id),
            partial(self._show_detail, line),
            key="detail",
        )

    def _show_detail(self, line: PlanLine, answer: PlanAnswer) -> None:
        if line.id != self._shown:
            return
        body = PlanDetail(line, answer)
        body.batch_opened.connect(self._open_batch)
        self.panel.show_body(line.plan.name, body, self._buttons(line) if self.desk.may(CLERKS) else ())

    def _buttons(self, line: PlanLine) -> tuple[QWidget, ...]:
        again = partial(self._show_again, line)
        return (
            action_button("再开一期…", on=partial(self._open_form, self.forms.new, self._created, line)),
            action_button("更改截止…", on=partial(self._open_form, self.forms.extend, again, line)),
            action_button("修改…", "edit", on=partial(self._open_form, self.forms.edit, again, line)),
        )

    def _open_form(self, form: Callable[[Then, PlanLine], None], then: Then, line: PlanLine) -> None:
        """The panel belongs to the form now: the list's news must not take it away."""
        self._shown = ""
        form(then, line)

    def _created(self, outcome: Any) -> None:
        self._find(outcome.result["plan_id"])

    def _show_again(self, line: PlanLine, _outcome: Any) -> None:
        self._find(line.id)

    def _find(self, plan_id: str) -> None:
        """Shows the plan once the list has it as it is now."""
        self._wanted = plan_id
        self.refresh()

    def _open_batch(self, batch_id: str) -> None:
        self.desk.open_screen("enrollments", batch_id)

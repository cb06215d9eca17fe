"""One exam plan: where it stands and what comes next; who sits, who may and who not; sessions; what was reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from school_desk.desk.evidence import show_evidence
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.exams import plan_lists
from school_desk.desk.screens.exams.plan_acts import PlanActs
from school_desk.desk.screens.exams.plan_lists import CandidateEntry, candidate_entries
from school_desk.desk.screens.exams.plan_papers import PlanPapers
from school_desk.desk.screens.exams.plan_state import next_step, plan_steps
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M
from school_desk.desk.widgets.action_row import Act, ActionRow
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.steps import Stepper
from school_desk.desk.widgets.table import RowTable
from school_desk.desk.widgets.texts import heading
from school_desk.exams import queries
from school_desk.exams.eligibility import SittingRow, who_may_sit
from school_desk.exams.queries import ExamPlanDetail, RoomRow
from school_desk.terms.roles import EXAMINERS
from school_desk.terms.statuses import ExamPlanStatus as Status

if TYPE_CHECKING:
    from datetime import date

    from school_desk.kernel.database import ReadSession

CANDIDATES, READY, UNFIT, SESSIONS, VERSIONS = "candidates", "ready", "unfit", "sessions", "versions"
_TABS = (
    FilterTab(CANDIDATES, "已编入"),
    FilterTab(READY, "可编入"),
    FilterTab(UNFIT, "不能参加"),
    FilterTab(SESSIONS, "场次"),
    FilterTab(VERSIONS, "上报记录"),
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
        self.acts = PlanActs(desk, self, panel)
        self.papers = PlanPapers(desk, self, panel)
        self._title = heading("")
        self._title.setWordWrap(True)
        self._steps = Stepper(name="考核计划进度")
        self._next = Notice()
        self._plan_acts, self._tab_acts = ActionRow(), ActionRow()
        self.tabs = FilterTabs(_TABS, name="考核计划内容", numbered=False)
        self.tabs.chosen.connect(self._tab_chosen)
        self._make_lists()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        for widget in (self._title, self._steps, self._next, self._plan_acts, self.tabs, self._tab_acts):
            column.addWidget(widget)
        column.addWidget(self._lists, 1)

    def _make_lists(self) -> None:
        self.candidates = RowTable(plan_lists.candidate_columns(), name="已编入的考生", row_id=_person_id)
        self.candidates.set_empty("还没有考生", "在“可编入”里选择学员，编入这个考核计划。", icon="trainee")
        self.others = RowTable(plan_lists.other_columns(), name="未编入的学员", row_id=_person_id)
        self.sessions = RowTable(plan_lists.session_columns(), name="场次")
        self.sessions.set_empty("还没有场次", "按科目定好时间和考场，再编排座位。", icon="hours")
        self.sessions.activated.connect(lambda _row: self._edit_session())
        self.versions = RowTable(plan_lists.version_columns(), name="上报记录", row_id=lambda row: row.version)
        self.versions.set_empty("还没有上报", "上报后，每个版本和主管部门的答复都记在这里。", icon="export")
        self.versions.activated.connect(lambda _row: self._show_evidence())
        self._lists = QStackedWidget()
        for table in (self.candidates, self.others, self.sessions, self.versions):
            self._lists.addWidget(table)

    @property
    def detail(self) -> ExamPlanDetail | None:
        """The plan shown."""
        return self._answer.detail

    @property
    def rooms(self) -> tuple[RoomRow, ...]:
        """The rooms that sessions may be held in."""
        return self._answer.rooms

    def show_plan(self, plan_id: str | None) -> None:
        """Shows another plan, from its first list."""
        if plan_id != self._plan_id:
            # What still stands there is about another one: nothing is decided on it.
            if self._plan_id is not None:
                self._panel.close_panel()
            self.tabs.choose(CANDIDATES)
            self._answer = _Answer(None, (), ())
        self._plan_id = plan_id
        self.refresh()

    def refresh(self) -> None:
        """Asks for the plan again."""
        if self._plan_id is not None:
            self._desk.ask(self, partial(_ask, self._plan_id, self._desk.today), self._set_answer)

    def show_tab(self, key: str) -> None:
        """Brings one of the lists to the front."""
        self.tabs.choose(key)
        self._tab_chosen(key)

    def export_report_to(self, target: Path) -> None:
        """Writes the workbook for 上报."""
        self._with_plan(lambda detail: self.papers.export_report_to(detail.plan, target))

    def print_tickets_to(self, target: Path) -> None:
        """Writes the 准考证."""
        self._with_plan(lambda detail: self.papers.print_tickets_to(detail.plan, target))

    def _with_plan(self, act: Callable[[ExamPlanDetail], object]) -> None:
        if self._answer.detail is not None:
            act(self._answer.detail)

    def _set_answer(self, answer: _Answer) -> None:
        self._answer = answer
        if answer.detail is None:
            return
        detail = answer.detail
        entries = candidate_entries(detail, answer.people)
        self._title.setText(f"{detail.plan.name}　{detail.plan.candidates} 名考生　{detail.plan.institution}")
        self._steps.set_steps(plan_steps(detail))
        self.candidates.set_rows(entries)
        self.sessions.set_rows(detail.sessions)
        self.versions.set_rows(detail.versions)
        others = self._others()
        self._next.set_words(*next_step(detail, entries, len(others[READY])))
        counts = {CANDIDATES: len(entries), SESSIONS: len(detail.sessions), VERSIONS: len(detail.versions)}
        self.tabs.set_counts(counts | {key: len(rows) for key, rows in others.items()})
        for key in (READY, UNFIT):
            self.tabs.set_shown(key, detail.plan.status is Status.DRAFT)
        self._plan_acts.set_acts(self._acts_of_plan(detail.plan.status), may=self._desk.may(EXAMINERS))
        self._tab_chosen(self.tabs.current())

    def _others(self) -> dict[str, list[SittingRow]]:
        outside = [row for row in self._answer.people if row.ticket_no is None]
        return {READY: [row for row in outside if not row.reasons], UNFIT: [row for row in outside if row.reasons]}

    def _tab_chosen(self, key: str) -> None:
        tables = {CANDIDATES: self.candidates, SESSIONS: self.sessions, VERSIONS: self.versions}
        if key in (READY, UNFIT):
            self.others.set_rows(self._others()[key])
            self.others.set_column_shown("reasons", key == UNFIT)
            self.others.set_column_shown("subjects", key == READY)
            self.others.set_empty(*_NOBODY[key], icon="trainee")
        self._lists.setCurrentWidget(tables.get(key, self.others))
        status = self._answer.detail.plan.status if self._answer.detail else None
        self._tab_acts.set_acts(self._acts_of_tab(key, status), may=key == VERSIONS or self._desk.may(EXAMINERS))

    def _acts_of_plan(self, status: Status) -> tuple[Act, ...]:
        tickets = Act("打印准考证…", self._plan_act(self.papers.print_tickets), "ticket", "Ctrl+P")
        report = Act("导出上报表…", self._plan_act(self.papers.export_report), "export", "Ctrl+E")
        withdraw = Act("撤回上报…", self._plan_id_act(self.acts.withdraw), "undo", danger=True)
        if status is Status.DRAFT:
            edit = Act("修改计划…", self._plan_act(self.acts.edit), "edit")
            return (Act("登记已上报…", self._plan_act(self.acts.report), "push"), report, edit, tickets)
        if status is Status.APPROVED:
            rooms = Act("打印考场资料…", self._plan_act(self.papers.print_room_papers), "print")
            tell = Act("拟写考试通知", self._plan_act(self.papers.write_notices), "message")
            return (tickets, rooms, tell, withdraw)
        if status is Status.REPORTED:
            answer = Act("登记受理…", self._plan_id_act(self.acts.accepted), "check")
        else:
            answer = Act("登记结论…", self._plan_id_act(self.acts.decided), "stamp")
        return (answer, report, withdraw, tickets)

    def _acts_of_tab(self, key: str, status: Status | None) -> tuple[Act, ...]:
        if key == VERSIONS:
            return (Act("查看依据", self._show_evidence, "eye"),)
        if status is not Status.DRAFT:
            return ()
        assign = Act("编排座位", self._plan_id_act(self.acts.assign), "exam")
        acts = {
            CANDIDATES: (assign, Act("移出考生", self._remove, "minus", danger=True)),
            READY: (Act("编入考生", self._take, "trainee", "Ctrl+Return"),),
            SESSIONS: (
                Act("新建场次…", self._add_session, "plus"),
                Act("调整…", self._edit_session, "edit"),
                Act("删除", self._remove_session, "delete", danger=True),
                assign,
            ),
        }
        return acts.get(key, ())

    def _plan_act(self, act: Callable[[queries.ExamPlanListRow], None]) -> Callable[[], None]:
        return lambda: self._with_plan(lambda detail: act(detail.plan))

    def _plan_id_act(self, act: Callable[[str], None]) -> Callable[[], None]:
        return lambda: self._with_plan(lambda detail: act(detail.plan.id))

    def _take(self) -> None:
        rows = self.others.selected_rows() or self.others.rows()
        self._with_plan(lambda detail: self.acts.take(detail.plan.id, rows))

    def _remove(self) -> None:
        rows: list[CandidateEntry] = self.candidates.selected_rows()
        self._with_plan(lambda detail: self.acts.remove(detail.plan.id, rows))

    def _add_session(self) -> None:
        self._with_plan(lambda detail: self.acts.add_session(detail.plan.id, self.rooms))

    def _edit_session(self) -> None:
        row = self.sessions.current_row()
        if self._desk.may(EXAMINERS) and self.detail and self.detail.plan.status is Status.DRAFT:
            self.acts.edit_session(self.detail.plan.id, row, self.rooms)

    def _remove_session(self) -> None:
        row = self.sessions.current_row()
        self._with_plan(lambda detail: self.acts.remove_session(detail.plan.id, row))

    def _show_evidence(self) -> None:
        version = self.versions.current_row()
        if version is None or version.evidence_document_id is None:
            self._desk.tell("请选择附有依据文件的一版。" if version is None else "这一版没有附依据文件。", "warn")
        else:
            show_evidence(self._desk, self, version.evidence_document_id)


_NOBODY = {
    READY: ("没有可编入的学员", "学时达标并已申请考试、还不在别的计划里的学员会出现在这里。"),
    UNFIT: ("没有不能参加的学员", "同工种同等级而还不能参加的学员，连同原因列在这里。"),
}


def _person_id(row: CandidateEntry | SittingRow) -> str:
    person_id: str = row.person.id
    return person_id


def _ask(plan_id: str, today: date, session: ReadSession, school_id: str) -> _Answer:
    return _Answer(
        queries.exam_plan(session, school_id, plan_id),
        who_may_sit(session, school_id, plan_id, today),
        queries.rooms(session, school_id),
    )

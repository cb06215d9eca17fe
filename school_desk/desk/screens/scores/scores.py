"""成绩: approved exam plans at the left by what their scores wait for, the page of the chosen one at the right; score sheets are imported."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.import_page import ImportHost, ImportKind
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.scores.score_lists import STEPS, has_begun, plan_columns
from school_desk.desk.screens.scores.score_page import ScorePage
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.list_and_page import ListAndPage
from school_desk.desk.widgets.table import RowTable
from school_desk.documents.ledger import count
from school_desk.scores import queries
from school_desk.scores.queries import ScorePlanRow, ScoreStep
from school_desk.terms.roles import EXAMINERS
from school_desk.terms.statuses import SubmissionStatus

_ALL = "all"
_TABS = (
    FilterTab(_ALL, "全部"),
    FilterTab(ScoreStep.ENTER, STEPS[ScoreStep.ENTER], Tone.WARN),
    FilterTab(ScoreStep.SUBMIT, STEPS[ScoreStep.SUBMIT], Tone.WARN),
    FilterTab(ScoreStep.ACCEPT, STEPS[ScoreStep.ACCEPT]),
    FilterTab(ScoreStep.DECIDE, STEPS[ScoreStep.DECIDE]),
    FilterTab(ScoreStep.CORRECT, "未通过待更正", Tone.BAD),
    FilterTab(ScoreStep.DONE, "已审核"),
)


class ScoresScreen(Screen):
    """Plans and their score sheets."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {
            *("score", "score_submission", "submitted_score", "exam_plan", "exam_application"),
            *("candidate", "certificate", "setting_value"),
            *("exam_session", "enrollment", "trainee", "enterprise"),
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._plans: tuple[ScorePlanRow, ...] = ()
        self.tabs = FilterTabs(_TABS, name="成绩进度")
        self.tabs.chosen.connect(self._tab_chosen)
        self.plans = RowTable(plan_columns(lambda: desk.today), name="考核计划", row_id=lambda row: row.plan.id)
        self.plans.set_loading(True)
        self.plans.current_changed.connect(self._show_plan)
        self.panel = SidePanel()
        self.page = ScorePage(desk, self.panel)
        self.host = ImportHost(desk, self._make_list())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.host)

    def refresh(self) -> None:
        """Asks for the plans and the chosen one's sheet."""
        self.desk.ask(self, queries.score_plans, self._set_plans)

    def entered(self) -> None:
        """The keys work in the list at once."""
        super().entered()
        self.plans.setFocus()

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key (what the scores wait for) or an exam plan's id."""
        if focus in [tab.key for tab in _TABS]:
            self.tabs.choose(focus)
            self._tab_chosen(focus)
        else:
            self.tabs.choose(_ALL)
            self._show_rows()
            self.plans.seek(focus)

    def import_scores(self, path: Path | None = None) -> None:
        """Opens the import of a score sheet; each row goes to the plan its numbers say."""
        self.host.open(_scores_kind(), path)

    def _make_list(self) -> QWidget:
        frame = self._frame = PageFrame("成绩")
        button = action_button("导入成绩…", "import", primary=True, keys="Ctrl+I", on=self.import_scores)
        button.setEnabled(self.desk.may(EXAMINERS))
        frame.add_tool(button)
        frame.add_bar(self.tabs)
        self._both = ListAndPage(self.plans, self.page)
        self.panel.shown.connect(self._both.make_room)
        frame.set_content(self._both, self.panel)
        return frame

    def _set_plans(self, rows: tuple[ScorePlanRow, ...]) -> None:
        self._plans = rows
        missing = sum(row.missing for row in rows)
        self._frame.set_count(f"共 {len(rows)} 个考核计划 · 缺 {missing} 人的成绩" if rows else "")
        counts = {tab.key: sum(self._waits_in(tab.key, row) for row in rows) for tab in _TABS}
        self.tabs.set_counts(counts)
        self._show_rows()

    def _tab_chosen(self, _key: str) -> None:
        self.panel.close_panel()
        self.plans.clear_selection()
        self._show_rows()

    def _show_rows(self) -> None:
        key = self.tabs.current()
        if self._plans:
            self.plans.set_empty("这里没有考核计划", "换一个进度看看。", icon="score")
        else:
            self.plans.set_empty("还没有考试", "考核计划审核通过、考完之后，在这里导入成绩。", icon="score")
        self.plans.set_rows(row for row in self._plans if self._waits_in(key, row))
        if not self.plans.selected_rows():
            self.plans.select_first()
        self._show_plan(self.plans.current_row())

    def _waits_in(self, tab: str, row: ScorePlanRow) -> bool:
        """已审核 holds what was approved, also when a score that lacked then waits behind another tab besides."""
        if tab == ScoreStep.DONE:
            return row.newest is not None and row.newest.status is SubmissionStatus.APPROVED
        return tab == _ALL or (row.step == tab and has_begun(row, self.desk.today))

    def _show_plan(self, row: ScorePlanRow | None) -> None:
        self._both.show_page(row is not None)
        self.page.show_plan(row)


def _scores_kind() -> ImportKind:
    from school_desk.intake.scores import scores_command

    return ImportKind(
        title="导入成绩",
        read="school_desk.intake.scores:read_scores",
        command=scores_command,
        ledger=lambda _preview, rows: rows,
        done=lambda rows: f"已导入 {count(rows, 'imported') + count(rows, 'updated')} 人的成绩。",
    )

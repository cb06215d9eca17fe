"""The scores of one exam plan: where they stand and what comes next, the score sheet, what may be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk import saving
from school_desk.desk.evidence import show_evidence
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.scores.score_acts import ScoreActs
from school_desk.desk.screens.scores.score_lists import sheet_columns
from school_desk.desk.screens.scores.score_panel import Versions, candidate_facts
from school_desk.desk.screens.scores.score_state import next_step, score_steps
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M
from school_desk.desk.widgets.action_row import Act, ActionRow
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.steps import Stepper
from school_desk.desk.widgets.table import RowTable
from school_desk.desk.widgets.texts import heading
from school_desk.exams.commands import ApplyForExam
from school_desk.scores import queries
from school_desk.scores.queries import ScoreDifference, ScorePlanRow, ScoreSheetRow, ScoreStep, SubmissionRow
from school_desk.scores.resits import open_subjects
from school_desk.scores.standings import standings
from school_desk.terms.roles import EXAMINERS
from school_desk.terms.statuses import Subject

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

# While the scores may still change.
_OPEN = frozenset({ScoreStep.ENTER, ScoreStep.SUBMIT, ScoreStep.CORRECT})


@dataclass(frozen=True)
class _Sheet:
    rows: tuple[ScoreSheetRow, ...] = ()
    submissions: tuple[SubmissionRow, ...] = ()
    changes: tuple[ScoreDifference, ...] = ()
    open_subjects: dict[str, tuple[Subject, ...]] = field(default_factory=dict)


class ScorePage(QWidget):
    """The page of one plan; forms open in `panel`."""

    def __init__(self, desk: Desk, panel: SidePanel) -> None:
        super().__init__()
        self._desk, self._panel = desk, panel
        self._plan: ScorePlanRow | None = None
        self._sheet = _Sheet()
        self.acts = ScoreActs(desk, self, panel)
        self.table = RowTable(sheet_columns(), name="成绩册", row_id=lambda row: row.candidate_id)
        self.table.activated.connect(self._open_candidate)
        self._title = heading("")
        self._title.setWordWrap(True)
        self._steps, self._next, self._row = Stepper(name="成绩报审进度"), Notice(), ActionRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        for widget in (self._title, self._steps, self._next, self._row):
            column.addWidget(widget)
        column.addWidget(self.table, 1)

    @property
    def plan(self) -> ScorePlanRow | None:
        """The plan shown; None until its sheet is here."""
        return self._plan

    def show_plan(self, plan: ScorePlanRow | None) -> None:
        """Asks for the sheet of another plan, or of the same again."""
        if plan is None or self._plan is None or plan.plan.id != self._plan.plan.id:
            # What still stands there is about another one: nothing is decided on it.
            if self._plan is not None:
                self._panel.close_panel()
            self._plan = None
        if plan is not None:
            self._desk.ask(
                self, partial(_ask, plan.plan.id, self._desk.today), partial(self._set_sheet, plan), key="sheet"
            )

    def print_roster(self) -> None:
        """Asks where to put the 合格人员名册."""
        if self._plan is not None:
            name = f"{self._plan.plan.name}-合格人员名册.pdf"
            saving.ask_where(self, self._desk, "打印合格人员名册", name, partial(self.print_roster_to, self._plan))

    def print_roster_to(self, plan: ScorePlanRow, target: Path) -> None:
        """Draws the roster of those who sat in the plan and have passed."""
        from school_desk.output.scores import PASSED_ROSTER, passed_roster

        def papers(roster: Any) -> Iterator[saving.Pdf]:
            told = f"已生成 {len(roster.trainees)} 人的合格人员名册：{target}"
            count = len(roster.trainees)
            then = saving.recorded(self._desk, self, "合格人员名册", count, target) if count else None
            yield saving.Pdf(target, PASSED_ROSTER, (roster,), told, then)

        saving.draw(self._desk, self, lambda: passed_roster(self._desk.school, plan.plan.id), papers)

    def _set_sheet(self, plan: ScorePlanRow, sheet: _Sheet) -> None:
        self._plan, self._sheet = plan, sheet
        self._title.setText(f"{plan.plan.name}　{plan.candidates} 名考生　{plan.plan.number}")
        self._steps.set_steps(score_steps(plan.newest))
        self._next.set_words(*next_step(plan, sheet.rows))
        self.table.set_rows(sheet.rows)
        self._row.set_acts(self._acts(plan), may=self._desk.may(EXAMINERS))

    def _acts(self, plan: ScorePlanRow) -> tuple[Act, ...]:
        newest = plan.newest
        record = () if newest is None else (Act("报审记录", self._show_versions, "log"),)
        if plan.step in _OPEN:
            submit = Act("报审…" if newest is None else "再次报审…", self._submit, "push")
            return (submit, Act("录入成绩…", self._enter, "edit"), *record)
        if newest is not None and plan.step is ScoreStep.ACCEPT:
            return (Act("登记受理…", partial(self._record, self.acts.accepted), "check"), *record)
        if newest is not None and plan.step is ScoreStep.DECIDE:
            return (Act("登记结论…", partial(self._record, self.acts.decided), "stamp"), *record)
        roster = Act("打印合格人员名册…", self.print_roster, "print", "Ctrl+P")
        resit = (Act("申请补考", self._resit, "apply"),) if self._not_passed(self._sheet.rows) else ()
        return (roster, *resit, *record)

    def _submit(self) -> None:
        if self._plan is not None:
            self.acts.submit(self._plan, self._sheet.rows)

    def _record(self, answer: Callable[[SubmissionRow], None]) -> None:
        if self._plan is not None and self._plan.newest is not None:
            answer(self._plan.newest)

    def _enter(self) -> None:
        if self._plan is None:
            return
        row = self.table.current_row() or next((r for r in self._sheet.rows if not r.complete), None)
        if row is None:
            self._desk.tell("请先选择一名考生。", "warn")
        else:
            self.acts.enter(row)

    def _open_candidate(self, row: ScoreSheetRow) -> None:
        if self._plan is None:
            return
        if self._plan.step in _OPEN and self._desk.may(EXAMINERS):
            self.acts.enter(row)
            return
        buttons: tuple[QWidget, ...] = ()
        open_subjects = self._not_passed([row])
        if open_subjects:
            resit = action_button("申请补考", "apply", primary=True, on=partial(self.acts.resit, open_subjects))
            resit.setEnabled(self._desk.may(ApplyForExam.allowed))
            buttons = (resit,)
        self._panel.show_body(row.name, candidate_facts(row), buttons)

    def _resit(self) -> None:
        self.acts.resit(self._not_passed(self.table.selected_rows()) or self._not_passed(self._sheet.rows))

    def _not_passed(self, rows: Iterable[ScoreSheetRow]) -> dict[str, tuple[Subject, ...]]:
        """What those who have not passed, their scores being settled, may sit again, by enrolment."""
        if self._plan is None or self._plan.step is not ScoreStep.DONE:
            return {}
        found = self._sheet.open_subjects
        return {row.enrollment_id: found[row.enrollment_id] for row in rows if row.enrollment_id in found}

    def _show_versions(self) -> None:
        body = Versions(self._sheet.submissions, self._sheet.changes, partial(show_evidence, self._desk, self))
        self._panel.show_body("报审记录", body)


def _ask(plan_id: str, today: date, session: ReadSession, school_id: str) -> _Sheet:
    rows = queries.score_sheet(session, school_id, plan_id)
    versions = queries.submissions(session, school_id, plan_id)
    pair = [version.id for version in versions[-2:]]
    changes = queries.submission_diff(session, school_id, *pair) if len(pair) == 2 else ()
    reached = standings(session, school_id, [row.enrollment_id for row in rows])
    return _Sheet(rows, versions, changes, open_subjects(session, school_id, reached, today))

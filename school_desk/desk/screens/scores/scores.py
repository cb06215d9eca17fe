"""成绩: approved exam plans at the left, the chosen one's score sheet at the right; imported, submitted, accepted, decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.forms import open_form, send
from school_desk.desk.import_page import ImportHost, ImportKind
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import caption, heading
from school_desk.documents.ledger import count
from school_desk.scores import queries
from school_desk.scores.commands import RecordSubmissionAccepted, RecordSubmissionDecision, SubmitScores
from school_desk.scores.domain import ResultKind
from school_desk.scores.queries import ScorePlanRow, ScoreSheetRow, SubmissionRow
from school_desk.terms.labels import SUBJECTS, score_submission_status
from school_desk.terms.masking import mask_id
from school_desk.terms.roles import EXAMINERS
from school_desk.terms.statuses import Subject
from school_desk.terms.statuses import SubmissionStatus as Status

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_PLANS_WIDTH = 390
_TONES = {
    Status.SUBMITTED: Tone.WARN,
    Status.ACCEPTED: Tone.INFO,
    Status.APPROVED: Tone.GOOD,
    Status.REJECTED: Tone.BAD,
}
_RESULTS = {
    ResultKind.PASSED: Tone.GOOD,
    ResultKind.FAILED: Tone.BAD,
    ResultKind.ABSENT: Tone.NEUTRAL,
    ResultKind.INCOMPLETE: Tone.WARN,
}


@dataclass(frozen=True)
class _Sheet:
    rows: tuple[ScoreSheetRow, ...]
    submissions: tuple[SubmissionRow, ...]


class ScoresScreen(Screen):
    """Plans and their score sheets."""

    tables: ClassVar[frozenset[str]] = frozenset({"score", "score_submission", "submitted_score", "exam_plan"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.plans = RowTable(_plan_columns(), name="考核计划", row_id=lambda row: row.plan.id)
        self.plans.setFixedWidth(_PLANS_WIDTH)
        self.plans.set_empty("还没有考试", "考核计划审核通过、考完之后，在这里导入成绩。", icon="score")
        self.plans.set_loading(True)
        self.plans.current_changed.connect(self._show_plan)
        self.sheet = RowTable(_sheet_columns(), name="成绩册", row_id=lambda row: row.candidate_id)
        self.panel = SidePanel()
        self._plan: ScorePlanRow | None = None
        self.host = ImportHost(desk, self._make_list())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.host)

    def refresh(self) -> None:
        """Asks for the plans and the chosen one's sheet."""
        self.desk.ask(self, queries.score_plans, self._set_plans)

    def take_focus(self, focus: Any) -> None:
        """`focus` is an exam plan's id."""
        self.plans.select_ids([focus], current=focus)

    def import_scores(self, path: Path | None = None) -> None:
        """Opens the import of a score sheet; each row goes to the plan its numbers say."""
        self.host.open(_scores_kind(), path)

    def submit(self) -> None:
        """报审: the plan's scores, frozen as the next version."""
        if self._plan is not None:
            plan = self._plan
            command = SubmitScores(plan.plan.id, self.desk.today, plan.missing)
            self.desk.decide(self, command, done="已登记报审，成绩已冻结为新的版本。")

    def _make_list(self) -> QWidget:
        frame = self._frame = PageFrame("成绩")
        button = action_button("导入成绩…", "import", primary=True, keys="Ctrl+I", on=self.import_scores)
        button.setEnabled(self.desk.may(EXAMINERS))
        frame.add_tool(button)
        self._title, self._words = heading(""), caption("")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GAP_S)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._words, 1)
        head.addLayout(self._buttons)
        column.addLayout(head)
        column.addWidget(self.sheet, 1)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        row.addWidget(self.plans)
        row.addWidget(right, 1)
        frame.set_content(both, self.panel)
        self.panel.shown.connect(lambda there: self.plans.setVisible(not there))
        return frame

    def _set_plans(self, rows: tuple[ScorePlanRow, ...]) -> None:
        self.plans.set_rows(rows)
        missing = sum(row.missing for row in rows)
        self._frame.set_count(f"{len(rows)} 个考核计划 · 缺 {missing} 个成绩" if rows else "")
        if rows and self.plans.current_row() is None:
            self.plans.select_first()
        self._show_plan(self.plans.current_row())

    def _show_plan(self, row: ScorePlanRow | None) -> None:
        self._plan = row
        if row is not None:
            self.desk.ask(self, partial(_sheet, row.plan.id), partial(self._set_sheet, row), key="sheet")

    def _set_sheet(self, row: ScorePlanRow, sheet: _Sheet) -> None:
        self._title.setText(row.plan.name)
        newest = sheet.submissions[-1] if sheet.submissions else None
        told = "" if newest is None else f"第 {newest.version} 版 {newest.submitted_on} 报审"
        if newest is not None and newest.status is Status.SUBMITTED:
            told += " · 已提交待受理"
        if newest is not None and newest.reason:
            told += f" · {newest.reason}"
        self._words.setText(told)
        self.sheet.set_rows(sheet.rows)
        self._show_buttons(newest)

    def _show_buttons(self, newest: SubmissionRow | None) -> None:
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.deleteLater()
        if not self.desk.may(EXAMINERS):
            return
        acts: tuple[tuple[str, str, Callable[[], None]], ...]
        if newest is None or newest.status is Status.REJECTED:
            acts = (("报审" if newest is None else "再次报审", "push", self.submit),)
        elif newest.status is Status.SUBMITTED:
            acts = (("登记受理…", "check", partial(self._accept_form, newest)),)
        elif newest.status is Status.ACCEPTED:
            acts = (("登记结论…", "stamp", partial(self._decision_form, newest)),)
        else:
            acts = ()
        for words, icon, act in acts:
            self._buttons.addWidget(action_button(words, icon, on=act))

    def _accept_form(self, newest: SubmissionRow) -> None:
        form = Form(columns=1)
        form.add_date("day", "受理日期", required=True)
        form.set_values({"day": self.desk.today})

        def submitted(values: dict[str, Any]) -> None:
            command = RecordSubmissionAccepted(newest.id, values["day"])
            send(self.desk, self, self.panel, form, command, done="已登记受理。")

        form.submitted.connect(submitted)
        open_form(self.panel, "登记受理", form, "登记", first="day")

    def _decision_form(self, newest: SubmissionRow) -> None:
        form = Form(columns=1)
        form.add_choice("approved", "结论", [(True, "审核通过"), (False, "未通过")], required=True)
        form.add_date("decided_on", "日期", required=True)
        form.add_text("document_no", "文号", required=True)
        form.add_note("reason", "未通过的原因（未通过时必填）")
        form.set_values({"approved": True, "decided_on": self.desk.today})

        def submitted(values: dict[str, Any]) -> None:
            command = RecordSubmissionDecision(
                newest.id,
                values["approved"],
                values["decided_on"],
                values["document_no"],
                None,
                values["reason"],
            )
            done = "已登记成绩审核通过。" if values["approved"] else "已登记未通过，可以更正后再次报审。"
            send(self.desk, self, self.panel, form, command, done=done)

        form.submitted.connect(submitted)
        open_form(self.panel, "登记主管部门结论", form, "登记", first="document_no")


def _sheet(plan_id: str, session: ReadSession, school_id: str) -> _Sheet:
    return _Sheet(queries.score_sheet(session, school_id, plan_id), queries.submissions(session, school_id, plan_id))


def _scores_kind() -> ImportKind:
    from school_desk.intake.scores import scores_command

    return ImportKind(
        title="导入成绩",
        read="school_desk.intake.scores:read_scores",
        command=scores_command,
        ledger=lambda _preview, rows: rows,
        done=lambda rows: f"已导入 {count(rows, 'imported') + count(rows, 'updated')} 人的成绩。",
    )


def _plan_columns() -> tuple[Column, ...]:
    return (
        Column("name", "考核计划", 190, stretch=True, value=lambda row: row.plan.name),
        Column("candidates", "人数", 52, "number"),
        Column("missing", "缺", 40, "number"),
        Column("status", "成绩报审", 98, "chip", value=_status),
    )


def _status(row: ScorePlanRow) -> Chip:
    status = None if row.newest is None else row.newest.status
    return Chip(score_submission_status(status), Tone.NEUTRAL if status is None else _TONES[status])


def _sheet_columns() -> tuple[Column, ...]:
    marks = [
        Column(subject.value, SUBJECTS[subject], 72, align="right", value=partial(_mark, subject))
        for subject in Subject
    ]
    return (
        Column("ticket_no", "准考证号", 106, muted=True),
        Column("name", "姓名", 84),
        Column("id_number", "证件号", 150, value=lambda row: mask_id(row.id_number)),
        *marks,
        Column(
            "result", "结果", 200, "chip", stretch=True, value=lambda r: Chip(r.result.words, _RESULTS[r.result.kind])
        ),
    )


def _mark(subject: Subject, row: ScoreSheetRow) -> str:
    mark = row.marks.get(subject)
    if subject not in row.sits:
        return "—"
    return "" if mark is None else mark.words

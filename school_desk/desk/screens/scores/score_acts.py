"""What may be decided about scores: entered by hand, submitted, the authority's answers recorded, resits applied for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from school_desk.desk.authority import Decided, ask_accepted, ask_decision
from school_desk.desk.forms import PanelForms, Values, add_typed_count, counted, open_form
from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.exams.commands import ApplyForExam
from school_desk.exams.domain import subjects_words
from school_desk.kernel.errors import RuleViolation
from school_desk.scores.commands import EnterScore, RecordSubmissionAccepted, RecordSubmissionDecision, SubmitScores
from school_desk.scores.domain import Mark
from school_desk.scores.queries import ScorePlanRow, ScoreSheetRow, SubmissionRow
from school_desk.terms.labels import SUBJECTS
from school_desk.terms.statuses import ScoreFlag, Subject

_NAMED = 3
_MARK_HINT = "0 到 100，最多一位小数；没有成绩的写缺考、违纪或缓考；清空则取消录入。"


class ScoreActs:
    """The decisions; forms open in `panel`, `owner` is the screen."""

    def __init__(self, desk: Desk, owner: QWidget, panel: SidePanel) -> None:
        self._desk, self._owner, self._panel = desk, owner, panel
        self._forms = PanelForms(desk, owner, panel)

    def enter(self, row: ScoreSheetRow) -> None:
        """录入成绩: the subjects this candidate sits, each a decision of its own."""
        form = Form(columns=1)
        for subject in row.sits:
            hint = _MARK_HINT if subject is row.sits[-1] else ""
            form.add_text(subject.value, SUBJECTS[subject], longest=10, hint=hint)
        form.set_values({subject.value: row.marks[subject].words for subject in row.sits if subject in row.marks})
        form.submitted.connect(lambda values: self._enter(form, row, values))
        open_form(self._panel, f"{row.name}　{row.ticket_no}", form, "保存", first=row.sits[0].value)

    def submit(self, plan: ScorePlanRow, sheet: Sequence[ScoreSheetRow]) -> None:
        """报审: frozen as the next version; who lacks scores is counted by the person."""
        form = Form(columns=1)
        form.add_date("submitted_on", "报审日期", required=True)
        names = "、".join(row.name for row in sheet if not row.complete)
        expected, unit = (plan.missing, "成绩不全的人") if plan.missing else (plan.candidates, "考生")
        add_typed_count(form, expected, unit, hint=f"成绩不全：{names}。没有来考的请先登记缺考。" if names else "")
        form.set_values({"submitted_on": self._desk.today})

        def command(values: Values) -> Any:
            return counted(values, expected, SubmitScores(plan.plan.id, values["submitted_on"], plan.missing))

        self._forms.ask("成绩报审", form, "报审", command, first="count", done="已登记报审，成绩已冻结为新的一版。")

    def accepted(self, newest: SubmissionRow) -> None:
        """登记受理."""
        ask_accepted(self._forms, partial(RecordSubmissionAccepted, newest.id), done="已登记受理。")

    def decided(self, newest: SubmissionRow) -> None:
        """登记结论: approved, or 未通过 with the reason."""

        def command(said: Decided) -> RecordSubmissionDecision:
            return RecordSubmissionDecision(
                newest.id, said.approved, said.decided_on, said.document_no, said.evidence, said.reason
            )

        told = {True: "已登记成绩审核通过。", False: "已登记未通过，更正后可以再次报审。"}
        ask_decision(self._forms, "未通过", command, done=lambda approved: told[approved])

    def resit(self, open_subjects: Mapping[str, tuple[Subject, ...]]) -> None:
        """申请补考: for each enrolment what is not passed yet; people with the same subjects together."""
        groups: dict[tuple[Subject, ...], list[str]] = defaultdict(list)
        for enrollment_id, subjects in open_subjects.items():
            groups[subjects].append(enrollment_id)
        for subjects, ids in groups.items():
            command = ApplyForExam(tuple(ids), subjects)
            done = f"已为 {len(ids)} 人申请补考：{subjects_words(subjects)}。"
            self._desk.decide(self._owner, command, self._told_resits, done=done)

    def _told_resits(self, outcome: Any) -> None:
        others = [row for row in outcome.result if row.state != "imported"]
        if others:
            names = "；".join(f"{row.name}：{''.join(row.reasons)}" for row in others[:_NAMED])
            self._desk.tell(f"{len(others)} 人没有申请补考：{names}", "warn")

    def _enter(self, form: Form, row: ScoreSheetRow, values: Values) -> None:
        changed = _changed_marks(form, row, values)
        if changed is None:
            return
        if not changed:
            self._panel.fail("成绩没有改动。")
            return
        self._enter_next(form, row, changed)

    def _enter_next(self, form: Form, row: ScoreSheetRow, todo: list[tuple[Subject, Mark]]) -> None:
        (subject, mark), *rest = todo

        def refused(reason: RuleViolation) -> None:
            if self._panel.shows(form):
                form.set_error(subject.value, reason.message)
            else:
                self._desk.tell_fault(reason)

        def entered(_outcome: Any) -> None:
            if rest:
                self._enter_next(form, row, rest)
            elif self._panel.shows(form):
                self._panel.close_panel()

        words = mark.words or "（已清除）"
        command = EnterScore(row.candidate_id, subject, mark.tenths, mark.flag)
        done = f"已录入 {row.name} {SUBJECTS[subject]} {words}。"
        self._desk.decide(self._owner, command, entered, done=done, refused=refused)


def _changed_marks(form: Form, row: ScoreSheetRow, values: Values) -> list[tuple[Subject, Mark]] | None:
    """What was typed and is not what stands; None: something cannot be read, told at its field."""
    from school_desk.adapters.sheets.values import parse_score

    changed, unreadable = [], False
    for subject in row.sits:
        read = parse_score(values[subject.value])
        if read.problem:
            form.set_error(subject.value, read.problem)
            unreadable = True
        mark = Mark(read.tenths, None if read.flag is None else ScoreFlag(read.flag.value))
        if mark != row.marks.get(subject, Mark()):
            changed.append((subject, mark))
    return None if unreadable else changed

"""申请考试: who may apply, who may not yet and why, who has applied and waits for a plan, who is in one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from school_desk.desk.colours import Tone
from school_desk.desk.forms import PanelForms
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.documents.ledger import count
from school_desk.exams.applications import ApplicantRow, AppliedRow, application_queue, applied
from school_desk.exams.commands import ApplyForExam, WithdrawApplication
from school_desk.exams.domain import subjects_words
from school_desk.learning.queries import HoursRow
from school_desk.terms.masking import mask_id

if TYPE_CHECKING:
    from datetime import date

    from school_desk.kernel.bus import Outcome
    from school_desk.kernel.database import ReadSession

_READY, _NOT_YET, _TO_PLAN, _PLANNED = "ready", "not_yet", "to_plan", "planned"
_TABS = (
    FilterTab(_READY, "可申请", Tone.WARN),
    FilterTab(_NOT_YET, "暂不能申请"),
    FilterTab(_TO_PLAN, "已申请待编入"),
    FilterTab(_PLANNED, "已编入考核计划"),
)
_EMPTY = {
    _READY: ("没有可以申请的学员", "学习账号已开通、学时达标、照片齐全的学员会出现在这里；补考在“成绩”里申请。"),
    _NOT_YET: ("没有还不能申请的学员", "账号已开通而学时、照片还差的学员，连同原因列在这里。"),
    _TO_PLAN: ("没有等待编入的学员", "在“可申请”里选择学员提交申请，再到“考核计划”里编入。"),
    _PLANNED: ("没有已编入的学员", "编入考核计划、还没有考的学员列在这里。"),
}
_NAMED = 3


@dataclass(frozen=True)
class _Answer:
    waiting: tuple[ApplicantRow, ...]
    applied: tuple[AppliedRow, ...]


class ApplicationsScreen(Screen):
    """Four lists as tabs, with one panel for a person's facts and for the reason of a withdrawal."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"exam_application", "candidate", "study_time", "study_account", "exam_plan", "exam_session", "setting_value"}
        | {"enrollment", "trainee", "enterprise", "training_plan", "receivable", "allocation", "statement_line"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._answer = _Answer((), ())
        self.tabs = FilterTabs(_TABS, name="申请考试")
        self.tabs.chosen.connect(self._tab_chosen)
        self.waiting = RowTable(_waiting_columns(), name="未申请考试的学员", row_id=lambda row: row.person.id)
        self.applied = RowTable(_applied_columns(), name="已申请考试的学员", row_id=lambda row: row.person.id)
        self.panel = SidePanel()
        self._forms = PanelForms(desk, self, self.panel)
        self.apply_button = action_button("申请考试", "apply", primary=True, keys="Ctrl+Return", on=self.apply)
        self.withdraw_button = action_button("撤回申请…", "undo", role="danger", on=self.withdraw)
        self._frame = PageFrame("申请考试")
        self._frame.add_tool(self.withdraw_button)
        self._frame.add_tool(self.apply_button)
        self._frame.add_bar(self.tabs)
        self._lists = QStackedWidget()
        for table in (self.waiting, self.applied):
            table.set_loading(True)
            table.activated.connect(self._show_person)
            table.selection_changed.connect(self._name_buttons)
            self._lists.addWidget(table)
        self._frame.set_content(self._lists, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)
        self._tab_chosen(_READY)

    def refresh(self) -> None:
        """Asks for all lists."""
        self.desk.ask(self, partial(_ask, self.desk.today), self._set_answer)

    def entered(self) -> None:
        """The keys work in the list at once."""
        super().entered()
        (self.applied if self.applied.isVisible() else self.waiting).setFocus()

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key."""
        self.tabs.choose(focus)
        self._tab_chosen(focus)

    def apply(self) -> None:
        """Applies for the chosen people (all shown when none is chosen)."""
        ids = tuple(row.person.id for row in self._chosen() if not row.reasons)
        if ids:
            self.desk.decide(self, ApplyForExam(ids), self._told, done=f"已为 {len(ids)} 人申请考试。")

    def withdraw(self) -> None:
        """Asks why the chosen person's application is withdrawn."""
        rows = self.applied.selected_rows()
        if len(rows) != 1:
            self.desk.tell("请选择一名要撤回的学员：每人要写明原因。", "warn")
            return
        person = rows[0].person
        self._forms.ask_reason(
            f"撤回 {person.name} 的考试申请",
            "撤回的原因",
            "撤回",
            partial(WithdrawApplication, person.id),
            done=f"已撤回 {person.name} 的考试申请。",
        )

    def _chosen(self) -> list[ApplicantRow]:
        return self.waiting.selected_rows() or self.waiting.rows()

    def _told(self, outcome: Outcome) -> None:
        failed = [row for row in outcome.result if row.state == "failed"]
        if failed:
            reasons = "；".join(f"{row.name}：{''.join(row.reasons)}" for row in failed[:_NAMED])
            applied_now = count(outcome.result, "imported")
            self.desk.tell(f"申请了 {applied_now} 人，{len(failed)} 人没有成功：{reasons}。", "warn")

    def _tab_chosen(self, key: str) -> None:
        self.apply_button.setVisible(key == _READY)
        self.withdraw_button.setVisible(key in (_TO_PLAN, _PLANNED))
        self._lists.setCurrentWidget(self.applied if key in (_TO_PLAN, _PLANNED) else self.waiting)
        self.panel.close_panel()
        self._show()

    def _set_answer(self, answer: _Answer) -> None:
        self._answer = answer
        self._show()
        for table in (self.waiting, self.applied):
            table.set_loading(False)

    def _show(self) -> None:
        key = self.tabs.current()
        lists: dict[str, list[Any]] = {
            _READY: [row for row in self._answer.waiting if not row.reasons],
            _NOT_YET: [row for row in self._answer.waiting if row.reasons],
            _TO_PLAN: [row for row in self._answer.applied if row.application.plan_id is None],
            _PLANNED: [row for row in self._answer.applied if row.application.plan_id is not None],
        }
        table = self.applied if key in (_TO_PLAN, _PLANNED) else self.waiting
        table.set_empty(*_EMPTY[key], icon="apply")
        table.set_rows(lists[key])
        self.waiting.set_column_shown("reasons", key == _NOT_YET)
        self.applied.set_column_shown("plan", key == _PLANNED)
        self.tabs.set_counts({tab: len(rows) for tab, rows in lists.items()})
        self._name_buttons()

    def _name_buttons(self, _summary: Any = None) -> None:
        may, number = self.desk.may(ApplyForExam.allowed), len(self.waiting.selected_rows())
        everybody = self.waiting.row_count()
        self.apply_button.setText(f"申请考试（{number or everybody} 人）" if everybody else "申请考试")
        self.apply_button.setEnabled(may and bool(everybody))
        self.withdraw_button.setEnabled(may and bool(self.applied.row_count()))

    def _show_person(self, row: ApplicantRow | AppliedRow) -> None:
        person = row.person
        facts = [
            Fact(person.id_type.label, mask_id(person.id_number)),
            Fact("企业", person.enterprise),
            Fact("工种等级", f"{person.trade} {person.level.label}"),
        ]
        if isinstance(row, ApplicantRow):
            facts += [Fact("学时", _hours(row.hours)), *(Fact("还差", reason) for reason in row.reasons)]
        else:
            application = row.application
            facts += [
                Fact("科目", subjects_words(application.subjects)),
                Fact("申请", f"{application.applied_on}　{application.applied_by}"),
                Fact("考核计划", application.plan_number or "待编入"),
            ]
        self.panel.show_body(person.name, FactsGrid(facts, columns=1))


def _ask(today: date, session: ReadSession, school_id: str) -> _Answer:
    return _Answer(application_queue(session, school_id, today), applied(session, school_id, today))


def _person_columns() -> tuple[Column, ...]:
    return (
        Column("name", "姓名", 96, value=lambda row: row.person.name),
        Column("id_number", "证件号", 170, yields_room=True, value=lambda row: mask_id(row.person.id_number)),
        Column("enterprise", "企业", 220, stretch=True, value=lambda row: row.person.enterprise),
        Column(
            "trade", "工种等级", 150, yields_room=True, value=lambda row: f"{row.person.trade} {row.person.level.label}"
        ),
    )


def _waiting_columns() -> tuple[Column, ...]:
    return (
        *_person_columns(),
        Column("hours", "已学/要求", 96, align="right", value=lambda row: _hours(row.hours)),
        Column("reasons", "为什么还不能", 260, stretch=True, value=lambda row: "；".join(row.reasons)),
    )


def _applied_columns() -> tuple[Column, ...]:
    return (
        *_person_columns(),
        Column("subjects", "科目", 170, yields_room=True, value=lambda row: subjects_words(row.application.subjects)),
        Column("applied_on", "申请日期", 110, "date", yields_room=True, value=lambda row: row.application.applied_on),
        Column("plan", "考核计划", 136, "chip", value=lambda row: Chip(row.application.plan_number or "", Tone.GOOD)),
    )


def _hours(hours: HoursRow) -> str:
    return f"{hours.reached} / {hours.needed or '—'}"

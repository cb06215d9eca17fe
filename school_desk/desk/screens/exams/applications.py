"""申请考试: who may apply, who may not yet and why, who has applied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from school_desk.desk.colours import Tone
from school_desk.desk.forms import open_form, send
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.documents.ledger import count
from school_desk.exams.applications import ApplicantRow, AppliedRow, application_queue, applied
from school_desk.exams.commands import ApplyForExam, WithdrawApplication
from school_desk.terms.labels import SUBJECTS

if TYPE_CHECKING:
    from datetime import date

    from school_desk.kernel.bus import Outcome
    from school_desk.kernel.database import ReadSession

_TABS = (("ready", "可申请"), ("not_yet", "暂不能申请"), ("applied", "已申请"))


@dataclass(frozen=True)
class _Answer:
    waiting: tuple[ApplicantRow, ...]
    applied: tuple[AppliedRow, ...]


class ApplicationsScreen(Screen):
    """Three lists as tabs."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"exam_application", "candidate", "study_time", "study_account", "enrollment"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._answer = _Answer((), ())
        self.tabs = FilterTabs([FilterTab(key, words) for key, words in _TABS], name="申请考试")
        self.tabs.chosen.connect(self._tab_chosen)
        self.waiting = RowTable(_waiting_columns(), name="可申请考试的学员", row_id=lambda row: row.person.id)
        self.waiting.set_empty("这里没有学员", "学时达标、照片齐全的学员可以申请考试。", icon="apply")
        self.applied = RowTable(_applied_columns(), name="已申请的学员", row_id=lambda row: row.person.id)
        self.applied.set_empty("还没有人申请", "在“可申请”里选择学员提交申请。", icon="apply")
        self.panel = SidePanel()
        self.apply_button = action_button("申请考试", "apply", primary=True, keys="Ctrl+Return", on=self.apply)
        self.withdraw_button = action_button("撤回申请…", role="danger", on=self._withdraw_form)
        self._frame = PageFrame("申请考试")
        self._frame.add_tool(self.withdraw_button)
        self._frame.add_tool(self.apply_button)
        self._frame.add_bar(self.tabs)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.waiting)
        self._lists.addWidget(self.applied)
        self._frame.set_content(self._lists, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)
        self._tab_chosen("ready")

    def refresh(self) -> None:
        """Asks for all three lists."""
        self.desk.ask(self, partial(_ask, self.desk.today), self._set_answer)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key."""
        self.tabs.choose(focus)
        self._tab_chosen(focus)

    def apply(self) -> None:
        """Applies for the chosen people (all shown when none is chosen)."""
        rows = self.waiting.selected_rows() or self.waiting.rows()
        ids = tuple(row.person.id for row in rows if not row.reasons)
        if ids:
            self.desk.decide(self, ApplyForExam(ids), self._told, done=f"已为 {len(ids)} 人申请考试。")

    def _told(self, outcome: Outcome) -> None:
        failed = count(outcome.result, "failed")
        if failed:
            reasons = "；".join(
                f"{row.name}：{''.join(row.reasons)}" for row in outcome.result if row.state == "failed"
            )
            self.desk.tell(f"{failed} 人没有申请成功：{reasons}", "warn")

    def _withdraw_form(self) -> None:
        row = self.applied.current_row()
        if row is None:
            self.desk.tell("请先选择要撤回的学员。", "warn")
            return
        form = Form(columns=1)
        form.add_note("reason", f"撤回 {row.person.name} 的考试申请的原因", required=True)

        def submitted(values: dict[str, str]) -> None:
            command = WithdrawApplication(row.person.id, values["reason"])
            send(self.desk, self, self.panel, form, command, done=f"已撤回 {row.person.name} 的考试申请。")

        form.submitted.connect(submitted)
        open_form(self.panel, "撤回申请", form, "撤回", first="reason")

    def _tab_chosen(self, key: str) -> None:
        self.apply_button.setVisible(key == "ready")
        self.withdraw_button.setVisible(key == "applied")
        self._lists.setCurrentWidget(self.applied if key == "applied" else self.waiting)
        self.panel.close_panel()
        self._show()

    def _set_answer(self, answer: _Answer) -> None:
        self._answer = answer
        self._show()

    def _show(self) -> None:
        ready = [row for row in self._answer.waiting if not row.reasons]
        not_yet = [row for row in self._answer.waiting if row.reasons]
        key = self.tabs.current()
        self.waiting.set_rows(not_yet if key == "not_yet" else ready)
        self.waiting.set_column_shown("reasons", key == "not_yet")
        self.applied.set_rows(self._answer.applied)
        self.tabs.set_counts({"ready": len(ready), "not_yet": len(not_yet), "applied": len(self._answer.applied)})
        self.apply_button.setEnabled(bool(ready))


def _ask(today: date, session: ReadSession, school_id: str) -> _Answer:
    return _Answer(application_queue(session, school_id, today), applied(session, school_id, today))


def _waiting_columns() -> tuple[Column, ...]:
    return (
        Column("name", "姓名", 90, value=lambda row: row.person.name),
        Column("enterprise", "企业", 240, stretch=True, value=lambda row: row.person.enterprise),
        Column("trade", "工种等级", 150, value=lambda row: f"{row.person.trade} {row.person.level.label}"),
        Column("hours", "学时", 90, value=lambda row: f"{row.hours.reached}/{row.hours.needed or '—'}"),
        Column("reasons", "为什么还不能", 360, value=lambda row: "；".join(row.reasons)),
    )


def _applied_columns() -> tuple[Column, ...]:
    return (
        Column("name", "姓名", 90, value=lambda row: row.person.name),
        Column("enterprise", "企业", 240, stretch=True, value=lambda row: row.person.enterprise),
        Column("trade", "工种等级", 150, value=lambda row: f"{row.person.trade} {row.person.level.label}"),
        Column("subjects", "科目", 170, value=lambda row: "、".join(SUBJECTS[s] for s in row.application.subjects)),
        Column("applied_on", "申请日期", 110, "date", value=lambda row: row.application.applied_on),
        Column("plan", "考核计划", 130, "chip", value=_plan_chip),
    )


def _plan_chip(row: AppliedRow) -> Chip:
    number = row.application.plan_number
    return Chip(number, Tone.GOOD) if number else Chip("待编入", Tone.WARN)

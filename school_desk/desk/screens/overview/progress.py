"""报名人员查询: found by name, initials, id, mobile or enterprise and by the manual's four labels; 详情; export of what is found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.overview.export import ProgressExport
from school_desk.desk.screens.overview.people_table import PeopleTable, PersonLine, person_lines
from school_desk.desk.screens.overview.standing import standing_tone, standing_words
from school_desk.desk.screens.overview.trainee import TraineePage
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_M
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.search_field import SearchField
from school_desk.kernel.ids import is_id
from school_desk.overview.detail import TraineeDetail, trainee_detail
from school_desk.overview.progress import PAGE, ProgressRow, progress_count, trainee_progress
from school_desk.overview.search import (
    CERTIFICATE_LABELS,
    EVERYBODY,
    EXAM_PLAN_LABELS,
    SUBMISSION_LABELS,
    TRAINING_PLAN_LABELS,
    Wanted,
)
from school_desk.overview.trace import TimelineRow, timeline

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_FILTERS = (
    ("training_plan", "培训计划", TRAINING_PLAN_LABELS),
    ("exam_plan", "考核计划", EXAM_PLAN_LABELS),
    ("score_submission", "成绩报审", SUBMISSION_LABELS),
    ("certificate", "培训证书", CERTIFICATE_LABELS),
)
_EXPORT = "导出…"
_HOW = (
    "姓名可输入拼音首字母；身份证号输入完整号码或后六位，手机号输入完整号码或后四位；"
    "几个词用空格隔开，例如“张 恒泰”找恒泰姓张的人。"
)
_Found = tuple[TraineeDetail | None, tuple[TimelineRow, ...]]


class ProgressScreen(Screen):
    """The list, and one enrolment's 详情 in front of it."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "enrollment",
            "enrollment_batch",
            "trainee",
            "trainee_correction",
            "enterprise",
            "training_plan",
            "plan_extension",
        }
        | {"receivable", "allocation", "payment_review"}
        | {"study_account", "study_time", "exam_application", "candidate", "seat", "exam_session", "exam_plan"}
        | {"score", "score_submission", "certificate", "push_batch", "push_entry", "registry_look_up", "setting_value"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = EVERYBODY
        self._listed: Wanted | None = None
        self._may_be_more = False
        self._opened = ""
        self._exporting = False
        self.search = SearchField("姓名、身份证、手机号、企业", name="搜索报名人员")
        self.search.setToolTip(_HOW)
        self.search.searched.connect(self._narrow)
        self.filters = Form(columns=len(_FILTERS))
        for key, label, labels in _FILTERS:
            options = [(None, "全部"), *((value, value) for value in labels)]
            self.filters.add_choice(key, label, options).set_value(None)
        self.filters.edited.connect(self._narrow)
        self.table = PeopleTable()
        self.table.set_loading(True)
        self.table.activated.connect(self._open_line)
        self.table.current_changed.connect(self._set_current)
        self.table.empty_action_requested.connect(self._empty_action)
        self.table.view.verticalScrollBar().valueChanged.connect(self._look_for_end)
        self.search.follow(self.table)
        self.standing = Notice()
        self.panel = SidePanel()
        self.page = TraineePage(desk)
        self.page.closed.connect(self._close_detail)
        self.page.stepped.connect(self._step)
        self.page.other_requested.connect(self.open_detail)
        self._export = ProgressExport(desk, self, self.panel, self._show_export)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._make_list())
        self._pages.addWidget(self.page)

    def refresh(self) -> None:
        """Asks for the rows shown so far, for how many there are in all, and for the detail that is open."""
        self._ask_rows(max(PAGE, self.table.row_count()))
        self._ask_count()
        if self._opened:
            self.open_detail(self._opened)

    def take_focus(self, focus: Any) -> None:
        """An enrolment's id opens its 详情. Other text is searched for. A mapping sets words and labels, named as in `Wanted`:
        {"words": "恒泰", "certificate": "证书未生成"}; what it leaves out is not narrowed."""
        if isinstance(focus, str) and is_id(focus):
            self.open_detail(focus)
            return
        asked: Mapping[str, str] = {"words": focus} if isinstance(focus, str) else focus
        self._close_detail()
        self._set_filter(asked)
        self.table.setFocus()

    def open_detail(self, enrollment_id: str) -> None:
        """Shows 详情 of one enrolment."""
        self._opened = enrollment_id
        today = self.desk.today

        def question(session: ReadSession, school_id: str) -> _Found:
            detail = trainee_detail(session, school_id, enrollment_id, today)
            return detail, timeline(session, school_id, enrollment_id)

        self.desk.ask(self, question, self._show_detail, key="detail")

    def open_current(self) -> None:
        """Shows 详情 of the row the cursor is on."""
        line = self.table.current_row()
        if line is not None:
            self.open_detail(line.id)

    def export(self) -> None:
        """Opens the form that writes what is found."""
        self._export.ask(self._wanted, self._filter_words())

    def export_to(self, target: Path) -> None:
        """Writes what is found, masked, as `target`."""
        self._export.masked_to(target, self._wanted, self._filter_words())

    def clear(self) -> None:
        """Nothing is narrowed any more."""
        self._set_filter({})

    def _make_list(self) -> QWidget:
        self._frame = PageFrame("报名人员查询")
        self.export_button = action_button(_EXPORT, "export", keys="Ctrl+E", on=self.export)
        self.detail_button = action_button("详情", "find-person", primary=True, hint="Enter", on=self.open_current)
        self.clear_button = action_button("清除筛选", "close", role="link", on=self.clear)
        for tool in (self.search, self.export_button, self.detail_button):
            self._frame.add_tool(tool)
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        row.addWidget(self.filters, 1)
        row.addWidget(self.clear_button)
        self._frame.add_bar(bar)
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(self.table, 1)
        column.addWidget(self.standing)
        self._frame.set_content(rows, self.panel)
        self._set_current(None)
        self.clear_button.setEnabled(False)
        return self._frame

    # the rows

    def _set_filter(self, asked: Mapping[str, str]) -> None:
        self.filters.set_values({key: asked.get(key) for key, _, _ in _FILTERS})
        self.search.set_words(asked.get("words", ""))
        self._narrow()

    def _narrow(self, _what: str = "") -> None:
        wanted = Wanted(words=self.search.words(), **self.filters.values())
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self.clear_button.setEnabled(wanted != EVERYBODY)
        self.panel.close_panel()
        self._ask_rows(PAGE)
        self._ask_count()

    def _ask_rows(self, limit: int) -> None:
        today, wanted = self.desk.today, self._wanted

        def question(session: ReadSession, school_id: str) -> tuple[ProgressRow, ...]:
            return trainee_progress(session, school_id, today, wanted, limit=limit)

        self.desk.ask(self, question, partial(self._set_rows, wanted, limit))

    def _ask_count(self) -> None:
        today, wanted = self.desk.today, self._wanted
        self._frame.set_count("正在统计…")

        def question(session: ReadSession, school_id: str) -> int:
            return progress_count(session, school_id, today, wanted)

        self.desk.ask(self, question, self._set_count, key="count")

    def _set_rows(self, wanted: Wanted, limit: int, rows: tuple[ProgressRow, ...]) -> None:
        self._set_empty(wanted)
        is_new, self._listed = wanted != self._listed, wanted
        self._may_be_more = len(rows) == limit
        if is_new:
            self.table.clear_selection()
        self.table.set_rows(person_lines(rows))
        if is_new or self.table.current_row() is None:
            self.table.select_first()
        self._set_export_enabled()
        self._set_current(self.table.current_row())

    def _show_export(self, words: str) -> None:
        """How far an export is stands on its button, which waits until it has ended."""
        self._exporting = bool(words)
        self.export_button.setText(words or _EXPORT)
        self._set_export_enabled()

    def _set_export_enabled(self) -> None:
        self.export_button.setEnabled(self.table.row_count() > 0 and not self._exporting)

    def _look_for_end(self, value: int) -> None:
        bar = self.table.view.verticalScrollBar()
        if not self._may_be_more or value < bar.maximum() - bar.pageStep():
            return
        self._may_be_more = False
        today, wanted, offset = self.desk.today, self._wanted, self.table.row_count()

        def question(session: ReadSession, school_id: str) -> tuple[ProgressRow, ...]:
            return trainee_progress(session, school_id, today, wanted, offset=offset)

        self.desk.ask(self, question, partial(self._append, wanted, offset), key="more")

    def _append(self, wanted: Wanted, offset: int, rows: tuple[ProgressRow, ...]) -> None:
        if wanted != self._wanted or offset != self.table.row_count():
            return
        self._may_be_more = len(rows) == PAGE
        known = [line for line in person_lines(rows) if self.table.row_of(line.id) is None]
        self.table.set_rows([*self.table.rows(), *known])

    def _set_count(self, count: int) -> None:
        self._frame.set_count(f"共 {count:,} 条" if self._wanted == EVERYBODY else f"找到 {count:,} 条")

    def _set_empty(self, wanted: Wanted) -> None:
        if wanted == EVERYBODY:
            words = "企业审核通过后导入报名名单，学员会出现在这里。"
            self.table.set_empty("还没有报名人员", words, "去报名", icon="find-person")
        else:
            self.table.set_empty("没有找到", f"{self._filter_words()} 没有相符的人。{_HOW}", "清除筛选", icon="search")

    def _empty_action(self) -> None:
        if self._wanted == EVERYBODY:
            self.desk.open_screen("enrollments")
        else:
            self.clear()

    def _filter_words(self) -> str:
        chosen = self.filters.values()
        told = [f"{label} {chosen[key]}" for key, label, _ in _FILTERS if chosen[key]]
        words = self.search.words()
        return " · ".join([f"搜索“{words}”", *told] if words else told)

    def _set_current(self, line: PersonLine | None) -> None:
        self.detail_button.setEnabled(line is not None)
        if line is None:
            self.standing.set_words(Tone.NEUTRAL, "")
            return
        today, row, cells = self.desk.today, line.row, line.cells
        who = f"{row.name} {cells[1]}，{cells[2]}，{row.trade} {row.level.label}，{row.enterprise}"
        self.standing.set_words(standing_tone(row.step, today), f"{who}。{standing_words(row.step, today)}")

    # 详情

    def _open_line(self, line: PersonLine) -> None:
        self.open_detail(line.id)

    def _show_detail(self, found: _Found) -> None:
        detail, told = found
        if not self._opened:
            return
        if detail is None:
            self._close_detail()
            self.desk.tell("找不到这条报名，可能已被撤销。", "warn")
            return
        listed = self.table.row_of(self._opened) is not None
        if listed:
            self.table.select_ids([self._opened])
        self.page.show_person(detail, told, self.desk.today, has_neighbours=listed)
        if self._pages.currentWidget() is not self.page:
            self._pages.setCurrentWidget(self.page)
            self.page.setFocus()

    def _close_detail(self) -> None:
        self._opened = ""
        if self._pages.currentWidget() is self.page:
            self._pages.setCurrentWidget(self._frame)
            self.table.setFocus()

    def _step(self, by: int) -> None:
        if self.table.step(by):
            self.open_current()

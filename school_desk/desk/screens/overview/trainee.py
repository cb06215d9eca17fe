"""详情 of one enrolment in front of the list: where it stands, the manual's four sections, what happened; numbers masked until asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.navigation import pages_for
from school_desk.desk.page import FrontPage
from school_desk.desk.portrait import Portrait
from school_desk.desk.screens.overview import sections, ways
from school_desk.desk.screens.overview.standing import standing_tone, standing_words
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, GAP_XL
from school_desk.desk.widgets.buttons import action_button, tool_button
from school_desk.desk.widgets.detail_panel import DetailPanel, DetailSection, Unfolding
from school_desk.desk.widgets.facts import FactsGrid
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.table import Column
from school_desk.enrollments.commands import RevealPersonal
from school_desk.kernel.clock import local_text
from school_desk.overview.detail import TraineeDetail
from school_desk.overview.trace import TimelineRow

_Action = QAbstractSlider.SliderAction
_SCROLLS = {
    Qt.Key.Key_Up: _Action.SliderSingleStepSub,
    Qt.Key.Key_Down: _Action.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: _Action.SliderPageStepSub,
    Qt.Key.Key_PageDown: _Action.SliderPageStepAdd,
    Qt.Key.Key_Home: _Action.SliderToMinimum,
    Qt.Key.Key_End: _Action.SliderToMaximum,
}
_TIMELINE_COLUMNS = (
    Column("made_at", "时间", 150, value=lambda row: local_text(row.made_at)),
    Column("actor", "谁", 90),
    Column("label", "办了什么", 200, value=lambda row: f"{row.label}（已撤销）" if row.undone else row.label),
    Column("subject", "内容", 200, stretch=True, muted=True),
)


class TraineePage(FrontPage):
    """The detail of one enrolment at a time.

    Signals: `closed` back to the list · `stepped` (+1 | -1) the next or the one before · `other_requested` another enrolment's id.
    """

    closed = Signal()
    stepped = Signal(int)
    other_requested = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._detail: TraineeDetail | None = None
        self._timeline: tuple[TimelineRow, ...] = ()
        self._today = desk.today
        self._revealed = ""
        self._unfoldings: dict[str, Unfolding] = {}
        self._back = self.back_button("返回名单", "quiet")
        self.previous_button = tool_button("chevron-up", "上一位", keys="K", on=weakly(self._step, -1))
        self.next_button = tool_button("chevron-down", "下一位", keys="J", on=weakly(self._step, 1))
        self.standing = Notice()
        self.panel = DetailPanel()
        self._place = 0
        self.panel.verticalScrollBar().rangeChanged.connect(self._return_to_place)
        bar = QHBoxLayout()
        bar.setSpacing(GAP_S)
        bar.addWidget(self._back)
        bar.addStretch(1)
        bar.addWidget(self.previous_button)
        bar.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_XL, GAP_M, GAP_XL, 0)
        column.setSpacing(GAP_M)
        column.addLayout(bar)
        column.addWidget(self.standing)
        column.addWidget(self.panel, 1)
        self.setFocusProxy(self._back)

    def show_person(
        self, detail: TraineeDetail, timeline: tuple[TimelineRow, ...], today: date, *, has_neighbours: bool
    ) -> None:
        """Shows an enrolment; what was unfolded stays unfolded from one person to the next, whole numbers do not stay."""
        if detail.progress.enrollment_id != self._shown():
            self._revealed = ""
            self.panel.verticalScrollBar().setValue(0)
        self._detail, self._timeline, self._today = detail, timeline, today
        for button in (self.previous_button, self.next_button):
            button.setEnabled(has_neighbours)
        self._rebuild(detail)

    def reveal(self) -> None:
        """Shows the whole numbers, once the journal has it."""
        if self._detail is not None:
            row = self._detail.progress
            command = RevealPersonal(row.enrollment_id, row.name)
            self._desk.decide(self, command, lambda _outcome: self._show_whole(row.enrollment_id))

    def leave(self) -> None:
        """Back to the list; whole numbers are masked again."""
        self._revealed = ""
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows and page keys scroll."""
        if event.key() in _SCROLLS:
            self.panel.verticalScrollBar().triggerAction(_SCROLLS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _shown(self) -> str:
        return self._detail.progress.enrollment_id if self._detail is not None else ""

    def _step(self, by: int) -> None:
        self.stepped.emit(by)

    def _show_whole(self, enrollment_id: str) -> None:
        if self._detail is not None and self._shown() == enrollment_id:
            self._revealed = enrollment_id
            self._rebuild(self._detail)
            self.setFocus()

    def _rebuild(self, detail: TraineeDetail) -> None:
        """The place and what was unfolded stay."""
        place = self.panel.verticalScrollBar().value()
        unfolded = {name for name, table in self._unfoldings.items() if table.is_unfolded()}
        self._unfoldings = {}
        self._build(detail)
        for name in unfolded & self._unfoldings.keys():
            self._unfoldings[name].set_unfolded(True)
        self._place = place  # where the new content scrolls to as soon as it is as long as it will be

    def _return_to_place(self, _least: int, most: int) -> None:
        if 0 < self._place <= most:
            self.panel.verticalScrollBar().setValue(self._place)
            self._place = 0

    def _build(self, detail: TraineeDetail) -> None:
        row, masked = detail.progress, self._revealed != self._shown()
        self.standing.set_words(standing_tone(row.step, self._today), standing_words(row.step, self._today))
        show = action_button("显示完整号码", "eye", hint="谁在什么时候看了谁的号码，会记入操作日志", on=self.reveal)
        self.panel.clear()
        words = f"{row.trade} {row.level.label} · {row.enterprise}"
        self.panel.set_head(row.name, words, actions=(show,) if masked else ())
        seen = {page.key for page in pages_for(self._desk)}
        self._link(self._declared(detail, masked), ways.ways_of_enrolment(detail, seen))
        self._link(self._training(detail), ways.ways_of_training(detail, seen))
        self._link(self._exams(detail), ways.ways_of_exam(detail, seen))
        registry = action_button("联网证书查询", "link", role="link", hint="在部里的网站上选“技能人员”查询")
        registry.clicked.connect(partial(_browse, detail.registry_address))
        self._link(self._certificates(detail), ways.ways_of_certificate(detail, seen), registry)
        history = self.panel.add_section("经过")
        self._unfold(history, "操作记录", _TIMELINE_COLUMNS, self._timeline, row_id=attrgetter("seq"))

    def _declared(self, detail: TraineeDetail, masked: bool) -> DetailSection:
        section = self.panel.add_section("申报信息")
        person = QWidget()
        row = QHBoxLayout(person)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        photo = Portrait(self._desk, detail.person.name, detail.person.photo_document_id)
        row.addWidget(photo, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(FactsGrid(sections.declared_facts(detail, masked=masked)), 1)
        section.add(person)
        if detail.corrections:
            lines = sections.correction_lines(detail.corrections, masked=masked)
            self._unfold(section, "更正记录", sections.CORRECTION_COLUMNS, lines)
        if detail.others:
            others = self._unfold(section, "同一人的其他报名", sections.OTHER_COLUMNS, sections.other_lines(detail))
            others.table.activated.connect(self._open_other)
        return section

    def _training(self, detail: TraineeDetail) -> DetailSection:
        section = self.panel.add_section("培训信息", sections.label_chip(detail.progress.training_plan))
        section.add_facts(sections.training_facts(detail))
        if detail.courses:
            self._unfold(section, "学习记录", sections.COURSE_COLUMNS, sections.course_lines(detail))
        else:
            section.add_sentence("还没有学习记录：账号开通后，从学习平台导出学时表导入。")
        return section

    def _exams(self, detail: TraineeDetail) -> DetailSection:
        row = detail.progress
        section = self.panel.add_section("考核信息", sections.label_chip(row.exam_plan, row.exam_plan_note))
        section.add_facts(sections.exam_facts(detail))
        if detail.exams:
            self._unfold(section, "考核明细", sections.EXAM_COLUMNS, sections.exam_lines(detail))
        else:
            section.add_sentence("还没有申请考试：学时达标后才能申请。")
        return section

    def _certificates(self, detail: TraineeDetail) -> DetailSection:
        section = self.panel.add_section("证书信息", sections.label_chip(detail.progress.certificate))
        for held in detail.certificates:
            section.add_facts(sections.certificate_facts(held))
            if held.look_ups:
                name = f"联网查询记录 {held.certificate.number}"
                self._unfold(section, name, sections.LOOK_UP_COLUMNS, sections.look_up_lines(held.look_ups))
        if not detail.certificates:
            section.add_sentence("还没有证书：成绩审核通过并合格后，编号由主管部门的平台给出，导入后在这里显示。")
        return section

    def _unfold(
        self,
        section: DetailSection,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Any],
        *,
        row_id: Callable[[Any], Hashable] = attrgetter("id"),
    ) -> Unfolding:
        made = self._unfoldings[name] = section.add_table(name, columns, rows, row_id=row_id)
        return made

    def _link(self, section: DetailSection, leading: Sequence[ways.Way], *more: QWidget) -> None:
        if not leading and not more:
            return
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        for way in leading:
            go = partial(self._desk.open_screen, way.screen, way.focus)
            row.addWidget(action_button(way.words, "arrow-right", role="link", on=go))
        for widget in more:
            row.addWidget(widget)
        row.addStretch(1)
        section.add(place)

    def _open_other(self, line: sections.Line) -> None:
        if self._detail is not None:
            self.other_requested.emit(self._detail.others[line.id].id)


def _browse(address: str, *_: object) -> None:
    QDesktopServices.openUrl(QUrl(address))

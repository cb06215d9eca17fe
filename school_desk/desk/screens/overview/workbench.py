"""工作台: what waits for this person, how long and until when; then what waits for colleagues. A new school sees its first steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.due import due_chip
from school_desk.desk.navigation import PAGES, page, pages_for
from school_desk.desk.page import PageFrame
from school_desk.desk.screen import Screen
from school_desk.desk.screens.overview.steps_card import StepsCard, next_step
from school_desk.desk.screens.overview.work_list import WorkGroup, WorkLine, WorkList
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.empty import EmptyState, LoadingRows
from school_desk.desk.widgets.texts import sub
from school_desk.overview.first_steps import FirstStep, first_steps
from school_desk.overview.workbench import WaitingRow, workbench
from school_desk.terms.labels import ROLES

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_WEEKDAYS = "一二三四五六日"
_SECTIONS = tuple(dict.fromkeys(entry.section for entry in PAGES))
_COMES_BY_ITSELF = "新的企业、流水、学时、成绩一进来，要办的事就会排到这里。"


@dataclass(frozen=True)
class _Answer:
    today: date
    rows: tuple[WaitingRow, ...]
    steps: tuple[FirstStep, ...]


class WorkbenchScreen(Screen):
    """One quiet list in the manual's order; no tables named, since any change may be somebody's work."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: dict[str, WaitingRow] = {}
        self._next_screen = ""
        self.steps = StepsCard()
        self.steps.chosen.connect(self.open_page)
        self.steps.hide()
        self.list = WorkList()
        self.list.opened.connect(self.open_rows)
        self.empty = EmptyState("check-circle", "")
        self.empty.action_requested.connect(self._open_next)
        self.done = _done_card()
        self._scrolled = _scrolling(self.done, self.list)
        self._pages = QStackedWidget()
        for each in (LoadingRows(), self.empty, self._scrolled):
            self._pages.addWidget(each)
        self._frame = PageFrame("工作台")
        self._frame.add_bar(self.steps)
        self._frame.set_content(self._pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)

    def entered(self) -> None:
        """Asks each time the page comes to the front: a new day brings new due days without any change."""
        self._stale = True
        super().entered()

    def refresh(self) -> None:
        """Asks what waits."""
        self.desk.ask(self, partial(_answer, self.desk.today, self.desk.actor.roles), self._set_answer)

    def open_rows(self, key: str) -> None:
        """Opens the page of a line on exactly its rows."""
        row = self._rows[key]
        if self._has(row.screen):
            self.desk.open_screen(row.screen, row.focus)
        else:
            self.desk.tell(f"“{row.label}”由{ROLES[row.role]}在“{page(row.screen).label}”里办理。")

    def open_page(self, key: str) -> None:
        """Opens the page of a first step."""
        if self._has(key):
            self.desk.open_screen(key)
        else:
            self.desk.tell(f"您的角色没有“{page(key).label}”这个页面，请同事来办这一步。")

    def _open_next(self) -> None:
        self.open_page(self._next_screen)

    def _has(self, key: str) -> bool:
        return any(entry.key == key for entry in pages_for(self.desk))

    def _set_answer(self, answer: _Answer) -> None:
        self._rows = {row.key: row for row in answer.rows}
        own = [row for row in answer.rows if row.mine]
        others = [row for row in answer.rows if not row.mine]
        self._frame.set_count(_day_words(answer.today, own))
        self._show_steps(answer)
        self.list.set_groups(self._groups(own, answer.today), self._groups(others, answer.today))
        self.done.setVisible(not own and not answer.steps)
        self._pages.setCurrentWidget(self._scrolled if answer.rows else self.empty)
        if own and self.isVisible() and QApplication.focusWidget() is None:
            self.list.setFocus()

    def _groups(self, rows: list[WaitingRow], today: date) -> list[WorkGroup]:
        ordered = sorted(rows, key=lambda row: _SECTIONS.index(page(row.screen).section))
        by_section = groupby(ordered, key=lambda row: page(row.screen).section)
        return [WorkGroup(title, tuple(self._line(row, today) for row in found)) for title, found in by_section]

    def _line(self, row: WaitingRow, today: date) -> WorkLine:
        chip = due_chip(row.due_on, row.working_days_left, today, is_estimate=row.is_estimate)
        note = waiting_words(row, today)
        return WorkLine(row.key, row.count, row.label, chip, note, ROLES[row.role], self._has(row.screen))

    def _show_steps(self, answer: _Answer) -> None:
        """The next step stands in the middle of the page, or on the card when the page is taken by what waits."""
        self.steps.setVisible(bool(answer.steps))
        if not answer.steps:
            self.empty.set_words("check-circle", "都办完了", f"没有等您或同事办的事。{_COMES_BY_ITSELF}")
            return
        following = next_step(answer.steps, self.desk.may)
        self._next_screen = following.screen
        self.steps.show_steps(answer.steps, following, with_words=bool(answer.rows))
        self.empty.set_words(page(following.screen).icon, following.title, following.words, following.button)


def waiting_words(row: WaitingRow, today: date) -> str:
    """其中 2 条逾期 · 最早 2026-10-08，已等 13 天; "" when nobody knows."""
    told = [f"其中 {row.late} 条逾期"] if 0 < row.late < row.count else []
    if row.since is not None:
        days = (today - row.since).days
        told.append(f"最早 {row.since}，已等 {days} 天" if days > 0 else "今天新增")
    return " · ".join(told)


def _answer(today: date, roles: frozenset[str], session: ReadSession, school_id: str) -> _Answer:
    return _Answer(today, workbench(session, school_id, today, roles), first_steps(session, school_id))


def _day_words(today: date, own: list[WaitingRow]) -> str:
    """2026-10-21 星期三 · 等您办的 5 项 · 逾期 1 项 · 今天到期 1 项."""
    late = sum(row.late > 0 for row in own)
    due_today = sum(row.due_on == today for row in own)
    parts = [f"{today} 星期{_WEEKDAYS[today.weekday()]}"]
    parts += [f"等您办的 {len(own)} 项"] if own else []
    parts += [f"逾期 {late} 项"] if late else []
    parts += [f"今天到期 {due_today} 项"] if due_today else []
    return " · ".join(parts)


def _done_card() -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    row = QHBoxLayout(card)
    row.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
    row.setSpacing(GAP_M)
    row.addWidget(ChipLabel(Chip("您的事都办完了", Tone.GOOD)))
    row.addWidget(sub(_COMES_BY_ITSELF), 1)
    return card


def _scrolling(*widgets: QWidget) -> QScrollArea:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_S)
    for each in widgets:
        column.addWidget(each)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    # Only now: setting a widget makes Qt fill its background with the window's colour.
    inside.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area

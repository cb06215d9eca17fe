"""登录记录: who signed in on this computer, was refused or left. For administrators; nothing can be done here but look."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.page import PageFrame
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import sub
from school_desk.kernel.clock import local_text
from school_desk.overview.sign_ins import PAGE, SignInLine, sign_in_count, sign_ins
from school_desk.terms.sign_ins import FAILURES, STEPS, SignInStep

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_TABS = (FilterTab("all", "全部"), FilterTab("failures", "没有成功", Tone.WARN))
# A login that nobody has may be a password typed in the wrong place.
_HINT = "只记这台电脑上的登录，企业网站的在总台上。密码和不认识的登录名从不记下。"
_TONES = {SignInStep.LOCKED: Tone.BAD, SignInStep.SIGNED_IN: Tone.GOOD}


class _Answer(NamedTuple):
    rows: tuple[SignInLine, ...]
    total: int


class SignInsScreen(Screen):
    """The list, the newest first, and the failures alone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[SignInLine, ...] = ()
        self._total = 0
        self.tabs = FilterTabs(_TABS, name="登录记录")
        self.tabs.chosen.connect(lambda _: self._ask_anew())
        self.table = RowTable(_columns(), name="登录记录")
        self.table.set_empty("没有记录", "有人登录、退出或输错密码时，这里会多一条。", icon="lock")
        self.table.set_loading(True)
        self.more_button = action_button("", "chevron-down", role="link", on=self.show_more)
        self._frame = PageFrame("登录记录")
        self._frame.add_bar(self.tabs)
        self._frame.set_content(self._content())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def entered(self) -> None:
        """Nobody signs in by a command: always looked for anew."""
        self.table.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Asks again for as many lines as are shown."""
        limit = max(PAGE, len(self._rows))
        self.desk.ask(self, partial(_answer, self._failures(), limit), self._set_answer)

    def show_more(self) -> None:
        """Asks for the next lines."""
        if self._rows:
            self.desk.ask(self, partial(_page, self._failures(), self._rows[-1].id), self._add_rows)

    def _content(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(sub(_HINT, wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.more_button.hide()
        return whole

    def _failures(self) -> bool:
        return self.tabs.current() == "failures"

    def _ask_anew(self) -> None:
        self._rows = ()
        self.refresh()

    def _set_answer(self, answer: _Answer) -> None:
        self._total = answer.total
        self._show_rows(answer.rows)

    def _add_rows(self, rows: tuple[SignInLine, ...]) -> None:
        self._show_rows((*self._rows, *rows))

    def _show_rows(self, rows: tuple[SignInLine, ...]) -> None:
        self._rows = rows
        self.table.set_rows(rows)
        left = self._total - len(rows)
        self.more_button.setText(f"再显示 {min(PAGE, left)} 条（还有 {left:,} 条）")
        self.more_button.setVisible(left > 0)
        self._frame.set_count(f"共 {self._total:,} 条" if rows else "")


def _answer(failures: bool, limit: int, session: ReadSession, school_id: str) -> _Answer:
    rows = sign_ins(session, school_id, failures=failures, limit=limit)
    return _Answer(rows, sign_in_count(session, school_id, failures=failures))


def _page(failures: bool, before_id: str, session: ReadSession, school_id: str) -> tuple[SignInLine, ...]:
    return sign_ins(session, school_id, failures=failures, before_id=before_id)


def _chip(row: SignInLine) -> Chip:
    usual = Tone.WARN if row.step in FAILURES else Tone.NEUTRAL
    return Chip(STEPS[row.step], _TONES.get(row.step, usual))


def _columns() -> tuple[Column, ...]:
    return (
        Column("at", "时间", 140, value=lambda row: local_text(row.at)),
        Column("who", "谁", 110, value=lambda row: row.who or "不认识"),
        Column("login", "登录名", 120),
        Column("step", "事项", 180, "chip", value=_chip, stretch=True),
        Column("place", "电脑", 130, muted=True),
    )

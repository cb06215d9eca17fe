"""The one window: entrance, then side bar, pages, toasts and the status line. It knows pages by their keys only."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from school_desk.desk.finder import Finder
from school_desk.desk.navigation import Page, allowed_pages, make_screen, page, pages_for
from school_desk.desk.password import change_password
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.sync_line import KEYS, SyncLine
from school_desk.desk.sync_state import SyncState
from school_desk.desk.syncing import Syncing
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, GAP_XL, GAP_XS
from school_desk.desk.watch import Watch
from school_desk.desk.widgets.buttons import tool_button
from school_desk.desk.widgets.side_bar import SideBar, SideItem, SideSection
from school_desk.desk.widgets.texts import caption, in_two_lines, strong
from school_desk.desk.widgets.toast import Toasts, ToastStrip

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

TITLE = "培训学校工作台"


class MainWindow(QMainWindow):
    """The window. `sign_out_requested`: the person wants to leave the desk to somebody else."""

    sign_out_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.resize(1366, 820)
        self.setMinimumSize(1024, 640)
        self._pages = QStackedWidget()
        self._screens: dict[str, Screen] = {}
        self._side: SideBar | None = None
        self._desk: Desk | None = None
        self._toasts: Toasts | None = None
        self._finder: Finder | None = None
        # After the page in front has asked for its rows: the counts come with them, and a burst of changes is counted once.
        self._count_soon = QTimer(self, singleShot=True, interval=0)
        self._count_soon.timeout.connect(self._ask_counts)
        self._status, self._place = caption(""), caption("")
        self._status_words = ""
        self._sync_line: SyncLine | None = None

    def show_entrance(self, entrance: QWidget) -> None:
        """Shows the page before the desk."""
        self._desk, self._side, self._finder, self._sync_line, self._screens = None, None, None, None, {}
        self._status, self._place = caption(""), caption("")  # those before go with the desk
        self._count_soon.stop()
        if self._toasts is not None:
            self._toasts.close_shown()
            self._toasts = None
        self.setCentralWidget(entrance)

    def show_desk(self, desk: Desk) -> None:
        """Opens the desk of a signed-in person on its first page."""
        self._desk = desk
        self._pages = QStackedWidget()
        self._side = self._make_side_bar(desk)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        strip = ToastStrip(self._make_status(desk))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(strip)
        row.addWidget(self._side)
        row.addLayout(column, 1)
        self.setCentralWidget(body)
        self._toasts = Toasts(strip, own_shortcut=False)
        desk.told.connect(self._tell)
        desk.screen_requested.connect(self.open_page)
        QShortcut(QKeySequence.StandardKey.Undo, body).activated.connect(self._undo)
        self._finder = Finder(body, desk, self._pages.currentWidget)
        desk.changed.connect(lambda _changes: self._count_soon.start())
        Watch(desk, body)
        Syncing(desk, body).changed.connect(self._show_sync)
        QShortcut(QKeySequence(KEYS), body).activated.connect(desk.sync_requested)
        self._count_soon.start()
        self.open_page(pages_for(desk)[0].key)

    @property
    def desk(self) -> Desk | None:
        """The desk of the signed-in person."""
        return self._desk

    def open_page(self, key: str, focus: Any = None) -> None:
        """Brings a page to the front, making its screen when it is first opened."""
        if self._desk is None or self._side is None:
            return
        screen = self._screens.get(key)
        if screen is None:
            screen = self._screens[key] = make_screen(page(key), self._desk)
            self._pages.addWidget(screen)
        self._side.choose(key)
        self._pages.setCurrentWidget(screen)
        screen.entered()
        if focus is not None:
            screen.take_focus(focus)

    def screen_of(self, key: str) -> Screen:
        """The screen of a page that was opened."""
        return self._screens[key]

    def set_count(self, key: str, count: int) -> None:
        """The number of things waiting in a page, beside its name."""
        if self._side is not None:
            self._side.set_count(key, count)

    def set_status(self, text: str) -> None:
        """The left of the status line: the last backup."""
        self._status_words = text
        self._status.setText(text)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Waits for nothing: what was decided is saved already."""
        event.accept()

    def _make_side_bar(self, desk: Desk) -> SideBar:
        sections = [
            SideSection(title, [_item(entry) for entry in entries])
            for title, entries in groupby(allowed_pages(desk), key=lambda entry: entry.section)
        ]
        side = SideBar(sections)
        for entry in set(allowed_pages(desk)) - set(pages_for(desk)):
            side.set_shown(entry.key, False)
        side.set_header(_header(desk, side.width()))
        side.set_footer(self._footer(desk))
        side.chosen.connect(self.open_page)
        return side

    def _make_status(self, desk: Desk) -> QWidget:
        self._status = caption(self._status_words)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(GAP_XL, 0, GAP_XL, GAP_S)
        row.addWidget(self._status, 1)
        self._place = caption(f"单机使用 · 数据在本机 · {desk.school.name}")
        row.addWidget(self._place)
        return line

    def _show_sync(self, state: SyncState) -> None:
        desk = self._desk
        if desk is None or self._side is None or self._sync_line is None:
            return
        if self._sync_line.isHidden():
            self._place.setText(f"{state.standing.desk_no} 号机 · 数据在本机和总台 · {desk.school.name}")
            for entry in pages_for(desk):
                self._side.set_shown(entry.key, True)
            self._count_soon.start()
        self._sync_line.show_state(state)

    def _footer(self, desk: Desk) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(GAP_S, 0, GAP_S, GAP_S)
        column.setSpacing(0)
        self._sync_line = SyncLine(desk)
        column.addWidget(self._sync_line)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setContentsMargins(GAP_S, GAP_XS, GAP_XS, GAP_XS)
        row.setSpacing(GAP_XS)
        row.addWidget(strong(desk.actor.name), 1)
        row.addWidget(tool_button("key", "修改密码", on=partial(change_password, self, desk)))
        row.addWidget(tool_button("exit", "退出登录", on=self.sign_out_requested.emit))
        return foot

    def _ask_counts(self) -> None:
        desk = self._desk
        if desk is None:
            return
        today, roles = desk.today, desk.actor.roles

        def question(session: ReadSession, school_id: str) -> dict[str, int]:
            from school_desk.overview.hub_standing import open_refusals
            from school_desk.overview.workbench import counts_by_screen

            counts = counts_by_screen(session, school_id, today, roles)
            return counts | {"refusals": open_refusals(session, school_id)}

        desk.ask(self, question, self._show_counts, key="counts")

    def _show_counts(self, counts: dict[str, int]) -> None:
        for entry in pages_for(self._desk) if self._desk is not None else ():
            self.set_count(entry.key, counts.get(entry.key, 0))

    def _tell(self, sentence: str, tone: str, command_id: str) -> None:
        if self._toasts is None or self._desk is None:
            return
        desk = self._desk
        if tone in ("bad", "warn"):
            self._toasts.fail(sentence)
        else:
            self._toasts.say(sentence, (lambda: desk.undo(command_id)) if command_id else None)

    def _undo(self) -> None:
        if self._desk is not None:
            self._desk.undo()


def _item(entry: Page) -> SideItem:
    return SideItem(entry.key, entry.label, entry.icon)


def _header(desk: Desk, width: int) -> QWidget:
    head = QWidget()
    column = QVBoxLayout(head)
    column.setContentsMargins(GAP_L, GAP_M, GAP_M, GAP_S)
    column.setSpacing(2)
    column.addWidget(strong(TITLE))
    name = caption(in_two_lines(desk.school.name, width - GAP_L - GAP_M), wrap=True)
    name.setAlignment(Qt.AlignmentFlag.AlignLeft)
    column.addWidget(name)
    return head

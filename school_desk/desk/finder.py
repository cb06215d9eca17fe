"""Ctrl+K: every page, every action of the page in front, and records by a few letters, wherever they lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from school_desk.desk.navigation import pages_for
from school_desk.desk.services import Desk
from school_desk.desk.widgets.palette import CommandPalette, PaletteEntry

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession
    from school_desk.overview.finding import FoundRecord

_ICONS = {"学员": "trainee", "企业": "enterprise", "报名批次": "roster", "考核计划": "exam"}


class Finder(QObject):
    """The palette of one signed-in person. `page_in_front` gives the page whose buttons are offered; what is chosen goes to `desk`."""

    def __init__(self, window: QWidget, desk: Desk, page_in_front: Callable[[], QWidget | None]) -> None:
        super().__init__(window)
        self._desk = desk
        self._page_in_front = page_in_front
        self._actions: dict[str, Callable[[], Any]] = {}
        self.palette = CommandPalette(window, shortcut="")
        self.palette.chosen.connect(self._carry_out)
        self.palette.words_changed.connect(self._find)
        QShortcut(QKeySequence("Ctrl+K"), window).activated.connect(self.open)

    def open(self) -> None:
        """Opens the palette on what can be done now."""
        self._actions = {}
        self.palette.set_entries([*self._buttons(), *self._pages()])
        self.palette.open()

    def _pages(self) -> Iterator[PaletteEntry]:
        for page in pages_for(self._desk):
            key = f"page/{page.key}"
            self._actions[key] = partial(self._desk.open_screen, page.key)
            yield PaletteEntry(key, page.label, icon=page.icon, search=page.pinyin, group=page.section or "首页")

    def _buttons(self) -> Iterator[PaletteEntry]:
        front = self._page_in_front()
        for place, button in enumerate(front.findChildren(QPushButton) if front is not None else ()):
            words = button.text().replace("&", "").rstrip("…")
            if words and button.isVisible() and button.isEnabled() and not button.isCheckable():
                key = f"button/{place}"
                self._actions[key] = button.click
                yield PaletteEntry(key, words, icon="arrow-right", group="本页")

    def _find(self, words: str) -> None:
        if not words:
            self.palette.set_found(())
            return
        today = self._desk.today

        def question(session: ReadSession, school_id: str) -> tuple[FoundRecord, ...]:
            from school_desk.overview.finding import find_records

            return find_records(session, school_id, words, today)

        self._desk.ask(self, question, self._found, key="records")

    def _found(self, records: tuple[FoundRecord, ...]) -> None:
        seen = {page.key for page in pages_for(self._desk)}
        entries = []
        for place, record in enumerate(records):
            if record.screen in seen:
                key = f"record/{place}"
                self._actions[key] = partial(self._desk.open_screen, record.screen, record.focus)
                icon = _ICONS[record.kind]
                entries.append(PaletteEntry(key, record.title, record.detail, icon=icon, group=record.kind))
        self.palette.set_found(entries)

    def _carry_out(self, key: str) -> None:
        self._actions[key]()

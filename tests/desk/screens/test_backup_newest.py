"""备份: a preview that comes late is of a backup that is not wanted any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from school_desk.adapters import safekeeping
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.kernel.backup import Reason
from school_desk.kernel.clock import local_text
from school_desk.kernel.errors import RuleViolation
from tests.desk.desk_fixtures import settle
from tests.desk.screens.test_backup import opened, panel_text
from tests.school import Office
from tests.store.keeping import back_up, filled


class Readers:
    """Previews that are read when the test wants them to be, whatever was cancelled."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = desk
        self._asked: list[tuple[tuple[Any, ...], Callable[[Any], None], Callable[[BaseException], None]]] = []
        monkeypatch.setattr(desk, "job", self._job)

    def _job(
        self,
        _owner: object,
        _function: str,
        *arguments: Any,
        then: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        on_progress: object = None,
    ) -> Readers:
        self._asked.append((arguments, then, failed))
        return self

    def cancel(self) -> None:
        """Too late: it is being delivered."""

    def deliver(self, place: int) -> None:
        arguments, then, _ = self._asked[place]
        then(safekeeping.preview(*arguments))

    def fail(self, place: int) -> None:
        self._asked[place][2](RuleViolation("backup.damaged", "这份备份读不出来。"))


@pytest.fixture
def readers(desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch) -> Readers:
    filled(office)
    back_up(office)
    office.move_to(2026, 8, 4, 8, 30)
    back_up(office, reason=Reason.IMPORT)
    return Readers(desk, monkeypatch)


def test_the_backup_chosen_last_is_shown_though_the_one_before_answers_later(
    qtbot: QtBot, desk: Desk, readers: Readers
) -> None:
    screen = opened(qtbot, desk)
    newer, older = screen.table.rows()
    screen.table.activated.emit(older)
    screen.table.activated.emit(newer)
    readers.deliver(1)
    readers.deliver(0)
    settle(qtbot, desk)
    assert local_text(newer.made_at) in panel_text(screen)
    assert local_text(older.made_at) not in panel_text(screen)
    readers.fail(0)
    assert screen.panel.isVisible()


def test_a_closed_panel_stays_closed(qtbot: QtBot, desk: Desk, readers: Readers) -> None:
    screen = opened(qtbot, desk)
    newer, older = screen.table.rows()
    screen.table.activated.emit(newer)
    readers.deliver(0)
    screen.table.activated.emit(older)
    screen.panel.close_panel()
    settle(qtbot, desk)
    assert "正在核对" not in screen._frame._count.text()
    readers.deliver(1)
    settle(qtbot, desk)
    assert not screen.panel.isVisible()
    screen.table.activated.emit(older)
    readers.deliver(2)
    assert local_text(older.made_at) in panel_text(screen)


def test_a_preview_takes_no_form_away(qtbot: QtBot, desk: Desk, readers: Readers) -> None:
    screen = opened(qtbot, desk)
    screen.table.activated.emit(screen.table.rows()[0])
    screen.move_form()
    readers.deliver(0)
    settle(qtbot, desk)
    assert screen.panel.findChildren(Form)
    assert "恢复到这份备份…" not in [one.text() for one in screen.panel.findChildren(QPushButton)]

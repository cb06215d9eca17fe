"""A desk to test screens on: a signed-in person with every role on a school of their own, and how to wait until nothing is under way."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.collecting import Collecting
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.theme import apply_theme
from tests.school import Office

Told = list[tuple[str, str]]


@pytest.fixture
def desk(office: Office, qapp: QApplication) -> Iterator[Desk]:
    """The desk of somebody with every role; no toast is shown, `told` hears the sentences."""
    apply_theme(qapp, dark=False)
    made = Desk(office.school, office.admin_of_all(), Tasks())
    made.failed.connect(_raise)
    yield made
    made.tasks.close()


@pytest.fixture
def told(desk: Desk) -> Told:
    """What the desk told the person: (sentence, tone), the latest last."""
    sentences: Told = []
    desk.told.connect(lambda sentence, tone, _command_id: sentences.append((sentence, tone)))
    return sentences


def settle(qtbot: QtBot, desk: Desk, timeout_ms: int = 10_000) -> None:
    """Waits until nothing is under way on the desk, and what follows from a key or an answer has happened."""
    rest(qtbot, desk.tasks, timeout_ms)


@contextmanager
def nothing_written(desk: Desk) -> Iterator[None]:
    """Within, what is decided is still being written: the writer is busy with something else."""
    busy = threading.Event()
    desk.tasks.write(desk, busy.wait, lambda _: None, _raise)
    try:
        yield
    finally:
        busy.set()


@contextmanager
def collected_here() -> Iterator[None]:
    """While a Hub's threads run in this process, garbage is collected on this thread only: they would take earlier tests' widgets apart."""
    gc.collect()
    collecting = Collecting()
    try:
        yield
    finally:
        collecting.stop()


def rest(qtbot: QtBot, tasks: Tasks, timeout_ms: int = 10_000) -> None:
    """Waits until every question, command and job has come back, and what they set off has happened.

    Idle alone is a turn too early: Qt shows what an answer put into a visible layout, and lays it out, with the next turns of its loop.
    """

    def at_rest() -> bool:
        if not tasks.idle:
            return False
        QApplication.processEvents()
        QApplication.processEvents()
        return tasks.idle

    QApplication.processEvents()
    qtbot.waitUntil(at_rest, timeout=timeout_ms)


def show(qtbot: QtBot, screen: QWidget, width: int = 1158, height: int = 780) -> None:
    """Shows a widget (a screen is entered, too) as large as it is in a window of 1366 × 820 beside the side bar."""
    qtbot.addWidget(screen)
    screen.resize(width, height)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    if isinstance(screen, Screen):
        screen.entered()


def type_in(field: QWidget, text: str) -> None:
    """Typing into the field that has the cursor; an input method writes what is not on the keyboard."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(field, letter)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(letter)
            QApplication.sendEvent(field, event)


def drop_files(target: QWidget, *paths: str | Path) -> None:
    """Files dragged over `target` and let go there."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, copy = QPointF(target.rect().center()), Qt.DropAction.CopyAction
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(place, copy, mime, *held))
    QApplication.sendEvent(target, QDropEvent(place, copy, mime, *held))


def picture(screen: QWidget, path: Path) -> Path:
    """Writes what the screen shows as a PNG, for people to look at."""
    path.parent.mkdir(parents=True, exist_ok=True)
    screen.grab().save(str(path))
    return path


def _raise(fault: BaseException) -> None:
    raise fault

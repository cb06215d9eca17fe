"""Cyclic garbage that a reader leaves is collected on Qt's thread, never where it may meet Qt at work."""

from __future__ import annotations

import gc
import threading
from typing import Any, ClassVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.desk.tasks import Tasks

COUNT = 5_000


class Ring:
    """Garbage that only a collection frees; it notes in which thread."""

    freed_in: ClassVar[set[threading.Thread]] = set()

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Ring.freed_in.add(threading.current_thread())


def test_readers_never_collect(qtbot: QtBot, qapp: QApplication) -> None:
    tasks, owner = Tasks(), QObject()
    answers: list[Any] = []

    def work() -> int:
        return len([Ring() for _ in range(COUNT)])

    Ring.freed_in = set()
    tasks.read(owner, "rings", work, answers.append, answers.append)
    qtbot.waitUntil(lambda: answers == [COUNT])
    assert Ring.freed_in == set()
    tasks.collecting.collect()
    assert Ring.freed_in == {threading.current_thread()}
    tasks.close()


def test_python_collects_again_when_the_last_has_ended(qapp: QApplication) -> None:
    gc.enable()  # as in the program; while tests run it is off
    first, second = Tasks(), Tasks()
    assert not gc.isenabled()
    first.close()
    first.close()
    assert not gc.isenabled()
    second.close()
    assert gc.isenabled()


def test_what_is_loaded_is_passed_over_until_the_last_has_ended(qapp: QApplication) -> None:
    tasks = Tasks()
    tasks.collecting.pass_over_what_is_loaded()
    assert gc.get_freeze_count() > 0
    tasks.close()
    assert gc.get_freeze_count() == 0

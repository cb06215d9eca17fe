"""The desk's background thread: nobody waits for it, and once the desk is closed it does nothing more here."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.desk.tasks import Tasks

Heard = list[object]


@pytest.fixture
def tasks(qapp: QApplication) -> Tasks:
    return Tasks()


def test_it_is_not_waited_for_and_comes_back_to_qts_thread(qtbot: QtBot, tasks: Tasks) -> None:
    go_on, heard = threading.Event(), Heard()
    tasks.background(tasks, go_on.wait, lambda answer: heard.append((answer, threading.current_thread())), heard.append)
    assert tasks.idle
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(True, threading.main_thread())]
    tasks.close()


def test_a_fault_is_told(qtbot: QtBot, tasks: Tasks) -> None:
    heard = Heard()
    tasks.background(tasks, lambda: 1 // 0, heard.append, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], ZeroDivisionError)
    tasks.close()


def test_closing_waits_for_what_it_does_here(tasks: Tasks) -> None:
    begun, done = threading.Event(), Heard()

    def work() -> None:
        begun.set()
        while not tasks._closing:
            continue
        done.append("written")

    tasks.background(tasks, work, lambda _: None, done.append)
    begun.wait()
    tasks.close()
    assert done == ["written"]


def test_closing_does_not_wait_for_the_line_and_nothing_is_written_later(tasks: Tasks) -> None:
    asked, answered, done = threading.Event(), threading.Event(), Heard()

    def work() -> None:
        try:
            with tasks.away():
                asked.set()
                answered.wait()
            done.append("written")
        finally:
            done.append("left")
            left.set()

    left = threading.Event()
    tasks.background(tasks, work, done.append, done.append)
    asked.wait()
    tasks.close()
    answered.set()
    left.wait()
    assert done == ["left"]

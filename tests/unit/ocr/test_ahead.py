"""Opening ahead: once, also when several ask; what goes wrong is told to whoever asks, and to nobody else."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from school_desk.adapters.ocr.ahead import Ahead


def test_it_is_opened_once_whoever_asks() -> None:
    opened, gate = list[int](), threading.Event()

    def slow() -> int:
        gate.wait(10)
        opened.append(1)
        return len(opened)

    ahead = Ahead(slow)
    ahead.begin()
    ahead.begin()
    assert not ahead.is_open
    with ThreadPoolExecutor(4) as askers:
        answers = [askers.submit(ahead.get) for _ in range(4)]
        gate.set()
        assert [answer.result(10) for answer in answers] == [1, 1, 1, 1]
    assert ahead.is_open
    ahead.begin()
    assert opened == [1]


def test_what_fails_meanwhile_is_told_when_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    tried = threading.Semaphore(0)

    def fails() -> int:
        tried.release()
        raise OSError("no such file")

    ahead = Ahead(fails)
    ahead.begin()
    assert tried.acquire(timeout=10)
    with pytest.raises(OSError, match="no such file"):
        ahead.get()
    assert not ahead.is_open
    assert capfd.readouterr() == ("", "")

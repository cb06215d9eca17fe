"""A page that hangs is given up; one whose computer slept, or whose program was stopped at the terminal, is not."""

from __future__ import annotations

from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any, cast

import pytest

from school_desk.intake import batch
from school_desk.intake.batch import Batch
from school_desk.intake.inbox import FoundFile
from school_desk.intake.paper_files import ReadFile, ReadPage
from school_desk.kernel.errors import Cancelled

READ = ReadPage("ab" * 32, 1, (ReadFile({"kind": "slip", "problems": []}, failed=False),))


class Clock:
    """What the batch takes for the time."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


class Work:
    """In the place of a pool with one worker and of its one job, which answers when told to."""

    size = 1

    def __init__(self) -> None:
        self.future: Future[ReadPage] = Future()

    def submit(self, *_: Any) -> Work:
        return self

    def cancel(self) -> None:
        self.future.set_exception(Cancelled())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(batch, "time", SimpleNamespace(monotonic=made.monotonic))
    monkeypatch.setattr(batch, "_LOOK_S", 0.0)
    return made


def test_a_worker_that_hangs_is_given_up_with_its_file(clock: Clock) -> None:
    work = Work()

    def tick() -> None:
        clock.now += 3

    ((_, papers),) = Batch([FoundFile("1.jpg", "1.jpg")], "slip", cast("Any", work), None).run(tick)
    assert "识别了 15 分钟还没有完" in papers[0].reading["problems"][0]
    assert 900 < clock.now < 920


def test_the_time_that_nothing_ran_does_not_count(clock: Clock) -> None:
    work, looks = Work(), 0

    def sleep_then_answer() -> None:
        nonlocal looks
        looks += 1
        clock.now += 10 * 3600
        if looks == 3:
            work.future.set_result(READ)

    ((_, papers),) = Batch([FoundFile("1.jpg", "1.jpg")], "slip", cast("Any", work), None).run(sleep_then_answer)
    assert papers == READ.papers

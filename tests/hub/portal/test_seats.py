"""Those who wait for a worker are few at a time, and nobody keeps a seat when a file cannot be made or read."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from school_desk.hub.portal import downloads, photos, uploads
from school_desk.hub.portal.bodies import Upload
from school_desk.hub.portal.seats import a_seat
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.jobs import Job, JobPool
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind
from tests.hub.portal.browser import jpeg


class Closed:
    """A pool that takes no job: the Hub is being ended while somebody still asks."""

    def submit(self, _function: str, *_arguments: Any) -> Any:
        raise RuntimeError("the pool is closed")


POOL = cast("JobPool", Closed())
VISIT: Any = SimpleNamespace(site=SimpleNamespace(jobs=POOL))
LICENCE = {DocumentKind.YYZZ: Upload("yyzz.jpg", jpeg())}
ASKED: dict[str, tuple[Any, Callable[[], object]]] = {
    "a file to be made": (downloads._waiting, lambda: downloads.made(VISIT, "any:thing")),
    "a file to be read": (uploads._reading, lambda: uploads.read(VISIT, "any:thing")),
    "files to be read": (uploads._reading, lambda: uploads.read_each(VISIT, "any:thing", [()])),
    "photos to be judged": (photos._judging, lambda: photos.judge_all(POOL, LICENCE)),
}


class OneCrashes:
    """A pool whose first job ends in a fault while the others are still at work."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def submit(self, function: str, *arguments: Any) -> Job:
        job = Job(function, arguments, None)
        if not self.jobs:
            job.future.set_exception(EnvironmentFault("job.crashed", "后台处理程序意外退出。"))
        self.jobs.append(job)
        return job


def test_nobody_reads_the_other_photos_when_one_ends_in_a_fault() -> None:
    """They would be read for nobody, while the seat is given to the next visitor."""
    pool, three = OneCrashes(), {kind: Upload(f"{kind}.jpg", jpeg()) for kind in ENTERPRISE_KINDS}
    with pytest.raises(EnvironmentFault, match="意外退出"):
        photos.judge_all(cast("JobPool", pool), three)
    assert [job.cancelled for job in pool.jobs[1:]] == [True, True]


class NeverDone:
    """A pool whose jobs do not end."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def submit(self, function: str, *arguments: Any) -> Job:
        self.jobs.append(Job(function, arguments, None))
        return self.jobs[-1]


def test_several_are_read_in_the_time_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What finds no time left is not read, and nobody reads it on."""
    monkeypatch.setattr(uploads, "_TIMEOUT_S", 0.2)
    pool = NeverDone()
    visit: Any = SimpleNamespace(site=SimpleNamespace(jobs=pool))
    began = time.monotonic()
    assert uploads.read_each(visit, "any:thing", [(1,), (2,), (3,)]) == [None, None, None]
    assert time.monotonic() - began < 3 * 0.2
    assert [(job.arguments, job.cancelled) for job in pool.jobs] == [((1,), True), ((2,), True), ((3,), True)]


@pytest.mark.parametrize("name", ASKED)
def test_a_seat_is_given_back_however_it_ends(name: str) -> None:
    seats, ask = ASKED[name]
    free = seats._value
    for _ in range(free + 1):  # one more than there are: the last would find none left
        with pytest.raises(RuntimeError, match="the pool is closed"):
            ask()
    assert seats._value == free


@pytest.mark.parametrize("name", ASKED)
def test_who_finds_no_seat_is_told_so_at_once(name: str) -> None:
    seats, ask = ASKED[name]
    taken = [a_seat(seats, "taken", "") for _ in range(seats._value)]
    for seat in taken:
        seat.__enter__()
    try:
        with pytest.raises(EnvironmentFault, match="过一分钟再"):
            ask()
    finally:
        for seat in taken:
            seat.__exit__(None, None, None)

"""Those who wait for a worker are few at a time, and nobody keeps a seat when a file cannot be made or read."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from school_desk.hub.portal import downloads, photos, uploads
from school_desk.hub.portal.bodies import Upload
from school_desk.hub.portal.seats import a_seat
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.jobs import JobPool
from school_desk.terms.uploads import DocumentKind
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
    "photos to be judged": (photos._judging, lambda: photos.judge_all(POOL, LICENCE)),
}


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

"""What waits to be handed in is nobody's after two hours, is taken away by whoever comes then, and survives two who come at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from school_desk.hub.portal.drafts import KEPT_FOR, Drafts
from school_desk.hub.portal.routes import portal_routes
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import ScriptedClock
from tests.hub.portal.browser import Browser, Website
from tests.school import START

MINUTE = timedelta(minutes=1)
OVER = KEPT_FOR + MINUTE


@pytest.fixture
def clock() -> ScriptedClock:
    return ScriptedClock(START)


@pytest.fixture
def drafts(tmp_path: Path, clock: ScriptedClock) -> Drafts:
    return Drafts(tmp_path / "rosters", Cipher(bytes(32)), clock)


def test_a_draft_that_was_left_alone_answers_no_more(drafts: Drafts, clock: ScriptedClock) -> None:
    """Nobody else need come for that."""
    drafts.keep_file("one", "roster", b"330501199001011234")
    drafts.keep_answers("one", {"name": "名单.xlsx"})
    clock.move_to(clock.now() + KEPT_FOR - MINUTE)
    assert drafts.answers("one") == {"name": "名单.xlsx"}
    clock.move_to(clock.now() + 2 * MINUTE)
    assert drafts.answers("one") == {}
    assert drafts.file("one", "roster") is None


def test_a_new_draft_has_nothing_of_the_one_that_ran_out(drafts: Drafts, clock: ScriptedClock) -> None:
    drafts.keep_file("one", "roster", b"old")
    drafts.keep_answers("one", {"batch": "BM1"})
    clock.move_to(clock.now() + OVER)
    drafts.keep_file("one", "roster", b"new")
    assert (drafts.file("one", "roster"), drafts.answers("one")) == (b"new", {})


@pytest.mark.parametrize("gone", ["before it is looked at", "while it is taken away"])
def test_two_may_take_the_same_away(
    drafts: Drafts, clock: ScriptedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    drafts.keep_file("one", "roster", b"old")
    (place,) = (tmp_path / "rosters").iterdir()
    clock.move_to(clock.now() + OVER)
    glob, remove = Path.glob, shutil.rmtree

    def dropped_meanwhile(folder: Path, pattern: str) -> Iterator[Path]:
        found = list(glob(folder, pattern))
        remove(place, ignore_errors=True)
        return iter(found)

    def dropped_first(folder: Path, *, ignore_errors: bool) -> None:
        remove(place)
        remove(folder, ignore_errors=ignore_errors)

    if gone == "before it is looked at":
        monkeypatch.setattr(Path, "glob", dropped_meanwhile)
    else:
        monkeypatch.setattr(shutil, "rmtree", dropped_first)
    drafts.keep_file("two", "roster", b"new")
    assert drafts.file("two", "roster") == b"new"
    assert not place.exists()


def started_anew(site: Website) -> None:
    portal_routes(site.school, site.reader)  # type: ignore[arg-type]


def somebody_signs_in(site: Website) -> None:
    site.browser("10.0.0.2").register(1)


@pytest.mark.parametrize("come", [started_anew, somebody_signs_in])
def test_what_was_left_alone_goes_without_another_of_its_kind(
    site: Website, browser: Browser, come: Callable[[Website], None]
) -> None:
    """A school may have one roster a month: it has everybody's whole numbers."""
    browser.register()
    folder = site.school.folder.root / "rosters"
    Drafts(folder, site.school.database.cipher, site.clock).keep_file("account", "roster", b"x")
    come(site)
    assert len(list(folder.iterdir())) == 1, "not before its time"
    site.clock.move_to(site.clock.now() + OVER)
    if come is somebody_signs_in:
        browser.sign_in()
    else:
        come(site)
    assert list(folder.iterdir()) == []

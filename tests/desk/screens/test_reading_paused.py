"""识别材料 of a whole queue: paused, it finishes what is at work and begins nothing; then it goes on, is given up, or left for tomorrow."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.enterprises import paper_reader
from school_desk.desk.screens.enterprises.paper_reader import PaperReader
from school_desk.desk.screens.enterprises.review import ReviewScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from tests.desk.desk_fixtures import settle, show
from tests.desk.screens.handed_in import register, sheet
from tests.desk.screens.hands import press, text_of
from tests.desk.screens.paper_fakes import READ, photo
from tests.school import Office

SLOTS = ("yyzz", "cns", "zzzs")


@pytest.fixture(autouse=True)
def pretend_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_reader, "READ", READ)


def unread(office: Office, *enterprises: str) -> int:
    return sum(len(sheet(office, one).assessment.unread) for one in enterprises)


def five_begun(desk: Desk) -> tuple[PaperReader, list[str]]:
    """A reader with five photos, two of them at work, and whose were read."""
    reader, done = PaperReader(desk, desk, keep=False), list[str]()
    reader.ready.connect(lambda name, _slot, _reading: done.append(name))
    for number in range(5):
        ask(reader, number)
    return reader, done


def ask(reader: PaperReader, number: int) -> None:
    reader.read(f"photo {number}", "yyzz", partial(photo, "yyzz"))


def test_what_is_at_work_is_finished_and_the_rest_waits(qtbot: QtBot, desk: Desk) -> None:
    reader, done = five_begun(desk)
    reader.set_paused(True)
    settle(qtbot, desk, 30_000)
    assert sorted(done) == ["photo 0", "photo 1"]
    ask(reader, 5)
    settle(qtbot, desk, 30_000)
    assert len(done) == 2, "what comes meanwhile waits, too"
    assert reader.is_reading("photo 5", "yyzz")
    reader.set_paused(False)
    settle(qtbot, desk, 30_000)
    assert sorted(done) == [f"photo {number}" for number in range(6)], "each once"


def test_what_is_paused_can_be_given_up_and_later_photos_are_read(qtbot: QtBot, desk: Desk) -> None:
    reader, done = five_begun(desk)
    told: list[tuple[int, int]] = []
    reader.progressed.connect(lambda *step: told.append(step))
    reader.set_paused(True)
    settle(qtbot, desk, 30_000)
    assert told[-1] == (2, 5)
    reader.stop()
    settle(qtbot, desk, 30_000)
    assert (told[-1][1], reader.is_paused, len(done)) == (0, False, 2)
    ask(reader, 6)
    settle(qtbot, desk, 30_000)
    assert done[2:] == ["photo 6"]


def test_the_review_pauses_and_goes_on_at_its_foot(qtbot: QtBot, desk: Desk, office: Office) -> None:
    both = register(office, unread=True), register(office, 1, unread=True)
    screen = ReviewScreen(desk)
    screen.reader.set_paused(True)
    show(qtbot, screen)
    settle(qtbot, desk, 30_000)
    assert unread(office, *both) == 6
    assert "识别材料已暂停\n0 / 6" in text_of(screen.jobs)
    press(qtbot, screen.jobs, "继续")
    settle(qtbot, desk, 30_000)
    assert unread(office, *both) == 0
    assert not screen.jobs.isVisible()


def test_the_pause_button_of_the_review_holds_its_reader(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, unread=True)
    screen = ReviewScreen(desk)
    show(qtbot, screen)
    for paused in (True, False):
        screen.jobs.pause_requested.emit("reading", paused)
        assert screen.reader.is_paused is paused
    settle(qtbot, desk, 30_000)


def test_a_window_closed_while_paused_loses_nothing(
    qtbot: QtBot, qapp: QApplication, desk: Desk, office: Office
) -> None:
    enterprise_id = register(office, unread=True)
    evening = Desk(office.school, office.admin_of_all(), Tasks())
    left = ReviewScreen(evening)
    left.reader.set_paused(True)
    show(qtbot, left)
    settle(qtbot, evening, 30_000)
    assert left.jobs.isVisible()
    left.close()
    evening.tasks.close()
    assert unread(office, enterprise_id) == len(SLOTS)
    morning = ReviewScreen(desk)
    show(qtbot, morning)
    settle(qtbot, desk, 30_000)
    assert unread(office, enterprise_id) == 0, "nobody has to remember that it was paused"

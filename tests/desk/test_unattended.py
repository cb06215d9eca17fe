"""While the sign-in page is up: what colleagues did elsewhere comes in, without a word; a computer that works alone asks once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.unattended import AWAY_MS, EVERY_MS, Unattended
from school_desk.staff.commands import AddStaff
from school_desk.staff.queries import actor
from school_desk.terms.roles import Role
from tests.desk.screens.joined import Joined, joined
from tests.sync.net import HASH


@pytest.fixture
def scene(founded: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Joined]:
    with joined(founded, tmp_path) as made:
        yield made


def waits(qtbot: QtBot, unattended: Unattended) -> int:
    """How long after its round it means to wait."""
    qtbot.waitUntil(unattended.timer.isActive, timeout=30_000)
    return unattended.timer.interval()


def test_a_new_colleague_can_sign_in_at_a_desk_where_nobody_sits(qtbot: QtBot, scene: Joined) -> None:
    scene.do(scene.there, AddStaff("li", "李出纳", (Role.FINANCE,), HASH), "admin")
    scene.there.sync()
    here = scene.here.school
    assert waits(qtbot, Unattended(here, scene.desk.tasks, scene.desk, reach=scene.wire.reach)) == EVERY_MS
    with here.reading() as session:
        assert actor(session, here.id, "li") is not None


def test_with_the_hub_away_it_waits_longer(qtbot: QtBot, scene: Joined) -> None:
    scene.wire.cut()
    unattended = Unattended(scene.here.school, scene.desk.tasks, scene.desk, reach=scene.wire.reach)
    assert waits(qtbot, unattended) == AWAY_MS
    scene.wire.mend()
    unattended.timer.setInterval(0)
    qtbot.waitUntil(lambda: scene.wire.rounds == 2 and unattended.timer.interval() == EVERY_MS, timeout=30_000)


def test_a_computer_alone_is_left_alone(qtbot: QtBot, desk: Desk) -> None:
    tasks, asked = Tasks(), []
    unattended = Unattended(desk.school, tasks, desk, reach=lambda _school: asked.append(1))
    tasks.background(desk, lambda: None, lambda _done: asked.append(0), lambda _fault: None)
    qtbot.waitUntil(lambda: asked == [0])
    assert not unattended.timer.isActive()
    tasks.close()

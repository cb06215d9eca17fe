"""Joining a Hub: from 设置 on a computer with the school's data, from the first page of an empty one; what goes wrong leaves all as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from school_desk.composition import found_school, open_school
from school_desk.desk.joining import ASKED
from school_desk.desk.screens.staff.settings import SettingsScreen
from school_desk.desk.sync_line import SyncLine
from school_desk.desk.syncing import Syncing
from school_desk.desk.theme import apply_theme
from school_desk.hub.founding import found_hub
from school_desk.hub.invitations import invite
from school_desk.hub.opening import HubSchool
from school_desk.kernel.backup import Reason, backups
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from tests.desk.desk_fixtures import collected_here, type_in
from tests.desk.screens.hands import retype
from tests.desk.test_program import Desk, start, started
from tests.desk.widgets.gallery import clipped
from tests.hub.serving import served
from tests.school import START

__all__ = ["started"]
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Scene:
    """A served Hub, and the folder of the computer that it was made of."""

    hub: HubSchool
    address: str
    lone: DataFolder


@pytest.fixture
def scene(founded: Path, tmp_path: Path) -> Iterator[Scene]:
    clock = ScriptedClock(START)
    shutil.copytree(founded, tmp_path / "data")
    lone = DataFolder(tmp_path / "data")
    school = open_school(lone, clock)
    found_hub(DataFolder(tmp_path / "hub"), school)
    school.close()
    with collected_here(), served(DataFolder(tmp_path / "hub"), clock) as (hub, address):
        yield Scene(hub, address, lone)


def join(desk: Desk, scene: Scene, code: str) -> None:
    """In 设置, by keys."""
    window = desk.program.window
    window.open_page("settings", "hub")
    desk.rest()
    screen = window.screen_of("settings")
    assert isinstance(screen, SettingsScreen)
    form = screen.hub.form
    for name, text in {"address": scene.address, "code": code, "name": "前台"}.items():
        retype(form.input(name), text)
    QTest.keyClick(form.input("name"), Qt.Key.Key_Return, CTRL)


def test_a_computer_with_the_schools_data_joins_from_the_settings(
    qtbot: QtBot, started: list[Desk], scene: Scene
) -> None:
    desk = start(qtbot, started, scene.lone)
    desk.sign_in()
    line = desk.program.window.findChild(SyncLine)
    assert line is not None
    assert not line.isVisible()
    join(desk, scene, invite(scene.hub))
    desk.wait_for_page("已加入总台，请登录。")
    assert backups(scene.lone)[0].reason is Reason.UPGRADE
    assert [row.name for row in scene.hub.desks()] == ["前台"]
    desk.sign_in()
    window = desk.program.window
    line, syncing = window.findChild(SyncLine), window.findChild(Syncing)
    assert line is not None
    assert syncing is not None
    qtbot.waitUntil(lambda: line.words.startswith("已同步"), timeout=30_000)
    window.open_page("settings", "hub")
    desk.rest()
    screen = window.screen_of("settings")
    assert isinstance(screen, SettingsScreen)
    for words in ("1 号机", scene.address, "上次同步"):
        assert words in desk.text
    assert not screen.hub.form.isVisible()
    desk.press("重新加入…")
    assert screen.hub.form.values()["address"] == scene.address


@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "words"),
    [("", "邀请码不对"), ("http://127.0.0.1:9", "连不上总台"), ("hub.example.cn", "应以 https:// 开头")],
    ids=["a wrong code", "no Hub there", "no address"],
)
def test_what_does_not_work_is_told_and_all_is_as_it_was(
    qtbot: QtBot, started: list[Desk], scene: Scene, address: str, words: str
) -> None:
    desk = start(qtbot, started, scene.lone)
    desk.sign_in()
    before = desk.counts()
    scene.address = address or scene.address
    join(desk, scene, "AAAA-AAAA")
    desk.wait_for_page("没有加入总台，数据和原来一样。")
    assert words in desk.text
    desk.sign_in()
    assert desk.counts() == before


def test_the_form_has_room_in_the_smallest_window(
    qtbot: QtBot, started: list[Desk], scene: Scene, qapp: QApplication
) -> None:
    apply_theme(qapp, dark=False)
    desk = start(qtbot, started, scene.lone)
    desk.sign_in()
    window = desk.program.window
    window.resize(1024, 640)
    window.open_page("settings", "hub")
    desk.rest()
    screen = window.screen_of("settings")
    assert isinstance(screen, SettingsScreen)
    qtbot.waitUntil(screen.hub.form.isVisible)
    QApplication.processEvents()
    assert clipped(screen) == []
    for name in ASKED:
        field = screen.hub.form.input(name)
        below = [one for one in field.parentWidget().findChildren(QLabel) if one.isVisible() and one.text() != "*"]
        assert not any(field.geometry().intersects(one.geometry()) for one in below if one.parent() is field.parent())


def test_another_schools_data_do_not_join(qtbot: QtBot, started: list[Desk], scene: Scene, tmp_path: Path) -> None:
    other = DataFolder(tmp_path / "other")
    password = "Huzhou-2026"
    found_school(
        other, name="另一所学校", admin_login="admin", admin_name="管", password=password, clock=ScriptedClock(START)
    ).close()
    desk = start(qtbot, started, other)
    desk.sign_in()
    join(desk, scene, invite(scene.hub))
    desk.wait_for_page("没有加入总台，数据和原来一样。")
    assert "另一所学校" in desk.text


def test_an_empty_computer_joins_from_its_first_page(
    qtbot: QtBot, started: list[Desk], scene: Scene, tmp_path: Path
) -> None:
    desk = start(qtbot, started, DataFolder(tmp_path / "new"))
    desk.press("加入总台…")
    desk.fill(address=scene.address, code="AAAA-AAAA")
    QTest.keyClick(desk.page.field("code"), Qt.Key.Key_Return)
    desk.wait_for_page("邀请码")
    assert "加入总台" in desk.text
    desk.page.field("code").clear()
    type_in(desk.page.field("code"), invite(scene.hub))
    QTest.keyClick(desk.page.field("pin"), Qt.Key.Key_Return)
    desk.wait_for_page("已加入总台，请登录。")
    desk.sign_in()
    assert desk.counts()["staff_member"] == 1


def test_the_first_page_comes_back(qtbot: QtBot, started: list[Desk], tmp_path: Path) -> None:
    desk = start(qtbot, started, DataFolder(tmp_path / "new"))
    desk.press("加入总台…")
    QTest.keyClick(desk.page, Qt.Key.Key_Escape)
    desk.wait_for_page("第一次使用")

"""The program from its start: founding, signing in, going back to a backup, moving in, data that cannot be opened, the second start."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from school_desk.adapters import safekeeping
from school_desk.composition import open_school
from school_desk.desk import main as module
from school_desk.desk.entrance import Entrance
from school_desk.desk.main import Program, run
from school_desk.desk.screens.staff.backup import BackupScreen
from school_desk.desk.single import SingleInstance
from school_desk.desk.widgets.dialogs import CountSheet
from school_desk.kernel import moving
from school_desk.kernel.backup import Reason, backups
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.folder_lock import alone_in
from school_desk.kernel.paths import DataFolder
from tests.desk.desk_fixtures import type_in
from tests.papers import registration
from tests.school import NAME, START, Office
from tests.store.keeping import PICTURES, back_up, contents, filled, notice

LONG_MS = 60_000
UTF_8 = os.environ | {"PYTHONUTF8": "1"}
PASSWORD = "Huzhou-2026"
PASSPHRASE = "old desk 2026"
CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """A running program and the hands on it."""

    def __init__(self, qtbot: QtBot, folder: DataFolder) -> None:
        self.qtbot = qtbot
        self.program = Program(folder, ScriptedClock(START))
        with qtbot.waitExposed(self.program.window):
            self.program.start()
        self.program.window.activateWindow()
        qtbot.waitUntil(self.program.window.isActiveWindow)

    @property
    def page(self) -> Entrance:
        page = self.program.window.centralWidget()
        assert isinstance(page, Entrance)
        return page

    @property
    def text(self) -> str:
        return text_of(self.program.window)

    def rest(self) -> None:
        """Until nothing is under way."""
        self.qtbot.waitUntil(lambda: self.program.tasks.idle, timeout=LONG_MS)

    def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.field(name).setFocus()
            type_in(self.page.field(name), text)

    def press(self, words: str) -> None:
        found = (
            one for one in self.program.window.findChildren(QPushButton) if one.text() == words and one.isVisible()
        )
        QTest.mouseClick(next(found), Qt.MouseButton.LeftButton)

    def sign_in(self, login_name: str = "admin") -> None:
        self.fill(login_name=login_name, password=PASSWORD)
        QTest.keyClick(self.page.field("password"), Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.program.desk is not None, timeout=LONG_MS)
        self.rest()

    def wait_for_page(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.text, timeout=LONG_MS)
        self.rest()

    def counts(self) -> dict[str, int]:
        assert self.program.school is not None
        return self.program.school.row_counts()


def text_of(window: QWidget) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def folder(office: Office) -> DataFolder:
    """The data folder of a school with something in it, closed."""
    filled(office)
    office.school.close()
    return office.school.folder


@pytest.fixture
def started(qtbot: QtBot) -> Iterator[list[Desk]]:
    """The programs a test started; ended with it."""
    desks: list[Desk] = []
    yield desks
    for desk in desks:
        desk.program.close()
        desk.program.window.close()


def start(qtbot: QtBot, started: list[Desk], folder: DataFolder) -> Desk:
    desk = Desk(qtbot, folder)
    started.append(desk)
    return desk


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of a move is sealed in no time (its numbers stand in it, so that opening is quick too)."""
    monkeypatch.setattr(moving, "_PASSES", 1)
    monkeypatch.setattr(moving, "_MEMORY_KIB", 64)


def test_an_empty_folder_asks_for_school_and_administrator(qtbot: QtBot, started: list[Desk], tmp_path: Path) -> None:
    desk = start(qtbot, started, DataFolder(tmp_path / "new"))
    assert "第一次使用" in desk.text
    desk.fill(admin_name="管理员", login_name="admin", password=PASSWORD, again=PASSWORD + "x")
    QTest.keyClick(desk.page.field("again"), Qt.Key.Key_Return)
    desk.wait_for_page("两次输入的密码不一样")
    desk.page.field("again").clear()
    desk.fill(again=PASSWORD)
    QTest.keyClick(desk.page.field("again"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.program.desk is not None, timeout=LONG_MS)
    desk.rest()
    assert desk.counts()["staff_member"] == 1


def test_each_start_makes_a_backup_and_says_so(qtbot: QtBot, started: list[Desk], folder: DataFolder) -> None:
    for number in (1, 2):
        desk = start(qtbot, started, folder)
        desk.sign_in()
        assert [facts.reason for facts in backups(folder)] == [Reason.START] * number
        assert "已自动备份 2026-08-03 09:00" in desk.text
        desk.program.close()


def test_what_is_wrong_with_the_data_is_told_to_whoever_sits_down(
    qtbot: QtBot, started: list[Desk], office: Office
) -> None:
    office.school.execute(registration(office), office.clerk)
    shutil.rmtree(office.school.folder.blobs)
    office.school.close()
    desk = start(qtbot, started, office.school.folder)
    for _ in range(2):
        desk.sign_in()
        desk.wait_for_page("有 3 份材料不在本机")
        desk.program.sign_out()


def restore_first(desk: Desk) -> None:
    """Through the screen: the first backup of the list, the number typed."""
    desk.program.window.open_page("backup")
    screen = desk.program.window.screen_of("backup")
    assert isinstance(screen, BackupScreen)
    desk.rest()
    screen.table.select_first()
    QTest.keyClick(screen.table.view, Qt.Key.Key_Return)
    desk.rest()
    desk.press("恢复到这份备份…")
    sheet = screen.findChild(CountSheet)
    assert isinstance(sheet, CountSheet)
    desk.qtbot.waitUntil(sheet.isActiveWindow)
    type_in(sheet.typed, "2")
    QTest.keyClick(sheet.typed, Qt.Key.Key_Return, CTRL)


def test_going_back_to_a_backup_ends_at_the_sign_in_page(qtbot: QtBot, started: list[Desk], folder: DataFolder) -> None:
    desk = start(qtbot, started, folder)
    desk.sign_in()
    before = desk.counts()
    assert desk.program.desk is not None
    for text in ("a", "b"):
        desk.program.desk.decide(desk.program, notice(text))
    desk.rest()
    assert desk.counts() != before
    restore_first(desk)
    desk.wait_for_page("已恢复 2026-08-03 09:00 的数据，请登录。")
    assert desk.program.desk is None
    desk.sign_in()
    assert desk.counts() == before
    newest = backups(folder)[0]
    assert (newest.reason, newest.commands) == (Reason.RESTORE, 6), "what was taken away is kept"


def test_a_restore_that_fails_comes_back_to_the_same_data(
    qtbot: QtBot, started: list[Desk], folder: DataFolder
) -> None:
    desk = start(qtbot, started, folder)
    desk.sign_in()
    before, [facts] = desk.counts(), backups(folder)
    facts.path.write_bytes(b"cut off meanwhile")
    desk.program.restore(facts)
    desk.wait_for_page("没有恢复，数据和原来一样。")
    assert "不是完整的备份" in desk.text
    desk.sign_in()
    assert desk.counts() == before


def test_an_old_computers_school_moves_in(
    qtbot: QtBot, started: list[Desk], office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    filled(office)
    moved = safekeeping.move_out(tmp_path / "换电脑.zip", office.school.folder, PASSPHRASE, office.clock)
    before = office.school.row_counts()
    choose(monkeypatch, moved.path)
    new = DataFolder(tmp_path / "new")
    desk = start(qtbot, started, new)
    desk.press("从旧电脑搬来…")
    desk.wait_for_page("4 步操作，3 份材料")
    assert NAME in desk.text
    desk.fill(passphrase="not the one")
    QTest.keyClick(desk.page.field("passphrase"), Qt.Key.Key_Return)
    desk.wait_for_page("口令不对")
    assert desk.page.field("passphrase").hasFocus()
    desk.page.field("passphrase").clear()
    desk.fill(passphrase=PASSPHRASE)
    QTest.keyClick(desk.page.field("passphrase"), Qt.Key.Key_Return)
    desk.wait_for_page("已从旧电脑搬来")
    desk.sign_in()
    assert desk.counts() == before
    assert desk.program.school is not None
    assert contents(desk.program.school) == sorted(PICTURES)


def test_a_backup_without_its_key_does_not_open_elsewhere(
    qtbot: QtBot, started: list[Desk], office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, back_up(filled(office), tmp_path / "usb.zip").path)
    desk = start(qtbot, started, DataFolder(tmp_path / "new"))
    desk.press("从备份恢复…")
    desk.wait_for_page("恢复后用当时的登录名和密码登录")
    desk.press("恢复")
    desk.wait_for_page("找不到本校密钥")
    desk.press("返回 Esc")
    desk.wait_for_page("第一次使用")


def test_what_is_no_backup_leads_back(
    qtbot: QtBot, started: list[Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.zip").write_bytes(b"nothing")
    choose(monkeypatch, tmp_path / "x.zip")
    desk = start(qtbot, started, DataFolder(tmp_path / "new"))
    desk.press("从备份恢复…")
    desk.wait_for_page("不是完整的备份")
    assert "第一次使用" in desk.text


def test_a_dialog_closed_without_a_file_keeps_what_was_typed(
    qtbot: QtBot, started: list[Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "")
    desk = start(qtbot, started, DataFolder(tmp_path / "new"))
    desk.fill(admin_name="管理员")
    desk.press("从备份恢复…")
    assert desk.page.field("admin_name").text() == "管理员"


def test_damaged_data_are_restored_from_the_first_page(
    qtbot: QtBot, started: list[Desk], folder: DataFolder, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = safekeeping.back_up(None, folder, office.clock, Reason.START)
    folder.database.write_bytes(b"no database" * 1000)
    choose(monkeypatch, "")
    desk = start(qtbot, started, folder)
    assert "数据库文件已损坏" in desk.text
    desk.press("从备份恢复…")
    choose(monkeypatch, kept.path)
    desk.press("从备份恢复…")
    desk.wait_for_page("恢复后用当时的登录名和密码登录")
    desk.press("恢复")
    desk.wait_for_page("已恢复 2026-08-03 09:00 的数据")
    desk.sign_in()
    assert desk.counts()["notice"] == 3
    assert any(path.read_bytes().startswith(b"no database") for path in folder.root.glob("replaced/*/school.db"))


def test_a_newer_programs_data_are_refused_in_words(qtbot: QtBot, started: list[Desk], folder: DataFolder) -> None:
    connection = sqlite3.connect(folder.database)
    (own,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    desk = start(qtbot, started, folder)
    desk.wait_for_page("请安装新版本")
    assert not any("恢复" in one.text() for one in desk.page.findChildren(QPushButton)), "a restore would not help"
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (own,))
    connection.close()
    desk.press("再试一次")
    desk.wait_for_page("请登录")
    desk.sign_in()


def test_a_second_start_raises_the_first_window(qtbot: QtBot, folder: DataFolder) -> None:
    first = SingleInstance(folder.root)
    assert first.take()
    command = [sys.executable, "-m", "school_desk.cli.main", "--data", str(folder.root)]
    with qtbot.waitSignal(first.raise_requested, timeout=LONG_MS):
        second = subprocess.Popen(command, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})
    assert second.wait(60) == 0
    first.release()
    again = SingleInstance(folder.root)
    assert again.take(), "once the first has gone the next is the first"
    again.release()


def test_nothing_is_restored_under_an_open_desk(folder: DataFolder, office: Office, tmp_path: Path) -> None:
    """Not by a second program either."""
    kept = back_up(office, tmp_path / "usb.zip")
    command = [sys.executable, "-m", "school_desk.cli.main", "--data", str(folder.root), "restore", str(kept.path)]
    desk = SingleInstance(folder.root)
    assert desk.take()
    refused = subprocess.run(command, capture_output=True, encoding="utf-8", env=UTF_8, check=False)
    assert refused.returncode == 1
    assert "请先关闭桌面程序" in refused.stderr
    assert backups(folder) == ()
    assert not (folder.root / "replaced").exists()
    desk.release()
    subprocess.run(command, capture_output=True, env=UTF_8, check=True)
    assert (folder.root / "replaced").exists()


def test_no_desk_opens_while_data_are_restored(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    stated: list[str] = []
    monkeypatch.setattr(module, "tell", lambda _parent, _title, sentence: stated.append(sentence))
    with alone_in(folder.root):
        assert run(folder) == 1
    assert "请等它做完，再打开一次" in stated[0]


def test_a_data_folder_on_a_share_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    stated: list[str] = []
    monkeypatch.setattr(module, "tell", lambda _parent, _title, sentence: stated.append(sentence))
    assert run(DataFolder(Path("//server/share/desk"))) == 1
    assert stated == ["数据文件夹不能放在网络共享上，请改用本机磁盘。"]


def test_closing_in_the_midst_of_the_start_leaves_sound_data(
    qtbot: QtBot, started: list[Desk], folder: DataFolder, office: Office
) -> None:
    desk = start(qtbot, started, folder)
    desk.program.close()
    school = open_school(folder, office.clock)
    assert school.row_counts()["notice"] == 3
    school.close()

"""备份: what copies there are, one made and one given up, what going back would cost, and the file for another computer; by keys."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.staff import backup as module
from school_desk.desk.screens.staff.backup import BackupScreen
from school_desk.desk.screens.staff.backup_view import size_words
from school_desk.desk.services import Desk
from school_desk.desk.widgets.dialogs import CountSheet
from school_desk.desk.widgets.form import Form
from school_desk.kernel.backup import Reason, read_facts
from school_desk.kernel.moving import KEY_ENTRY
from tests.desk.desk_fixtures import Told, settle, show, type_in
from tests.school import Office
from tests.store.keeping import PICTURES, back_up, filled, notice

CTRL = Qt.KeyboardModifier.ControlModifier
PASSPHRASE = "old desk 2026"


def opened(qtbot: QtBot, desk: Desk) -> BackupScreen:
    screen = BackupScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    return screen


def cells(screen: BackupScreen) -> list[list[str]]:
    model = screen.table.view.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def panel_text(screen: BackupScreen) -> str:
    return "\n".join(label.text() for label in screen.panel.findChildren(QLabel) if label.isVisible())


def button(screen: BackupScreen, words: str) -> QPushButton:
    return next(one for one in screen.panel.findChildren(QPushButton) if one.text() == words)


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def look_at_first(qtbot: QtBot, screen: BackupScreen) -> None:
    screen.table.select_first()
    QTest.keyClick(screen.table.view, Qt.Key.Key_Return)
    settle(qtbot, screen.desk, 30_000)


def test_an_empty_list_says_the_next_step(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def close_at_once(_parent: QWidget, _title: str, start: str, _files: str) -> tuple[str, str]:
        asked.append(start)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", close_at_once)
    screen = opened(qtbot, desk)
    screen.table.empty_action_requested.emit()
    assert [Path(path).name for path in asked] == ["学校备份-20260803.zip"]
    assert not screen.work.busy, "no place, no backup"


def test_every_backup_is_listed_with_why_and_what(qtbot: QtBot, desk: Desk, office: Office) -> None:
    filled(office)
    back_up(office)
    office.move_to(2026, 8, 4, 8, 30)
    back_up(office, reason=Reason.IMPORT)
    (office.school.folder.backups / "20260805-083000000-start.zip").write_bytes(b"cut off")
    screen = opened(qtbot, desk)
    told = cells(screen)
    assert [line[1:5] for line in told[1:]] == [
        ["导入之前", "只有数据库", "4", "3"],
        ["打开程序", "只有数据库", "4", "3"],
    ]
    assert [line[0] for line in told[1:]] == ["2026-08-04 08:30", "2026-08-03 09:00"]
    assert told[0][2] == "已损坏"
    assert any("3 份，已损坏 1 份" in label.text() for label in screen.findChildren(QLabel))


def test_a_whole_backup_is_made_where_the_person_says(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(office)
    screen = opened(qtbot, desk)
    (tmp_path / "usb").mkdir()
    save_as(monkeypatch, tmp_path / "usb" / "学校")
    QTest.keyClick(screen.table.view, Qt.Key.Key_N, CTRL)
    assert screen.work.busy
    assert not screen.backup_button.isEnabled(), "one at a time"
    assert screen.work.bar.isVisible()
    settle(qtbot, desk, 30_000)
    facts = read_facts(tmp_path / "usb" / "学校.zip")
    assert (facts.reason, facts.whole, facts.files, facts.commands) == (Reason.PERSON, True, len(PICTURES), 4)
    assert told == [(f"已备份到 {facts.path}（4 步操作，3 份材料）。", "good")]
    assert not screen.work.busy
    assert not screen.work.bar.isVisible()
    assert screen.backup_button.isEnabled()


def test_a_backup_that_is_given_up_leaves_nothing(
    qtbot: QtBot, desk: Desk, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(qtbot, desk)
    place = tmp_path / "usb"
    place.mkdir()
    save_as(monkeypatch, place / "学校.zip")
    screen.back_up()
    (place / ".学校.zip.half").write_bytes(b"as a killed worker leaves it")
    cancel = next(one for one in screen.work.bar.findChildren(QPushButton) if one.text() == "取消")
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    settle(qtbot, desk, 30_000)
    assert list(place.iterdir()) == []
    assert told == [("已取消，没有写出文件。", "info")]
    assert screen.backup_button.isEnabled()


@pytest.mark.parametrize(
    ("place", "words"),
    [("data/exports", "不能备份到数据文件夹里面"), ("usb", "请核对位置、插好移动硬盘")],
    ids=["inside the data", "a folder that is not there"],
)
def test_a_place_that_will_not_do_is_told(
    qtbot: QtBot, desk: Desk, told: Told, monkeypatch: pytest.MonkeyPatch, place: str, words: str
) -> None:
    folder = desk.school.folder.root.parent / place
    screen = opened(qtbot, desk)
    save_as(monkeypatch, folder / "学校")
    screen.back_up()
    settle(qtbot, desk, 30_000)
    [(sentence, tone)] = told
    assert tone == "warn"
    assert words in sentence
    assert not (folder / "学校.zip").exists()
    assert not screen.work.busy


def test_what_going_back_would_cost_is_told_first(qtbot: QtBot, desk: Desk, office: Office) -> None:
    filled(office)
    back_up(office)
    office.move_to(2026, 8, 4, 10, 0)
    for number in range(8):
        office.move_to(2026, 8, 4, 10, number)
        office.school.execute(notice(f"later {number}"), office.clerk)
    screen = opened(qtbot, desk)
    look_at_first(qtbot, screen)
    text = panel_text(screen)
    assert "恢复会失去之后的 8 步操作（2026-08-04 10:00 至 2026-08-04 10:07）。" in text
    assert [f"08-04 10:0{minute}  沈文员  拟写通知" in text for minute in range(8)] == [False] * 2 + [True] * 6
    assert "…… 还有更早的 2 步" in text
    assert "只有数据库" in text


def test_where_nothing_would_be_lost_it_says_so(qtbot: QtBot, desk: Desk, office: Office) -> None:
    back_up(filled(office))
    screen = opened(qtbot, desk)
    look_at_first(qtbot, screen)
    assert "恢复不会失去什么" in panel_text(screen)


def test_a_damaged_backup_is_refused_in_words(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    (office.school.folder.backups / "20260805-083000000-start.zip").write_bytes(b"cut off")
    screen = opened(qtbot, desk)
    look_at_first(qtbot, screen)
    assert "不是完整的备份" in told[0][0]
    assert not screen.panel.isVisible()


def test_going_back_needs_the_number_typed(qtbot: QtBot, desk: Desk, office: Office) -> None:
    facts = back_up(filled(office))
    for number in range(12):
        office.school.execute(notice(f"later {number}"), office.clerk)
    screen = opened(qtbot, desk)
    look_at_first(qtbot, screen)
    QTest.mouseClick(button(screen, "恢复到这份备份…"), Qt.MouseButton.LeftButton)
    sheet = screen.findChild(CountSheet)
    assert isinstance(sheet, CountSheet)
    qtbot.waitUntil(sheet.isActiveWindow)
    wanted: list[object] = []
    desk.restore_requested.connect(wanted.append)
    type_in(sheet.typed, "1")
    QTest.keyClick(sheet.typed, Qt.Key.Key_Return, CTRL)
    assert wanted == [], "1 is not 12"
    type_in(sheet.typed, "2")
    QTest.keyClick(sheet.typed, Qt.Key.Key_Return, CTRL)
    assert wanted == [facts]


def test_a_backup_from_elsewhere_is_looked_at_too(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = back_up(filled(office), tmp_path / "usb.zip")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(facts.path), ""))
    screen = opened(qtbot, desk)
    QTest.mouseClick(screen.open_button, Qt.MouseButton.LeftButton)
    settle(qtbot, desk, 30_000)
    text = panel_text(screen)
    assert str(facts.path) in text
    assert "数据库和材料" in text


def test_going_back_and_moving_are_the_administrators(qtbot: QtBot, desk: Desk, office: Office) -> None:
    back_up(filled(office))
    desk.actor = office.clerk
    screen = opened(qtbot, desk)
    look_at_first(qtbot, screen)
    assert not button(screen, "恢复到这份备份…").isEnabled()
    assert (screen.open_button.isEnabled(), screen.move_button.isEnabled()) == (False, False)
    assert screen.backup_button.isEnabled(), "anybody may make one"


def fill(screen: BackupScreen, passphrase: str, again: str) -> Form:
    form = screen.panel.findChild(Form)
    assert isinstance(form, Form)
    for key, text in (("passphrase", passphrase), ("again", again)):
        form.input(key).clear()
        form.focus(key)
        type_in(form.input(key), text)
    QTest.keyClick(form.input("again"), Qt.Key.Key_Return, CTRL)
    return form


def test_the_file_for_another_computer_is_written_under_a_passphrase(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(office)
    stated: list[str] = []
    monkeypatch.setattr(module, "tell", lambda _parent, _title, sentence: stated.append(sentence))
    save_as(monkeypatch, tmp_path / "换电脑.zip")
    screen = opened(qtbot, desk)
    QTest.mouseClick(screen.move_button, Qt.MouseButton.LeftButton)
    assert "至少 10 个字符" in fill(screen, "short", "short").error("passphrase")
    assert "不一样" in fill(screen, PASSPHRASE, PASSPHRASE + "!").error("again")
    fill(screen, PASSPHRASE, PASSPHRASE)
    settle(qtbot, desk, 30_000)
    with zipfile.ZipFile(tmp_path / "换电脑.zip") as written:
        assert KEY_ENTRY in written.namelist()
    assert not screen.panel.isVisible()
    assert str(tmp_path / "换电脑.zip") in stated[0]
    assert "请不要再用这台电脑登记" in stated[0]


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 KB"), (820_000, "801 KB"), (1_500_000, "1.4 MB"), (84 * 1024**2, "84 MB"), (3 * 1024**3, "3.0 GB")],
)
def test_sizes_read_well(size: int, words: str) -> None:
    assert size_words(size) == words

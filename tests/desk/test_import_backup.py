"""Before every import from the desk a backup is made: once, when it is carried out; one that fails is told and stops nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.import_page import ImportKind, ImportPage
from school_desk.desk.services import Desk
from school_desk.documents.ledger import LedgerRow
from school_desk.kernel.backup import Reason, backups
from school_desk.kernel.errors import EnvironmentFault
from tests.desk.desk_fixtures import Told, settle, show
from tests.school import Office
from tests.store.keeping import notice

# A file whose one row becomes a notice; reading it gives its name.
KIND = ImportKind(
    title="导入通知",
    read="os.path:basename",
    command=lambda _school, name: notice(name),
    ledger=lambda _preview, _result: (LedgerRow(1, "陈静", "imported", ()),),
    done=lambda _result: "已导入 1 行。",
)


def read(qtbot: QtBot, desk: Desk, path: Path) -> ImportPage:
    page = ImportPage(desk, KIND)
    show(qtbot, page)
    page.read(path)
    settle(qtbot, desk, 30_000)
    assert page.ready
    return page


def carry_out(qtbot: QtBot, page: ImportPage, desk: Desk) -> None:
    QTest.keyClick(page.table.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desk)


def notices(office: Office) -> int:
    return office.school.row_counts()["notice"]


def test_a_backup_comes_before_the_import_not_before_the_trial(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path
) -> None:
    page = read(qtbot, desk, tmp_path / "x.xlsx")
    assert backups(office.school.folder) == ()
    carry_out(qtbot, page, desk)
    [made] = backups(office.school.folder)
    assert (made.reason, made.counts["notice"], notices(office)) == (Reason.IMPORT, 0, 1)


def test_a_full_disk_is_told_and_the_import_goes_on(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    page = read(qtbot, desk, tmp_path / "x.xlsx")
    monkeypatch.setattr("zipfile.ZipFile.write", full)
    carry_out(qtbot, page, desk)
    assert notices(office) == 1
    assert ("已导入 1 行。", "good") in told
    [warning] = [sentence for sentence, tone in told if tone == "warn"]
    assert warning.startswith("导入前的自动备份没有做成，导入照常进行。磁盘已满")


def test_an_import_that_did_not_go_is_tried_again_without_reading_anew(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read(qtbot, desk, tmp_path / "x.xlsx")

    def full(*_args: object, **_named: object) -> None:
        raise EnvironmentFault("disk.full", "磁盘已满，没有保存。")

    with monkeypatch.context() as patched:
        patched.setattr(type(office.school), "execute", full)
        carry_out(qtbot, page, desk)
    assert (told, notices(office), page.ready) == ([("磁盘已满，没有保存。", "bad")], 0, True)
    carry_out(qtbot, page, desk)
    assert notices(office) == 1

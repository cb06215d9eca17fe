"""Our own bugs: a report without anybody's data, told in words, also where the disk takes no report."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk import faults
from school_desk.kernel import logs
from tests.desk.desk_fixtures import show

NOW = datetime(2026, 8, 3, 1, tzinfo=UTC)
PERSON = "陈静 330502199003071236"


def a_bug() -> KeyError:
    try:
        raise KeyError(PERSON)
    except KeyError as bug:
        return bug


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    show(qtbot, made)
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    for box in made.findChildren(QMessageBox):
        box.close()


def shown(window: QWidget) -> str:
    [box] = window.findChildren(QMessageBox)
    return f"{box.text()}\n{box.informativeText()}"


def test_a_report_says_where_and_nothing_of_whom(tmp_path: Path) -> None:
    with logs.kept_in(tmp_path):
        logging.getLogger("school_desk.test").info("before %s", PERSON)
        report = faults.write_report(a_bug(), tmp_path, NOW)
    assert report == tmp_path / "fault-20260803-010000.txt"
    text = report.read_text("utf-8")
    assert "School Desk " in text
    assert "in a_bug" in text
    assert "KeyError" in text
    assert "INFO school_desk.test: before" in text, "what came before it"
    assert "陈" not in text
    assert "3305" not in text


def test_the_person_is_told_and_the_log_hears_of_it(
    window: QWidget, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logs.kept_in(tmp_path):
        faults.show_fault(a_bug(), tmp_path, NOW)
    assert "已保存的数据不受影响" in shown(window)
    assert "fault-20260803-010000.txt" in shown(window)
    assert "陈" not in shown(window)
    assert "KeyError" in logs.last_lines(tmp_path)
    assert PERSON not in capsys.readouterr().err


def test_where_the_disk_takes_no_report_the_person_is_told_all_the_same(
    window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(sys, "stderr", None)  # as in a program started by its icon
    faults.show_fault(a_bug(), tmp_path / "file", NOW)
    assert "请检查磁盘" in shown(window)

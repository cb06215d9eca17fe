"""After its first paint the program opens the readers of papers in its workers."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from school_desk.desk import main as module
from school_desk.desk.main import Program, run
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.worker import find_function


@pytest.mark.parametrize(("size", "warmed"), [(1, 0), (2, 1), (4, 1)])
def test_workers_are_warmed_where_the_computer_bears_it(size: int, warmed: int) -> None:
    asked: list[str] = []
    program = SimpleNamespace(tasks=SimpleNamespace(pool=SimpleNamespace(size=size, warm=asked.append)))
    Program.warm_readers(cast("Any", program))
    assert len(asked) == warmed
    assert all(callable(find_function(name)) for name in asked)


def test_the_program_warms_them_by_itself_once_its_window_is_there(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    warmed: list[bool] = []

    def loop() -> int:
        assert warmed == [], "nothing is opened before the window had its first paint"
        qtbot.waitUntil(lambda: bool(warmed))
        return 7

    monkeypatch.setattr(module, "_WARM_AFTER_MS", 1)
    monkeypatch.setattr(module, "make_application", lambda: SimpleNamespace(exec=loop))
    monkeypatch.setattr("school_desk.desk.main.faults.install", lambda _folder: None)
    monkeypatch.setattr(Program, "warm_readers", lambda program: warmed.append(program.window.isVisible()))
    assert run(DataFolder(tmp_path / "data")) == 7
    assert warmed == [True]

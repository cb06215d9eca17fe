"""`school-desk found`: a school from the command line, its password never an argument."""

from __future__ import annotations

import getpass
import io
import json
import sys
from pathlib import Path

import pytest

from school_desk.cli.main import main

NAMES = ["--name", "湖州学校", "--login", "admin", "--person", "管理员"]


def found(folder: Path, *more: str) -> int:
    return main(["--data", str(folder), "found", *NAMES, *more])


def test_a_school_is_founded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Huzhou-2026\nHuzhou-2026\n"))
    assert found(tmp_path / "data", "--password-stdin", "--json") == 0
    assert json.loads(capsys.readouterr().out)["data"] == str(tmp_path / "data")
    assert found(tmp_path / "data", "--password-stdin") == 1
    assert "已经有一所学校" in capsys.readouterr().err


def test_a_weak_password_founds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "123")
    assert found(tmp_path / "data") == 1
    assert "密码至少" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()

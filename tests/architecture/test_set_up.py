"""The set-up makes `.venv` whole or anew, and asks the system only for what is missing."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import bootstrap
import environment
import pytest
import system_libraries


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A place for `.venv` of its own, and what was done there instead of the long work."""
    steps: list[str] = []
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "school-desk.stamp")

    def make_venv() -> None:
        steps.append("venv")
        environment.python().parent.mkdir(parents=True, exist_ok=True)
        environment.python().touch()

    monkeypatch.setattr(environment, "_make_venv", make_venv)
    monkeypatch.setattr(environment, "_pip", lambda *arguments: steps.append("pip"))
    return steps


def test_a_finished_venv_is_kept(made: list[str]) -> None:
    environment.ensure()
    environment.ensure()
    assert made == ["venv", "pip", "pip"]


def test_a_half_made_venv_is_made_anew(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: str) -> None:
        raise environment.SetUpFailed("断网")

    with monkeypatch.context() as away:
        away.setattr(environment, "_pip", broken)
        with pytest.raises(environment.SetUpFailed):
            environment.ensure()
    assert not environment.is_ready()
    environment.ensure()
    assert environment.is_ready()


def test_another_lock_or_place_makes_it_anew(made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.ensure()
    other = tmp_path / "requirements.lock"
    other.write_text("nothing==1", encoding="utf-8")
    monkeypatch.setattr(environment, "LOCK", other)
    assert not environment.is_ready()


def test_the_venv_is_not_pulled_from_under_itself(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(environment.VENV))
    with pytest.raises(environment.SetUpFailed, match="系统自带的 python3"):
        environment.ensure()
    assert made == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Debian and Ubuntu are asked for packages")
def test_without_root_the_one_line_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "OFFSCREEN", {"libnothing1": "libnothing.so.1", "libc6": "libc.so.6"})
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(
        environment.SetUpFailed, match=r"sudo apt-get update && sudo apt-get install -y (?!.*libc6).*libnothing1"
    ):
        system_libraries.ensure(with_display=False)


@pytest.mark.parametrize(("user", "asked"), [(0, [["postgresql"], ["chromium", "libatomic1"]]), (1000, [])])
def test_the_tests_get_their_server_and_browser_where_root_may_add_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: int, asked: list[list[str]]
) -> None:
    installed: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_libraries, "POSTGRESQL", tmp_path)
    monkeypatch.setattr(system_libraries, "BROWSER", tmp_path / "chromium")
    monkeypatch.setattr(system_libraries, "_is_debian", lambda: True)
    monkeypatch.setattr(system_libraries, "_install", installed.append)
    monkeypatch.setattr(system_libraries, "_loads", lambda _library: (tmp_path / "chromium").exists())
    system_libraries.ensure_for_tests(with_browser=False)
    assert installed == asked[:1]
    (tmp_path / "15" / "bin").mkdir(parents=True)
    (tmp_path / "15" / "bin" / "initdb").touch()
    system_libraries.ensure_for_tests(with_browser=False)
    assert installed == asked[:1], "it is there already"
    system_libraries.ensure_for_tests(with_browser=True)
    assert installed == asked
    (tmp_path / "chromium").touch()
    system_libraries.ensure_for_tests(with_browser=True)
    assert installed == asked, "it is there already"


@pytest.mark.parametrize("arguments", [[], ["fly"], ["check", "--full"], ["test", "--all"]])
def test_bad_usage_is_told_how(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(arguments) == 2
    assert "bootstrap.py demo" in capsys.readouterr().out

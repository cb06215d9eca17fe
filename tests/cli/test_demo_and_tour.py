"""`school-desk demo`, `tour` and no verb at all: which window or walk they begin, on what. The walk itself has its own tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from school_desk.cli import demo
from school_desk.cli.display import draw_unseen_without_display, has_display
from school_desk.cli.main import main
from school_desk.composition import open_school
from school_desk.desk import main as desk_main
from school_desk.desk import tour as desk_tour
from school_desk.kernel.paths import DataFolder
from school_desk.staff.queries import staff_members
from school_desk.staff.sign_in import sign_in
from tests.cli.console import Console

Walks = list[tuple[Path, Path | None]]


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> Walks:
    """Where the tour was begun, and on which papers."""
    begun: Walks = []

    def run(out: Path, papers: Path | None = None) -> int:
        begun.append((out, papers))
        return 0

    monkeypatch.setattr(desk_tour, "run", run)
    return begun


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[DataFolder]:
    """The folders on which the desk was opened."""
    opened: list[DataFolder] = []

    def run(folder: DataFolder) -> int:
        opened.append(folder)
        return 0

    monkeypatch.setattr(desk_main, "run", run)
    return opened


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample school that is drawn in no time."""

    def draw(out: Path) -> None:
        (out / "enterprises").mkdir(parents=True)

    monkeypatch.setattr("school_desk.adapters.sample_school.school.draw_school", draw)


def test_without_a_display_no_window_is_tried(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    said = console.run()
    assert (said.code, "没有显示器" in said.err) == (1, True)


@pytest.mark.usefixtures("small")
def test_a_demo_leaves_the_school_that_was_worked_in_since(
    tmp_path: Path, walks: Walks, capsys: pytest.CaptureFixture[str]
) -> None:
    tour = tmp_path / "demo" / "tour"
    (tour / "data").mkdir(parents=True)
    (tour / "report.json").write_text("{}", "utf-8")
    (tour / "data" / "school.db").write_bytes(b"worked in")
    assert main(["demo", "--dir", str(tmp_path / "demo"), "--no-window"]) == 0
    told = capsys.readouterr().out
    assert walks == []
    assert (tour / "data" / "school.db").read_bytes() == b"worked in"
    assert ("九步已经走过" in told, f"--data {tour / 'data'}" in told) == (True, True)


def test_a_demo_does_not_move_into_a_real_school(console: Console) -> None:
    before = console.office.dump()
    said = console.run("demo", "--no-window", "--dir", console.folder)
    assert (said.code, "不是样例，没有动它" in said.err) == (1, True)
    assert console.office.dump() == before


def test_no_verb_opens_the_desk(console: Console, windows: list[DataFolder]) -> None:
    assert console.run().code == 0
    assert windows == [DataFolder(console.folder)]


@pytest.mark.usefixtures("small")
def test_a_demo_school_is_made_once_and_everybody_can_sign_in(
    tmp_path: Path, walks: Walks, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert main(["demo", "--dir", str(tmp_path / "demo"), "--no-window"]) == 0
        told = capsys.readouterr().out
        assert demo.PASSWORD in told
        assert "沈文员 shen" in told
        assert str((tmp_path / "demo" / "tour").resolve()) in told
    assert walks == [(tmp_path / "demo" / "tour", tmp_path / "demo" / "papers")] * 2
    school = open_school(DataFolder(tmp_path / "demo"))
    with school.reading() as session:
        members = {member.login_name: member for member in staff_members(session, school.id)}
    assert {login: member.roles for login, member in members.items() if login != "admin"} == {
        "shen": ("clerk",),
        "qian": ("finance",),
        "zhou": ("finance",),
        "wu": ("exam",),
    }
    assert not any(member.must_change_password for member in members.values())
    assert sign_in(school.database, school.id, "wu", demo.PASSWORD, school.clock.now()).name == "吴考务"
    assert "样例" in school.name
    school.close()


@pytest.mark.usefixtures("small")
def test_with_a_display_the_demo_opens_the_desk(
    tmp_path: Path, walks: Walks, windows: list[DataFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "has_display", lambda: True)
    assert main(["demo", "--dir", str(tmp_path / "demo")]) == 0
    assert (windows, walks) == ([DataFolder(tmp_path / "demo")], [])


def test_a_tour_goes_to_its_own_folder_only(console: Console, walks: Walks, tmp_path: Path) -> None:
    out = tmp_path / "tour"
    assert console.run("tour", "--out", out).code == 0
    assert out.is_dir()
    (out / "report.json").write_text("{}", encoding="utf-8")
    (out / "01.png").write_bytes(b"")
    (tmp_path / "enterprises").mkdir()
    assert console.run("tour", "--out", out, "--input", tmp_path).code == 0
    assert walks == [(out, None), (out, tmp_path)]
    (out / "report.json").unlink()
    assert "请换一个空文件夹" in console.refused("tour", "--out", out)
    for folder in (tmp_path / "none", out):
        assert "不是巡览用的材料文件夹" in console.refused("tour", "--out", tmp_path / "x", "--input", folder)
    assert len(walks) == 2


def test_without_a_display_qt_draws_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "environ", {"WAYLAND_DISPLAY": "wayland-0"})
    draw_unseen_without_display()
    assert has_display()
    assert "QT_QPA_PLATFORM" not in os.environ
    monkeypatch.setattr(os, "environ", {})
    draw_unseen_without_display()
    assert not has_display()
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"

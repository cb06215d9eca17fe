"""`school-desk move` and `restore --dry-run`: one file out, one file in; what a restore would cost is told before."""

from __future__ import annotations

import errno
import getpass
import io
import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.cli.main import main
from school_desk.composition import open_school
from school_desk.kernel import moving
from school_desk.kernel.backup import Reason, backups
from school_desk.kernel.folder_lock import FolderLock
from school_desk.kernel.paths import DataFolder
from school_desk.plans.commands import CreatePlan
from school_desk.terms.levels import SkillLevel
from tests.cli.console import Console
from tests.cli.drawn_school import registered
from tests.store.keeping import notice

PASSPHRASE = "太湖之滨 2026 年"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving takes as little as may be."""
    monkeypatch.setattr(moving, "_PASSES", 1)
    monkeypatch.setattr(moving, "_MEMORY_KIB", 64)


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """What the person types when asked, one after the other."""
    left = iter(answers)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(left))


def test_a_school_moves_to_another_computer(
    console: Console,
    drawn: SchoolTruth,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    registered(console.office, drawn.enterprises[0])
    file, new = tmp_path / "换电脑.zip", tmp_path / "new"
    typed(monkeypatch, PASSPHRASE, PASSPHRASE)
    said = console.run("move", "out", file)
    assert said.code == 0
    assert "请不要再用这台电脑登记" in said.out
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSPHRASE}\n"))
    assert main(["--data", str(new), "move", "in", str(file), "--password-stdin", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["missing_files"], told["set_aside"]) == (0, None)
    school = open_school(DataFolder(new), console.office.clock)
    assert school.row_counts() == console.office.school.row_counts()
    assert list(school.blobs.all()) == list(console.office.school.blobs.all())
    school.close()


def test_a_school_is_moved_over_another_only_when_that_is_said(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, new = tmp_path / "换电脑.zip", tmp_path / "new"
    typed(monkeypatch, PASSPHRASE, PASSPHRASE, PASSPHRASE, PASSPHRASE)
    assert console.run("move", "out", file).code == 0
    again = ("--data", str(new), "move", "in", str(file))
    assert main(again) == 0
    school = open_school(DataFolder(new), console.office.clock)
    school.execute(
        CreatePlan("010", SkillLevel.INTERMEDIATE, date(2026, 8, 1), date(2026, 9, 1), 60_000), console.office.clerk
    )
    school.close()
    capsys.readouterr()
    assert main(again) == 1
    assert "已有学校的数据，没有搬" in capsys.readouterr().err
    assert not (new / "replaced").exists()
    assert main((*again, "--replace")) == 0
    (new / "school.db").write_bytes(b"damaged" * 100)
    capsys.readouterr()
    typed(monkeypatch, PASSPHRASE)
    assert main((*again, "--replace")) == 0, "that is when it is needed most"
    assert list((new / "replaced").iterdir())


def test_two_passphrases_that_differ_write_nothing(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, PASSPHRASE, PASSPHRASE + "。")
    assert "两次输入的口令不一样" in console.refused("move", "out", tmp_path / "换电脑.zip")
    typed(monkeypatch, "短", "短")
    assert "口令至少 10 个字符" in console.refused("move", "out", tmp_path / "换电脑.zip")
    assert not (tmp_path / "换电脑.zip").exists()


def test_a_place_that_is_not_there_is_told_before_the_passphrase(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch)
    assert "请核对位置、插好移动硬盘" in console.refused("move", "out", tmp_path / "usb" / "换电脑.zip")
    assert not (tmp_path / "usb").exists()


def test_an_open_desk_is_told_before_the_passphrase(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch)
    lock = FolderLock(console.folder)
    assert lock.take()
    assert "请先关闭桌面程序" in console.refused("move", "in", tmp_path / "换电脑.zip")
    lock.release()
    typed(monkeypatch, PASSPHRASE)
    assert "找不到备份文件" in console.refused("move", "in", tmp_path / "换电脑.zip", "--replace")


@pytest.mark.parametrize(
    "fault", [EOFError(), getpass.GetPassWarning("echoed")], ids=lambda fault: type(fault).__name__
)
def test_without_a_console_the_way_to_give_it_is_told(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def nobody_there(_prompt: str) -> str:
        raise fault

    monkeypatch.setattr(getpass, "getpass", nobody_there)
    assert "--password-stdin" in console.refused("move", "out", tmp_path / "换电脑.zip")
    assert not (tmp_path / "换电脑.zip").exists()


def test_what_a_restore_would_cost_is_told_and_nothing_done(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "学校.zip"
    console.run("backup", file)
    for number in range(3):
        console.office.school.execute(notice(f"{number}"), console.office.clerk)
    before = console.standing()
    said = console.run("restore", file, "--dry-run")
    assert said.code == 0
    assert "恢复会失去之后的 3 步操作" in said.out
    told = console.run("restore", file, "--dry-run", "--json").document
    assert (told["lost"], told["commands"], told["whole"], told["missing_files"]) == (3, 5, True, 0)
    assert console.standing() == before


def test_what_a_restore_takes_away_is_kept_as_a_backup(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "学校.zip"
    console.run("backup", file)
    console.office.school.execute(notice("later"), console.office.clerk)
    after = console.standing()
    console.office.school.close()
    assert console.run("restore", file).code == 0
    assert console.standing() != after
    console.office.school.close()
    [kept] = backups(console.office.school.folder)
    assert kept.reason is Reason.RESTORE
    assert console.run("restore", kept.path).code == 0
    assert console.standing() == after


def test_an_import_without_its_backup_goes_on_and_says_so(
    console: Console, drawn: SchoolTruth, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("zipfile.ZipFile.write", full)
    said = console.run("import", "statement", drawn.folder / "statements" / "icbc-14col.xlsx", "--as", "qian", "--json")
    assert said.code == 0
    assert said.document["imported"] > 0
    assert "导入前的自动备份没有做成，导入照常进行。" in said.err


def test_nothing_is_backed_up_into_the_data_folder(console: Console) -> None:
    """Least of all over the database."""
    assert "不能备份到数据文件夹里面" in console.refused("backup", console.folder / "school.db")

"""`school-desk backup` and `restore`: what was backed up comes back, what stood there is set aside; before an import one is made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.kernel.backup import Reason, backups
from tests.cli.console import Console
from tests.cli.drawn_school import registered


def test_what_was_backed_up_comes_back(console: Console, drawn: SchoolTruth, tmp_path: Path) -> None:
    registered(console.office, drawn.enterprises[0])
    before, file = console.standing(), tmp_path / "备份.zip"
    told = console.run("backup", file, "--json").document
    assert (told["file"], told["whole"], told["files"]) == (str(file), True, 3)
    registered(console.office, drawn.enterprises[1])
    shutil.rmtree(console.office.school.folder.blobs)
    console.office.school.close()
    said = console.run("restore", file, "--json")
    assert (said.code, said.document["missing_files"]) == (0, 0)
    assert (Path(said.document["set_aside"]) / "school.db").is_file()
    assert console.standing() == before


def test_materials_that_nobody_has_are_told(console: Console, drawn: SchoolTruth) -> None:
    registered(console.office, drawn.enterprises[0])
    told = console.run("backup").out
    assert "只有数据库，不含照片等材料：" in told
    assert "school-desk backup 学校备份.zip" in told
    (made,) = backups(console.office.school.folder)
    assert (made.reason, made.whole) == (Reason.PERSON, False)
    shutil.rmtree(console.office.school.folder.blobs)
    console.office.school.close()
    said = console.run("restore", made.path)
    assert said.code == 1
    assert "有 3 份材料不在备份里" in said.err
    assert "已恢复到 2026-08-03 09:00" in said.out


def test_what_lies_in_a_backup_is_told(console: Console, drawn: SchoolTruth, tmp_path: Path) -> None:
    registered(console.office, drawn.enterprises[0])
    whole = "数据库和材料：6 步操作，3 份材料"
    assert whole in console.run("backup", tmp_path / "备份.zip").out
    assert whole in console.run("restore", tmp_path / "备份.zip", "--dry-run").out
    console.run("backup")
    (made,) = backups(console.office.school.folder)
    said = console.run("restore", made.path, "--dry-run").out
    assert "的备份（只有数据库，不含照片等材料：6 步操作）。" in said


def test_a_place_that_is_not_there_is_refused(console: Console, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    assert f"没有“{usb}”这个文件夹" in console.refused("backup", usb / "备份.zip")
    assert f"“{tmp_path}”是文件夹" in console.refused("backup", tmp_path)
    assert not usb.exists()


def test_what_is_no_backup_changes_nothing(console: Console, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK nothing")
    console.office.school.database.close()
    assert "不是完整的备份" in console.refused("restore", tmp_path / "bad.zip")
    assert "找不到备份文件" in console.refused("restore", tmp_path / "none.zip")


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_backup_is_made_before_an_import(console: Console, drawn: SchoolTruth, dry_run: bool) -> None:
    more = ("--dry-run",) if dry_run else ()
    statement = drawn.folder / "statements" / "icbc-14col.xlsx"
    assert console.run("import", "statement", statement, "--as", "qian", *more).code == 0
    made = backups(console.office.school.folder)
    assert [facts.reason for facts in made] == ([] if dry_run else [Reason.IMPORT])

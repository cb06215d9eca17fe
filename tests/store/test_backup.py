"""Backups: whole ones hold everything, automatic ones copy no file twice, old ones go, and a failed one leaves no trace."""

from __future__ import annotations

import errno
import os
import sqlite3
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from school_desk import __version__
from school_desk.kernel import schema
from school_desk.kernel.backup import Reason, backups, prune, read_facts
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from tests.school import NAME, Office
from tests.store.keeping import PICTURES, back_up, filled, notice, rewritten


def test_a_whole_backup_says_and_holds_what_there_is(office: Office, tmp_path: Path) -> None:
    filled(office)
    (tmp_path / "usb").mkdir()
    facts = back_up(office, tmp_path / "usb" / "学校.zip")
    assert (facts.school_id, facts.school_name) == (office.school.id, NAME)
    assert (facts.program, facts.revision, facts.reason) == (__version__, schema.HEAD, Reason.PERSON)
    assert (facts.commands, facts.files, facts.whole) == (4, len(PICTURES), True)
    assert (facts.counts["notice"], facts.counts["staff_member"]) == (3, 1)
    assert facts.path.stat().st_size == facts.size_bytes
    with zipfile.ZipFile(facts.path) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert sum(name.startswith("files/") for name in archive.namelist()) == len(PICTURES)
    assert read_facts(facts.path) == facts
    assert [path.name for path in facts.path.parent.iterdir()] == ["学校.zip"]


def test_a_backup_is_written_over_an_earlier_one_and_over_nothing_else(office: Office, tmp_path: Path) -> None:
    filled(office)
    target = tmp_path / "学校.zip"
    assert back_up(office, target).path == back_up(office, target).path == target
    letter = tmp_path / "来函.txt"
    letter.write_text("企业来函", "utf-8")
    with pytest.raises(RuleViolation, match="不能覆盖") as refusal:
        back_up(office, letter)
    assert refusal.value.code == "backup.in_the_way"
    assert letter.read_text("utf-8") == "企业来函"


def test_a_place_that_is_not_there_is_refused_and_not_made(office: Office, tmp_path: Path) -> None:
    """A mistyped disk would be a folder on this one."""
    letter = tmp_path / "来函.txt"
    letter.touch()
    for place in (tmp_path / "usb", letter):
        with pytest.raises(RuleViolation, match="插好移动硬盘") as refusal:
            back_up(office, place / "学校.zip")
        assert (refusal.value.code, refusal.value.field) == ("backup.no_folder", "target")
        assert str(place) in refusal.value.message
    assert not (tmp_path / "usb").exists()


def test_a_folder_is_no_file_to_back_up_to(office: Office, tmp_path: Path) -> None:
    place = tmp_path / "usb"
    place.mkdir()
    with pytest.raises(RuleViolation) as refusal:
        back_up(office, place)
    assert refusal.value.code == "backup.is_folder"
    assert str(place / "学校备份.zip") in refusal.value.message
    assert list(place.iterdir()) == []


def test_a_name_that_the_disk_cannot_take_is_told(office: Office, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        back_up(office, tmp_path / f"{'学校' * 200}.zip")
    assert fault.value.code == "file.unwritable"


def test_an_automatic_backup_copies_no_file(office: Office) -> None:
    filled(office)
    office.school.blobs.put(os.urandom(3_000_000))
    facts = back_up(office)
    assert (facts.files, facts.whole) == (4, False)
    assert facts.size_bytes < 3_000_000
    assert facts.path.parent == office.school.folder.backups
    assert facts.path.name.startswith("20260803-0900")
    assert facts.path.name.endswith("-start.zip")


def test_no_personal_value_is_in_a_backup(office: Office, tmp_path: Path) -> None:
    filled(office)
    content = back_up(office, tmp_path / "whole.zip").path.read_bytes()
    assert NAME.encode() in content, "plain words would be found"
    assert b"13800005893" not in content
    assert b"licence" not in content
    assert office.school.folder.key_file.read_bytes() not in content


def test_decisions_go_on_while_a_backup_is_made(office: Office) -> None:
    """What is not committed is not in it; what is, is, though it still lies in the write-ahead log."""
    filled(office)
    with office.school.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE counter SET value = value")
        facts = back_up(office)
    office.school.execute(notice("later"), office.clerk)
    assert facts.counts["notice"] == 3
    assert back_up(office).counts["notice"] == 4


def test_two_backups_of_one_moment_are_two(office: Office) -> None:
    paths = set()
    for _ in range(3):
        office.move_to(2026, 8, 3, 9)
        paths.add(back_up(office).path)
    assert len(paths) == len(list(office.school.folder.backups.iterdir())) == 3


def test_the_folders_backups_are_listed_newest_first_without_what_is_none(office: Office) -> None:
    made = []
    for day in (3, 5, 4):
        office.move_to(2026, 8, day, 9)
        made.append(back_up(office))
    (office.school.folder.backups / "no.zip").write_bytes(b"no backup")
    assert [facts.path for facts in backups(office.school.folder)] == [made[1].path, made[2].path, made[0].path]


def full_disk(*_args: object, **_named: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("place", ["os.fsync", "zipfile.ZipFile.write", "zipfile.ZipFile.writestr"])
def test_a_full_disk_makes_no_backup_and_removes_none(
    office: Office, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    office.move_to(2025, 1, 15)
    old = back_up(office)
    office.move_to(2026, 8, 3)
    monkeypatch.setattr(place, full_disk)
    with pytest.raises(EnvironmentFault, match="磁盘已满") as fault:
        back_up(office)
    assert fault.value.code == "disk.full"
    assert list(office.school.folder.backups.iterdir()) == [old.path]


def test_a_damaged_database_makes_no_backup(office: Office) -> None:
    """Else bad ones would push the good ones out."""
    filled(office)
    old = back_up(office)
    office.school.close()
    database = office.school.folder.database
    content = bytearray(database.read_bytes())
    content[-8192:-4096] = bytes(4096)
    database.write_bytes(content)
    with pytest.raises(EnvironmentFault) as fault:
        back_up(office)
    assert fault.value.code == "database.damaged"
    assert list(office.school.folder.backups.iterdir()) == [old.path]


def test_what_is_no_backup_is_refused_in_words(office: Office, tmp_path: Path) -> None:
    facts = back_up(office, tmp_path / "whole.zip")
    with pytest.raises(RuleViolation) as refusal:
        read_facts(tmp_path / "gone.zip")
    assert refusal.value.code == "backup.absent"
    content = facts.path.read_bytes()
    squeezed = tmp_path / "squeezed.zip"
    with zipfile.ZipFile(squeezed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", bytes(10_000))
    for spoiled in (b"", b"PK", content[: len(content) // 2], squeezed.read_bytes()):
        (tmp_path / "no.zip").write_bytes(spoiled)
        with pytest.raises(RuleViolation, match="换一份备份") as refusal:
            read_facts(tmp_path / "no.zip")
        assert refusal.value.code == "backup.damaged"


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (b'{"format": 2}', "backup.newer"),
        (b'{"format": 1}', "backup.damaged"),
        (b"{", "backup.damaged"),
        (None, "backup.damaged"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(
    office: Office, tmp_path: Path, manifest: bytes | None, code: str
) -> None:
    facts = back_up(office, tmp_path / "whole.zip")
    spoiled = rewritten(facts.path, lambda name, content: manifest if name == "manifest.json" else content)
    with pytest.raises(RuleViolation) as refusal:
        read_facts(spoiled)
    assert refusal.value.code == code


def make_empty(folder: DataFolder, moment: datetime, reason: Reason = Reason.START) -> Path:
    path = folder.backups / f"{moment:%Y%m%d-%H%M%S}000-{reason}.zip"
    path.touch()
    return path


def test_old_automatic_backups_are_pruned_by_the_rule(tmp_path: Path) -> None:
    folder, today = DataFolder(tmp_path), date(2026, 11, 23)
    folder.prepare()
    start = datetime(2026, 1, 10, 8)
    made = [make_empty(folder, start + timedelta(hours=12 * half)) for half in range(2 * 318)]
    kept_by_hand = [folder.backups / "学校.zip", make_empty(folder, start, Reason.PERSON)]
    kept_by_hand[0].touch()
    gone = prune(folder, today)
    left = sorted(set(made) - set(gone))
    assert sorted(folder.backups.glob("*.zip")) == sorted([*left, *kept_by_hand])
    names = [path.name[:11] for path in left]
    assert names[:11] == [f"2026{month:02d}{10 if month == 1 else 1:02d}-08" for month in range(1, 12)], (
        "first of a month"
    )
    assert {name[:8] for name in names[11:]} == {f"202611{day:02d}" for day in range(10, 24)}, "fourteen days"
    assert left[-10:] == made[-10:], "the newest ten, all of them"
    assert len(left) == 11 + 14 + 5, "and of the earlier days only the last"
    assert prune(folder, today) == ()


def test_drafts_that_a_killed_program_left_go_after_a_day(office: Office) -> None:
    folder = office.school.folder
    old, fresh, scratch = (folder.backups / name for name in (".a.zip.x1", ".b.zip.x2", ".backup-x3"))
    old.touch()
    fresh.touch()
    scratch.mkdir()
    (scratch / "school.db").touch()
    for path, day in ((old, 1), (scratch, 1), (fresh, 3)):
        moment = datetime(2026, 8, day, 12).timestamp()
        os.utime(path, (moment, moment))
    back_up(office)
    assert [path.name for path in folder.backups.glob(".*")] == [fresh.name]


def test_a_backup_of_an_older_shape_says_its_revision(office: Office) -> None:
    connection = sqlite3.connect(office.school.folder.database)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    assert back_up(office, reason=Reason.UPGRADE).revision == "0000"

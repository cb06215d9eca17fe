"""What is wrong with a school's data is found and told once, in words; what is sound is told so."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from school_desk.adapters.safekeeping import NAMING_FILES, back_up, examined
from school_desk.kernel import health, schema, volumes
from school_desk.kernel.backup import Reason
from school_desk.kernel.health import AT_START, CHECKS, Examined, Finding
from school_desk.kernel.paths import DataFolder
from tests.papers import registration
from tests.school import Office
from tests.store.keeping import notice


def examine(folder: DataFolder) -> dict[str, Finding]:
    return {finding.check: finding for finding in health.examine(examined(folder))}


def problems(folder: DataFolder) -> dict[str, str]:
    """Check → code of what is wrong; each with a sentence."""
    found = {name: finding for name, finding in examine(folder).items() if finding.problem}
    assert all(finding.problem.endswith("。") for finding in found.values())
    return {name: finding.code for name, finding in found.items()}


@pytest.fixture
def folder(office: Office) -> DataFolder:
    """A school with decisions, three papers and a backup, closed."""
    office.school.execute(notice("one"), office.clerk)
    office.school.execute(registration(office), office.clerk)
    back_up(None, office.school.folder, office.clock, Reason.START)
    office.school.close()
    return office.school.folder


def alter(folder: DataFolder, statement: str) -> None:
    connection = sqlite3.connect(folder.database)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_sound_school_has_no_problem(folder: DataFolder) -> None:
    found = examine(folder)
    assert problems(folder) == {}
    assert list(found) == list(CHECKS)
    facts = {name: finding.facts or {} for name, finding in found.items()}
    assert (facts["data"]["founded"], facts["data"]["revision"]) == (True, schema.HEAD)
    assert facts["journal"] == {"decisions": 3}
    assert (facts["files"], facts["contents"]) == ({"named": 3, "kept": 3}, {"read": 3})
    assert facts["backups"] == {"count": 1, "newest": "2026-08-03 09:00"}


def test_an_empty_folder_has_nothing_to_examine(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "none")
    found = examine(folder)
    assert list(found) == ["data", "backups", "disk"]
    assert problems(folder) == {}
    assert not folder.root.exists()


def test_a_start_reads_no_file_and_no_journal(folder: DataFolder) -> None:
    found = [finding.check for finding in health.examine(examined(folder), AT_START)]
    assert found == ["data", "health", "files", "backups", "disk"]


def test_a_damaged_database_is_told_once(folder: DataFolder) -> None:
    folder.database.write_bytes(b"no database" * 1000)
    assert problems(folder) == {"data": "database.damaged"}


def test_a_damaged_page_is_told_once(folder: DataFolder) -> None:
    content = bytearray(folder.database.read_bytes())
    content[-8192:-4096] = b"\x55" * 4096
    folder.database.write_bytes(content)
    assert problems(folder) == {"health": "database.damaged"}


def test_a_reference_without_its_row_is_told(folder: DataFolder) -> None:
    former = "INSERT INTO enterprise_former_name VALUES ('s', 'f', 'nobody', 'n', 'n', 'c', '2026-01-01', 'r')"
    alter(folder, former)
    assert problems(folder) == {"health": "database.references"}


def test_an_altered_decision_is_told(folder: DataFolder) -> None:
    alter(folder, "UPDATE journal SET actor_name = '别人' WHERE seq = 2")
    assert problems(folder) == {"journal": "journal.broken"}
    assert "第 2 条" in examine(folder)["journal"].problem


def test_a_newer_database_is_refused_in_words(folder: DataFolder) -> None:
    alter(folder, "UPDATE alembic_version SET version_num = '9999'")
    assert problems(folder) == {"data": "database.newer"}
    assert "请安装新版本" in examine(folder)["data"].problem


def test_an_older_database_is_not_yet_proven(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "HEAD", "9001")
    alter(folder, "UPDATE journal SET actor_name = '别人' WHERE seq = 2")
    assert problems(folder) == {}


def test_a_file_that_is_gone_and_one_that_is_spoiled_are_told_apart(folder: DataFolder) -> None:
    kept = next(folder.blobs.glob("??/*"))
    kept.write_bytes(b"spoiled")
    assert problems(folder) == {"contents": "blob.damaged"}
    kept.unlink()
    assert problems(folder) == {"files": "blob.missing"}


def test_every_column_that_names_a_file_is_known(folder: DataFolder) -> None:
    """One of them forgotten, and nobody would hear of its files."""
    for naming in NAMING_FILES:
        found = list(health.examine(Examined(folder, examined(folder).load_key, (naming,)), {"files"}))
        assert [finding.facts for finding in found] == [{"named": 3, "kept": 3}]


def test_what_was_taken_back_is_counted_and_read_as_a_backup_counts_it(office: Office) -> None:
    """A whole backup takes it too, and one spoiled file would spoil that."""
    outcome = office.school.execute(registration(office), office.clerk)
    office.undo(outcome.command_id, office.clerk)
    folder = office.school.folder
    found = examine(folder)
    assert (found["files"].facts, found["contents"].facts) == ({"named": 0, "kept": 3}, {"read": 3})
    assert back_up(None, folder, office.clock).files == 3
    next(folder.blobs.glob("??/*")).write_bytes(b"spoiled")
    assert problems(folder) == {"contents": "blob.damaged"}


def test_a_missing_key_is_told_once(folder: DataFolder) -> None:
    folder.key_file.unlink()
    assert problems(folder) == {"journal": "key.missing"}


@pytest.mark.parametrize("spoil", ["truncated", "a bit of the database", "no backup at all"])
def test_a_bad_backup_is_named(folder: DataFolder, spoil: str) -> None:
    [path] = folder.backups.iterdir()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(
        b"PK" if spoil == "no backup at all" else content[: len(content) // (2 if spoil == "truncated" else 1)]
    )
    assert problems(folder) == {"backups": "backup.damaged"}
    assert path.name in examine(folder)["backups"].problem


def test_a_full_disk_is_told(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=5 * 1024**2))
    assert problems(folder) == {"disk": "disk.low"}
    assert "只剩 5 MB" in examine(folder)["disk"].problem


def test_a_folder_on_a_share_is_told(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "is_on_network", lambda _folder: True)
    assert problems(folder) == {"data": "folder.network"}


MOUNTS = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
31 27 0:40 / /home/office/shared\040files rw - cifs //server/files rw
32 27 0:41 / /mnt/usb rw shared:9 master:2 - exfat /dev/sdb1 rw
33 27 0:42 / /mnt/usb rw - nfs4 server:/export rw
34 27 0:43 / /mnt/us rw - fuse.sshfs office: rw
""".strip()


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/office/data", "ext4"),
        ("/home/office/shared files/data", "cifs"),
        ("/home/office/shared files", "cifs"),
        ("/home/office/shared files 2", "ext4"),
        ("/mnt/usb/data", "nfs4"),
        ("/mnt/us/data", "fuse.sshfs"),
    ],
)
def test_the_mount_that_holds_a_folder_is_found(place: str, kind: str) -> None:
    assert volumes.mount_type(MOUNTS, place) == kind


@pytest.mark.skipif(not volumes._MOUNTS.exists(), reason="the table of mounts is Linux's")
def test_a_mounted_share_is_refused_and_a_disk_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not volumes.is_on_network(tmp_path)
    table = tmp_path / "mountinfo"
    table.write_text(f"{MOUNTS}\n40 27 0:50 / {tmp_path} rw - nfs4 server:/export rw\n", "utf-8")
    monkeypatch.setattr(volumes, "_MOUNTS", table)
    assert volumes.is_on_network(tmp_path / "not" / "yet" / "there")


@pytest.mark.parametrize(
    ("place", "drive_type", "is_share"),
    [
        (r"\\server\share\desk", 3, True),
        (r"\\?\UNC\server\share", 3, True),
        (r"\\?\C:\desk", 3, False),
        (r"Z:\desk", 4, True),
        (r"C:\desk", 3, False),
    ],
)
def test_windows_names_its_shares(place: str, drive_type: int, is_share: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as can be told without Windows: its paths, and its answer for a drive's letter."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(volumes, "_drive_type", lambda _place: drive_type)
    assert volumes.is_on_network(Path(place)) == is_share

"""What a start owes to safety: a backup and a look at the data; it never stops the work, and damaged data push no good backup out."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from school_desk.adapters.safekeeping import at_start
from school_desk.kernel.backup import Reason, backups
from tests.papers import registration
from tests.school import Office
from tests.store.keeping import back_up, filled


def full(*_args: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_sound_school_gets_its_backup(office: Office) -> None:
    report = at_start(filled(office).school.folder, office.clock)
    [made] = backups(office.school.folder)
    assert (made.reason, report.findings, report.backed_up_at) == (Reason.START, (), made.made_at)


def test_a_full_disk_is_told_and_stops_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zipfile.ZipFile.write", full)
    report = at_start(filled(office).school.folder, office.clock)
    assert report.backed_up_at is None
    [finding] = report.findings
    assert finding.code == "disk.full"
    assert finding.problem.startswith("这次打开程序时的自动备份没有做成，可以照常工作。磁盘已满")


def test_files_that_are_gone_are_told_and_the_backup_is_made(office: Office) -> None:
    office.school.execute(registration(office), office.clerk)
    shutil.rmtree(office.school.folder.blobs)
    report = at_start(office.school.folder, office.clock)
    assert [finding.code for finding in report.findings] == ["blob.missing"]
    assert report.backed_up_at is not None


@pytest.mark.parametrize("wreck", ["a page", "all"])
def test_damaged_data_are_told_once_and_not_backed_up(office: Office, wreck: str) -> None:
    good = back_up(filled(office))
    office.school.close()
    database: Path = office.school.folder.database
    content = bytearray(database.read_bytes())
    content[-8192:-4096] = b"\x55" * 4096
    database.write_bytes(content if wreck == "a page" else b"no database" * 1000)
    report = at_start(office.school.folder, office.clock)
    assert [finding.code for finding in report.findings] == ["database.damaged"]
    assert backups(office.school.folder) == (good,)

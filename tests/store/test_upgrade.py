"""Opening data of an older shape: first a backup, then the upgrade; without the backup nothing is touched, and the backup brings all back."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from school_desk.composition import open_school
from school_desk.kernel import schema
from school_desk.kernel.backup import Reason, backups
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.resources import migrations_path
from tests.migrations.test_chain import NEXT
from tests.school import Office
from tests.store.keeping import filled, opened, restored


@pytest.fixture
def older(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """The folder of a school that this program's chain, one revision longer than it was, finds behind."""
    filled(office)
    office.school.close()
    shutil.copytree(migrations_path(), tmp_path / "migrations")
    text = NEXT.format(head=schema.HEAD, then='op.execute("ALTER TABLE school ADD COLUMN motto TEXT")')
    (tmp_path / "migrations" / "versions" / "9001_novelty.py").write_text(text, "utf-8")
    monkeypatch.setattr(schema, "migrations_path", lambda: tmp_path / "migrations")
    monkeypatch.setattr(schema, "HEAD", "9001")
    return office.school.folder


def test_the_upgrade_makes_a_backup_of_the_old_shape_first(older: DataFolder, office: Office) -> None:
    before = schema.stored_revision(older.database)
    then = opened(office)
    assert schema.stored_revision(older.database) == "9001"
    [facts] = backups(older)
    assert (facts.reason, facts.revision, facts.commands) == (Reason.UPGRADE, before, 4)
    dump = then.dump()
    then.school.close()
    restored(office, facts.path)
    again = opened(office)
    assert again.dump() == dump
    again.school.close()


def test_a_second_opening_makes_no_backup(older: DataFolder, office: Office) -> None:
    for _ in range(2):
        opened(office).school.close()
    assert len(backups(older)) == 1


def test_without_the_backup_nothing_is_upgraded(
    older: DataFolder, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = older.database.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("zipfile.ZipFile.write", full)
        with pytest.raises(EnvironmentFault, match=r"备份没有做成，数据没有改动。磁盘已满") as fault:
            open_school(older, office.clock)
    assert fault.value.code == "disk.full"
    assert older.database.read_bytes() == before
    opened(office).school.close()
    assert schema.stored_revision(older.database) == "9001", "with room again it goes on"


def test_a_newer_database_is_not_even_backed_up(older: DataFolder, office: Office) -> None:
    connection = sqlite3.connect(older.database)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(EnvironmentFault, match="请安装新版本"):
        open_school(older, office.clock)
    assert backups(older) == ()


def test_an_import_goes_on_without_its_backup(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one step of the journal and can be taken back without one; a full disk does not stop the office."""

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("zipfile.ZipFile.write", full)
        fault = office.school.back_up_before_import()
    assert fault is not None
    assert "导入照常进行" in fault.message
    assert "磁盘已满" in fault.message
    assert office.school.back_up_before_import() is None
    assert [facts.reason for facts in backups(office.school.folder)] == [Reason.IMPORT]


def test_nothing_is_imported_into_a_damaged_database(office: Office) -> None:
    filled(office)
    office.school.close()
    content = bytearray(office.school.folder.database.read_bytes())
    content[-8192:-4096] = b"\x55" * 4096
    office.school.folder.database.write_bytes(content)
    with pytest.raises(EnvironmentFault) as fault:
        office.school.back_up_before_import()
    assert fault.value.code == "database.damaged"

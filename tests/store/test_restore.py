"""Restoring: a school as it was, opened and whole; a bad backup changes nothing; whatever breaks off leaves the old data."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from school_desk.kernel import restore as restoring
from school_desk.kernel import schema
from school_desk.kernel.backup import BackupFacts
from school_desk.kernel.cipher import KEY_BYTES
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from tests.school import Dump, Office
from tests.store.keeping import PICTURES, back_up, contents, filled, notice, opened, restored, rewritten


class Kept:
    """A school with a backup and a decision after it, closed."""

    def __init__(self, office: Office, target: Path | None) -> None:
        self.office = filled(office)
        self.then = office.dump()
        self.facts: BackupFacts = back_up(office, target)
        office.school.execute(notice("after the backup"), office.clerk)
        self.now = office.dump()
        office.school.close()
        self.folder = office.school.folder

    def stands(self) -> Dump:
        """Every row of the folder's school at present."""
        school = opened(self.office)
        try:
            return school.dump()
        finally:
            school.school.close()


@pytest.fixture
def kept(office: Office, tmp_path: Path) -> Kept:
    """With a whole backup."""
    return Kept(office, tmp_path / "whole.zip")


def check_whole(office: Office) -> None:
    with office.school.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert contents(office.school) == sorted(PICTURES)


def test_a_whole_backup_makes_the_school_anew_elsewhere(kept: Kept, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "new" / "data")
    done = restored(kept.office, kept.facts.path, folder)
    assert (done.missing_files, done.set_aside, done.facts) == ((), None, kept.facts)
    school = opened(kept.office, folder)
    assert school.dump() == kept.then
    check_whole(school)
    school.school.execute(notice("goes on"), school.clerk)
    school.school.close()
    assert kept.stands() == kept.now, "the old one is as it was"


def test_restoring_in_place_sets_the_old_data_aside(kept: Kept) -> None:
    done = restored(kept.office, kept.facts.path)
    assert kept.stands() == kept.then
    assert done.set_aside is not None
    assert {path.name for path in done.set_aside.iterdir()} == {"school.db", "school.key"}
    again = DataFolder(done.set_aside)
    set_aside = opened(kept.office, again)
    assert set_aside.dump() == kept.now, "and they open"
    set_aside.school.close()


def test_what_lay_in_the_write_ahead_log_is_set_aside_too(kept: Kept) -> None:
    """As after a kill: the last decision is in the log only."""
    connection = sqlite3.connect(kept.folder.database)
    connection.execute("UPDATE school SET name = '新名'")
    connection.commit()
    log = kept.folder.database.with_name("school.db-wal").read_bytes()
    connection.close()
    kept.folder.database.with_name("school.db-wal").write_bytes(log)
    done = restored(kept.office, kept.facts.path)
    assert kept.stands() == kept.then
    assert done.set_aside is not None
    connection = sqlite3.connect(done.set_aside / "school.db")
    assert connection.execute("SELECT name FROM school").fetchone() == ("新名",)
    connection.close()


def test_an_automatic_backup_finds_the_files_where_they_stayed(office: Office) -> None:
    kept = Kept(office, None)
    assert restored(office, kept.facts.path).missing_files == ()
    assert kept.stands() == kept.then


def test_files_that_are_gone_are_named_or_brought_back(kept: Kept, office: Office) -> None:
    sha256, spoiled = list(office.school.blobs.all())[:2]
    again = Kept(opened(office), None)
    automatic = again.facts
    office.school.blobs.path(sha256).unlink()
    assert restored(office, automatic.path).missing_files == (sha256,)
    office.school.blobs.path(spoiled).write_bytes(b"spoiled")
    assert restored(office, kept.facts.path).missing_files == ()
    check_whole(office)


def zeroed(content: bytes) -> bytes:
    return content[:4096] + bytes(len(content) - 4096)


@pytest.mark.parametrize("wreck", [zeroed, lambda content: b"", lambda content: b"x" * len(content)])
def test_a_wrecked_database_is_restored_over(kept: Kept, wreck: Callable[[bytes], bytes]) -> None:
    content = wreck(kept.folder.database.read_bytes())
    kept.folder.database.write_bytes(content)
    kept.folder.database.with_name("school.db-wal").write_bytes(b"a log that nobody can read")
    done = restored(kept.office, kept.facts.path)
    assert kept.stands() == kept.then
    assert done.set_aside is not None
    assert (done.set_aside / "school.db").read_bytes() == content


def lasting(kept: Kept) -> dict[Path, bytes]:
    """Every file but SQLite's own passing ones."""
    files = (file for file in kept.folder.root.rglob("*") if file.is_file())
    return {file: file.read_bytes() for file in files if not file.name.endswith(("-shm", "-wal"))}


def refused(kept: Kept, path: Path) -> RuleViolation:
    before = lasting(kept)
    with pytest.raises(RuleViolation) as refusal:
        restored(kept.office, path)
    assert refusal.value.message.endswith("。")
    after = lasting(kept)
    draft = kept.folder.database.with_name("school.db.restoring")
    assert {name: content for name, content in after.items() if draft.name not in name.name} == before
    assert kept.stands() == kept.now
    return refusal.value


def turned(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize("entry", ["manifest.json", "seal.txt", "files.txt", "school.db", "files/"])
@pytest.mark.parametrize("how", [turned, lambda _: None, lambda _: b""], ids=["changed", "removed", "emptied"])
def test_a_tampered_backup_is_refused(kept: Kept, entry: str, how: Callable[[bytes], bytes | None]) -> None:
    """A good zip each time, so that only what the backup says of itself can tell."""
    lost = b"\xff\xd8 letter"
    for sha256 in kept.office.school.blobs.all():
        if kept.office.school.blobs.get(sha256) == lost:
            kept.office.school.blobs.path(sha256).unlink()
    spoiled = rewritten(kept.facts.path, lambda name, content: how(content) if name.startswith(entry) else content)
    assert refused(kept, spoiled).code == "backup.damaged"


def test_a_manifest_of_ones_own_making_is_refused(kept: Kept) -> None:
    """Every digest right, but not sealed with the school's key."""
    spoiled = rewritten(
        kept.facts.path,
        lambda name, content: (
            content.replace(b'"reason":"person"', b'"reason":"import"') if name == "manifest.json" else content
        ),
    )
    assert refused(kept, spoiled).code == "backup.damaged"


def test_a_flipped_bit_anywhere_is_noticed(kept: Kept) -> None:
    content = bytearray(kept.facts.path.read_bytes())
    content[len(content) // 3] ^= 1
    spoiled = kept.facts.path.with_name("spoiled.zip")
    spoiled.write_bytes(content)
    assert refused(kept, spoiled).code == "backup.damaged"


def test_a_broken_journal_is_refused(kept: Kept, office: Office) -> None:
    connection = sqlite3.connect(kept.folder.database)
    with connection:
        connection.execute("UPDATE journal SET actor_name = '别人' WHERE seq = 2")
    connection.close()
    kept.now = kept.stands()
    school = opened(office)
    forged = back_up(school, kept.facts.path.with_name("forged.zip"))
    school.school.close()
    assert refused(kept, forged.path).code == "backup.damaged"


def test_a_newer_database_is_refused_in_words(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "HEAD", "0000")
    monkeypatch.setattr(schema, "known_revisions", lambda: ("0000",))
    with pytest.raises(EnvironmentFault, match="更新版本") as fault:
        restored(kept.office, kept.facts.path)
    assert fault.value.code == "database.newer"


def test_another_key_is_refused(kept: Kept) -> None:
    with pytest.raises(RuleViolation) as refusal:
        restoring.restore(kept.facts.path, kept.folder, lambda _: bytes(KEY_BYTES), kept.office.clock)
    assert refusal.value.code == "backup.damaged"
    assert kept.stands() == kept.now


def test_another_schools_folder_is_left_alone(kept: Kept) -> None:
    connection = sqlite3.connect(kept.folder.database)
    with connection:
        connection.execute("UPDATE school SET id = 'another', name = '别的学校'")
    connection.close()
    with pytest.raises(RuleViolation, match="别的学校") as refusal:
        restored(kept.office, kept.facts.path)
    assert refusal.value.code == "backup.other_school"


def test_an_open_school_is_not_replaced(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "BUSY_S", 0.02)
    other = opened(kept.office)
    other.dump()
    with pytest.raises(EnvironmentFault) as fault:
        restored(kept.office, kept.facts.path)
    assert fault.value.code == "database.busy"
    assert other.dump() == kept.now
    other.school.close()


def full_disk(*_args: object, **_named: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


STEPS = [
    "extract_database",
    "_prove",
    "_add_files",
    "_set_aside",
    "_fold_log",
    "_keep_twice",
    "flush_folder",
    "write_bytes",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_at_any_step_leaves_the_old_data(kept: Kept, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    next(kept.folder.blobs.glob("??/*")).unlink()
    with monkeypatch.context() as patch:
        patch.setattr(restoring, step, full_disk)
        with pytest.raises(EnvironmentFault, match="磁盘已满") as fault:
            restored(kept.office, kept.facts.path)
    assert fault.value.code == "disk.full"
    assert kept.stands() in ((kept.now, kept.then) if step == "flush_folder" else (kept.now,))
    assert restored(kept.office, kept.facts.path).missing_files == (), "and the next try succeeds"
    assert kept.stands() == kept.then


def test_a_disk_that_knows_no_second_names_gets_copies(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(*_args: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", unsupported)
    done = restored(kept.office, kept.facts.path)
    assert done.set_aside is not None
    set_aside = opened(kept.office, DataFolder(done.set_aside))
    assert set_aside.dump() == kept.now
    set_aside.school.close()
    assert kept.stands() == kept.then

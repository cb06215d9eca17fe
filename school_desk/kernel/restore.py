"""Puts a backup in the place of a school's data. What stood there is set aside, never deleted, and stands until the last moment.

The school must be closed. Whatever breaks off leaves the old database in its place; files that were added do no harm.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from school_desk.kernel import backup, journal, numbers, schema
from school_desk.kernel.backup import BackupFacts, damaged, entry_of
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import SHANGHAI, Clock
from school_desk.kernel.database import Database, telling_faults
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.files import flush_folder, telling_file_faults, write_bytes
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.sync_tables import revoke
from school_desk.kernel.worker import progress

_PIECE = 1 << 20


@dataclass(frozen=True)
class Restored:
    """`missing_files`: named by the backup, but neither in it nor in the folder. `set_aside`: where the old data lie now.

    `revoked`: the desks that a Hub's old data had revoked, and that stay so; None when nobody can tell any more.
    """

    facts: BackupFacts
    missing_files: tuple[str, ...]
    set_aside: Path | None
    revoked: frozenset[str] | None


def restore(path: Path, folder: DataFolder, load_key: Callable[[str], bytes], clock: Clock) -> Restored:
    """Restores the backup at `path` into `folder`, which is empty or holds the same school (closed).

    `load_key` gives the key of a school id. Raises RuleViolation `backup.…` or EnvironmentFault; then the old data stand.
    """
    cipher = Cipher(load_key(backup.read_facts(path).school_id))
    return put_in_place(path, folder, cipher, clock, lambda: None)


def put_in_place(
    path: Path, folder: DataFolder, cipher: Cipher, clock: Clock, keep_key: Callable[[], object]
) -> Restored:
    """As `restore`, with the key at hand; `keep_key` is called once all is proven, before the database takes its place."""
    facts = backup.read_facts(path)
    check_school(folder, facts)
    with backup.reading(path) as archive:
        files = check_seal(path, archive, facts, cipher)
        folder.prepare()
        with _draft(folder) as draft:
            extract_database(archive, draft, facts)
            revoked = _revoked_there(folder, facts.school_id)
            _prove(draft, facts, cipher, clock, _reserved_there(folder, facts.school_id), revoked or frozenset())
            missing = _add_files(archive, facts, files, BlobStore(folder.blobs, cipher))
            aside = _set_aside(folder, clock)
            keep_key()
            draft.replace(folder.database)
            flush_folder(folder.root)
    return Restored(facts, missing, aside, revoked)


def check_seal(path: Path, archive: zipfile.ZipFile, facts: BackupFacts, cipher: Cipher) -> tuple[str, ...]:
    """The files the backup names, once its own account of itself is proven. Raises RuleViolation `backup.damaged`."""
    names = set(archive.namelist())
    if not {backup.SEAL, backup.FILES, backup.DATABASE} <= names:
        raise damaged(path)
    if archive.read(backup.SEAL).decode("ascii", "replace") != cipher.digest(archive.read(backup.MANIFEST)):
        raise damaged(path)
    listed = archive.read(backup.FILES)
    files = tuple(listed.decode("ascii", "replace").split())
    missing = facts.whole and not {entry_of(sha256) for sha256 in files} <= names
    if missing or hashlib.sha256(listed).hexdigest() != facts.files_sha256:
        raise damaged(path)
    return files


def check_school(folder: DataFolder, facts: BackupFacts) -> None:
    """Another school's data in the folder are not for this backup to replace. Raises RuleViolation `backup.other_school`."""
    if not folder.database.exists():
        return
    try:
        with telling_faults(), closing(sqlite3.connect(folder.database)) as connection:
            found = connection.execute("SELECT id, name FROM school").fetchone()
    except (EnvironmentFault, sqlite3.OperationalError):
        return  # damaged: that is why somebody restores
    if found is not None and found[0] != facts.school_id:
        message = f"这个文件夹里是另一所学校“{found[1]}”的数据，不能用这份备份恢复。请换一个空文件夹。"
        raise RuleViolation("backup.other_school", message)


@contextmanager
def _draft(folder: DataFolder) -> Iterator[Path]:
    """Where the database is made ready; whatever is left of it, of this time or of one that was killed, goes."""
    draft = folder.database.with_name("school.db.restoring")
    with telling_faults(), telling_file_faults(draft):
        _clear(draft)
        try:
            yield draft
        finally:
            _clear(draft)


def _clear(draft: Path) -> None:
    for leftover in draft.parent.glob(f"{draft.name}*"):
        leftover.unlink()


def extract_database(archive: zipfile.ZipFile, draft: Path, facts: BackupFacts) -> None:
    """Writes the backup's database as `draft`, on disk and as it was packed. Raises RuleViolation `backup.damaged`."""
    with archive.open(backup.DATABASE) as packed, draft.open("xb") as written:
        shutil.copyfileobj(packed, written, _PIECE)
        written.flush()
        os.fsync(written.fileno())
    if backup.digest_of(draft) != facts.database_sha256:
        raise damaged(facts.path)


def _prove(
    draft: Path,
    facts: BackupFacts,
    cipher: Cipher,
    clock: Clock,
    reserved: Mapping[str, int],
    revoked: Collection[str],
) -> None:
    """The database can be brought to today's shape, and its rows, references and journal hold.

    Numbers in reserve are not used again, and desks that were revoked since are not listened to again.
    """
    with closing(sqlite3.connect(draft)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise damaged(facts.path)
    schema.bring_up_to_date(draft)
    database = Database(draft, cipher)
    try:
        with database.writing() as session:
            numbers.give_back_reserved(session, facts.school_id)
            numbers.pass_over_lost(session, facts.school_id, clock.now(), reserved)
            revoke(session, facts.school_id, revoked)
        with database.reading() as session:
            broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken or journal.first_broken(session, cipher, facts.school_id) is not None:
                raise damaged(facts.path)
    finally:
        database.close()


def _reserved_there(folder: DataFolder, school_id: str) -> dict[str, int]:
    """What the data that are replaced say of numbers in reserve; nothing where they cannot be read any more."""
    asked = "SELECT series, max(last) FROM number_block WHERE school_id = ? GROUP BY series"
    return dict(_asked_there(folder, asked, school_id) or ())


def _revoked_there(folder: DataFolder, school_id: str) -> frozenset[str] | None:
    """The desks that a Hub's data that are replaced do not listen to; None where they cannot be read any more."""
    found = _asked_there(folder, "SELECT id FROM desk WHERE school_id = ? AND state = 'revoked'", school_id)
    return None if found is None else frozenset(row[0] for row in found)


def _asked_there(folder: DataFolder, asked: str, school_id: str) -> list[Any] | None:
    """What the data that are replaced answer: they are only looked at."""
    uri = folder.database.absolute().as_uri() + "?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            return connection.execute(asked, (school_id,)).fetchall()
    except sqlite3.Error:
        return None


def _add_files(
    archive: zipfile.ZipFile, facts: BackupFacts, files: tuple[str, ...], blobs: BlobStore
) -> tuple[str, ...]:
    """Brings every file that is missing here or spoiled; returns those that nobody has."""
    missing = []
    for done, sha256 in enumerate(files, start=1):
        if not facts.whole:
            if not blobs.path(sha256).exists():
                missing.append(sha256)
        elif not blobs.holds(sha256):
            write_bytes(blobs.path(sha256), archive.read(entry_of(sha256)))
            if not blobs.holds(sha256):
                blobs.path(sha256).unlink()
                raise damaged(facts.path)
        progress(done, len(files))
    return tuple(missing)


def _set_aside(folder: DataFolder, clock: Clock) -> Path | None:
    """Keeps the old database (and key file) under `replaced/`; the database stays in its place too until another takes it."""
    database = folder.database
    logs = [database.with_name(database.name + suffix) for suffix in ("-wal", "-shm")]
    if not any(file.exists() for file in (database, *logs)):
        return None
    if database.exists():
        _fold_log(database)
    aside = folder.root / "replaced" / f"{clock.now().astimezone(SHANGHAI):%Y%m%d-%H%M%S-%f}"
    aside.mkdir(parents=True)
    if folder.key_file.exists():
        write_bytes(aside / folder.key_file.name, folder.key_file.read_bytes())
    for file in (database, *logs):
        if file.exists():
            _keep_twice(file, aside / file.name)
    for file in logs:
        file.unlink(missing_ok=True)  # SQLite would play it into whatever database lies beside it
    return aside


def _keep_twice(file: Path, copy: Path) -> None:
    """A second name costs no room; a disk that knows none gets a copy."""
    try:
        os.link(file, copy)
        flush_folder(copy.parent)
    except OSError:
        write_bytes(copy, file.read_bytes())


def _fold_log(database: Path) -> None:
    """Brings the write-ahead log into the database, which fails while another program has it open. A damaged one stays as it is."""
    try:
        with telling_faults(), closing(sqlite3.connect(database, timeout=schema.BUSY_S)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except EnvironmentFault as fault:
        if fault.code != "database.damaged":
            raise

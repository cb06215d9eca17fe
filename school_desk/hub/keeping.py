"""Backups of a Hub that keeps its rows in its folder: made while it serves, and proven by restoring them on the side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from school_desk.adapters.secrets import load_key
from school_desk.hub.opening import HubSchool, key_owner, noted_school
from school_desk.kernel import restore as restoring
from school_desk.kernel.backup import BackupFacts, Reason, make_backup
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.clock import Clock
from school_desk.kernel.database import Database
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.restore import Restored
from school_desk.sync.files import named_files


@dataclass(frozen=True)
class Proven:
    """A backup that was restored once. `awaited`: how many files its rows name that the Hub has not got, be it that no desk sent them yet."""

    facts: BackupFacts
    awaited: int


def back_up(hub: HubSchool, target: Path) -> Proven:
    """A whole backup, restored once into a place that goes again: rows, references, journal and every file that lies in the folder hold.

    Raises RuleViolation `backup.…`, or EnvironmentFault; one that does not hold is not left lying about.
    """
    _check_in_folder(hub.folder)
    facts = make_backup(hub.folder, hub.database.cipher, reason=Reason.PERSON, clock=hub.clock, target=target)
    try:
        with TemporaryDirectory(dir=target.parent) as scratch:
            folder = DataFolder(Path(scratch) / "hub")
            restoring.restore(target, folder, _key_of(hub.folder), hub.clock)
            awaited = _awaited(folder, hub)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Proven(facts, awaited)


def _awaited(folder: DataFolder, hub: HubSchool) -> int:
    database = Database(folder.database, hub.database.cipher)
    try:
        with database.reading() as session:
            named = named_files(session, hub.id)
    finally:
        database.close()
    return len(named - set(BlobStore(folder.blobs, hub.database.cipher).all()))


def put_back(path: Path, folder: DataFolder, clock: Clock) -> Restored:
    """Restores a backup in `folder`, whose Hub is not running. What the desks know beyond it they bring back by themselves."""
    _check_in_folder(folder)
    return restoring.restore(path, folder, _key_of(folder), clock)


def _key_of(folder: DataFolder) -> partial[bytes]:
    return partial(_load, folder)


def _load(folder: DataFolder, school_id: str) -> bytes:
    return load_key(key_owner(school_id), folder.key_file)


def _check_in_folder(folder: DataFolder) -> None:
    if noted_school(folder).exists():
        message = (
            "数据在 PostgreSQL 服务器上：请用服务器自己的备份（如 pg_dump），并连同数据文件夹（密钥、材料）一起保存。"
        )
        raise RuleViolation("backup.on_server", message)

"""Backups of a Hub that keeps its rows in its folder: made while it serves, and proven by restoring them on the side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from school_desk.adapters.secrets import load_key
from school_desk.hub.opening import HubSchool, key_owner, noted_school
from school_desk.kernel import restore as restoring
from school_desk.kernel.backup import BackupFacts, Reason, check_target, make_backup
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.clock import Clock
from school_desk.kernel.database import Database
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import flush_folder, telling_file_faults
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

    Raises RuleViolation `backup.…` (`backup.unproven`: the Hub's own data do not hold), or EnvironmentFault; then there is no new file, and an
    earlier one of that name stands.
    """
    check_in_folder(hub.folder)
    check_target(target, hub.folder)
    with telling_file_faults(target), TemporaryDirectory(dir=target.parent) as scratch:
        draft, folder = Path(scratch) / target.name, DataFolder(Path(scratch) / "hub")
        facts = make_backup(hub.folder, hub.database.cipher, reason=Reason.PERSON, clock=hub.clock, target=draft)
        _prove(draft, folder, hub)
        awaited = _awaited(folder, hub)
        draft.replace(target)
        flush_folder(target.parent)
    return Proven(replace(facts, path=target), awaited)


def _prove(draft: Path, folder: DataFolder, hub: HubSchool) -> None:
    try:
        restoring.restore(draft, folder, _key_of(hub.folder), hub.clock)
    except RuleViolation as refusal:
        if refusal.code != "backup.damaged":
            raise
        message = (
            "没有备份：总台的数据里有损坏或被改动过的地方（材料或操作日志），这样的备份恢复不出来。"
            "请不要删除以前的备份，检查数据文件夹所在的磁盘；可用以前的备份 hub restore 恢复，各台电脑会把以后的送回来。"
        )
        raise RuleViolation("backup.unproven", message) from refusal


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
    check_in_folder(folder)
    return restoring.restore(path, folder, _key_of(folder), clock)


def _key_of(folder: DataFolder) -> partial[bytes]:
    return partial(_load, folder)


def _load(folder: DataFolder, school_id: str) -> bytes:
    return load_key(key_owner(school_id), folder.key_file)


def check_in_folder(folder: DataFolder) -> None:
    """Whether the Hub's rows lie in its folder, and so can be backed up here. Raises RuleViolation `backup.on_server`."""
    if noted_school(folder).exists():
        message = (
            "数据在 PostgreSQL 服务器上：请用服务器自己的备份（如 pg_dump），并连同数据文件夹（密钥、材料）一起保存。"
        )
        raise RuleViolation("backup.on_server", message)

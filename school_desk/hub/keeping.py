"""Backups of a Hub that keeps its rows in its folder: made while it serves, and proven by restoring them on the side."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from school_desk.adapters.secrets import load_key
from school_desk.hub.opening import HubSchool, key_owner, noted_school
from school_desk.kernel import restore as restoring
from school_desk.kernel.backup import BackupFacts, Reason, make_backup
from school_desk.kernel.clock import Clock
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.restore import Restored


def back_up(hub: HubSchool, target: Path) -> BackupFacts:
    """A whole backup, restored once into a place that goes again: rows, references, journal and every file that lies in the folder hold.

    Raises RuleViolation `backup.…`, or EnvironmentFault; one that does not hold is not left lying about.
    """
    _check_in_folder(hub.folder)
    facts = make_backup(hub.folder, hub.database.cipher, reason=Reason.PERSON, clock=hub.clock, target=target)
    try:
        with TemporaryDirectory(dir=target.parent) as scratch:
            restoring.restore(target, DataFolder(Path(scratch) / "hub"), _key_of(hub.folder), hub.clock)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return facts


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

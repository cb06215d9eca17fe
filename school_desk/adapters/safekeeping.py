"""Backups, restoring, moving and examining with the key as this computer keeps it: for the command line and the desk's workers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from school_desk.adapters.secrets import keep_key, load_key
from school_desk.kernel import health, moving, restore, restore_preview
from school_desk.kernel.backup import BackupFacts, Reason, make_backup
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import Clock
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.health import Examined, Finding
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.restore import Restored
from school_desk.kernel.restore_preview import Preview
from school_desk.kernel.schema import stored_revision

# Where the database names files of the store; other digests are marks of files that were read and not kept.
NAMING_FILES = (("document", "sha256"), ("document", "original_sha256"))


def back_up(target: Path | None, folder: DataFolder, clock: Clock, reason: Reason = Reason.PERSON) -> BackupFacts:
    """As `make_backup`."""
    return make_backup(folder, Cipher(_key(folder)), reason=reason, clock=clock, target=target)


def preview(path: Path, folder: DataFolder) -> Preview:
    """As `restore_preview.preview`."""
    return restore_preview.preview(path, folder, _key_loader(folder))


def restore_backup(path: Path, folder: DataFolder, clock: Clock) -> Restored:
    """As `restore.restore`, with a backup of what stands there now first, unless that is too damaged for one: it is set aside all the same."""
    _back_up_present(folder, clock)
    return restore.restore(path, folder, _key_loader(folder), clock)


def move_out(target: Path, folder: DataFolder, passphrase: str, clock: Clock) -> BackupFacts:
    """As `moving.move_out`."""
    return moving.move_out(folder, _key(folder), passphrase, clock, target)


def move_in(path: Path, folder: DataFolder, passphrase: str, clock: Clock) -> Restored:
    """As `moving.move_in`; the key is kept as this computer keeps keys."""
    return moving.move_in(path, folder, passphrase, clock, partial(keep_key, key_file=folder.key_file))


def examine(folder: DataFolder, wanted: Collection[str] = ()) -> tuple[Finding, ...]:
    """As `health.examine`."""
    return tuple(health.examine(examined(folder), wanted))


@dataclass(frozen=True)
class StartReport:
    """What a start came to. `findings`: only what is wrong; `backed_up_at` None: no backup was made, which is among them."""

    backed_up_at: datetime | None
    findings: tuple[Finding, ...]


def at_start(folder: DataFolder, clock: Clock) -> StartReport:
    """What a start owes to safety: looks at the data, and makes a backup of them while they are sound. Never raises for a full disk."""
    findings = tuple(finding for finding in examine(folder, health.AT_START) if finding.problem)
    if any(finding.check in ("data", "health") for finding in findings):
        return StartReport(None, findings)
    try:
        return StartReport(back_up(None, folder, clock, Reason.START).made_at, findings)
    except EnvironmentFault as fault:
        failed = Finding("backup", None, fault.code, f"这次打开程序时的自动备份没有做成，可以照常工作。{fault.message}")
        return StartReport(None, (failed, *findings))


def examined(folder: DataFolder) -> Examined:
    """The school in `folder` as an object of `health.examine`."""
    return Examined(folder, _key_loader(folder), NAMING_FILES)


def _key_loader(folder: DataFolder) -> partial[bytes]:
    return partial(load_key, key_file=folder.key_file)


def _key(folder: DataFolder) -> bytes:
    [(school_id,)] = examined(folder).read("SELECT id FROM school")
    return load_key(school_id, folder.key_file)


def _back_up_present(folder: DataFolder, clock: Clock) -> None:
    try:
        if stored_revision(folder.database) is not None:
            back_up(None, folder, clock, Reason.RESTORE)
    except EnvironmentFault as fault:
        if fault.code not in ("database.damaged", "key.missing", "key.wrong"):
            raise

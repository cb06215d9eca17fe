"""What the tests of backups share: a school with something in it, and ways to keep it and spoil the copy."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from school_desk.adapters.secrets import load_key
from school_desk.composition import School, open_school
from school_desk.documents.commands import QueueNotice
from school_desk.kernel import restore as restoring
from school_desk.kernel.backup import BackupFacts, Reason, make_backup
from school_desk.kernel.paths import DataFolder
from tests.school import Office

PICTURES = (b"\xff\xd8 licence", b"\xff\xd8 letter", b"\xff\xd8 certificate")


def notice(text: str) -> QueueNotice:
    """A decision with a text to find again."""
    return QueueNotice("fee", "sms", "b1", "陈静", "13800005893", text)


def filled(office: Office) -> Office:
    """Three decisions and three pictures."""
    for number, picture in enumerate(PICTURES):
        office.school.blobs.put(picture)
        office.school.execute(notice(f"第 {number} 条"), office.clerk)
    return office


def back_up(office: Office, target: Path | None = None, reason: Reason = Reason.START) -> BackupFacts:
    """A backup of the office's school: whole when it has a target."""
    school = office.school
    return make_backup(
        school.folder, school.database.cipher, reason=reason if target is None else Reason.PERSON, clock=office.clock,
        target=target,
    )  # fmt: skip


def key_of(folder: DataFolder) -> Callable[[str], bytes]:
    """The key as the folder's file has it."""
    return lambda school_id: load_key(school_id, folder.key_file)


def restored(office: Office, path: Path, folder: DataFolder | None = None) -> restoring.Restored:
    """Restores with the office's key, into its own folder unless told."""
    mine = office.school.folder
    return restoring.restore(path, folder or mine, key_of(mine), office.clock)


def opened(office: Office, folder: DataFolder | None = None) -> Office:
    """The school in `folder`, opened; the caller closes it."""
    if folder is not None and not folder.key_file.exists():
        shutil.copy(office.school.folder.key_file, folder.key_file)
    return Office(open_school(folder or office.school.folder, office.clock), office.clock)


def contents(school: School) -> list[bytes]:
    """Every file of the store, opened."""
    return sorted(school.blobs.get(sha256) for sha256 in school.blobs.all())


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a backup whose entries `change` may alter or (None) drop; a zip as good as any."""
    spoiled = path.with_name("spoiled.zip")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(spoiled, "w") as written:
        for name in whole.namelist():
            content = change(name, whole.read(name))
            if content is not None:
                written.writestr(name, content)
    return spoiled

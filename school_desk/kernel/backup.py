"""Makes, lists and prunes backups: one zip a backup, with the database, a sealed manifest and, in a whole one, every file.

An automatic backup names the files by their digests only: they never change and stay in the data folder, so a start never copies gigabytes.
Restoring is `restore.py`'s, moving to another computer `moving.py`'s.
"""

from __future__ import annotations

import glob
import hashlib
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec

from school_desk import __version__
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import SHANGHAI, Clock, local_date
from school_desk.kernel.database import telling_faults
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.files import replacing, telling_file_faults
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.worker import progress

FORMAT = 1
KEEP_NEWEST, KEEP_DAYS = 10, 14
MANIFEST, SEAL, DATABASE, FILES = "manifest.json", "seal.txt", "school.db", "files.txt"
_AUTOMATIC = re.compile(r"\d{8}-\d{9}-(start|import|upgrade)(-\d+)?\.zip")


class Reason(StrEnum):
    """Why a backup was made. The first three are automatic: old ones of them are pruned.

    One made before a restore (RESTORE) is not: it holds what the restore takes away.
    """

    START = "start"
    IMPORT = "import"
    UPGRADE = "upgrade"
    RESTORE = "restore"
    PERSON = "person"
    MOVE = "move"


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `counts`: rows by table; `whole`: the `files` counted are inside, not only named."""

    format: int
    made_at: datetime
    reason: Reason
    school_id: str
    school_name: str
    program: str
    revision: str
    database_sha256: str
    counts: dict[str, int]
    whole: bool
    files: int
    files_sha256: str

    @property
    def commands(self) -> int:
        """How many decisions its journal holds."""
        return self.counts["journal"]


@dataclass(frozen=True)
class BackupFacts(Manifest):
    """A backup as it lies somewhere."""

    path: Path
    size_bytes: int


def make_backup(
    folder: DataFolder,
    cipher: Cipher,
    *,
    reason: Reason,
    clock: Clock,
    target: Path | None = None,
    entries: Mapping[str, bytes] | None = None,
) -> BackupFacts:
    """Makes a backup while the school is open. With `target` it is a whole one; without, an automatic one among the folder's own.

    `entries` are put in beside the rest. Raises EnvironmentFault, or as `check_target`; then no backup was made and none pruned.
    Tells `worker.progress`. Who kills it has to `sweep` afterwards.
    """
    now, blobs = clock.now(), BlobStore(folder.blobs, cipher)
    path = target or _automatic_path(folder, reason, now)
    if target is not None:
        check_target(target, folder)
    with telling_faults(), replacing(path) as draft, _copied(folder.database, path) as copy:
        files = tuple(blobs.all())  # after the copy: whatever the copy names is there by now
        names = "\n".join(files).encode()
        manifest = msgspec.json.encode(_manifest(copy, reason, now, files, names, whole=target is not None))
        # Stored as they are: what is sealed does not shrink.
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
            for name, content in {**(entries or {}), FILES: names, MANIFEST: manifest}.items():
                archive.writestr(name, content)
            archive.writestr(SEAL, cipher.digest(manifest))
            archive.write(copy, DATABASE)
            for done, sha256 in enumerate(files if target else (), start=1):
                archive.write(blobs.path(sha256), entry_of(sha256))
                progress(done, len(files))
    if target is None:
        prune(folder, local_date(now))
    return read_facts(path)


def backups(folder: DataFolder) -> tuple[BackupFacts, ...]:
    """The folder's own backups that can be read, the newest first."""
    return shelf(folder)[0]


def shelf(folder: DataFolder) -> tuple[tuple[BackupFacts, ...], tuple[Path, ...]]:
    """The folder's own backups, the newest first; and the files among them that are none, or none any more."""
    found, unreadable = [], []
    for path in sorted(folder.backups.glob("*.zip")):
        try:
            found.append(read_facts(path))
        except (RuleViolation, EnvironmentFault):
            unreadable.append(path)
    return tuple(sorted(found, key=lambda facts: facts.made_at, reverse=True)), tuple(unreadable)


def read_facts(path: Path) -> BackupFacts:
    """What the backup says of itself, unproven: its seal is checked when it is restored. Raises RuleViolation `backup.…`."""
    with reading(path) as archive:
        try:
            content = archive.read(MANIFEST)
            if msgspec.json.decode(content, type=_Format).format > FORMAT:
                raise RuleViolation("backup.newer", f"“{path.name}”由更新版本的程序做成，请先安装新版本。")
            manifest = msgspec.json.decode(content, type=Manifest)
        except (KeyError, msgspec.DecodeError) as fault:
            raise damaged(path) from fault
        return BackupFacts(**vars(manifest), path=path, size_bytes=path.stat().st_size)


def prune(folder: DataFolder, today: date) -> tuple[Path, ...]:
    """Removes old automatic backups and returns them. Kept: the newest ten, the last of each of 14 days, the first of each month."""
    paths = sorted(path for path in folder.backups.glob("*.zip") if _AUTOMATIC.fullmatch(path.name))
    last_of_day = {_day(path): path for path in paths}
    first_of_month = {(_day(path).year, _day(path).month): path for path in reversed(paths)}
    recent = {path for day, path in last_of_day.items() if day > today - timedelta(days=KEEP_DAYS)}
    kept = {*paths[-KEEP_NEWEST:], *recent, *first_of_month.values()}
    gone = tuple(path for path in paths if path not in kept)
    for path in (*gone, *_broken_off(folder, today)):
        _remove(path)
    return gone


def sweep(target: Path) -> None:
    """Removes what a killed backup to `target` left beside it; a backup that stood there before stands."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*"):
        _remove(left)


@contextmanager
def reading(path: Path) -> Iterator[zipfile.ZipFile]:
    """Opens a backup. Raises RuleViolation `backup.absent` or `backup.damaged`, also when the body meets damage; else EnvironmentFault."""
    if not path.is_file():
        raise RuleViolation("backup.absent", f"找不到备份文件“{path}”。请选择备份所在的位置。")
    try:
        with telling_file_faults(path), zipfile.ZipFile(path) as archive:
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist()):
                raise damaged(path)  # ours are stored as they are: nothing in them can swell
            yield archive
    except (zipfile.BadZipFile, EOFError) as fault:
        raise damaged(path) from fault


def damaged(path: Path) -> RuleViolation:
    """The refusal of a file that is no backup of ours, or not as it was made."""
    return RuleViolation(
        "backup.damaged", f"“{path.name}”不是完整的备份：已损坏、被改动过，或不是本程序的备份。请换一份备份。"
    )


def check_target(target: Path, folder: DataFolder) -> None:
    """Whether a whole backup may be written as `target`. Raises EnvironmentFault, or RuleViolation of the field `target`:

    `backup.no_folder`, `backup.is_folder`, `backup.inside` (the data folder) or `backup.in_the_way` (a file that is no earlier backup).
    """
    with telling_file_faults(target):
        refusal = _refusal(target, folder)
    if refusal is not None:
        raise RuleViolation(*refusal, field="target")


def _refusal(target: Path, folder: DataFolder) -> tuple[str, str] | None:
    """Code and sentence."""
    place = target.absolute()
    if place.resolve().is_relative_to(folder.root.resolve()):
        return "backup.inside", "不能备份到数据文件夹里面：磁盘坏了会一起丢失。请选别的位置，最好是移动硬盘。"
    if place.is_dir():
        example = place / "学校备份.zip"
        return "backup.is_folder", f"“{place}”是文件夹，没有写出。请在后面加上文件名，如“{example}”。"
    if not place.parent.is_dir():  # never made: a mistyped disk would be a folder on this one, and nobody would notice
        message = f"没有“{place.parent}”这个文件夹，没有写出。请核对位置、插好移动硬盘，或先建好文件夹，再试一次。"
        return "backup.no_folder", message
    return _in_the_way(target) if target.exists() else None


def _in_the_way(target: Path) -> tuple[str, str] | None:
    try:
        read_facts(target)
    except RuleViolation:
        return "backup.in_the_way", f"“{target.name}”已经在那里，又不是完好的备份，不能覆盖。请换一个文件名。"
    return None


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table of the database has."""
    tables = [name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    return {name: connection.execute(f'SELECT count(*) FROM main."{name}"').fetchone()[0] for name in sorted(tables)}


def entry_of(sha256: str) -> str:
    """The name of a file's entry in a whole backup."""
    return f"files/{sha256[:2]}/{sha256}"


class _Format(msgspec.Struct):
    format: int


def _remove(path: Path) -> None:
    with telling_file_faults(path):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _automatic_path(folder: DataFolder, reason: Reason, now: datetime) -> Path:
    local = now.astimezone(SHANGHAI)
    stem = f"{local:%Y%m%d-%H%M%S}{local.microsecond // 1000:03d}-{reason}"
    names = (f"{stem}{suffix}.zip" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(path for name in names if not (path := folder.backups / name).exists())


def _day(path: Path) -> date:
    return datetime.strptime(path.name[:8], "%Y%m%d").date()  # noqa: DTZ007 - a calendar date


def _broken_off(folder: DataFolder, today: date) -> Iterator[Path]:
    """Drafts that a killed program left, a day old at least: a younger one may be in the making."""
    for path in folder.backups.glob(".*"):
        if local_date(datetime.fromtimestamp(path.stat().st_mtime, UTC)) < today - timedelta(days=1):
            yield path


@contextmanager
def _copied(database: Path, beside: Path) -> Iterator[Path]:
    """A sound copy of the database as it stands now, though others may be writing; gone at the end."""
    with tempfile.TemporaryDirectory(prefix=f".{beside.name}.", dir=beside.parent) as scratch:
        copy = Path(scratch) / DATABASE
        uri = database.absolute().as_uri() + "?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            if target.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise EnvironmentFault("database.damaged", "数据库文件已损坏，没有备份。请用以前的备份恢复。")
        yield copy


def _manifest(
    copy: Path, reason: Reason, now: datetime, files: tuple[str, ...], names: bytes, *, whole: bool
) -> Manifest:
    with closing(sqlite3.connect(copy)) as connection:
        school_id, school_name = connection.execute("SELECT id, name FROM school").fetchone()
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        counts = row_counts(connection)
    return Manifest(
        format=FORMAT,
        made_at=now,
        reason=reason,
        school_id=school_id,
        school_name=school_name,
        program=__version__,
        revision=revision,
        database_sha256=digest_of(copy),
        counts=counts,
        whole=whole,
        files=len(files),
        files_sha256=hashlib.sha256(names).hexdigest(),
    )

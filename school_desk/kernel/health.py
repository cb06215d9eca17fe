"""Whether a school's data are sound: each check tells what it found, or in a sentence what is wrong and how to go on.

`doctor` makes every check, the desk's start those of AT_START. Nothing here changes anything.
"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from school_desk.kernel import backup, journal, schema
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import local_text
from school_desk.kernel.database import Database, telling_faults
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.volumes import free_bytes, is_on_network
from school_desk.kernel.worker import progress

# What a school of some years needs to go on with: its database, a year's photos, a backup.
ENOUGH_BYTES = 1024**3
Facts = dict[str, Any]


@dataclass(frozen=True)
class Examined:
    """What is examined. `load_key` gives the key of a school id; `naming` are the (table, column) pairs that name kept files."""

    folder: DataFolder
    load_key: Callable[[str], bytes]
    naming: tuple[tuple[str, str], ...] = ()

    def read(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of the database as it lies there, without SQLAlchemy."""
        uri = self.folder.database.absolute().as_uri() + "?mode=ro"
        with telling_faults(), closing(sqlite3.connect(uri, uri=True, timeout=schema.BUSY_S)) as connection:
            return connection.execute(statement).fetchall()

    def cipher(self) -> tuple[str, Cipher]:
        """The school's id and its cipher. Raises EnvironmentFault `key.missing`."""
        [(school_id,)] = self.read("SELECT id FROM school")
        return school_id, Cipher(self.load_key(school_id))

    def named(self) -> set[str]:
        """The SHA-256 of every file that the database names."""
        return {
            sha256
            for table, column in self.naming
            for (sha256,) in self.read(f'SELECT DISTINCT "{column}" FROM "{table}"')
        }


@dataclass(frozen=True)
class Finding:
    """What one check came to; `problem` and its `code` are "" when all is well."""

    check: str
    facts: Facts | None
    code: str = ""
    problem: str = ""


def examine(examined: Examined, wanted: Collection[str] = ()) -> Iterator[Finding]:
    """The wanted checks (all when none is named), one after the other. What cannot be read is told once, not by every check."""
    readable = True
    for name, check in CHECKS.items():
        if (wanted and name not in wanted) or (name in _OF_THE_DATABASE and not readable):
            continue
        try:
            facts = check(examined)
        except (RuleViolation, EnvironmentFault) as fault:
            yield Finding(name, None, fault.code, fault.message)
            readable = readable and name not in ("data", "health") and fault.code != "key.missing"
        else:
            yield Finding(name, facts)
            readable = readable and facts.get("founded", True)


def _data(examined: Examined) -> Facts:
    """Where it lies and of which shape it is."""
    folder = examined.folder
    if is_on_network(folder.root):
        raise EnvironmentFault("folder.network", "数据文件夹不能放在网络共享上，请改用本机磁盘。")
    revision = schema.stored_revision(folder.database)
    if revision is not None:
        schema.is_behind(folder.database)
    return {
        "folder": str(folder.root),
        "founded": revision is not None,
        "revision": revision,
        "newest_revision": schema.HEAD,
    }


def _health(examined: Examined) -> Facts:
    """Pages and references."""
    found = examined.read("PRAGMA quick_check(1)")
    if found != [("ok",)]:
        raise EnvironmentFault("database.damaged", "数据库文件已损坏。请用最近的备份恢复。")
    loose = len(examined.read("PRAGMA foreign_key_check"))
    if loose:
        raise EnvironmentFault(
            "database.references", f"数据库里有 {loose} 处引用的记录不在了。请用最近的备份恢复，或联系支持人员。"
        )
    return {"bytes": examined.folder.database.stat().st_size}


def _journal(examined: Examined) -> Facts:
    """That nobody altered a decision. An older shape is proven after its upgrade."""
    [(decisions,)] = examined.read("SELECT count(*) FROM journal")
    if schema.is_behind(examined.folder.database):
        return {"decisions": decisions}
    school_id, cipher = examined.cipher()
    database = Database(examined.folder.database, cipher)
    try:
        with database.reading() as session:
            broken = journal.first_broken(session, cipher, school_id)
    finally:
        database.close()
    if broken is not None:
        message = f"操作日志从第 {broken} 条起与记录不符，可能被改动过。请保留现场并与备份核对。"
        raise EnvironmentFault("journal.broken", message)
    return {"decisions": decisions}


def _files(examined: Examined) -> Facts:
    """That every file named is here; what is in them is not looked at.

    Those of returned rows and of what was taken back are kept too, though no row names them.
    """
    _, cipher = examined.cipher()
    kept, named = set(BlobStore(examined.folder.blobs, cipher).all()), examined.named()
    missing = len(named - kept)
    if missing:
        raise EnvironmentFault("blob.missing", f"有 {missing} 份材料不在本机。请用连同材料的备份再恢复一次。")
    return {"named": len(named), "kept": len(kept)}


def _contents(examined: Examined) -> Facts:
    """That every file here opens and is what it was, as a whole backup takes them all and is good only with all. Reads them all."""
    _, cipher = examined.cipher()
    blobs = BlobStore(examined.folder.blobs, cipher)
    here = tuple(blobs.all())
    damaged = 0
    for done, sha256 in enumerate(here, start=1):
        damaged += not blobs.holds(sha256)
        progress(done, len(here))
    if damaged:
        raise EnvironmentFault("blob.damaged", f"有 {damaged} 份材料已损坏、打不开。请用连同材料的备份再恢复一次。")
    return {"read": len(here)}


def _backups(examined: Examined) -> Facts:
    """That the backups say what they are, and that the newest is whole to its last byte."""
    readable, unreadable = backup.shelf(examined.folder)
    if readable:
        try:
            with backup.reading(readable[0].path) as archive:
                spoiled = archive.testzip() is not None
        except (RuleViolation, zipfile.BadZipFile):
            spoiled = True
        unreadable += (readable[0].path,) if spoiled else ()
    if unreadable:
        names = "、".join(path.name for path in unreadable[:3]) + (" 等" if len(unreadable) > 3 else "")
        raise RuleViolation("backup.damaged", f"有 {len(unreadable)} 份备份已损坏（{names}）。请现在另做一份备份。")
    return {"count": len(readable), "newest": local_text(readable[0].made_at) if readable else None}


def _disk(examined: Examined) -> Facts:
    free = free_bytes(examined.folder.root)
    if free < ENOUGH_BYTES:
        raise EnvironmentFault("disk.low", f"数据所在磁盘只剩 {free / 1024**2:.0f} MB，请清理。")
    return {"free_bytes": free}


CHECKS: Mapping[str, Callable[[Examined], Facts]] = {
    "data": _data,
    "health": _health,
    "journal": _journal,
    "files": _files,
    "contents": _contents,
    "backups": _backups,
    "disk": _disk,
}
_OF_THE_DATABASE = frozenset({"health", "journal", "files", "contents"})
AT_START = frozenset({"data", "health", "files", "backups", "disk"})

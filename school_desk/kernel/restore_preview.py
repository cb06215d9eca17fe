"""What a backup holds and what would be lost by restoring it. Looks only: neither the backup nor the school is touched."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from school_desk.kernel import backup
from school_desk.kernel.backup import BackupFacts
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.database import telling_faults
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.files import telling_file_faults
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.restore import check_school, check_seal, extract_database

_LOST = """SELECT made_at, actor_name, name, subject FROM main.journal
           WHERE id NOT IN (SELECT id FROM held.journal) ORDER BY seq DESC"""


@dataclass(frozen=True)
class LostDecision:
    """A decision of today's journal that the backup does not know; `name` is its command's."""

    made_at: datetime
    actor_name: str
    name: str
    subject: str


@dataclass(frozen=True)
class Preview:
    """`lost`: the newest first; None when today's data cannot be read. `counts`: rows now by table, as far as they can be read.

    `missing_files`: how many the backup names that neither it nor this computer has.
    """

    facts: BackupFacts
    lost: tuple[LostDecision, ...] | None
    counts: dict[str, int]
    missing_files: int


def preview(path: Path, folder: DataFolder, load_key: Callable[[str], bytes]) -> Preview:
    """Proves the backup and compares it with the school in `folder`, which may be open, damaged or not there.

    Raises RuleViolation `backup.…` or EnvironmentFault.
    """
    facts = backup.read_facts(path)
    check_school(folder, facts)
    cipher = Cipher(load_key(facts.school_id))
    with backup.reading(path) as archive:
        files = check_seal(path, archive, facts, cipher)
        blobs = BlobStore(folder.blobs, cipher)
        missing = 0 if facts.whole else sum(not blobs.path(sha256).exists() for sha256 in files)
        with telling_file_faults(path), tempfile.TemporaryDirectory(prefix=".preview-", dir=_room(folder)) as scratch:
            held = Path(scratch) / backup.DATABASE
            extract_database(archive, held, facts)
            lost, counts = _compared(folder.database, held)
    return Preview(facts, lost, counts, missing)


def _room(folder: DataFolder) -> Path | None:
    """Beside the backups, where what a kill leaves is swept; where there is no school yet, the computer's own place."""
    return folder.backups if folder.backups.is_dir() else None


def _compared(database: Path, held: Path) -> tuple[tuple[LostDecision, ...] | None, dict[str, int]]:
    if not database.exists():
        return (), {}
    uri = database.absolute().as_uri() + "?mode=ro"
    try:
        with telling_faults(), closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.execute("ATTACH ? AS held", (held.absolute().as_uri() + "?mode=ro",))
            lost = tuple(LostDecision(datetime.fromisoformat(at), *more) for at, *more in connection.execute(_LOST))
            return lost, backup.row_counts(connection)
    except (EnvironmentFault, sqlite3.OperationalError):
        return None, {}  # damaged: that is why somebody restores

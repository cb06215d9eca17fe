"""Where the simulator's days are played: a Hub and desks whose files are fresh every morning."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from tests.school import START
from tests.sync.net import IN_FOLDER, Net, Storage, lay_out

DESKS = 3
# No clock of a desk may decide what comes first: one is right, one is fast, one has not had its battery changed.
SLOW = (timedelta(), -timedelta(days=2), timedelta(days=40))


class Stage:
    """Where the days are played: the same connections each day, so that statements are prepared once; the files are fresh."""

    def __init__(self, template: Path, root: Path, storage: Storage = IN_FOLDER) -> None:
        self.template = template
        self.root = root
        self.storage = storage
        shutil.copytree(template, root)
        storage.copied(template / "hub", root / "hub")
        self.net = Net(root, DESKS, storage, SLOW)
        self._writers = [desk.database.writing for desk in self.net.desks]

    def set_up(self) -> None:
        """Puts everything back to the morning of the first day."""
        self.net.close()
        shutil.rmtree(self.root)
        shutil.copytree(self.template, self.root)
        self.storage.copied(self.template / "hub", self.root / "hub")
        self.net.clock.move_to(START)
        for no, (desk, writing) in enumerate(zip(self.net.desks, self._writers, strict=True), 1):
            desk.database.writing = writing  # type: ignore[method-assign]
            desk.line.token = f"token {no}"

    def copy_hub(self, source: Path, target: Path) -> None:
        """A copy of the Hub in `source`, in place of the one in `target`; nobody has either open."""
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
        self.storage.copied(source, target)


@contextmanager
def stage(storage: Storage = IN_FOLDER) -> Iterator[Stage]:
    """A stage in memory where there is such a place: the simulator is about order, not about disks."""
    memory = Path("/dev/shm")
    scratch = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    try:
        lay_out(scratch / "template", DESKS, storage)
        made = Stage(scratch / "template", scratch / "stage", storage)
        yield made
        made.net.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def copy_of(database: Path, to: Path) -> Path:
    """A backup of `database` at `to`."""
    source, target = sqlite3.connect(database), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()
    return to


def replace_by(database: Path, by: Path) -> None:
    """Puts the backup `by` in the place of `database`."""
    for name in (f"{database}-wal", f"{database}-shm"):
        Path(name).unlink(missing_ok=True)
    shutil.copy(by, database)

"""Where the simulator's days are played: a Hub and desks whose files are fresh every morning."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.school import START
from tests.sync.net import Net, lay_out

DESKS = 3


class Stage:
    """Where the days are played: the same connections each day, so that statements are prepared once; the files are fresh."""

    def __init__(self, template: Path, root: Path) -> None:
        self.template = template
        self.root = root
        shutil.copytree(template, root)
        self.net = Net(root, DESKS)
        self._writers = [desk.database.writing for desk in self.net.desks]

    def set_up(self) -> None:
        """Puts everything back to the morning of the first day."""
        self.net.close()
        shutil.rmtree(self.root)
        shutil.copytree(self.template, self.root)
        self.net.clock.move_to(START)
        for no, (desk, writing) in enumerate(zip(self.net.desks, self._writers, strict=True), 1):
            desk.database.writing = writing  # type: ignore[method-assign]
            desk.line.token = f"token {no}"


def lay_out_template(root: Path) -> None:
    """What every schedule starts from."""
    lay_out(root, DESKS)
    shutil.copytree(root / "hub", root / "base")


@contextmanager
def stage() -> Iterator[Stage]:
    """A stage in memory where there is such a place: the simulator is about order, not about disks."""
    memory = Path("/dev/shm")
    scratch = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    try:
        lay_out_template(scratch / "template")
        made = Stage(scratch / "template", scratch / "stage")
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

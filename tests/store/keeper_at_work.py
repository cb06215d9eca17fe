"""A program that backs up, restores or moves in and dies at a touch of the disk: `python -m tests.store.keeper_at_work ACT DATA FILE TOUCH`.

Touches are what changes names or opens files in the folders of DATA and FILE, counted from 1; before number TOUCH the program kills itself.
One that lives to its end prints how many there were.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from school_desk.adapters import safekeeping
from school_desk.kernel import moving
from school_desk.kernel.clock import SystemClock
from school_desk.kernel.paths import DataFolder

PASSPHRASE = "old desk, new desk"
_TOUCHES = frozenset(
    {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}
)


class Touches:
    """Counts, and kills before the one that was asked for."""

    def __init__(self, places: tuple[str, ...], last: int) -> None:
        self.places, self.last, self.number = places, last, 0

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Python's audit hook."""
        if event in _TOUCHES and any(place in str(arguments[0]) for place in self.places):
            self.number += 1
            if self.number == self.last:
                # Windows has no SIGKILL: there every signal ends the process at once.
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def act(what: str, folder: DataFolder, file: Path) -> None:
    """Carries out one of the three."""
    if what == "back_up":
        safekeeping.back_up(file, folder, SystemClock())
    elif what == "restore":
        safekeeping.restore_backup(file, folder, SystemClock())
    else:
        safekeeping.move_in(file, folder, PASSPHRASE, SystemClock())


if __name__ == "__main__":
    moving._PASSES, moving._MEMORY_KIB = 1, 64
    what, data, file = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    touches = Touches((str(data), str(file.parent)), int(sys.argv[4]))
    sys.addaudithook(touches.hear)
    act(what, DataFolder(data), file)
    sys.stdout.write(str(touches.number))

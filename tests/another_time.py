"""`school-desk` at another time: `python -m tests.another_time FILE ARGUMENTS…`, whose clock goes on from the moment that FILE names.

Processes that share the file agree what time it is, and a test walks through a year.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from school_desk.kernel import clock


class TimeInFile:
    """As much later than the moment in the file as the file is old."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """See kernel.clock.Clock."""
        told = datetime.fromisoformat(self._path.read_text("ascii"))
        return told + timedelta(seconds=max(0.0, time.time() - self._path.stat().st_mtime))


def set_time(path: Path, *when: int) -> None:
    """From now on it is that moment, in Shanghai, for every process that looks into the file: year, month, day[, hour, minute]."""
    moment = clock.as_utc(datetime(*when))  # type: ignore[arg-type]
    written = path.with_suffix(".new")
    written.write_text(moment.isoformat(), "ascii")
    os.replace(written, path)


if __name__ == "__main__":
    clock.SystemClock = partial(TimeInFile, Path(sys.argv[1]))  # type: ignore[assignment,misc]
    # Only now: whoever imports the clock by name takes it from there.
    from school_desk.cli.main import main

    sys.exit(main(sys.argv[2:]))

"""Readings that a test lets end when it wants: a file whose name holds 慢 waits for its sign. Worker processes call them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

_LONGEST_S = 60


def let_go(path: Path) -> None:
    """Lets the reading of `path` end."""
    path.with_suffix(".go").touch()


def name_of(path: str) -> str:
    """A reading that finds the file's name."""
    _wait(path)
    return Path(path).name


def roster_head(path: str) -> Any:
    """As the import of rosters looks at the top of a file."""
    from school_desk.intake.roster_head import read_roster_head

    _wait(path)
    return read_roster_head(path)


def statement_head(path: str) -> Any:
    """As the import of statements does."""
    from school_desk.intake.statement_head import read_statement_head

    _wait(path)
    return read_statement_head(path)


def _wait(path: str) -> None:
    given_up = time.monotonic() + _LONGEST_S
    while "慢" in Path(path).name and not Path(path).with_suffix(".go").exists() and time.monotonic() < given_up:
        time.sleep(0.01)

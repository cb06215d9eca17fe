"""A folder into which files keep coming: gives each when it is completely there, once, and again when it was changed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from school_desk.intake.inbox import FoundFile, find_papers

_Looks = tuple[int, int]
"""Size in bytes and time of the last change, as a file shows itself from outside."""


@dataclass
class Arrivals:
    """What came into `folder`. A file counts as complete when it looked the same twice, is not empty, and can be opened."""

    folder: str
    _seen: dict[str, _Looks] = field(default_factory=dict)
    _given: dict[str, _Looks] = field(default_factory=dict)

    def look(self) -> list[FoundFile]:
        """The files complete since the last look, in the order of their paths. One that vanished or is held by a program is passed over."""
        found = {file.path: file for file in find_papers([self.folder])}
        shown = {path: looks for path in found if (looks := _looks_of(path)) is not None}
        ready = [
            path
            for path, looks in shown.items()
            if self._seen.get(path) == looks and self._given.get(path) != looks and looks[0] and _can_be_opened(path)
        ]
        self._seen = shown
        # A file that was taken away and comes back is new.
        self._given = {path: looks for path, looks in self._given.items() if path in shown}
        self._given |= {path: shown[path] for path in ready}
        return [found[path] for path in ready]


def _looks_of(path: str) -> _Looks | None:
    try:
        about = os.stat(path)
    except OSError:
        return None
    return about.st_size, about.st_mtime_ns


def _can_be_opened(path: str) -> bool:
    try:
        with open(path, "rb"):
            return True
    except OSError:
        return False

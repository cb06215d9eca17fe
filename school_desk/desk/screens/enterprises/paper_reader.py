"""Has papers read in worker processes, the ones looked at first, and keeps what was read. What a person decided is never touched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from school_desk.desk.services import Desk
from school_desk.documents.reading.paper import PaperReading
from school_desk.intake.papers import keep_paper_reading
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

if TYPE_CHECKING:
    from school_desk.kernel.jobs import Job

READ = "school_desk.intake.papers:read_paper_content"
# What waits here can still be overtaken by the record a person opens; what the pool has cannot.
_AT_WORK = 2

Key = tuple[str, str]
"""(sha256 of the photo, slot it is read for)."""


class PaperReader(QObject):
    """A queue of photos to be read. `ready` (sha256, slot, PaperReading); `progressed` (done, total) since it last was idle.

    `progressed` tells also that it was paused or goes on.
    """

    ready = Signal(str, str, object)
    progressed = Signal(int, int)

    def __init__(self, desk: Desk, parent: QObject, *, keep: bool = True) -> None:
        """`keep`: readings go into the school's data (not while an enterprise is still being registered)."""
        super().__init__(parent)
        self._desk, self._keep = desk, keep
        self._waiting: dict[Key, Callable[[], bytes]] = {}
        self._jobs: dict[Key, Job | None] = {}
        self._given_up: set[Key] = set()
        self._done = 0
        self._paused = False

    def read(self, sha256: str, slot: str, load: Callable[[], bytes], *, first: bool = False) -> None:
        """Has the photo read for `slot` ("" for what it turns out to be), once. `first` goes before all that waits.

        `load` runs in a reader's thread.
        """
        key = (sha256, slot)
        if key in self._jobs or key in self._given_up:
            return
        self._waiting.pop(key, None)
        self._waiting = {key: load} | self._waiting if first else self._waiting | {key: load}
        self._go_on()

    def is_reading(self, sha256: str, slot: str) -> bool:
        """Whether the photo waits or is at work."""
        return (sha256, slot) in self._jobs or (sha256, slot) in self._waiting

    @property
    def is_paused(self) -> bool:
        """Whether nothing new is begun."""
        return self._paused

    def set_paused(self, paused: bool) -> None:
        """What is at work is finished; nothing new is begun, not even what comes meanwhile, until it goes on or is stopped."""
        self._paused = paused
        self._go_on()

    def stop(self) -> None:
        """Forgets what waits and ends what is at work; what comes later is read."""
        self._paused = False
        self._given_up |= self._waiting.keys() | self._jobs.keys()
        self._waiting.clear()
        for job in self._jobs.values():
            if job is not None:
                job.cancel()
        self._jobs.clear()
        self._tell()

    def _go_on(self) -> None:
        while self._waiting and len(self._jobs) < _AT_WORK and not self._paused:
            key = next(iter(self._waiting))
            load = self._waiting.pop(key)
            self._jobs[key] = None
            self._desk.look_up(self, partial(_loaded, load), partial(self._start, key), key="/".join(key))
        self._tell()

    def _start(self, key: Key, content: bytes | EnvironmentFault) -> None:
        if key not in self._jobs:
            return
        if isinstance(content, EnvironmentFault):
            self._failed(key, content)
            return
        failed = partial(self._failed, key)
        self._jobs[key] = self._desk.job(
            self, READ, content, key[1] or "auto", then=partial(self._was_read, key), failed=failed
        )

    def _was_read(self, key: Key, reading: PaperReading) -> None:
        if not self._keep:
            self._finished(key, reading)
            return
        work = partial(keep_paper_reading, self._desk.school, *key, reading)
        self._desk.tasks.write(self, work, lambda _: self._finished(key, reading), partial(self._failed, key))

    def _finished(self, key: Key, reading: PaperReading) -> None:
        self._jobs.pop(key, None)
        self._done += 1
        self.ready.emit(*key, reading)
        self._go_on()

    def _failed(self, key: Key, fault: BaseException) -> None:
        """Not tried again by itself: a person sees the photo and types."""
        self._jobs.pop(key, None)
        self._given_up.add(key)
        self._done += 1
        if not isinstance(fault, RuleViolation):
            self._desk.tell_fault(fault)
        self._go_on()

    def _tell(self) -> None:
        left = len(self._waiting) + len(self._jobs)
        total = self._done + left
        if not left:
            self._done = 0
        self.progressed.emit(total - left, total if left else 0)


def _loaded(load: Callable[[], bytes]) -> bytes | EnvironmentFault:
    """A photo that cannot be loaded must not stop the others."""
    try:
        return load()
    except EnvironmentFault as fault:
        return fault

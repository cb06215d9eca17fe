"""What is slow to open and wanted soon: opened once, by whoever needs it first, or before that on a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from typing import Generic, TypeVar

Opened = TypeVar("Opened")


class Ahead(Generic[Opened]):
    """Holds what `opens` gives, from the first `get` or `begin` on."""

    def __init__(self, opens: Callable[[], Opened]) -> None:
        self._opens = opens
        self._lock = Lock()
        self._held: list[Opened] = []

    @property
    def is_open(self) -> bool:
        return bool(self._held)

    def begin(self) -> None:
        """Has it opened meanwhile. What goes wrong is told to whoever asks for it."""
        if not self.is_open:
            Thread(target=self._open_quietly, name="opens-ahead").start()

    def get(self) -> Opened:
        """Waits while it is being opened. Raises what `opens` raises, and then tries again at the next call."""
        with self._lock:
            if not self._held:
                self._held.append(self._opens())
            return self._held[0]

    def _open_quietly(self) -> None:
        with suppress(Exception):
            self.get()

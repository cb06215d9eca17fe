"""Only so many wait for a worker process at a time: the threads that wait are the same that serve every other page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from school_desk.kernel.errors import EnvironmentFault


@contextmanager
def a_seat(seats: threading.Semaphore, code: str, sentence: str) -> Iterator[None]:
    """Holds one of `seats`, and whatever ends it gives it back. Raises EnvironmentFault(code, sentence) when all are taken; never waits."""
    if not seats.acquire(blocking=False):
        raise EnvironmentFault(code, sentence)
    try:
        yield
    finally:
        seats.release()

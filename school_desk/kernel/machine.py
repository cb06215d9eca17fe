"""What this computer can bear: processors this program may use and memory that is free."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

_MOST_WORKERS = 4
_WORKER_BYTES = 1024**3
"""What a worker that reads papers takes at most; one with other work takes less."""

_LEAST_BOUND = 3 * 1024**3
_MEMINFO = Path("/proc/meminfo")


def worker_count() -> int:
    """How many worker processes help here: one a core, each with its gigabyte of free memory, at least one and at most four."""
    free = free_bytes()
    bearable = _MOST_WORKERS if free is None else free // _WORKER_BYTES
    return max(1, min(_MOST_WORKERS, usable_cores(), bearable))


def usable_cores() -> int:
    """The cores given to this process, which may be fewer than the computer has."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def free_bytes() -> int | None:
    """The memory that can be had without pushing others to disk; None where the system does not say."""
    if sys.platform == "win32":
        return _free_on_windows()
    return _meminfo("MemAvailable")


def bound_memory() -> None:
    """Lets this process take its part of the computer's memory and no more, where the system (Linux) knows how.

    Papers take a worker 1.2 GB; with an eighth each, or 3 GB, four of them leave something for the others. What asks for
    more was packed to fill it: it gets MemoryError, or its process ends, and all others go on.
    """
    if sys.platform == "linux":
        import resource

        total = _meminfo("MemTotal") or 0
        most = min(total // 2, max(total // 8, _LEAST_BOUND))
        highest = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if most and (highest == resource.RLIM_INFINITY or most < highest):
            resource.setrlimit(resource.RLIMIT_DATA, (most, highest))


def _meminfo(word: str) -> int | None:
    with suppress(OSError, ValueError, IndexError):
        for line in _MEMINFO.read_text("ascii").splitlines():
            if line.startswith(f"{word}:"):
                return int(line.split()[1]) * 1024
    return None


if sys.platform == "win32":
    import ctypes

    class _MemoryStatus(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            ("total_physical", ctypes.c_ulonglong),
            ("available_physical", ctypes.c_ulonglong),
            ("total_page_file", ctypes.c_ulonglong),
            ("available_page_file", ctypes.c_ulonglong),
            ("total_virtual", ctypes.c_ulonglong),
            ("available_virtual", ctypes.c_ulonglong),
            ("available_extended_virtual", ctypes.c_ulonglong),
        )

    def _free_on_windows() -> int | None:
        status = _MemoryStatus()
        status.length = ctypes.sizeof(status)
        told = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status.available_physical) if told else None

"""How many workers a computer bears."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from school_desk.kernel import machine

GIB = 1024**3


@pytest.mark.parametrize(
    ("cores", "free", "workers"),
    [
        (2, 20 * GIB, 2),
        (16, 20 * GIB, 4),
        (4, 3 * GIB + 1, 3),
        (4, GIB // 2, 1),
        (1, 20 * GIB, 1),
        (2, None, 2),
    ],
)
def test_workers_by_cores_and_free_memory(
    monkeypatch: pytest.MonkeyPatch, cores: int, free: int | None, workers: int
) -> None:
    monkeypatch.setattr(machine, "usable_cores", lambda: cores)
    monkeypatch.setattr(machine, "free_bytes", lambda: free)
    assert machine.worker_count() == workers


@pytest.mark.skipif(os.name != "posix", reason="the file is Linux's")
def test_free_memory_is_what_linux_calls_available(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = tmp_path / "meminfo"
    told.write_text("MemTotal:       24000000 kB\nMemFree:         1000000 kB\nMemAvailable:    2097152 kB\n", "ascii")
    monkeypatch.setattr(machine, "_MEMINFO", told)
    assert machine.free_bytes() == 2 * GIB
    told.write_text("nothing known\n", "ascii")
    assert machine.free_bytes() is None
    monkeypatch.setattr(machine, "_MEMINFO", tmp_path / "none")
    assert machine.free_bytes() is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing bounds a worker")
@pytest.mark.parametrize(
    ("total", "highest", "bound"),
    [
        (2 * GIB, -1, 1 * GIB),
        (8 * GIB, -1, 3 * GIB),
        (64 * GIB, -1, 8 * GIB),
        (64 * GIB, 16 * GIB, 8 * GIB),
        (64 * GIB, 4 * GIB, None),
        (None, -1, None),
    ],
)
def test_a_process_takes_its_part_of_the_memory_at_most(
    total: int | None, highest: int, bound: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An eighth or 3 GB, never more than half, and never more than somebody has allowed already."""
    import resource

    told = tmp_path / "meminfo"
    told.write_text("MemFree: 1 kB\n" if total is None else f"MemTotal: {total // 1024} kB\n", encoding="ascii")
    monkeypatch.setattr(machine, "_MEMINFO", told)
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (highest, highest))
    asked: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: asked.append((kind, limits)))
    machine.bound_memory()
    assert asked == ([] if bound is None else [(resource.RLIMIT_DATA, (bound, highest))])

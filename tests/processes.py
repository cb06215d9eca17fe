"""Desks and a Hub as they are run: each a process of its own on its own data folder."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path


def school_desk(
    data: Path, *arguments: str | Path, typed: str = "", goes_well: bool = True, clock: Path | None = None
) -> str:
    """What one command line said on both its streams. `clock`: the file whose time it keeps (tests.another_time)."""
    command = [*_program(clock), "--data", str(data), *map(str, arguments)]
    done = subprocess.run(command, input=typed, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode == 0) == goes_well, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextmanager
def served_hub(
    data: Path, port: int = 0, clock: Path | None = None, options: Sequence[str] = ()
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The Hub in that folder, its address and its process, until the end or until somebody kills it. `options`: more of `hub serve`."""
    port = port or free_port()
    command = [*_program(clock), "--data", str(data), "hub", "serve", "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until_it_listens(port)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait()


def _program(clock: Path | None) -> list[str]:
    here = ["-m", "school_desk.cli.main"] if clock is None else ["-m", "tests.another_time", str(clock)]
    return [sys.executable, *here]


def until_it_listens(port: int) -> None:
    """Until somebody waits on that port of this computer."""
    for _ in range(200):
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError("the Hub did not start")


def free_port() -> int:
    """A port on which nobody waits."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

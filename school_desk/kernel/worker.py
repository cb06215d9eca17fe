"""The inside of a worker process: takes one job after another from its standard input and answers on its standard output.

A job is a function named as "module:function" with picklable arguments. Whatever it prints goes to standard error.
"""

from __future__ import annotations

import importlib
import os
import pickle
import struct
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.machine import bound_memory

_PROGRESS_EVERY_S = 0.1
_TOO_MUCH = ("job.memory", "这个文件要占用的内存太多，没有处理。请把它分成几个小一些的文件再试。")
_state: dict[str, Any] = {"answer": None, "told_at": 0.0}


def write_frame(stream: BinaryIO, message: Any) -> None:
    """Writes one message with its length before it."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(struct.pack(">Q", len(body)) + body)
    stream.flush()


def read_frame(stream: BinaryIO) -> Any:
    """Reads one message. Raises EOFError when the other side is gone."""
    head = _exactly(stream, 8)
    return pickle.loads(_exactly(stream, struct.unpack(">Q", head)[0]))


def progress(done: int, total: int) -> None:
    """Told by a job as it goes: shown at most ten times a second. Outside a worker it does nothing."""
    answer, now = _state["answer"], time.monotonic()
    if answer is not None and (done == total or now - _state["told_at"] >= _PROGRESS_EVERY_S):
        _state["told_at"] = now
        write_frame(answer, ("progress", (done, total)))


def find_function(name: str) -> Callable[..., Any]:
    """The function named "module:function"."""
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return found


def _exactly(stream: BinaryIO, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = stream.read(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    _state["answer"] = answers
    while True:
        try:
            name, arguments = read_frame(requests)
        except EOFError:
            return
        try:
            outcome = ("result", find_function(name)(*arguments))
        except MemoryError:
            outcome = ("fault", EnvironmentFault(*_TOO_MUCH))
        except Exception as fault:  # noqa: BLE001 - the outer door of this process: every fault goes to whoever asked
            outcome = ("fault", fault)
        _answer(answers, outcome)


def _answer(answers: BinaryIO, outcome: tuple[str, Any]) -> None:
    try:
        write_frame(answers, outcome)
    except (pickle.PicklingError, TypeError, AttributeError):
        write_frame(answers, ("fault", RuntimeError(repr(outcome[1]))))


def main() -> None:
    """Serves until the other side closes."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if sys.platform != "win32":
        import signal

        os.nice(5)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    bound_memory()
    _serve(sys.stdin.buffer, answers)

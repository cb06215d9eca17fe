"""Worker processes: results, faults, progress, cancelling, crashes."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from school_desk.kernel.errors import Cancelled, EnvironmentFault, RuleViolation
from school_desk.kernel.jobs import JobPool
from school_desk.kernel.worker import progress


def double(number: int) -> int:
    return number * 2


def refuse(message: str) -> None:
    raise RuleViolation("test.refused", message, field="name")


def count_to(total: int) -> int:
    for done in range(1, total + 1):
        progress(done, total)
    return total


def wait_for_ever() -> None:
    progress(1, 1)
    signal.pause()


def crash() -> None:
    os._exit(3)


def print_something() -> str:
    print("not for the pipe")  # noqa: T201
    return "ok"


@pytest.fixture
def pool() -> Iterator[JobPool]:
    made = JobPool(1)
    yield made
    made.close()


HERE = __name__


def test_results_and_prints_come_back_apart(pool: JobPool) -> None:
    assert pool.run(f"{HERE}:double", 21) == 42
    assert pool.run(f"{HERE}:print_something") == "ok"


def test_a_fault_keeps_its_code_and_field(pool: JobPool) -> None:
    with pytest.raises(RuleViolation) as refusal:
        pool.run(f"{HERE}:refuse", "不行。")
    assert (refusal.value.code, refusal.value.message, refusal.value.field) == ("test.refused", "不行。", "name")


def test_progress_is_told_and_ends_at_the_total(pool: JobPool) -> None:
    told: list[tuple[int, int]] = []
    pool.submit(f"{HERE}:count_to", 5000, on_progress=lambda *step: told.append(step)).future.result()
    assert told[-1] == (5000, 5000)
    assert len(told) < 100, "at most ten a second"


def test_cancelling_ends_a_running_job_and_the_pool_goes_on(pool: JobPool) -> None:
    running = threading.Event()
    job = pool.submit(f"{HERE}:wait_for_ever", on_progress=lambda *_: running.set())
    waiting = pool.submit(f"{HERE}:double", 1)
    assert running.wait(30)
    waiting.cancel()
    before = time.monotonic()
    job.cancel()
    with pytest.raises(Cancelled):
        job.future.result()
    assert time.monotonic() - before < 5
    with pytest.raises(Cancelled):
        waiting.future.result()
    assert pool.run(f"{HERE}:double", 4) == 8


def test_a_crash_costs_its_job_only(pool: JobPool) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        pool.run(f"{HERE}:crash")
    assert fault.value.code == "job.crashed"
    assert pool.run(f"{HERE}:double", 5) == 10

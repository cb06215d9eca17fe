"""Worker processes: results, faults, progress, cancelling, crashes."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from school_desk.kernel import jobs
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


def threads_of_opencv() -> int:
    import cv2

    return cv2.getNumThreads()


def crash() -> None:
    os._exit(3)


def fill_the_memory() -> int:
    """Asks for it only: zeros that nobody looks at take no place yet."""
    return len(bytes(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * 3 // 4))


def leave_with_something_unsayable() -> object:
    return lambda: None


class Crooked(Exception):
    """Goes out of a worker, and cannot be made again on the other side."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def raise_something_crooked() -> None:
    raise Crooked("one", "other")


def close_the_ears_and_stay() -> None:
    """Answers, then never ends by itself."""
    threading.Thread(target=threading.Event().wait).start()


def close_the_ears_and_tell() -> int:
    close_the_ears_and_stay()
    return os.getpid()


def wait_for_the_other() -> None:
    """Ends when two processes are in here: the file of each is seen by the other."""
    meeting = Path(tempfile.gettempdir()) / f"warm-{os.getppid()}"
    meeting.mkdir(exist_ok=True)
    (meeting / str(os.getpid())).touch()
    assert _eventually(lambda: len(list(meeting.iterdir())) == 2)


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
    job.cancel()
    with pytest.raises(Cancelled):
        job.future.result(30)
    with pytest.raises(Cancelled):
        waiting.future.result()
    assert pool.run(f"{HERE}:double", 4) == 8


def test_a_crash_costs_its_job_only(pool: JobPool) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        pool.run(f"{HERE}:crash")
    assert fault.value.code == "job.crashed"
    assert pool.run(f"{HERE}:double", 5) == 10


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing bounds a worker")
def test_a_job_that_would_fill_the_memory_is_refused_in_words(pool: JobPool) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        pool.run(f"{HERE}:fill_the_memory")
    assert fault.value.code == "job.memory"
    assert pool.run(f"{HERE}:double", 7) == 14


def test_a_worker_reads_with_one_thread(pool: JobPool) -> None:
    """Each has a core to itself: more threads would only get in each other's way."""
    assert pool.submit(f"{HERE}:threads_of_opencv").future.result() == 1


def test_a_result_that_cannot_travel_is_a_fault_not_a_hang(pool: JobPool) -> None:
    with pytest.raises(RuntimeError, match="lambda"):
        pool.run(f"{HERE}:leave_with_something_unsayable")
    assert pool.run(f"{HERE}:double", 6) == 12


def test_a_worker_that_cannot_be_started_costs_its_job_only(pool: JobPool, monkeypatch: pytest.MonkeyPatch) -> None:
    start, failed = jobs._start, [OSError(errno.ENOMEM, "Cannot allocate memory"), MemoryError()]
    monkeypatch.setattr(jobs, "_start", lambda: fail(failed.pop()) if failed else start())
    for _ in range(2):
        with pytest.raises(EnvironmentFault) as fault:
            pool.submit(f"{HERE}:double", 1).future.result(30)
        assert fault.value.code == "job.no_worker"
    assert pool.submit(f"{HERE}:double", 8).future.result(30) == 16


def fail(fault: BaseException) -> Any:
    raise fault


def test_a_fault_that_cannot_be_read_is_a_fault_not_a_hang(pool: JobPool) -> None:
    with pytest.raises(TypeError, match="other"):
        pool.submit(f"{HERE}:raise_something_crooked").future.result(30)
    assert pool.submit(f"{HERE}:double", 9).future.result(30) == 18


def test_neither_what_cannot_be_sent_nor_who_cannot_listen_ends_the_pool(pool: JobPool) -> None:
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        pool.submit(f"{HERE}:double", lambda: None).future.result(30)
    with pytest.raises(ZeroDivisionError):
        pool.submit(f"{HERE}:count_to", 3, on_progress=lambda *_: 1 / 0).future.result(30)  # type: ignore[arg-type]
    assert pool.submit(f"{HERE}:double", 10).future.result(30) == 20


def test_a_thread_that_cannot_be_had_is_not_counted(pool: JobPool, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", lambda _thread: fail(RuntimeError("can't start new thread")))
        with pytest.raises(RuntimeError):
            pool.submit(f"{HERE}:double", 1)
    assert pool.submit(f"{HERE}:double", 11).future.result(30) == 22


def test_closing_drops_what_waits_and_ends_what_runs() -> None:
    pool, running = JobPool(1), threading.Event()
    job = pool.submit(f"{HERE}:wait_for_ever", on_progress=lambda *_: running.set())
    waiting = pool.submit(f"{HERE}:double", 1)
    assert running.wait(30)
    pool.close()
    for ended in (job, waiting):
        with pytest.raises(Cancelled):
            ended.future.result()
    with pytest.raises(RuntimeError):
        pool.submit(f"{HERE}:double", 1)


def test_closing_at_once_ends_idle_workers_too() -> None:
    """A worker that closed its ears would be waited for otherwise."""
    pool = JobPool(1)
    pid = pool.run(f"{HERE}:close_the_ears_and_tell")
    pool.close(at_once=True)
    assert not _is_there(pid)


def test_every_worker_is_warmed() -> None:
    pool = JobPool(2)
    try:
        for job in pool.warm(f"{HERE}:wait_for_the_other"):
            job.future.result()
    finally:
        pool.close()


def test_a_worker_that_does_not_end_by_itself_is_ended() -> None:
    pool = JobPool(1)
    pool.run(f"{HERE}:close_the_ears_and_stay")
    pool.close()
    assert [thread for thread in threading.enumerate() if thread.name.startswith("job-")] == []


def test_a_worker_that_died_between_jobs_is_replaced(pool: JobPool) -> None:
    pid = pool.run("os:getpid")
    os.kill(pid, signal.SIGKILL)
    assert _eventually(lambda: not _is_there(pid))
    assert pool.run(f"{HERE}:double", 7) == 14


def _is_there(pid: int) -> bool:
    """A dead child that nobody waited for still has its number: state Z."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while not holds() and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    return holds()

"""A pool of worker processes for long work (OCR, workbooks, PDFs, matching). It owns the processes and the threads that wait for them.

Work that holds Python's lock would freeze a window even from a thread, so it runs in processes of their own: cancelling ends the process,
a crash costs its job and no other, and the next job gets a new process.
"""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import IO, Any, cast

from school_desk.kernel.errors import Cancelled, EnvironmentFault
from school_desk.kernel.machine import worker_count
from school_desk.kernel.worker import read_frame, write_frame

ProgressListener = Callable[[int, int], None]
_log = logging.getLogger(__name__)
_GOODBYE_S = 2.0
_CRASHED = ("job.crashed", "后台处理程序意外退出，这一项没有完成。请重试；多次出现请换一个文件。")
_NO_WORKER = ("job.no_worker", "内存或系统资源不够，后台处理程序启动不了，这一项没有完成。请稍后重试。")
# OpenCV has threads of its own, which none of the others' names rule.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
_ONE_THREAD = dict.fromkeys(_THREADS, "1")


class Job:
    """One piece of work. `future` ends with its result, with Cancelled, or with what went wrong, in a thread of the pool."""

    def __init__(self, function: str, arguments: tuple[Any, ...], on_progress: ProgressListener | None) -> None:
        self.function = function
        self.arguments = arguments
        self.future: Future[Any] = Future()
        self.on_progress = on_progress
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether somebody cancelled it."""
        return self._cancelled

    def cancel(self) -> None:
        """Ends the work now: a waiting job does not start, a running one's process is killed."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                self._process.kill()

    def runs_in(self, process: subprocess.Popen[bytes] | None) -> bool:
        """Notes the process that does the work; False when the job was cancelled before."""
        with self._lock:
            if self._cancelled and process is not None:
                return False
            self._process = process
            return True


class JobPool:
    """`size` worker processes (as many as the computer bears), started when first needed. One pool for a program."""

    def __init__(self, size: int | None = None) -> None:
        self.size = size or worker_count()
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._closed = self._at_once = False
        self._running: set[Job] = set()

    def submit(self, function: str, *arguments: Any, on_progress: ProgressListener | None = None) -> Job:
        """Has "module:function" run with `arguments` in a worker. `on_progress(done, total)` is told in a thread of the pool."""
        job = Job(function, arguments, on_progress)
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            if len(self._threads) < self.size:
                thread = threading.Thread(target=self._work, name=f"job-{len(self._threads)}", daemon=True)
                thread.start()  # counted once it runs: the system may have none to give
                self._threads.append(thread)
            self._jobs.put(job)
        return job

    def run(self, function: str, *arguments: Any) -> Any:
        """As submit, and waits for the result."""
        return self.submit(function, *arguments).future.result()

    def warm(self, function: str) -> list[Job]:
        """Has every worker started and `function` run in it, so that the next job finds its libraries open. Nobody need wait for it."""
        return [self.submit(function) for _ in range(self.size)]

    def close(self, *, at_once: bool = False) -> None:
        """Drops what waits, ends what runs. `at_once`: idle workers are ended too instead of being let go, which takes them a moment."""
        with self._lock:
            self._closed, self._at_once = True, at_once
            threads = list(self._threads)
        with suppress(queue.Empty):
            while True:
                waiting = self._jobs.get_nowait()
                if waiting is not None:
                    waiting.future.set_exception(Cancelled())
        for job in list(self._running):
            job.cancel()
        for _ in threads:
            self._jobs.put(None)
        for thread in threads:
            thread.join()

    def _work(self) -> None:
        """Whatever happens to one job is told to whoever asked for it: this thread is there for the next one, and no other takes its place."""
        process: subprocess.Popen[bytes] | None = None
        while (job := self._jobs.get()) is not None:
            self._running.add(job)
            if self._closed:  # taken from the queue just before it was emptied
                job.cancel()
            try:
                if process is None or process.poll() is not None:
                    _end(process)
                    process = _start()
            except Exception as fault:  # noqa: BLE001 - see above; no memory or no open file to be had, most of all
                _log.warning("no worker was started: %r", fault)
                job.future.set_exception(Cancelled() if job.cancelled else EnvironmentFault(*_NO_WORKER))
            else:
                self._carry_out(job, process)
            self._running.discard(job)
        if process is not None and self._at_once:
            process.kill()
        _end(process)

    def _carry_out(self, job: Job, process: subprocess.Popen[bytes]) -> None:
        if not job.runs_in(process):
            job.future.set_exception(Cancelled())
            return
        try:
            requests, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
            write_frame(cast("Any", requests), (job.function, job.arguments))
            kind, value = read_frame(cast("Any", answers))
            while kind == "progress":
                if job.on_progress is not None:
                    job.on_progress(*value)
                kind, value = read_frame(cast("Any", answers))
        except Exception as fault:  # noqa: BLE001 - see _work; what the worker has still to say would be taken for the next job's answer
            process.kill()
            process.wait()
            gone = isinstance(fault, EOFError | OSError)
            told = EnvironmentFault(*_CRASHED) if gone else fault
            job.future.set_exception(Cancelled() if job.cancelled else told)
            return
        finally:
            job.runs_in(None)
        if kind == "result":
            job.future.set_result(value)
        else:
            job.future.set_exception(value)


def _start() -> subprocess.Popen[bytes]:
    low = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)  # Windows only; elsewhere the worker is nice itself
    return subprocess.Popen(
        # Not "-m": the module would be there twice, as __main__ and by its name.
        [sys.executable, "-c", "from school_desk.kernel.worker import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | _ONE_THREAD,
        creationflags=low,
    )


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is None:
        return
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    # A worker with nothing to do ends by itself when nobody can ask it any more; one that is stuck is ended.
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_GOODBYE_S)
        return
    process.kill()
    process.wait()

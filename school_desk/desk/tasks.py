"""The desk's threads: one writer that carries out commands in order, readers that answer questions, one in the background that talks to the
Hub, and the pool of worker processes.

Everything comes back on Qt's thread. Nothing else in the desk makes a thread or a process.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from school_desk.desk.collecting import Collecting
from school_desk.kernel.errors import Cancelled

if TYPE_CHECKING:
    from school_desk.kernel.jobs import Job, JobPool

READERS = 2
Then = Callable[[Any], None]
Failed = Callable[[BaseException], None]


@dataclass(frozen=True)
class _Task:
    owner: QObject
    work: Callable[[], Any]
    then: Then
    failed: Failed
    is_stale: Callable[[], bool]


class Tasks(QObject):
    """Runs work off Qt's thread and brings its outcome back to it. An outcome whose owner is gone, or that a newer one replaced, is dropped."""

    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writes: queue.Queue[_Task | None] = queue.Queue()
        self._reads: queue.Queue[_Task | None] = queue.Queue()
        self._generations: dict[tuple[int, str], int] = {}
        self._pool: JobPool | None = None
        self._busy = 0
        self._later: queue.Queue[_Task | None] = queue.Queue()
        self._closing = False
        self._at_hand = threading.Lock()  # held by the background while it works here, not while it waits for the line
        self._threads = [threading.Thread(target=self._serve, args=(self._writes,), name="writer", daemon=True)]
        for number in range(READERS):
            name = f"reader-{number}"
            self._threads.append(threading.Thread(target=self._serve, args=(self._reads,), name=name, daemon=True))
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.collecting = Collecting(self)
        for thread in (*self._threads, threading.Thread(target=self._serve_later, name="background", daemon=True)):
            thread.start()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way; tests and the tour wait for it."""
        return self._busy == 0

    def write(self, owner: QObject, work: Callable[[], Any], then: Then, failed: Failed) -> None:
        """Runs `work` in the writer's thread, after all that was asked of it before."""
        self._busy += 1
        self._writes.put(_Task(owner, work, then, failed, lambda: False))

    def read(self, owner: QObject, key: str, work: Callable[[], Any], then: Then, failed: Failed) -> None:
        """Runs `work` in a reader's thread; a later read of the same owner and key makes this one's outcome stale."""
        slot = (id(owner), key)
        generation = self._generations[slot] = self._generations.get(slot, 0) + 1
        self._busy += 1
        self._reads.put(_Task(owner, work, then, failed, lambda: self._generations.get(slot) != generation))

    def background(self, owner: QObject, work: Callable[[], Any], then: Then, failed: Failed) -> None:
        """Runs `work` in the background's thread. Nobody waits for it: it is not counted in `idle`, and closing drops what has not begun."""
        self._later.put(_Task(owner, work, then, failed, lambda: False))

    @contextmanager
    def away(self) -> Iterator[None]:
        """Within, the background waits for something outside, and closing does not wait for it: it raises Cancelled when it comes back then."""
        self._at_hand.release()
        try:
            yield
        finally:
            self._at_hand.acquire()
        if self._closing:
            raise Cancelled

    def job(
        self,
        owner: QObject,
        function: str,
        *arguments: Any,
        then: Then,
        failed: Failed,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Job:
        """Runs "module:function" in a worker process; the returned job can be cancelled."""
        told = None
        if on_progress is not None:
            listener = on_progress

            def told(done: int, total: int) -> None:
                self._delivered.emit((owner, lambda: listener(done, total), False))

        self._busy += 1
        job = self.pool.submit(function, *arguments, on_progress=told)
        job.future.add_done_callback(lambda future: self._job_done(owner, future.exception(), job, then, failed))
        return job

    @property
    def pool(self) -> JobPool:
        """The worker processes, started when first needed."""
        if self._pool is None:
            from school_desk.kernel.jobs import JobPool

            self._pool = JobPool()
        return self._pool

    def close(self) -> None:
        """Lets the writer finish what it was given, and the background what it is doing here, then ends all."""
        self._closing = True
        self._later.put(None)
        for _ in range(READERS):
            self._reads.put(None)
        self._writes.put(None)
        for thread in self._threads:
            thread.join()
        with self._at_hand:  # whatever comes back from outside later sees that it is too late
            pass
        if self._pool is not None:
            self._pool.close()
        self.collecting.stop()

    def _serve(self, tasks: queue.Queue[_Task | None]) -> None:
        while (task := tasks.get()) is not None:
            if task.is_stale():
                self._delivered.emit((task.owner, None, True))
                continue
            try:
                result = task.work()
            except Exception as fault:  # noqa: BLE001 - an outer door: the fault goes to whoever asked
                self._send(task.owner, task.failed, fault)
            else:
                self._send(task.owner, task.then, result, task.is_stale)

    def _serve_later(self) -> None:
        while (task := self._later.get()) is not None:
            with self._at_hand:
                answer = None if self._closing else _answered(task)
            if answer is not None and not self._closing:
                self._delivered.emit((task.owner, answer, False))

    def _send(
        self, owner: QObject, receiver: Callable[[Any], None], value: Any, is_stale: Callable[[], bool] = lambda: False
    ) -> None:
        self._delivered.emit((owner, lambda: None if is_stale() else receiver(value), True))

    def _job_done(self, owner: QObject, fault: BaseException | None, job: Job, then: Then, failed: Failed) -> None:
        if fault is None:
            self._send(owner, then, job.future.result())
        elif isinstance(fault, Cancelled):
            self._delivered.emit((owner, None, True))
        else:
            self._send(owner, failed, fault)

    def _deliver(self, parcel: tuple[QObject, Callable[[], None] | None, bool]) -> None:
        owner, call, last = parcel
        if last:
            self._busy -= 1
        if call is not None and shiboken6.isValid(owner):
            call()


def _answered(task: _Task) -> Callable[[], None]:
    """Does the work; what is to be called with its outcome on Qt's thread."""
    try:
        return partial(task.then, task.work())
    except Exception as fault:  # noqa: BLE001 - an outer door: the fault goes to whoever asked
        return partial(task.failed, fault)

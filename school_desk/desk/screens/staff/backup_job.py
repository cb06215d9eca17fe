"""The one backup that is being made: in a worker, with progress and cancel; what a cancelled one left is swept away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from school_desk.desk.services import Desk
from school_desk.desk.widgets.job_bar import JobBar, JobLine
from school_desk.kernel.backup import sweep

if TYPE_CHECKING:
    from school_desk.kernel.backup import BackupFacts
    from school_desk.kernel.jobs import Job

_KEEPING = "school_desk.adapters.safekeeping"
_ID = "backup"


class BackupJob(QObject):
    """`bar` shows it; `busy_changed`: one begins or ends, and there is at most one."""

    busy_changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._title, self._target = "", Path()
        self.bar = JobBar()
        self.bar.cancel_requested.connect(lambda _id: self.cancel())

    @property
    def busy(self) -> bool:
        """Whether one is being made."""
        return self._job is not None

    def back_up(self, target: Path, then: Callable[[BackupFacts], None]) -> None:
        """Makes a whole backup as `target`."""
        self._begin("正在备份", "back_up", target, self._desk.school.folder, self._desk.clock, then=then)

    def move_out(self, target: Path, passphrase: str, then: Callable[[BackupFacts], None]) -> None:
        """Writes the file for another computer as `target`."""
        folder, clock = self._desk.school.folder, self._desk.clock
        self._begin("正在写换电脑的文件", "move_out", target, folder, passphrase, clock, then=then)

    def cancel(self) -> None:
        """Ends it; what stood at the target before stands."""
        job, target = self._job, self._target
        if job is None:
            return
        job.cancel()

        def tidy() -> None:
            job.future.exception()  # comes when the worker is gone
            sweep(target)

        self._end()
        self._desk.look_up(self, tidy, lambda _done: self._desk.tell("已取消，没有写出文件。"), key="sweep")

    def _begin(self, words: str, function: str, target: Path, *more: Any, then: Callable[[BackupFacts], None]) -> None:
        if self.busy:
            return
        self._title, self._target = words, target

        def done(facts: BackupFacts) -> None:
            self._end()
            then(facts)

        self._job = self._desk.job(
            self, f"{_KEEPING}:{function}", target, *more, then=done, failed=self._fail, on_progress=self._show
        )
        self._show(0, 0)
        self.busy_changed.emit()

    def _show(self, done: int, total: int) -> None:
        if self.busy:
            self.bar.show_jobs([JobLine(_ID, self._title, done, total, note=self._target.name)])

    def _fail(self, fault: BaseException) -> None:
        self._end()
        self._desk.tell_fault(fault)

    def _end(self) -> None:
        self._job = None
        self.bar.show_jobs([])
        self.busy_changed.emit()

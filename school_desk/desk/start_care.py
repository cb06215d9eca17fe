"""What a start owes to safety, in a worker that nobody waits for: a backup, and a look at the data."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from school_desk.desk.tasks import Tasks
from school_desk.kernel.clock import Clock, local_text
from school_desk.kernel.paths import DataFolder

if TYPE_CHECKING:
    from school_desk.adapters.safekeeping import StartReport

_log = logging.getLogger(__name__)


class StartCare(QObject):
    """`finished`: `alarms` are the sentences about what is wrong, `status` the words about the backup. `failed`: a fault nobody expected."""

    finished = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.alarms: tuple[str, ...] = ()
        self.status = ""

    def begin(self, tasks: Tasks, folder: DataFolder, clock: Clock) -> None:
        """Starts the worker; the school is open by now and the desk may be in use."""
        function = "school_desk.adapters.safekeeping:at_start"
        tasks.job(self, function, folder, clock, then=self._finish, failed=self.failed.emit)

    def _finish(self, report: StartReport) -> None:
        self.alarms = tuple(finding.problem for finding in report.findings)
        for finding in report.findings:
            _log.warning("at start: %s %s", finding.check, finding.code)
        if report.backed_up_at is not None:
            _log.info("at start: backed up")
            self.status = f"已自动备份 {local_text(report.backed_up_at)}"
        self.finished.emit()

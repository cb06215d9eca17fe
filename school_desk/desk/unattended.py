"""Keeps a joined desk in step while its sign-in page is up: a colleague's new account or password is here when they sit down.

It says nothing: what is amiss stands in the line at the foot once somebody is there (see syncing.py).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from school_desk.desk.sync_round import Rounds
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.desk.sync_round import Reaching
    from school_desk.desk.tasks import Tasks

EVERY_MS, AWAY_MS = 15_000, 60_000
_log = logging.getLogger(__name__)


class Unattended(QObject):
    """Rounds of rows until it is dropped; on a computer that works alone it asks once."""

    def __init__(
        self, school: School, tasks: Tasks, parent: QObject | None = None, *, reach: Reaching | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._rounds = tasks, Rounds(school, tasks, reach)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self._begin)
        self._begin()

    def _begin(self) -> None:
        self._tasks.background(self, self._rounds.rows_if_joined, self._done, self._failed)

    def _done(self, joined: bool) -> None:
        if joined:
            self.timer.start(EVERY_MS)

    def _failed(self, fault: BaseException) -> None:
        if isinstance(fault, EnvironmentFault | RuleViolation):
            _log.info("a round with nobody there failed: %s", fault.code)
        else:
            _log.error("a round with nobody there failed", exc_info=fault)
        self.timer.start(AWAY_MS)

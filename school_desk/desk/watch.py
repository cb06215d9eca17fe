"""Notices that another program (the command line, a second copy) has written to the school's database, so that open lists follow."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from school_desk.desk.services import Desk

EVERY_MS = 2_000


class Watch(QObject):
    """Asks now and then, in the writer's thread; a foreign commit is told as `desk.changed` without ids."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._seen: int | None = None
        self._asking = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Asks now, unless the last question is still under way behind a long import."""
        if not self._asking:
            self._asking = True
            self._desk.tasks.write(self, self._desk.school.database.data_version, self._told, self._failed)

    def _told(self, version: int) -> None:
        foreign = self._seen is not None and version != self._seen
        self._seen, self._asking = version, False
        if foreign:
            self._desk.changed.emit({})

    def _failed(self, fault: BaseException) -> None:
        # Told once: a file that is away stays away, and the next decision will tell it again.
        self._timer.stop()
        self._desk.tell_fault(fault)

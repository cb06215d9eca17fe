"""Has Python's cyclic garbage collected on Qt's thread only.

A collection runs in whatever thread happens to allocate; in a reader's it may take widgets apart while Qt's thread uses or deletes them,
and the program dies. So automatic collection is off while there are such threads, and a timer of Qt's thread does its work.
"""

from __future__ import annotations

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000


class Collecting(QObject):
    """From its making until `stop` collections run on the thread that made it."""

    _standing: ClassVar[int] = 0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        Collecting._standing += 1
        gc.disable()

    def collect(self) -> None:
        """The oldest generation that is due, as Python would have chosen; nothing when none is."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [generation for generation in range(3) if counts[generation] > thresholds[generation]]
        if due:
            gc.collect(due[-1])

    def pass_over_what_is_loaded(self) -> None:
        """Libraries and mapped classes stay as long as the program: a full collection that walks them stops the window for 60 ms."""
        gc.collect()
        gc.freeze()

    def stop(self) -> None:
        """The last to stop leaves collecting to Python again."""
        if self._timer.isActive():
            self._timer.stop()
            Collecting._standing -= 1
            if not Collecting._standing:
                gc.unfreeze()
                gc.enable()

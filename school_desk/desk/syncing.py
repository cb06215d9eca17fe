"""Keeps a joined desk in step with the Hub, in the background: every few seconds, soon after a command, less and less often while it is away.

A computer that works alone asks once whether it belongs to a Hub, and then leaves it. What a round changed is told as `desk.changed`.
"""

from __future__ import annotations

import logging
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from school_desk.desk.services import Desk
from school_desk.desk.sync_round import Rounds
from school_desk.desk.sync_state import Reach, SyncState
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

if TYPE_CHECKING:
    from school_desk.desk.sync_round import Brought, Reaching
    from school_desk.overview.hub_standing import HubStanding

EVERY_MS, SOON_MS, LATEST_MS = 5_000, 1_000, 300_000
# Files that another desk has not sent yet are asked for again after so long.
_FILES_MS = 60_000
_AWAY = frozenset({"hub.away", "hub.broken_off", "sync.unsettled"})
_UNKNOWN_HERE = frozenset({"hub.unknown_desk", "token.missing"})
_BUG = "程序出错，已记入日志；本机可以照常办理，稍后会再试。"
_log = logging.getLogger(__name__)


class Syncing(QObject):
    """`changed` (SyncState): how the desk stands, told on a joined desk only. `state` None: it works alone, or nobody knows yet."""

    changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None, *, reach: Reaching | None = None) -> None:
        super().__init__(parent)
        self._desk, self._rounds = desk, Rounds(desk.school, desk.tasks, reach)
        self.state: SyncState | None = None
        self._failures, self._again, self._telling = 0, False, False
        self._files_due = self._first = True
        self._timer, self._files_timer = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)
        self._files_timer.timeout.connect(self._seek_files)
        desk.changed.connect(self._something_changed)
        desk.sync_requested.connect(self.now)
        self._look()

    @property
    def busy(self) -> bool:
        """Whether a round is under way."""
        return self.state is not None and self.state.under_way

    def now(self) -> None:
        """The person wants it: at once, or right after the round that is under way."""
        self._failures, self._again = 0, self.busy
        self._seek_files()
        self._begin()

    def _seek_files(self) -> None:
        self._files_due = True

    def _begin(self) -> None:
        if self.state is None or self.busy:
            return
        self._timer.stop()
        self._show(replace(self.state, under_way=True))
        self._desk.tasks.background(self, self._rounds.rows, self._rows_done, self._failed)

    def _rows_done(self, brought: Brought) -> None:
        changes = brought.changes
        if changes is None and self._first:
            changes = {}  # a round of the time before anybody sat here may have ended after the first pages had asked
        self._first = False
        if changes is not None:
            self._seek_files()
            self._telling = True
            self._desk.changed.emit(changes)
            self._telling = False
        if brought.fault is not None:
            self._failed(brought.fault)
        elif self._files_due:
            self._files_due = False
            self._desk.tasks.background(self, self._rounds.files, self._files_done, self._files_failed)
        else:
            self._done()

    def _files_done(self, awaited: int | None) -> None:
        """None: there are more, after the rows that came meanwhile."""
        if awaited:
            self._files_timer.start(_FILES_MS)
        if self.state is not None and awaited is not None:
            self._show(replace(self.state, files_awaited=awaited, files_fault=""))
        self._files_due, self._again = self._files_due or awaited is None, self._again or awaited is None
        self._done()

    def _files_failed(self, fault: BaseException) -> None:
        """The rows have come all the same, and go on coming: only a line that is away is away for both."""
        reach, sentence = _judged(fault)
        if reach is not Reach.TROUBLED or self.state is None:
            self._failed(fault)
            return
        if sentence == _BUG:
            _log.error("moving files failed", exc_info=fault)
        self._files_timer.start(_FILES_MS)
        self._show(replace(self.state, files_fault=sentence))
        self._done()

    def _done(self) -> None:
        self._failures = 0
        if self.state is not None:
            self._show(replace(self.state, reach=Reach.REACHED, since=None, sentence="", under_way=False))
        self._look()
        self._wait(0 if self._again else EVERY_MS)

    def _failed(self, fault: BaseException) -> None:
        self._failures, self._files_due = self._failures + 1, True
        reach, sentence = _judged(fault)
        if sentence == _BUG:
            _log.error("a round failed", exc_info=fault)
        if self.state is not None:
            first = self.state.since if self.state.reach is Reach.AWAY else self._desk.clock.now()
            since = first if reach is Reach.AWAY else None
            self._show(replace(self.state, reach=reach, since=since, sentence=sentence, under_way=False))
        self._look()
        self._wait(0 if self._again else min(LATEST_MS, EVERY_MS * 2**self._failures))

    def _wait(self, milliseconds: int) -> None:
        """Not all desks of an office at the same moment."""
        self._again = False
        self._timer.start(round(milliseconds * random.uniform(0.75, 1.25)))

    def _something_changed(self, _changes: object) -> None:
        """A command was carried out here, or another program wrote: soon, with whatever follows at once; while the Hub is away, in its time."""
        if self._telling or self.state is None:
            return
        self._seek_files()
        if self.busy:
            self._again = True
        elif not self._failures and self._timer.remainingTime() > SOON_MS:
            self._timer.start(SOON_MS)
        self._look()

    def _look(self) -> None:
        def question(session: Any, school_id: str) -> HubStanding | None:
            from school_desk.overview.hub_standing import hub_standing

            return hub_standing(session, school_id)

        self._desk.ask(self, question, self._set_standing, key="standing")

    def _set_standing(self, standing: HubStanding | None) -> None:
        if standing is None:
            return
        first = self.state is None
        before = standing.refused if self.state is None else self.state.standing.refused
        if standing.refused > before:
            refused = standing.refused - before
            self._desk.tell(f"又有 {refused} 步操作总台没有接受，双方的内容都留着，见“待处理冲突”。", "warn")
        self._desk.joined = True
        self._show(SyncState(standing) if self.state is None else replace(self.state, standing=standing))
        if first:
            self._begin()

    def _show(self, state: SyncState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _judged(fault: BaseException) -> tuple[Reach, str]:
    if not isinstance(fault, EnvironmentFault | RuleViolation):
        return Reach.TROUBLED, _BUG
    if fault.code in _UNKNOWN_HERE:
        return Reach.UNKNOWN_HERE, fault.message
    return (Reach.AWAY if fault.code in _AWAY else Reach.TROUBLED), fault.message

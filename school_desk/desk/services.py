"""What every screen may use: ask a question, give a command, run a job, tell the person, open another screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from school_desk.desk.tasks import Tasks
from school_desk.kernel.clock import Clock, local_date
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.bus import Outcome
    from school_desk.kernel.commands import Actor, Command
    from school_desk.kernel.database import ReadSession
    from school_desk.kernel.jobs import Job

# What a command changes that changes no record: no list has to ask again for it.
ONLY_THE_JOURNAL: dict[str, tuple[str, ...]] = {"journal": ()}


@contextmanager
def _telling_whether_kept(settled: Callable[[bool], None] | None) -> Iterator[None]:
    kept = False
    try:
        yield
        kept = True
    finally:
        if settled is not None:
            settled(kept)


class Desk(QObject):
    """The signed-in person's desk on one opened school.

    Signals: `changed` tables → ids after every commit, also of other programs' (then with no ids); `told` (sentence, tone, command id to
    undo or ""); `failed` an unexpected fault; `screen_requested` (screen key, focus); `restore_requested` a backup's facts: the program
    leaves the desk for it; `join_requested` what was filled in to join a Hub: likewise; `sync_requested` the person wants to sync now.

    `joined`: whether this computer belongs to a Hub (see syncing.py, which finds out).
    """

    changed = Signal(object)
    told = Signal(str, str, str)
    failed = Signal(object)
    screen_requested = Signal(str, object)
    restore_requested = Signal(object)
    join_requested = Signal(dict)
    sync_requested = Signal()

    def __init__(self, school: School, actor: Actor, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.school = school
        self.actor = actor
        self.tasks = tasks
        self.joined = False
        self._last_commands: list[str] = []
        self._given: list[Command | Callable[[School], Command]] = []
        self._last_failed = False

    @property
    def clock(self) -> Clock:
        """The school's clock."""
        return self.school.clock

    @property
    def today(self) -> date:
        """Today in Shanghai."""
        return local_date(self.clock.now())

    def may(self, allowed: frozenset[str]) -> bool:
        """Whether the person has one of these roles: screens hide or grey what they may not do; the bus refuses it anyway."""
        return bool(self.actor.roles & allowed)

    def ask(
        self,
        owner: QObject,
        question: Callable[[ReadSession, str], Any],
        then: Callable[[Any], None],
        *,
        key: str = "rows",
    ) -> None:
        """Has `question(session, school_id)` answered by a reader; a newer question of the same owner and key replaces it."""

        def work() -> Any:
            with self.school.reading() as session:
                return question(session, self.school.id)

        self.tasks.read(owner, key, work, then, self.tell_fault)

    def look_up(self, owner: QObject, work: Callable[[], Any], then: Callable[[Any], None], *, key: str) -> None:
        """Runs blocking work that is no question to the database (reading a file, opening a blob) in a reader's thread."""
        self.tasks.read(owner, key, work, then, self.tell_fault)

    def decide(
        self,
        owner: QObject,
        command: Command | Callable[[School], Command],
        then: Callable[[Outcome], None] | None = None,
        *,
        done: str = "",
        refused: Callable[[RuleViolation], None] | None = None,
        failed: Callable[[], None] | None = None,
        under: Callable[[School], str] | None = None,
        last: Callable[[Any], None] | None = None,
        settled: Callable[[bool], None] | None = None,
        aside: bool = False,
    ) -> None:
        """Gives a command (or makes one first, in the writer's thread: files go to the store there).

        `done` is the sentence of the toast with 撤销; `refused` gets a RuleViolation instead of the toast (a form marks its field); `failed`
        is told besides that it was not carried out, whatever the reason: the person may try again. `under` tells the id of one that
        others may give, too: whoever is second does nothing. `last` gets the result in the writer's thread before anything is kept, and
        keeps it from being kept by raising; `settled` is told there whether it was, whoever still looks on. `aside`: it is kept beside
        the person's own step, at which Ctrl+Z stops.

        The command just given is not given twice: a double click means it once. Lists and toasts follow also when `owner` is gone meanwhile.
        """
        if self._given and self._given[-1] == command:
            return
        self._given.append(command)

        def work() -> Outcome:
            with _telling_whether_kept(settled):
                made = command(self.school) if callable(command) else command
                given_as = under(self.school) if under else None
                return self.school.execute(made, self.actor, command_id=given_as, last=last)

        def carried_out(outcome: Outcome) -> None:
            from school_desk.kernel.commands import registration

            self._given.remove(command)
            self._last_failed = False
            may_go_back = not registration(outcome.name).undo.never
            if may_go_back and not aside:  # else Ctrl+Z would stop at it for ever
                self._last_commands.append(outcome.command_id)
            if done:
                self.told.emit(done, "good", outcome.command_id if may_go_back else "")
            self.changed.emit(outcome.changes or ONLY_THE_JOURNAL)
            if then is not None and shiboken6.isValid(owner):
                then(outcome)

        def fault(reason: BaseException) -> None:
            self._given.remove(command)
            self._last_failed = True
            is_there = shiboken6.isValid(owner)
            if is_there and refused is not None and isinstance(reason, RuleViolation):
                refused(reason)
            else:
                self.tell_fault(reason)
            if is_there and failed is not None:
                failed()

        self.tasks.write(self, work, carried_out, fault)

    def try_out(
        self,
        owner: QObject,
        command: Callable[[School], Command],
        then: Callable[[Any], None],
        refused: Callable[[BaseException], None],
    ) -> None:
        """Carries out a command and keeps nothing of it, to show what it would do; `then` gets its result."""

        def work() -> Any:
            from school_desk.intake.files import for_dry_run

            return self.school.execute(command(for_dry_run(self.school)), self.actor, dry_run=True).result

        self.tasks.write(owner, work, then, refused)

    def undo(self, command_id: str = "") -> None:
        """Takes back `command_id`, or the last command given here, also when it is still being written."""
        if not command_id and self._given:
            # Which one that is, or that it came to nothing, is known after it only.
            self.tasks.write(self, lambda: None, lambda _: self._undo_awaited(), self.tell_fault)
        else:
            self._undo(command_id or self._last_command())

    def _undo_awaited(self) -> None:
        if self._last_failed:
            self.tell("刚才的操作没有成功，所以没有撤销任何操作。")
        else:
            self._undo(self._last_command())

    def _last_command(self) -> str:
        return self._last_commands[-1] if self._last_commands else ""

    def _undo(self, wanted: str) -> None:
        if not wanted:
            self.tell("没有可以撤销的操作。")
            return
        given_here = wanted in self._last_commands
        if given_here:  # out of the way at once: a second Ctrl+Z means the one before
            self._last_commands.remove(wanted)

        def work() -> Outcome:
            from school_desk.kernel.undo import opposite

            with self.school.reading() as session:
                command = opposite(session, self.school.id, wanted)
            return self.school.execute(command, self.actor)

        def undone(outcome: Outcome) -> None:
            self.told.emit("已撤销。", "info", "")
            self.changed.emit(outcome.changes)

        def fault(reason: BaseException) -> None:
            if given_here:
                self._last_commands.append(wanted)
            self.tell_fault(reason)

        self.tasks.write(self, work, undone, fault)

    def job(
        self,
        owner: QObject,
        function: str,
        *arguments: Any,
        then: Callable[[Any], None],
        on_progress: Callable[[int, int], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """Runs "module:function" in a worker process."""
        return self.tasks.job(
            owner, function, *arguments, then=then, failed=failed or self.tell_fault, on_progress=on_progress
        )

    def tell(self, sentence: str, tone: str = "info") -> None:
        """Shows a sentence at the foot of the window."""
        self.told.emit(sentence, tone, "")

    def tell_fault(self, fault: BaseException) -> None:
        """What a person can act on as a sentence; anything else is our bug and opens the report."""
        if isinstance(fault, RuleViolation):
            self.tell(fault.message, "warn")
        elif isinstance(fault, EnvironmentFault):
            self.tell(fault.message, "bad")
        else:
            self.failed.emit(fault)

    def open_screen(self, key: str, focus: Any = None) -> None:
        """Shows another screen; `focus` tells it what to select or filter."""
        self.screen_requested.emit(key, focus)

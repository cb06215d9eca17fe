"""Answers to what was asked last, and to nothing before it: a person who chose another file must not see the first one's rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from school_desk.desk.services import Desk
    from school_desk.kernel.jobs import Job

_Found = ParamSpec("_Found")


class Newest:
    """What `owner` waits for, a job among it at most. In the window's thread only."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        self._desk, self._owner = desk, owner
        self._turn = 0
        self._job: Job | None = None

    @property
    def is_working(self) -> bool:
        """Whether a job was begun that has neither answered nor been dropped."""
        return self._job is not None

    def drop(self) -> None:
        """Nobody wants what was asked so far: its job ends, and its answers are not heard."""
        if self._job is not None:
            self._job.cancel()
        self._job = None
        self._turn += 1

    def only(self, call: Callable[_Found, None]) -> Callable[_Found, None]:
        """`call`, unless what is asked now is dropped before the answer comes."""
        asked = self._turn

        def heard(*found: _Found.args, **named: _Found.kwargs) -> None:
            if self._turn == asked:
                call(*found, **named)

        return heard

    def job(
        self,
        function: str,
        *arguments: Any,
        then: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """As Desk.job, heard until it is dropped."""

        def ended(call: Callable[[Any], None]) -> Callable[[Any], None]:
            def heard(found: Any) -> None:
                self._job = None
                call(found)

            return self.only(heard)

        told = None if on_progress is None else self.only(on_progress)
        self._job = self._desk.job(
            self._owner, function, *arguments, then=ended(then), on_progress=told, failed=ended(failed)
        )

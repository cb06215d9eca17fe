"""Keeps what the waiting lines may pay up to date without holding the window up: thousands of lines are matched in a worker process."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from school_desk.desk.screens.payments.open_books import Judged, OpenBooks, open_books, owed_now
from school_desk.desk.services import Desk
from school_desk.payments.matching import Matching
from school_desk.payments.queries import ReceivableListRow

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

Changes = Mapping[str, Collection[str]]
_REST_MS = 1_500
_FEW = 50
_ANSWERED = "school_desk.payments.queries.proposals:answered"


class LineBooks(QObject):
    """`changed` (OpenBooks) with every answer: first what is owed now, then, of many lines, what matching says of it."""

    changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._books: OpenBooks | None = None
        self._is_matching = False
        self._touched: set[str] = set()
        self._later = QTimer(self, interval=_REST_MS, singleShot=True)
        self._later.timeout.connect(self._ask_all)

    @property
    def books(self) -> OpenBooks | None:
        """The latest; None before the first answer."""
        return self._books

    def ask(self, changes: Changes | None = None) -> None:
        """Something has changed. What is known stays until the answer comes.

        Of many lines only what `changes` names is read at once, and all of it when no more decisions come: a reader that goes through
        thousands of rows after every key would hold up the painting.
        """
        touched = touched_ids(changes, "receivable")
        if self._books is None or not self._books.are_many or touched is None or "dismissed_pair" in (changes or ()):
            self._ask_all()
        else:
            self._touched |= touched
            # The same key: a reading of everything that began before is out of date.
            self._desk.ask(self, partial(_owed, frozenset(self._touched)), self._have_owed, key="books")
            self._later.start()

    def _ask_all(self) -> None:
        self._later.stop()
        self._touched.clear()
        self._desk.ask(self, partial(_asked, self._books), self._have, key="books")

    def _have_owed(self, now: dict[str, ReceivableListRow | None]) -> None:
        self._touched -= now.keys()
        if self._books is not None:
            self._books = self._books.with_owed(now)
            self.changed.emit(self._books)

    def _have(self, books: OpenBooks) -> None:
        known = self._books
        if known is not None and not books.is_current and known.judged is not books.judged:
            # Matching came back while this was read: what it said is newer than what was known then.
            books = books.answered_by(known.judged)
        self._books = books
        self.changed.emit(books)
        self._match()

    def _match(self) -> None:
        """One run at a time; the question that came meanwhile is asked when it ends. Ending it early would lose the warm worker."""
        books = self._books
        question = None if books is None or books.is_current else books.question
        if question is None or self._is_matching:
            return
        self._is_matching = True

        def come(matching: Matching) -> None:
            judged = Judged(matching, question)
            self._desk.look_up(self, judged.made_ready, self._have_judged, key="judged")

        self._desk.job(self, _ANSWERED, question, then=come, failed=self._fail)

    def _have_judged(self, judged: Judged) -> None:
        self._is_matching = False
        if self._books is not None:
            self._books = self._books.answered_by(judged)
            self.changed.emit(self._books)
        self._match()

    def _fail(self, reason: BaseException) -> None:
        self._is_matching = False
        self._desk.tell_fault(reason)


def _asked(before: OpenBooks | None, session: ReadSession, school_id: str) -> OpenBooks:
    return open_books(session, school_id, before)


def _owed(ids: frozenset[str], session: ReadSession, school_id: str) -> dict[str, ReceivableListRow | None]:
    return owed_now(session, school_id, ids)


def touched_ids(changes: Changes | None, table: str) -> set[str] | None:
    """The rows of `table` that a decision has touched; None: nobody knows, or too many to read them one by one."""
    touched = set(changes.get(table, ())) if changes else None
    return touched if touched is not None and len(touched) <= _FEW else None

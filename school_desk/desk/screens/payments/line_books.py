"""Keeps what the waiting lines may pay up to date without holding the window up: thousands of lines are matched in a worker process."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from school_desk.desk.screens.payments.open_books import OpenBooks, open_books
from school_desk.desk.services import Desk
from school_desk.payments.matching import Matching

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_ANSWERED = "school_desk.payments.queries.proposals:answered"


class LineBooks(QObject):
    """`changed` (OpenBooks) with every answer: first what is owed now, then, of many lines, what matching says of it."""

    changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._books: OpenBooks | None = None
        self._is_matching = False

    @property
    def books(self) -> OpenBooks | None:
        """The latest; None before the first answer."""
        return self._books

    def ask(self) -> None:
        """Something has changed. What is known stays until the answer comes."""
        self._desk.ask(self, partial(_asked, self._books), self._have, key="books")

    def _have(self, books: OpenBooks) -> None:
        known = self._books
        if known is not None and not books.is_current and known.answers is not books.answers:
            # Matching came back while this was read: what it said is newer than what was known then.
            books = books.answered_by(known.matching, known.answers)
        self._books = books
        self.changed.emit(books)
        self._match()

    def _match(self) -> None:
        """One run at a time; the question that came meanwhile is asked when it ends. Ending it early would lose the warm worker."""
        books = self._books
        if books is None or books.is_current or self._is_matching:
            return
        self._is_matching = True
        question = books.question

        def come(matching: Matching) -> None:
            self._is_matching = False
            if self._books is not None:
                self._books = self._books.answered_by(matching, question)
                self.changed.emit(self._books)
            self._match()

        self._desk.job(self, _ANSWERED, question, then=come, failed=self._fail)

    def _fail(self, reason: BaseException) -> None:
        self._is_matching = False
        self._desk.tell_fault(reason)


def _asked(before: OpenBooks | None, session: ReadSession, school_id: str) -> OpenBooks:
    return open_books(session, school_id, before)

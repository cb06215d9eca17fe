"""What the review has ready before anybody asks: papers read, readings of an earlier engine read again, the next sheets and photos."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject

from school_desk.desk.screens.enterprises.deck import Deck
from school_desk.desk.screens.enterprises.paper_reader import PaperReader
from school_desk.desk.screens.enterprises.review_case import ReviewCase
from school_desk.desk.services import Desk
from school_desk.documents.queries import PaperRow
from school_desk.documents.reading.paper import PaperReading
from school_desk.enterprises.review_queries import QueueRow, ReviewSheet, review_sheet
from school_desk.terms.statuses import EnterpriseStatus as Status
from school_desk.terms.uploads import ENTERPRISE_KINDS

ENGINE = "school_desk.adapters.ocr:engine_name"
_NEXT = 2


class ReviewAhead(QObject):
    """Prepares the records after the one that is open; nothing here changes what is shown."""

    def __init__(self, desk: Desk, deck: Deck, reader: PaperReader, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._deck, self._reader = desk, deck, reader
        self._sheets: dict[str, ReviewSheet] = {}
        self._fresh: set[str] = set()
        self._engine: str | None = None
        self._asked_engine = False
        self._read_again: set[tuple[str, str]] = set()

    def sheet(self, enterprise_id: str) -> ReviewSheet | None:
        """The sheet of a record as it was when it was asked for ahead; whoever shows it asks for the present one too."""
        return self._sheets.get(enterprise_id)

    def ask_anew(self) -> None:
        """Something changed: sheets are asked for again when their turn comes; until then they serve, for what is shown is asked for too."""
        self._fresh.clear()

    def have_read(self, rows: Sequence[QueueRow], wanted: str) -> None:
        """Papers nobody has read yet go to the workers, those of the record shown first; then what an earlier engine read."""
        for row in rows:
            for paper in row.papers:
                if paper.kind.value in row.assessment.unread:
                    first = row.id == wanted
                    self._reader.read(paper.sha256, paper.kind.value, self.loader(paper), first=first)
        kept = [
            (paper, row.assessment.papers[paper.kind.value])
            for row in rows
            for paper in row.papers
            if row.enterprise.status is Status.SUBMITTED and paper.kind.value in row.assessment.papers
        ]
        if self._engine is not None:
            self._have_read_again(kept)
        elif kept and not self._asked_engine:
            self._asked_engine = True
            self._desk.job(self, ENGINE, then=partial(self._learn_engine, kept), failed=lambda _: None)

    def prefetch(self, case: ReviewCase, rows: Sequence[QueueRow]) -> None:
        """The other papers of this record; of the next ones the sheet, the first photo and the one with the first doubt."""
        for paper in case.sheet.papers:
            self._fetch(paper, case.given.readings)
        places = [row.id for row in rows]
        here = places.index(case.id) if case.id in places else -1
        following = rows[here + 1 : here + 1 + _NEXT]
        near = {row.id for row in following}
        self._sheets = {one: sheet for one, sheet in self._sheets.items() if one in near}
        self._fresh &= near
        for row in following:
            self._ask_sheet(row.id)
            doubtful = row.assessment.doubts[0].place[0] if row.assessment.doubts else ""
            for paper in row.papers:
                if paper.kind is ENTERPRISE_KINDS[0] or paper.kind.value == doubtful:
                    self._fetch(paper, row.assessment.papers)

    def loader(self, paper: PaperRow) -> Callable[[], bytes]:
        """What loads the photo, for a reader's thread."""
        return partial(self._desk.school.blobs.get, paper.sha256)

    def _fetch(self, paper: PaperRow, readings: Mapping[str, PaperReading]) -> None:
        reading = readings.get(paper.kind.value)
        self._deck.shelf.prefetch(paper.sha256, self.loader(paper), reading.rotation if reading else 0)

    def _ask_sheet(self, enterprise_id: str) -> None:
        if enterprise_id in self._fresh:
            return
        self._fresh.add(enterprise_id)
        today = self._desk.today

        def arrived(sheet: ReviewSheet | None) -> None:
            if sheet is not None:
                self._sheets[enterprise_id] = sheet

        self._desk.ask(
            self,
            lambda session, school_id: review_sheet(session, school_id, enterprise_id, today),
            arrived,
            key=f"sheet/{enterprise_id}",
        )

    def _learn_engine(self, kept: Sequence[tuple[PaperRow, PaperReading]], engine: str) -> None:
        self._engine = engine
        self._have_read_again(kept)

    def _have_read_again(self, kept: Sequence[tuple[PaperRow, PaperReading]]) -> None:
        """Once each: what a person decided stands whatever comes out."""
        for paper, reading in kept:
            key = (paper.sha256, paper.kind.value)
            if reading.engine != self._engine and key not in self._read_again:
                self._read_again.add(key)
                self._reader.read(*key, self.loader(paper))

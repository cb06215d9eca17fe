"""The enterprise under review with what the person has decided so far but not yet given to the school. No window here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from school_desk.documents.reading.paper import FieldState
from school_desk.enterprises.commands import FieldDecision
from school_desk.enterprises.compare import KIND, Assessment, Place, Submission, assess, field_text
from school_desk.enterprises.review_queries import ReviewSheet
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind


class ReviewCase:
    """`taken`: place → value, decided here since the sheet was read; `warned`: the person was told what contradicts."""

    def __init__(self, sheet: ReviewSheet, on: date, taken: dict[Place, str] | None = None) -> None:
        self.sheet = sheet
        self.taken = dict(taken or {})
        self.warned = False
        self._on = on
        self.given: Submission
        self.assessment: Assessment
        self._assess()

    @property
    def id(self) -> str:
        """The enterprise's id."""
        return self.sheet.detail.id

    def decide(self, place: Place, value: str) -> None:
        """The person takes `value` as true; everything is held against each other again."""
        self.taken[place] = value
        self.warned = False
        self._assess()

    def still_valid(self, newer: ReviewSheet) -> dict[Place, str]:
        """What was decided here about papers that are still the same in a newer sheet."""
        same = {
            kind.value for kind in ENTERPRISE_KINDS if _paper_id(newer, kind.value) == _paper_id(self.sheet, kind.value)
        }
        return {place: value for place, value in self.taken.items() if place[0] in same}

    def next_doubt(self, after: Place | None = None) -> Place | None:
        """The next open place after `after`, round to the first; None when nothing is open."""
        places = [doubt.place for doubt in self.assessment.doubts]
        if after in places:
            turn = places.index(after) + 1
            places = places[turn:] + places[:turn]
        return places[0] if places else None

    def decisions(self) -> tuple[FieldDecision, ...]:
        """What the person decided here."""
        return tuple(self._decision(place, value) for place, value in sorted(self.taken.items()))

    def all_decisions(self) -> tuple[FieldDecision, ...]:
        """The same, and what proof settles where nobody decided: taken over with the 初审."""
        return (*self.decisions(), *(self._decision(place, value) for place, value in self._proven()))

    def _assess(self) -> None:
        decided = {**self.sheet.submission.decided, **self.taken}
        self.given = replace(self.sheet.submission, decided=decided)
        self.assessment = assess(self.given, self._on)

    def _proven(self) -> Iterator[tuple[Place, str]]:
        for slot, paper in self.assessment.papers.items():
            for name, field in paper.fields.items():
                place = (slot, name)
                if field.state is FieldState.ACCEPTED and place not in self.given.decided:
                    yield place, field_text(name, field.value)

    def _decision(self, place: Place, value: str) -> FieldDecision:
        slot, name = place
        reading = self.given.readings.get(slot)
        read = reading.fields.get(name) if reading else None
        seen = reading.seen if reading and name == KIND else None
        return FieldDecision(
            paper=DocumentKind(slot),
            field=name,
            value=value,
            read_value=field_text(name, read.value) if read else seen,
            engine=self.sheet.engines.get(slot),
        )


def _paper_id(sheet: ReviewSheet, slot: str) -> str:
    paper = sheet.paper(slot)
    return paper.id if paper else ""

"""The enterprise under review with what the person has decided so far but not yet given to the school, and what they had read again.

No window here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from school_desk.documents.reading.paper import FIELDS, FieldReading, FieldState, PaperReading
from school_desk.enterprises.commands import FieldDecision
from school_desk.enterprises.compare import KIND, Assessment, Doubt, Place, Submission, assess, field_text
from school_desk.enterprises.review_queries import ReviewSheet
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind


class ReviewCase:
    """`taken`: place → value, decided here since the sheet was read; `reread`: place → what stood in the box that the person drew;
    `asked`: places of `reread` that wait for the person's word; `warned`: the person was told what contradicts.
    """

    def __init__(self, sheet: ReviewSheet, on: date, before: ReviewCase | None = None) -> None:
        """`before`: the same enterprise as it stood in an earlier sheet; what was decided about papers that are still the same stays."""
        self.sheet = sheet
        kept = before.papers_still_in(sheet) if before else frozenset[str]()
        self.taken: dict[Place, str] = {}
        self.reread: dict[Place, FieldReading] = {}
        self.asked: set[Place] = set()
        if before is not None:
            self.taken |= {place: value for place, value in before.taken.items() if place[0] in kept}
            self.reread |= {place: read for place, read in before.reread.items() if place[0] in kept}
            self.asked |= {place for place in before.asked if place[0] in kept}
        self._on = on
        self.given: Submission
        self.assessment: Assessment
        self._assess()
        # Papers of others that are read meanwhile bring a new sheet, too: what the person was told of still holds.
        self.warned: bool = before is not None and before.warned and self._contradicts() == before._contradicts()

    @property
    def id(self) -> str:
        """The enterprise's id."""
        return self.sheet.detail.id

    @property
    def paper_ids(self) -> tuple[str, ...]:
        """The papers that the person has before them: what is decided about others is refused."""
        return tuple(paper.id for paper in self.sheet.papers)

    def decide(self, place: Place, value: str) -> None:
        """The person takes `value` as true; everything is held against each other again."""
        self.taken[place] = value
        self.asked.discard(place)
        self.warned = False
        self._assess()

    def propose(self, place: Place, read: FieldReading) -> None:
        """What stands in the box that the person drew is the field's proposal until they settle or refuse it."""
        self.reread[place] = read
        self.asked.add(place)
        self._assess()

    def refuse(self, place: Place) -> None:
        """The proposal is not wanted: the field stands as before."""
        self.asked.discard(place)
        self.reread.pop(place, None)
        self._assess()

    def settled_before(self, place: Place) -> str:
        """What a person had decided before a proposal came; "" when nobody had."""
        return self.taken.get(place) or self.sheet.submission.decided.get(place, "")

    def papers_still_in(self, newer: ReviewSheet) -> frozenset[str]:
        """The slots whose paper is the same in a newer sheet."""
        slots = (kind.value for kind in ENTERPRISE_KINDS)
        return frozenset(slot for slot in slots if _paper_id(newer, slot) == _paper_id(self.sheet, slot))

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

    def _contradicts(self) -> tuple[object, ...]:
        return self.assessment.failed, self.assessment.unread

    def _assess(self) -> None:
        decided = {**self.sheet.submission.decided, **self.taken}
        waiting = {place: value for place, value in decided.items() if place not in self.asked}
        readings = {slot: self._with_reread(slot, paper) for slot, paper in self.sheet.submission.readings.items()}
        self.given = replace(self.sheet.submission, readings=readings, decided=waiting)
        found = assess(self.given, self._on)
        self.assessment = replace(found, doubts=self._with_asked(found.doubts))

    def _with_reread(self, slot: str, paper: PaperReading) -> PaperReading:
        again = {name: read for (its_slot, name), read in self.reread.items() if its_slot == slot}
        return replace(paper, fields={**paper.fields, **again}) if again else paper

    def _with_asked(self, doubts: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
        """A proposal is open whatever proves it: the person who asked for it has the last word."""
        told = {doubt.place for doubt in doubts}
        asked = (Doubt(place, "；".join(self.reread[place].reasons)) for place in self.asked - told)
        return tuple(sorted((*doubts, *asked), key=lambda doubt: _order(doubt.place)))

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


def _order(place: Place) -> tuple[int, int]:
    """The order of the papers and of the fields on them; a question about the paper as a whole comes first."""
    slot, name = place
    slots = [kind.value for kind in ENTERPRISE_KINDS]
    return slots.index(slot), -1 if name == KIND else FIELDS[slot].index(name)


def _paper_id(sheet: ReviewSheet, slot: str) -> str:
    paper = sheet.paper(slot)
    return paper.id if paper else ""

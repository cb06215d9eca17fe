"""The papers of the enterprise under review as the deck shows them: photo, chip of the slot, boxes, what is wrong with the photo."""

from __future__ import annotations

from collections.abc import Callable

from school_desk.desk.screens.enterprises.deck import DeckPaper
from school_desk.desk.screens.enterprises.reading_view import box_tones, boxes_of, slot_chip
from school_desk.desk.screens.enterprises.review_case import ReviewCase
from school_desk.documents.queries import PaperRow
from school_desk.terms.statuses import DocumentStatus


def deck_papers(
    case: ReviewCase, is_reading: Callable[[str, str], bool], loader: Callable[[PaperRow], Callable[[], bytes]]
) -> dict[str, DeckPaper]:
    """Slot → paper. `is_reading` (sha256, slot): whether a worker has it."""
    return {
        paper.kind.value: _deck_paper(case, paper, loader(paper), is_reading(paper.sha256, paper.kind.value))
        for paper in case.sheet.papers
    }


def _deck_paper(case: ReviewCase, paper: PaperRow, load: Callable[[], bytes], is_reading: bool) -> DeckPaper:
    slot = paper.kind.value
    reading = case.given.readings.get(slot)
    returned = (f"已退回：{paper.reason}",) if paper.status is DocumentStatus.RETURNED else ()
    return DeckPaper(
        paper.sha256,
        load,
        slot_chip(slot, paper, case.assessment, is_reading=is_reading),
        turn=reading.rotation if reading else 0,
        rotation=paper.rotation,
        boxes=boxes_of(reading, box_tones(slot, case)) if reading else (),
        problems=(*returned, *(reading.problems if reading else ())),
    )

"""A name found in a letter, and how the paragraphs around it are looked at."""

from __future__ import annotations

from dataclasses import dataclass

from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.layout import Span

_BRACKETS = str.maketrans("《〈》〉", "（（））")
_ONE_ROW = 0.8


@dataclass(frozen=True, slots=True)
class Naming:
    """A name found in one place. `signed`: at the signature, where seal and handwriting lie over the print.

    `loose`: no label points at it, so that it may be another's. `head`: it is only said to be whoever is in charge (负责人).
    """

    draft: Draft
    signed: bool
    loose: bool = False
    head: bool = False

    @property
    def value(self) -> str:
        return str(self.draft.value)

    @property
    def place(self) -> tuple[int, int]:
        """Tells two places of the paper apart."""
        first = self.draft.span.cells[0]
        return id(first.box), first.index


def plain(paragraph: Span) -> str:
    """The text with one kind of brackets: readers take the round ones for pointed ones. Places stay."""
    return paragraph.text.translate(_BRACKETS)


def skipped(text: str, start: int) -> int:
    """Behind the signs that a label leaves."""
    rest = text[start:]
    return start + len(rest) - len(rest.lstrip("：；.·）】、_ "))


def parted(paragraph: Span, place: int) -> bool:
    """Whether a new box begins at `place` in the same row: the next cell of a table, or what was written behind a printed label."""
    if not 0 < place < len(paragraph.cells):
        return False
    before, after = paragraph.cells[place - 1 : place + 1]
    return after.box is not before.box and abs(after.y - before.y) < _ONE_ROW * before.height

"""Several readings of one line made into one: character by character, the sum of what the readers saw decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from school_desk.documents.reading.boxes import Glyph

Reading = tuple[tuple[Glyph, ...], float]
"""The characters of one reading and how much its reader's word weighs."""

_RUNNERS_UP = 4
_OUT_OF_PLACE = 6.0
# A reader that saw nothing in a place says less than one that saw a character there: readers drop more than they invent.
_SILENCE = 0.6


@dataclass(slots=True)
class _Column:
    """One place of the line: what speaks for each character there, and for none."""

    at: float
    votes: dict[str, float] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)

    def add(self, glyph: Glyph, weight: float) -> None:
        for char, score in ((glyph.char, glyph.score), *glyph.others):
            self.votes[char] = self.votes.get(char, 0.0) + weight * score
            self.peaks[char] = max(self.peaks.get(char, 0.0), score)

    def silent(self, weight: float) -> None:
        self.votes[""] = self.votes.get("", 0.0) + weight * _SILENCE


def fuse(readings: Sequence[Reading]) -> tuple[Glyph, ...]:
    """The line as all readings together have it. A character's score is its share of all that was to be said about its place.

    The first reading gives the places; the others are laid beside it by equal characters and by where they stand.
    """
    columns: list[_Column] = []
    passed = 0.0
    for glyphs, weight in readings:
        columns = _laid_beside(columns, glyphs, weight, passed) if columns or passed else _columns(glyphs, weight)
        passed += weight
    return tuple(glyph for column in columns if (glyph := _decided(column, passed)))


def _columns(glyphs: Sequence[Glyph], weight: float) -> list[_Column]:
    return _laid_beside([], glyphs, weight, 0.0)


def _laid_beside(columns: list[_Column], glyphs: Sequence[Glyph], weight: float, passed: float) -> list[_Column]:
    """`columns` with one reading more; `passed` is the weight of the readings that are in them already."""
    merged: list[_Column] = []
    for column, glyph in _aligned(columns, glyphs):
        if column is None:
            assert glyph is not None
            column = _Column(glyph.at)
            column.silent(passed)
        if glyph is None:
            column.silent(weight)
        else:
            column.add(glyph, weight)
        merged.append(column)
    return merged


def _aligned(columns: Sequence[_Column], glyphs: Sequence[Glyph]) -> list[tuple[_Column | None, Glyph | None]]:
    """The cheapest way to lay the reading beside the columns, in reading order."""
    rows, width = len(columns) + 1, len(glyphs) + 1
    cost = [[float(i + j) if not i or not j else 0.0 for j in range(width)] for i in range(rows)]
    for i in range(1, rows):
        above, here = cost[i - 1], cost[i]
        for j in range(1, width):
            paired = above[j - 1] + _unlike(columns[i - 1], glyphs[j - 1])
            here[j] = min(paired, above[j] + 1, here[j - 1] + 1)
    pairs: list[tuple[_Column | None, Glyph | None]] = []
    i, j = len(columns), len(glyphs)
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + _unlike(columns[i - 1], glyphs[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((columns[i], glyphs[j]))
        elif i and cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
            pairs.append((columns[i], None))
        else:
            j -= 1
            pairs.append((None, glyphs[j]))
    return pairs[::-1]


def _unlike(column: _Column, glyph: Glyph) -> float:
    away = min(0.5, _OUT_OF_PLACE * abs(column.at - glyph.at))
    return away if glyph.char in column.votes else 0.8 + away


def _decided(column: _Column, heard: float) -> Glyph | None:
    """The winner of a place among readings of the weight `heard`; None when most saw nothing there."""
    ranked = sorted(column.votes.items(), key=lambda vote: -vote[1])
    char, most = ranked[0]
    if not char:
        return None
    others = tuple((other, vote / heard) for other, vote in ranked[1 : _RUNNERS_UP + 1] if other)
    return Glyph(char, most / heard, column.at, others, tuple(column.peaks.items()))

"""The labels of a paper: what names the value behind it, worded in one of many ways and perhaps with a character misread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from school_desk.documents.reading.rows import Cell, gap

# In heights of the text at hand.
_APART, _BEGINS_APART = 7.0, 1.0
# How a label was read, the best first: a character misread where the reader saw the right one too, or any character misread.
_EXACT, _SEEN, _NEARLY = range(3)
# A shorter one must be read exactly.
_SHORTEST_MISREAD = 4
_HOLE = "\0"


@dataclass(frozen=True)
class Label:
    """A label found in a row: cells `start` to `end` of the row name the field `field`."""

    field: str
    row: int
    start: int
    end: int


class _Found(NamedTuple):
    """A wording found in a row; in their order, those that come first keep their place."""

    misread: int
    rank: int
    start: int


class Wordings:
    """How the labels of some fields are worded, arranged so that a row is searched once, however many there are."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        pairs = ((field, wording) for field, words in names.items() for wording in words)
        # The longest wording wins a place.
        self._wordings = sorted(pairs, key=lambda pair: -len(pair[1]))
        self._lengths = sorted({len(wording) for _, wording in self._wordings})
        self._whole: dict[str, list[int]] = {}
        self._holed: dict[str, list[int]] = {}
        for rank, (_, wording) in enumerate(self._wordings):
            self._whole.setdefault(wording, []).append(rank)
            for holed in _with_holes(wording):
                self._holed.setdefault(holed, []).append(rank)

    def in_row(self, cells: Sequence[Cell], row: int) -> list[Label]:
        """The labels in the cells of row number `row`.

        What is read exactly comes before what is nearly read: 付款户名 must not take the place of 收款户名, nor 转出 that of 转入 read
        as 转人.
        """
        taken: list[Label] = []
        for found in sorted(self._found_in(cells)):
            field, wording = self._wordings[found.rank]
            end = found.start + len(wording)
            if not any(found.start < other.end and other.start < end for other in taken):
                taken.append(Label(field, row, found.start, end))
        return sorted(taken, key=lambda label: label.start)

    def _found_in(self, cells: Sequence[Cell]) -> Iterator[_Found]:
        text = "".join(cell.char for cell in cells)
        for start in (place for place in range(len(cells)) if _opens(cells, place)):
            for length in self._lengths:
                end = start + length
                if end > len(cells):
                    break
                found = list(self._alike(cells[start:end], text[start:end]))
                if found and _is_whole(cells, start, end):
                    yield from (_Found(misread, rank, start) for misread, rank in found)

    def _alike(self, cells: Sequence[Cell], read: str) -> Iterator[tuple[int, int]]:
        """The wordings that `read`, the text of `cells`, may be: how it was misread, and their ranks."""
        for rank in self._whole.get(read, ()):
            yield _EXACT, rank
        for place, holed in enumerate(_with_holes(read)):
            if place == len(read) - 1 and _begins_more(cells[place]):
                continue  # not the label's last character misread but the first one behind a label that lost it
            for rank in self._holed.get(holed, ()):
                char = self._wordings[rank][1][place]
                if char != read[place]:
                    yield _SEEN if any(char == other for other, _ in cells[place].glyph.others) else _NEARLY, rank


def _with_holes(wording: str) -> list[str]:
    """The wording with each of its characters left open; none for one that is too short to be misread."""
    if len(wording) < _SHORTEST_MISREAD:
        return []
    return [wording[:place] + _HOLE + wording[place + 1 :] for place in range(len(wording))]


def _begins_more(cell: Cell) -> bool:
    """Whether a box begins with this character and goes on."""
    return cell.index == 0 and len(cell.box.glyphs) > 1


def _opens(cells: Sequence[Cell], place: int) -> bool:
    """Whether a label may begin here: at a box's beginning, after a gap or after a sign."""
    first = cells[place]
    if place == 0 or first.index == 0:
        return True
    before = cells[place - 1].char
    # Lists run on without a gap: 网点10468流水号：692115621. No label of a wide script goes on after a digit or a letter.
    runs_on = before.isascii() and before.isalnum() and not first.char.isascii()
    return runs_on or gap(cells[place - 1], first) > _BEGINS_APART or before in "：（）.，；、"


def _is_whole(cells: Sequence[Cell], start: int, end: int) -> bool:
    """A lone character must be a box of its own (or of a stacked one); the others may stand apart, but not at any distance."""
    if end - start == 1:
        return len(cells[start].box.glyphs) == 1 or cells[start].box.is_stacked
    return all(gap(cells[i - 1], cells[i]) < _APART for i in range(start + 1, end))

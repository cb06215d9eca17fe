"""Tables on slips: a row of captions with the values below it, in cells of several lines, possibly with a row for each party."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from school_desk.documents.reading.labels import Label
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.rows import Cell

_CAPTION = re.compile(r"[\u4e00-\u9fff（）/、]{2,12}")
_LABELLED = re.compile(r"[\u4e00-\u9fff（）/]{2,10}：")
# In heights of the captions: the first line below them, and the lines after that.
_FURTHEST = 4.5


@dataclass(frozen=True, slots=True)
class Table:
    """Captions that stand in one row, each over its column; `last` is the row behind the table's last one."""

    row: int
    captions: tuple[Span, ...]
    last: int

    def cell(self, sheet: Sheet, label: Label, level: float | None = None, levels: Sequence[float] = ()) -> Span:
        """All that stands under `label`, line by line; with `level` only what is nearer to it than to the other `levels`."""
        at = sheet.rows[label.row].cells[label.start]
        column = next(number for number, piece in enumerate(self.captions) if at in piece.cells)
        found: list[Cell] = []
        for row in sheet.rows[self.row + 1 : self.last]:
            for box in boxes_in(row):
                nearest = min(levels, key=lambda other: abs(other - box[0].y), default=level)
                if self._column_of(box) == column and nearest == level:
                    found += box
        return Span(tuple(found))

    def beside(self, heads: Sequence[float]) -> Table:
        """The table without the caption over the `heads` of its rows, which hold no values."""

        def over(piece: Span) -> bool:
            first, last = piece.cells[0], piece.cells[-1]
            return any(first.left - first.height < x < last.x + last.height for x in heads)

        return replace(self, captions=tuple(piece for piece in self.captions if not over(piece)))

    def _column_of(self, box: Sequence[Cell]) -> int:
        """Values stand centred under their caption or begin where it begins."""
        left, middle = box[0].left, (box[0].x + box[-1].x) / 2

        def away(number: int) -> float:
            cells = self.captions[number].cells
            return min(abs(middle - (cells[0].x + cells[-1].x) / 2), abs(left - cells[0].left))

        return min(range(len(self.captions)), key=away)


def table_of(sheet: Sheet, label: Label, labels: Sequence[Label]) -> Table | None:
    """The table in whose row of captions `label` stands; None when it stands before a value of its own."""
    row = sheet.rows[label.row]
    pieces = _captions(sheet, label.row, labels)
    if len(pieces) < 3 or not all(_CAPTION.fullmatch(piece.text) for piece in pieces):
        return None
    here = [other for other in labels if other.row == label.row]
    fields = [other.field for other in here if other.field]
    if _is_list(sheet, label.row, pieces, labels):
        return None
    # Two of a kind belong to two panels side by side, with their values beside them.
    if len(here) < 2 or len(set(fields)) < len(fields) or not all(_fills(row, other, pieces) for other in here):
        return None
    return Table(label.row, pieces, _end(sheet, label.row, labels))


def _is_list(sheet: Sheet, row: int, pieces: Sequence[Span], labels: Sequence[Label]) -> bool:
    """Whether labels and values take turns in the row (用途 学费 交易状态 交易成功), with less than a value for each below it."""
    opens = {id(sheet.rows[other.row].cells[other.start]) for other in labels}
    turns = [id(piece.cells[0]) in opens for piece in pieces]
    if turns != [at % 2 == 0 for at in range(len(pieces))] or len(pieces) % 2:
        return False
    below = sheet.rows[row + 1] if row + 1 < len(sheet.rows) else Span(())
    labelled = any(other.row == row + 1 for other in labels)
    return labelled or len(boxes_in(below)) < len(pieces)


def _captions(sheet: Sheet, row: int, labels: Sequence[Label]) -> tuple[Span, ...]:
    """The pieces of a row; labels printed close together are parted."""
    here = sheet.rows[row].cells
    starts = {id(here[other.start]) for other in labels if other.row == row}
    pieces: list[Span] = []
    for piece in sheet.pieces_in(sheet.rows[row]):
        cuts = [0, *(at for at, cell in enumerate(piece.cells) if at and id(cell) in starts), len(piece.cells)]
        pieces += [piece.part(a, b) for a, b in pairwise(cuts)]
    return tuple(pieces)


def _fills(row: Span, label: Label, pieces: Sequence[Span]) -> bool:
    return any(piece.cells == row.cells[label.start : label.end] for piece in pieces)


def _end(sheet: Sheet, captions: int, labels: Sequence[Label]) -> int:
    """Where rows begin with a label again, or a wide space follows."""
    above = sheet.rows[captions].cells[0]
    opens = {id(sheet.rows[other.row].cells[other.start]) for other in labels}
    for number in range(captions + 1, len(sheet.rows)):
        cells = sheet.rows[number].cells
        far = cells[0].y - above.y > _FURTHEST * above.height
        if far or id(cells[0]) in opens or _LABELLED.match(sheet.rows[number].text):
            return number
        above = cells[0]
    return len(sheet.rows)


def boxes_in(row: Span) -> list[list[Cell]]:
    """The cells of a row by the boxes they were read in: two columns that nearly touch are still two boxes."""
    found: dict[int, list[Cell]] = {}
    for cell in row.cells:
        found.setdefault(id(cell.box), []).append(cell)
    return list(found.values())

"""Labels and values of a paper: finds the labels in its rows and cuts the values out beside and below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from school_desk.documents.reading.boxes import Quad, TextBox, bounds
from school_desk.documents.reading.labels import Label, Wordings
from school_desk.documents.reading.rows import Cell, cells_of, gap, part_quad, rows_of, without_marks

# All distances are in heights of the text at hand: photos have no known scale.
_VALUE_GAP = 3.0
_COLUMN = 2.0
_NEXT_ROW = 2.6
_NOISE = 0.35
_NEARBY = 8.0
# How far left of a label another of its column may begin; where a value has no label, the labels of its column are so much left of it.
_BEFORE, _WIDEST_LABEL = 3.0, 9.0
_ALIGNED = 0.7
_RAISED, _HALF_LINE = 0.2, 0.95


@dataclass(frozen=True)
class Span:
    """Characters that make up one value, in reading order, possibly of several boxes and rows."""

    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        return "".join(cell.char for cell in self.cells)

    @property
    def score(self) -> float:
        """Mean probability of the characters."""
        return sum(cell.glyph.score for cell in self.cells) / len(self.cells) if self.cells else 0.0

    @property
    def weakest(self) -> float:
        return min((cell.glyph.score for cell in self.cells), default=0.0)

    @property
    def quads(self) -> tuple[Quad, ...]:
        """The span's part of every box it touches, in pixels of the upright picture."""
        parts: dict[int, list[Cell]] = {}
        for cell in self.cells:
            parts.setdefault(id(cell.box), []).append(cell)
        return tuple(part_quad(cells) for cells in parts.values())

    @property
    def rectangle(self) -> tuple[int, int, int, int] | None:
        """x, y, width, height around all of it; None when empty."""
        return bounds(point for quad in self.quads for point in quad) if self.cells else None

    @property
    def gapped(self) -> str:
        """The text with a space wherever a new box begins; positions no longer count cells."""
        parts = [
            cell.char if not number or cell.box is self.cells[number - 1].box else " " + cell.char
            for number, cell in enumerate(self.cells)
        ]
        return "".join(parts)

    def part(self, start: int, end: int) -> Span:
        return Span(self.cells[start:end])

    @property
    def without_strays(self) -> Span:
        """The span without lone characters in the midst of another box's line: those are of a seal over it."""
        ends: dict[int, tuple[float, float]] = {}
        for cell in self.cells:
            if len(cell.box.glyphs) > 1 and not cell.box.is_stacked:
                left, right = ends.get(id(cell.box), (cell.x, cell.x))
                ends[id(cell.box)] = min(left, cell.x), max(right, cell.x)
        inside = (
            cell for cell in self.cells if id(cell.box) in ends or not any(a < cell.x < b for a, b in ends.values())
        )
        return Span(tuple(inside))

    def __add__(self, other: Span) -> Span:
        return Span(self.cells + other.cells)


class Sheet:
    """A paper's characters in rows. `labels` of `find_labels` are looked up once and bound the values of each other."""

    def __init__(self, boxes: Iterable[TextBox]) -> None:
        legible = (box for box in boxes if box.glyphs and (box.score >= _NOISE or len(box.glyphs) > 4))
        self.boxes = without_marks(legible)
        self.rows: tuple[Span, ...] = tuple(Span(tuple(row)) for row in rows_of(cells_of(self.boxes)))

    @cached_property
    def text(self) -> str:
        """All rows from top to bottom, a line feed between them."""
        return "\n".join(row.text for row in self.rows)

    @cached_property
    def all(self) -> Span:
        return Span(tuple(cell for row in self.rows for cell in row.cells))

    @cached_property
    def pieces(self) -> tuple[Span, ...]:
        """Every row cut at wide gaps."""
        return self.pieces_of(0, len(self.rows))

    def pieces_of(self, first: int, last: int) -> tuple[Span, ...]:
        """Rows `first` to `last` (not included) cut at wide gaps."""
        return tuple(piece for row in self.rows[first:last] for piece in _pieces(row.cells))

    def pieces_in(self, row: Span) -> tuple[Span, ...]:
        """One row cut at wide gaps."""
        return tuple(_pieces(row.cells))

    def search(self, pattern: str | re.Pattern[str]) -> Iterator[tuple[Span, re.Match[str]]]:
        """Every match of `pattern` inside one row."""
        for row in self.rows:
            for match in re.finditer(pattern, row.text):
                yield row.part(match.start(), match.end()), match

    def find_labels(self, wordings: Wordings) -> list[Label]:
        """The labels that are worded so in the sheet, top to bottom."""
        return [label for number, row in enumerate(self.rows) for label in wordings.in_row(row.cells, number)]

    def find_own_labels(self, wordings: Wordings) -> list[Label]:
        """The labels that `find_labels` finds, without those that only a note in a value tells of."""
        labels = self.find_labels(wordings)
        return [label for label in labels if not _is_told_in_brackets(self.rows[label.row], label, labels)]

    def value_beside(self, label: Label, labels: Sequence[Label]) -> Span:
        """What stands to the right of `label` in its row, up to the next label or a wide gap."""
        row = self.rows[label.row].cells
        limit = self._column_end(label, labels)
        stop = min(
            (other.start for other in labels if other.row == label.row and other.start >= label.end), default=len(row)
        )
        start = label.end
        while start < stop and row[start].char in "：；.·】":
            start += 1
        return Span(_until_gap(_left_of(limit, row[start:stop])))

    def value_of(self, label: Label, labels: Sequence[Label]) -> Span:
        """The value beside `label` with the lines that go on below it in the same column."""
        value = self._in_own_column(self.value_beside(label, labels), label.row)
        if not value.cells:
            return self._value_around(label, labels)
        above = self._line_above(value.cells[0], label, labels)
        return above + self._with_lines_below(value, self._opening(value, label), label, labels)

    def _line_above(self, first: Cell, label: Label, labels: Sequence[Label]) -> Span:
        """The line above `first` when the label stands at half the height of both: in a cell of its own beside a value of two lines."""
        here = self.rows[label.row].cells[label.end - 1]
        if label.row == 0 or first.y - here.y < _RAISED * here.height:
            return Span(())
        if self._labelled(label.row - 1, first, labels, label):
            return Span(())
        above = self._column_piece(label.row - 1, first, labels, self._column_end(label, labels))
        return above if above and _RAISED < (here.y - above.cells[0].y) / here.height < _HALF_LINE else Span(())

    def _value_around(self, label: Label, labels: Sequence[Label]) -> Span:
        """The two lines of which `label` stands beside neither, for it stands at half their height."""
        here = self.rows[label.row].cells[label.end - 1]
        lines: list[Span] = []
        for number in (label.row - 1, label.row + 1):
            cells = self.rows[number].cells if 0 <= number < len(self.rows) else ()
            behind = Span(tuple(cell for cell in cells if cell.left > here.x))
            near = bool(behind.cells) and abs(behind.cells[0].y - here.y) < _HALF_LINE * here.height
            if near and not any(other.row == number for other in labels):
                piece = _pieces(_left_of(self._column_end(label, labels), behind.cells))[:1]
                lines.extend(self._in_own_column(part, number) for part in piece)
        if len(lines) != 2 or abs(lines[0].cells[0].left - lines[1].cells[0].left) > _COLUMN * here.height:
            return Span(())
        return lines[0] + lines[1]

    def value_from(self, row: int, start: int, labels: Sequence[Label]) -> Span:
        """The value that begins in cell `start` of `row`, whose own label could not be read, with the lines below it."""
        here = Label("", row, start, start + 1)
        first = self.rows[row].cells[start]
        value = Span(_until_gap(_left_of(self._column_end(here, labels), self.rows[row].cells[start:])))
        return self._with_lines_below(value, first, here, labels, _WIDEST_LABEL)

    def _with_lines_below(
        self, value: Span, left: Cell, label: Label, labels: Sequence[Label], before: float = _BEFORE
    ) -> Span:
        """`value`, whose column begins at `left`, with the lines that go on below it. Other labels begin at most `before` left of its own."""
        top, height = left.y, left.height
        limit = self._column_end(label, labels)
        for number in range(label.row + 1, len(self.rows)):
            # Asked before anything else: a label that was read as one box with its value leaves no piece in this column.
            if self._labelled(number, left, labels, label, before):
                break
            more = self._column_piece(number, left, labels, limit)
            if more is None or more.cells[0].y - top > _NEXT_ROW * height:
                if more is not None or self.rows[number].cells[0].y - top > _NEXT_ROW * height:
                    break
                continue
            if self._belongs_below(number, more, labels, label, before):
                break
            # From here on the column is known by a line of its own, which also follows a sheet that leans.
            left = more.cells[0]
            value, top = value + self._in_own_column(more, number), left.y
        return value

    def _belongs_below(self, number: int, line: Span, labels: Sequence[Label], label: Label, before: float) -> bool:
        """Whether `line` of row `number` is the upper of two lines at whose half height the next label stands."""
        first = line.cells[0]
        if number + 1 == len(self.rows) or not self._labelled(number + 1, first, labels, label, before):
            return False
        row = self.rows[number + 1].cells
        beside = next((cell for cell in row if abs(cell.left - first.left) < _COLUMN * first.height), None)
        raised = beside is None or beside.y - row[0].y > _RAISED * row[0].height
        return raised and _RAISED < (row[0].y - first.y) / row[0].height < _HALF_LINE

    def value_below(self, label: Label) -> Span:
        """The first piece under `label` that starts near the label's left edge."""
        cell = self.rows[label.row].cells[label.start]
        for number in range(label.row + 1, min(label.row + 4, len(self.rows))):
            more = self._column_piece(number, cell, (), None)
            if more is not None:
                return more
        return Span(())

    def value_under(self, label: Label, labels: Sequence[Label]) -> Span:
        """What stands under `label` when its row holds nothing but labels (captions); nothing where the next label follows."""
        if any(self.value_beside(other, labels).cells for other in labels if other.row == label.row):
            return Span(())
        below = self.value_below(label)
        opens = {id(self.rows[other.row].cells[other.start]) for other in labels}
        return below if below.cells and id(below.cells[0]) not in opens else Span(())

    def _in_own_column(self, piece: Span, number: int) -> Span:
        """`piece` of row `number` up to where a column of other texts begins, however little room is left between the two."""
        for at in range(1, len(piece.cells)):
            if piece.cells[at].index == 0 and self._opens_column(piece.cells[at], number):
                return piece.part(0, at)
        return piece

    def _opens_column(self, cell: Cell, number: int) -> bool:
        """Whether the box that `cell` begins stands in a column: boxes of two other rows nearby begin right above or below it."""
        near = (
            row
            for at, row in enumerate(self.rows)
            if at != number and abs(row.cells[0].y - cell.y) < _NEARBY * cell.height
        )
        return sum(any(_one_below_other(cell, other) for other in row.cells) for row in near) > 1

    def _opening(self, value: Span, label: Label) -> Cell:
        """The cell whose left end the column keeps: signs skipped at the beginning of the value's own box count."""
        row, first = self.rows[label.row].cells, value.cells[0]
        opening = row[label.end]
        return opening if opening.box is first.box and opening.index == 0 else first

    def _column_end(self, label: Label, labels: Sequence[Label]) -> float | None:
        """Where the next column of labels begins, right of `label`: two labels in nearby rows that stand one below the other."""
        here = self.rows[label.row].cells[label.end - 1]
        firsts = [self.rows[other.row].cells[other.start] for other in labels]
        starts = sorted(cell.left for cell in firsts if abs(cell.y - here.y) < _NEARBY * here.height)
        right = [x for x in starts if x > here.x + 6 * here.height]
        return next((x for x, after in pairwise(right) if after - x < here.height), None)

    def _column_piece(self, number: int, left: Cell, labels: Sequence[Label], limit: float | None) -> Span | None:
        stops = {label.start for label in labels if label.row == number}
        cells = _left_of(limit, self.rows[number].cells)
        near = (
            piece for piece in _pieces(cells, stops) if abs(piece.cells[0].left - left.left) < _COLUMN * left.height
        )
        return next(near, None)

    def _labelled(
        self, number: int, left: Cell, labels: Sequence[Label], label: Label, before: float = _BEFORE
    ) -> bool:
        """Whether another label of the same column stands in row `number`: a known one, or one too badly read to be known."""
        row, here = self.rows[number].cells, self.rows[label.row].cells[label.start]
        known = any(
            here.x - before * here.height < row[other.start].x <= left.left + here.height
            for other in labels
            if other.row == number
        )
        return known or any(
            cell.index == 0 and abs(cell.left - here.left) < here.height and cell.x < left.left - 2 * here.height
            for cell in row
        )


def _one_below_other(cell: Cell, other: Cell) -> bool:
    """Whether the boxes that both cells begin have their left ends in one column."""
    begins = other.index == 0 and not other.box.is_stacked and len(other.box.glyphs) > 1
    return begins and abs(other.edge - cell.edge) < _ALIGNED * cell.height


def _is_told_in_brackets(row: Span, label: Label, labels: Sequence[Label]) -> bool:
    """Whether what reads like a label is part of a note in a value: ...829号（经营场所：同住所). 法定代表人（负责人） are two labels."""
    box = row.cells[label.start].box
    first = next(at for at in range(label.start + 1) if row.cells[at].box is box)
    opening = row.text.rfind("（", first, label.start)
    if opening < 0:
        # The bracket may have opened in the line above.
        behind = "".join(cell.char for cell in row.cells[label.end :] if cell.box is box)
        return first == label.start and re.match(r"[^（）]{0,6}）", behind) is not None
    of_label = any(other.row == label.row and other.end == opening for other in labels)
    return opening > first and not of_label and "）" not in row.text[opening : label.start]


def _left_of(limit: float | None, cells: Sequence[Cell]) -> Sequence[Cell]:
    """`cells` without the boxes of the next column, which begins at `limit`."""
    return cells if limit is None else [cell for cell in cells if cell.edge < limit - 0.5 * cell.height]


def _until_gap(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    for number in range(1, len(cells)):
        if gap(cells[number - 1], cells[number]) > _VALUE_GAP:
            return tuple(cells[:number])
    return tuple(cells)


def _pieces(cells: Sequence[Cell], stops: Iterable[int] = ()) -> list[Span]:
    stops = frozenset(stops)
    cuts = [0]
    for number in range(1, len(cells)):
        before, after = cells[number - 1], cells[number]
        if number in stops or (gap(before, after) > 1.5 and before.box is not after.box):
            cuts.append(number)
    return [Span(tuple(cells[a:b])) for a, b in zip(cuts, [*cuts[1:], len(cells)], strict=True) if b > a]

"""The characters of a page in rows: straightens the boxes of a slanted photo and groups what stands on one level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, degrees

from school_desk.documents.reading.boxes import Glyph, Point, Quad, TextBox

# In heights of the text at hand: photos have no known scale.
_SAME_ROW = 0.5
# The direction of a box of fewer heights is not sure. In degrees: what most lines of a page are apart, and what no line is from the others:
# the halves of a folded sheet are 13 apart, a stamped date leans as much; marks stand 20 and more across.
_DIRECTED = 2.0
_ALIKE, _ACROSS = 8.0, 17.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One character in its straightened place: `x`, `y` of the centre, `height` of its line, and where it was read.

    `edge` is the left end of its box: a reader may have missed the first characters of a faint line.
    """

    glyph: Glyph
    box: TextBox
    index: int
    x: float
    y: float
    height: float
    advance: float
    edge: float

    @property
    def left(self) -> float:
        """Where a piece that begins with this character begins."""
        return self.edge if self.index == 0 and not self.box.is_stacked else self.x - self.height / 2

    @property
    def char(self) -> str:
        return self.glyph.char


def without_marks(boxes: Iterable[TextBox]) -> tuple[TextBox, ...]:
    """`boxes` without lines that run across the page: what was laid over a copy (仅用于…备案), never a value, and no line to be level with."""
    every = tuple(boxes)
    directed = [(_direction(box), box) for box in every if _has_direction(box)]
    if not directed:
        return every

    def along(direction: float) -> dict[str, tuple[float, float]]:
        """Direction and width of what runs so, each text once: a mark says the same all over the page."""
        return {box.text: (other, box.width) for other, box in directed if abs(other - direction) < _ALIKE}

    page = max(
        (along(direction).values() for direction, _ in directed), key=lambda lines: sum(width for _, width in lines)
    )
    mean = sum(direction * width for direction, width in page) / sum(width for _, width in page)
    return tuple(box for box in every if not _has_direction(box) or abs(_direction(box) - mean) < _ACROSS)


def _has_direction(box: TextBox) -> bool:
    return box.width > _DIRECTED * box.height and not box.is_stacked


def _direction(box: TextBox) -> float:
    """Degrees by which the box falls to the right."""
    start, end = _along(box, 0.0), _along(box, 1.0)
    return degrees(atan2(end[1] - start[1], end[0] - start[0]))


def cells_of(boxes: Sequence[TextBox]) -> list[Cell]:
    straighten = _straightener(boxes)
    cells = []
    for box in boxes:
        step = 1 / len(box.glyphs)
        edge = straighten(_along(box, 0.0))[0]
        for index, glyph in enumerate(box.glyphs):
            x, y = straighten(_along(box, (index + 0.5) * step if box.is_stacked else glyph.at))
            height = box.width if box.is_stacked else box.height
            advance = height if box.is_stacked else box.width * step
            cells.append(Cell(glyph, box, index, x, y, height, advance, edge))
    return cells


def _along(box: TextBox, share: float) -> Point:
    """The centre of the box's cross line at `share` of its reading direction (downwards when stacked)."""
    a, b, c, d = box.quad
    start, end = (_middle(a, b), _middle(d, c)) if box.is_stacked else (_middle(a, d), _middle(b, c))
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


class _straightener:  # noqa: N801 - used like a function
    """Maps points so that text lines become level: lines of a slanted photo meet in one far point, so slope = a + c·height."""

    def __init__(self, boxes: Sequence[TextBox]) -> None:
        long = [box for box in boxes if box.width > 3 * box.height and not box.is_stacked]
        self.middle = sum(box.quad[0][0] for box in boxes) / len(boxes) if boxes else 0.0
        self.slope = self.change = 0.0
        for _ in range(3):
            self._fit(long)

    def __call__(self, point: Point) -> Point:
        away = point[0] - self.middle
        level = (point[1] - self.slope * away) / (1 + self.change * away)
        return point[0] + self.slope * level, level

    def _fit(self, boxes: Sequence[TextBox]) -> None:
        samples = [(self(_along(box, 0.5))[1], _slope(box), box.width) for box in boxes]
        weight = sum(w for _, _, w in samples)
        if not weight:
            return
        level = sum(y * w for y, _, w in samples) / weight
        slope = sum(s * w for _, s, w in samples) / weight
        spread = sum(w * (y - level) ** 2 for y, _, w in samples)
        lean = sum(w * (y - level) * (s - slope) for y, s, w in samples)
        self.change = lean / spread if len(samples) > 3 and spread else 0.0
        self.slope = slope - self.change * level


def _slope(box: TextBox) -> float:
    start, end = _along(box, 0.0), _along(box, 1.0)
    return (end[1] - start[1]) / (end[0] - start[0]) if end[0] != start[0] else 0.0


def rows_of(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Cells of about one level make a row; a box stays whole unless it is stacked."""
    groups: dict[tuple[int, int], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((id(cell.box), cell.index if cell.box.is_stacked else 0), []).append(cell)
    rows: list[list[list[Cell]]] = []
    for group in sorted(groups.values(), key=_level):
        row = next((row for row in reversed(rows[-4:]) if _joins(group, row)), None)
        if row is None:
            rows.append([group])
        else:
            row.append(group)
    rows.sort(key=lambda row: sum(map(_level, row)) / len(row))
    return [sorted((cell for group in row for cell in group), key=lambda cell: cell.x) for row in rows]


def _level(group: Sequence[Cell]) -> float:
    return sum(cell.y for cell in group) / len(group)


def _joins(group: Sequence[Cell], row: Sequence[Sequence[Cell]]) -> bool:
    level = sum(map(_level, row)) / len(row)
    height = min(group[0].height, min(other[0].height for other in row))
    if abs(_level(group) - level) >= _SAME_ROW * height:
        return False
    left, right = group[0].x, group[-1].x
    # Two boxes that overlap sideways are two lines, however close they stand.
    return not any(
        min(right, other[-1].x) - max(left, other[0].x) > 0.5 * height
        for other in row
        if len(other) > 1 and len(group) > 1
    )


def gap(before: Cell, after: Cell) -> float:
    """Free space between two neighbours in text heights."""
    return (after.x - before.x - (after.advance + before.advance) / 2) / max(before.height, after.height)


def part_quad(cells: Sequence[Cell]) -> Quad:
    """The part of one box that the given characters cover."""
    box = cells[0].box
    count = len(box.glyphs)
    if len(cells) == count:
        return box.quad
    first, last = min(cell.index for cell in cells), max(cell.index for cell in cells)
    if box.is_stacked:
        start, end = first / count, (last + 1) / count
        a, b, c, d = box.quad
        return _toward(a, d, start), _toward(b, c, start), _toward(b, c, end), _toward(a, d, end)
    start = 0.0 if first == 0 else (box.glyphs[first - 1].at + box.glyphs[first].at) / 2
    end = 1.0 if last == count - 1 else (box.glyphs[last].at + box.glyphs[last + 1].at) / 2
    a, b, c, d = box.quad
    return _toward(a, b, start), _toward(a, b, end), _toward(d, c, end), _toward(d, c, start)


def _toward(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share

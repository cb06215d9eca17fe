"""Running text: the pages of a letter that were printed side by side, and its lines put together again into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.rows import Cell

# All distances are in heights of the text at hand: photos have no known scale.
_RAGGED = 2.3
_UNBROKEN = 10.0
_OVERHANG, _RUN_OUT, _RUN = 1.5, 3.0, 1.6
_GUTTER = 1.0
_LONG_ROW = 0.7
_INDENTED = 0.25
_CROSSING = 0.05
_STEEPEST = 0.5
_STEPS = 60
_FEWEST_LEFT, _FEWEST_RIGHT = 4, 2
# A code is not broken where the text is set by a word processor: the row before it stays short.
_OPENS_WITH_CODE = re.compile(r"[0-9A-Za-z]{9}")
_OPENS_PARAGRAPH = re.compile(
    r"[一二三四五六七八九十]、|（[一二三四五六七八九十\d]{1,2}）|\d{1,2}[.、．]\D"
    r"|(?:(?:企业|单位|公司)名称|(?:承诺|申请)(?:单位|企业|人)|单位|法定代表人|法人代表|负责人|(?:承诺)?日期)"
    r"(?:：|（[^（）]{1,8}）|签字|签名|签章|盖章|$)"
)


def columns(sheet: Sheet) -> tuple[Sheet, ...]:
    """The sheet itself, or its left and its right page when the text stands on two."""
    extents = _extents(sheet)
    gutter = _gutter(sheet, extents)
    if gutter is None:
        return (sheet,)
    known = {id(box): (left + right) / 2 < gutter for box, left, right in extents}
    halves = ([box for box in sheet.boxes if known.get(id(box)) is side] for side in (True, False))
    return tuple(Sheet(half) for half in halves)


def paragraphs(sheet: Sheet) -> tuple[Span, ...]:
    """Rows in reading order; one that is full goes on in the next that begins at the left margin.

    What stands between the two (a piece of a seal, a signature) is a paragraph of its own.
    """
    column = _column(sheet.rows)
    if column is None:
        return sheet.rows
    made: list[list[Span]] = []
    going_on: list[Span] | None = None
    for row in sheet.rows:
        if going_on is not None and column.goes_on(going_on[-1], row):
            going_on[-1] = column.inside(going_on[-1])
            going_on.append(row)
        else:
            made.append([row])
            going_on = made[-1] if column.at_left(row) else going_on
        if going_on is not None and going_on[-1] is row and not column.may_go_on(row):
            going_on = None
    return tuple(Span(tuple(cell for row in rows for cell in row.cells)) for rows in made)


@dataclass(frozen=True, slots=True)
class _Column:
    """The left end of a column, and its right margin as a line: `right` at level 0 leaning by `lean` (a photo from the side)."""

    left: float
    right: float
    lean: float
    width: float

    def margin(self, cell: Cell) -> float:
        return self.right + self.lean * cell.y

    def inside(self, span: Span) -> Span:
        """`span` without what stands right of the margin: the seal or the next page. A line that runs on without a gap may overhang."""
        kept: list[Cell] = []
        for cell in span.cells:
            runs_on = bool(kept) and cell.box is kept[-1].box and cell.x - kept[-1].x < _RUN * cell.height
            if cell.x < self.margin(cell) + (_RUN_OUT if runs_on else _OVERHANG) * cell.height:
                kept.append(cell)
        return Span(tuple(kept))

    def at_left(self, row: Span) -> bool:
        return _start(row.cells[0]) < self.left + _INDENTED * self.width

    def may_go_on(self, row: Span) -> bool:
        return self._is_full(row, _UNBROKEN)

    def goes_on(self, before: Span, row: Span) -> bool:
        """Whether the text of `before` goes on in `row`: up to the margin, or as far as an unbroken code let it."""
        if not self.at_left(row) or _OPENS_PARAGRAPH.match(row.text):
            return False
        return self._is_full(before, _UNBROKEN if _OPENS_WITH_CODE.match(row.text) else _RAGGED)

    def _is_full(self, row: Span, free: float) -> bool:
        cells = self.inside(row).cells
        return (
            bool(cells)
            and self.at_left(row)
            and _end(cells[-1]) - _start(cells[0]) > _LONG_ROW * self.width - free * cells[-1].height
            and _end(cells[-1]) > self.margin(cells[-1]) - free * cells[-1].height
        )


def _column(rows: Sequence[Span]) -> _Column | None:
    """Where the long rows begin and end; None when there are none to tell it."""
    widest = max((_end(row.cells[-1]) - _start(row.cells[0]) for row in rows), default=0.0)
    long = [row.cells for row in rows if _end(row.cells[-1]) - _start(row.cells[0]) > _LONG_ROW * widest]
    if len(long) < 2:
        return None
    ends = [(cells[-1].y, _end(cells[-1])) for cells in long]
    # The median of all slopes between two rows; where one is a paragraph's last line, it is steeper than any margin on a photo.
    slopes = ((b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(ends, 2) if b[0] != a[0])
    lean = median([slope for slope in slopes if abs(slope) < _STEEPEST] or [0.0])
    rights = sorted(x - lean * y for y, x in ends)
    lefts = sorted(_start(cells[0]) for cells in long)
    right = rights[(len(rights) * 3) // 4]
    left = lefts[len(lefts) // 4]
    return _Column(left, right, lean, right + lean * ends[len(ends) // 2][0] - left)


def _extents(sheet: Sheet) -> list[tuple[object, float, float]]:
    """Every box with its left and right end in straightened places."""
    cells: dict[int, list[Cell]] = {}
    for cell in sheet.all.cells:
        cells.setdefault(id(cell.box), []).append(cell)
    return [(part[0].box, min(map(_start, part)), max(map(_end, part))) for part in cells.values()]


def _gutter(sheet: Sheet, extents: Sequence[tuple[object, float, float]]) -> float | None:
    """The middle of the strip in the middle third of a wide sheet that hardly a box crosses, None when there is none."""
    if len(extents) < _FEWEST_LEFT + _FEWEST_RIGHT:
        return None
    left, right = min(item[1] for item in extents), max(item[2] for item in extents)
    levels = [cell.y for cell in sheet.all.cells]
    if right - left < max(levels) - min(levels):
        return None
    half = _GUTTER * median(cell.height for cell in sheet.all.cells)
    places = [left + (right - left) * (1 + step / _STEPS) / 3 for step in range(_STEPS + 1)]
    crossed = [sum(a < x + half and b > x - half for _, a, b in extents) for x in places]
    fewest = min(crossed)
    free = [x for x, count in zip(places, crossed, strict=True) if count == fewest]
    gutter = free[len(free) // 2]
    lefts = sum((a + b) / 2 < gutter for _, a, b in extents)
    enough = lefts >= _FEWEST_LEFT and len(extents) - lefts >= _FEWEST_RIGHT
    return gutter if enough and fewest <= _CROSSING * len(extents) else None


def _start(cell: Cell) -> float:
    return cell.x - cell.height / 2


def _end(cell: Cell) -> float:
    return cell.x + cell.height / 2

"""Streams one sheet's XML and keeps what places pictures: row heights, DISPIMG formulas, value metadata, the drawing's id."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from school_desk.adapters.sheets.archive import refuse_doctype, relationship_in

LAST_ROW = 1_048_575
_EMU_PER_POINT = 12_700
_DEFAULT_POINTS = 15.0
_DISPIMG = re.compile(r'DISPIMG\(\s*"([^"]+)"')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class SheetScan:
    """Collects from a sheet's XML what the pictures need: row heights, DISPIMG formulas, value metadata, the drawing's id."""

    def __init__(self) -> None:
        self.heights: dict[int, float] = {}
        self.default_height = _DEFAULT_POINTS
        self.dispimg: list[tuple[int, int, str]] = []
        self.value_metadata: list[tuple[int, int, int]] = []
        self.drawing = ""
        self._row = self._column = -1
        self._formula: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
            if "ht" in attributes:
                self.heights[self._row] = float(attributes["ht"])
        elif name in ("f", "v"):
            self._formula = []
        elif name == "sheetFormatPr":
            self.default_height = float(attributes.get("defaultRowHeight", _DEFAULT_POINTS))
        elif name == "drawing":
            self.drawing = relationship_in(attributes)

    def end(self, tag: str) -> None:
        if self._formula is None or not tag.endswith(("}f", "}v")):
            return
        found = _DISPIMG.search("".join(self._formula))
        self._formula = None
        if found and (self._row, self._column, found[1]) not in self.dispimg[-1:]:
            self.dispimg.append((self._row, self._column, found[1]))

    def data(self, text: str) -> None:
        if self._formula is not None:
            self._formula.append(text)

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        refuse_doctype()

    def close(self) -> None:
        return None

    def row_at(self, row: int, offset: float) -> int:
        """The row that lies `offset` EMU below the top of `row`; the last one when that is below all. Raises OverflowError."""
        below = bisect_right(range(row + 1, LAST_ROW + 1), self.top(row) + offset, key=self.top)
        return row + below

    def top(self, row: int) -> int:
        """How far down `row` begins, in EMU: to be set against another's. Asked once the sheet was read. Raises OverflowError.

        Reckoned, not added up row by row: a drawing may place any number of pictures a million rows down.
        """
        rows, beyond = self._special
        return row * self._emu(self.default_height) + beyond[bisect_left(rows, row)]

    @cached_property
    def _special(self) -> tuple[list[int], list[int]]:
        """The rows with a height of their own, and how much taller than as many usual rows the first none, one, two … of them are."""
        rows, usual = sorted(self.heights), self._emu(self.default_height)
        return rows, list(accumulate((self._emu(self.heights[row]) - usual for row in rows), initial=0))

    def _emu(self, points: float) -> int:
        """Whole, as sums of whole numbers are exact: a picture that ends where a row does is on one side of it however it is reckoned."""
        return max(0, round(points * _EMU_PER_POINT))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_index(reference[1]) if reference else self._column + 1
        if "vm" in attributes:
            self.value_metadata.append((self._row, self._column, int(attributes["vm"])))


def column_index(letters: str) -> int:
    """Zero-based number of a column: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(index: int) -> str:
    """The letters of a zero-based column: 0 → A, 26 → AA."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

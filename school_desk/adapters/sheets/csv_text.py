"""Rows of a delimited text, a roster's as well as a bank's: one rule for quotation marks, under which no row gets lost in another.

By the letter of the format a quotation mark that somebody typed (5 inches) takes every line up to the next one into its own cell. So a
record of several lines is believed only when it is written without fault and none of its lines looks like a row of the table.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import pairwise

from school_desk.kernel.errors import RuleViolation

_SNIFFED_CHARACTERS = 8_000
_TELLING_COLUMNS = 4
"""The words of a note may happen to hold a comma or two; a line of it that has as many columns as a wider table's rows is a row."""
_MOST_STRAYS = 10_000
"""Each costs a look at the lines after it, and nobody types so many."""
_SHOWN_CHARACTERS = 20


def delimiter_of(text: str, among: str) -> str:
    """Which of `among` the beginning of `text` has most of; the earlier one of several."""
    return max(among, key=text[:_SNIFFED_CHARACTERS].count)


def most_cells(text: str, delimiter: str) -> int:
    """No fewer cells than `records` gives, found without laying any of them out."""
    return text.count(delimiter) + text.count("\n") + text.count("\r") + 1


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows, as long as each is written; an empty line is an empty row.

    A quotation mark that has no partner, or one in another row, is a character like any other, and its line a row; one that still
    cannot be divided is given as a single cell, so that it is explained rather than misread.
    Raises RuleViolation `sheet.quotation_mark` where nobody could tell rows from lines of a cell; csv.Error for a cell of more than
    131,072 characters.
    """
    if '"' not in text:
        return csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    return _Lines(text, delimiter).records()


class _Lines:
    """The physical lines of a text in which there are quotation marks.

    A cell of several lines, if it is one, begins in a line with an odd number of marks and ends in the next such line.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        self._lines = StringIO(text, newline="").readlines()
        self._delimiter = delimiter
        self._marked = [place for place, line in enumerate(self._lines) if '"' in line]
        self._partner = dict(pairwise(place for place in self._marked if self._lines[place].count('"') % 2))
        self._usual, self._widths = self._measured()

    def records(self) -> Iterator[list[str]]:
        begin = 0
        for place in self._marked:
            if place < begin:
                continue
            if begin < place:
                yield from self._unmarked(begin, place)
            if place in self._partner and (row := self._joined(place)):
                yield row
                begin = self._partner[place] + 1
            else:
                # The next line is looked at afresh: what this one's mark pairs with may begin a true cell of several lines.
                yield self._alone(self._lines[place])
                begin = place + 1
        yield from self._unmarked(begin, len(self._lines))

    def _measured(self) -> tuple[int, set[int]]:
        """The usual number of columns, and all numbers that only a row has."""
        counted: Counter[int] = Counter()
        within: Counter[int] = Counter()
        begin = strays = 0
        for place in self._marked:
            if place < begin:
                continue
            if begin < place:
                counted.update(map(len, self._unmarked(begin, place)))
            end = self._partner.get(place, place)
            row = self._faultless(self._lines[place : end + 1])
            if row is None:
                strays += place in self._partner
                if strays > _MOST_STRAYS:
                    raise _cannot_tell(place + 1, self._lines[place])
                end, row = place, self._read([self._lines[place]])[0]
            counted[len(row)] += 1
            if end > place + 1:
                within.update(map(len, self._unmarked(place + 1, end)))
            begin = end + 1
        counted.update(map(len, self._unmarked(begin, len(self._lines))))
        # A title or a line of a note has one column, whatever the table has.
        counted = Counter({width: rows for width, rows in counted.items() if width > 1}) or Counter((1,))
        # Rows that a quotation seems to hold count as well, lest few be left beside it: they are as wide as some outside.
        rows = counted + Counter({width: within[width] for width in counted if width >= _TELLING_COLUMNS})
        usual = max(rows, key=lambda width: (rows[width], width))
        return usual, {usual, *(width for width in counted if width >= _TELLING_COLUMNS)}

    def _joined(self, start: int) -> list[str] | None:
        """The row that the line at `start` begins and its partner ends; None when they are rows of their own."""
        lines = self._lines[start : self._partner[start] + 1]
        row = self._faultless(lines)
        first, last = len(self._alone(lines[0])), len(self._alone(lines[-1]))
        # One that ends a cell and begins the next (`…","…`) is no row, however many columns it seems to have.
        inner = [len(alone) for line in lines[1:-1] if (alone := self._faultless([line]))]
        if row is None:
            # Blanks behind the closing mark, say: believed when it fits and nothing speaks against it.
            rows = self._read_leniently(lines)
            fits = len(rows) == 1 and len(rows[0]) == self._usual and self._widths.isdisjoint((*inner, last))
            return rows[0] if fits else None
        alike = [width for width in inner if width in self._widths]
        if first == last == self._usual:
            alike.append(last)
        if not alike:
            return row
        if max(alike) < _TELLING_COLUMNS:
            raise _cannot_tell(start + 1, lines[0])
        return None

    def _unmarked(self, begin: int, end: int) -> Iterator[list[str]]:
        """The rows that the lines from `begin` to before `end` are, in which there is no mark."""
        return csv.reader(
            map(self._lines.__getitem__, range(begin, end)), delimiter=self._delimiter, quoting=csv.QUOTE_NONE
        )

    def _alone(self, line: str) -> list[str]:
        """The row that `line` is when nothing goes with it."""
        row = self._read([line.rstrip("\r\n")])[0]
        if '"' not in line or len(row) == self._usual or self._faultless([line]) is not None:
            return row
        if line.count('"') == 1:
            plain = next(csv.reader([line], delimiter=self._delimiter, quoting=csv.QUOTE_NONE))
            if len(plain) == self._usual:
                return plain
        # The last line may break off in a quotation, as a download does: whoever reads the rows can tell.
        return [line.rstrip("\r\n")] if line.endswith(("\n", "\r")) else row

    def _faultless(self, lines: Sequence[str]) -> list[str] | None:
        """The one row that `lines` are by the letter of the format, if they are."""
        try:
            rows = self._read(lines, strict=True)
        except csv.Error:
            return None
        return rows[0] if len(rows) == 1 else None

    def _read_leniently(self, lines: Sequence[str]) -> list[list[str]]:
        """Nothing for a quotation of more characters than a cell may have."""
        try:
            return self._read(lines)
        except csv.Error:
            return []

    def _read(self, lines: Iterable[str], *, strict: bool = False) -> list[list[str]]:
        return list(csv.reader(lines, delimiter=self._delimiter, strict=strict))


def _cannot_tell(line_no: int, line: str) -> RuleViolation:
    shown = line.strip()[:_SHOWN_CHARACTERS]
    message = (
        f"文件第 {line_no} 行（“{shown}”）里有一个引号，看不出它后面的几行是同一格里的内容还是另外几行，没有读取。"
        "请删掉这个引号，或用 Excel、WPS 打开核对后另存为 .xlsx 再导入。"
    )
    return RuleViolation("sheet.quotation_mark", message)

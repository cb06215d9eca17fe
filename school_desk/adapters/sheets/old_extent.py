"""How much an .xls would fill once it is laid out, told from its records: a reader lays a sheet out as one full rectangle of cells.

Records as in [MS-XLS] 2.3; which of them count, and from where, as the reader behind `raw` has it.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from school_desk.adapters.sheets.compound import record_streams
from school_desk.adapters.sheets.extent import MAX_CELLS, MAX_CHARACTERS

_BOF, _EOF, _SHEET, _CONTINUE, _DIMENSIONS, _TEXTS, _POINTER, _NUMBERS = (
    0x809,
    0x0A,
    0x85,
    0x3C,
    0x200,
    0xFC,
    0xFD,
    0xBD,
)
_CELLS = frozenset((0x203, 0x204, 0xD6, 0x205, 0x27E, _POINTER, _NUMBERS, 0x06))
_ROWS, _COLUMNS = 65_536, 256
# More sheets and records than 300 MB of a program's own making hold; sheets that lie on one another are walked once each.
_MOST_SHEETS, _MOST_RECORDS = 1_000, 20_000_000
_BYTES_A_CHARACTER = 3


class _Record(NamedTuple):
    kind: int
    start: int
    length: int


class _Sheet(NamedTuple):
    area: int
    texts: Counter[int]
    records: int


def is_too_much(data: bytes) -> bool:
    """Whether the sheets of an .xls hold more cells, or more text, than anybody types. Raises ValueError where it does not hold together."""
    try:
        return any(map(_sprawls, record_streams(data)))
    except (struct.error, IndexError) as fault:
        raise ValueError("records that are none") from fault


def _sprawls(stream: bytes) -> bool:
    starts = [struct.unpack_from("<I", stream, r.start)[0] for r in _records(stream, 0) if r.kind == _SHEET]
    if len(starts) > _MOST_SHEETS:
        return True
    area, used, walked = 0, Counter[int](), 0
    sheets: dict[int, _Sheet] = {}
    for start in starts:  # several may be one and the same
        if start not in sheets:
            sheets[start] = _walk(stream, start, _MOST_RECORDS - walked)
            walked += sheets[start].records
        area += sheets[start].area
        used += sheets[start].texts
        if area > MAX_CELLS or walked >= _MOST_RECORDS:
            return True
    if used.total() * 0xFFFF * _BYTES_A_CHARACTER <= MAX_CHARACTERS:
        return False
    lengths = list(_lengths(stream))
    characters = sum(lengths[place] * count for place, count in used.items() if place < len(lengths))
    return characters * _BYTES_A_CHARACTER > MAX_CHARACTERS


def _walk(stream: bytes, start: int, most: int) -> _Sheet:
    """One sheet's rectangle and which shared texts it shows how often. Charts in it bring cells of their own, which are none."""
    bottom = right = depth = count = 0
    texts: Counter[int] = Counter()
    for count, record in enumerate(_records(stream, start, nested=True), start=1):
        kind = record.kind
        depth += (kind == _BOF) - (kind == _EOF)
        if count > most or (kind == _EOF and depth <= 0):
            break
        if depth > 1:
            continue
        if kind == _DIMENSIONS and _announces_too_much(stream, record):
            return _Sheet(MAX_CELLS + 1, texts, count)
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, record.start)
            if kind == _NUMBERS:
                column = struct.unpack_from("<H", stream, record.start + record.length - 2)[0]
            elif kind == _POINTER:
                texts[struct.unpack_from("<I", stream, record.start + 6)[0]] += 1
            bottom, right = max(bottom, row + 1), max(right, column + 1)
    return _Sheet(bottom * right, texts, count)


def _announces_too_much(stream: bytes, record: _Record) -> bool:
    """Room is made for as many cells as are announced."""
    form = "<IIHH" if record.length == 14 else "<HHHH"
    first_row, rows, _, columns = struct.unpack_from(form, stream, record.start)
    return max(first_row, rows) > _ROWS or int(columns) > _COLUMNS


def _records(stream: bytes, place: int, *, nested: bool = False) -> Iterator[_Record]:
    """The records from `place` on, up to the first end of a part of the stream unless `nested`."""
    head = struct.Struct("<HH")
    while place + 4 <= len(stream):
        kind, length = head.unpack_from(stream, place)
        if place + 4 + length > len(stream):
            return
        yield _Record(kind, place + 4, length)
        if kind == _EOF and not nested:
            return
        place += 4 + length


def _lengths(stream: bytes) -> Iterator[int]:
    """How many characters each shared text has. Texts run on over CONTINUE records, each of which says anew how wide its characters are."""
    parts: list[bytes] = []
    goes_on = False
    for record in _records(stream, 0):
        if record.kind == _TEXTS:  # of several tables the last counts
            parts = [stream[record.start + 8 : record.start + record.length]]
        elif record.kind == _CONTINUE and goes_on:
            parts.append(stream[record.start : record.start + record.length])
        goes_on = record.kind == _TEXTS or (record.kind == _CONTINUE and goes_on)
    text = _Text(parts)
    while text.has_more():
        yield text.skip()


class _Text:
    """Goes through the texts in the parts of a table of shared texts."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part = self._at = 0

    def has_more(self) -> bool:
        """Whether another text begins here or in the next part."""
        while self._part < len(self._parts) and self._at >= len(self._parts[self._part]):
            self._part, self._at = self._part + 1, 0
        return self._part < len(self._parts)

    def skip(self) -> int:
        """Goes behind the text that begins here. Its length in characters."""
        length, flags = struct.unpack_from("<HB", self._parts[self._part], self._at)
        self._at += 3
        runs = self._number("<H") if flags & 8 else 0
        more = self._number("<I") if flags & 4 else 0
        left, width = length, 1 + (flags & 1)
        while left:
            taken = min(left, (len(self._parts[self._part]) - self._at) // width)
            left, self._at = left - taken, self._at + taken * width
            if left:
                self._part, self._at = self._part + 1, 1
                width = 1 + (self._parts[self._part][0] & 1)
        self._leap(4 * runs + more)
        return int(length)

    def _number(self, form: str) -> int:
        (found,) = struct.unpack_from(form, self._parts[self._part], self._at)
        self._at += struct.calcsize(form)
        return int(found)

    def _leap(self, count: int) -> None:
        while count > (here := len(self._parts[self._part]) - self._at):
            count -= here
            self._part, self._at = self._part + 1, 0
        self._at += count

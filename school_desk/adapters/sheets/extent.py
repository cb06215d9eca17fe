"""How much an .xlsx would fill once it is laid out, told from its parts: a reader lays a sheet out as one full rectangle of cells.

A stray value in XFD1048576 would ask for 400 GB, and a text that a thousand cells share is stored once and read a thousand times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import zip_longest
from typing import Protocol

from school_desk.adapters.sheets.archive import XmlTarget, refuse_doctype

MAX_CELLS = 5_000_000
MAX_CHARACTERS = 128 * 1024 * 1024
"""Bytes of all texts that cells point to, of which Python makes up to four times as many: 100,000 bank lines of 14 columns are 30 MB."""
MAX_XML_BYTES = 400 * 1024 * 1024
"""Of all parts that are sheets or shared texts: 100,000 bank lines of 14 columns are 42 MB."""
_MOST_ROWS, _MOST_TEXTS, _MOST_MERGES = 2_000_000, 2_000_000, 200_000
_PLAIN_CELL, _PLAIN_ROW = b'<c r="', b'<row r="'
_CELL, _NAMED_CELL = re.compile(rb"<c[\s/>]"), re.compile(rb":c[\s/>]")
# Of two attributes of one name readers differ in which they take.
_PLACE = re.compile(rb"[\s\"']r\s*=")
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})[0-9]')
_ODD_PLACE = re.compile(rb'<c r="(?![A-Z]{1,3}[0-9])')
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: [a-z]+="[^"<>]*")*/>')
_POINTER = re.compile(rb"<(?:[^<>\s:/]+:)?v(?:\s[^>]*)?>(\d{1,9})<")
# Of these the reader makes nothing, or the first of the shared texts.
_ODD_VALUE = re.compile(rb"<(?:[^<>\s:/]+:)?v(?:\s[^<>]*)?>(?:\s|<!)")
_TEXTS = re.compile(rb"<((?:[^<>\s:/]+:)?)sst[\s/>]")
_COUNTED = re.compile(rb"uniqueCount\s*=\s*[\"'](\d+)")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,9})")


class Judgement(Enum):
    """What a workbook is found to be: fine, more than anybody types, or written so that the reader would lose or mistake values."""

    FINE = "fine"
    TOO_MUCH = "too_much"
    ODD = "odd"


class XmlReader(Protocol):
    """Streams XML through a target. Raises RuleViolation for XML that is damaged."""

    def __call__(self, data: bytes, target: XmlTarget, /) -> None: ...


def judged(parts: Iterable[bytes], read_xml: XmlReader) -> Judgement:
    """What the sheets among `parts`, which may have any name, would become. Sizes are the most that a lenient reader may find.

    Raises RuleViolation for a declaration of entities, and as `read_xml`.
    """
    sheets: list[bytes] = []
    lengths: list[Sequence[int]] = []
    room = MAX_XML_BYTES
    for part in parts:
        if b"<!DOCTYPE" in part:
            refuse_doctype()
        is_sheet, texts = b"sheetData" in part, _TEXTS.search(part)
        room -= len(part) if is_sheet or texts else 0
        if room < 0:
            return Judgement.TOO_MUCH
        if (is_sheet or texts) and b"<![CDATA[" in part:
            return Judgement.ODD
        if is_sheet:
            sheets.append(part)
        if texts:
            found = _lengths(part, texts[1])
            if found is None:
                return Judgement.TOO_MUCH
            lengths.append(found)
    if any(_sprawls(sheet, read_xml) for sheet in sheets):
        return Judgement.TOO_MUCH
    longest = [max(same) for same in zip_longest(*lengths, fillvalue=0)]
    if sum(_shared_bytes(sheet, longest) for sheet in sheets) > MAX_CHARACTERS:
        return Judgement.TOO_MUCH
    return Judgement.ODD if any(map(_ODD_VALUE.search, sheets)) else Judgement.FINE


def _lengths(part: bytes, prefix: bytes) -> Sequence[int] | None:
    """How long each shared text is, at most; None when there are, or are said to be, more than any workbook has.

    Where they are not simply one after the other the first is as long as all: nobody can tell then which one a reader counts as which.
    """
    begin, end = b"<" + prefix + b"si", b"</" + prefix + b"si>"
    count = part.count(begin)
    said = max(map(int, _COUNTED.findall(part)), default=0)
    if max(count, said) > _MOST_TEXTS:
        return None
    _, *texts = part.split(begin)
    if b"<!--" in part or part.rfind(b"<?") > len(b"\xef\xbb\xbf") or any(text.count(end) != 1 for text in texts):
        return (len(part),) * max(1, count)
    return [len(text) for text in texts]


def _sprawls(sheet: bytes, read_xml: XmlReader) -> bool:
    """Whether the rectangle of a sheet holds more than MAX_CELLS. Cells with nothing in them (a frame drawn to the end) fill nothing."""
    cells, rows = sum(1 for _ in _CELL.finditer(sheet)), sheet.count(b"<row")
    if cells > MAX_CELLS or rows > _MOST_ROWS or sheet.count(b"mergeCell ") > _MOST_MERGES:
        return True
    placed = sheet.count(_PLAIN_CELL)
    places = sum(1 for _ in _PLACE.finditer(sheet))
    is_plain = placed == cells and places == placed + sheet.count(_PLAIN_ROW)
    if is_plain and not _NAMED_CELL.search(sheet) and not _ODD_PLACE.search(sheet):
        return _reaches_far(sheet) and _reaches_far(_EMPTY_CELL.sub(b"", sheet))
    extent = _Extent()
    read_xml(sheet, extent)
    return extent.area > MAX_CELLS


def _reaches_far(sheet: bytes) -> bool:
    """The same where every cell is written as Excel writes it, place first."""
    right = max(map(_column, set(_FAR_COLUMN.findall(sheet))), default=26)
    return _row_beyond(MAX_CELLS // right).search(sheet) is not None


def _row_beyond(limit: int) -> re.Pattern[bytes]:
    """Finds cells in rows from about `limit` on (its first two digits): looking at every cell's place would take as long as reading it."""
    first, second, *rest = str(limit).encode().ljust(2, b"0")
    more, places = len(rest), len(rest) + 2
    near = rb"%c[%c-9][0-9]{%d}" % (first, second, more)
    above = rb"[%c-9][0-9]{%d}" % (first + 1, more + 1) if first < ord("9") else near
    return re.compile(rb'<c r="[A-Z]{1,3}(?:%s|%s|[0-9]{%d,})' % (near, above, places + 1))


class _Extent:
    """The rectangle that holds every cell with anything in it, places counted as the reader counts them where none is written."""

    def __init__(self) -> None:
        self.area = 0
        self._bottom = self._right = 0
        self._row = self._column = 0
        self._place: tuple[int, int] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "row" and "r" in attributes:
            self._row = int(attributes["r"]) - 1
        elif name == "c":
            self._place = self._begun(attributes.get("r", ""))
        elif self._place is not None:
            self._bottom, self._right = max(self._bottom, self._place[0] + 1), max(self._right, self._place[1] + 1)
            self.area = self._bottom * self._right

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            self._row, self._column = self._row + 1, 0
        elif name == "c":
            self._column, self._place = self._column + 1, None

    def data(self, text: str) -> None:
        """What stands in a cell does not matter here."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        refuse_doctype()

    def close(self) -> None:
        return None

    def _begun(self, reference: str) -> tuple[int, int]:
        if not reference:
            return self._row, self._column
        written = _REFERENCE.fullmatch(reference)
        if written is None:
            raise ValueError(reference)
        self._column = _column(written[1].encode()) - 1
        return int(written[2]) - 1, self._column


def _shared_bytes(sheet: bytes, lengths: Sequence[int]) -> int:
    """How many bytes of text the cells that point to shared texts give, at most."""
    pointers = sheet.count(b"<v") + sheet.count(b":v")
    most = max(lengths, default=0) * pointers
    if most <= MAX_CHARACTERS:
        return most
    used = Counter(map(int, _POINTER.findall(sheet)))
    unread = pointers - used.total()  # written in another way: each may be the longest
    return sum(lengths[place] * count for place, count in used.items() if place < len(lengths)) + unread * max(lengths)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number

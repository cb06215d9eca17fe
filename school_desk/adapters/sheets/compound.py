"""The file system in an old workbook (OLE2): its stream of records, and whether the file holds all of it.

Of half a file its reader gives half of the rows, without notice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

_STREAMS = frozenset({"workbook", "book"})
_LAST_SECTOR = 0xFFFFFFFA
"""Greater numbers stand for the end of a chain, for free, and the like."""
_SLOTS_IN_HEADER, _ENTRY_BYTES = 109, 128


def lacks_its_end(data: bytes) -> bool:
    """Whether a part of the workbook lies behind the end of `data`. What is damaged otherwise is not told here."""
    try:
        file = _Compound(data)
        return any(file.reaches_behind(start, size) for start, size in file.needed())
    except _BehindTheEnd:
        return True
    except (struct.error, IndexError, UnicodeDecodeError):
        return False


def record_streams(data: bytes) -> list[bytes]:
    """The streams that may hold the workbook's records, whole. Raises ValueError where the file does not hold together."""
    try:
        file = _Compound(data)
        return [file.content(start, size) for start, size in file.workbooks()]
    except (_BehindTheEnd, struct.error, IndexError, UnicodeDecodeError) as fault:
        raise ValueError("no whole stream") from fault


class _BehindTheEnd(Exception):
    """A sector that the file's own tables name is not there."""


class _Compound:
    """A file system in a file: sectors, of which a table says which one follows which."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << (struct.unpack_from("<H", data, 30)[0] & 15)
        self._next = [number for sector in self._table_sectors() for number in self._numbers(sector)]

    def workbooks(self) -> Iterator[tuple[int, int]]:
        """(first sector, bytes) of each stream that is called as the workbook's."""
        return ((start, size) for name, start, size in self._entries() if name.lower() in _STREAMS)

    def needed(self) -> Iterator[tuple[int, int]]:
        """(first sector, bytes) of the workbook's stream; of the stream that holds all small ones, where it is small."""
        small = self._small_ones()
        return ((start, size) if self._is_large(size) else small for start, size in self.workbooks())

    def content(self, start: int, size: int) -> bytes:
        """The bytes of a stream. A small one lies in 64-byte sectors of the stream that holds all small ones."""
        if self._is_large(size):
            return b"".join(map(self._sector, self._chain(start)))[:size]
        first, whole = self._small_ones()
        small = b"".join(map(self._sector, self._chain(first)))[:whole]
        step = 1 << (struct.unpack_from("<H", self._data, 32)[0] & 15)
        table = struct.unpack_from("<I", self._data, 60)[0]
        follows = [number for sector in self._chain(table) for number in self._numbers(sector)]
        found = bytearray()
        while start <= _LAST_SECTOR and len(found) < size:
            found += small[start * step : (start + 1) * step].ljust(1)
            start = follows[start]
        return bytes(found[:size])

    def _small_ones(self) -> tuple[int, int]:
        """(first sector, bytes) of the stream that holds all small ones: the first entry names it."""
        for _, start, size in self._entries():
            return start, size
        raise IndexError("no entry")

    def _is_large(self, size: int) -> bool:
        return bool(size >= struct.unpack_from("<I", self._data, 56)[0])

    def reaches_behind(self, start: int, size: int) -> bool:
        """Whether the file ends before the stream does."""
        for sector in self._chain(start):
            here = min(size, self._size)
            if (sector + 1) * self._size + here > len(self._data):
                return True
            size -= here
        return size > 0

    def _table_sectors(self) -> Iterator[int]:
        """The sectors that say what follows what: the first are named in the header, the others in sectors of their own."""
        count, more = struct.unpack_from("<I", self._data, 44)[0], struct.unpack_from("<I", self._data, 68)[0]
        yield from islice(struct.unpack_from(f"<{_SLOTS_IN_HEADER}I", self._data, 76), min(count, _SLOTS_IN_HEADER))
        left = count - _SLOTS_IN_HEADER
        while left > 0 and more <= _LAST_SECTOR:
            *named, more = self._numbers(more)
            yield from named[:left]
            left -= len(named)

    def _entries(self) -> Iterator[tuple[str, int, int]]:
        for sector in self._chain(struct.unpack_from("<I", self._data, 48)[0]):
            content = self._sector(sector)
            for place in range(0, len(content), _ENTRY_BYTES):
                length = struct.unpack_from("<H", content, place + 64)[0]
                start, size = struct.unpack_from("<II", content, place + 116)
                yield content[place : place + max(length - 2, 0)].decode("utf-16-le"), start, size

    def _chain(self, sector: int) -> Iterator[int]:
        for _ in self._next:  # no chain is longer than this, but one may go in a circle
            if sector > _LAST_SECTOR:
                return
            yield sector
            sector = self._next[sector]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        content = self._sector(sector)
        return struct.unpack(f"<{len(content) // 4}I", content)

    def _sector(self, sector: int) -> bytes:
        start = (sector + 1) * self._size
        if start + self._size > len(self._data):
            raise _BehindTheEnd
        return self._data[start : start + self._size]

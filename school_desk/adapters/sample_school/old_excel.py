"""Writes one sheet as an Excel 97 workbook (.xls): a BIFF8 stream inside an OLE compound file, just what old offices still send.

Sources: [MS-XLS] and [MS-CFB]. Text and numbers only; one sector of allocation table, so at most about 60 KB.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from school_desk.adapters.sample_school.workbooks import Cell

_SECTOR = 512
_SMALLEST_STREAM = 4096  # below this a stream would live in the mini stream
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_BIFF8, _GLOBALS, _SHEET = 0x0600, 0x0005, 0x0010


def write_old_excel(path: Path, sheet: str, rows: Sequence[Sequence[Cell]]) -> None:
    """One sheet of `rows`. Raises ValueError when they do not fit."""
    path.write_bytes(_compound_file(_workbook_stream(sheet, rows)))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", _BIFF8, kind, 0x0DBB, 1996, 0, 6))


def _text(text: str, length_format: str) -> bytes:
    """An XLUnicodeString: count of UTF-16 units, a flag for two-byte characters, the characters."""
    encoded = text.encode("utf-16-le")
    return struct.pack(length_format + "B", len(encoded) // 2, 1) + encoded


def _workbook_stream(sheet: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    font = _record(0x0031, struct.pack("<HHHHHBBBB", 220, 0, 0x7FFF, 400, 0, 0, 0, 0x86, 0) + _text("宋体", "<B"))
    # Excel expects four fonts and sixteen formats before any cell refers to the first one of its own.
    styles = font * 4 + _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0x20C0)) * 15
    styles += _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0x0001, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    window = _record(0x003D, struct.pack("<HHHHHHHHH", 0, 0, 0x3000, 0x1E00, 0x38, 0, 0, 1, 600))
    head = _begin(_GLOBALS) + _record(0x0042, struct.pack("<H", 1200)) + window + styles
    name = _text(sheet, "<B")
    offset = len(head) + 4 + 6 + len(name) + 4  # the sheet begins after this BOUNDSHEET record and the EOF
    globals_part = head + _record(0x0085, struct.pack("<IH", offset, 0) + name) + _record(0x000A, b"")
    columns = max(len(row) for row in rows)
    dimensions = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, columns, 0))
    return globals_part + _begin(_SHEET) + dimensions + b"".join(_cells(rows)) + _record(0x000A, b"")


def _cells(rows: Sequence[Sequence[Cell]]) -> Iterator[bytes]:
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 15)
            if isinstance(cell, str):
                yield _record(0x0204, place + _text(cell, "<H"))
            elif cell is not None:
                yield _record(0x0203, place + struct.pack("<d", cell))


def _compound_file(stream: bytes) -> bytes:
    """Header, allocation table (sector 0), directory (sector 1), then the stream."""
    stream = stream.ljust(max(_SMALLEST_STREAM, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    if sectors + 2 > _SECTOR // 4:
        raise ValueError(f"{len(stream)} bytes are too much for an .xls of one allocation sector")
    chain = [_TABLE, _END, *range(3, sectors + 2), _END]
    table = struct.pack(f"<{_SECTOR // 4}I", *chain, *[_FREE] * (_SECTOR // 4 - len(chain)))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, _SMALLEST_STREAM, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    unused = _entry("", 0, _FREE, 0, 0)
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream)) + unused * 2
    return header + table + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """One directory entry of 128 bytes; `kind` 5 is the root, 2 a stream, 0 unused."""
    encoded = name.encode("utf-16-le")
    length = len(encoded) + 2 if name else 0
    tail = struct.pack("<HBBIII", length, kind, 1, _FREE, _FREE, child) + bytes(36) + struct.pack("<IQ", start, size)
    return encoded.ljust(64, b"\0") + tail

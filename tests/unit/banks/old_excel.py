"""Writes the smallest .xls there is (BIFF8 in an OLE file), because no library we ship can, and banks still send them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def workbook(rows: Sequence[Sequence[str | float]], *, password: bool = False) -> bytes:
    """An .xls with one sheet. `password` only marks it as encrypted, which is all a reader can see."""
    sheet = _bof(0x10) + b"".join(_cells(rows)) + _record(0x0A)
    lock = _record(0x2F, struct.pack("<HHH", 1, 1, 1)) if password else b""
    name = b"\x05\x00Sheet"
    start = len(_bof(5)) + len(lock) + 4 + 6 + len(name) + 4
    book = _bof(5) + lock + _record(0x85, struct.pack("<IH", start, 0) + name) + _record(0x0A) + sheet
    return ole("Workbook", book)


def encrypted_package() -> bytes:
    """What Excel leaves of an .xlsx that is saved with a password."""
    return ole("EncryptedPackage", b"\x00" * 5000)


def ole(stream: str, content: bytes) -> bytes:
    """An OLE file with one stream."""
    content = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\x00")
    sectors = len(content) // _SECTOR
    tables = next(count for count in range(1, 110) if count * 128 >= count + 1 + sectors)
    fat = [*[_FAT] * tables, _END, *range(tables + 2, tables + 1 + sectors), _END]
    fat += [_FREE] * (128 * tables - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    root = _entry("Root Entry", 5, child=1, start=_END, size=0)
    directory = (root + _entry(stream, 2, child=_FREE, start=tables + 1, size=len(content))).ljust(_SECTOR, b"\x00")
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + content


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    entry = text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, _FREE, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _bof(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 1996, 0, 6))


def _cells(rows: Sequence[Sequence[str | float]]) -> list[bytes]:
    return [_cell(y, x, value) for y, row in enumerate(rows) for x, value in enumerate(row) if value != ""]


def _cell(row: int, column: int, value: str | float) -> bytes:
    where = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x204, where + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, where + struct.pack("<d", value))
